"""What a violation was accepted with: the numbers that it rests on, so that another number brings it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.writers.printing import clean, plain

if TYPE_CHECKING:
    from extractor.model.filing import Fact, Filing, Violation

FEW = 4
"""Of more cells than these, those that print 0 are left out."""


def evidence_of(violation: Violation, filing: Filing, words: str) -> str:
    """Return ``expected=15 actual=14 new_requests=12 …``, or ``words`` for a violation without any number.

    ``words``: its message, always in one language. Of cells that share a row or column only the rest is named.
    """
    told = [
        f"{name}={plain(number)}"
        for name, number in (("expected", violation.expected), ("actual", violation.actual))
        if number is not None
    ]
    reading = filing.table(violation.table) if violation.table else None
    facts = {(f.row, f.column): f for f in reading.facts} if reading else {}
    found = [facts[key] for key in violation.cells if key in facts]
    rows, columns = {f.row for f in found}, {f.column for f in found}
    for fact in found:
        if len(found) > FEW and fact.value is not None and not fact.value:
            continue
        name = (
            fact.row if len(columns) == 1 else fact.column if len(rows) == 1 else f"{fact.row}.{fact.column}"
        )
        told.append(f"{name}={_held(fact)}")
    return " ".join((" ".join(told) or clean(words)).split())


def _held(fact: Fact) -> str:
    if fact.value is not None:
        return plain(fact.value)
    raw = clean(fact.raw).strip()
    return f"{fact.status}:{raw}" if raw else fact.status.value
