"""What stands on a sheet outside its tables: lines of text, found by the detector strip by strip."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from extractor.model.filing import CellStatus
from extractor.readers.ocr_blobs import box_of
from extractor.readers.ocr_crops import line_crop, number_crops, stretched
from extractor.readers.ocr_numbers import doubt
from extractor.readers.ocr_pieces import Usual, pieces_of, without_dirt
from extractor.readers.ocr_sure import surely, together
from extractor.readers.pdf_glyphs import UNKNOWN
from extractor.readers.pdf_lines import Field, FreeLine
from extractor.text.values import read_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.model.document import Recognised
    from extractor.readers.ocr_blobs import Blob, Ink
    from extractor.readers.ocr_engine import Engine, Image, Text

_POINT = 72.0
_FINEST = 150.0  # dpi: enough to find lines by
_SURE = 0.8
_LEAST = 0.5  # the confidence below which a line is noise
_TALLEST_STRIP = 1_600  # pixels: what is higher is found in pieces
_SIZE_OF_HEIGHT = 0.8


class Found(NamedTuple):
    """A piece of a line: its box in pixels of the sheet, what it says, and what of that is sure."""

    x0: float
    top: float
    x1: float
    bottom: float
    text: str
    sure: Recognised


class Free(NamedTuple):
    """A line of text outside the tables, and what of it is sure."""

    line: FreeLine
    sure: Recognised


def free_lines(ink: Ink, outside: Sequence[Blob], page: int, engine: Engine) -> list[Free]:
    """Return the lines of text outside the tables of a sheet, places in points."""
    sheet = ink.sheet
    grey = np.full_like(ink.grey, 255)
    margin = sheet.mm(0.5)
    for blob in outside:
        part = np.s_[
            max(0, blob.top - margin) : blob.bottom + margin, max(0, blob.x0 - margin) : blob.x1 + margin
        ]
        grey[part] = ink.grey[part]
    held: list[list[Blob]] = []
    taken: set[int] = set()
    crops: list[Image] = []
    for top, bottom in _strips(outside, sheet.size[1], sheet.mm(6)):
        for corners in _detected(grey[top:bottom], sheet.dpi, engine):
            x0, y0 = corners.min(axis=0)
            x1, y1 = corners.max(axis=0)
            own = [
                b
                for b in outside
                if b.number not in taken
                and x0 <= (b.x0 + b.x1) / 2 <= x1
                and y0 + top <= (b.top + b.bottom) / 2 <= y1 + top
            ]
            taken.update(b.number for b in own)  # where two lines found overlap, nothing is read twice
            if own:
                held.append(own)
                crops.append(line_crop(ink, own))
    said = engine.read_both(crops)
    # All is read once more, with its contrast stretched: of a weak reading the surer of the two is taken,
    # and no character is sure that is not the same in both.
    again = engine.read([stretched(crop) for crop in crops])
    found = []
    for own, (text, number), other in zip(held, said, again, strict=True):
        best = other if text.confidence < min(_SURE, other.confidence) else text
        if best.text and best.confidence >= 0.2 and _mean_enough(best):
            sure = surely(best, text if best is other else other)
            found.append(Found(*box_of(own), _checked(ink, own, best, number, engine), sure))
    return [_line(row, page, sheet.dpi / _POINT) for row in _rows(found)]


def _mean_enough(text: Text) -> bool:
    """Tell a reading from noise: a long line may have one weak character, a short one may not."""
    return text.confidence >= _LEAST or len(text.text) > 3


def _strips(outside: Sequence[Blob], height: int, gap: int) -> list[tuple[int, int]]:
    """Return the stretches of a sheet, from the top down, that have ink outside its tables."""
    used = np.zeros(height + 1, bool)
    for blob in outside:
        used[max(0, blob.top - gap) : blob.bottom + gap] = True
    edges = np.flatnonzero(np.diff(np.concatenate([[False], used[:height], [False]]).astype(np.int8)))
    out = []
    for first, bottom in zip(edges[0::2].tolist(), edges[1::2].tolist(), strict=True):
        top = first
        while bottom - top > _TALLEST_STRIP * 1.5:
            # Between two lines, not through one.
            ink = np.zeros(bottom - top, np.int32)
            for blob in outside:
                if top <= blob.top < bottom:
                    ink[blob.top - top : blob.bottom - top] += 1
            half = _TALLEST_STRIP // 2
            cut = top + half + int(ink[half:_TALLEST_STRIP].argmin())
            out.append((top, cut))
            top = cut
        out.append((top, bottom))
    return out


def _detected(strip: Image, dpi: float, engine: Engine) -> list[np.ndarray]:
    factor = min(1.0, _FINEST / dpi)
    small = (
        cv2.resize(strip, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else strip
    )
    return [corners / factor for corners in engine.boxes(small)]


def _checked(ink: Ink, blobs: list[Blob], text: Text, as_number: Text, engine: Engine) -> str:
    """Return the text; a number that stands alone is believed only as one in a cell is."""
    if read_value(text.text).status is CellStatus.UNREADABLE:
        return text.text
    blobs = without_dirt(blobs, ink.em)
    readings = [number for _, number in engine.read_both(number_crops(ink, blobs))]
    if doubt(ink, pieces_of(blobs), (*readings, as_number), Usual()):
        return f"{text.text}{UNKNOWN}"
    return as_number.text


def _rows(found: list[Found]) -> list[list[Found]]:
    """Return the pieces by line, from the top down, each from left to right."""
    rows: list[list[Found]] = []
    for piece in sorted(found, key=lambda f: (f.top + f.bottom) / 2):
        middle = (piece.top + piece.bottom) / 2
        if rows:
            last = rows[-1][-1]
            if middle - (last.top + last.bottom) / 2 < 0.45 * min(
                piece.bottom - piece.top, last.bottom - last.top
            ):
                rows[-1].append(piece)
                continue
        rows.append([piece])
    return [sorted(row, key=lambda f: f.x0) for row in rows]


def _line(row: list[Found], number: int, unit: float) -> Free:
    fields = [Field(f.text, f.x0 / unit, f.x1 / unit) for f in row]
    text = row[0].text
    size = _SIZE_OF_HEIGHT * float(np.median([f.bottom - f.top for f in row])) / unit
    for before, field in pairwise(fields):
        text += ("   " if field.x0 - before.x1 > 1.9 * size else "") + field.text
    line = FreeLine(
        text,
        fields,
        number,
        row[0].x0 / unit,
        min(f.top for f in row) / unit,
        max(f.x1 for f in row) / unit,
        max(f.bottom for f in row) / unit,
        size,
    )
    return Free(line, together(f.sure for f in row))
