"""Lists that every page of a site has, its menus above all: parsed and walked through once.

What is remembered is their source and the lines that it made; what stands around a list says nothing of its lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.model.document import Paragraph
from extractor.readers.hidden import may_hide
from extractor.readers.markup import RAISES, TAG
from extractor.readers.memory import Memory
from extractor.readers.mend import is_legal, mark_raised
from extractor.readers.page_tree import alone
from extractor.readers.sealed import Menu, Sealed
from extractor.readers.walk import Walker

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

_PLAIN = frozenset(
    (
        *(b"ul", b"ol", b"li", b"dl", b"dt", b"dd", b"div", b"p", b"center"),
        *(b"h1", b"h2", b"h3", b"h4", b"h5", b"h6"),
        *(b"a", b"span", b"font", b"b", b"strong", b"i", b"em", b"u", b"big", b"small"),
    )
)
_WITHOUT_END = frozenset((b"img", b"br"))
_DEEPEST = 40


class _Known(NamedTuple):
    menu: Menu
    depth: int


_known: Memory[_Known | None] = Memory()


def recall(source: bytes) -> Sealed | None:
    """Return a list that came before; None for any other, and for one whose lines are not certain by its source."""
    found = _known.get(source, ...)
    if found is ...:
        if not _known.comes_again(source):
            return None
        found = _read(source)
        _known.keep(source, found)
    return None if found is None else Sealed(found.menu, (), source, found.depth)


def refuse(source: bytes) -> None:
    """Never take a list with this source for known again."""
    _known.keep(source, None)


def forget() -> None:
    """Forget every list met so far."""
    _known.forget()


def _read(source: bytes) -> _Known | None:
    depth = _nesting(source)
    element = alone(source) if depth else None
    if element is None:
        return None
    mark_raised(element, styled=False)
    menu = _lines_of(element)
    return None if menu is None else _Known(menu, depth)


def _nesting(source: bytes) -> int:
    """Return how deep the elements of a list nest; 0 where one is not closed, or is not plain."""
    if may_hide(lower := source.lower()) or RAISES.search(lower):
        return 0
    tags = TAG.findall(source)
    if source.count(b"<") != len(tags) or source.count(b">") != len(tags):
        return 0
    around: list[bytes] = []
    deepest = 0
    for ends, printed, _, empty in tags:
        name = printed.lower()
        if name in _WITHOUT_END and not ends:
            continue
        if name not in _PLAIN or empty:
            return 0
        if not ends:
            around.append(name)
            deepest = max(deepest, len(around))
        elif not around or around.pop() != name:
            return 0
    return 0 if around or deepest > _DEEPEST else deepest


def _lines_of(element: _Element) -> Menu | None:
    """Return the lines of a list, as they are met on a walk through any page."""
    printed = "".join(element.itertext())
    walker = Walker()
    holder = element.getparent()
    if holder is None or not len(element) or not printed.strip() or not is_legal(printed):
        return None
    walker.walk(holder, ())
    lines: Sequence[Paragraph] = [b for b in walker.blocks if isinstance(b, Paragraph)]
    if len(lines) < len(walker.blocks):
        return None
    return Menu(
        tuple(line.text for line in lines),
        tuple(line.level for line in lines),
        tuple(line.strong for line in lines),
        tuple(tuple(number - 1 for number in line.scope[1:]) for line in lines),
        walker.elements - 1,
        printed,
    )
