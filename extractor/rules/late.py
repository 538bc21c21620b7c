"""``published-late``: 条例 第四十九条, by 31 January for departments, by 31 March for governments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.filing import Violation
from extractor.organizations.bodies import OFFICES
from extractor.organizations.names import read_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.model.filing import Filing
    from extractor.rules.voice import Voice

DEPARTMENTS, GOVERNMENTS = "01-31", "03-31"
RULE = "published-late"


def published_late(filing: Filing, template: str, voice: Voice) -> Iterator[Violation]:
    """Yield the violation of a filing that was published late; undecided where its kind is not known.

    Only where a date is printed and organization and year are known. Bodies below the county, and those
    that are neither a government nor a department, owe no such day. An office of a government speaks for
    it or for itself: between the two days it cannot be told.
    """
    who = filing.identity
    rule = voice.rule(RULE)
    if not (who.published and who.organization and who.year) or template not in rule.templates:
        return
    first, last = f"{who.year + 1}-{DEPARTMENTS}", f"{who.year + 1}-{GOVERNMENTS}"
    name = read_name(who.organization)
    outcome, due = "violated", last
    if name.kind == "government":
        kind = voice.phrase("kind_government")
    elif name.body.name in OFFICES and name.kind == "department":
        kind = voice.phrase("kind_office")
        outcome = "violated" if who.published > last else "undecided"
    elif name.kind == "department":
        kind, due = voice.phrase("kind_department"), first
    elif not name.kind:
        kind = voice.phrase("kind_unknown", organization=who.organization)
        outcome = "violated" if who.published > last else "undecided"
    else:
        return
    if who.published <= (first if outcome == "undecided" else due):
        return
    message = voice.message(rule, outcome, {"published": who.published, "due": due, "kind": kind})
    yield Violation(RULE, rule.severity, outcome, message=message, template=filing.template)
