"""The suggestions on a filing: never more than that, and its tables are never changed by them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.filing import CellStatus, Suggestion
from extractor.suggestions.changes import moved, one_cell, swapped, totals_not_filled, two_cells
from extractor.suggestions.system import state_of, system_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.forms import Forms
    from extractor.model.filing import Fact, Filing, TableReading, Violation
    from extractor.suggestions.changes import Change
    from extractor.suggestions.system import State

SMALL = (one_cell, swapped, moved)
LARGER = (totals_not_filled, two_cells)
LIKELY = (
    "total-not-filled",
    "cell-not-filled",
    "digit-doubled",
    "digits-transposed",
    "digit-lost",
    "swapped",
    "shifted",
    "digits-split",
    "one-cell",
    "two-cells",
)
"""What has a reason comes before what has none."""
LISTED = 5
"""Of explanations that are equally small, so many are listed; ``alternatives`` counts all."""


def suggest(filing: Filing, violations: tuple[Violation, ...], forms: Forms) -> tuple[Suggestion, ...]:
    """Return the smallest changes under which all sums of a table hold, for each table with one that fails.

    One slip comes first (a cell, two that are swapped, a row or column moved by one), then all blank totals,
    then two cells. Where several are equally small each is given, with how many others there are.
    """
    found: list[Suggestion] = []
    for reading in filing.tables:
        failing = [
            v for v in violations if v.table == reading.table and v.template == reading.template and v.formula
        ]
        if failing:
            found += _of_table(reading, failing, forms)
    return tuple(found)


def _of_table(reading: TableReading, failing: list[Violation], forms: Forms) -> Iterator[Suggestion]:
    system = system_of(forms, reading.template, reading.table)
    state = state_of(system, reading)
    if not state.missed.any():
        return
    changes = _smallest(state)
    explained = _explained(state, failing)
    for change in changes[:LISTED]:
        cells = tuple(system.table.cells[i] for i in change.cells)
        printed = tuple(_printed(reading.facts[i]) for i in change.cells)
        numbers = tuple(map(str, change.numbers))
        yield Suggestion(
            change.kind,
            reading.template,
            reading.table,
            cells,
            printed,
            numbers,
            explained,
            len(changes) - 1,
            _confirmed(state, change),
        )


def _confirmed(state: State, change: Change) -> bool:
    """Whether each cell of a change stands in two sums or more: one sum alone is made right by any number in it."""
    sums = (state.system.matrix[state.usable][:, list(change.cells)] != 0).sum(axis=0)
    return bool((sums > 1).all())


def _printed(fact: Fact) -> str:
    """Return what a cell prints; of digits that were parted, its own part."""
    return fact.raw.strip() if fact.status is not CellStatus.DEDUCED else str(fact.value)


def _smallest(state: State) -> list[Change]:
    changes: dict[tuple[tuple[int, ...], tuple[int, ...]], Change] = {}
    for kinds in (SMALL, *((kind,) for kind in LARGER)):
        for kind in kinds:
            for change in kind(state):
                changes.setdefault((change.cells, change.numbers), change)
        if changes:
            break
    return sorted(changes.values(), key=lambda change: LIKELY.index(change.kind))


def _explained(state: State, failing: list[Violation]) -> tuple[str, ...]:
    """Return the violations that a change explains: ``rule row column`` of every sum that is missed."""
    cells = state.system.table.cells
    missed = {
        (one.identity.rule, *cells[one.at])
        for one, by in zip(state.system.instances, state.missed, strict=True)
        if by
    }
    return tuple(f"{v.rule} {v.row} {v.column}" for v in failing if (v.rule, v.row, v.column) in missed)
