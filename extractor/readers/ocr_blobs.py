"""The ink of a sheet in connected pieces: which belong to a cell, to a line, to nothing."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractor.readers.ocr_rulings import Ruled
    from extractor.readers.ocr_sheet import Image, Sheet
    from extractor.readers.pdf_grid import RuledGrid

_LONGEST_STROKE = 20.0  # mm: of a character, of the largest type that a title has
_SPECK = 0.2  # mm: what is no larger either way is dirt, for sure
_USUAL_EM = 3.4  # mm
_FEWEST = 12


class Blob(NamedTuple):
    """A connected piece of ink: its number on the sheet, its box in pixels (the ends beyond it), its area."""

    number: int
    x0: int
    top: int
    x1: int
    bottom: int
    area: int

    @property
    def width(self) -> int:
        """How wide it is."""
        return self.x1 - self.x0

    @property
    def height(self) -> int:
        """How high it is."""
        return self.bottom - self.top


class Ink(NamedTuple):
    """A sheet without its rulings: the picture, its pieces, and which piece each pixel belongs to.

    ``em`` is about how large a Chinese character is, in pixels; ``faint`` is what may be ink.
    """

    sheet: Sheet
    grey: Image
    faint: Image
    blobs: list[Blob]
    labels: np.ndarray
    em: float


def without_rulings(sheet: Sheet, ruled: Ruled) -> Ink:
    """Return what is on a sheet besides its rulings."""
    lines = cv2.dilate(ruled.across | ruled.down, np.ones((3, 3), np.uint8))
    grey = sheet.grey.copy()
    grey[lines > 0] = 255
    ink = sheet.ink & ~lines
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    speck = sheet.mm(_SPECK)
    kept = np.flatnonzero(np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) > speck)
    blobs = [
        Blob(number, left, top, left + width, top + height, area)
        for number, (left, top, width, height, area) in zip(kept.tolist(), stats[kept].tolist(), strict=True)
        if 0 < number < count
    ]
    return Ink(sheet, grey, sheet.faint & ~lines, blobs, labels, _em(blobs, sheet))


def with_strokes(ink: Ink, ruled: Ruled) -> Ink:
    """Return the ink of what stands outside the tables: short lines there are strokes of large type.

    Without them a character of a title is another: 禾 becomes 不.
    """
    lines = cv2.dilate(ruled.across | ruled.down, np.ones((3, 3), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
    sizes = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    strokes = (sizes < ink.sheet.mm(_LONGEST_STROKE)) & (np.arange(count) > 0)
    return ink._replace(grey=np.where(strokes[labels], ink.sheet.grey, ink.grey))


def _em(blobs: Sequence[Blob], sheet: Sheet) -> float:
    usual = sheet.mm(_USUAL_EM)
    sizes = [max(b.width, b.height) for b in blobs]
    sizes = sorted(size for size in sizes if usual * 0.4 < size < usual * 2.2)
    return sizes[int(len(sizes) * 0.8)] * 1.12 if len(sizes) >= _FEWEST else float(usual)


class Held(NamedTuple):
    """The pieces of ink of one cell. ``crossing``: some of them reach out of it."""

    blobs: list[Blob]
    crossing: bool


def in_cells(
    grids: Sequence[RuledGrid], blobs: Iterable[Blob], unit: float
) -> tuple[list[list[Held]], list[Blob]]:
    """Return the pieces in each cell of each grid, and those in none. ``unit``: pixels in a point."""
    held: list[dict[int, list[Blob]]] = [defaultdict(list) for _ in grids]
    crossing: list[set[int]] = [set() for _ in grids]
    outside = []
    edges = [tuple(edge * unit for edge in grid.edges) for grid in grids]
    for blob in blobs:
        x, y = (blob.x0 + blob.x1) / 2, (blob.top + blob.bottom) / 2
        for i, (grid, (x0, top, x1, bottom)) in enumerate(zip(grids, edges, strict=True)):
            if x0 <= x <= x1 and top <= y <= bottom:
                number = grid.box_at(x / unit, y / unit)
                box = grid.boxes[number]
                held[i][number].append(blob)
                slack = unit * 1.5
                if (
                    blob.x0 < box.x0 * unit - slack
                    or blob.x1 > box.x1 * unit + slack
                    or blob.top < box.top * unit - slack
                    or blob.bottom > box.bottom * unit + slack
                ):
                    crossing[i].add(number)
                break
        else:
            outside.append(blob)
    cells = [
        [Held(held[i][n], n in crossing[i]) for n in range(len(grid.boxes))] for i, grid in enumerate(grids)
    ]
    return cells, outside


def lines_of(blobs: Sequence[Blob], em: float) -> list[list[Blob]]:
    """Return the pieces of a text in lines, from the top down; strokes of one character stay together."""
    rows: list[list[Blob]] = []
    foot = -1
    for blob in sorted(blobs, key=lambda b: b.top):
        if rows and blob.top < foot:
            rows[-1].append(blob)
        else:
            rows.append([blob])
        foot = max(foot, blob.bottom) if len(rows[-1]) > 1 else blob.bottom
    out: list[list[Blob]] = []
    for row in rows:
        if out:
            top, end = min(b.top for b in out[-1]), max(b.bottom for b in out[-1])
            first, last = min(b.top for b in row), max(b.bottom for b in row)
            if last - top <= em * 1.15 and first - end <= em * 0.35:
                out[-1] += row
                continue
        out.append(row)
    return [sorted(row, key=lambda b: b.x0) for row in out]


def box_of(blobs: Sequence[Blob]) -> tuple[int, int, int, int]:
    """Return the box around some pieces: x0, top, x1, bottom."""
    return (
        min(b.x0 for b in blobs),
        min(b.top for b in blobs),
        max(b.x1 for b in blobs),
        max(b.bottom for b in blobs),
    )
