"""What one year leaves to the next: carry-over, stock-flow and items-flow, over the whole archive at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extractor.archive.grids import ABSENT, BLANK, UNREADABLE, Lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from extractor.archive.grids import Grid, Key
    from extractor.archive.series import Series
    from extractor.forms import Forms

NEAR = 1e-6
"""Sums of numbers with decimals are equal where they differ by less."""


class Term(NamedTuple):
    """A cell that is added (``sign`` 1) or taken away (-1), of this year's filing or of last year's."""

    last: bool
    row: str
    column: str
    sign: int = 1


@dataclass(frozen=True)
class Flow:
    """One instance of a rule: the cell (``row``, ``column``) of this year is what its terms add up to."""

    rule: str
    table: str
    forms: tuple[str, ...]
    row: str
    column: str
    terms: tuple[Term, ...]


class Break(NamedTuple):
    """A flow that fails, or is undecided, between a filing and those of the year before."""

    flow: Flow
    filing: int
    before: tuple[int, ...]
    outcome: str


def flows(forms: Forms) -> tuple[Flow, ...]:
    """Return every instance of the three rules, in the order of the catalogue and of the form."""
    later = forms.table("2021", "applications")
    older, newer = forms.table("2019", "disclosure"), forms.table("2021", "disclosure")
    carried = [
        Flow("carry-over", "applications", ("2019", "2021"), "carried_in", c, (Term(True, "carried_out", c),))
        for c in later.columns
    ]
    stock = [
        Flow(
            "stock-flow", "disclosure", ("2021",), row, "in_force",
            (Term(True, row, "in_force"), Term(False, row, "issued_this_year"), Term(False, row, "repealed_this_year", -1)),
        )
        for row, column in newer.cells if column == "in_force"
    ]  # fmt: skip
    items = [
        Flow(
            "items-flow", "disclosure", ("2019",), row, "items_last_year",
            (Term(True, row, "items_last_year"), Term(True, row, "change_this_year")),
        )
        for row, column in older.cells if column == "items_last_year" and (row, "change_this_year") in older.cells
    ]  # fmt: skip
    return (*carried, *stock, *items)


def breaks(series: Series, grids: Mapping[Key, Grid], forms: Forms) -> Iterator[Break]:
    """Yield every flow that fails or is undecided, rule by rule.

    Cells that are not all numbers count as in any rule (the contract, "Rules"); where a filing has no such
    table at all there is nothing to compare. Where the year before has several filings, their cells stand
    where they agree, and are unreadable elsewhere.
    """
    pairs = series.pairs()
    for flow in flows(forms):
        for now in flow.forms:
            for then in flow.forms:
                this, last = grids.get((now, flow.table)), grids.get((then, flow.table))
                if this is not None and last is not None:
                    yield from _between(flow, pairs, series, this, last)


def _between(flow: Flow, pairs: NDArray[np.int64], series: Series, this: Grid, last: Grid) -> Iterator[Break]:
    filings, groups = pairs[:, 0], pairs[:, 1]
    first, count = _of_groups(series, last)
    able = (this.line_of[filings] >= 0) & (count[groups] > 0)
    filings, groups = filings[able], groups[able]
    if not len(filings):
        return
    mine = _cells(flow, this, this.line_of[filings], last=False)
    theirs = _cells(flow, last, first[groups], last=True)
    for crowded in np.flatnonzero(count[groups] > 1):
        _agree(flow, last, series, int(groups[crowded]), theirs, int(crowded))
    shared: dict[int, tuple[int, ...]] = {}
    for at, outcome in _judge(flow, mine, theirs):
        group = int(groups[at])
        if group not in shared:
            of_year = series.filings[series.starts[group] : series.ends[group]]
            shared[group] = tuple(int(b) for b in of_year if last.line_of[b] >= 0)
        yield Break(flow, int(filings[at]), shared[group], outcome)


def _of_groups(series: Series, grid: Grid) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return, for each organization and year, the first line that it has in a grid, and how many."""
    lines = grid.line_of[series.filings]
    count = (
        np.add.reduceat((lines >= 0).astype(np.int64), series.starts) if len(lines) else np.empty(0, np.int64)
    )
    first = np.full(len(series.distinct), -1, np.int64)
    group = np.repeat(np.arange(len(series.distinct)), series.ends - series.starts)
    have = np.flatnonzero(lines >= 0)[::-1]
    first[group[have]] = lines[have]
    return first, count


def _cells(flow: Flow, grid: Grid, lines: NDArray[np.int64], *, last: bool) -> Lines:
    """Return the cells of a flow that are of one of its years: the total (this year) first, then terms."""
    places = [grid.at(t.row, t.column) for t in flow.terms if t.last is last]
    if not last:
        places.insert(0, grid.at(flow.row, flow.column))
    at = np.ix_(lines, np.array(places))
    return Lines(grid.lines.values[at], grid.lines.states[at])


def _agree(flow: Flow, grid: Grid, series: Series, group: int, lines: Lines, at: int) -> None:
    """Where the year before has several filings, leave only the cells that they have in common."""
    members = grid.line_of[series.filings[series.starts[group] : series.ends[group]]]
    each = _cells(flow, grid, members[members >= 0], last=True)
    same = (each.values == each.values[0]).all(axis=0) & ((each.states == each.states[0]).all(axis=0))
    lines.states[at] = np.where(same, lines.states[at], UNREADABLE)
    lines.values[at] = np.where(same, lines.values[at], 0.0)


def _judge(flow: Flow, mine: Lines, theirs: Lines) -> Iterator[tuple[int, str]]:
    signs_mine = np.array([-1, *(t.sign for t in flow.terms if not t.last)])
    signs_theirs = np.array([t.sign for t in flow.terms if t.last])
    gap = mine.values @ signs_mine + theirs.values @ signs_theirs
    states = np.concatenate([mine.states, theirs.states], axis=1)
    hard = ((states == UNREADABLE) | (states == ABSENT)).any(axis=1)
    nothing = (states == ABSENT).all(axis=1)
    fails = np.abs(gap) > NEAR
    blank = (states == BLANK).any(axis=1)
    for at in np.flatnonzero((hard & ~nothing) | (fails & ~hard)):
        yield int(at), "undecided" if hard[at] or blank[at] else "violated"
