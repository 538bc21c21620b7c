"""Rulings of a page → grids: lines that cross make cells, a missing piece of line makes a merged cell."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from itertools import pairwise
from typing import NamedTuple

from extractor.readers.pdf_objects import Drawn, Ruling, sides

_SNAP = 3.0  # lines this near are one, drawn double or by two cells
_JOIN = 4.0  # a gap this small in a line is none
_SHORTEST = 4.0
_COVERED = 0.6  # a side is there where this much of it is drawn
_FEWEST_LINES = 2
_FEWEST_VERTICALS = 3
_MOST_LINES = 400
_FEWEST_OPEN = 4  # lines across a table without lines at its sides
_NARROWEST = 12.0  # points
_MOST = 0.7  # of the lines


class Box(NamedTuple):
    """A cell of a ruled grid: its place in the grid, its spans, and its box on the page."""

    row: int
    column: int
    rowspan: int
    colspan: int
    x0: float
    top: float
    x1: float
    bottom: float


class RuledGrid(NamedTuple):
    """A grid of rulings: its boxes by row, the levels of its lines, and which box each piece belongs to.

    ``open_head``, ``open_foot``: no line is drawn above the first row, or below the last.
    """

    boxes: list[Box]
    xs: list[float]
    ys: list[float]
    owner: list[list[int]]
    open_head: bool = False
    open_foot: bool = False

    @property
    def edges(self) -> tuple[float, float, float, float]:
        """The grid's own box: x0, top, x1, bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def box_at(self, x: float, y: float) -> int:
        """Return the number of the box that a point is in; one outside is in the box that is nearest."""
        column, row = bisect_right(self.xs, x) - 1, bisect_right(self.ys, y) - 1
        return self.owner[min(max(row, 0), len(self.ys) - 2)][min(max(column, 0), len(self.xs) - 2)]


def find_grids(drawn: Drawn) -> tuple[list[RuledGrid], list[Ruling]]:
    """Return the grids of a page, from the top down, and the horizontal lines that are in none.

    Lines come first; patches of colour make cells only where no lines do. A grid of one column is none.
    """
    grids, rest = _grids(drawn.rulings)
    if drawn.fills and not _are_stripes(drawn.fills):
        outside = [
            side
            for box in drawn.fills
            if not any(_overlaps(box, grid.edges) for grid in grids)
            for side in sides(box)
        ]
        more, _ = _grids([*rest, *outside])
        grids += more
    return sorted(grids, key=lambda g: (g.ys[0], g.xs[0])), [r for r in rest if r.horizontal]


