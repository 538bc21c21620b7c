"""A table laid out on an endless sheet: where each cell and each line of text stands, before pages cut it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.generator.pdf_canvas import width, wrap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.generator.grids import Cell, Grid

PAD = 3.0
LEADING = 1.25


@dataclass
class Text:
    """A line of text: its left end, the middle of its height, and what it says."""

    x: float
    y: float
    text: str


@dataclass
class Placed:
    """A cell on the sheet, with its place in the grid."""

    cell: Cell
    row: int
    column: int
    x0: float
    y0: float
    x1: float
    y1: float
    lines: list[Text] = field(default_factory=list)


@dataclass
class Sheet:
    """A table on an endless sheet that begins at y = 0: its cells, the edges of its columns and rows."""

    cells: list[Placed]
    xs: list[float]
    ys: list[float]
    size: float
    header: int


def lay_out(
    grid: Grid,
    weights: Sequence[float],
    room: float,
    size: float,
    *,
    upright: Sequence[int] = (),
    top: bool = False,
    align: str = "center",
    pad: float = PAD,
) -> Sheet:
    """Lay a grid out over ``room`` points; columns ``upright`` hold one character a line where they are merged."""
    unit = room / sum(weights)
    xs = [0.0]
    for weight in weights:
        xs.append(xs[-1] + weight * unit)
    cells = _positions(grid)
    heights = [size * LEADING + 2 * pad] * len(grid.lines)
    texts: dict[int, list[str]] = {}
    for placed in cells:
        inner = xs[placed.column + placed.cell.colspan] - xs[placed.column] - 2 * pad
        tall = placed.column in upright and placed.cell.rowspan > 1
        lines = list(placed.cell.text) if tall else wrap(placed.cell.text, inner, size)
        texts[id(placed)] = lines
        if placed.cell.rowspan == 1:
            heights[placed.row] = max(heights[placed.row], len(lines) * size * LEADING + 2 * pad)
    for placed in cells:
        span = range(placed.row, min(placed.row + placed.cell.rowspan, len(heights)))
        lacking = len(texts[id(placed)]) * size * LEADING + 2 * pad - sum(heights[r] for r in span)
        if lacking > 0:
            heights[span[-1]] += lacking
    ys = [0.0]
    for height in heights:
        ys.append(ys[-1] + height)
    for placed in cells:
        placed.x0, placed.x1 = xs[placed.column], xs[placed.column + placed.cell.colspan]
        placed.y0, placed.y1 = ys[placed.row], ys[min(placed.row + placed.cell.rowspan, len(heights))]
        placed.lines = _lines(placed, texts[id(placed)], size, pad, top=top, align=align)
    header = next((i for i, line in enumerate(grid.lines) if line.kind == "data"), 0)
    return Sheet(cells, xs, ys, size, header)


def _positions(grid: Grid) -> list[Placed]:
    busy: set[tuple[int, int]] = set()
    out = []
    for y, line in enumerate(grid.lines):
        x = 0
        for cell in line.cells:
            while (y, x) in busy:
                x += 1
            out.append(Placed(cell, y, x, 0, 0, 0, 0))
            busy |= {(y + dy, x + dx) for dy in range(cell.rowspan) for dx in range(cell.colspan)}
            x += cell.colspan
    return out


def _lines(placed: Placed, texts: list[str], size: float, pad: float, *, top: bool, align: str) -> list[Text]:
    step = size * LEADING
    first = placed.y0 + pad if top else (placed.y0 + placed.y1 - step * len(texts)) / 2
    out = []
    for i, text in enumerate(texts):
        x = (placed.x0 + placed.x1 - width(text, size)) / 2
        if align == "left" and placed.cell.role in ("label", "caption"):
            x = placed.x0 + pad
        elif align == "right" and placed.cell.role == "value":
            x = placed.x1 - pad - width(text, size)
        out.append(Text(x, first + step * (i + 0.5), text))
    return [line for line in out if line.text.strip()]
