"""A row with fewer cells than the table has columns: which cell stands in which column.

The contract's rule: the numbers of such a row stay adjacent, only its ends can be lacking. Where at least
two full rows of its kind start at one place, it starts there too; else a column has a cell only where
every way to place the row gives it the same.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from extractor.text.values import read_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.model.document import Cell
    from extractor.tables import DataRow

FULL_ROWS_NEEDED = 2


def run_of(cells: Sequence[Cell]) -> tuple[int, int]:
    """Return the first and last (exclusive) of the cells that hold something; (0, 0) where none does."""
    filled = [i for i, cell in enumerate(cells) if cell.text]
    return (filled[0], filled[-1] + 1) if filled else (0, 0)


def start_of_kind(rows: Sequence[DataRow], width: int) -> int | None:
    """Return where the full rows among ``rows`` (all of one kind) start, if two or more do, and most of them."""
    starts: Counter[int] = Counter()
    for row in rows:
        first, last = run_of(row.cells)
        if last - first == width and row.sees_blanks:
            starts[row.cells[first].column] += 1
    if not starts:
        return None
    start, count = starts.most_common(1)[0]
    return start if count >= FULL_ROWS_NEEDED and count * 2 > starts.total() else None


def place(row: DataRow, width: int, start: int | None) -> tuple[list[Cell | None], bool]:
    """Return the cell of each of ``width`` columns (None: absent), and whether the row is short.

    ``start`` is what ``start_of_kind`` gave for the rows of this kind.
    """
    cells = () if row.strayed else row.cells
    first, last = run_of(cells)
    run = cells[first:last]
    if len(run) == width:
        if width > 1 and start is not None and row.sees_blanks and run[0].column != start:
            # As many as the columns, but not where its kind has them: one too many was printed.
            return [None] * width, True
        return list(run), False
    if start is not None and row.sees_blanks:
        by_column = {cell.column: cell for cell in cells}
        if all(start <= cell.column < start + width for cell in run):
            placed = [by_column.get(start + i) for i in range(width)]
            return placed, any(cell is None for cell in placed)
    if len(run) > width:
        return [None] * width, True
    if not run:
        # No number at all: with a cell for every column, each is blank however they are placed.
        blanks = list(cells[:width])
        return (list(blanks), False) if len(blanks) == width else ([None] * width, True)
    out: list[Cell | None] = []
    shifts = range(width - len(run) + 1)
    for column in range(width):
        here = [run[column - k] if 0 <= column - k < len(run) else None for k in shifts]
        readings = {None if cell is None else read_value(cell.text) for cell in here}
        out.append(here[0] if len(readings) == 1 and here[0] is not None else None)
    return out, True


def place_at(slots: Sequence[int], cells: Sequence[Cell], width: int) -> tuple[list[Cell | None], bool]:
    """Return the cell of each column where the page shows it, and whether one is lacking.

    A number outside all columns means that the columns are not those of the page: then none is certain.
    """
    out: list[Cell | None] = [None] * width
    for slot, cell in zip(slots, cells, strict=True):
        if 0 <= slot < width:
            out[slot] = cell
        elif slot >= width and cell.text:
            return [None] * width, True
    return out, None in out
