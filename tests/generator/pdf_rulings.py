"""How the cells of a table are ruled: lines, thin boxes, fills, tiles, double or missing strokes."""

# ruff: noqa: ARG001 -- every way of ruling has one signature

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random
    from collections.abc import Callable, Sequence

    from tests.generator.pdf_canvas import Canvas

Edges = tuple[float, float, float, float]
"""Left, top, right, bottom of a cell on its page."""


def lines(canvas: Canvas, boxes: Sequence[Edges], rng: random.Random) -> None:
    """Each side of a cell as a stroked line."""
    for x0, y0, x1, y1 in boxes:
        for side in _sides(x0, y0, x1, y1):
            canvas.line(*side)


def rects(canvas: Canvas, boxes: Sequence[Edges], rng: random.Random) -> None:
    """Each side as a thin filled rectangle."""
    for x0, y0, x1, y1 in boxes:
        for a, b, c, d in _sides(x0, y0, x1, y1):
            canvas.box(a - 0.24, b - 0.24, c + 0.24, d + 0.24, fill=0)


def frames(canvas: Canvas, boxes: Sequence[Edges], rng: random.Random) -> None:
    """Each cell as a rectangle of its own, stroked."""
    for x0, y0, x1, y1 in boxes:
        canvas.box(x0, y0, x1, y1, stroke=0.75)


def fills(canvas: Canvas, boxes: Sequence[Edges], rng: random.Random) -> None:
    """No stroke at all: each cell is a grey patch, with a white gap between cells."""
    for x0, y0, x1, y1 in boxes:
        canvas.box(x0 + 0.6, y0 + 0.6, x1 - 0.6, y1 - 0.6, fill=0.88)


def tiles(canvas: Canvas, boxes: Sequence[Edges], rng: random.Random) -> None:
    """A black table with white cells on it: what is left between them are the rulings."""
    canvas.box(*_around(boxes), fill=0)
    for x0, y0, x1, y1 in boxes:
        canvas.box(x0 + 0.5, y0 + 0.5, x1 - 0.5, y1 - 0.5, fill=1)


def double(canvas: Canvas, boxes: Sequence[Edges], rng: random.Random) -> None:
    """Two strokes for each side, a point and a half apart."""
    for x0, y0, x1, y1 in boxes:
        for inset in (-0.75, 0.75):
            for side in _sides(x0 + inset, y0 + inset, x1 - inset, y1 - inset):
                canvas.line(*side, 0.3)


def pieces(canvas: Canvas, boxes: Sequence[Edges], rng: random.Random) -> None:
    """Lines broken into short pieces, as dashes; each a little off its level."""
    for x0, y0, x1, y1 in boxes:
        for a, b, c, d in _sides(x0, y0, x1, y1):
            count = max(1, round((c - a + d - b) / 11))
            off = rng.uniform(-0.4, 0.4)
            for i in range(count):
                s, e = i / count, (i + 0.8) / count
                if d == b:
                    canvas.line(a + (c - a) * s, b + off, a + (c - a) * e, d + off)
                else:
                    canvas.line(a + off, b + (d - b) * s, c + off, b + (d - b) * e)


def missing(canvas: Canvas, boxes: Sequence[Edges], rng: random.Random) -> None:
    """Some pieces of the inner lines are not drawn, between cells of numbers."""
    sides = sorted({side for box in boxes for side in _sides(*box)})
    x0, y0, x1, y1 = _around(boxes)
    inner = [
        s
        for s in sides
        if not (s[0] == s[2] and s[0] in (x0, x1))
        and not (s[1] == s[3] and s[1] in (y0, y1))
        and s[0] > x0 + (x1 - x0) * 0.72
        and s[1] > y0 + (y1 - y0) * 0.4
    ]
    lost = set(rng.sample(inner, k=min(6, len(inner) // 4)))
    for side in sides:
        if side not in lost:
            canvas.line(*side)


def horizontal(canvas: Canvas, boxes: Sequence[Edges], rng: random.Random) -> None:
    """Lines above and below the cells only."""
    for x0, y0, x1, y1 in boxes:
        canvas.line(x0, y0, x1, y0)
        canvas.line(x0, y1, x1, y1)


def framed(canvas: Canvas, boxes: Sequence[Edges], rng: random.Random) -> None:
    """Lines above and below the cells, and a frame around them all."""
    horizontal(canvas, boxes, rng)
    canvas.box(*_around(boxes), stroke=1)


def none(canvas: Canvas, boxes: Sequence[Edges], rng: random.Random) -> None:
    """Nothing is drawn."""


RULINGS: dict[str, Callable[[Canvas, Sequence[Edges], random.Random], None]] = {
    f.__name__: f
    for f in (lines, rects, frames, fills, tiles, double, pieces, missing, horizontal, framed, none)
}


def _sides(x0: float, y0: float, x1: float, y1: float) -> list[Edges]:
    return [(x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)]


def _around(boxes: Sequence[Edges]) -> Edges:
    return (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
