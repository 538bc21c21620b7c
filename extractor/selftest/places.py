"""Where the cells of a filing stand in its document, and in what layout its tables are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.model.document import Grid
from extractor.model.filing import CellStatus

if TYPE_CHECKING:
    from extractor.model.document import Cell, Document
    from extractor.model.filing import Filing, TableReading
    from extractor.selftest.faults import Fault

_SEPARATORS = {"|": "pipes", "\t": "tabs", ",": "commas", ";": "semicolons"}
NO_BORDERS = ("gap", "cells", "columns", "run together")


class Placed(NamedTuple):
    """A cell of a document: the grid it stands in, among the blocks, and its row there."""

    block: int
    row: int
    cell: Cell


class Print(NamedTuple):
    """What is to be printed: new texts by place (with the old ones), and the places of a row to take out.

    ``label``: what the row that goes is called, and ``kept`` the places of all that stays: no other row may go
    with it, or in its stead.
    """

    texts: dict[str, tuple[str, str]]
    lost: tuple[str, ...] = ()
    label: str = ""
    kept: frozenset[str] = frozenset()


def places(document: Document) -> dict[str, Placed]:
    """Return the cells of a document by place; a place that two cells have is none."""
    found: dict[str, Placed | None] = {}
    for i, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            for r, row in enumerate(block.rows):
                for cell in row:
                    found[cell.location] = None if cell.location in found else Placed(i, r, cell)
    return {place: at for place, at in found.items() if at is not None}


def layout_of(document: Document, reading: TableReading, at: dict[str, Placed]) -> str:
    """Return the name of the layout that a table is printed in: ``html``, ``text pipes``, ``pdf gap``."""
    place = next((f.location for f in reading.facts if f.status is CellStatus.REPORTED), "")
    placed = at.get(place)
    if placed is None:
        return f"{document.reader} run together"
    grid = document.blocks[placed.block]
    if not isinstance(grid, Grid) or grid.exact:
        return document.reader
    return f"{document.reader} {_SEPARATORS.get(grid.separator, grid.separator)}"


def to_print(filing: Filing, fault: Fault) -> Print:
    """Return what a document prints with a fault in it, by the places that the filing was read from."""
    reading = filing.tables[fault.table]
    if fault.lost:
        label = next((m.printed for m in reading.row_matches if m.code == fault.lost), "")
        lost = tuple(fact.location for fact in reading.facts if fact.row == fault.lost)
        kept = frozenset(fact.location for table in filing.tables for fact in table.facts).difference(lost)
        return Print({}, lost, label.rpartition("/")[2], kept)
    facts = ((reading.facts[change.fact], change.text) for change in fault.changes)
    return Print({fact.location: (fact.raw, text) for fact, text in facts})
