"""The level of each heading, from what contains what in the whole document."""

from __future__ import annotations

from collections import Counter
from functools import cmp_to_key
from typing import TYPE_CHECKING

from extractor.outline.markers import FAMILIES
from extractor.outline.six import SECTIONS, UNNUMBERED

if TYPE_CHECKING:
    from extractor.outline.headings import Heading
    from extractor.outline.titles import Titles

Kind = tuple[str, bool]
"""A family, and whether it is the sections' own family used again inside a section."""

_FEWEST_BY_TITLE = 3  # sections told by title before a number may stand for a title
_WIDEST_GAP = 2


def siblings(headings: list[Heading], six: dict[int, Heading], top: str | None) -> list[Heading]:
    """Return the headings on the level of the six sections that are none of them (``七、附表``).

    Between two sections such a heading has a number between theirs. One whose number is at or below the
    last begins a list inside the section, and what follows up to the next section goes on with it.
    """
    found = []
    at = {h.line: n for n, h in six.items()}
    own = [h for h in headings if (h.family == top and top) or h.line in at]
    last, restarted = 0, False
    sections = [h for h in own if h.line in at]
    passed = 0
    for heading in own:
        if heading.line in at:
            last, restarted = heading.ordinal or at[heading.line], False
            passed += 1
            continue
        following = sections[passed] if passed < len(sections) else None
        limit = (following.ordinal or at[following.line]) if following else heading.ordinal + 1
        restarted |= not last < heading.ordinal < limit
        if not restarted:
            found.append(heading)
            last = heading.ordinal
    return found


def add_by_number(six: dict[int, Heading], beside: list[Heading], titles: Titles) -> None:
    """Count a heading with an unknown title as the section that is due at its place and has its number.

    Only between sections whose own numbers are right, where no more than two are missing, and never where
    the title is that of a part the form does not have.
    """
    if len(six) < _FEWEST_BY_TITLE:
        return
    numbered = Counter(h.ordinal for h in beside)
    for heading in beside:
        section = heading.ordinal
        if section in six or section not in SECTIONS or titles.beyond_form(heading.title):
            continue
        before = max((n for n in six if n < section), default=0)
        after = min((n for n in six if n > section), default=len(SECTIONS) + 1)
        around = [six[n] for n in (before, after) if n in six]
        if (
            after - before - 1 <= _WIDEST_GAP
            and all(six[n].ordinal == n for n in (before, after) if n in six)
            and all((h.line < heading.line) == (h.ordinal < section) for h in around)
            and numbered[section] == 1
        ):
            six[section] = heading


def levels(headings: list[Heading], top: list[Heading]) -> list[int]:
    """Return the level of each heading; those of ``top`` have level 1, all others a deeper one."""
    first = {h.line for h in top}
    family = next((h.family for h in top), None)
    kinds = [None if h.line in first else (h.family, h.family == family) for h in headings]
    rank = _ranks(headings, kinds, family)
    out = []
    above: list[int] = []
    for kind in kinds:
        if kind is None:
            above = []
            out.append(1)
            continue
        while above and above[-1] >= rank[kind]:
            above.pop()
        above.append(rank[kind])
        out.append(len(above) + bool(first))
    return out


def _ranks(headings: list[Heading], kinds: list[Kind | None], family: str | None) -> dict[Kind, int]:
    """Order the kinds of headings below the top: who contains whom.

    A kind contains another that stands between two of its numbers (1 … ① ② … 2), or that starts again
    behind each of them. Where the document does not say, the official style does.
    """
    wins: dict[tuple[Kind, Kind], int] = {}
    seen: dict[Kind, tuple[int, int]] = {}  # kind → number and position of its last heading
    for i, (heading, kind) in enumerate(zip(headings, kinds, strict=True)):
        if kind is None:
            seen.clear()
            continue
        if kind in seen and heading.ordinal:
            number, position = seen[kind]
            between = [k for k, (_, p) in seen.items() if p > position]
            for other in between:
                if heading.ordinal == number + 1:
                    wins[kind, other] = wins.get((kind, other), 0) + 1
                elif heading.ordinal == 1:
                    wins[other, kind] = wins.get((other, kind), 0) + 1
        seen[kind] = (heading.ordinal, i)

    def style(kind: Kind) -> int:
        if kind[0] == UNNUMBERED:
            return -1
        return -1 if kind[1] and family else FAMILIES.index(kind[0])

    def compare(one: Kind, two: Kind) -> int:
        said = wins.get((two, one), 0) - wins.get((one, two), 0)
        return said or style(one) - style(two)

    ordered = sorted({k for k in kinds if k}, key=style)
    ordered.sort(key=cmp_to_key(compare))
    return {kind: i for i, kind in enumerate(ordered)}
