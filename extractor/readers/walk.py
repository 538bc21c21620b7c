"""From the tree of a page to its blocks: one walk, in document order."""

from __future__ import annotations

from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING

from lxml import etree

from extractor.model.document import Block, Grid, Paragraph
from extractor.readers.cell_text import BLOCKS, BREAK
from extractor.readers.html_tables import cells, is_one_column, lays_out, outermost, own_groups
from extractor.readers.mend import CELLS, StrayError, mend_table
from extractor.readers.sealed import Menu
from extractor.readers.shapes import lay_out
from extractor.readers.spans import lost_spans
from extractor.readers.text import field_blocks

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extractor.readers.sealed import Sealed
    from extractor.readers.seals import Seals
    from extractor.readers.spans import Spanned

_OF_THEIR_OWN = ("table", "pre")
_HEADINGS = {f"h{i}": i for i in range(1, 7)}
_RUNNING = frozenset(("p", *_HEADINGS))

_places: list[str] = []
_MOST_PLACES = 5000

_text_of = etree.tostring
_paragraph = partial(tuple.__new__, Paragraph)


def around_tables(root: _Element) -> frozenset[_Element]:
    """Return the elements that a table stands in: no paragraph among them may be read in one go."""
    seen: set[_Element] = set()
    for table in root.iter("table"):
        for element in table.iterancestors():
            if element in seen:
                break
            seen.add(element)
    return frozenset(seen)


