"""Rulings of a page → grids: lines that cross make cells, a missing piece of line makes a merged cell."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from typing import NamedTuple

from extractor.readers.pdf_glyphs import Ruling

_SNAP = 3.0  # lines this near are one, drawn double or by two cells
_JOIN = 4.0  # a gap this small in a line is none
_SHORTEST = 4.0
_COVERED = 0.6  # a side is there where this much of it is drawn
_FEWEST_LINES = 2
_MOST_LINES = 400


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
    """A grid of rulings: its boxes by row, and its own box on the page."""

    boxes: list[Box]
    rows: int
    columns: int
    x0: float
    top: float
    x1: float
    bottom: float


def find_grids(rulings: list[Ruling]) -> list[RuledGrid]:
    """Return the grids of a page, from the top down. A grid of one cell, or of one column, is none."""
    across = _merged([r for r in rulings if r.horizontal])
    down = _merged([r for r in rulings if not r.horizontal])
    if len(across) > _MOST_LINES * 4 or len(down) > _MOST_LINES * 4:
        return []
    grids = []
    for horizontal, vertical in _components(across, down):
        grid = _grid(horizontal, vertical)
        if grid is not None:
            grids.append(grid)
    return sorted(grids, key=lambda g: (g.top, g.x0))


def _merged(lines: list[Ruling]) -> list[Ruling]:
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
        at = sum(line.at for line in level) / len(level)
        level.sort(key=lambda line: line.start)
        start, end = level[0].start, level[0].end
        for line in level[1:]:
            if line.start <= end + _JOIN:
                end = max(end, line.end)
            else:
                out.append(Ruling(line.horizontal, at, start, end))
                start, end = line.start, line.end
        out.append(Ruling(level[0].horizontal, at, start, end))
    return out


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
    return [pair for pair in sets.values() if len(pair[0]) + len(pair[1]) > _FEWEST_LINES]


def _levels(values: list[float]) -> list[float]:
    out: list[list[float]] = []
    for value in sorted(values):
        if out and value - out[-1][-1] <= _SNAP:
            out[-1].append(value)
        else:
            out.append([value])
    return [sum(level) / len(level) for level in out]


def _grid(across: list[Ruling], down: list[Ruling]) -> RuledGrid | None:
    xs = _levels([v.at for v in down])
    ys = _levels([h.at for h in across])
    # A page break leaves a row open at its foot, or at its head: there the vertical lines end together.
    ys = _with_open_ends(ys, [v.end for v in down], [v.start for v in down])
    if len(xs) < 3 or len(ys) < 2 or len(xs) > _MOST_LINES or len(ys) > _MOST_LINES:
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
    return RuledGrid(boxes, rows, columns, xs[0], ys[0], xs[-1], ys[-1])


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
        level = min(range(len(levels)), key=lambda i: abs(levels[i] - line.at))
        first = max(0, bisect_right(stops, line.start + _SNAP) - 1)
        for i in range(first, len(stops) - 1):
            piece = min(line.end, stops[i + 1]) - max(line.start, stops[i])
            if piece <= 0 and stops[i] > line.end:
                break
            covered[level, i] += max(0.0, piece)
    return {
        (level, i) for (level, i), length in covered.items() if length >= _COVERED * (stops[i + 1] - stops[i])
    }
