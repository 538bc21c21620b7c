"""A page as the reader saw it, for showing: every place of the reader is an anchor, and nothing in it can act.

The markup is written anew from the reader's own tree: a short list of elements, no attribute of the page but spans.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple

from extractor.readers import html
from extractor.readers.cell_text import BREAK
from extractor.readers.html_tables import own_groups
from extractor.readers.mend import CELLS
from extractor.readers.spans import MAX_COLSPAN, MAX_ROWSPAN, span
from extractor.readers.walk import Walker

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from extractor.readers.seals import Seals

_KEPT = frozenset(
    (
        *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "pre"),
        *("table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "b", "strong", "em", "i", "u"),
        *("sub", "sup", "blockquote", "center"),
    )
)
_VOID = {"hr": "<hr>", "br": "<br>"}


class PageView(NamedTuple):
    """The markup to show, and the places that can be gone to (``table/row/cell``, ``¶paragraph``)."""

    markup: str
    places: frozenset[str]


def view(text: str) -> PageView:
    """Return a page for showing. Raises ``UnreadableError`` where the reader does."""
    seen: list[_Marking] = []

    class Walking(_Marking):
        def __init__(self, around: frozenset[_Element], seals: Seals | None = None) -> None:
            super().__init__(around, seals)
            seen.append(self)

    html.read(text, Walking)
    (walker,) = seen
    anchors: dict[_Element, list[str]] = {}
    for place, element in walker.places.items():
        anchors.setdefault(element, []).append(place)
    parts: list[str] = []
    if walker.root is not None:
        for part in _written(walker.root, anchors):
            parts.append(part)  # noqa: PERF402 - text and markup as they come
    return PageView("".join(parts), frozenset(walker.places))


class _Marking(Walker):
    """Goes through the tree as the reader does, and keeps which element each place is."""

    def __init__(self, around: frozenset[_Element], seals: Seals | None = None) -> None:
        super().__init__(around, seals)
        self.places: dict[str, _Element] = {}
        self.root: _Element | None = None
        self._within: list[_Element] = []

    def walk(self, element: _Element, scope: tuple[int, ...]) -> None:
        if self.root is None:
            self.root = element
        self._within.append(element)
        super().walk(element, scope)
        self._within.pop()

    def _plain(self, element: _Element, tag: str, inner: tuple[int, ...]) -> bool:
        before = self._paragraphs
        plain = super()._plain(element, tag, inner)
        for number in range(before + 1, self._paragraphs + 1):
            self.places.setdefault(f"¶{number}", element)
        return plain

    def _preformatted(self, element: _Element, scope: tuple[int, ...]) -> None:
        super()._preformatted(element, scope)
        self.places.setdefault(f"¶{self._paragraphs}", element)

    def flush(self, scope: tuple[int, ...]) -> None:
        before = self._paragraphs
        super().flush(scope)
        for number in range(before + 1, self._paragraphs + 1):
            if self._within:
                self.places.setdefault(f"¶{number}", self._within[-1])

    def _block(self, element: _Element, tag: str, inner: tuple[int, ...]) -> None:
        before = self._paragraphs
        super()._block(element, tag, inner)
        if tag not in ("table", "pre"):
            for number in range(before + 1, self._paragraphs + 1):
                self.places.setdefault(f"¶{number}", element)

    def _table(self, table: _Element, scope: tuple[int, ...]) -> None:
        number = self._tables + 1
        super()._table(table, scope)
        if self._tables >= number and str(number) not in self.places:
            self.places[str(number)] = table
            rows = (row for group in own_groups(table, mended=True) for row in group)
            for r, row in enumerate(rows, 1):
                for c, cell in enumerate((e for e in row if e.tag in CELLS), 1):
                    self.places[f"{number}/{r}/{c}"] = cell


def _written(root: _Element, anchors: dict[_Element, list[str]]) -> Iterator[str]:
    """Yield the markup of a tree, however deep it is."""
    stack: list[_Element | str] = [root]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            yield item
            continue
        ahead: list[_Element | str] = []
        tag = item.tag if isinstance(item.tag, str) else ""
        if tag in _VOID:
            yield _VOID[tag]
        elif tag:
            places = anchors.get(item, [])
            kept = tag in _KEPT
            if kept:
                own = f' id="{escape(places[0])}"' if places else ""
                yield f"<{tag}{own}{_spans(item) if tag in CELLS else ''}>"
            for place in places[1 if kept else 0 :]:
                yield f'<a id="{escape(place)}"></a>'
            yield _text(item.text)
            for child in item:
                ahead += (child, _text(child.tail))
            if kept:
                ahead.append(f"</{tag}>")
        stack.extend(reversed(ahead))


def _spans(cell: _Element) -> str:
    told = ""
    for name, most in (("colspan", MAX_COLSPAN), ("rowspan", MAX_ROWSPAN)):
        value = cell.get(name)
        if value is not None:
            told += f' {name}="{span(value, most)}"'
    return told


def _text(text: str | None) -> str:
    return escape(text).replace(BREAK, "<br>") if text else ""
