"""The years that a report says it is about: its stated period, and the year that its sentences begin with."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from extractor.narrative.drafts import Draft
from extractor.narrative.places import END
from extractor.narrative.points import THIS, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractor.model.filing import Section

PERIOD, SPOKEN = "report_period", "report_year"
_SPACE = re.compile(r"\s+")
_TO = r"(?:0?时)?(?:起|开始)?[,，]?(?:至|到|[-—–~]+)"
_PERIOD = re.compile(rf"(?<!\d)(20\d\d)年0?1月0?1日{_TO}(?:(20\d\d)年|当年|同年|本年)?0?12月31日")
_LAST_DAY = re.compile(r"(?:31|３１)\s*日")
_MARKS = ("。", "\n", END)
_OF_REPORT = re.compile(r"统\s*计|期\s*限|时\s*限|时\s*段|数\s*据|报\s*告")
_LEADING = re.compile(
    r"(?:^|[。！？!?\n])\s*(?:[一二三四五六]是|第?[（(]?[一二三四五六\d][）)、.])?\s*在?(20\d\d)年度?(?=[,，我本全各省市区县镇乡州局委办街])"
)
_COMPARED = re.compile(r"今年|本年|相比|同比|较")
_FUTURE = re.compile(r"将|拟|计划|继续|进一步|下一步|打算|力争|目标|争取")
_SECTIONS = frozenset({1, 2, 3, 4})


class Said(NamedTuple):
    """A year that a sentence says: the quantity (``PERIOD`` or ``SPOKEN``), the year, the sentence as printed."""

    quantity: str
    year: int
    raw: str


def periods(texts: Iterable[str]) -> Iterator[Said]:
    """Yield the years of each period that a sentence gives for the report or its data."""
    for sentence in {_around(text, m.start()): None for text in texts for m in _LAST_DAY.finditer(text)}:
        if _OF_REPORT.search(sentence):
            compact = _SPACE.sub("", unicodedata.normalize("NFKC", sentence))
            for found in _PERIOD.finditer(compact):
                for year in dict.fromkeys((found[1], found[2] or found[1])):
                    yield Said(PERIOD, int(year), sentence)


def _around(text: str, at: int) -> str:
    """Return the sentence that a place stands in."""
    start = max(text.rfind(mark, 0, at) for mark in _MARKS) + 1
    ends = [end for mark in _MARKS if (end := text.find(mark, at)) >= 0]
    stop = min(ends, default=len(text))
    return text[start : stop + (text[stop : stop + 1] == "。")].strip()


def spoken(sections: tuple[Section, ...], year: int) -> Iterator[Said]:
    """Yield the year that a sentence of the report begins with, where none of them is the report's own.

    Such a sentence goes on with a comma or with who acted; one that compares or plans is about no year.
    Where the report's own year is said at all, other years are history, and nothing is yielded.
    """
    number = 0
    found = []
    own = re.compile(rf"{year}\s*年(?!\s*\d{{1,2}}月)")
    for section in sections:
        number = section.section or (number if section.level > 1 else 0)
        if number not in _SECTIONS or "20" not in section.text:
            continue
        if own.search(section.text):
            return
        found += list(_leading(section.text, year))
    yield from found


def _leading(text: str, year: int) -> Iterator[Said]:
    for found in _LEADING.finditer(text):
        end = next((m.start() for m in re.finditer(r"[。！？!?\n]", text[found.end() :])), None)
        sentence = text[found.start(1) : len(text) if end is None else found.end() + end + 1]
        if int(found[1]) == year or _COMPARED.search(sentence) or str(year) in sentence:
            continue
        if int(found[1]) > year and _FUTURE.search(sentence):
            continue
        yield Said(SPOKEN, int(found[1]), sentence.strip())


def draft(said: Said) -> Draft:
    """Return what was said as a draft."""
    return Draft(said.quantity, Decimal(said.year), Tag(), Tag(THIS), "年", text=said.raw)
