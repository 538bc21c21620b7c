"""Numbers that Word makes for the paragraphs of its lists: they are printed, and stand nowhere in the text.

Source: ECMA-376, part 1, 17.9 (numbering).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from extractor.readers.docx_names import ALTERNATIVES, alternative, child, children, number, switch, value
from extractor.readers.docx_numerals import printed

if TYPE_CHECKING:
    from lxml.etree import _Element

    from extractor.readers.docx_styles import Styles

_LEVELS = 9
_LONGEST = 60
_PLACE = re.compile(r"%([1-9])")


class _Level(NamedTuple):
    start: int
    form: str
    text: str
    restart: int  # the level after which it starts again (from 1); 0: never; -1: after any before it
    legal: bool
    style: str


_PLAIN = _Level(1, "decimal", "", -1, legal=False, style="")


class _List(NamedTuple):
    """An instance of a list: where it counts, its levels, and which of them it starts anew."""

    counter: str
    levels: dict[int, _Level]
    starts: dict[int, int]


class Numbering:
    """The lists of a document, counted as its paragraphs come."""

    def __init__(self, root: _Element | None, styles: Styles) -> None:
        """Take the lists of a ``numbering`` part; ``None``: a document without one."""
        self._abstract = {value(a, "abstractNumId"): a for a in children(root, "abstractNum")}
        self._linked = {
            value(child(a, "styleLink")): key
            for key, a in self._abstract.items()
            if child(a, "styleLink") is not None
        }
        self._instances = {number(n, "numId", -1): n for n in children(root, "num")}
        self._styles = styles
        self._lists: dict[int, _List | None] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._started: set[tuple[int, int]] = set()

    def next(self, list_id: int, level: int, style: str) -> str:
        """Count a paragraph and return its number as printed, with what stands around it (``（一）``).

        ``level`` is -1 where only the style says that it is in a list: then the list knows the level of
        each style. Empty for a bullet, and for a list that is not there.
        """
        if list_id not in self._lists:
            self._lists[list_id] = self._list(list_id)
        found = self._lists[list_id]
        if found is None:
            return ""
        if level < 0:
            level = next((i for i, of in found.levels.items() if of.style and of.style == style), 0)
        level = min(level, _LEVELS - 1)
        counts = self._counts.setdefault(found.counter, [None] * _LEVELS)
        self._count(list_id, found, level, counts)
        return _text(found, level, counts)

    def _count(self, list_id: int, found: _List, level: int, counts: list[int | None]) -> None:
        own = found.levels.get(level, _PLAIN)
        before = counts[level]
        if level in found.starts and (list_id, level) not in self._started:
            counts[level] = found.starts[level]
        else:
            counts[level] = own.start if before is None else before + 1
        self._started.add((list_id, level))
        for higher in range(level):
            if counts[higher] is None:
                counts[higher] = found.levels.get(higher, _PLAIN).start
        for lower in range(level + 1, _LEVELS):
            restart = found.levels.get(lower, _PLAIN).restart
            if restart < 0 or level < restart:
                counts[lower] = None

    def _list(self, list_id: int) -> _List | None:
        instance = self._instances.get(list_id)
        if instance is None:
            return None
        key = value(child(instance, "abstractNumId"))
        key = self._linked.get(value(child(self._abstract.get(key), "numStyleLink")), key)
        abstract = self._abstract.get(key)
        if abstract is None:
            return None
        levels = {number(of, "ilvl"): _level(of) for of in children(abstract, "lvl")}
        starts: dict[int, int] = {}
        for override in children(instance, "lvlOverride"):
            at = number(override, "ilvl")
            changed = child(override, "lvl")
            if changed is not None:
                levels[at] = _level(changed)
            start = child(override, "startOverride")
            if start is not None:
                starts[at] = number(start)
        return _List(key, levels, starts)


def _level(element: _Element) -> _Level:
    form = child(element, "numFmt")
    if form is None:
        several = element.find(ALTERNATIVES)
        chosen = None if several is None else alternative(several)
        form = child(chosen, "numFmt")
        if value(form) == "custom" and several is not None:
            form = child(several[-1], "numFmt")  # what older programs are to print instead
    return _Level(
        number(child(element, "start"), otherwise=0 if child(element, "start") is None else 1),
        value(form) or "decimal",
        value(child(element, "lvlText")),
        number(child(element, "lvlRestart"), otherwise=-1),
        switch(child(element, "isLgl")) or False,
        value(child(element, "pStyle")),
    )


def _text(found: _List, level: int, counts: list[int | None]) -> str:
    own = found.levels.get(level, _PLAIN)
    if own.form == "bullet":
        return ""

    def count(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        form = "decimal" if own.legal else found.levels.get(at, _PLAIN).form
        return printed(counts[at] or 0, form) if at <= level else ""

    return _PLACE.sub(count, own.text)[:_LONGEST]
