"""A ruled grid and the characters in it → cells: their text, and where a stroke is missing between two."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from extractor.readers.pdf_glyphs import UNKNOWN, Glyph
from extractor.readers.pdf_grid import Box
from extractor.readers.pdf_lines import Line, fields_of, join, lines_of, text_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.readers.pdf_grid import RuledGrid
    from extractor.readers.pdf_lines import Field

_NUMBER = re.compile(r"^(?:[\d,.+\-−－０-９]+|[/／∕\\—–*-]{1,3})$")
_EDGE = 0.08  # of the size: a number this near to its cell's edge may run on in the next cell
_CENTRED = 0.22  # of a column's width
_SLACK = 13.0  # points: what a cell leaves free at its sides, at most
_LONE = 2
_MOST_LINES = 12


class Filled(NamedTuple):
    """A cell of a grid with its text; ``lines`` are kept for what comes after the cell is read.

    ``number`` and its spans are in rows and columns of the grid, the box in points.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    box: tuple[float, float, float, float]
    text: str
    lines: list[Line]


def fill(grid: RuledGrid, glyphs: Sequence[Glyph]) -> list[Filled]:
    """Return the cells of a grid, each with the characters whose middle is in its box."""
    held: list[list[Glyph]] = [[] for _ in grid.boxes]
    # Between its outer lines alone, what stands outside the grid falls to the box that is nearest.
    owner, xs, ys = grid.owner, grid.xs[1:-1], grid.ys[1:-1]
    for glyph in glyphs:
        row = bisect_right(ys, (glyph[2] + glyph[4]) / 2)
        held[owner[row][bisect_right(xs, (glyph[1] + glyph[3]) / 2)]].append(glyph)
    cells: list[Filled] = []
    for box, content in zip(grid.boxes, held, strict=True):
        if (box.rowspan > 1 or box.colspan > 1) and content:
            cells += _parts(grid, box, content)
        else:
            cells.append(_cell(box, content))
    cells = _unmerged_blanks(grid, cells)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return _doubted(cells)


def _unmerged_blanks(grid: RuledGrid, cells: list[Filled]) -> list[Filled]:
    """Return the cells with empty ones over several columns of numbers as these: the strokes in it are missing."""
    empty = [cell for cell in cells if not cell.text and (cell.colspan > 1 or cell.rowspan > 1)]
    if not empty:
        return cells
    numbers = Counter(c.column for c in cells if c.colspan == 1 and c.rowspan == 1 and _NUMBER.match(c.text))
    out = [cell for cell in cells if cell not in empty]
    for cell in empty:
        columns = range(cell.column, cell.column + cell.colspan)
        if any(numbers[column] < _LONE for column in columns):
            out.append(cell)
            continue
        rows = range(cell.row, cell.row + cell.rowspan)
        out += _pieces(grid, [], [(r, 1) for r in rows], [(c, 1) for c in columns])
    return out


def _cell(box: Box, content: list[Glyph]) -> Filled:
    edges = box.x0, box.top, box.x1, box.bottom
    if len(content) < _LONE:
        text = content[0].text if content else ""
        return Filled(box.row, box.column, box.rowspan, box.colspan, edges, text, lines_of(content))
    lines = written_lines(content, box.x1 - box.x0, box.bottom - box.top)
    return Filled(box.row, box.column, box.rowspan, box.colspan, edges, _text(lines), lines)


def _text(lines: list[Line]) -> str:
    return join([_closed(text_of(line)) for line in lines])


def _closed(text: str) -> str:
    """Return a line with its wide gaps as blanks; between two numbers nobody can tell if they are one."""
    if "   " not in text:
        return text
    return re.sub(r"(?<=\d)   (?=\d)", f" {UNKNOWN} ", text).replace("   ", " ")


def written_lines(content: Sequence[Glyph], width: float, height: float) -> list[Line]:
    """Return the lines of a text in the order in which they are read, also where it is written downwards."""
    if len(content) < _LONE:
        return lines_of(content)
    turn = Counter(glyph.turn for glyph in content).most_common(1)[0][0]
    if turn > 0:
        return lines_of([_turned(glyph, turn) for glyph in content])
    if height > 2 * width and len(content) > 3 and _runs_down(content):
        return _columns(content)
    return lines_of(content)


