"""A sentence as signs: numbers with their measure, years and days, and the words that say what they count."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.text.numerals import number
from extractor.text.tokens import ClosedSegmenter

if TYPE_CHECKING:
    from extractor.forms import Narration

NUMBER, YEAR, MONTH, SPAN, MARK, OTHER = "number", "year", "month", "span", "mark", ""
"""Signs that are no words: a number with a measure, a year, a month or quarter day, a stretch of several years, a
punctuation mark, anything else."""

COUNTED = frozenset("件 宗 起 份 例 条 个 项 封".split())  # noqa: SIM905
"""Measures of applications."""
PEOPLE = frozenset("人 名 位 家 户".split())  # noqa: SIM905
"""Measures of those who apply."""

_CHINESE = "〇零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟"
_MEASURE = "件次|人次|万元|件|宗|起|份|例|条|封|元|次|人|名|位|家|户|%|篇|期|个|项"
_SPECIAL = re.compile(
    r"(?P<whole>(?:20\d\d年)?0?1月0?1日(?:起)?(?:至|到|-|—)(?:20\d\d年)?12月31日"
    r"|(?:20\d\d年)?0?1月?份?(?:至|到|[-—–~])12月(?:份|底|末)?(?!\d))"
    r"|(?P<span>20\d\d年?度?(?:至|到|[-—–~―]+)20\d\d(?:学年度?|年度?(?!\d))(?:期间|间)?|20\d\d学年度?)"
    r"|(?P<until>截[至止]到?(?:20\d\d年)?(?:12月31日|年?(?:12月)?底|年底))"
    r"|(?P<carry>(?:20\d\d年度?结转(?:至本年度?|到本年度?|过来)?|结转(?:至|到|入)?20\d\d年度?"
    r"|(?:转入|转至|延至|顺延至|留待)20\d\d年度?)(?:继续办理)?)"
    r"|(?P<digits>(?:截至)?20\d\d年(?:\d{1,2}月(?:份)?(?:至|到|[-—–~])\d{1,2}月|\d{1,2}月(?:份)?(?:\d{1,2}日)?(?:以后|以前|起)?)?(?:度|底|末)?(?:期间|间)?)"
    r"|(?P<month>(?:十[一二]|[一二三四五六七八九十])月(?:份|底|末)?|\d{1,2}(?:[-—–~]|至|到)\d{1,2}月(?:份)?|(?:截[至止]到?)?\d{1,2}月(?:份)?(?:至|到|[-—–~])\d{1,2}月(?:份)?|(?:截[至止]到?)?\d{1,2}月(?:份|底|末)?(?:\d{1,2}日)?(?:以后|以前|起)?)"
    rf"|(?P<number>(?P<round>(?:[上数几成](?=[十百千万]))?)(?P<figures>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?|\((?P<inner>\d+)\)|[{_CHINESE}]+)"
    rf"(?P<about>余|多|几|来)?(?P<myriads>万)?(?P<more>余|多)?(?P<unit>{_MEASURE})(?P<after>左右|以上|以下|以内|上下)?)"
    r"|(?P<bare>(?<=[:为是])(?:\d{1,3}(?:,\d{3})+|\d+)(?=[,;。、!?)]|$))"
    r"|(?P<mark>[,;:()、。!?\"“”—–])"
)  # fmt: skip
_NOT_COUNTED = re.compile(r"(?:个|项)(?=工作|月|部门|单位|环节|渠道|方面|栏目|领域|乡|镇|街道|县|区|科室)")
_SURE_MYRIADS = 4


class Sign(NamedTuple):
    """A piece of a sentence. ``kind`` is a sign of the narration or one of this module's.

    Of a number: ``value``, ``unit`` and whether it is ``exact``; of a year: ``value``.
    """

    kind: str
    text: str
    value: Decimal = Decimal(0)
    unit: str = ""
    exact: bool = True


class Signs:
    """Cuts sentences into signs, with the words of a narration."""

    def __init__(self, narration: Narration) -> None:
        self._kinds = narration.signs
        self._segmenter = ClosedSegmenter(narration.signs)
        self._words = lru_cache(maxsize=32768)(self._cut)

    def read(self, sentence: str) -> list[Sign]:
        """Return the signs of a sentence, which is in NFKC and without white space."""
        out: list[Sign] = []
        at = 0
        for found in _SPECIAL.finditer(sentence):
            sign = _special(found)
            if sign is None:
                continue
            if at < found.start():
                out += self._words(sentence[at : found.start()])
            at = found.end()
            out.append(sign)
        if at < len(sentence):
            out += self._words(sentence[at:])
        return out

    def _cut(self, text: str) -> tuple[Sign, ...]:
        kinds = self._kinds
        return tuple(Sign(kinds.get(word, OTHER), word) for word in self._segmenter.words(text))


def _special(found: re.Match[str]) -> Sign | None:
    """Return the sign of what the pattern found; None where it is no sign after all."""
    kind, text = found.lastgroup or "", found.group()
    if found["number"]:
        return _number(found)
    if kind == "bare":
        return Sign(NUMBER, text, Decimal(text.replace(",", "")), "件")
    if kind == "mark":
        return Sign(MARK, text)
    return Sign(_KINDS.get(kind) or _day_or_year(text), text, _year(text))


_KINDS = {"whole": YEAR, "span": SPAN, "until": YEAR, "carry": "carry_year", "month": MONTH}


def _day_or_year(text: str) -> str:
    whole = text.removesuffix("期间").removesuffix("间").rstrip("度底末").endswith(
        "年"
    ) and not text.startswith("截")
    return YEAR if whole else MONTH


def _year(text: str) -> Decimal:
    years = re.findall(r"20\d\d", text)
    return Decimal(years[-1]) if years else Decimal(0)


def _number(found: re.Match[str]) -> Sign | None:
    figures, unit = found["inner"] or found["figures"], found["unit"]
    if found["inner"] and not found["unit"]:
        return None
    if not figures[0].isascii():
        if figures == "一" and unit in ("个", "项", "次", "条", "名", "人"):
            return None
        count = number(figures)
        if count is None:
            return None
        value = Decimal(count)
    else:
        value = Decimal(figures.replace(",", ""))
    exact = not any(found[name] for name in ("round", "about", "more", "after"))
    if found["myriads"]:
        exact = exact and len(figures.partition(".")[2]) >= _SURE_MYRIADS
        value *= 10_000
    if _NOT_COUNTED.match(found.string, found.end("unit") - len(unit)):
        unit = "个体"
    if unit == "件次" and not value:
        unit = "件"
    return Sign(NUMBER, found.group(), value, unit, exact)
