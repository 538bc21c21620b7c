"""How much of two texts is the same, character by character, and the passages that are."""

from __future__ import annotations

from typing import NamedTuple

RUN = 8
"""Characters in a row that must be the same; shorter runs are chance."""


class Overlap(NamedTuple):
    """``share``: of the characters of both, those that stand in common runs; ``passage``: the longest run."""

    share: float
    passage: str


def overlap(a: str, b: str) -> Overlap:
    """Return the real overlap of two texts (empty ones: none)."""
    if len(a) < RUN or len(b) < RUN:
        return Overlap(0.0, "")
    runs_a = {a[i : i + RUN] for i in range(len(a) - RUN + 1)}
    runs_b = {b[i : i + RUN] for i in range(len(b) - RUN + 1)}
    common = runs_a & runs_b
    covered_a, longest = _covered(a, common)
    covered_b, _ = _covered(b, common)
    return Overlap((covered_a + covered_b) / (len(a) + len(b)), longest)


def _covered(text: str, common: set[str]) -> tuple[int, str]:
    """Return how many characters stand in common runs, and the longest stretch of them."""
    covered, longest, start, end = 0, "", -1, -1
    for i in range(len(text) - RUN + 1):
        if text[i : i + RUN] in common:
            if i > end:
                start = i
            covered += i + RUN - max(end, i)
            end = i + RUN
            if end - start > len(longest):
                longest = text[start:end]
    return covered, longest
