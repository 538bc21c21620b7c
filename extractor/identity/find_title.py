"""Which line of the document is the report's title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from extractor.identity.report_title import (
    LONGEST,
    ReportTitle,
    read_notice,
    read_page_title,
    read_title,
    read_year_line,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.forms import Forms
    from extractor.identity.parts import Parts
    from extractor.model.document import Document

_LONGEST_NAME = 30
_NOT_A_NAME = re.compile(r"[。，；：:、！？>|]")
_IN_TITLES = ("报", "公开", "報", "公開")
_MARKS = re.compile(r"^[\s#>=]+\s|\*\*|__|\s#+$")  # Markdown's, of a heading or of bold words
_MOST_LINES = 3  # above the last one of a title
_PART_OF_TITLE = re.compile(r".*(?:信息公开|政务公开|公开工作|工作|年度|年度报)")


class Found(NamedTuple):
    """A title in the article, and the number of its (last) line in the front."""

    title: ReportTitle
    line: int


def article_title(document: Document, parts: Parts, forms: Forms) -> Found | None:
    """Return the title that the report itself prints, None where it prints none.

    Links to other reports stand farther from the first section than the title, in the page's structure
    or in its text. Without sections and without any mark, several titles are a list: none is taken.
    """
    found = list(_titles(parts, forms))
    if not found:
        return _glued_title(parts, forms)
    page = read_page_title(document.title, forms) if document.title else None

    def rank(item: Found) -> tuple[int, bool, bool, int]:
        block = parts.front[item.line]
        depth = _shared(block.scope, parts.scope)
        agrees = page is not None and page[1:3] == item.title[1:3]
        nearness = item.line if parts.has_sections else -item.line
        return depth, bool(block.level or block.strong), agrees, nearness

    best = max(found, key=rank)
    if not parts.has_sections and not any(rank(best)[1:3]):
        return best if len({f.title[1:3] for f in found}) == 1 else None
    return best


def notice_title(parts: Parts, forms: Forms) -> Found | None:
    """Return the title of a notice that makes the report public, nearest to the first section."""
    read = ((n, read_notice(p.text, forms)) for n, p in enumerate(parts.front))
    found = [Found(title, n) for n, title in read if title is not None]
    return found[-1] if found else None


def _titles(parts: Parts, forms: Forms) -> Iterator[Found]:
    texts = [_MARKS.sub("", p.text) for p in parts.front]
    for number, text in enumerate(texts):
        if len(text) > LONGEST * 2 or not any(word in text for word in _IN_TITLES):
            continue
        title = read_title(text, forms)
        if title is None or not title.organization:
            title = _over_lines(texts, number, forms) or title
        if title is None:
            continue
        years = [read_year_line(line) for line in texts[number + 1 : number + 3]]
        if not title.year and years and years[0] and not any(years[1:]):  # several: a menu of years
            yield Found(title._replace(year=years[0]), number + 1)
        else:
            yield Found(title, number)


def _glued_title(parts: Parts, forms: Forms) -> Found | None:
    """Return the title that the first paragraph begins with, where a page was run together."""
    if not parts.front or not parts.has_sections or read_notice(parts.front[0].text, forms) is not None:
        return None
    start = "".join(parts.front[0].text[: LONGEST * 2].split())
    for phrase in forms.phrases.get("report_title", ()):
        at = start.find(phrase)
        title = read_title(start[: at + len(phrase)], forms) if at > 0 else None
        if title is not None and title.year and title.organization:
            return Found(title, 0)
    return None


def _over_lines(texts: list[str], number: int, forms: Forms) -> ReportTitle | None:
    """Read a title that begins some lines before: the name or the year, then what stands between.

    Before a line that is a title itself only name and year can stand: the words ``政务公开`` there are the
    site's menu. A title cut in the middle of its words is told by the year in it.
    """
    whole = read_title(texts[number], forms) is not None
    first = number
    while first and texts[first - 1] == texts[number]:  # the title is printed twice
        first -= 1
    best = None
    for lines in range(1, min(first, _MOST_LINES) + 1):
        above = texts[first - lines : first]
        if lines > 1 and not _goes_between(above[1], forms, whole=whole):
            break
        if best is not None and not read_year_line(above[0]):
            break  # above the name only the year can stand
        title = read_title("".join([*above, texts[number]]), forms)
        if title is not None and title.organization and (whole or title.year) and _begins(above[0], forms):
            best = title
            if best.year:
                break
    return best


def _begins(line: str, forms: Forms) -> bool:
    """Tell whether a line can be the first of a title: a name, a year, or a name with the year."""
    bare = line.strip()
    if len(bare) > _LONGEST_NAME or _NOT_A_NAME.search(bare) or read_title(bare, forms) is not None:
        return False
    return _is_name(bare, forms) or bool(read_year_line(bare) or re.search(r"20\d\d", bare))


def _goes_between(line: str, forms: Forms, *, whole: bool) -> bool:
    """Tell whether a line can stand inside a title: the year, the name, or words that it goes on behind."""
    bare = "".join(line.split())
    if len(bare) > _LONGEST_NAME or _NOT_A_NAME.search(bare) or read_title(bare, forms) is not None:
        return False
    if read_year_line(bare) or _is_name(bare, forms):
        return True
    return not whole and _PART_OF_TITLE.fullmatch(bare) is not None


def _is_name(bare: str, forms: Forms) -> bool:
    return bare.endswith(forms.phrases.get("organization_endings", ()))


def _shared(one: tuple[int, ...], two: tuple[int, ...]) -> int:
    """Return how many containers two places have in common."""
    least = min(len(one), len(two))
    return next((i for i in range(least) if one[i] != two[i]), least)
