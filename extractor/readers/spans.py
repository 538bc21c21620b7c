"""Spans of table cells → positions in a grid, as the HTML standard's table model does it.

Source: HTML Living Standard, "Forming a table". Word and ruled PDFs have the same model.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.document import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_COLSPAN = 1000
MAX_ROWSPAN = 65534
# No table of a filing is wider; beyond, columns are not resolved (a bomb of colspans).
MAX_WIDTH = 20_000
# So many rows in all for one that is shorter: fewer are slips.
_ROWS_FOR_A_SHORT = 4
_FEWEST_SHORT = 3


Spanned = tuple[str, int, int]
"""A cell before it has a place in the grid: text, colspan, rowspan as declared (0: to the end)."""


def span(value: str | None, most: int) -> int:
    """Return a span attribute as the standard reads it: 1 where missing or senseless, at most ``most``.

    A rowspan of 0 stays 0 (to the end of the row group), a colspan of 0 is 1.
    """
    if value is None:
        return 1
    digits = value.strip()
    end = 0
    while end < len(digits) and digits[end] in "0123456789":
        end += 1
    if not end or end > 9:
        return most if end else 1
    number = min(int(digits[:end]), most)
    return number if number or most == MAX_ROWSPAN else 1


def resolve(
    groups: Iterable[Sequence[Sequence[Spanned]]], table: int | str
) -> tuple[tuple[tuple[Cell, ...], ...], int]:
    """Return the rows of anchored cells and the width of the grid.

    ``groups`` are row groups (``thead``, ``tbody``, …) of rows of cells: a rowspan never reaches beyond
    its group. ``table`` is the number of the table in the document, for the places.
    """
    rows: list[tuple[Cell, ...]] = []
    width = 0
    number = 0
    make = Cell._make
    for group in groups:
        height = len(group)
        taken: dict[int, int] = {}  # column → row of the group from which on it is free
        for r, row in enumerate(group):
            cells = []
            column = 0
            for i, (text, colspan, rowspan) in enumerate(row, 1):
                if taken:
                    while taken.get(column, 0) > r:
                        column += 1
                if column + colspan > MAX_WIDTH:
                    break
                tall = rowspan
                if rowspan != 1:
                    tall = height - r if rowspan == 0 else min(rowspan, height - r)
                    if tall > 1:
                        for c in range(column, column + colspan):
                            # A cell may lie over one that reaches further down.
                            taken[c] = max(taken.get(c, 0), r + tall)
                cells.append(make((text, f"{table}/{number + 1}/{i}", number, column, tall, colspan, 1.0)))
                column += colspan
            width = max(width, column)
            rows.append(tuple(cells))
            number += 1
    return tuple(rows), width


def lost_spans(groups: Sequence[Sequence[Sequence[Spanned]]], width: int) -> bool:
    """Tell a table that was stripped of its spans: of one kind none is left, and its rows are of several lengths.

    Where only one kind was taken away, the other still shows how wide each row is meant to be.
    """
    rows = [row for group in groups for row in group if row]
    wide = any(colspan != 1 for row in rows for _, colspan, _ in row)
    tall = any(rowspan != 1 for row in rows for _, _, rowspan in row)
    if wide and tall:
        return False
    short = len(rows) - _full_rows(groups, width)
    if tall:
        return short >= _FEWEST_SHORT or short * _ROWS_FOR_A_SHORT >= len(rows)
    return short * (_ROWS_FOR_A_SHORT + wide) >= len(rows) > 0


def _full_rows(groups: Sequence[Sequence[Sequence[Spanned]]], width: int) -> int:
    """Return how many rows with cells reach over the whole width, counting what reaches down into them."""
    full = 0
    for group in groups:
        reaching: list[tuple[int, int]] = []  # (columns, row of the group down to which they are taken)
        for number, row in enumerate(group):
            reaching = [(columns, last) for columns, last in reaching if last > number]
            covered = sum(columns for columns, _ in reaching)
            full += bool(row) and covered + sum(colspan for _, colspan, _ in row) >= width
            reaching += [
                (colspan, number + rowspan if rowspan else len(group))
                for _, colspan, rowspan in row
                if rowspan != 1
            ]
    return full
