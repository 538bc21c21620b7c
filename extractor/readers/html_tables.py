"""The rows and cells of a table of a page, and whether it holds data at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from extractor.readers.arranging import arranges
from extractor.readers.cell_text import cell_text, parted_text
from extractor.readers.mend import BESIDE_ROWS, CELLS, GROUPS, StrayError
from extractor.readers.spans import MAX_COLSPAN, MAX_ROWSPAN, Spanned, span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

_text_of = etree.tostring


def own_groups(table: _Element, *, mended: bool = False) -> Iterator[list[_Element]]:
    """Yield the row groups of the table itself; rows straight under it make a group too."""
    loose: list[_Element] = []
    for child in table:
        if child.tag == "tr":
            loose.append(child)
        elif child.tag in GROUPS:
            if loose:
                yield loose
                loose = []
            rows = [row for row in child if row.tag == "tr"]
            if len(rows) < len(child) and not mended:
                raise StrayError
            yield rows
        elif child.tag not in BESIDE_ROWS and not mended:
            raise StrayError
        if child.tail and not mended and not child.tail.isspace():
            raise StrayError
    if loose:
        yield loose


def cells(row: _Element, *, mended: bool = False, apart: bool = False) -> list[Spanned]:
    """Return the cells of a row with their texts and declared spans.

    ``apart``: the texts of a table inside a cell are kept apart.
    """
    cells = []
    for cell in row:
        if cell.tag not in CELLS:
            if mended:
                continue
            raise StrayError
        if (tail := cell.tail) and not mended and not tail.isspace():
            raise StrayError
        colspan, rowspan = cell.get("colspan"), cell.get("rowspan")
        cells.append(
            (
                (parted_text(cell) if apart else None) or cell_text(cell),
                1 if colspan is None else span(colspan, MAX_COLSPAN),
                1 if rowspan is None else span(rowspan, MAX_ROWSPAN),
            )
        )
    return cells


def is_one_column(table: _Element) -> bool:
    """Tell a table that lays out the page by having no row of two cells; False where that is not seen at once."""
    try:
        for group in own_groups(table):
            for row in group:
                if len(row) > 1 or any(cell.tag not in CELLS or cell.tail for cell in row):
                    return False
    except StrayError:
        return False
    return True


def lays_out(grid: list[list[list[Spanned]]], table: _Element, nested: bool) -> bool:
    """Tell a table that arranges the page from one that holds data."""
    inside = 0
    if nested:
        inside = sum(
            len(_text_of(t, method="text", encoding="unicode", with_tail=False)) for t in outermost(table)
        )
    return arranges([row for group in grid for row in group], inside)


def outermost(table: _Element) -> list[_Element]:
    """Return the tables inside ``table`` that stand in no other table inside it."""
    found = []
    for inner in table.iterdescendants("table"):
        parent = inner.getparent()
        while parent is not None and parent.tag != "table":
            parent = parent.getparent()
        if parent is table:
            found.append(inner)
    return found
