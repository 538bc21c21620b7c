"""Marks for none, by their shape: a slanting stroke, a dash, a star.

Recognisers take the stroke for a one, and are sure; the star they take for some character with as many arms.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from extractor.readers.ocr_pieces import is_stroke, slant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from extractor.readers.ocr_blobs import Blob, Ink
    from extractor.readers.ocr_engine import Text
    from extractor.readers.ocr_pieces import Piece, Usual

_DASH = 0.35  # height to width of a dash
_THINNEST = 0.16  # of a character's size: so thin, a dash may be short
_TALL_STROKE = 1.12  # of a digit's height
_TOLD = 2
_SAME_SLANT = 0.07
_LEAST_STAR, _STAR = 0.22, 0.66  # of a character's size
_ROUND = 64  # pixels of a star's side, to look around in
_ARMS = 5, 8
_STARRED = 0.5  # what is read as a number with more confidence is no star
_STROKE = 0.2  # the least slant of a stroke for none


def mark_of(ink: Ink, pieces: Sequence[Piece], readings: Sequence[Text], usual: Usual) -> str:
    """Return the mark for none that some ink is by its shape, empty where it is none.

    A straight stroke that slants, one to three dashes, or a star. A slanting stroke is what recognisers take for a
    one, and for certain: it is told by its shape, and by being taller than digits.
    """
    said = {reading.text for reading in readings}
    if all(is_dash(piece, ink.em) for piece in pieces):
        return _dashes(ink, pieces) if any(text and not set(text) - set("-") for text in said) else ""
    if (
        all(reading.confidence < _STARRED for reading in readings)
        and len(pieces) == 1
        and is_star(ink, pieces[0].blobs)
    ):
        return "*"
    taller = usual.height and pieces[0].height >= _TALL_STROKE * usual.height
    return "/" if ("/" in said or taller) and lean_of(ink, pieces) else ""


def _dashes(ink: Ink, pieces: Sequence[Piece]) -> str:
    """Return the dashes that some level strokes are, broken or not; empty where they are no one mark."""
    wide = pieces[-1].x1 - pieces[0].x0
    level = max(p.top for p in pieces) - min(p.bottom for p in pieces)
    apart = max((b.x0 - a.x1 for a, b in pairwise(pieces)), default=0)
    if level > ink.em * 0.1 or wide < ink.em * 0.2 or apart > ink.em * 0.6 or wide > ink.em * 3.5:
        return ""
    return "-" if wide < ink.em * 0.7 else "—" * max(1, round(wide / ink.em))


def lean_of(ink: Ink, pieces: Sequence[Piece]) -> float:
    """Return the slant of some ink that is one straight stroke to the right; 0 for any other."""
    if len(pieces) != 1 or not is_stroke(ink, pieces[0]):
        return 0.0
    lean = slant(ink, pieces[0])
    return lean if lean >= _STROKE else 0.0


def same_strokes(ink: Ink, told: Sequence[Piece], asked: Mapping[int, Sequence[Piece]]) -> list[int]:
    """Return which of the asked are the stroke that the page prints elsewhere for none, ``told`` by a reading.

    It is that where its slant and its height are those of the others.
    """
    if len(told) < _TOLD:
        return []
    leans = sorted(slant(ink, piece) for piece in told)
    heights = sorted(piece.height for piece in told)
    lean, height = leans[len(leans) // 2], heights[len(heights) // 2]
    return [
        i
        for i, pieces in asked.items()
        if (own := lean_of(ink, pieces))
        and abs(own - lean) < _SAME_SLANT
        and abs(pieces[0].height - height) <= 0.15 * height
    ]


def is_star(ink: Ink, blobs: Sequence[Blob]) -> bool:
    """Tell a small star: one piece of ink, about as wide as high, with five arms or more around its middle."""
    if len(blobs) != 1 or not _LEAST_STAR * ink.em <= max(blobs[0].width, blobs[0].height) < _STAR * ink.em:
        return False
    (blob,) = blobs
    if not 0.7 < blob.width / blob.height < 1.4:
        return False
    part = (ink.labels[blob.top : blob.bottom, blob.x0 : blob.x1] == blob.number).astype(np.float32)
    large = cv2.resize(part, (_ROUND, _ROUND), interpolation=cv2.INTER_LINEAR) > 0.5
    middle = _ROUND / 2
    core = large[round(middle * 0.8) : round(middle * 1.2), round(middle * 0.8) : round(middle * 1.2)]
    if core.mean() < 0.6:
        return False
    # Around the middle, half way out and further: ink and paper take turns as often as there are arms.
    turns = np.linspace(0, 2 * np.pi, 256, endpoint=False)
    return all(
        _ARMS[0]
        <= _changes(large[_at(middle, reach, np.sin(turns)), _at(middle, reach, np.cos(turns))])
        <= _ARMS[1]
        for reach in (0.55, 0.7)
    )


def _at(middle: float, reach: float, along: NDArray[np.float64]) -> NDArray[np.intp]:
    return np.clip(np.round(middle * (1 + reach * along)), 0, _ROUND - 1).astype(np.intp)


def _changes(ring: NDArray[np.bool_]) -> int:
    """Return how often a ring of pixels turns from paper to ink."""
    return int(np.count_nonzero(ring & ~np.roll(ring, 1)))


def is_dash(piece: Piece, em: float) -> bool:
    """Tell a level stroke; ``em`` is the size of a character."""
    return piece.height <= _DASH * piece.width or (
        piece.height <= 0.5 * piece.width and piece.height <= _THINNEST * em
    )