class Walker:
    """Goes through the tree once, in document order, and collects blocks."""

    def __init__(self, around: frozenset[_Element] = frozenset(), seals: Seals | None = None) -> None:
        """``around``: what a table stands in (a table among them holds another); ``seals``: what is known already."""
        self.blocks: list[Block] = []
        self.notes: list[str] = []
        self.elements = 0
        """How many elements with a number of their own were met."""
        self._around = around
        self._seals = seals
        self._buffer: list[str] = []
        self._tables = 0
        self._paragraphs = 0

    def walk(self, element: _Element, scope: tuple[int, ...]) -> None:
        """Collect what stands in ``element``; ``scope`` is the chain of elements around it."""
        buffer = self._buffer
        sealed = self._seals.of if self._seals else None
        if (text := element.text) and (buffer or not text.isspace()):
            buffer.append(text)
        for child in element:
            tag = child.tag
            if tag in BLOCKS:
                if buffer:
                    self.flush(scope)
                self.elements += 1
                inner = (*scope, self.elements)
                if sealed is not None and child in sealed:
                    self._sealed(sealed[child], inner)
                elif tag in _OF_THEIR_OWN or not self._plain(child, tag, inner):
                    self._block(child, tag, inner)
            elif len(child):
                self.walk(child, scope)
            elif text := child.text:
                buffer.append(text)
            if (text := child.tail) and (buffer or not text.isspace()):
                buffer.append(text)

    def _plain(self, element: _Element, tag: str, inner: tuple[int, ...]) -> bool:
        """Take in a block that holds no other, so that its text is at hand; False for any other."""
        size = len(element)
        level, strong = 0, False
        if not size:
            text = element.text or ""
            level = _HEADINGS.get(tag, 0)
        elif tag in _RUNNING:
            if element in self._around or _holds_blocks(element):
                return False
            text = _text_of(element, method="text", encoding="unicode", with_tail=False)
            level, strong = _HEADINGS.get(tag, 0), _is_strong(element)
        elif size == 1:
            child = element[0]
            if len(child) or child.tag in BLOCKS:
                return False
            text = f"{element.text or ''}{child.text or ''}{child.tail or ''}"
        else:
            return False
        self._emit(text, inner, level, strong)
        return True

    def _block(self, element: _Element, tag: str, inner: tuple[int, ...]) -> None:
        if tag == "table":
            self._table(element, inner)
        elif tag == "pre":
            self._preformatted(element, inner)
        else:
            self.walk(element, inner)
            if self._buffer:
                self.flush(inner)

    def _sealed(self, sealed: Sealed, inner: tuple[int, ...]) -> None:
        """Take in a part of the page that is known already."""
        part = sealed.part
        if isinstance(part, Menu):
            self._menu(part, inner)
            return
        self._tables += 1
        rows = part.rows(sealed.numbers, self._tables)
        self.blocks.append(Grid(rows, part.shape.width, True, str(self._tables), inner))

    def _menu(self, menu: Menu, inner: tuple[int, ...]) -> None:
        before, elements = self._paragraphs, self.elements
        self._paragraphs += len(menu.lines)
        self.elements += menu.elements
        while len(_places) <= self._paragraphs and len(_places) < _MOST_PLACES:
            _places.append(f"¶{len(_places)}")
        places = _places[before + 1 : self._paragraphs + 1]
        places += [f"¶{number}" for number in range(before + len(places) + 1, self._paragraphs + 1)]
        scopes = [
            (*inner, elements + inside[0]) if len(inside) == 1 else (*inner, *[elements + i for i in inside])
            for inside in menu.inside
        ]
        nothing = repeat(0)
        lines = zip(menu.lines, places, menu.levels, menu.strong, nothing, nothing, scopes, strict=False)
        self.blocks.extend(map(_paragraph, lines))

    def flush(self, scope: tuple[int, ...]) -> None:
        """End the running paragraph."""
        if self._buffer:
            text = "".join(self._buffer)
            self._buffer.clear()
            self._emit(text, scope, 0, strong=False)

    def _emit(self, text: str, scope: tuple[int, ...], level: int, strong: bool) -> None:
        for line in text.split(BREAK) if BREAK in text else (text,):
            if squeezed := " ".join(line.split()):
                number = self._paragraphs = self._paragraphs + 1
                self.blocks.append(_paragraph((squeezed, f"¶{number}", level, strong, 0, 0, scope)))

    def _preformatted(self, element: _Element, scope: tuple[int, ...]) -> None:
        text = _text_of(element, method="text", encoding="unicode", with_tail=False)
        self._paragraphs += 1
        self.blocks.extend(
            field_blocks(text.replace(BREAK, "\n"), scope=scope, prefix=f"¶{self._paragraphs}:")
        )

    def _table(self, table: _Element, scope: tuple[int, ...]) -> None:
        nested = table in self._around
        if is_one_column(table):
            self._caption(table, scope)
            self._walk_cells(table, scope)
            return
        self._caption(table, scope)
        if self._seals and self._seals.print_in(table):
            if self._arranges(table):
                self._walk_cells(table, scope)
                return
            self._seals.open(table)
        grid = self._own_cells(table, scope)
        if lays_out(grid, table, nested):
            self._walk_cells(table, scope)
            return
        if nested:
            grid = [
                [cells(row, mended=True, apart=True) for row in g] for g in own_groups(table, mended=True)
            ]
        self._tables += 1
        laid, width = lay_out(grid, self._tables)
        exact = not lost_spans(grid, width)
        self.blocks.append(Grid(laid, width, exact, str(self._tables), scope, "" if exact else "|"))
        if isinstance(laid, tuple) and sum(map(len, laid)) < sum(len(r) for g in grid for r in g):
            self.notes.append(f"table {self._tables}: columns beyond {width} were not read")
        if nested:
            for inner_table in outermost(table):
                self.elements += 1
                self._table(inner_table, (*scope, self.elements))

    def _arranges(self, table: _Element) -> bool:
        """Tell a table that arranges the page where that is seen at once."""
        try:
            grid = [[cells(row) for row in group] for group in own_groups(table)]
        except StrayError:
            return False
        return lays_out(grid, table, table in self._around)

    def _caption(self, table: _Element, scope: tuple[int, ...]) -> None:
        caption = table.find("caption")
        if caption is not None:
            self.walk(caption, scope)
            self.flush(scope)

    def _walk_cells(self, table: _Element, scope: tuple[int, ...]) -> None:
        for group in own_groups(table, mended=True):
            for row in group:
                for cell in row:
                    if cell.tag in CELLS:
                        self.elements += 1
                        inner = (*scope, self.elements)
                        self.walk(cell, inner)
                        self.flush(inner)

    def _own_cells(self, table: _Element, scope: tuple[int, ...]) -> list[list[list[Spanned]]]:
        """Return the cells of a table by group and row; what stands in none of them comes before it."""
        try:
            return [[cells(row) for row in group] for group in own_groups(table)]
        except StrayError:
            self.walk(mend_table(table), scope)
            self.flush(scope)
        return [[cells(row, mended=True) for row in group] for group in own_groups(table, mended=True)]


def _holds_blocks(element: _Element) -> bool:
    return any(child.tag in BLOCKS for child in element) if len(element) else False


def _is_strong(element: _Element) -> bool:
    if len(element) == 1 and not (element.text and element.text.strip()):
        child = element[0]
        if child.tag in ("strong", "b"):
            return not (child.tail and child.tail.strip())
    return False
