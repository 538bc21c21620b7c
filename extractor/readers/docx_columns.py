"""Where the cells of a Word table stand side by side: by the columns they span, or by how wide they are."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.readers.docx_story import Table

_NEAR = 90
"""Edges that lie closer than this (twentieths of a point; 1.6 mm) are one: people draw by hand."""


def aligned(table: Table) -> int:
    """Give the cells of a table their columns, and return the width of its grid in columns.

    Edges that were drawn a little beside each other make columns that nobody sees: they are one edge. Some
    programs write cells of different widths without saying how many columns they span: then the rows have
    different numbers of columns, and only the widths tell which cells stand below each other.
    """
    ends = [max((box.column + box.colspan for box in row), default=0) for row in table.rows]
    width = max(ends, default=0)
    if len({end for end in ends if end}) > 1 and _is_unspanned(table):
        return _by_own_widths(table) or width
    return _by_grid(table, width) or width


def _by_grid(table: Table, width: int) -> int:
    """Join edges of the grid that lie close together; 0 where there are none, or a cell would vanish."""
    if width < 2 or len(table.widths) < width or any(w < 0 for w in table.widths):
        return 0
    places = [0, *accumulate(table.widths[:width])]
    edges = _joined(places)
    if not 1 < len(edges) < len(places):
        return 0
    at = [_nearest(edges, place) for place in places]
    boxes = [box for row in table.rows for box in row]
    if any(at[box.column] == at[box.column + box.colspan] for box in boxes):
        return 0
    for box in boxes:
        left, right = at[box.column], at[box.column + box.colspan]
        box.column, box.colspan = left, right - left
    return len(edges) - 1


def _by_own_widths(table: Table) -> int:
    """Give cells their columns by their own widths; 0 where these do not tell, and nothing is changed."""
    ends = [[0, *accumulate(box.width for box in row)] for row in table.rows if row]
    totals = [row[-1] for row in ends]
    if max(totals) - min(totals) > _NEAR:
        return 0
    edges = _joined(sorted({place for row in ends for place in row}))
    if any(b - a <= 2 * _NEAR for a, b in pairwise(edges)):
        return 0
    for row in table.rows:
        left = 0
        for box in row:
            right = left + box.width
            box.column = _nearest(edges, left)
            box.colspan = _nearest(edges, right) - box.column
            left = right
    return len(edges) - 1


def _is_unspanned(table: Table) -> bool:
    """Tell a table with nothing but widths: no cell spans anything, and no row has gaps."""
    return all(
        box.width > 0 and box.rowspan == 1 and box.colspan == 1 and box.column == i
        for row in table.rows
        for i, box in enumerate(row)
    )


def _joined(places: Iterable[int]) -> list[int]:
    edges: list[int] = []
    for place in places:
        if not edges or place - edges[-1] > _NEAR:
            edges.append(place)
    return edges


def _nearest(edges: list[int], place: int) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - place))
