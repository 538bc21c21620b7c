"""What of a page was met before is taken out before the page is parsed, and put back as what it is known to hold.

A table or list that is taken out leaves an empty one behind, so that all around it is parsed as it would be. Where
one is not found again in the tree (it stood in a comment or a script), or what is around it matters to what it shows,
nothing is taken out, or it is parsed after all: no page is read otherwise for what was read before it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from secrets import token_hex
from typing import TYPE_CHECKING

from lxml import etree

from extractor.readers import menus, table_source
from extractor.readers.cell_text import BLOCKS
from extractor.readers.hidden import may_hide
from extractor.readers.page_tree import alone
from extractor.readers.sealed import Menu

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import ModuleType

    from lxml.etree import _Element

    from extractor.readers.sealed import Sealed

_BOUNDS = re.compile(rb"<(?:table|ul|/table|/ul)[\s>]")
_SHORTEST = 200  # bytes of what is worth it
_DEEPEST = 240
# Where a text is read in one go, or is looked at from outside, what it holds must be there.
_AROUND = BLOCKS - {"p", "pre", "title", "h1", "h2", "h3", "h4", "h5", "h6"}
_T, _U = b"tu"
# No page can have one of ours: its number stands behind a word that this process drew.
_WORD = token_hex(8)
_TABLE = b'<table sealed="%s%%d"><tr></tr></table>' % _WORD.encode()
_LIST = b'<ul sealed="%s%%d"><li></li></ul>' % _WORD.encode()
_TAGS = ("table", "ul")
_marked = etree.XPath("//@sealed/..")


def take_out(page: bytes) -> tuple[bytes, list[Sealed]]:
    """Return a page without what is known of it, and what that is, in order."""
    taken: list[Sealed] = []
    left: list[bytes] = []
    at = 0
    for start, end in _candidates(page.lower()):
        if start < at or end - start < _SHORTEST:
            continue
        source = page[start:end]
        is_table = page[start + 1] in b"tT"
        sealed = (table_source if is_table else menus).recall(source)
        if sealed is not None:
            left += (page[at:start], (_TABLE if is_table else _LIST) % len(taken))
            taken.append(sealed)
            at = end
    return b"".join([*left, page[at:]]), taken


class MisfitError(Exception):
    """What was taken out of a page does not fit back into it: the page is to be parsed whole."""


def _candidates(lower: bytes) -> list[tuple[int, int]]:
    """Return where the tables without another in them stand, and the lists that are in no other, by their starts."""
    found = []
    table = -1
    lists: list[int] = []
    for bound in _BOUNDS.finditer(lower):
        start = bound.start()
        first = lower[start + 1]
        if first == _T:
            table = start
        elif first == _U:
            lists.append(start)
        else:
            begun = -1
            if lower[start + 2] == _T:
                begun, table = table, -1
            elif lists:
                begun = lists.pop()
                begun = -1 if lists else begun
            end = lower.find(b">", start) + 1
            if begun >= 0 and end:
                found.append((begun, end))
    return sorted(found)


class Seals:
    """What is known of the elements of a tree, and which of those stand inside each table."""

    def __init__(self, root: _Element, taken: Sequence[Sealed]) -> None:
        """Find what was taken out of a page in its tree. ``MisfitError`` where it does not stand there as it should."""
        self.of: dict[_Element, Sealed] = {}
        self._inside: dict[_Element, list[_Element]] = defaultdict(list)
        # One that stands in the midst of another tag has lent that its attribute, beside others.
        marked = [e for e in _marked(root) if e.tag in _TAGS and len(e.attrib) == 1]
        ours = {name: e for e in marked if (name := e.get("sealed", "")).startswith(_WORD)}
        names = [f"{_WORD}{i}" for i in range(len(taken))]
        if [*ours] != names:
            for name, sealed in zip(names, taken, strict=True):
                if name not in ours:
                    _recaller(sealed).refuse(sealed.source)
            raise MisfitError
        for element, sealed in zip(ours.values(), taken, strict=True):
            around = [*element.iterancestors()]
            if len(around) + sealed.depth > _DEEPEST:
                raise MisfitError
            if not _AROUND.issuperset([outer.tag for outer in around]):
                _put_back(element, sealed)
                continue
            self.of[element] = sealed
            for outer in around:
                if outer.tag == "table":
                    self._inside[outer].append(element)

    def print_in(self, table: _Element) -> bool:
        """Let those inside a table print their text, so that it can be told what the table is; False for none."""
        inside = [element for element in self._inside.get(table, ()) if element in self.of]
        for element in inside:
            element.text = self.of[element].text
        return bool(inside)

    def open(self, table: _Element) -> None:
        """Put those inside a table back as they stand in the source."""
        for element in self._inside[table]:
            if element in self.of:
                if may_hide(self.of[element].source.lower()):
                    raise MisfitError  # what is not seen was taken out of the page before
                _put_back(element, self.of.pop(element))


def _recaller(sealed: Sealed) -> ModuleType:
    return menus if isinstance(sealed.part, Menu) else table_source


def _put_back(element: _Element, sealed: Sealed) -> None:
    whole, parent = alone(sealed.source), element.getparent()
    if whole is None or parent is None:
        raise MisfitError
    whole.tail = element.tail
    parent.replace(element, whole)
