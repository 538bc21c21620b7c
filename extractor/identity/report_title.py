"""What the title of an annual report says: whose it is, and of which year."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.text.numerals import year as read_year

if TYPE_CHECKING:
    from extractor.forms import Forms

FIRST_YEAR = 2008
LONGEST = 60
_SPACE = re.compile(r"\s+")
_YEAR = re.compile(
    r"(?<!\d)(20\d\d|[二2][〇○零0OoОо][〇○零0OoОо一二三四五六七八九1-9]{2})(?:年度|年|(?=政府|政务|信息公开|度))"
)
_BRACKET_END = re.compile(r"\(([^()]*)\)$")
_BRACKETED_YEAR = re.compile(r"(20\d\d)年?度?")
_NO_TITLE = re.compile(r"[。；！？?!;，,《〈>»|_]")
_FRAME = re.compile(r"^(?:[#*\s]*)(?:(?:标题|名称|题目|信息名称|附件\d*)[:：]\s*)?《?|》?[\s*]*$")
_SEVERAL = re.compile(r"(20\d\d)年?(?:[-–—~至和、]+)$")
_DASH = re.compile(r"[-–—~]+")
_TAIL = re.compile(r"(?:(?:政府|政务)?信息公开|政务公开)(?:工作)?$|关于$|的$")
_HEAD = re.compile(r"^(?:关于|附件\d*[:：]?)")
_PIECES = re.compile(r"\s*[-_|｜–—>»·]+\s*")
_NOBODY = ("我", "本", "各", "该", "全")


class ReportTitle(NamedTuple):
    """A title as read; ``organization`` is empty and ``year`` 0 where it does not say.

    ``text`` has no white space; ``published`` is the text of the bracket behind the title, if any.
    """

    text: str
    organization: str
    year: int
    published: str = ""


@lru_cache(maxsize=4096)
def read_title(text: str, forms: Forms) -> ReportTitle | None:
    """Return what a line says if all of it is the title of an annual report, else None."""
    if len(text) > LONGEST * 2:
        return None
    printed = _FRAME.sub("", _SPACE.sub("", text))
    core = unicodedata.normalize("NFKC", printed)
    bracket = _BRACKET_END.search(core)
    behind = bracket[1] if bracket else ""
    if bracket:
        core = core[: bracket.start()]
        printed = printed[: len(printed) - (bracket.end() - bracket.start())]
    if not 0 < len(core) <= LONGEST or _NO_TITLE.search(core):
        return None
    years = list(_YEAR.finditer(core))
    ending = _ending(forms).fullmatch(_YEAR.sub("", core))
    if ending is None:
        return None
    before = core[: years[0].start()] if years and years[0].start() else ending[1]
    span = _SEVERAL.search(before)
    if any(verb in before for verb in forms.phrases.get("title_verbs", ())):
        return None
    told = {y for m in years if (y := plausible(read_year(m[1])))}
    if span is not None:  # 2019-2020年: of two years
        before = before[: span.start()]
        told |= {plausible(int(span[1]))}
    before = _DASH.split(before)[-1]
    if not told and (found := _BRACKETED_YEAR.fullmatch(behind)):
        told = {y for y in [plausible(int(found[1]))] if y}
    return ReportTitle(printed, clean_name(before), told.pop() if len(told) == 1 else 0, behind)


def read_page_title(text: str, forms: Forms) -> ReportTitle | None:
    """Return what the title of a page says: the report's, with the names of site and column around it."""
    found = [t for piece in _PIECES.split(text) if (t := read_title(piece, forms)) is not None]
    return max(found, key=lambda t: (bool(t.year), bool(t.organization)), default=None)


def clean_name(name: str) -> str:
    """Return an organization's name in NFKC without white space; empty for what names nobody (``我局``)."""
    name = _SPACE.sub("", unicodedata.normalize("NFKC", name))
    name = _HEAD.sub("", name)
    while (shorter := _TAIL.sub("", name)) != name:
        name = shorter
    return "" if len(name) < 2 or name.startswith(_NOBODY) else name


def plausible(year: int | None) -> int:
    """Return a year that a report can be of, else 0."""
    return year if year and FIRST_YEAR <= year <= datetime.now(tz=UTC).year + 1 else 0


@lru_cache(maxsize=8)
def _ending(forms: Forms) -> re.Pattern[str]:
    endings = sorted(forms.phrases.get("report_title", ()), key=len, reverse=True)
    return re.compile(rf"(.*?)(?:{'|'.join(map(re.escape, endings))})")
