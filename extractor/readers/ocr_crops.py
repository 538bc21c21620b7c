"""Parts of a sheet as the recogniser takes them: a line, or a number in two independent preparations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np

from extractor.readers.ocr_blobs import box_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.readers.ocr_blobs import Blob, Ink
    from extractor.readers.ocr_sheet import Image

_MIDDLE, _STEEP = 165.0, 20.0  # of grey: where ink becomes paper, and how suddenly
_WHITE = 225.0
_LOWEST = 0.6  # em: a lone dash is given the room of a digit


def line_crop(ink: Ink, blobs: Sequence[Blob]) -> Image:
    """Return a line of text with a little paper around it."""
    x0, top, x1, bottom = box_of(blobs)
    pad = max(3, round((bottom - top) * 0.14))
    if bottom - top < ink.em * _LOWEST:
        grow = round((ink.em * _LOWEST - (bottom - top)) / 2)
        top, bottom = top - grow, bottom + grow
    return _cut(ink.grey, x0 - pad, top - pad, x1 + pad, bottom + pad)


def stretched(line: Image) -> Image:
    """Return a picture of a line, larger and with its contrast stretched."""
    large = cv2.resize(line, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    soft = cv2.GaussianBlur(large, (0, 0), 1.0).astype(np.float32)
    low = float(np.percentile(soft, 2))
    clear: Image = np.clip((soft - low) * 255 / max(1.0, _WHITE - low), 0, 255).astype(np.uint8)
    return clear


def number_crops(ink: Ink, blobs: Sequence[Blob], *, finer: bool = False) -> tuple[Image, Image]:
    """Return a number prepared in two ways: in grey as it is, and in black and white, smaller in its frame.

    What is not of these pieces of ink is left out, so that neither a speck nor a ruling is read along.
    ``finer``: two other ways, enlarged: smoothed, and with its contrast stretched.
    """
    x0, top, x1, bottom = box_of(blobs)
    if bottom - top < ink.em * _LOWEST:
        grow = round((ink.em * _LOWEST - (bottom - top)) / 2)
        top, bottom = top - grow, bottom + grow
    room = bottom - top
    margin = max(2, ink.sheet.mm(0.25))
    box = x0 - margin, top - margin, x1 + margin, bottom + margin
    grey = _alone(_cut(ink.grey, *box), _cut(ink.labels, *box, fill=0), blobs)
    if finer:
        large = cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_LANCZOS4)
        smooth = cv2.GaussianBlur(large, (0, 0), 1.4)
        low, high = float(smooth.min()), 235.0
        stretched = np.clip((large.astype(np.float32) - low) * 255 / max(1.0, high - low), 0, 255)
        return _framed(smooth, 2 * room, 0.30, 0.6), _framed(stretched.astype(np.uint8), 2 * room, 0.5, 1.1)
    large = cv2.GaussianBlur(cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_LINEAR), (0, 0), 1.2)
    # Nearly black and white, with soft edges: thin strokes that noise breaks stay whole.
    black = 255 / (1 + np.exp(-(large.astype(np.float32) - _MIDDLE) / _STEEP))
    black = black.astype(np.uint8)
    return _framed(grey, room, 0.22, 0.5), _framed(black, 2 * room, 0.3, 0.7)


def _alone(grey: Image, labels: np.ndarray, blobs: Sequence[Blob]) -> Image:
    """Return a part of a sheet with all ink but that of ``blobs`` made paper.

    The paper itself stays as it is: where it is not quite white, a white patch has edges, which are read along.
    """
    own = np.isin(labels, [b.number for b in blobs])
    other = ((labels > 0) & ~own).astype(np.uint8)
    if not other.any():
        return grey
    soft = np.ones((3, 3), np.uint8)
    gone = (cv2.dilate(other, soft, iterations=2) > 0) & (cv2.dilate(own.astype(np.uint8), soft) == 0)
    bare = grey[labels == 0]
    alone: Image = np.where(gone, np.uint8(np.median(bare) if bare.size else 255), grey)
    return alone


def _framed(picture: Image, room: float, above: float, beside: float) -> Image:
    """Return a picture with paper above and below, and at its sides, in parts of a digit's height."""
    high, wide = round(room * above), round(room * beside)
    framed: Image = cv2.copyMakeBorder(picture, high, high, wide, wide, cv2.BORDER_CONSTANT, value=255)
    return framed


def _cut(picture: Image, x0: int, top: int, x1: int, bottom: int, fill: int = 255) -> Image:
    """Return a part of a picture; what lies beyond its edges is paper."""
    height, width = picture.shape[:2]
    inside = picture[max(0, top) : min(height, bottom), max(0, x0) : min(width, x1)]
    if inside.shape == (bottom - top, x1 - x0):
        return inside
    out = np.full((bottom - top, x1 - x0), fill, picture.dtype)
    y, x = max(0, -top), max(0, -x0)
    out[y : y + inside.shape[0], x : x + inside.shape[1]] = inside
    return out
