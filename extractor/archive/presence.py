"""Which filings an archive has of an organization: years without one, years with several."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extractor.archive.grids import BLANK
from extractor.archive.series import YEARS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from extractor.archive.grids import Grid, Key
    from extractor.archive.series import Series
    from extractor.forms.form import CellKey


class Gap(NamedTuple):
    """A year without a filing between an organization's filings; ``filing`` is the first after the gap."""

    filing: int
    year: int
    last: int


class Crowd(NamedTuple):
    """Filings of one organization and year. ``differing``: (table, cell) on which they do not agree.

    ``lacking``: tables that some of them have and others do not; ``other_forms``: tables that follow
    different forms.
    """

    filings: tuple[int, ...]
    differing: tuple[tuple[str, str, CellKey], ...]
    lacking: tuple[str, ...]
    other_forms: tuple[str, ...]

    @property
    def equal(self) -> bool:
        """Whether they are copies of one filing, as far as their tables tell."""
        return not (self.differing or self.lacking or self.other_forms)


def gaps(series: Series) -> Iterator[Gap]:
    """Yield every missing year, in the order of organizations and years."""
    keys = series.distinct
    for at in np.flatnonzero((np.diff(keys) > 1) & (keys[1:] // YEARS == keys[:-1] // YEARS)):
        before, after = int(keys[at]), int(keys[at + 1])
        filing, last = int(series.filings[series.starts[at + 1]]), int(series.filings[series.starts[at]])
        for key in range(before + 1, after):
            yield Gap(filing, key % YEARS, last)


def crowds(series: Series, grids: Mapping[Key, Grid]) -> Iterator[Crowd]:
    """Yield the organizations and years that have several filings."""
    for filings in series.crowded():
        yield _crowd([int(f) for f in filings], grids)


def _crowd(filings: list[int], grids: Mapping[Key, Grid]) -> Crowd:
    differing: list[tuple[str, str, CellKey]] = []
    lacking, other_forms = [], []
    tables = dict.fromkeys(table for _, table in grids)
    for table in tables:
        having = {
            template: [f for f in filings if grid.line_of[f] >= 0]
            for (template, of), grid in grids.items()
            if of == table
        }
        having = {template: found for template, found in having.items() if found}
        if not having:
            continue
        if sum(map(len, having.values())) < len(filings):
            lacking.append(table)
        if len(having) > 1:
            other_forms.append(table)
        for template, found in having.items():
            differing += [(template, table, cell) for cell in _differing(grids[template, table], found)]
    return Crowd(tuple(filings), tuple(differing), tuple(lacking), tuple(other_forms))


def _differing(grid: Grid, filings: list[int]) -> list[CellKey]:
    """Return the cells on which lines differ: two numbers (nil counts as 0), or a number and a blank.

    What could not be read, or is not there, says nothing.
    """
    lines = grid.line_of[filings]
    values, states = grid.lines.values[lines], grid.lines.states[lines]
    told = states <= BLANK
    blank = states == BLANK
    most = np.where(told & ~blank, values, -np.inf).max(axis=0)
    least = np.where(told & ~blank, values, np.inf).min(axis=0)
    differ = (most > least) | (blank.any(axis=0) & (told & ~blank).any(axis=0))
    return [grid.cells[i] for i in np.flatnonzero(differ)]
