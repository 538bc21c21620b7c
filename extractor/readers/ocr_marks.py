"""Marks for none, by their shape: a slanting stroke, a dash. Recognisers take the stroke for a one, and are sure."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.readers.ocr_pieces import is_stroke, slant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.readers.ocr_blobs import Ink
    from extractor.readers.ocr_engine import Text
    from extractor.readers.ocr_pieces import Piece, Usual

_DASH = 0.35  # height to width of a dash
_THINNEST = 0.16  # of a character's size: so thin, a dash may be short
_TALL_STROKE = 1.12  # of a digit's height
_TOLD = 2
_SAME_SLANT = 0.07
_STROKE = 0.2  # the least slant of a stroke for none


def mark_of(ink: Ink, pieces: Sequence[Piece], readings: Sequence[Text], usual: Usual) -> str:
    """Return the mark for none that some ink is by its shape, empty where it is none.

    A straight stroke that slants, or one to three dashes. A slanting stroke is what recognisers take for a
    one, and for certain: it is told by its shape, and by being taller than digits.
    """
    said = {reading.text for reading in readings}
    if all(is_dash(piece, ink.em) for piece in pieces):
        return _dashes(ink, pieces) if any(text and not set(text) - set("-") for text in said) else ""
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


def is_dash(piece: Piece, em: float) -> bool:
    """Tell a level stroke; ``em`` is the size of a character."""
    return piece.height <= _DASH * piece.width or (
        piece.height <= 0.5 * piece.width and piece.height <= _THINNEST * em
    )
