"""Rows of a grid with every cell that covers them, those that began in a row above included."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from extractor.model.document import Cell, Grid


class Cover(NamedTuple):
    """A cell as one row sees it: the grid columns it covers, and whether it begins in this row."""

    cell: Cell
    start: int
    end: int
    own: bool


def covered_rows(grid: Grid) -> list[list[Cover]]:
    """Return, for each row of the grid, its covering cells from left to right."""
    rows: list[list[Cover]] = []
    reaching: list[Cell] = []
    for number, row in enumerate(grid.rows):
        reaching = [cell for cell in reaching if cell.row + cell.rowspan > number]
        covers = [Cover(cell, cell.column, cell.column + cell.colspan, False) for cell in reaching]
        covers += [Cover(cell, cell.column, cell.column + cell.colspan, True) for cell in row]
        if reaching:
            covers.sort(key=lambda cover: cover.start)
        rows.append(covers)
        reaching += [cell for cell in row if cell.rowspan > 1]
    return rows
