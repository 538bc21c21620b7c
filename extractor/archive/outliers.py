"""Numbers that jump against an organization's own history, and amounts that look like another unit.

Conservative on purpose: a jump is told only where there is enough history, the number is far outside of it by a
robust z-score of its logarithm, the difference is large in itself, and the organization's peers (same kind, level
and year) did not jump alike.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extractor.archive.grids import ABSENT, NIL, NUMBER
from extractor.archive.series import YEARS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from extractor.archive.grids import Grid, Key
    from extractor.archive.index import Index
    from extractor.archive.series import Series
    from extractor.forms import Forms
    from extractor.forms.form import CellKey

FEWEST_YEARS = 4
"""Other years that an organization must have for a jump to be told."""
FARTHEST = 6.0
"""Robust z-scores beyond this are jumps."""
SPREAD = 0.25
"""The least spread that a history is taken to have, in natural logarithms: about a quarter more or less."""
BEYOND = float(np.log(5.0))
"""No other year comes near: the number is five times the greatest of them, or a fifth of the least."""
LEAST = 100.0
"""A smaller difference is no jump, whatever its score."""
FEWEST_PEERS = 10
MAD = 1.4826
WRONG_UNIT = (5_000.0, 20_000.0)
LARGEST_AMOUNT = 100_000_000.0
SIGNED = "signed count"
AMOUNT = "万元"


class Jump(NamedTuple):
    """A number far from the median of the organization's other years; ``years`` of them are known."""

    filing: int
    table: str
    template: str
    row: str
    column: str
    value: float
    usual: float
    score: float
    years: int


class _Years(NamedTuple):
    """An organization's filings of one table, a line for each year, whatever the form: what codes share is one cell."""

    filings: NDArray[np.int64]
    values: NDArray[np.float64]
    states: NDArray[np.uint8]


def jumps(index: Index, series: Series, grids: Mapping[Key, Grid], forms: Forms) -> Iterator[Jump]:
    """Yield the jumps of all counts, table by table."""
    for table in dict.fromkeys(table for _, table in grids):
        of_table = {template: grid for (template, of), grid in grids.items() if of == table}
        cells = tuple(dict.fromkeys(cell for grid in of_table.values() for cell in grid.cells))
        units = [
            next(forms.table(t, table).unit(*cell) for t, grid in of_table.items() if cell in grid.cells)
            for cell in cells
        ]
        counts = np.array([unit not in (SIGNED, AMOUNT) for unit in units])
        found = [
            (
                int(years.filings[at]),
                cells[cell],
                usual,
                score,
                float(years.values[at, cell]),
                len(years.filings) - 1,
            )
            for years in _histories(series, of_table, cells)
            for at, cell, usual, score in _far(years, counts)
        ]
        moved = (
            _peers(index, series, of_table, {(filing, cell) for filing, cell, *_ in found}) if found else {}
        )
        for filing, cell, usual, score, value, count in found:
            if not _with_peers(value, usual, moved[filing, cell]):
                yield Jump(filing, table, _form_of(filing, of_table), *cell, value, usual, score, count)


def _form_of(filing: int, of_table: Mapping[str, Grid]) -> str:
    return next(template for template, grid in of_table.items() if grid.line_of[filing] >= 0)


def _histories(series: Series, of_table: Mapping[str, Grid], cells: tuple[CellKey, ...]) -> Iterator[_Years]:
    """Yield the years of every organization that has enough of them, one filing for a year."""
    first, organizations = series.filings[series.starts], series.distinct // YEARS
    lines = {template: grid.line_of[first] for template, grid in of_table.items()}
    places = {t: [cells.index(cell) for cell in grid.cells] for t, grid in of_table.items()}
    have = np.flatnonzero(np.any([of >= 0 for of in lines.values()], axis=0))
    for block in _blocks(organizations[have]):
        if len(block) <= FEWEST_YEARS:
            continue
        group = have[block]
        values = np.zeros((len(group), len(cells)))
        states = np.full((len(group), len(cells)), ABSENT, np.uint8)
        for template, grid in of_table.items():
            mine = np.flatnonzero(lines[template][group] >= 0)
            at = np.ix_(mine, np.array(places[template]))
            values[at] = grid.lines.values[lines[template][group[mine]]]
            states[at] = grid.lines.states[lines[template][group[mine]]]
        yield _Years(first[group], values, states)


