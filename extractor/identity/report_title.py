"""What the title of an annual report says: whose it is, and of which year."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.text.numerals import year as read_year
from extractor.text.traditional import simplified

if TYPE_CHECKING:
    from extractor.forms import Forms

FIRST_YEAR = 2008
LONGEST = 60
_SPACE = re.compile(r"\s+")
_YEAR_WORDS = r"20\d\d|[二2][〇○零0OоОo][〇○零0OoОо一二三四五六七八九1-9]{2}"
_YEAR = re.compile(rf"(?<!\d)({_YEAR_WORDS})(?:年度|年|(?=政府|政务|信息公开|度))")
_BRACKETED_YEAR = re.compile(rf"[(\[【〔〖]({_YEAR_WORDS})年?度?[)\]】〕〗]")
_ONLY_YEAR = re.compile(rf"[(\[【〔]?({_YEAR_WORDS})年?度?[)\]】〕]?")
_DAY = r"20\d\d[-/.]\d{1,2}[-/.]\d{1,2}"
_BRACKET_END = re.compile(rf"[(\[【]([^()\[\]【】]*)[)\]】]$|(?<!\d)({_DAY})$")
_BEFORE = re.compile(
    # What lists, scrapers and Markdown print before a title: marks, numbers, dates, the name of the field.
    rf"^[#*\s·•●■◆▪>\-]*(?:\[?{_DAY}\]?\s*)?(?:\d{{1,2}}(?:[.、．]|\s)\s*(?=\D))?"
    r"(?:(?:标题|名称|题目|信息名称|文件名称|文章标题|title|附件\s*\d*)\s*[:：]\s*)?[\"'“‘]?",
    re.IGNORECASE,
)
_AFTER = re.compile(r"(?:\.(?:pdf|docx?|wps|s?html?|txt|md))?[\"'”’\s*]*$", re.IGNORECASE)
_LABELS = re.compile(
    r"^(?:(?P<square>[\[【〔〖][^\[\]【】〔〕〖〗]{0,20}[\]】〕〗])|\((?P<round>[^()]{0,20})\))"
)
_QUOTED = re.compile(r"《([^《》]*)》")
_NO_TITLE = re.compile(r"[。；！？?!;，,《〈>»|_]")
_SEVERAL = re.compile(r"(20\d\d)年?(?:[-–—~至和、]+)$")
_DASH = re.compile(r"[-–—~·•]+")
_TAIL = re.compile(r"(?:(?:政府|政务)?信息公开|政务公开)(?:工作)?$|关于$|的$")
_HEAD = re.compile(r"^(?:关于|附件\d*[:：]?)")
_PUBLISHED = re.compile(r"关于(?:对外)?(?:发布|公布|印发|公开|公示)?|^(?:对外)?(?:发布|公布|印发|公开|公示)")
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
    printed = _SPACE.sub("", _AFTER.sub("", _BEFORE.sub("", text)))
    core = unicodedata.normalize("NFKC", printed)
    bracket = _BRACKET_END.search(core)
    behind = (bracket[1] or bracket[2] or "") if bracket else ""
    if bracket:
        core = core[: bracket.start()]
        printed = printed[: len(printed) - (bracket.end() - bracket.start())]
    printed = printed.strip("《》") if printed.startswith("《") or "《" not in printed else printed
    core = _QUOTED.sub(r"\1", core).removeprefix("《").removesuffix("》")
    core = _BRACKETED_YEAR.sub(r"\1年", core)
    core, label = _without_labels(core, forms)
    if not 0 < len(core) <= LONGEST or _NO_TITLE.search(core):
        return None
    years = list(_YEAR.finditer(core))
    undated = _YEAR.sub("", core)
    ending = _ending(forms).fullmatch(simplified(undated))
    if ending is None:
        return None
    before = core[: years[0].start()] if years and years[0].start() else undated[: ending.end(1)]
    span = _SEVERAL.search(before)
    if says_one_of(forms.phrases.get("title_verbs", ()), before, forms):
        return None
    told = {y for m in years if (y := plausible(read_year(m[1])))}
    if span is not None:  # 2019-2020年: of two years
        before = before[: span.start()]
        told |= {plausible(int(span[1]))}
    if not told and (said := read_year_line(behind)):
        told = {said}
    name = clean_name(_named(before, forms)) or _name_beside(label, behind, forms)
    return ReportTitle(printed, name, told.pop() if len(told) == 1 else 0, behind)


def read_notice(text: str, forms: Forms) -> ReportTitle | None:
    """Return what the title of a notice says that makes a report public (``关于…年度报告的公示``), else None."""
    printed = _SPACE.sub("", _AFTER.sub("", _BEFORE.sub("", text)))
    ending = next((e for e in forms.phrases.get("notice_ending", ()) if printed.endswith(e)), "")
    if not ending or len(printed) > LONGEST * 2:
        return None
    rest = _PUBLISHED.sub("", printed.removesuffix(ending).removesuffix("的"), count=1)
    title = read_title(rest, forms)
    return title and title._replace(text=printed)


@lru_cache(maxsize=4096)
def read_year_line(text: str) -> int:
    """Return the year that is all a text says, in brackets perhaps (``（2022年度）``); else 0."""
    found = _ONLY_YEAR.fullmatch(_SPACE.sub("", unicodedata.normalize("NFKC", text)))
    return plausible(read_year(found[1])) if found else 0


def _without_labels(core: str, forms: Forms) -> tuple[str, str]:
    """Return a title without the brackets before it, and the organization that one of them names."""
    words = forms.phrases.get("bracket_label", ())
    name = ""
    while found := _LABELS.match(core):
        label = found["round"] or (found["square"] or "")[1:-1]
        is_name = label.endswith(forms.phrases.get("organization_endings", ()))
        if found["square"] is None and (is_name or not any(word in label for word in words)):
            break  # (原…局)…: part of the name
        name = label if is_name else name
        core = core[found.end() :]
    return core, name


def says_one_of(words: tuple[str, ...], text: str, forms: Forms) -> bool:
    """Tell whether a text has one of the words, but for those in an organization's name (``机构编制``)."""
    for name in forms.phrases.get("verbs_in_names", ()):
        text = text.replace(name, "")
    return any(word in text for word in words)


def _named(before: str, forms: Forms) -> str:
    """Return the last of the names that dashes or a colon part; none that only names a place of the site."""
    pieces = _DASH.split(before.rsplit(":", 1)[-1])
    if pieces[-1] or len(pieces) == 1:
        return pieces[-1]
    last = next((p for p in reversed(pieces) if p), "")
    return last if last.endswith(forms.phrases.get("organization_endings", ())) else ""


def _name_beside(label: str, behind: str, forms: Forms) -> str:
    """Return the name in the brackets before or behind a title that names nobody itself."""
    endings = forms.phrases.get("organization_endings", ())
    return next(
        (name for text in (label, behind) if text.endswith(endings) and (name := clean_name(text))), ""
    )


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
