"""The ink of a sheet → its rulings: thin runs of ink, small gaps bridged."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from extractor.readers.pdf_objects import Ruling

if TYPE_CHECKING:
    from extractor.readers.ocr_sheet import Image, Sheet

_THICKEST = 1.1  # mm: what is thicker is no line
_GAP = 1.2  # mm: what is lacking of a line that is one
_PIECE = 2.0  # mm: the shortest piece of a line
_SHORTEST = 5.5  # mm: the shortest line
_POINT = 72.0
_NEAR = 4.5  # points between a line's end and the line that it ends on
_LONG = 90.0  # points


class Ruled(NamedTuple):
    """The rulings of a sheet, in points, and where their ink is."""

    rulings: list[Ruling]
    across: Image
    down: Image


def find_rulings(sheet: Sheet) -> Ruled:
    """Return the level and upright lines of a straightened sheet."""
    across = _lines(sheet.ink, sheet)
    down = _lines(np.ascontiguousarray(sheet.ink.T), sheet)
    level, upright = _rulings(across, sheet, horizontal=True), _rulings(down, sheet, horizontal=False)
    rulings = [*_ending_on(level, upright), *_ending_on(upright, level)]
    return Ruled(rulings, across, np.ascontiguousarray(down.T))


def _ending_on(lines: list[Ruling], others: list[Ruling]) -> list[Ruling]:
    """Return the lines that end at one of the others, or are long: strokes of characters do neither."""
    return [
        line
        for line in lines
        if line.end - line.start > _LONG
        or any(
            other.start - _NEAR <= line.at <= other.end + _NEAR
            and min(abs(other.at - line.start), abs(other.at - line.end)) <= _NEAR
            for other in others
        )
    ]


def _lines(ink: Image, sheet: Sheet) -> Image:
    """Return what of the ink belongs to level lines."""
    thickest, gap, piece, shortest = map(sheet.mm, (_THICKEST, _GAP, _PIECE, _SHORTEST))
    # A stroke of a character is crossed by others, and so in part thicker than a line.
    thick = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((thickest, 1), np.uint8))
    runs = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, sheet.mm(0.6)), np.uint8))
    long = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, 2 * shortest), np.uint8))
    thin = runs & ~(thick & ~long)
    # A scan's line steps from one row of pixels to the next: it is level when seen a little thicker.
    thin = cv2.dilate(thin, np.ones((2, 1), np.uint8))
    whole = cv2.morphologyEx(thin, cv2.MORPH_OPEN, np.ones((1, piece), np.uint8))
    whole = cv2.morphologyEx(whole, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    lines: Image = cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    return lines


def _rulings(lines: Image, sheet: Sheet, *, horizontal: bool) -> list[Ruling]:
    unit = _POINT / sheet.dpi
    count, _, stats, middles = cv2.connectedComponentsWithStats(lines, connectivity=8)
    out = []
    thickest = sheet.mm(_THICKEST)
    for i in range(1, count):
        start, length, thickness = (
            int(stats[i, k]) for k in (cv2.CC_STAT_LEFT, cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT)
        )
        if thickness > max(2 * thickest, length / 12):
            continue
        out.append(Ruling(horizontal, float(middles[i][1]) * unit, start * unit, (start + length) * unit))
    return out