def _lines(series: Series, grid: Grid) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the lines of a grid in the order of organization and year, one for a year."""
    first = series.filings[series.starts]
    lines = grid.line_of[first]
    have = lines >= 0
    return lines[have], series.distinct[have] // YEARS


def _blocks(organizations: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    if len(organizations):
        cuts = np.flatnonzero(np.diff(organizations)) + 1
        yield from np.split(np.arange(len(organizations)), cuts)


def _far(years: _Years, counts: NDArray[np.bool_]) -> Iterator[tuple[int, int, float, float]]:
    """Yield (line, cell, median of the others, score) of what is far from the other years."""
    _, values, states = years
    known = (states <= NIL) & (values >= 0) & counts
    usable = known.sum(axis=0) > FEWEST_YEARS
    spread = np.where(known, values, -1.0).max(axis=0) - np.where(known, values, np.inf).min(axis=0)
    for cell in np.flatnonzero(usable & (spread >= LEAST)):
        mine = np.flatnonzero(known[:, cell])
        logs = np.log1p(values[mine, cell])
        for i, at in enumerate(mine):
            others = np.delete(logs, i)
            middle = float(np.median(others))
            usual = float(np.expm1(middle))
            # a few cases more or less are chance: the smaller a number is, the more it may vary
            chance = 1 / (1 + max(usual, 0.0)) ** 0.5
            width = max(MAD * float(np.median(np.abs(others - middle))), SPREAD, chance)
            score = (float(logs[i]) - middle) / width
            beyond = max(logs[i] - others.max(), others.min() - logs[i])
            large = abs(values[at, cell] - usual) >= LEAST
            if states[at, cell] == NUMBER and abs(score) > FARTHEST and beyond > BEYOND and large:
                yield int(at), int(cell), usual, score


def _peers(
    index: Index, series: Series, of_table: Mapping[str, Grid], asked: set[tuple[int, CellKey]]
) -> dict[tuple[int, CellKey], tuple[float, ...]]:
    """Return, for each jump, by how much its peers moved in that year (logarithms against the year before)."""
    groups: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    years = {int(index.years[filing]) for filing, _ in asked}
    filings = series.filings[series.starts]
    for filing in filings[np.isin(index.years[filings], list(years))].tolist():
        of = index.organizations[index.of[filing]]
        groups[int(index.years[filing]), of.kind, of.level].append(filing)
    before = dict(zip(series.distinct.tolist(), filings.tolist(), strict=True))
    moved = {}
    for filing, cell in sorted(asked):
        of = index.organizations[index.of[filing]]
        changes = []
        for peer in groups[int(index.years[filing]), of.kind, of.level]:
            earlier = before.get(int(index.of[peer]) * YEARS + int(index.years[peer]) - 1)
            if peer == filing or earlier is None:
                continue
            new, old = _number(peer, cell, of_table), _number(earlier, cell, of_table)
            if new is not None and old is not None:
                changes.append(float(np.log1p(max(new, 0.0)) - np.log1p(max(old, 0.0))))
        moved[filing, cell] = tuple(changes)
    return moved


def _number(filing: int, cell: CellKey, of_table: Mapping[str, Grid]) -> float | None:
    for grid in of_table.values():
        line = grid.line_of[filing]
        if line >= 0 and cell in grid.cells:
            at = grid.at(*cell)
            return float(grid.lines.values[line, at]) if grid.lines.states[line, at] <= NIL else None
    return None


def _with_peers(value: float, usual: float, changes: tuple[float, ...]) -> bool:
    """Whether the peers moved as far, most of them, in the same direction."""
    if len(changes) < FEWEST_PEERS:
        return False
    own = np.log1p(value) - np.log1p(max(usual, 0))
    middle = float(np.median(changes))
    return bool(middle * own > 0 and abs(middle) > abs(own) / 2)


class WrongUnit(NamedTuple):
    """An amount that is thousands of times the median of the organization's other years, or of them."""

    filing: int
    table: str
    template: str
    row: str
    column: str
    value: float
    usual: float


def wrong_units(series: Series, grids: Mapping[Key, Grid], forms: Forms) -> Iterator[WrongUnit]:
    """Yield the amounts that look like 元 for 万元, or the other way, against the other years."""
    for table, row, column, keys in _amounts(grids, forms):
        values: dict[int, list[tuple[int, str, float]]] = defaultdict(list)
        for template in keys:
            grid = grids[template, table]
            lines, organizations = _lines(series, grid)
            at = grid.at(row, column)
            numbers, states = grid.lines.values[lines, at], grid.lines.states[lines, at]
            for i in np.flatnonzero((states == NUMBER) & (numbers > 0)):
                filing = int(grid.positions[lines[i]])
                values[int(organizations[i])].append((filing, template, float(numbers[i])))
        for of in values.values():
            for place, (filing, template, value) in enumerate(of):
                others = [v for j, (_, _, v) in enumerate(of) if j != place]
                if others:
                    usual = float(np.median(others))
                    ratio = max(value / usual, usual / value)
                    # one that is too large by itself has been told so in its own filing
                    if WRONG_UNIT[0] <= ratio <= WRONG_UNIT[1] and value < LARGEST_AMOUNT:
                        yield WrongUnit(filing, table, template, row, column, value, usual)


def _amounts(grids: Mapping[Key, Grid], forms: Forms) -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield every amount with the forms that have it: one amount is compared across forms."""
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for template, table in grids:
        form = forms.table(template, table)
        for row, column in form.cells:
            if form.unit(row, column) == AMOUNT:
                found[table, row, column].append(template)
    for (table, row, column), templates in found.items():
        yield table, row, column, templates
