"""Numbers that stand in columns on the page (text converted with its layout): which column each is in."""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from extractor.model.document import Cell

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from extractor.tables.parts import DataRow, Header

_ROWS_NEEDED = 2


def align_by_position(
    rows: Sequence[DataRow],
    headers: Sequence[Header],
    widths: Mapping[str, int],
    code_of: Callable[[DataRow], str],
) -> tuple[DataRow, ...]:
    """Return the rows with an empty cell put where a column of the page has no number.

    The columns are those of the full rows under the same header (two or more, in line with each other). A
    number that is not clearly in one of them leaves its row as it is. ``widths``: the columns of a row by
    its code, where all forms agree on them; they are asked where no header is.
    """
    out = []
    for row in rows:
        width = _width(row, headers, widths, code_of)
        if row.sees_blanks or not width or not 0 < len(row.cells) < width or not _has_columns(row):
            out.append(row)
            continue
        full = [
            other
            for other in rows
            if len(other.cells) == width
            and other.header == row.header
            and not other.sees_blanks
            and _width(other, headers, widths, code_of) == width
        ]
        centres = _centres(full, width)
        out.append(_aligned(row, centres) if centres else row)
    return tuple(out)


def _has_columns(row: DataRow) -> bool:
    return any(cell.colspan > 1 or cell.column for cell in row.cells)


def _width(
    row: DataRow, headers: Sequence[Header], widths: Mapping[str, int], code_of: Callable[[DataRow], str]
) -> int:
    if row.header >= 0:
        return len(headers[row.header].columns)
    return widths.get(code_of(row), 0)


def _middle(cell: Cell) -> float:
    return cell.column + cell.colspan / 2


def _centres(full: Sequence[DataRow], width: int) -> list[float]:
    if len(full) < _ROWS_NEEDED:
        return []
    columns = [[_middle(row.cells[i]) for row in full] for i in range(width)]
    centres = [median(column) for column in columns]
    gap = min((b - a for a, b in pairwise(centres)), default=0.0)
    drift = max(max(abs(x - centres[i]) for x in column) for i, column in enumerate(columns))
    return centres if gap > 2 * drift + 1 else []


def _aligned(row: DataRow, centres: list[float]) -> DataRow:
    gap = min(b - a for a, b in pairwise(centres)) if len(centres) > 1 else 4.0
    cells: list[Cell | None] = [None] * len(centres)
    for cell in row.cells:
        near = [i for i, centre in enumerate(centres) if abs(_middle(cell) - centre) < gap * 0.45]
        if len(near) != 1 or cells[near[0]] is not None:
            return row
        cells[near[0]] = cell
    first = row.cells[0]
    whole = tuple(
        cell if cell is not None else Cell("", row.location, first.row, int(centres[i]))
        for i, cell in enumerate(cells)
    )
    return row._replace(cells=whole, slots=tuple(range(len(whole))), sees_blanks=True)
