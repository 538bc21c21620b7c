"""Which headings are those of the six sections: one consistent answer for the whole document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.outline.markers import FAMILIES

if TYPE_CHECKING:
    from collections.abc import Collection

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
    kept = []
    for run in _runs(headings):
        if _is_contents(run, headings):
            continue
        kept.extend(run)
    return kept


def _is_contents(run: list[Heading], headings: list[Heading]) -> bool:
    known = [h.known for h in run if h.known]
    if len(known) < _FEWEST_IN_CONTENTS:
        return False
    again = {h.known for h in headings if h.line > run[-1].line and h.known and not h.listed}
    repeated = sum(section in again for section in known)
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


def assign(headings: list[Heading], tables: Collection[int], titles: Titles) -> dict[int, Heading]:
    """Return the heading of each section that could be told by its title.

    ``tables``: the numbers of the lines before which an official table stands. Order is preferred, but a
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


def _chain(pool: list[Heading], tables: Collection[int], titles: Titles) -> dict[int, Heading]:
    """Return the ascending choice of headings that has most to speak for it.

    Of two that are equal the later is chosen: an inner list that names the sections comes before them.
    """
    best: list[tuple[float, int]] = []  # (points of the best chain that ends here, its link before)
    for i, heading in enumerate(pool):
        points, before = 0.0, -1
        for j in range(i):
            if pool[j].known < heading.known and best[j][0] >= points:
                points, before = best[j][0], j
        following = pool[i + 1].line if i + 1 < len(pool) else None
        best.append((points + _points(heading, following, tables, titles), before))
    at = max(range(len(pool)), key=lambda i: (best[i][0], i), default=-1)
    chain = {}
    while at >= 0:
        chain[pool[at].known] = pool[at]
        at = best[at][1]
    return chain


def _points(heading: Heading, following: int | None, tables: Collection[int], titles: Titles) -> float:
    points = 10 * heading.score
    if heading.ordinal == heading.known:
        points += _RIGHT_NUMBER
    if heading.set_off:
        points += _SET_OFF
    if titles.is_official(heading.title):
        points += _OFFICIAL
    if heading.known == 1:
        points -= heading.line / 1e6  # the overview's own parts name it again, and come behind it
    if heading.known in titles.with_table and any(
        heading.line < t and (following is None or t <= following) for t in tables
    ):
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
        found = [
            h
            for h in others
            if h.known == section
            and h.line > after
            and (before is None or h.line < before)
            and (h.family == UNNUMBERED or (h.ordinal == section and not _has_sibling(h, after, headings)))
        ]
        if found:
            chain[section] = max(found, key=_plainness)


def _plainness(heading: Heading) -> tuple[bool, bool, int]:
    """Order headings that could be the same section's by how plainly they are headings."""
    return heading.set_off, heading.family != UNNUMBERED, heading.line


def _has_sibling(heading: Heading, after: int, headings: list[Heading]) -> bool:
    """Tell whether the list inside a section that a heading belongs to begins before it."""
    return any(h.family == heading.family and after < h.line < heading.line for h in headings)
