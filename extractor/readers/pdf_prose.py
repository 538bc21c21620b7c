"""Lines of running text → paragraphs; page numbers and what every page repeats are left out."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from extractor.model.document import Paragraph
from extractor.readers.pdf_lines import is_wide
from extractor.readers.pdf_marks import is_marked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.readers.pdf_lines import FreeLine

_PAGE_NUMBER = re.compile(
    r"^[\s\-—–·─]*(?:第?\s*\d{1,4}\s*页?(?:\s*[/，,共]\s*(?:共\s*)?\d{1,4}\s*页?)?)[\s\-—–·─]*$"
)
_CONTINUED = re.compile(r"^[（(]?(?:续|接)上?(?:表|页)[一二三四\d]*[)）]?$")
_HEAD, _FOOT = 0.12, 0.88  # of the page's height
_ONE_SIZE = 0.2
_WORD = re.compile(r"^[!-~]+")
_WIDTH = 0.62  # sizes: of a letter or digit, at most
_SHORTEST_LINE = 2.6  # sizes that a line may lack at its right end and still go on


def is_page_number(line: FreeLine, height: float) -> bool:
    """Tell a page number: alone in its line, at the head or foot of the page."""
    at_edge = line.top > height * _FOOT or line.bottom < height * _HEAD
    return at_edge and bool(_PAGE_NUMBER.match(line.text))


def is_continued(line: FreeLine) -> bool:
    """Tell a line that says only that a table goes on."""
    return bool(_CONTINUED.match(line.text.replace(" ", "")))


def running_lines(pages: Sequence[tuple[float, list[FreeLine]]]) -> set[tuple[int, float]]:
    """Return page and top of the lines at head and foot that are printed on one page after the other.

    ``pages``: the height of each page and its lines outside tables. The number of the page may differ.
    """
    seen: dict[tuple[str, int], list[tuple[int, float]]] = defaultdict(list)
    for height, lines in pages:
        for line in lines:
            if line.bottom < height * _HEAD or line.top > height * _FOOT:
                key = re.sub(r"\d+", "#", line.text)
                seen[key, round(line.top / 4)].append((line.page, line.top))
    out: set[tuple[int, float]] = set()
    for (_, level), places in seen.items():
        if len({page for page, _ in places}) * 2 >= len(pages) > 1 and len(places) > 1 and level >= 0:
            out.update(places)
    return out


def paragraphs(lines: Sequence[FreeLine]) -> Iterator[Paragraph]:
    """Join lines that run on, over page breaks too: a line that reaches the right edge goes on in the next."""
    if not lines:
        return
    sizes = sorted(line.size for line in lines)
    usual = sizes[len(sizes) // 2]
    body = [line for line in lines if abs(line.size - usual) < usual * _ONE_SIZE]
    right = max(line.x1 for line in body)
    left = min(line.x0 for line in body)
    held: list[FreeLine] = []
    for line in lines:
        if held and not (
            _goes_on(held[-1], line, left, right) or _title_goes_on(held[-1], line, right - left, usual)
        ):
            yield _paragraph(held)
            held = []
        held.append(line)
    if held:
        yield _paragraph(held)


def _goes_on(before: FreeLine, line: FreeLine, left: float, right: float) -> bool:
    size = before.size
    if is_marked(line.text) or line.x0 > left + size * 1.2:
        return False
    if abs(line.size - size) > size * _ONE_SIZE:
        return False
    # A word of letters and digits is not parted: where the next one had no room, the line is full.
    word = _WORD.match(line.text)
    lacking = max(_SHORTEST_LINE, len(word.group()) * _WIDTH + 1 if word else 0.0)
    if before.x1 < right - size * lacking:
        return False
    return line.page != before.page or line.top - before.bottom < size * 2


def _title_goes_on(before: FreeLine, line: FreeLine, room: float, usual: float) -> bool:
    """Tell the next line of a title in large type: the line before it is full."""
    return (
        before.size > usual * (1 + _ONE_SIZE)
        and abs(line.size - before.size) < before.size * _ONE_SIZE / 2
        and before.x1 - before.x0 > room - before.size * 2
        and line.top - before.bottom < before.size
        and not is_marked(line.text)
    )


def _paragraph(lines: list[FreeLine]) -> Paragraph:
    text = ""
    for line in lines:
        if text and not (is_wide(text[-1]) or is_wide(line.text[0])):
            text += " "
        text += line.text
    return Paragraph(text, lines[0].place)
