"""Which way up a sheet is: by the way of its lines, and by which way its lines can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from extractor.readers.ocr_blobs import lines_of, without_rulings
from extractor.readers.ocr_crops import line_crop
from extractor.readers.ocr_rulings import find_rulings
from extractor.readers.ocr_sheet import straightened, turned

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.readers.ocr_blobs import Blob
    from extractor.readers.ocr_engine import Engine
    from extractor.readers.ocr_sheet import Sheet

_PROBES = 8
_READS = 0.75  # what lines the right way up are read with, or better
_FEWEST = 3
_REACH = 0.45  # em: the characters of a line stand nearer to each other than this


def upright(sheet: Sheet, engine: Engine) -> Sheet:
    """Return the sheet straightened and the right way up."""
    sheet = straightened(sheet)
    best, best_sheet = -1.0, sheet
    for quarters in (0, 2, 1, 3) if not _runs_down(sheet) else (1, 3, 0, 2):
        tried = turned(sheet, quarters)
        sure = _legible(tried, engine)
        if sure > _READS:
            return tried
        if sure > best:
            best, best_sheet = sure, tried
    return best_sheet if best > 0 else sheet


def _runs_down(sheet: Sheet) -> bool:
    """Tell a sheet on its side: more characters have their neighbour below than beside them."""
    ink = without_rulings(sheet, find_rulings(sheet))
    large = [b for b in ink.blobs if 0.4 * ink.em < max(b.width, b.height) < 1.3 * ink.em][:4000]
    if len(large) < _FEWEST:
        return False
    reach = ink.em * _REACH
    boxes = np.array([b[1:5] for b in large], np.float64)
    middles = (boxes[:, :2] + boxes[:, 2:]) / 2
    beside = below = 0
    for (x0, top, x1, bottom), (x, y) in zip(boxes, middles, strict=True):
        near_x = (boxes[:, 0] >= x1 - 1) & (boxes[:, 0] - x1 < reach) & (np.abs(middles[:, 1] - y) < reach)
        near_y = (
            (boxes[:, 1] >= bottom - 1) & (boxes[:, 1] - bottom < reach) & (np.abs(middles[:, 0] - x) < reach)
        )
        beside += bool(near_x.any())
        below += bool(near_y.any())
        del x0, top
    return below > beside * 1.3


def _legible(sheet: Sheet, engine: Engine) -> float:
    """Return how well a few of a sheet's lines can be read: the middle of their confidences."""
    ink = without_rulings(sheet, find_rulings(sheet))
    lines = _long_lines(ink.blobs, ink.em)
    if not lines:
        return 0.0
    step = max(1, len(lines) // _PROBES)
    said = engine.read([line_crop(ink, line) for line in lines[::step][:_PROBES]])
    return float(np.median([_mean(text.text, text.confidence) for text in said]))


def _mean(text: str, confidence: float) -> float:
    return confidence if len(text) > 2 else 0.0


def _long_lines(blobs: Sequence[Blob], em: float) -> list[list[Blob]]:
    """Return runs of characters that stand close beside each other: parts of lines, of some length."""
    out: list[list[Blob]] = []
    for line in lines_of([b for b in blobs if b.height < 1.6 * em and b.width < 1.6 * em], em):
        if max(b.bottom for b in line) - min(b.top for b in line) > 2 * em:
            continue
        run: list[Blob] = []
        for blob in line:
            if run and blob.x0 - max(b.x1 for b in run[-4:]) > em * 0.9:
                out.append(run)
                run = []
            run.append(blob)
        out.append(run)
    return [run for run in out if 5 * em < run[-1].x1 - run[0].x0 < 22 * em]
