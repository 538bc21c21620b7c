"""Other texts in the cells of a page or a Word file, in its own markup: all the rest stays byte for byte.

Which cell of the markup is which cell of the document is asked of the reader itself: every cell is given a mark,
and the document read once more. A cell whose mark is not found where the cell was is never changed.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.document import Grid
from extractor.selftest.in_grid import is_whole_row
from extractor.text.normal import compact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extractor.model.document import Document
    from extractor.selftest.places import Placed, Print

_MARK = re.compile("⟦([0-9]+)⟧")
_ROWSPAN = re.compile(r"(\browspan\s*=\s*[\"']?\s*)(\d+)", re.IGNORECASE)


class Dialect(NamedTuple):
    """How a kind of markup writes its tables: ``tags`` of cells, rows, tables; ``texts`` of a cell, as a group."""

    tags: re.Pattern[str]
    cells: frozenset[str]
    row: str
    table: str
    texts: re.Pattern[str]
    marks_empty: bool


PAGE = Dialect(
    re.compile(r"<(/?)(td|th|tr|table|tbody|thead|tfoot)\b[^<>]*?(/?)>", re.IGNORECASE),
    frozenset(("td", "th")),
    "tr",
    "table",
    re.compile(r"<[^>]*>|([^<]+)"),
    marks_empty=True,
)
WORD = Dialect(
    re.compile(r"<(/?)(?:\w+:)?(tc|tr|tbl)(?=[\s/>])[^<>]*?(/?)>"),
    frozenset(("tc",)),
    "tr",
    "tbl",
    re.compile(r"<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)<"),
    marks_empty=False,
)


class _Cell(NamedTuple):
    """A cell in the markup: where its tag begins, where what it holds begins and ends, and the number of its row."""

    tag: int
    start: int
    end: int
    row: int


@dataclass(slots=True)
class Markup:
    """The markup of a document, and which of its cells stands at which place of the document."""

    text: str
    dialect: Dialect
    cells: list[_Cell]
    rows: list[tuple[int, int]]
    at: dict[str, int]

    def print(self, document: Document, places: dict[str, Placed], wanted: Print) -> str | None:
        """Return the markup with other texts; None where a cell is not found, or holds another text than was read."""
        edits = self._lost(document, places, wanted) if wanted.lost else self._texts(wanted)
        if edits is None:
            return None
        text = self.text
        for start, end, new in sorted(edits, reverse=True):
            text = text[:start] + new + text[end:]
        return text

    def _texts(self, wanted: Print) -> list[tuple[int, int, str]] | None:
        edits: list[tuple[int, int, str]] = []
        for place, (old, new) in wanted.texts.items():
            cell = self.at.get(place)
            if cell is None:
                return None
            found = list(_texts(self.text, self.cells[cell], self.dialect))
            printed = "".join(html.unescape(self.text[start:end]) for start, end in found)
            if not found or compact(printed) != compact(old):
                return None
            edits += [(start, end, "" if i else new) for i, (start, end) in enumerate(found)]
        return edits

    def _lost(
        self, document: Document, places: dict[str, Placed], wanted: Print
    ) -> list[tuple[int, int, str]] | None:
        cells = [self.at.get(place) for place in wanted.lost]
        rows = {self.cells[cell].row for cell in cells if cell is not None}
        if None in cells or len(rows) != 1 or (number := rows.pop()) < 0:
            return None
        placed = places[wanted.lost[0]]
        grid = document.blocks[placed.block]
        if not isinstance(grid, Grid) or not is_whole_row(grid.rows[placed.row], wanted):
            return None
        edits = [(*self.rows[number], "")]
        for row in grid.rows[: placed.row] if self.dialect is PAGE else ():
            for over in row:
                if over.row + over.rowspan > placed.row:
                    edit = self._one_row_less(self.at.get(over.location))
                    if edit is None:
                        return None
                    edits.append(edit)
        return edits

    def _one_row_less(self, cell: int | None) -> tuple[int, int, str] | None:
        if cell is None:
            return None
        start, end = self.cells[cell].tag, self.cells[cell].start
        found = _ROWSPAN.search(self.text, start, end)
        return (found.start(2), found.end(2), str(int(found[2]) - 1)) if found else None


def marked_up(
    text: str, dialect: Dialect, document: Document, read: Callable[[str], Document | None]
) -> Markup | None:
    """Return the markup of a document with the places of its cells; None where that cannot be told.

    ``read`` gives the document that some markup is read as.
    """
    cells, rows = _scan(text, dialect)
    out: list[str] = []
    done = 0
    for number, cell in enumerate(cells):
        found = list(_texts(text, cell, dialect))
        if not found and not dialect.marks_empty:
            continue
        at = found[-1][1] if found else cell.start
        out += (text[done:at], f"⟦{number}⟧")
        done = at
    marked = read("".join((*out, text[done:])))
    if marked is None:
        return None
    texts = {c.location: c.text for b in document.blocks if isinstance(b, Grid) for r in b.rows for c in r}
    places: dict[str, int] = {}
    for block in marked.blocks:
        for row in block.rows if isinstance(block, Grid) else ():
            for found_cell in row:
                marks = _MARK.findall(found_cell.text)
                bare = _MARK.sub("", found_cell.text)
                if len(marks) == 1 and compact(bare) == compact(texts.get(found_cell.location, "\0")):
                    places[found_cell.location] = int(marks[0])
    return Markup(text, dialect, cells, rows, places)


def _texts(text: str, cell: _Cell, dialect: Dialect) -> Iterator[tuple[int, int]]:
    """Yield where the texts of a cell stand that are more than white space."""
    for found in dialect.texts.finditer(text, cell.start, cell.end):
        if found[1] and compact(html.unescape(found[1])):
            yield found.span(1)


def _scan(text: str, dialect: Dialect) -> tuple[list[_Cell], list[tuple[int, int]]]:
    """Return the cells that hold no table, and the rows, in the order of the markup; ends may be left out."""
    cells: list[_Cell] = []
    starts: list[int] = []
    ends: dict[int, int] = {}
    outer: list[int] = []
    row = -1
    opened: tuple[int, int] | None = None
    for found in dialect.tags.finditer(text):
        name, closes = found[2].lower(), bool(found[1])
        if opened is not None and not (name == dialect.table and not closes):
            cells.append(_Cell(*opened, found.start(), row))
        opened = None
        if name in dialect.cells:
            opened = None if closes or found[3] else (found.start(), found.end())
        elif name == dialect.row:
            if row >= 0:
                ends.setdefault(row, found.end() if closes else found.start())
            row = -1 if closes else len(starts)
            if not closes:
                starts.append(found.start())
        elif name == dialect.table:
            if closes:
                ends.setdefault(row, found.start())
                row = outer.pop() if outer else -1
            else:
                outer.append(row)
                row = -1
    return cells, [(start, ends.get(i, start)) for i, start in enumerate(starts)]
