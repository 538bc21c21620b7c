"""Which line of the document is the report's title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from extractor.identity.report_title import LONGEST, ReportTitle, read_page_title, read_title

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.forms import Forms
    from extractor.identity.parts import Parts
    from extractor.model.document import Document

_LONGEST_NAME = 30
_NOT_A_NAME = re.compile(r"[。，；：:、！？>|]")
_YEAR_LINE = re.compile(r"\s*(?:20\d\d|[二2][〇○零0].{2})\s*年?\s*度?\s*")


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


def _titles(parts: Parts, forms: Forms) -> Iterator[Found]:
    texts = [p.text for p in parts.front]
    for number, text in enumerate(texts):
        if len(text) > LONGEST * 2 or ("报" not in text and "公开" not in text):
            continue
        title = read_title(text, forms)
        if title is None or not title.organization:
            title = _over_lines(texts, number, forms) or title
        if title is not None:
            yield Found(title, number)


def _glued_title(parts: Parts, forms: Forms) -> Found | None:
    """Return the title that the first paragraph begins with, where a page was run together."""
    if not parts.front or not parts.has_sections:
        return None
    start = "".join(parts.front[0].text[: LONGEST * 2].split())
    for phrase in forms.phrases.get("report_title", ()):
        at = start.find(phrase)
        title = read_title(start[: at + len(phrase)], forms) if at > 0 else None
        if title is not None and title.year and title.organization:
            return Found(title, 0)
    return None


def _over_lines(texts: list[str], number: int, forms: Forms) -> ReportTitle | None:
    """Read a title that begins one or two lines before: the name, or the name and the year."""
    first = number
    while first and texts[first - 1] == texts[number]:  # the title is printed twice
        first -= 1
    for lines in (1, 2):
        if first < lines:
            return None
        above = texts[first - lines : first]
        if lines == 2 and not _YEAR_LINE.fullmatch(above[1]):  # name, year, rest
            return None
        title = read_title("".join([*above, texts[number]]), forms)
        if title is not None and title.organization and _goes_on(above[0], forms):
            return title
    return None


def _goes_on(line: str, forms: Forms) -> bool:
    """Tell whether a line can be the first of a title: a name, or a name with the year."""
    bare = line.strip()
    if len(bare) > _LONGEST_NAME or _NOT_A_NAME.search(bare) or read_title(bare, forms) is not None:
        return False
    return bare.endswith(forms.phrases.get("organization_endings", ())) or bool(re.search(r"20\d\d", bare))


def _shared(one: tuple[int, ...], two: tuple[int, ...]) -> int:
    """Return how many containers two places have in common."""
    least = min(len(one), len(two))
    return next((i for i in range(least) if one[i] != two[i]), least)
