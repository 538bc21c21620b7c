"""The text of a cell → what it says: a number, blank, a mark for none, or something that is no number."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from extractor.model.filing import CellStatus
from extractor.text.normal import compact
from extractor.text.traditional import simplified

# The contract's marks for "none"; a dash may be drawn up to three times.
_NIL = re.compile(r"^(?:/|∕|\\|-{1,3}|—{1,3}|–{1,3}|―{1,2}|─{1,3}|⸺|⸻|\*|无|不适用|不涉及|n/a)$")
# Raised and circled digits behind a number are marks of notes; NFKC would make them digits of it.
_MARK = "①-⒛⓪-⓿❶-❿㉑-㉟㊱-㊿⁰¹²³⁴-⁹"
# Raised digits may stand in brackets: nothing else is raised than marks of notes.
_NOTE_MARK = re.compile(
    rf"(?:[{_MARK}※☆★]|注[⁰¹²³⁴-⁹]+|[（(\[【〔［]注?[⁰¹²³⁴-⁹][⁰¹²³⁴-⁹,，、\-–]*[）)\]】〕］])+$"
)
_NO_DIGIT = re.compile(rf"[{_MARK}₀-₉]")
# A bracket without 注 is a note only where nothing in it could change the number before it.
_NOTE = re.compile(
    r"(?:\*+"
    r"|[（(\[【](?:注|备注|见|详见|\*|※)[^（）()\[\]]*[）)\]】]"
    r"|[（(\[【][^（）()\[\]\d一二两三四五六七八九十百千万亿半几多余约近增减负元%.．+\-−]*[）)\]】])$"
)
_UNITS = "万元|元|件|个|条|次|人次|人|篇|项|份|期|名|位|户|家|宗|起|部|类"
_NUMBER = re.compile(
    r"^(?P<sign>[+\-−]|增加|减少|增|减)?"
    r"(?P<digits>0|[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d*)(?P<fraction>\.\d+)?"
    rf"(?:(?P<unit>{_UNITS})|\((?:单位:?)?(?P<bracketed>{_UNITS})\))?$"
)
_LONGEST = 24
# More digits than anything counted or paid has: numbers that were run together.
_MOST_DIGITS = 14
_MOST_DECIMALS = 18
_UNKNOWN = "\ufffd"
"""What readers put for a character that is printed but cannot be told."""
_NEGATIVE = frozenset({"-", "−", "减", "减少"})


COUNTING_WORDS = frozenset(
    "条 件 次 篇 个 人 人次 万元 元 项 份 期 名 位 户 家 宗 起 部 类 单位 條 個 萬元 項 類 戶 單位".split()  # noqa: SIM905
)
"""What a 单位 cell of a form holds."""


class Reading(NamedTuple):
    """What a cell says. ``value`` is set where ``status`` is ``reported``.

    ``unit`` is the unit printed in the cell (``元``, ``件``), ``signed`` whether a sign or 增/减 is.
    ``doubtful``: what cannot be read for certain (``007``, a character that nobody can tell), as against
    text that is no number.
    """

    status: CellStatus
    value: Decimal | None = None
    unit: str = ""
    signed: bool = False
    doubtful: bool = False


_BLANK = Reading(CellStatus.BLANK)
_UNREADABLE = Reading(CellStatus.UNREADABLE)
_DOUBTFUL = Reading(CellStatus.UNREADABLE, doubtful=True)


@lru_cache(maxsize=65536)
def read_value(text: str) -> Reading:
    """Return what the text of one cell says.

    White space inside is dropped: digits of one cell on two lines are one number. Full-width digits,
    thousands separators, a sign, 增/减, a counting word and a note behind are understood; nothing else
    is: ``约5``, ``12（含3件）``, ``O``, ``三`` are unreadable.
    """
    bare = compact(text)
    if not bare:
        return _BLANK
    if len(bare) > _LONGEST or _UNKNOWN in bare:
        return _DOUBTFUL if _UNKNOWN in bare else _UNREADABLE
    unmarked = _NOTE_MARK.sub("", bare)
    if _NO_DIGIT.search(unmarked):
        return _UNREADABLE
    folded = simplified(unicodedata.normalize("NFKC", unmarked)).casefold()
    if _NIL.match(folded) or _NIL.match(bare):
        return Reading(CellStatus.NIL)
    found = _NUMBER.match(folded)
    if not found:
        trimmed = _NOTE.sub("", folded)
        found = _NUMBER.match(trimmed) if trimmed != folded else None
    whole, decimals = (found["digits"].replace(",", ""), found["fraction"] or "") if found else ("", "")
    if not found or len(whole) > _MOST_DIGITS or len(decimals) > _MOST_DECIMALS:
        return Reading(CellStatus.UNREADABLE, doubtful=bool(found) or folded.rstrip(",").isdigit())
    digits = whole + decimals
    sign = found["sign"] or ""
    value = -Decimal(digits) if sign in _NEGATIVE else Decimal(digits)
    return Reading(CellStatus.REPORTED, value, found["unit"] or found["bracketed"] or "", bool(sign))


def is_value(text: str) -> bool:
    """Tell whether the text is a number, blank or a mark for none: what can stand in a value cell."""
    return read_value(text).status is not CellStatus.UNREADABLE
