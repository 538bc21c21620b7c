"""Places as the contract writes them, ``p3 [x0,y0,x1,y1]``, as numbers again."""

from __future__ import annotations

import re
from typing import NamedTuple

_PLACE = re.compile(r"^p(\d+) \[(-?[\d.]+),(-?[\d.]+),(-?[\d.]+),(-?[\d.]+)\]$")


class Place(NamedTuple):
    """A box on a page."""

    page: int
    x0: float
    top: float
    x1: float
    bottom: float


def place_of(text: str) -> Place | None:
    """Return the place that is written; None where it is none on a page."""
    found = _PLACE.match(text)
    return Place(int(found[1]), *(float(found[i]) for i in range(2, 6))) if found else None


def overlap(one: str, other: str) -> float:
    """Return how much two places are the same: what they share, of what they take together."""
    a, b = place_of(one), place_of(other)
    if a is None or b is None or a.page != b.page:
        return 0.0
    wide, high = min(a.x1, b.x1) - max(a.x0, b.x0), min(a.bottom, b.bottom) - max(a.top, b.top)
    if wide <= 0 or high <= 0:
        return 0.0
    both = (a.x1 - a.x0) * (a.bottom - a.top) + (b.x1 - b.x0) * (b.bottom - b.top) - wide * high
    return wide * high / both if both > 0 else 0.0
