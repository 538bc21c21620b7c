"""Dates as filings print them, as ISO dates."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from extractor.text.numerals import number, year

_ZERO = "〇○零0OОo"
_NUMERAL = "一二三四五六七八九十"
_WESTERN = re.compile(r"(?<!\d)(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*日?")
_RUN = re.compile(r"(?<!\d)(20\d\d)(\d\d)(\d\d)(?!\d)")
_CHINESE = re.compile(
    rf"([二2][{_ZERO}][{_ZERO}{_NUMERAL}]{{2}})\s*年\s*([{_NUMERAL}]{{1,2}})\s*月\s*([{_NUMERAL}]{{1,3}})\s*日"
)
_TIME = r"(?:\d\d?:\d\d(?::\d\d)?)?"
_WHOLE = re.compile(rf"[(\[]?\s*(?:{_WESTERN.pattern}|{_CHINESE.pattern})\s*{_TIME}\s*[)\]]?")


def read_date(text: str, *, run: bool = False) -> tuple[str, bool]:
    """Return the first date in ``text`` as ISO, and whether one is printed at all.

    A date that no calendar has (2022-02-31) gives an empty text and True. ``run``: eight digits in a row
    count too, as pages' metadata write them.
    """
    text = unicodedata.normalize("NFKC", text)
    found = _WESTERN.search(text)
    if found:
        parts = [int(found[i]) for i in (1, 2, 3)]
    elif found := _CHINESE.search(text):
        parts = [year(found[1]) or 0, number(found[2]) or 0, number(found[3]) or 0]
    elif run and (found := _RUN.search(text)):
        parts = [int(found[i]) for i in (1, 2, 3)]
    else:
        return "", False
    try:
        return date(*parts).isoformat(), True
    except ValueError:
        return "", True


def is_date(text: str) -> bool:
    """Tell whether ``text`` is a date and nothing else, in brackets or with a time of day perhaps."""
    return _WHOLE.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None
