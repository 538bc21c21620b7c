"""Where the report starts and ends on its page."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.forms import Forms
    from extractor.model.document import Paragraph

_FEWEST = 2
_LONGEST_SIGNATURE = 40
_SPACE = re.compile(r"\s+")
_DATE = (
    r"(?:20\d\d|[二〇○零0OОo一1-9][〇○零0OОo一二三四五六七八九]{3})\s*[年.\-/]\s*[\d一二三四五六七八九十]{1,3}\s*[月.\-/]"
    r"\s*[\d一二三四五六七八九十]{1,3}\s*日?"
)
_DATE_LINE = re.compile(rf"[（(]?\s*{_DATE}\s*[）)]?")
_SIGNED = re.compile(rf"([^\s，。；：:、]{{2,30}})\s*{_DATE}")
_NAME = re.compile(r"[^，。；：:、？！]{2,30}")


def common_scope(scopes: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    """Return the smallest container of all places; empty where there are fewer than two."""
    chains = list(scopes)
    if len(chains) < _FEWEST:
        return ()
    low, high = min(chains), max(chains)
    least = min(len(low), len(high))
    return low[: next((i for i in range(least) if low[i] != high[i]), least)]


def article_end(text: list[Paragraph], start: int, scope: tuple[int, ...], forms: Forms) -> int:
    """Return the number of the first line from ``start`` on that belongs to the page, not the report."""
    phrases = forms.phrases.get("after_report", ())
    whole = forms.phrases.get("after_report_whole", ())
    reports = forms.phrases.get("report_title", ())
    depth = len(scope)
    for number in range(start, len(text)):
        line = text[number]
        if depth and line.scope[:depth] != scope:
            return number
        bare = line.text.lstrip(" \u3000\xa0|·>-•*")
        # A sentence may begin with the same words; what a page prints is no sentence.
        if (bare.startswith(phrases) and "。" not in bare) or bare in whole:
            return number
        if len(bare) <= _LONGEST_SIGNATURE and bare.endswith(reports):
            return number  # another year's report, in a list of links
    return len(text)


def without_page(text: str, forms: Forms) -> str:
    """Return the text of the last section without what its page prints behind it on the same line."""
    for found in _page_words(forms).finditer(text):
        if "。" not in text[found.start() :]:
            return text[: found.start()].rstrip()
    return text.rstrip()


@lru_cache(maxsize=8)
def _page_words(forms: Forms) -> re.Pattern[str]:
    words = "|".join(map(re.escape, forms.phrases.get("after_report", ())))
    return re.compile(rf"(?:^|(?<=[\s。】\]]))(?:{words})" if words else r"(?!)")


def without_signature(lines: list[str], before: str) -> list[str]:
    """Return the lines without the name and the date that end the report.

    A name without a date is told by standing in the text ``before`` the first section (the title's).
    """
    kept = [line for line in lines if line.strip()]
    last = kept[-1].strip() if kept else ""
    if len(last) <= _LONGEST_SIGNATURE and _SIGNED.fullmatch(last):
        return kept[:-1]
    dated = _DATE_LINE.fullmatch(last) is not None
    if dated:
        kept.pop()
        last = kept[-1].strip() if kept else ""
    if _NAME.fullmatch(last) and (_SPACE.sub("", last) in before or (dated and not _says_none(last))):
        kept.pop()
    return kept


def _says_none(line: str) -> bool:
    return line.startswith(("无", "没有", "暂无"))
