"""Other texts in the cells of a document as read: for formats whose pages are drawn, not written."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.model.document import Grid
from extractor.text.normal import compact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.model.document import Cell, Document
    from extractor.selftest.places import Placed, Print

Rows = list[list["Cell"]]


def print_in_grid(document: Document, at: dict[str, Placed], wanted: Print) -> Document | None:
    """Return the document with other texts in its cells; None where a cell is not found as it was read."""
    for place, (old, _) in wanted.texts.items():
        if place not in at or at[place].cell.text != old:
            return None
    blocks = list(document.blocks)
    if wanted.lost:
        found = [at.get(place) for place in wanted.lost]
        rows = {(p.block, p.row) for p in found if p is not None}
        if None in found or len(rows) != 1:
            return None
        number, row = rows.pop()
        grid = blocks[number]
        without = _without(grid, row, wanted) if isinstance(grid, Grid) else None
        if without is None:
            return None
        blocks[number] = without
    for number in {at[place].block for place in wanted.texts}:
        grid = blocks[number]
        if isinstance(grid, Grid):
            blocks[number] = _with_texts(grid, wanted)
    return replace(document, blocks=tuple(blocks))


def _with_texts(grid: Grid, wanted: Print) -> Grid:
    return replace(
        grid,
        rows=tuple(
            tuple(
                c if c.location not in wanted.texts else c._replace(text=wanted.texts[c.location][1])
                for c in row
            )
            for row in grid.rows
        ),
    )


def _without(grid: Grid, number: int, wanted: Print) -> Grid | None:
    """Return a grid without one of its rows; None where a cell that begins there reaches further."""
    gone = grid.rows[number]
    if not is_whole_row(gone, wanted):
        return None
    rows = [tuple(_moved_up(cell, number) for cell in row) for i, row in enumerate(grid.rows) if i != number]
    return replace(grid, rows=tuple(rows))


def is_whole_row(row: Sequence[Cell], wanted: Print) -> bool:
    """Tell whether the cells of a row are the ones to go and its own label, none of them reaching further."""
    texts = [cell.text for cell in row if cell.location not in wanted.lost]
    label = compact(wanted.label)
    return (
        all(cell.rowspan == 1 for cell in row)
        and bool(label)
        and any(compact(text) and compact(text) in label for text in texts)
        and not any(compact(text) and compact(text) not in label for text in texts if not text.isascii())
    )


def _moved_up(cell: Cell, gone: int) -> Cell:
    if cell.row > gone:
        return cell._replace(row=cell.row - 1)
    reaches = cell.row < gone < cell.row + cell.rowspan
    return cell._replace(rowspan=cell.rowspan - 1) if reaches else cell
