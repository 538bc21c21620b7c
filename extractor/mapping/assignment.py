"""Lines of a page → lines of the form, as a whole: the best one-to-one assignment that keeps the order.

A row-by-row best guess would give two lines the same row, or jump back and forth; here the sum of the
scores over the whole table decides. A line printed right, but out of order, is taken afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.mapping.labels import PRINTED_RIGHT, THRESHOLD
from extractor.model.filing import Match

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.mapping.labels import Scored

# Two candidates this close are a tie, and a tie is no match.
_MARGIN = 0.04


def assign(
    printed: Sequence[str], scores: Sequence[Sequence[Scored]], codes: Sequence[str]
) -> tuple[Match, ...]:
    """Return a match for each printed line; ``code`` is empty where none is good enough.

    ``scores`` has a row for each printed line and a column for each of ``codes``.
    """
    chosen = _in_order(scores, len(codes))
    taken = {j for j in chosen if j >= 0}
    for i, line in enumerate(scores):
        if chosen[i] < 0:
            right = [j for j, s in enumerate(line) if s.score >= PRINTED_RIGHT and j not in taken]
            if len(right) == 1:
                chosen[i] = right[0]
                taken.add(right[0])
    out = []
    for i, line in enumerate(scores):
        ranked = sorted(range(len(codes)), key=lambda j: (-line[j].score, j))
        j = chosen[i]
        others = [k for k in ranked if k != j]
        runner = others[0] if others else -1
        runner_code = codes[runner] if runner >= 0 and line[runner].score else ""
        runner_score = line[runner].score if runner >= 0 else 0.0
        if j >= 0 and line[j].score < PRINTED_RIGHT and _tied(line, j, taken):
            j = -1
        if j < 0:
            out.append(Match(printed[i], "", "none", 0.0, runner_code, round(runner_score, 3)))
        else:
            score = min(1.0, line[j].score)
            out.append(
                Match(
                    printed[i], codes[j], line[j].method, round(score, 3), runner_code, round(runner_score, 3)
                )
            )
    return tuple(out)


def _tied(line: Sequence[Scored], chosen: int, taken: set[int]) -> bool:
    """Tell a misprint that would fit another line of the form, still free, about as well."""
    return any(
        j != chosen and j not in taken and scored.score >= line[chosen].score - _MARGIN
        for j, scored in enumerate(line)
    )


def _in_order(scores: Sequence[Sequence[Scored]], width: int) -> list[int]:
    """Return for each line the column chosen (-1: none), columns rising, the sum of scores the greatest."""
    height = len(scores)
    best = [[0.0] * (width + 1) for _ in range(height + 1)]
    for i in range(height - 1, -1, -1):
        line, here, below = scores[i], best[i], best[i + 1]
        for j in range(width - 1, -1, -1):
            value = max(below[j], here[j + 1])
            score = line[j].score
            if score >= THRESHOLD and score + below[j + 1] > value:
                value = score + below[j + 1]
            here[j] = value
    chosen = [-1] * height
    i = j = 0
    while i < height and j < width:
        score = scores[i][j].score
        if score >= THRESHOLD and best[i][j] == score + best[i + 1][j + 1]:
            chosen[i] = j
            i, j = i + 1, j + 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            i += 1
    return chosen
