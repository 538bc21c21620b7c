"""Grids put into the shape of the form before they are read.

A column of running numbers or codes beside the form's own says nothing. A long table is sometimes set in two
halves side by side, under the same header twice: its halves are read one after the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.document import Grid
from extractor.text.normal import label_key
from extractor.text.values import read_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.model.document import Cell
    from extractor.tables.vocabulary import Vocabulary

_SIDE = frozenset(("序号", "代码", "编号", "编码", "行号", "行次", "指标代码", "指标编号", "序列"))
_HEADER_ROWS = 4
_FEWEST_IN_HALF = 2
_MOST_SHORT = 0.2  # rows of another length than the header's


def reshaped(grid: Grid, words: Vocabulary) -> Iterator[Grid]:
    """Yield the grid without what stands beside the form; the halves of one that is set in two."""
    side = [cell.column for row in grid.rows[:_HEADER_ROWS] for cell in row if _is_side(cell)]
    for column in sorted(side, reverse=True):
        grid = _without(grid, column)
    middle = _middle(grid, words)
    if not middle:
        yield grid
        return
    for first, last in ((0, middle), (middle, grid.width)):
        rows = tuple(tuple(cell for cell in row if first <= cell.column < last) for row in grid.rows)
        if not grid.exact:
            rows = tuple(tuple(c._replace(column=c.column - first) for c in row) for row in rows if row)
        yield Grid(rows, grid.width, grid.exact, grid.location, grid.scope, grid.separator)


def _is_side(cell: Cell) -> bool:
    return len(cell.text) < 8 and cell.colspan == 1 and label_key(cell.text).core in _SIDE


def _without(grid: Grid, column: int) -> Grid:
    """Return the grid with nothing in a column: blank where the spans are known, taken out where they are not."""
    if grid.exact:
        rows = tuple(
            tuple(
                cell._replace(text="") if cell.column == column and cell.colspan == 1 else cell
                for cell in row
            )
            for row in grid.rows
        )
        return Grid(rows, grid.width, True, grid.location, grid.scope, grid.separator)
    length = next(len(row) for row in grid.rows if any(c.column == column and _is_side(c) for c in row))
    other = sum(1 for row in grid.rows if len(row) != length)
    if grid.separator not in ("|", "\t", ",", ";") or other > _MOST_SHORT * len(grid.rows):
        return grid
    rows = tuple(_closed(row, column) if len(row) == length else row for row in grid.rows)
    return Grid(rows, grid.width - 1, False, grid.location, grid.scope, grid.separator)


def _closed(row: tuple[Cell, ...], column: int) -> tuple[Cell, ...]:
    return tuple(
        cell._replace(column=cell.column - (cell.column > column)) for cell in row if cell.column != column
    )


def _middle(grid: Grid, words: Vocabulary) -> int:
    """Return the column where the second half of a table set in two begins; 0 where it is not."""
    for row in grid.rows[:_HEADER_ROWS]:
        cells = [cell for cell in row if cell.text]
        half = len(cells) // 2
        texts = [label_key(cell.text).core for cell in cells]
        if (
            half < _FEWEST_IN_HALF
            or len(cells) % 2
            or texts[:half] != texts[half:]
            or len(set(texts[:half])) < half
            or any(read_value(cell.text).value is not None for cell in cells)
            or not any(role.kind == "noise" for role in words.roles(cells[0].text))
        ):
            continue
        middle = cells[half].column
        if all(
            not c.column < middle < c.column + c.colspan or c.colspan >= grid.width - 1
            for r in grid.rows
            for c in r
        ):
            return middle
    return 0
