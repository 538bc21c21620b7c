"""Two readings of one document: what both say stands; where they differ nothing does."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.forms import instances
from extractor.model.filing import CellStatus, Difference, Fact, TableReading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.forms import Form, Forms
    from extractor.forms.instances import Instance

_ZERO = Decimal(0)


def agree(first: TableReading | None, second: TableReading | None, forms: Forms) -> TableReading:
    """Return the first reading with every cell that the second reads otherwise made unreadable.

    Both texts are kept. A table or a cell that the second reading did not find, or could not make out, says
    nothing about the first: it stands as it was, and is named as read once. What only the second found is
    unreadable. Where the identities that a cell is part of hold under one of the readings and not under the
    other, that one's text is the cell's suggestion; it is never its value. Raises ``ValueError`` where there is
    no reading, or the two are not of one table of one form.
    """
    if second is None:
        if first is None:
            msg = "no reading at all"
            raise ValueError(msg)
        return first
    if first is None:
        nothing = tuple(Fact(fact.row, fact.column, CellStatus.ABSENT) for fact in second.facts)
        first = replace(second, facts=nothing, findings=())
    if (first.table, first.template) != (second.table, second.template):
        msg = f"{first.table} of {first.template} cannot be compared with {second.table} of {second.template}"
        raise ValueError(msg)
    facts: list[Fact] = []
    differences: list[Difference] = []
    once: list[tuple[str, str]] = []
    known = _instances(forms.forms[first.template], first.table)
    for i, (one, other) in enumerate(zip(first.facts, second.facts, strict=True)):
        if (one.status, one.value) == (other.status, other.value):
            facts.append(one)
            continue
        if other.status is CellStatus.ABSENT or (other.doubtful and other.status is CellStatus.UNREADABLE):
            facts.append(one)
            once.append((one.row, one.column))
            continue
        said = _said(one), _said(other)
        suggested = _suggested(i, known, first.facts, second.facts)
        differences.append(
            Difference(one.row, one.column, *said, "" if suggested is None else said[suggested])
        )
        place = one.location or other.location
        raw = " | ".join(said)
        facts.append(Fact(one.row, one.column, CellStatus.UNREADABLE, None, raw, place, doubtful=True))
    return replace(
        first, facts=tuple(facts), reread=True, differences=tuple(differences), read_once=tuple(once)
    )


def _said(fact: Fact) -> str:
    return fact.raw if fact.location else "(absent)"


def _instances(form: Form, table: str) -> list[Instance]:
    return [
        instance
        for identity in form.identities
        if identity.table == table and identity.relation == "sum"
        for instance in instances(form.tables[table], identity)
    ]


def _suggested(at: int, known: list[Instance], first: Sequence[Fact], second: Sequence[Fact]) -> int | None:
    """Return 0 or 1 for the reading under which every identity of the cell holds, None where not just one does."""
    about = [instance for instance in known if at in instance.cells]
    if not about:
        return None
    holds = [all(_holds(instance, facts) for instance in about) for facts in (first, second)]
    return holds.index(True) if holds.count(True) == 1 else None


def _holds(instance: Instance, facts: Sequence[Fact]) -> bool:
    parts = [_number(facts[i]) for i in instance.parts]
    totals = [_number(facts[i]) for i in instance.totals]
    if None in parts or None in totals:
        return False
    return sum((v for v in parts if v is not None), _ZERO) == sum((v for v in totals if v is not None), _ZERO)


def _number(fact: Fact) -> Decimal | None:
    """Return what a cell counts for in a sum; a mark for none is 0, whatever else is no number."""
    return _ZERO if fact.status is CellStatus.NIL else fact.value
