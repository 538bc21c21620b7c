"""The marker before a heading: its family, its number, and how it is printed."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.text.numerals import SINGLE, number

CHINESE_COMMA = "chinese-comma"
CHINESE_PAREN = "chinese-paren"
ARABIC_DOT = "arabic-dot"
ARABIC_PAREN = "arabic-paren"
CIRCLED = "circled"
PART = "part"

FAMILIES = (PART, CHINESE_COMMA, CHINESE_PAREN, ARABIC_DOT, ARABIC_PAREN, CIRCLED)
"""The families in the order in which the official style nests them, outermost first."""

_CHINESE = "一二三四五六七八九十⼀⼆⼋⼗"
_DIGIT = "0-9０-９"

FIRST = frozenset(
    # Scrapers leave noise before a marker: Markdown signs, a table's pipe, an l or 丨 read for it.
    f"{_CHINESE}第（(#*|｜丨lIＩ_> \t\u3000\xa00123456789０１２３４５６７８９" + "".join(SINGLE)
)
"""Every character that a line with a marker can begin with: a test that costs nothing."""

_MARKER = re.compile(
    rf"""
    [\s\#*_>|｜丨]* (?: [lIＩ] (?=[{_CHINESE}]\s*[、．.]) )?
    (?:
      (?P<part> 第 \s* ( [{_CHINESE}]{{1,3}} | [{_DIGIT}]{{1,2}} ) \s* (?:部分|章|节|篇|编)
                [\s、．.:：]* )
    | (?P<chinese_comma> ( [{_CHINESE}]{{1,3}} ) \s* [、､︑．.:：,，] [、．.]? )
    | (?P<chinese_paren> (?: [（(] \s* ( [{_CHINESE}]{{1,3}} ) \s* [）)] | [㈠-㈩㊀-㊉] )
                [、．.:：]? (?! \s*[项款条目](?:$|[，。、；：的所中及和至规]) ) )
    | (?P<arabic_dot> (?: ( [{_DIGIT}]{{1,2}} ) \s* [、．.] (?! [{_DIGIT}] ) | [⒈-⒛] ) )
    | (?P<arabic_paren> (?: [（(]? \s* ( [{_DIGIT}]{{1,2}} ) \s* [）)] | [⑴-⒇] )
                [、．.]? (?! \s*[项款条目](?:$|[，。、；：的所中及和至规]) ) )
    | (?P<circled> ( [①-⑳❶-❿➀-➉➊-➓] ) [、．.]? )
    )
    """,
    re.VERBOSE,
)


class Marker(NamedTuple):
    """A marker as found at the head of a line.

    ``printed`` is the marker alone, without the noise before it; it stands at ``start`` and what it
    marks begins at ``end``.
    """

    family: str
    ordinal: int
    printed: str
    start: int
    end: int


def read_marker(text: str) -> Marker | None:
    """Return the marker that ``text`` begins with, None where it begins with none.

    Only the marker's own shape is judged: whether a heading follows is for ``headings`` to say.
    """
    found = _MARKER.match(text)
    if found is None:
        return None
    named = found.lastgroup or ""
    start, end = found.span(named)
    printed = text[start:end].strip()
    # The group inside the named one holds the numeral; a marker of one character has none.
    ordinal = number(found.group((found.lastindex or 0) + 1) or printed[0])
    if ordinal is None:
        return None
    return Marker(named.replace("_", "-"), ordinal, printed, start, end)
