"""Which headings are those of the six sections: one consistent answer for the whole document."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.outline.markers import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.outline.headings import Heading
    from extractor.outline.titles import Titles

SECTIONS = range(1, 7)
UNNUMBERED = ""
_ORDER = (*FAMILIES, UNNUMBERED)
_FEWEST_IN_CONTENTS = 3
_SURE = 0.9
# What speaks for a heading, in points; the title itself is worth ten.
_RIGHT_NUMBER, _TABLE_BELOW, _SET_OFF, _OFFICIAL = 3.0, 2.0, 1.0, 0.5


def drop_contents(headings: list[Heading]) -> list[Heading]:
    """Return the headings without those of a table of contents.

    A table of contents is a run of titles on neighbouring lines most of which occur again further on;
    leaders or page numbers behind the titles tell it too.
    """
    last = {h.known: h.line for h in headings if h.known and not h.listed}
    return [heading for run in _runs(headings) if not _is_contents(run, last) for heading in run]


def _is_contents(run: list[Heading], last: dict[int, int]) -> bool:
    """Tell a run of titles that come again; ``last`` is where each section's title stands for the last time."""
    known = [h.known for h in run if h.known]
    if len(known) < _FEWEST_IN_CONTENTS:
        return False
    repeated = sum(last.get(section, -1) > run[-1].line for section in known)
    leaders = sum(h.listed for h in run) * 2 > len(run)
    return repeated * 2 > len(known) or (leaders and repeated > 0)


def _runs(headings: list[Heading]) -> list[list[Heading]]:
    """Part the headings into runs without a line of text between."""
    runs: list[list[Heading]] = []
    for heading in headings:
        previous = runs[-1][-1] if runs else None
        # A title that comes again begins the report itself, however close the contents stand.
        if (
            previous is None
            or previous.rest
            or heading.line != previous.line + previous.lines
            or (heading.known and any(h.known == heading.known for h in runs[-1]))
        ):
            runs.append([])
        runs[-1].append(heading)
    return runs


def assign(headings: list[Heading], tables: Sequence[int], titles: Titles) -> dict[int, Heading]:
    """Return the heading of each section that could be told by its title.

    ``tables``: the numbers of the lines before which an official table stands, rising. Order is preferred, but a
    section out of its order is still found; what stays untold is left out.
    """
    known = [h for h in headings if h.known]
    top = top_family(known)
    chain = _chain([h for h in known if h.family == top], tables, titles)
    if len(chain) < len(SECTIONS):
        unknown = [h for h in headings if not h.known and not h.listed and (not known or h.family == top)]
        likely = [h for h in (_by_likeness(h, titles) for h in unknown) if h.known]
        pool = sorted((*known, *likely), key=lambda h: h.line)
        top = top_family(known) if known else top_family(pool)
        chain = _chain([h for h in pool if h.family == top], tables, titles)
        _add_out_of_order(chain, [h for h in pool if h.family == top])
        _add_other_families(chain, [h for h in known if h.family != top], headings)
    return chain


def top_family(known: list[Heading]) -> str | None:
    """Return the family that marks most of the sections; None without any heading."""
    marked: dict[str, set[int]] = {}
    for heading in known:
        marked.setdefault(heading.family, set()).add(heading.known)
    return max(marked, key=lambda f: (len(marked[f]), -_ORDER.index(f)), default=None)


def _by_likeness(heading: Heading, titles: Titles) -> Heading:
    section, score = titles.similar(heading.title)
    return replace(heading, known=section, score=score) if section else heading


def _chain(pool: list[Heading], tables: Sequence[int], titles: Titles) -> dict[int, Heading]:
    """Return the ascending choice of headings that has most to speak for it.

    Of two that are equal the later is chosen: an inner list that names the sections comes before them.
    """
    best: list[tuple[float, int]] = []  # (points of the best chain that ends here, its link before)
    ends: dict[int, tuple[float, int]] = {}  # section → (points, end) of the best chain that ends with it
    for i, heading in enumerate(pool):
        points, before = max([(0.0, -1), *(end for n, end in ends.items() if n < heading.known)])
        following = pool[i + 1].line if i + 1 < len(pool) else None
        best.append((points + _points(heading, following, tables, titles), before))
        ends[heading.known] = max(ends.get(heading.known, (0.0, -1)), (best[i][0], i))
    at = max(range(len(pool)), key=lambda i: (best[i][0], i), default=-1)
    chain = {}
    while at >= 0:
        chain[pool[at].known] = pool[at]
        at = best[at][1]
    return chain


def _points(heading: Heading, following: int | None, tables: Sequence[int], titles: Titles) -> float:
    points = 10 * heading.score
    if heading.ordinal == heading.known:
        points += _RIGHT_NUMBER
    if heading.set_off:
        points += _SET_OFF
    if titles.is_official(heading.title):
        points += _OFFICIAL
    if heading.known == 1:
        points -= heading.line / 1e6  # the overview's own parts name it again, and come behind it
    if heading.known in titles.with_table:
        below = bisect_right(tables, heading.line)
        if below < len(tables) and (following is None or tables[below] <= following):
            points += _TABLE_BELOW
    return points


def _add_out_of_order(chain: dict[int, Heading], pool: list[Heading]) -> None:
    """Add sections that stand out of their order, where the title leaves no doubt."""
    used = {h.line for h in chain.values()}
    for section in SECTIONS:
        if section not in chain:
            found = [h for h in pool if h.known == section and h.score >= _SURE and h.line not in used]
            if found:
                chain[section] = max(found, key=lambda h: (h.score, h.ordinal == section, h.line))


def _add_other_families(chain: dict[int, Heading], others: list[Heading], headings: list[Heading]) -> None:
    """Add sections whose heading has no marker, or another kind of marker, in their due place."""
    for section in SECTIONS:
        if section in chain:
            continue
        after = max((h.line for n, h in chain.items() if n < section), default=-1)
        before = min((h.line for n, h in chain.items() if n > section), default=None)
        firsts = _first_of_families(headings, after)
        found = [
            h
            for h in others
            if h.known == section
            and h.line > after
            and (before is None or h.line < before)
            and (h.family == UNNUMBERED or (h.ordinal == section and firsts[h.family] == h.line))
        ]
        if found:
            chain[section] = max(found, key=_plainness)


def _plainness(heading: Heading) -> tuple[bool, bool, int]:
    """Order headings that could be the same section's by how plainly they are headings."""
    return heading.set_off, heading.family != UNNUMBERED, heading.line


def _first_of_families(headings: list[Heading], after: int) -> dict[str, int]:
    """Return the first line behind ``after`` of each family: there the list inside a section begins."""
    firsts: dict[str, int] = {}
    for heading in headings:
        if heading.line > after:
            firsts.setdefault(heading.family, heading.line)
    return firsts
