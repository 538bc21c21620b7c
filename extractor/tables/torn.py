"""Numbers that stand on lines of their own in a table whose rows have theirs beside the label.

Such a number may be the rest of the row above, the beginning of the row below (one number broken over the lines
around a label), or the number of a page. Which, the text does not say: both rows are left open.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from extractor.model.filing import CellStatus
from extractor.text.values import COUNTING_WORDS, read_value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from extractor.model.document import Cell
    from extractor.tables.fields import Token
    from extractor.tables.parts import DataRow


def loose_lines(lines: Sequence[list[Token]], width_of: Callable[[list[Token]], int]) -> frozenset[int]:
    """Return which lines hold numbers that may be those of the row above or of the row below.

    ``width_of``: how many numbers the row has that a line names; 0 for a group, -1 where it names nothing. Numbers that
    make the row above whole are its own where the row below has all of its own beside its label. Where not most lines
    have label and numbers on one, nothing is said.
    """
    labelled = [any(token.is_label for token in line) for line in lines]
    counts = [sum(token.is_value for token in line) for line in lines]
    alone = [
        i
        for i, line in enumerate(lines)
        if counts[i] and not labelled[i] and any(_is_number(t.cell) for t in line if t.is_value)
    ]
    if not alone or sum(has and count > 0 for has, count in zip(labelled, counts, strict=True)) <= len(alone):
        return frozenset()
    named = [i for i, has in enumerate(labelled) if has]
    out = []
    for i in alone:
        at = bisect_left(named, i)
        if not at:
            continue
        above, below, after = (*named[at - 1 : at + 2], len(lines), len(lines))[:3]
        width = width_of(lines[above])
        if counts[i] >= max(2, width):
            continue
        # Where an empty cell shows, the number is none of the row above.
        own = sum(counts[above:below]) == width and all(token.text for token in lines[above])
        apart = sum(counts[below:after]) == sum(counts[below : below + 1])
        if not (own and apart and (below == len(lines) or counts[below] == width_of(lines[below]))):
            out.append(i)
    return frozenset(out)


def with_halves(
    rows: Sequence[DataRow], names_row: Callable[[str], bool], width_of: Callable[[DataRow], int]
) -> list[DataRow]:
    """Leave rows open that may have parts of numbers.

    These are two whose labels are halves of one, or of which the lower has only a unit: either has a part of one
    number beside its half, or one of them a number that is nobody's. And the row below one with too many numbers, where
    every number stands on its own line: the last may be the beginning of its first.
    """
    out = list(rows)
    for i in range(1, len(out)):
        above, below = out[i - 1 : i + 1]
        upper, lower = ([t for t in row.labels if t not in COUNTING_WORDS] for row in (above, below))
        crowded = not above.strayed and sum(map(_is_number, above.cells)) > width_of(above)
        if crowded and above.floating and upper:
            out[i] = below = below._replace(strayed=True)
        if not upper or not below.labels or len(lower) > 1 or not any(map(_is_number, below.cells)):
            continue
        halves = [_without_unit(text) for text in (upper[-1], *lower)]
        if not lower or (not names_row(halves[1]) and names_row("".join(halves))):
            out[i - 1 : i + 1] = (row._replace(strayed=True) for row in (above, below))
    return out


def _without_unit(text: str) -> str:
    label, _, unit = text.rpartition(" ")
    return label if unit in COUNTING_WORDS else text


def _is_number(cell: Cell) -> bool:
    """Tell digits, or what is left of them, from a blank and from a mark for none."""
    return read_value(cell.text).status not in (CellStatus.NIL, CellStatus.BLANK)
