"""Violations and rules as lines for a terminal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.forms import Rulebook
    from extractor.model.filing import Filing, Violation
    from extractor.writers.words import Language


def describe(filing: Filing, violations: list[Violation], language: Language) -> Iterator[str]:
    """Yield the lines that tell a filing and its violations, the gravest first."""
    w = words(language)
    who = filing.identity
    named = "  ".join(str(x) for x in (who.organization, who.year or "", filing.template) if x)
    yield printable(f"{filing.source}  {w['status'][filing.status]} ({filing.status})  {named}".rstrip())
    kinds = [v.severity if v.outcome == "violated" else "undecided" for v in violations]
    order = ["error", "warning", "info", "undecided"]
    for kind, violation in sorted(zip(kinds, violations, strict=True), key=lambda v: order.index(v[0])):
        name = w["outcome"][kind] if kind == "undecided" else w["severity"][kind]
        place = violation.location or w["console"]["no_place"]
        yield ""
        yield printable(f"{name}  {violation.rule}  ({w['console']['at']} {place})")
        yield printable(f"    {violation.message}")
        if violation.formula and violation.formula not in violation.message:
            yield printable(f"    {violation.formula}")
    yield ""
    if violations:
        yield w["console"]["counts"].format(**{kind: kinds.count(kind) for kind in order})
    else:
        yield w["console"]["clean"]


def catalogue(rulebook: Rulebook, language: Language) -> Iterator[str]:
    """Yield the lines of the rule catalogue, group by group, in its own order."""
    w = words(language)
    group = ""
    for rule in rulebook.rules:
        if rule.group != group:
            group = rule.group
            yield f"{group}"
        forms = "all" if rule.every_form else " ".join(rule.templates)
        later = "" if rule.implemented else "  *"
        head = f"{pad(rule.code, 28)}{pad(w['severity'][rule.severity], 9)}{pad(forms, 16)}"
        yield f"  {head}{rule.applies_to[language]}{later}"
        yield f"  {' ' * 28}{rule.holds_when[language]}"
    if any(not rule.implemented for rule in rulebook.rules):
        yield ""
        yield {"zh": "* 尚未检查", "en": "* not checked yet"}[language]


def pad(text: str, width: int) -> str:
    """Return ``text`` filled with blanks to ``width`` columns of a terminal; han characters take two."""
    taken = sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
    return text + " " * max(1, width - taken)


def printable(text: str) -> str:
    """Return ``text`` on one line without control characters: a document must not steer a terminal."""
    return "".join(c if c.isprintable() or c == "\u3000" else "\ufffd" if ord(c) > 31 else " " for c in text)
