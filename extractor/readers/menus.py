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
    """The lines of a block by columns, and how many elements with a number of their own stand in it.

    ``inside``: the elements around a line, counted from the block itself.
    """

    texts: tuple[str, ...]
    levels: tuple[int, ...]
    strong: tuple[bool, ...]
    inside: tuple[tuple[int, ...], ...]
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
    lines = [block for block in blocks if isinstance(block, Paragraph) and block.location[1:].isdigit()]
    if len(lines) < len(blocks):
        return  # preformatted text, whose lines have other places
    depth, own = len(scope), scope[-1]
    if len(_menus) >= _MOST:
        _menus.clear()
    _menus[digest] = Menu(
        tuple(line.text for line in lines),
        tuple(line.level for line in lines),
        tuple(line.strong for line in lines),
        tuple(tuple(number - own for number in line.scope[depth:]) for line in lines),
        elements,
    )


def forget() -> None:
    """Forget every block met so far."""
    _menus.clear()
    _met_once.clear()
