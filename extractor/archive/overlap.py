"""How much of two texts is the same, character by character, and the passages that are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RUN = 8
"""Characters in a row that must be the same; shorter runs are chance."""
_BASE = np.uint64(0x9E3779B97F4A7C15)


class Overlap(NamedTuple):
    """``share``: of the characters of both, those that stand in common runs; ``passage``: the longest run."""

    share: float
    passage: str


def characters(text: str) -> NDArray[np.uint64]:
    """Return the code points of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)


def runs(points: NDArray[np.uint64], length: int) -> NDArray[np.uint64]:
    """Return a hash of every run of so many characters, in order."""
    count = max(len(points) - length + 1, 0)
    hashes = np.zeros(count, np.uint64)
    for i in range(length):
        hashes = hashes * _BASE + points[i : i + count]
        hashes ^= hashes >> np.uint64(31)
    return hashes


def overlap(a: str, b: str) -> Overlap:
    """Return the real overlap of two texts (empty ones: none)."""
    if len(a) < RUN or len(b) < RUN:
        return Overlap(0.0, "")
    runs_a, runs_b = runs(characters(a), RUN), runs(characters(b), RUN)
    in_a = _covered(np.isin(runs_a, runs_b))
    in_b = _covered(np.isin(runs_b, runs_a))
    return Overlap(int(in_a.sum() + in_b.sum()) / (len(a) + len(b)), _longest(a, in_a))


def _covered(common: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return which characters stand in a common run, from where such runs begin."""
    steps = np.zeros(len(common) + RUN, np.int64)
    steps[: len(common)] += common
    steps[RUN:] -= common
    return np.cumsum(steps)[:-1] > 0


def _longest(text: str, covered: NDArray[np.bool_]) -> str:
    """Return the longest stretch of characters that are covered."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], covered, [False]]).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    if not len(starts):
        return ""
    at = int(np.argmax(ends - starts))
    return text[int(starts[at]) : int(ends[at])]
