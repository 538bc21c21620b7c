"""Numbers at the beginning of a line or a cell: where one stands, something new begins."""

from __future__ import annotations

import re

from extractor.text.normal import fold

# How many characters a mark can take; radicals in place of numerals (⼆、) are folded in these alone.
_LONGEST = 8
_MARKED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、．.,:]|\([一二三四五六七八九十\d]{1,3}\)|\d{1,2}[、．.](?!\d)"
    r"|第[一二三四五六七八九十]+(?:[条项]|部分))"
)
_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}、")


def is_marked(text: str) -> bool:
    """Tell a text that begins with a number of its own: ``一、``, ``（三）``, ``2.``, ``①``, ``第二十条``."""
    return bool(_MARKED.match(fold(text[:_LONGEST])))


def is_heading(text: str) -> bool:
    """Tell a text that begins as the sections of a report do: ``一、``."""
    return bool(_HEADING.match(fold(text[:_LONGEST])))
