"""Two readings of one document: what both say stands, where they differ nothing does."""

from __future__ import annotations

from dataclasses import replace

from extractor.model.filing import CellStatus, Difference, Fact, TableReading


def agree(first: TableReading, second: TableReading | None) -> TableReading:
    """Return the first reading with every cell that the second reads otherwise made unreadable, both texts kept.

    A table that the second reading did not find at all says nothing about the first: it is returned as it
    is. Raises ``ValueError`` where the two are not of one table of one form.
    """
    if second is None:
        return first
    if (first.table, first.template) != (second.table, second.template):
        msg = f"{first.table} of {first.template} cannot be compared with {second.table} of {second.template}"
        raise ValueError(msg)
    facts: list[Fact] = []
    differences: list[Difference] = []
    for one, other in zip(first.facts, second.facts, strict=True):
        if (one.status, one.value) == (other.status, other.value):
            facts.append(one)
            continue
        differences.append(Difference(one.row, one.column, _said(one), _said(other)))
        raw = " | ".join((_said(one), _said(other)))
        facts.append(
            Fact(
                one.row,
                one.column,
                CellStatus.UNREADABLE,
                None,
                raw,
                one.location or other.location,
                doubtful=True,
            )
        )
    return replace(first, facts=tuple(facts), reread=True, differences=tuple(differences))


def _said(fact: Fact) -> str:
    return fact.raw if fact.location else "(absent)"
