"""The body of a Word document → paragraphs and tables as they are printed, each table a tree of its own.

Source: ECMA-376, part 1, 17.3 (paragraphs), 17.4 (tables).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from extractor.readers.docx_names import (
    ALTERNATIVES,
    alternative,
    child,
    children,
    first,
    held,
    name_of,
    number,
    relationship_id,
    switch,
    value,
)
from extractor.readers.docx_styles import NOWHERE, look_of, place_of
from extractor.readers.docx_text import TextReader, is_placeholder
from extractor.readers.spans import MAX_COLSPAN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lxml.etree import _Element

    from extractor.readers.docx_names import Properties
    from extractor.readers.docx_numbering import Numbering
    from extractor.readers.docx_styles import Styles

_FRAME = ("tr", "tc")  # of a table, which they belong to whatever stands in them
_WRAPPERS = frozenset(("sdtContent", "customXml", "smartTag", "ins", "moveTo"))


class Line(NamedTuple):
    """A paragraph as printed, its number before it; ``level`` is 1 to 6 for a heading."""

    text: str
    level: int
    strong: bool


class Foreign(NamedTuple):
    """A place where another file is put in (``altChunk``), by the id of its relationship."""

    relationship: str


@dataclass(slots=True)
class Box:
    """A cell: what stands in it, where it begins in the grid of its table, and how far it reaches."""

    items: list[Item]
    column: int
    colspan: int
    width: int = 0
    rowspan: int = 1


@dataclass(slots=True)
class Table:
    """A table: rows of cells; a cell that goes on from the row above is none of its row.

    ``widths``: of the columns of its grid, as the file has them (0: not said).
    """

    rows: list[list[Box]] = field(default_factory=list)
    widths: list[int] = field(default_factory=list)


Item = Line | Table | Foreign


class StoryReader:
    """Reads what stands in an element that holds paragraphs and tables."""

    def __init__(self, text: TextReader, styles: Styles, numbering: Numbering) -> None:
        self._text = text
        self._styles = styles
        self._numbering = numbering

    def read(self, holder: Iterable[_Element]) -> list[Item]:
        """Return the items in document order; what is deleted, hidden or a mere prompt is none of them."""
        items: list[Item] = []
        before = ""  # of a paragraph whose end is deleted
        for element in _flat(holder):
            name = name_of(element)
            if name == "p":
                before = self._paragraph(element, before, items)
            elif name == "tbl":
                items.append(self._table(element))
            elif name == "altChunk":
                items.append(Foreign(relationship_id(element)))
        if before:
            items.append(Line(before, 0, strong=False))
        return items

    def _paragraph(self, element: _Element, before: str, items: list[Item]) -> str:
        properties = held(first(element, "pPr"))
        style = value(properties.get("pStyle"))
        place, look = self._styles.paragraph(style)
        own = place_of(properties)
        if own is not NOWHERE:
            place = own.over(place)
        mark = held(properties.get("rPr"))
        shown = self._text.read(element, look, mark)
        inner = [item for box in shown.boxes for item in self.read(box)]
        if shown.joined:
            items += inner
            return before + shown.text
        text = before + shown.text
        if place.list_id > 0 and not look_of(mark).over(look).hidden:
            text = self._numbering.next(place.list_id, place.list_level, style) + text
        items.append(Line(text, place.level if 0 < place.level <= 6 else 0, shown.strong))
        items += inner
        return ""

    def _table(self, element: _Element) -> Table:
        table = Table(widths=[number(c, "w") for c in children(child(element, "tblGrid"), "gridCol")])
        above: dict[int, Box] = {}  # cells that the row below may go on with, by column
        for row in _flat(element):
            if name_of(row) != "tr":
                continue
            properties = held(child(row, "trPr"))
            if "del" in properties or switch(properties.get("hidden")):
                continue
            cells, above = self._row(row, properties, above)
            table.rows.append(cells)
        return table

    def _row(
        self, row: _Element, properties: Properties, above: dict[int, Box]
    ) -> tuple[list[Box], dict[int, Box]]:
        column = min(max(number(properties.get("gridBefore")), 0), MAX_COLSPAN)
        cells: list[Box] = []
        below: dict[int, Box] = {}
        for cell in _flat(row):
            if name_of(cell) != "tc":
                continue
            own = held(first(cell, "tcPr"))
            if "cellDel" in own:
                continue
            colspan = min(max(number(own.get("gridSpan"), otherwise=1), 1), MAX_COLSPAN)
            merged = own.get("vMerge")
            kept = above.get(column) if merged is not None and value(merged) != "restart" else None
            beside = own.get("hMerge")
            if kept is not None:
                self.read(cell)  # it shows nothing, but its paragraphs count
                kept.rowspan += 1
                below[column] = kept
            elif beside is not None and value(beside) != "restart" and cells:
                self.read(cell)
                cells[-1].colspan += colspan
            else:
                items = [] if _is_prompt(cell) else self.read(cell)
                cells.append(Box(items, column, colspan, number(own.get("tcW"), "w")))
                if merged is not None:
                    below[column] = cells[-1]
            column += colspan
        return cells, below


def _is_prompt(cell: _Element) -> bool:
    """Tell a cell that is a content control as a whole, and nothing was put in."""
    holder = cell.getparent()
    control = holder.getparent() if holder is not None and name_of(holder) == "sdtContent" else None
    return control is not None and is_placeholder(control)


def _flat(holder: Iterable[_Element]) -> Iterator[_Element]:
    """Yield what stands in a holder, mere wrappers opened and prompts left out.

    A cell or row with nothing but a prompt in it is a cell or row all the same.
    """
    for element in holder:
        name = name_of(element)
        if name == "sdt":
            for content in children(element, "sdtContent"):
                inner = _flat(content)
                yield from (e for e in inner if name_of(e) in _FRAME) if is_placeholder(element) else inner
        elif name in _WRAPPERS:
            yield from _flat(element)
        elif element.tag == ALTERNATIVES:
            chosen = alternative(element)
            if chosen is not None:
                yield from _flat(chosen)
        else:
            yield element