def _turned(glyph: Glyph, turn: int) -> Glyph:
    """Return a character's box on paper that is turned so that its text reads from left to right."""
    text, x0, top, x1, bottom, _ = glyph
    if turn == 90:
        return Glyph(text, -bottom, x0, -top, x1)
    if turn == 270:
        return Glyph(text, top, -x1, bottom, -x0)
    return Glyph(text, -x1, -bottom, -x0, -top)


def _runs_down(content: Sequence[Glyph]) -> bool:
    """Tell text set in columns: most characters stand right below the one before them, in the file's order."""
    steps = list(pairwise(content))
    below = sum(1 for a, b in steps if abs(a.x0 + a.x1 - b.x0 - b.x1) < (a.x1 - a.x0) and b.top > a.top + 1)
    return below >= 0.7 * len(steps)


def _columns(content: Sequence[Glyph]) -> list[Line]:
    """Return text set in columns, the rightmost first, each as a line."""
    turned = [Glyph(g.text, g.top, -g.x1, g.bottom, -g.x0) for g in content]
    return lines_of(turned)


def _parts(grid: RuledGrid, box: Box, content: list[Glyph]) -> list[Filled]:
    """Return a merged cell as one, or as the cells that it would be with the strokes that are missing in it."""
    whole = _cell(box, content)
    if any(glyph.turn for glyph in content) or len(whole.lines) > _MOST_LINES:
        return [whole]
    fields = [
        (field, _place(grid, line.middle, (field.x0 + field.x1) / 2))
        for line in whole.lines
        for field in fields_of(line, 0.9)
    ]
    numbers = [place for field, place in fields if _NUMBER.match(field.text)]
    if len(numbers) == len(fields):
        apart = len({place for _, place in fields}) == len(fields) > 1
        lone = len(fields) == 1 and not _is_merged_beside(grid, box)
        if apart or (lone and _stands_aside(grid, box, fields[0][0])):
            rows = [(r, 1) for r in range(box.row, box.row + box.rowspan)]
            columns = [(c, 1) for c in range(box.column, box.column + box.colspan)]
            return _pieces(grid, content, rows, columns)
        return [whole]
    rows = [(box.row, box.rowspan)]
    if numbers and box.rowspan > 1:
        first = min(row for row, _ in numbers)
        if first > box.row and all(place[0] < first or place in numbers for _, place in fields):
            end = box.row + box.rowspan
            several = len({row for row, _ in numbers}) > 1
            below = [(r, 1) for r in range(first, end)] if several else [(first, end - first)]
            rows = [(box.row, first - box.row), *below]
    columns = [(box.column, box.colspan)]
    if box.colspan > 1 and _stands_in_columns(grid, box.colspan, fields, numbers):
        columns = [(c, 1) for c in range(box.column, box.column + box.colspan)]
    if len(rows) == len(columns) == 1:
        return [whole]
    return _pieces(grid, content, rows, columns)


def _stands_in_columns(
    grid: RuledGrid, span: int, fields: list[tuple[Field, tuple[int, int]]], numbers: list[tuple[int, int]]
) -> bool:
    """Tell a merged cell in which each column has a text of its own: a number, or a label in its middle."""
    columns = {column for _, (_, column) in fields}
    if numbers and any(column not in {c for _, c in numbers} for column in columns):
        return all(f.x1 <= grid.xs[c + 1] + 1 and f.x0 >= grid.xs[c] - 1 for f, (_, c) in fields)
    if len(columns) < span:
        return False
    return all(
        len(f.text) > 1
        and abs((f.x0 + f.x1) / 2 - (grid.xs[c] + grid.xs[c + 1]) / 2)
        < _CENTRED * (grid.xs[c + 1] - grid.xs[c])
        for f, (_, c) in fields
    )


