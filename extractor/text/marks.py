"""Marks of other formats in lines of text: each is made blanks, or a pipe, of the same length.

Texts that converters wrote keep tags, entities, Markdown's backslashes and drawn borders. A place in the line
handed back is the same place in the line as printed.
"""

from __future__ import annotations

import re

NOTHING = "\u200b"
"""Takes the place of a mark inside a word; comparisons and readings leave it out."""
_BARS = str.maketrans("│┃║┆┇┊┋╎╏｜￨¦❘", "|" * 13)
_TAG = re.compile(
    r"</?(?:a|b|big|body|br|center|del|div|em|font|h[1-6]|i|ins|label|li|ol|p|pre|s|section|small|span|strike"
    r"|strong|sub|sup|tbody|u|ul)\b[^<>]*>|&(?:nbsp|ensp|emsp|thinsp|#160|#xa0);",
    re.IGNORECASE,
)
_INLINE = re.compile(r"</?(?:a|b|em|font|i|ins|span|strong|u)\b", re.IGNORECASE)
_STRUCK = re.compile(r"<(del|s|strike)\b[^<>]*>.{0,200}?</\1\s*>|~~[^~]{1,200}~~", re.IGNORECASE)
_RAISED = re.compile(r"<(su[pb])\b[^<>]*>(.{0,200}?)</\1\s*>", re.IGNORECASE)
_SUPER = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SUB = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_ESCAPED = re.compile(r"\\(?=[.\-+*_#()\[\]>~!`])")
_BORDER = re.compile(r"[\s|:+\-—–―=_\u2500-\u257f▏▕]+")
# What a row of marks for none has not: corners and crossings of lines, or one stroke drawn on and on.
_DRAWN = re.compile(r"[┌-╋╒-╬╭-╰]|(?:[-—=_─━═]\s?){4}|\+-|-\+")
_RULE = re.compile(r":?[-—=─]+:?")
_FEWEST_STROKES = 4


def plain(line: str) -> str:
    """Return a line of text without tags, entities and backslashes, each character where it was."""
    if "<" in line or "~~" in line:
        line = _STRUCK.sub(_blanks, line)
        line = _RAISED.sub(_raised, line)
    if "<" in line or "&" in line:
        line = _TAG.sub(_unmarked, line)
    if "\\" in line:
        line = _ESCAPED.sub(NOTHING, line)
    return line


def with_pipes(line: str) -> str:
    """Return a line with every bar that can part fields, drawn or full-width, as a pipe."""
    return line.translate(_BARS)


def is_border(line: str) -> bool:
    """Tell a line that only draws: the upper edge of a table, the line below a row or a title."""
    bare = line.strip()
    if len(bare) < _FEWEST_STROKES or not _BORDER.fullmatch(bare):
        return False
    return _DRAWN.search(bare) is not None


def is_rule(line: str) -> bool:
    """Tell what Markdown prints below the header of a table; elsewhere it may be marks for none."""
    parts = line.strip().strip("|").split("|")
    return all(_RULE.fullmatch(part.strip()) for part in parts) and any(len(p.strip()) > 1 for p in parts)


def _blanks(found: re.Match[str]) -> str:
    return " " + NOTHING * (len(found.group()) - 1)


def _unmarked(found: re.Match[str]) -> str:
    """A tag that only dresses a word leaves it whole; any other ends a line or a paragraph."""
    return (NOTHING if _INLINE.match(found.group()) else " ") + NOTHING * (len(found.group()) - 1)


def _raised(found: re.Match[str]) -> str:
    digits = _SUPER if found[1].casefold() == "sup" else _SUB
    head, tail = found.start(2) - found.start(), found.end() - found.end(2)
    return NOTHING * head + found[2].translate(digits) + NOTHING * tail
