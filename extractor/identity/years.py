"""The report year where the title does not say it."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from extractor.identity.report_title import plausible, read_page_title

if TYPE_CHECKING:
    from extractor.forms import Forms
    from extractor.identity.parts import Parts

_SPACE = re.compile(r"\s+")
_TO = r"(?:0?时)?(?:起|开始)?[,，]?(?:至|到|[-—–~]+)"
_PERIOD = re.compile(rf"(?<!\d)(20\d\d)年0?1月0?1日{_TO}(?:(20\d\d)年|当年|同年|本年)?12月31日")
# Pages that lost their 年 and 月 still print both years; only two equal ones are certain.
_LOSSY_PERIOD = re.compile(rf"(?<!\d)(20\d\d)年?0?1月?0?1日?{_TO}(20\d\d)年?12月?31日?")
_CLOSING = re.compile(r"统计[^。]{0,20}截[至止]到?(20\d\d)年12月31日")
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_SAID_IN_NAME = re.compile(r"(?<!\d)(20\d\d)年")


def year_of_metadata(named: dict[str, list[str]], forms: Forms) -> int:
    """Return the year that the page's metadata state; 0 where they state none or more than one."""
    for key in forms.phrases.get("title_keys", ()):
        for value in named.get(key.casefold(), ()):
            title = read_page_title(value, forms)
            if title is not None and title.year:
                return title.year
    stated = {
        plausible(int(found[1]))
        for key in forms.phrases.get("year_keys", ())
        for value in named.get(key.casefold(), ())
        if (found := _IN_NAME.search(unicodedata.normalize("NFKC", value)))
    }
    return _only(stated)


def year_of_period(parts: Parts) -> int:
    """Return the year of the stated period (``自2019年1月1日起至…12月31日止``), 0 where it is not one."""
    years: set[int] = set()
    for block in parts.front:
        if "31" not in block.text and "３１" not in block.text:
            continue
        text = _SPACE.sub("", unicodedata.normalize("NFKC", block.text))
        for found in (*_PERIOD.finditer(text), *_LOSSY_PERIOD.finditer(text)):
            years.add(plausible(int(found[1])) if found[2] in (None, found[1]) else 0)
        years |= {plausible(int(found[1])) for found in _CLOSING.finditer(text)}
    return _only(years)


def year_of_source(source: str) -> int:
    """Return the year in the name of the file (the last part of ``source``), 0 for none or several."""
    name = unicodedata.normalize("NFKC", re.split(r"[/\\!]", source)[-1])
    return _only({plausible(int(y)) for y in _SAID_IN_NAME.findall(name)}) or _only(
        {plausible(int(y)) for y in _IN_NAME.findall(name)} - {0}
    )


def _only(years: set[int]) -> int:
    return next(iter(years)) if len(years) == 1 else 0
