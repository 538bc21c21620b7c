"""HTML pages → blocks. The page is decoded before it comes here; nothing is dropped without a word."""

from __future__ import annotations

import re
from functools import partial
from itertools import repeat
from typing import TYPE_CHECKING

from lxml import etree

from extractor.errors import UnreadableError
from extractor.model.document import Block, Document, Grid, Paragraph
from extractor.model.shape import ShapedRows
from extractor.readers.cell_text import BLOCKS, BREAK
from extractor.readers.hidden import drop_hidden, may_hide
from extractor.readers.html_tables import cells, is_one_column, lays_out, outermost, own_groups
from extractor.readers.mend import (
    CELLS,
    StrayError,
    mark_raised,
    mend_table,
    one_document,
    show_fields,
    show_pictures,
)
from extractor.readers.menus import digest_of, recall_menu, remember_menu
from extractor.readers.shapes import LOOKS, lay_out, markup_of, recall, remember
from extractor.readers.spans import lost_spans
from extractor.readers.text import field_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from extractor.readers.spans import Spanned

NAME = "html"

_BR = re.compile(rb"<br\b[^<>]*>")
_BR_OF_ANY_CASE = re.compile(_BR.pattern, re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_INVISIBLE = "\u200b\u200c\u200d\ufeff\u00ad"
_WITHOUT_INVISIBLE = str.maketrans("", "", _INVISIBLE)
_MAY_BE_RAISED = re.compile(rb"ertical-align\s*:\s*su")
# Wrappers that only nest; dropping them changes depth, not content.
_WRAPPERS = re.compile(
    rb"</?(?:(div|center|section|article)|span|font|b|i|u|em|strong|big|small)\b[^<>]*>", re.IGNORECASE
)
_HUGE = 9_000_000
_BREAK_BYTES = BREAK.encode()

_DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "select",
    "button",
    "textarea",
    "del",
    "s",
    "strike",
    "iframe",
    "object",
    "xml",
    "svg",
    "head",
    "rt",
    "rp",
)
_HEADINGS = {f"h{i}": i for i in range(1, 7)}
_RUNNING = frozenset(("p", *_HEADINGS))
_MENU = 8  # a block of so many parts may be one that every page of its site has
_OF_THEIR_OWN = ("table", "pre")

_text_of = etree.tostring
_paragraph = partial(tuple.__new__, Paragraph)


def read(text: str) -> Document:
    """Return the blocks of a page.

    Layout tables (those that hold tables, long text, or one column only) are walked like any container;
    the others become grids with their spans resolved. Hidden and struck-out elements are left out. Raises
    ``UnreadableError`` where the page is nested deeper than the parser keeps.
    """
    page = _bytes(text)
    # Looked for in bytes of one case: several times faster than in text.
    lower = page.lower()
    hides, raises = may_hide(lower), _MAY_BE_RAISED.search(lower) is not None
    root = _parse(page, lower, may_be_shed=not hides and not raises)
    head = root.find("head")
    title = "" if head is None else " ".join((head.findtext("title") or "").replace(BREAK, " ").split())
    metadata = () if head is None else tuple(_metadata(head))
    show_fields(root)
    show_pictures(root)
    if hides:
        drop_hidden(root)
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    mark_raised(root, styled=raises)
    etree.strip_attributes(root, *LOOKS)
    walker = _Walker(frozenset(_around_tables(root)))
    walker.walk(root, ())
    walker.flush(())
    return Document(tuple(walker.blocks), title, metadata, "text/html", NAME, tuple(walker.notes))


def _around_tables(root: _Element) -> Iterator[_Element]:
    """Yield the elements that a table stands in: no paragraph among them may be read in one go."""
    seen: set[_Element] = set()
    for table in root.iter("table"):
        for element in table.iterancestors():
            if element in seen:
                break
            seen.add(element)
            yield element


def _bytes(text: str) -> bytes:
    """Return a page as the parser takes it fastest, without what nobody sees."""
    text = _XML_DECLARATION.sub("", text, count=1)
    if any(character in text for character in _INVISIBLE):
        text = text.translate(_WITHOUT_INVISIBLE)
    page = text.encode("utf-8", "replace")
    return page.replace(b"\x00", b"") if b"\x00" in page else page


