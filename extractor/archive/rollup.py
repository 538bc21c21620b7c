"""A government's figures against those of its direct subordinates, where the hierarchy is given."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extractor.archive.grids import NIL
from extractor.archive.series import YEARS
from extractor.organizations.names import normal_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from extractor.archive.grids import Grid, Key
    from extractor.archive.index import Index
    from extractor.archive.series import Series
    from extractor.forms import Forms

COUNTS = "count"
REGIONS = "regions"
"""The hierarchy of the region codes, in place of one that the user gives."""


class Short(NamedTuple):
    """A consolidated figure that is smaller than the sum of the subordinates' filings."""

    filing: int
    table: str
    template: str
    row: str
    column: str
    value: float
    total: float
    parts: tuple[int, ...]


def superiors(index: Index, hierarchy: Sequence[tuple[str, str]] | str) -> dict[int, int]:
    """Return the superior of each organization (by position).

    ``hierarchy`` is pairs (subordinate, superior) of names, or ``regions``: the government of a county is
    below that of its city, that of a city below that of its province, and a department below the
    government of its region.
    """
    if isinstance(hierarchy, str):
        return _by_region(index)
    by_name: dict[str, set[int]] = defaultdict(set)
    for i, of in enumerate(index.organizations):
        for name in {of.name, *of.names}:
            by_name[normal_name(name)].add(i)
    out = {}
    for lower, upper in hierarchy:
        below, above = by_name[normal_name(lower)], by_name[normal_name(upper)]
        if len(below) == len(above) == 1 and below != above:  # a name of two organizations tells neither
            out[next(iter(below))] = next(iter(above))
    return out


def _by_region(index: Index) -> dict[int, int]:
    of_region = {
        of.region_code: i
        for i, of in enumerate(index.organizations)
        if of.kind == "government" and of.region_code
    }
    out = {}
    for i, of in enumerate(index.organizations):
        code = of.region_code
        if not code or of.kind not in ("government", "department"):
            continue
        upper = (
            code
            if of.kind == "department"
            else code[:4] + "00"
            if not code.endswith("00")
            else code[:2] + "0000"
        )
        above = of_region.get(upper)
        if above is not None and above != i:
            out[i] = above
    return out


def shorts(
    index: Index, series: Series, grids: Mapping[Key, Grid], forms: Forms, above: Mapping[int, int]
) -> Iterator[Short]:
    """Yield the cells of a government that are less than its subordinates' together; not of other bodies.

    Only of one form, and only where no cell of them lacks a number.
    """
    below: dict[int, list[int]] = defaultdict(list)
    for lower, upper in above.items():
        if index.organizations[upper].kind == "government":
            below[upper].append(lower)
    one = {int(k): int(series.filings[s]) for k, s in zip(series.distinct, series.starts, strict=True)}
    for upper, organizations in sorted(below.items()):
        for year in sorted(index.organizations[upper].years):
            whole = one.get(upper * YEARS + year)
            parts = [one[k] for o in sorted(organizations) if (k := o * YEARS + year) in one]
            if whole is not None and parts:
                yield from _short(whole, parts, grids, forms)


def _short(whole: int, parts: list[int], grids: Mapping[Key, Grid], forms: Forms) -> Iterator[Short]:
    for (template, table), grid in grids.items():
        if template == "2014" or grid.line_of[whole] < 0 or (grid.line_of[parts] < 0).any():
            continue
        form = forms.table(template, table)
        mine, theirs = int(grid.line_of[whole]), grid.line_of[parts]
        known = (grid.lines.states[theirs] <= NIL).all(axis=0) & (grid.lines.states[mine] <= NIL)
        total = grid.lines.values[theirs].sum(axis=0)
        for at in np.flatnonzero(known & (total > grid.lines.values[mine])):
            row, column = grid.cells[at]
            if form.unit(row, column) == COUNTS:
                value = float(grid.lines.values[mine, at])
                yield Short(whole, table, template, row, column, value, float(total[at]), tuple(parts))
