"""Blocks of many parts that every page of a site has, its menus above all: walked through once.

What is remembered is their markup and the lines that it made; a page that has the same markup has the same lines.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from extractor.model.document import Paragraph

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from extractor.model.document import Block

_MOST = 1024  # kept; an archive in which no two pages are alike must not fill the memory
_MOST_ONCE = 100_000

_menus: dict[bytes, Menu] = {}
_met_once: set[bytes] = set()  # what the article itself stays, and most else


class Menu(NamedTuple):
    """The lines of a block, and how many elements with a number of their own stand in it.

    A line is its text, level, whether it is bold, and the elements around it, counted from the block itself.
    """

    lines: tuple[tuple[str, int, bool, tuple[int, ...]], ...]
    elements: int


def digest_of(element: _Element) -> bytes:
    """Return a digest of the markup of a block."""
    return blake2b(etree.tostring(element, encoding="utf-8", with_tail=False), digest_size=16).digest()


def recall_menu(digest: bytes) -> Menu | None:
    """Return what a block holds whose markup came twice before; None for any other."""
    return _menus.get(digest)


def remember_menu(digest: bytes, blocks: Sequence[Block], elements: int, scope: tuple[int, ...]) -> None:
    """Keep what a block with this markup holds, if it comes again and is lines only; ``scope`` is its own."""
    if digest not in _met_once:
        if len(_met_once) >= _MOST_ONCE:
            _met_once.clear()
        _met_once.add(digest)
        return
    depth, own = len(scope), scope[-1]
    lines = []
    for block in blocks:
        if not isinstance(block, Paragraph) or not block.location[1:].isdigit():
            return  # preformatted text, whose lines have other places
        places = tuple(number - own for number in block.scope[depth:])
        lines.append((block.text, block.level, block.strong, places))
    if len(_menus) >= _MOST:
        _menus.clear()
    _menus[digest] = Menu(tuple(lines), elements)


def forget() -> None:
    """Forget every block met so far."""
    _menus.clear()
    _met_once.clear()
