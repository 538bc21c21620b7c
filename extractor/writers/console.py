"""Violations and rules as lines for a terminal."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.forms import Rulebook
    from extractor.model.acceptance import Acceptance, Verdict
    from extractor.model.filing import Filing, Violation
    from extractor.writers.words import Language

KINDS = ("error", "warning", "info", "undecided")
"""What a violation can be, the gravest first."""


def describe(filing: Filing, verdict: Verdict, language: Language) -> Iterator[str]:
    """Yield the lines that tell a filing and its violations, the gravest first; those accepted stand last."""
    w = words(language)
    who = filing.identity
    named = "  ".join(str(x) for x in (who.organization, who.year or "", filing.template) if x)
    yield printable(f"{filing.source}  {w['status'][filing.status]} ({filing.status})  {named}".rstrip())
    open_ones = [j.violation for j in verdict.judged if j.acceptance is None]
    for violation in sorted(open_ones, key=lambda v: KINDS.index(v.kind)):
        yield from _violation(violation, language)
    accepted = [j for j in verdict.judged if j.acceptance is not None]
    for one in sorted(accepted, key=lambda j: KINDS.index(j.violation.kind)):
        yield from _violation(one.violation, language, one.acceptance)
    yield ""
    kinds = [v.kind for v in open_ones]
    if open_ones:
        yield w["console"]["counts"].format(**{kind: kinds.count(kind) for kind in KINDS})
    else:
        yield w["console"]["clean_but" if accepted else "clean"]
    if accepted:
        yield w["console"]["accepted"].format(n=len(accepted))


def _violation(
    violation: Violation, language: Language, acceptance: Acceptance | None = None
) -> Iterator[str]:
    w = words(language)
    kind = violation.kind
    name = w["outcome"][kind] if kind == "undecided" else w["severity"][kind]
    place = violation.location or w["console"]["no_place"]
    yield ""
    head = f"{name}  {violation.rule}  ({w['console']['at']} {place})"
    yield printable(f"{w['console']['accepted_mark']}  {head}" if acceptance else head)
    yield printable(f"    {violation.message}")
    if violation.formula and violation.formula not in violation.message:
        yield printable(f"    {violation.formula}")
    if acceptance:
        until = w["console"]["until"].format(day=acceptance.expires) if acceptance.expires else ""
        yield printable(f"    {w['console']['reason']}{acceptance.reason or '—'}{until}")


def baseline_lines(verdict: Verdict, language: Language) -> Iterator[str]:
    """Yield what a user must know of the baseline: entries that have run out, accept nothing, or give no reason."""
    w = words(language)["console"]
    bare = {j.acceptance for j in verdict.judged if j.acceptance and not j.acceptance.reason}
    for key, entries in (("expired", verdict.expired), ("unused", verdict.unused), ("bare", tuple(bare))):
        if entries:
            yield w[f"baseline_{key}"].format(n=len(entries))
        for entry in entries if key != "bare" else ():
            place = ".".join(x for x in (entry.table, entry.row, entry.column) if x)
            until = w["until"].format(day=entry.expires) if entry.expires else ""
            yield printable(f"  {entry.rule}  {place}  {entry.evidence}{until}")


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