def _pieces(
    grid: RuledGrid,
    content: list[Glyph],
    rows: list[tuple[int, int]],
    columns: list[tuple[int, int]],
) -> list[Filled]:
    """Return the cells of a box that is parted into rows and columns, each given by its first and its span."""
    out = []
    for r, rowspan in rows:
        for c, colspan in columns:
            piece = Box(
                r, c, rowspan, colspan, grid.xs[c], grid.ys[r], grid.xs[c + colspan], grid.ys[r + rowspan]
            )
            out.append(_cell(piece, [g for g in content if _holds(piece, g)]))
    return out


def _holds(box: Box, glyph: Glyph) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box.x0 <= x < box.x1 and box.top <= y < box.bottom


def _place(grid: RuledGrid, y: float, x: float) -> tuple[int, int]:
    row = max(i for i, level in enumerate(grid.ys[:-1]) if level <= y or not i)
    column = max(i for i, level in enumerate(grid.xs[:-1]) if level <= x or not i)
    return row, column


def _is_merged_beside(grid: RuledGrid, box: Box) -> bool:
    """Tell whether the cell above or below spans the same columns: then no stroke is missing in this one."""
    rows = [row for row in (box.row - 1, box.row + box.rowspan) if 0 <= row < len(grid.owner)]
    beside = [grid.boxes[grid.owner[row][box.column]] for row in rows]
    return any((other.column, other.colspan) == (box.column, box.colspan) for other in beside)


def _stands_aside(grid: RuledGrid, box: Box, field: Field) -> bool:
    """Tell a lone number that stands in the middle of one column of a merged cell, and not in the cell's."""
    middle = (field.x0 + field.x1) / 2
    _, column = _place(grid, box.top, middle)
    width = grid.xs[column + 1] - grid.xs[column]
    return (
        box.colspan > 1
        and abs(middle - (grid.xs[column] + grid.xs[column + 1]) / 2) < _CENTRED * width
        and abs(middle - (box.x0 + box.x1) / 2) > 0.3 * width
    )


def _doubted(cells: list[Filled]) -> list[Filled]:
    """Return the cells with those marked in which a number may be two, or a part of one."""
    doubtful = _stacked(cells) | _running_on(cells)
    if not doubtful:
        return cells
    return [
        cell._replace(text=f"{cell.text}{UNKNOWN}") if i in doubtful else cell for i, cell in enumerate(cells)
    ]


def _stacked(cells: list[Filled]) -> set[int]:
    """Return the cells that hold numbers on several lines though the first has room: rows without a ruling."""
    levels: Counter[tuple[int, int]] = Counter()
    loose: list[tuple[int, tuple[int, int]]] = []
    for i, cell in enumerate(cells):
        if len(cell.lines) > 1 and all(_NUMBER.match(text_of(line)) for line in cell.lines):
            first = cell.lines[0]
            key = cell.row, round(first.middle / 4)
            levels[key] += 1
            if first.x1 - first.x0 + first.size / 2 < cell.box[2] - cell.box[0] - _SLACK:
                loose.append((i, key))
    return {i for i, key in loose if levels[key] >= _LONE}


def _running_on(cells: list[Filled]) -> set[int]:
    """Return the cells whose digits stand at an edge, with digits right beyond it: a number on the ruling."""
    ends: dict[tuple[int, int], int] = {}
    for i, cell in enumerate(cells):
        for line in cell.lines:
            if line.x1 > cell.box[2] - _EDGE * line.size and line.glyphs[-1].text.isdigit():
                ends[round(line.middle / 2), round(cell.box[2])] = i
    out: set[int] = set()
    for i, cell in enumerate(cells) if ends else ():
        for line in cell.lines:
            if line.x0 < cell.box[0] + _EDGE * line.size and line.glyphs[0].text.isdigit():
                level, edge = round(line.middle / 2), round(cell.box[0])
                near = [ends.get((level + a, edge + b)) for a in (-1, 0, 1) for b in (-1, 0, 1)]
                out |= {i, *(j for j in near if j is not None)} if any(j is not None for j in near) else set()
    return out
