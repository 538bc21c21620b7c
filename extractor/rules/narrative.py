"""Rules about what a report says in words: against its tables, its year, and what the notices ask it to say."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.model.filing import Standing, Violation
from extractor.rules.stated import Counted, counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.model.filing import Filing, Section, Statement
    from extractor.rules.voice import Voice

PERIOD, SPOKEN = "report_period", "report_year"
FEES = ("fee_notices", "fee_notified", "fee_collected")
OVERVIEW, OTHER_MATTERS = 1, 6
LONGEST_QUOTE = 160
_COMPARED = (Standing.TABLE, Standing.OTHER_SCOPE, Standing.PART_OF_PERIOD)
_RULE_OF = {
    "applications": "narrative-applications",
    "proceedings": "narrative-proceedings",
    "statistics": "narrative-applications",
}


def narrative(filing: Filing, template: str, voice: Voice) -> Iterator[Violation]:
    """Yield the violations of the narrative rules over one filing, in the order of the catalogue.

    ``template``: that of the filing, or where it has none, the form in force for its year.
    """
    against = list(_against_tables(filing, voice))
    yield from sorted(against, key=lambda v: voice.book.order[v.rule])
    yield from _year(filing, voice)
    yield from _topics(filing, template, voice)
    yield from _fee(filing, template, voice)


def _against_tables(filing: Filing, voice: Voice) -> Iterator[Violation]:
    by_quantity: dict[str, list[Statement]] = {}
    for statement in filing.statements:
        if statement.column:
            continue  # the contract compares with 总计
        by_quantity.setdefault(statement.quantity, []).append(statement)
    for quantity, statements in by_quantity.items():
        found = counted(filing, quantity, voice.forms)
        if found is not None and (wrong := _disagreeing(statements, found)) is not None:
            yield _violation(wrong, found, voice)


def _disagreeing(statements: list[Statement], found: Counted) -> Statement | None:
    """Return the statement of one quantity that is to be reported; None where the words and the table agree.

    One of the table's own scope and period comes first. Where one such agrees, only another sentence can
    disagree, and a denial cannot: it is then of a part. One of another scope, or of a part of the year, is
    reported only where there is no other.
    """
    own = [s for s in statements if s.standing is Standing.TABLE]
    wrong = [s for s in own if not _agrees(s, found)]
    right = [s for s in own if s not in wrong]
    if right:
        said = {s.text for s in right}
        return next((s for s in wrong if s.text not in said and not s.denied), None)
    if wrong:
        return wrong[0]
    others = [s for s in statements if s.standing in _COMPARED and not s.denied]
    if any(_agrees(s, found) for s in others):
        return None
    return others[0] if others else None


def _agrees(statement: Statement, found: Counted) -> bool:
    values = {statement.value, statement.value + (statement.beside or 0)}
    if values & found.values:
        return True
    if not statement.with_carried_in or found.carried_in is None:
        return False
    return statement.value in {v + found.carried_in for v in found.values}


def _violation(statement: Statement, found: Counted, voice: Voice) -> Violation:
    code = _rule_of(statement, found)
    rule = voice.rule(code)
    outcome = "violated" if found.certain else "undecided"
    expected = next(iter(found.values)) if found.certain else None
    slots = {
        "name": voice.quantity(found.target.table, statement.quantity),
        "stated": voice.number(statement.value),
        "printed": _printed(found, expected, voice),
        "sentence": quote(statement.text),
        "note": _note(statement, voice),
    }
    return Violation(
        rule=code,
        severity=rule.severity if statement.standing is Standing.TABLE else "info",
        outcome=outcome,
        table=found.target.table.code,
        row=statement.quantity.partition("+")[0],
        row_label=found.target.label,
        expected=expected,
        actual=statement.value,
        difference=None if expected is None else statement.value - expected,
        message=voice.message(rule, outcome, slots),
        formula="" if expected is None else f"{voice.number(statement.value)} ≠ {voice.number(expected)}",
        location=statement.location,
        template=found.template,
        cells=found.target.cells,
    )


def _rule_of(statement: Statement, found: Counted) -> str:
    if statement.denied and statement.quantity in ("new_requests", "requests_received"):
        return "narrative-none"
    if statement.quantity in ("reviews_total", "lawsuits_total"):
        return "narrative-proceedings"
    return _RULE_OF[found.target.table.code]


def _printed(found: Counted, expected: Decimal | None, voice: Voice) -> str:
    title = voice.title(found.target.table.code)
    if expected is None:
        return voice.phrase("printed_lacking", table=title, place=found.location or "—")
    return voice.phrase("printed", table=title, value=voice.number(expected), place=found.location or "—")


def _note(statement: Statement, voice: Voice) -> str:
    if statement.standing is Standing.OTHER_SCOPE:
        return voice.phrase("other_scope", words=statement.scope)
    if statement.standing is Standing.PART_OF_PERIOD:
        return voice.phrase("part_of_period", words=statement.period)
    return ""


def quote(text: str) -> str:
    """Return a sentence to be cited, shortened where it is very long."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_QUOTE else f"{line[:LONGEST_QUOTE]}…"


def _year(filing: Filing, voice: Voice) -> Iterator[Violation]:
    """One violation where the stated period, or the words throughout, are about another year than the title."""
    year = filing.identity.year
    if not year:
        return
    said = [s for s in filing.statements if s.quantity in (PERIOD, SPOKEN)]
    wrong = next((s for s in said if s.value != year), None)
    if wrong is None:
        return
    rule = voice.rule("narrative-year")
    slots = {"year": str(year), "said": voice.number(wrong.value), "sentence": quote(wrong.text)}
    yield Violation(
        rule.code,
        rule.severity,
        "violated",
        expected=Decimal(year),
        actual=wrong.value,
        difference=wrong.value - year,
        message=voice.message(rule, "violated", slots),
        location=wrong.location,
        template=filing.template,
    )


def _topics(filing: Filing, template: str, voice: Voice) -> Iterator[Violation]:
    rule = voice.rule("overview-topics")
    found = _part(filing.sections, OVERVIEW)
    text = "".join(f"{s.heading}\n{s.text}" for s in found)
    if template not in rule.templates or not any(s.text.strip() for s in found):
        return
    topics = voice.forms.narration.topics
    lacking = [t for t, words in topics.items() if not any(w in text for w in words)]
    if lacking:
        slots = {"topics": voice.join("and", lacking)}
        yield _of_section(filing, "overview-topics", found[0], slots, voice)


def _fee(filing: Filing, template: str, voice: Voice) -> Iterator[Violation]:
    rule = voice.rule("fee-statement")
    found = _part(filing.sections, OTHER_MATTERS)
    if template not in rule.templates or not any(s.text.strip() for s in found):
        return
    if not any(s.quantity in FEES and s.section == OTHER_MATTERS for s in filing.statements):
        yield _of_section(filing, "fee-statement", found[0], {}, voice)


def _part(sections: Sequence[Section], number: int) -> list[Section]:
    """Return one of the six sections with the headings inside it."""
    start = next((i for i, s in enumerate(sections) if s.section == number), None)
    if start is None:
        return []
    end = next((i for i in range(start + 1, len(sections)) if sections[i].section), len(sections))
    return list(sections[start:end])


def _of_section(
    filing: Filing, code: str, section: Section, slots: dict[str, str], voice: Voice
) -> Violation:
    rule = voice.rule(code)
    message = voice.message(rule, "violated", slots)
    return Violation(
        code, rule.severity, "violated", message=message, location=section.location, template=filing.template
    )