def _parse(page: bytes, lower: bytes, *, may_be_shed: bool) -> _Element:
    """Return the tree of a page. ``may_be_shed``: none of its wrappers hides or raises what it holds."""
    page = _BR.sub(_BREAK_BYTES, one_document(page, lower))
    if b"<B" in page or b"<bR" in page:
        page = _BR_OF_ANY_CASE.sub(_BREAK_BYTES, page)
    root, deep = _tree(page)
    if deep and may_be_shed:
        # The parser drops all that stands deeper than 255 elements: shed mere wrappers and try again.
        root, deep = _tree(_WRAPPERS.sub(lambda found: _BREAK_BYTES if found[1] else b"", page))
    if deep:
        raise UnreadableError(
            "网页嵌套超过 255 层，解析会丢失内容，未读取；请从原网站重新保存该页 "
            "(nested deeper than 255 elements: content would be lost, so nothing was read; "
            "save the page again from its site)"
        )
    if root is None:
        raise UnreadableError("网页没有内容 (the page has no content)")
    return root


def _tree(page: bytes) -> tuple[_Element | None, bool]:
    # huge_tree lifts the limit on text length (10 MB) along with that on depth (to 2048).
    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=len(page) > _HUGE
    )
    try:
        root = etree.fromstring(page, parser)
    except etree.ParserError:
        return None, False
    # The parser stops where it meets the limit, so that this fault is its last.
    last = parser.error_log.last_error
    return root, last is not None and last.type_name == "ERR_RESOURCE_LIMIT"


def _metadata(head: _Element) -> Iterator[tuple[str, str]]:
    for meta in head.iter("meta"):
        name, content = meta.get("name") or meta.get("property"), meta.get("content")
        if name and content and content.strip():
            yield name.strip(), " ".join(content.split())


class _Walker:
    """Goes through the tree once, in document order, and collects blocks."""

    def __init__(self, around: frozenset[_Element]) -> None:
        self.blocks: list[Block] = []
        self.notes: list[str] = []
        self._around = around  # what a table stands in: a table among them holds another
        self._buffer: list[str] = []
        self._elements = 0
        self._tables = 0
        self._paragraphs = 0

    def walk(self, element: _Element, scope: tuple[int, ...]) -> None:
        """Collect what stands in ``element``; ``scope`` is the chain of elements around it."""
        buffer = self._buffer
        if (text := element.text) and (buffer or not text.isspace()):
            buffer.append(text)
        for child in element:
            tag = child.tag
            if tag in BLOCKS:
                if buffer:
                    self.flush(scope)
                self._elements += 1
                inner = (*scope, self._elements)
                if tag in _OF_THEIR_OWN:
                    self._block(child, tag, inner)
                elif not self._plain(child, tag, inner):
                    is_menu = len(child) >= _MENU and child not in self._around
                    (self._menu if is_menu else self._block)(child, tag, inner)
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

    def _menu(self, element: _Element, tag: str, inner: tuple[int, ...]) -> None:
        """Take in a block of many parts, as it was taken in before where another page had the same."""
        digest = digest_of(element)
        menu = recall_menu(digest)
        if menu is None:
            blocks, elements = len(self.blocks), self._elements
            self._block(element, tag, inner)
            remember_menu(digest, self.blocks[blocks:], self._elements - elements, inner)
            return
        before, elements = self._paragraphs, self._elements
        self._paragraphs += len(menu.texts)
        self._elements += menu.elements
        places = [f"¶{number}" for number in range(before + 1, self._paragraphs + 1)]
        scopes = [(*inner, *[elements + place for place in inside]) for inside in menu.inside]
        nothing = repeat(0)
        lines = zip(menu.texts, places, menu.levels, menu.strong, nothing, nothing, scopes, strict=False)
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
        markup = None if nested else markup_of(table)
        rows = recall(markup, self._tables + 1) if markup else None
        if rows is not None:
            self._tables += 1
            self.blocks.append(Grid(rows, rows.shape.width, True, str(self._tables), scope))
            return
        before = len(self.blocks)
        self._caption(table, scope)
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
        if markup and exact and isinstance(laid, ShapedRows) and len(self.blocks) == before:
            remember(markup, laid)
        self.blocks.append(Grid(laid, width, exact, str(self._tables), scope, "" if exact else "|"))
        if isinstance(laid, tuple) and sum(map(len, laid)) < sum(len(r) for g in grid for r in g):
            self.notes.append(f"table {self._tables}: columns beyond {width} were not read")
        if nested:
            for inner_table in outermost(table):
                self._elements += 1
                self._table(inner_table, (*scope, self._elements))

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
                        self._elements += 1
                        inner = (*scope, self._elements)
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
