"""Tables without rulings: lines whose gaps stand in line with each other, as rows of fields with their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.document import Cell, Grid
from extractor.readers.pdf_columns import Certain, Columns, are_certain, cell_of, columns_of, rows_in_columns
from extractor.readers.pdf_marks import is_heading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.readers.pdf_lines import FreeLine

_FEWEST_ROWS = 2
_FARTHEST = 4.0  # sizes between two lines of one table
_LONGEST = 45
_FEWEST_FIELDS = 2


def gap_tables(lines: Sequence[FreeLine]) -> list[tuple[int, int]]:
    """Return the tables among the lines, as the first line of each and the one after its last."""
    out = []
    i = 0
    while i < len(lines):
        if not _is_row(lines[i]):
            i += 1
            continue
        last, rows = i, 1
        j = i + 1
        while j < len(lines) and _is_near(lines[j - 1], lines[j]) and _may_stand_in_table(lines[j]):
            if _is_row(lines[j]):
                last, rows = j, rows + 1
            j += 1
        if rows >= _FEWEST_ROWS and any(line.numbers() for line in lines[i : last + 1]):
            out.append((i, last + 1))
        i = last + 1
    return out


def _is_row(line: FreeLine) -> bool:
    return len(line.fields) >= _FEWEST_FIELDS


def _is_near(before: FreeLine, line: FreeLine) -> bool:
    return line.page == before.page and line.top - before.bottom < _FARTHEST * line.size


def _may_stand_in_table(line: FreeLine) -> bool:
    if _is_row(line):
        return True
    return len(line.text) <= _LONGEST and not (is_heading(line.text) and len(line.text) > 8)


def gap_grid(lines: Sequence[FreeLine], before: Columns = ()) -> tuple[Grid, Columns]:
    """Return lines as a grid: with a cell for each column of numbers where these are clear, else as they stand.

    Where every number of a part of the table is in one column and alone in it, each of its lines has a cell
    for each column, empty where nothing is printed. Else a cell's column is its place in points. A part
    without a header has the columns of the part ``before`` it, which may stand on the page before; the
    columns of the last part are returned for the next.
    """
    rows: list[tuple[Cell, ...]] = []
    columns: Columns | None = before
    certain = True
    known: Columns = before if isinstance(before, Certain) else ()  # the columns last told for certain
    for block in _blocks(lines):
        columns = columns_of(block, columns or ())
        made = None if columns is None else rows_in_columns(block, columns, len(rows))
        if made is None:
            rows = [_as_it_stands(line, number) for number, line in enumerate(lines)]
            width = max(cell.column + cell.colspan for row in rows for cell in row)
            return Grid(tuple(rows), width, False, lines[0].place, (), "gap"), ()
        rows += made
        if are_certain(block, columns or ()):
            known = columns or ()
        certain = certain and _are_same(known, columns or ())
    width = max(len(row) for row in rows)
    grid = Grid(tuple(rows), width, False, lines[0].place, (), "columns" if certain else "\t")
    return grid, Certain(columns or ()) if certain else columns or ()


def _are_same(a: Columns, b: Columns) -> bool:
    return len(a) == len(b) and all(x[0] < y[1] and y[0] < x[1] for x, y in zip(a, b, strict=True))


def _as_it_stands(line: FreeLine, number: int) -> tuple[Cell, ...]:
    return tuple(cell_of(line, f, number, round(f.x0), max(1, round(f.x1 - f.x0))) for f in line.fields)


def _blocks(lines: Sequence[FreeLine]) -> list[list[FreeLine]]:
    """Return the parts of a table: a caption in the midst of it begins a new one, with other columns."""
    blocks: list[list[FreeLine]] = [[]]
    for i, line in enumerate(lines):
        heads = len(line.fields) == 1 and i + 1 < len(lines) and len(lines[i + 1].fields) > 1
        if (
            heads
            and any(held.numbers() for held in blocks[-1])
            and not line.numbers()
            and not lines[i + 1].numbers()
        ):
            blocks.append([])
        blocks[-1].append(line)
    return blocks
