"""Chinese numerals and enumerators as numbers."""

from __future__ import annotations

import re
from functools import lru_cache

SIMPLE = ("零一二三四五六七八九", "十百千万")
"""The digits and units that numbers are counted in."""
_MYRIAD = 10_000
_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    # Other printings of the same digits: zeros of several alphabets, radicals, banking numerals.
    **dict.fromkeys("零○０0OoОоΟο", 0),
    **dict(zip("⼀⼆", (1, 2), strict=True)),
    **{c: i for i, c in enumerate("壹贰叁肆伍陆柒捌玖", 1)},
    "两": 2,
    "⼋": 8,
}
_UNITS = {"十": 10, "⼗": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TENS = frozenset("十⼗拾")  # alone, it is ten
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_WESTERN = re.compile(r"[0-9０-９]{1,9}")
_YEAR_DIGITS = (
    {c: str(v) for c, v in _DIGITS.items() if c not in "壹贰叁肆伍陆柒捌玖两"}
    | {c: str(i) for i, c in enumerate("０１２３４５６７８９")}
    | {str(i): str(i) for i in range(10)}
)
_YEAR_LENGTH = 4

# Enumerators that are one character each, first to last of their block, and the number of the first.
_BLOCKS = (
    ("①", "⑳", 1),
    ("⑴", "⒇", 1),
    ("⒈", "⒛", 1),
    ("❶", "❿", 1),
    ("➀", "➉", 1),
    ("➊", "➓", 1),
    ("㈠", "㈩", 1),
    ("㊀", "㊉", 1),
    ("㉑", "㉟", 21),
)
SINGLE = {
    chr(code): start + code - ord(first)
    for first, last, start in _BLOCKS
    for code in range(ord(first), ord(last) + 1)
}
"""Enumerators of one character (``㈠`` ``①`` ``⑴`` ``⒈``), each with its number."""


@lru_cache(maxsize=4096)
def number(text: str) -> int | None:
    """Return the number that ``text`` writes: ``十二``, ``二百零五``, ``３``, ``㈣``; None for anything else.

    Only a text that is a numeral as a whole counts, and only in the usual order of its parts:
    ``一二`` and ``十百`` are no numbers (for years see ``year``).
    """
    if text in SINGLE:
        return SINGLE[text]
    if _WESTERN.fullmatch(text):
        return int(text)
    return _chinese(text)


def _chinese(text: str) -> int | None:
    if not text:
        return None
    total, part, last_unit, last_myriad = 0, 0, 10_000, 10**12
    digit: int | None = None
    for c in text:
        if c in _DIGITS and not digit:
            digit = _DIGITS[c]
        elif c in _UNITS and _UNITS[c] < last_unit and (digit or c in _TENS):
            last_unit = _UNITS[c]
            part, digit = part + (digit or 1) * last_unit, None
        elif c in _MYRIADS and _MYRIADS[c] < last_myriad and part + (digit or 0):
            last_myriad = _MYRIADS[c]
            total += (part + (digit or 0)) * last_myriad
            part, digit, last_unit = 0, None, 10_000
        else:
            return None
    return total + part + (digit or 0)


def year(text: str) -> int | None:
    """Return the year that four digits write, Chinese, full-width or plain: ``二〇二一``; else None."""
    if len(text) != _YEAR_LENGTH or any(c not in _YEAR_DIGITS for c in text):
        return None
    return int("".join(_YEAR_DIGITS[c] for c in text))


def counted(number: int, digits: str = SIMPLE[0], units: str = SIMPLE[1]) -> str:
    """Return a number counted in tens, hundreds and thousands: 12 → 十二, 20 → 二十, 105 → 一百零五."""
    if number >= _MYRIAD or number <= 0:
        return str(number) if number else digits[0]
    text = ""
    for place, digit in zip(range(len(str(number)) - 1, -1, -1), map(int, str(number)), strict=True):
        if digit:
            text += digits[digit] + (units[place - 1] if place else "")
        elif text and not text.endswith(digits[0]):
            text += digits[0]
    text = text.rstrip(digits[0])
    return text.removeprefix(digits[1]) if text.startswith(digits[1] + units[0]) else text
