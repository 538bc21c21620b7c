"""A sheet → its tables and lines of text, as the pages of a PDF give them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.readers.ocr_blobs import Ink, box_of, in_cells, with_strokes, without_rulings
from extractor.readers.ocr_cells import Cells
from extractor.readers.ocr_prose import free_lines
from extractor.readers.ocr_rulings import find_rulings
from extractor.readers.ocr_sure import of_cell, together
from extractor.readers.pdf_flow import Leaf
from extractor.readers.pdf_grid import ruled_grids
from extractor.readers.pdf_tables import Slot, Table

if TYPE_CHECKING:
    from extractor.model.document import Recognised as Text
    from extractor.readers.ocr_blobs import Blob
    from extractor.readers.ocr_cells import Reading
    from extractor.readers.ocr_engine import Engine
    from extractor.readers.ocr_sheet import Sheet
    from extractor.readers.pdf_grid import Box, RuledGrid
    from extractor.readers.pdf_lines import FreeLine

_POINT = 72.0
_SLACK = 13.0
_FULL = 1.7
_AT_EDGE = 0.9


class Recognised(NamedTuple):
    """A page as recognised: its items with places in points of the straightened sheet.

    ``certainty``: of each cell's place, how certain its text is. ``sure``: which characters are.
    """

    leaf: Leaf
    certainty: dict[str, float]
    sure: Text


def recognise(sheet: Sheet, number: int, engine: Engine, *, finer: bool = False) -> Recognised:
    """Return what an upright, straightened sheet says. ``finer``: by other preparations, the tables alone."""
    ruled = find_rulings(sheet)
    grids = ruled_grids(ruled.rulings)
    ink = without_rulings(sheet, ruled)
    unit = sheet.dpi / _POINT
    held, outside = in_cells(grids, ink.blobs, unit)
    cells = Cells(ink, engine, finer=finer)
    for grid, content in zip(grids, held, strict=True):
        for box, of_box in zip(grid.boxes, content, strict=True):
            cells.add(box, of_box)
    readings = iter(cells.read())
    items: list[FreeLine | Table] = []
    certainty: dict[str, float] = {}
    for grid in grids:
        slots = []
        for box in grid.boxes:
            reading = next(readings)
            slot = _slot(box, reading, number, ink, unit)
            certainty[slot.place] = reading.confidence
            slots.append(slot)
        if any(slot.text for slot in slots):
            items.append(_table(grid, slots, number))
    sure = {}
    for free in () if finer else free_lines(with_strokes(ink, ruled), outside, number, engine):
        items.append(free.line)
        sure[id(free.line)] = free.sure
    items.sort(key=lambda item: item.top)
    parts = [
        part
        for item in items
        for part in (
            [of_cell(slot.text, certainty[slot.place]) for slot in item.cells]
            if isinstance(item, Table)
            else [sure[id(item)]]
        )
    ]
    return Recognised(Leaf(sheet.size[1] / unit, items), certainty, together(parts))


def _table(grid: RuledGrid, slots: list[Slot], number: int) -> Table:
    x0, top, x1, bottom = grid.edges
    place = f"p{number} [{x0:.1f},{top:.1f},{x1:.1f},{bottom:.1f}]"
    return Table(slots, grid.xs, len(grid.ys) - 1, place, number, top)


def _slot(box: Box, reading: Reading, number: int, ink: Ink, unit: float) -> Slot:
    place = f"p{number} [{box.x0:.1f},{box.top:.1f},{box.x1:.1f},{box.bottom:.1f}]"
    full = at_top = at_foot = False
    if reading.lines:
        size = ink.em / unit
        first, last = _box(reading.lines[0], unit), _box(reading.lines[-1], unit)
        full = last[2] - last[0] > box.x1 - box.x0 - _SLACK - _FULL * size
        at_top = first[1] - box.top < _AT_EDGE * size
        at_foot = box.bottom - last[3] < _AT_EDGE * size
    return Slot(box.row, box.column, box.rowspan, box.colspan, reading.text, place, full, at_top, at_foot)


def _box(blobs: list[Blob], unit: float) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = box_of(blobs)
    return x0 / unit, top / unit, x1 / unit, bottom / unit
