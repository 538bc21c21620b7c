"""A number is believed only where everything that can be told of it agrees.

Three preparations of its picture are read apart; the ink is counted (a digit is one piece of ink, or some that
stand above each other); a one must not slant; no digit is taller or lower than the digits around; a point
stands at the foot; and no digit looks like another of the page (``likeness``). What fails in any of these is
not read.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.readers.ocr_marks import is_dash
from extractor.readers.ocr_pieces import LOWEST, TALLEST, slant

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.readers.ocr_blobs import Ink
    from extractor.readers.ocr_engine import Text
    from extractor.readers.ocr_pieces import Piece, Usual

LEAST = 0.85
"""The confidence that all readings but the weakest must have."""
WEAKEST = 0.5
"""The confidence that the weakest must have."""
_DIFFER, _WEAK = "the readings differ", "the reading is weak"
UNSURE = frozenset({_DIFFER, _WEAK})
"""The doubts that more readings may settle."""
_LIKELY = re.compile(
    r"^[\doOQDlIÓóÒòŌōÖöÔôǑǒОоΟο°ºÍíÌìĪīÎîı|〇○。口/／丿∕—–－一ー_.,，·\-:：;；、'’‘`~…ZzSsBgq]+$"
)
_NUMBER = re.compile(r"^-?\d[\d,]*(?:\.\d+)?$")
_USUAL = 3  # readings
_LOW = 0.62  # of the line's height: what is lower is no digit but a mark
_CERTAIN, _POOR = 0.92, 0.6  # confidences of a character alone, and of a few
_UPRIGHT, _FLAGGED = 0.16, 0.22  # the most that a one slants to the right, and seems to slant to the left
_GAP = 1.3  # digit heights: a gap this wide parts two numbers


def may_be_number(freely: Text, count: int, *, narrow: bool) -> bool:
    """Tell a text that may be a number, misread perhaps; ``count``: its pieces of ink.

    ``narrow``: no wider than a digit is, as a Chinese character of one piece hardly ever is.
    """
    text = freely.text.replace(" ", "")
    if not text:
        return count <= 4
    if len(text) == 1 and count == 1 and narrow:
        return True
    if _LIKELY.match(text) or (len(text) == 1 and count <= 2 and freely.confidence < _CERTAIN):
        return True
    return freely.confidence < _POOR and count <= 4 and len(text) <= 3


def doubt(ink: Ink, pieces: Sequence[Piece], readings: Sequence[Text], usual: Usual) -> str:
    """Return why a number cannot be believed; empty where it can.

    ``readings``: those of two preparations, that of the cell as it is, and where they were weak, of two more.
    """
    text = readings[0].text
    if not text or any(reading.text != text for reading in readings):
        return _DIFFER
    sure = sorted(reading.confidence for reading in readings)
    more = len(readings) > _USUAL
    # Three sure readings of five outweigh the others, which say the same; of three, the weakest is to be fair.
    if sure[2 if more else 1] < LEAST or (not more and sure[0] < WEAKEST):
        return _WEAK
    if not _NUMBER.match(text):
        return "no number"
    return _doubt_of_ink(ink, pieces, text, usual)


def _doubt_of_ink(ink: Ink, pieces: Sequence[Piece], text: str, usual: Usual) -> str:
    """Return what of the ink does not fit the text; empty where all of it does."""
    high = max(piece.height for piece in pieces)
    tall = [piece for piece in pieces if piece.height >= _LOW * high and not is_dash(piece, ink.em)]
    digits = [c for c in text if c.isdigit()]
    if len(tall) != len(digits) or len(pieces) != len(text):
        return "more or less ink than characters"
    if any(b.x0 - a.x1 > _GAP * high for a, b in pairwise(pieces)):
        return "a wide gap"
    for piece, digit in zip(tall, digits, strict=True):
        if digit == "1" and _slants(ink, piece):
            return "a one that slants"
        if usual.height and not LOWEST * usual.height <= piece.height <= TALLEST * usual.height:
            return "a digit of another size"
    return _misplaced(pieces, tall, text, ink.em)


def _slants(ink: Ink, piece: Piece) -> bool:
    """Tell a one that leans: its flag makes it seem to, a little to the left; a stroke for none leans for true."""
    return not -_FLAGGED < slant(ink, piece) < _UPRIGHT


def _misplaced(pieces: Sequence[Piece], tall: Sequence[Piece], text: str, em: float) -> str:
    """Return a doubt where a mark does not stand as it should: points at the foot, a sign half way up."""
    foot, head = max(p.bottom for p in tall), min(p.top for p in tall)
    high = foot - head
    for piece, character in zip(pieces, text, strict=True):
        if character == "." and not (piece.top > foot - 0.35 * high and piece.bottom < foot + 0.12 * high):
            return "a point that is none"
        if character == "," and piece.bottom < foot + 0.04 * high:
            return "a comma that is none"
        if character == "-" and not (
            is_dash(piece, em) and head + 0.2 * high < piece.top < foot - 0.1 * high
        ):
            return "a sign that is none"
    return ""
