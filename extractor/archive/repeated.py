"""Tables that are identical to those of the organization's last filing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extractor.archive.grids import NUMBER
from extractor.archive.series import YEARS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from extractor.archive.grids import Grid, Key
    from extractor.archive.series import Series

FEWEST_CELLS = 10


class Repeated(NamedTuple):
    """A table with ``cells`` numbers that are not 0, all as in ``last``."""

    filing: int
    last: int
    template: str
    table: str
    cells: int


def repeated(series: Series, grids: Mapping[Key, Grid]) -> Iterator[Repeated]:
    """Yield every table that says just what the organization's last filing says."""
    if not len(series.distinct):
        return
    organizations = series.distinct // YEARS
    follows = np.flatnonzero(organizations[1:] == organizations[:-1])
    for (template, table), grid in grids.items():
        for group in follows:
            last = int(series.filings[series.starts[group]])
            if grid.line_of[last] < 0:
                continue
            for filing in series.filings[series.starts[group + 1] : series.ends[group + 1]]:
                found = _same(grid, int(filing), last)
                if found:
                    yield Repeated(int(filing), last, template, table, found)


def _same(grid: Grid, filing: int, last: int) -> int:
    """Return how many numbers that are not 0 two lines have in common, 0 where they differ anywhere."""
    a, b = int(grid.line_of[filing]), int(grid.line_of[last])
    if a < 0:
        return 0
    values, states = grid.lines
    if not (np.array_equal(values[a], values[b]) and np.array_equal(states[a], states[b])):
        return 0
    count = int(((values[a] != 0) & (states[a] == NUMBER)).sum())
    return count if count >= FEWEST_CELLS else 0