def _are_stripes(fills: list[tuple[float, float, float, float]]) -> bool:
    """Tell patches that shade every other row: in most columns of them a row is left out between two."""
    columns: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for x0, top, _, bottom in fills:
        columns[round(x0)].append((top, bottom))
    gaps = [
        below[0] - above[1]
        for column in columns.values()
        for above, below in pairwise(sorted(column))
        if below[0] > above[0]
    ]
    return len(gaps) >= _FEWEST_OPEN and sorted(gaps)[len(gaps) // 2] > 2 * _SNAP


def ruled_grids(rulings: list[Ruling]) -> list[RuledGrid]:
    """Return the grids that some lines make, from the top down."""
    return sorted(_grids(rulings)[0], key=lambda g: (g.ys[0], g.xs[0]))


def _overlaps(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _grids(rulings: list[Ruling]) -> tuple[list[RuledGrid], list[Ruling]]:
    across = merged([r for r in rulings if r.horizontal])
    down = merged([r for r in rulings if not r.horizontal])
    if len(across) > _MOST_LINES * 4 or len(down) > _MOST_LINES * 4:
        return [], []
    grids: list[RuledGrid] = []
    rest: list[Ruling] = []
    for horizontal, vertical in _components(across, down):
        grid = make_grid(horizontal, vertical)
        if grid is not None:
            grids.append(grid)
        else:
            rest += [*horizontal, *vertical]
    return grids, rest


def merged(lines: list[Ruling]) -> list[Ruling]:
    """Return the lines with those on one level, touching or overlapping, made one."""
    levels: list[list[Ruling]] = []
    for line in sorted(lines):
        if line.end - line.start < _SHORTEST:
            continue
        if levels and line.at - levels[-1][0].at <= _SNAP:
            levels[-1].append(line)
        else:
            levels.append([line])
    out = []
    for level in levels:
        level.sort(key=lambda line: line.start)
        run, end = [level[0]], level[0].end
        for line in level[1:]:
            if line.start > end + _JOIN:
                out.append(_whole(run, end))
                run = []
            run.append(line)
            end = max(end, line.end) if len(run) > 1 else line.end
        out.append(_whole(run, end))
    return out


def _whole(run: list[Ruling], end: float) -> Ruling:
    """Return pieces of one line as the line; pieces elsewhere on the page say nothing of its level."""
    return Ruling(run[0].horizontal, sum(line.at for line in run) / len(run), run[0].start, end)


def _components(across: list[Ruling], down: list[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Return the sets of lines that touch each other."""
    parent = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(across):
        for j, v in enumerate(down, len(across)):
            if h.start - _JOIN <= v.at <= h.end + _JOIN and v.start - _JOIN <= h.at <= v.end + _JOIN:
                parent[root(i)] = root(j)
    sets: dict[int, tuple[list[Ruling], list[Ruling]]] = defaultdict(lambda: ([], []))
    for i, line in enumerate((*across, *down)):
        sets[root(i)][i >= len(across)].append(line)
    return list(sets.values())


def _levels(values: list[float]) -> list[float]:
    out: list[list[float]] = []
    for value in sorted(values):
        if out and value - out[-1][-1] <= _SNAP:
            out[-1].append(value)
        else:
            out.append([value])
    return [sum(level) / len(level) for level in out]


def make_grid(across: list[Ruling], down: list[Ruling]) -> RuledGrid | None:
    """Return the grid that lines make which touch each other; None where they make none."""
    xs = _with_open_sides(_levels([v.at for v in down]), across)
    ys = _levels([h.at for h in across])
    if len(xs) < _FEWEST_VERTICALS or not ys or len(xs) > _MOST_LINES or len(ys) > _MOST_LINES:
        return None
    # A page break leaves a row open at its foot, or at its head: there the vertical lines end together.
    first, last = ys[0], ys[-1]
    ys = _with_open_ends(ys, [v.end for v in down], [v.start for v in down])
    if len(ys) < _FEWEST_LINES:
        return None
    columns, rows = len(xs) - 1, len(ys) - 1
    below = _drawn(across, ys, xs)  # (y level, column): whether a line is drawn there
    beside = _drawn(down, xs, ys)
    boxes: list[Box] = []
    owner = [[-1] * columns for _ in range(rows)]
    for r in range(rows):
        for c in range(columns):
            if owner[r][c] >= 0:
                continue
            width = 1
            while c + width < columns and owner[r][c + width] < 0 and (c + width, r) not in beside:
                width += 1
            height = 1
            while (
                r + height < rows
                and all(
                    (r + height, c + k) not in below and owner[r + height][c + k] < 0 for k in range(width)
                )
                and all((c + k, r + height) not in beside for k in range(1, width))
            ):
                height += 1
            for i in range(height):
                for k in range(width):
                    owner[r + i][c + k] = len(boxes)
            boxes.append(Box(r, c, height, width, xs[c], ys[r], xs[c + width], ys[r + height]))
    return RuledGrid(boxes, xs, ys, owner, ys[0] < first, ys[-1] > last)


def _with_open_sides(xs: list[float], across: list[Ruling]) -> list[float]:
    """Return the levels of the upright lines with the sides of a table that has no line at its sides.

    There most of the lines across end together, well beyond the last upright line.
    """
    if not xs or len(across) < _FEWEST_OPEN:
        return xs
    left, right = min(line.start for line in across), max(line.end for line in across)
    begun = sum(1 for line in across if line.start - left <= _SNAP)
    ended = sum(1 for line in across if right - line.end <= _SNAP)
    out = list(xs)
    if xs[0] - left > _NARROWEST and begun > _MOST * len(across):
        out.insert(0, left)
    if right - xs[-1] > _NARROWEST and ended > _MOST * len(across):
        out.append(right)
    return out


def _with_open_ends(ys: list[float], feet: list[float], heads: list[float]) -> list[float]:
    out = list(ys)
    for ends, lowest in ((feet, True), (heads, False)):
        if not ends or not out:
            continue
        furthest = max(ends) if lowest else min(ends)
        together = sum(1 for end in ends if abs(end - furthest) <= _SNAP)
        beyond = furthest - out[-1] if lowest else out[0] - furthest
        if together >= _FEWEST_LINES and beyond > 2 * _SNAP:
            if lowest:
                out.append(furthest)
            else:
                out.insert(0, furthest)
    return out


def _drawn(lines: list[Ruling], levels: list[float], stops: list[float]) -> set[tuple[int, int]]:
    """Return (level, interval between stops) for every piece of line that is drawn."""
    covered: dict[tuple[int, int], float] = defaultdict(float)
    for line in lines:
        level = _nearest(levels, line.at)
        first = max(0, bisect_right(stops, line.start + _SNAP) - 1)
        for i in range(first, len(stops) - 1):
            piece = min(line.end, stops[i + 1]) - max(line.start, stops[i])
            if piece <= 0 and stops[i] > line.end:
                break
            covered[level, i] += max(0.0, piece)
    return {
        (level, i) for (level, i), length in covered.items() if length >= _COVERED * (stops[i + 1] - stops[i])
    }


def _nearest(levels: list[float], value: float) -> int:
    above = bisect_right(levels, value)
    if above == len(levels) or (above and value - levels[above - 1] < levels[above] - value):
        return above - 1
    return above
