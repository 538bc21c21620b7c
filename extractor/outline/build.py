"""The outline of a report: its headings, the six sections among them, and the text under each."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from extractor.model.filing import Section
from extractor.outline.article import article_end, common_scope, without_page, without_signature
from extractor.outline.headings import Heading, read_headings
from extractor.outline.levels import add_by_number, levels, siblings
from extractor.outline.lines import Lines, read_lines, split_inline
from extractor.outline.six import SECTIONS, UNNUMBERED, assign, drop_contents, top_family
from extractor.outline.titles import titles_of

if TYPE_CHECKING:
    from extractor.forms import Forms
    from extractor.model.document import Document, Paragraph
    from extractor.outline.titles import Titles


def build(document: Document, taken: frozenset[str], forms: Forms) -> tuple[Section, ...]:
    """Return the headings of a report in order, each with the text under it up to the next heading.

    ``taken``: the places of the paragraphs and cells that are part of an official table. What stands
    before the first section and behind the end of the report is left out. A section of the form that
    could not be told is missing; none is made up.
    """
    titles = titles_of(forms)
    lines = read_lines(document, taken, titles)
    headings, six = _read(lines, titles)
    if len(six) < len(SECTIONS):
        parted = split_inline(lines, titles, set(SECTIONS) - set(six))
        if parted is not None:
            lines = parted
            headings, six = _read(lines, titles)
    top = top_family(list(six.values()))
    beside = siblings(headings, six, top) if top else []
    add_by_number(six, beside, titles)
    firsts = sorted({h.line: h for h in (*six.values(), *beside)}.values(), key=lambda h: h.line)
    headings, end = _bounded(headings, lines, firsts, forms)
    texts = _texts(headings, lines, end, forms)
    depth = levels(headings, firsts)
    under = _with_tables(headings, depth, lines, end)
    number_of = {h.line: n for n, h in six.items()}
    return tuple(
        Section(
            number_of.get(heading.line, 0),
            depth[i],
            heading.number,
            heading.title,
            texts[i],
            _place(lines.text[heading.line], heading.start),
            heading.family,
            heading.ordinal,
            i in under,
        )
        for i, heading in enumerate(headings)
    )


def _read(lines: Lines, titles: Titles) -> tuple[list[Heading], dict[int, Heading]]:
    headings = drop_contents(read_headings(lines.text, titles))
    known = [h for h in headings if h.known]
    family = top_family(known)
    if family != UNNUMBERED:
        # A menu entry or a link may have the words of a title; the report's own stand together.
        numbered = [h for h in known if h.family == family]
        scope = common_scope(lines.text[h.line].scope for h in numbered)
        headings = [
            h for h in headings if h.family != UNNUMBERED or lines.text[h.line].scope[: len(scope)] == scope
        ]
    return headings, assign(headings, lines.official, titles)


def _bounded(
    headings: list[Heading], lines: Lines, firsts: list[Heading], forms: Forms
) -> tuple[list[Heading], int]:
    """Return the headings that stand in the report, and the line at which it ends."""
    if not headings:
        return [], len(lines.text)
    scope = common_scope([*(lines.text[h.line].scope for h in firsts), *lines.scopes])
    last = firsts[-1] if firsts else headings[-1]
    start = max(last.line + last.lines, lines.official[-1] if lines.official else 0)
    end = article_end(lines.text, start, scope, forms)
    depth = len(scope)
    begin = _begin(headings, firsts)
    kept = [h for h in headings if begin <= h.line < end and lines.text[h.line].scope[:depth] == scope]
    return kept, end


def _begin(headings: list[Heading], firsts: list[Heading]) -> int:
    """Return the line of the first heading of the report.

    Where the overview has lost its own heading, its parts （一）（二） stand before the first section.
    """
    if not firsts:
        return headings[0].line
    before = [h for h in headings if h.line < firsts[0].line and h.family != UNNUMBERED and not h.known]
    return before[0].line if before and firsts[0].ordinal > 1 else firsts[0].line


def _texts(headings: list[Heading], lines: Lines, end: int, forms: Forms) -> list[str]:
    """Return the text under each heading; behind the last, neither the page nor the signature counts."""
    texts = []
    for i, heading in enumerate(headings):
        is_last = i + 1 == len(headings)
        until = end if is_last else headings[i + 1].line
        text = [heading.rest, *(p.text for p in lines.text[heading.line + heading.lines : until])]
        if is_last:
            front = "".join("".join([p.text for p in lines.text[: headings[0].line]]).split())
            text = without_signature([*text[:-1], without_page(text[-1], forms)], front)
        texts.append("\n".join(t for t in text if t))
    return texts


def _with_tables(headings: list[Heading], depth: list[int], lines: Lines, end: int) -> set[int]:
    """Return the headings (by their number in the list) with a table under them or their parts."""
    at = [h.line for h in headings]
    under: set[int] = set()
    for table in (*lines.official, *(t for t in lines.other if t <= end)):
        i = bisect_right(at, table - 1) - 1
        level = depth[i] + 1 if i >= 0 else 0
        while i >= 0 and level > 1:
            if depth[i] < level:
                under.add(i)
                level = depth[i]
            i -= 1
    return under


def _place(block: Paragraph, start: int) -> str:
    return block.locate(start) if start else block.location
