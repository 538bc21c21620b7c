"""The ink of a number by character: what is of one digit together, digits that touch apart, dirt left out."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.readers.ocr_blobs import Blob, Ink

LOWEST, TALLEST = 0.78, 1.22
"""Between these parts of the usual height a digit is as high as the others."""
_SMALL = 0.3  # of the line's height: dirt, or a point
_LEAST_DIGIT = 0.5  # of a Chinese character: digits are higher
_ENOUGH = 5
_BROKEN = 0.2  # of a digit's height: how far the halves of one may be apart
_WIDE = 0.6  # of a digit's height: its width in most fonts
_STEP = 1.12  # of a digit's width: from one to the next
_THIN = 0.012  # spread across to spread along a straight stroke


class Piece(NamedTuple):
    """What should be one character of a number: its pieces of ink together."""

    blobs: tuple[Blob, ...]
    x0: int
    top: int
    x1: int
    bottom: int

    @property
    def height(self) -> int:
        """How high it is."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """How wide it is."""
        return self.x1 - self.x0


class Usual(NamedTuple):
    """How large a digit of a page is, in pixels; 0 where there are too few to tell."""

    height: float = 0.0
    width: float = 0.0


def without_dirt(blobs: Sequence[Blob], em: float) -> list[Blob]:
    """Return the ink of a line without the dirt around it; what may be a point or a comma stays.

    ``em``: the size of a character; beside dashes alone, nothing else tells what is small.
    """
    high = max(*(b.height for b in blobs), em * _LEAST_DIGIT)
    small = [b for b in blobs if max(b.width, b.height) < _SMALL * high]
    if not small or len(small) == len(blobs):
        return list(blobs)
    large = [b for b in blobs if max(b.width, b.height) >= _SMALL * high]
    x0, x1 = min(b.x0 for b in large), max(b.x1 for b in large)
    foot = max(b.bottom for b in large)
    return large + [
        b for b in small if x0 < b.x0 and b.x1 < x1 and foot - 0.5 * high < b.top < foot + 0.3 * high
    ]


def pieces_of(blobs: Sequence[Blob]) -> list[Piece]:
    """Return the pieces of ink of a line by character: what stands above each other is of one."""
    out: list[Piece] = []
    for blob in sorted(blobs, key=lambda b: b.x0):
        if out:
            last = out[-1]
            shared = min(last.x1, blob.x1) - max(last.x0, blob.x0)
            if shared > 0.5 * min(last.width, blob.width):
                out[-1] = Piece(
                    (*last.blobs, blob),
                    min(last.x0, blob.x0),
                    min(last.top, blob.top),
                    max(last.x1, blob.x1),
                    max(last.bottom, blob.bottom),
                )
                continue
        out.append(Piece((blob,), *blob[1:5]))
    return out


def usual_size(pieces: Sequence[Piece], characters: Sequence[str]) -> Usual:
    """Return the size of most digits; a one is narrower than the others, and does not count."""
    if len(pieces) < _ENOUGH:
        return Usual()
    heights = sorted(p.height for p in pieces)
    widths = sorted(p.width for p, c in zip(pieces, characters, strict=True) if c != "1")
    width = widths[len(widths) // 2] if len(widths) >= _ENOUGH else 0
    return Usual(float(heights[len(heights) // 2]), float(width))


def joined(pieces: Sequence[Piece], usual: Usual) -> list[Piece]:
    """Return the pieces with the halves of a broken digit together: hardly apart, and no wider than a digit."""
    if not usual.width:
        return list(pieces)
    out: list[Piece] = []
    for piece in pieces:
        if out:
            last = out[-1]
            near = piece.x0 - last.x1 <= max(2.0, _BROKEN * usual.height)
            if near and piece.x1 - last.x0 <= _STEP * usual.width:
                top, bottom = min(last.top, piece.top), max(last.bottom, piece.bottom)
                out[-1] = Piece((*last.blobs, *piece.blobs), last.x0, top, piece.x1, bottom)
                continue
        out.append(piece)
    return out


def parted(ink: Ink, pieces: Sequence[Piece], usual: Usual) -> list[Piece]:
    """Return the pieces with digits that touch each other apart, as many as there is room for.

    Where a page has too few digits to tell their size, they are taken to be as wide as most fonts have them.
    """
    if not usual.width:
        high = float(max(p.height for p in pieces))
        if high < ink.em * _LEAST_DIGIT:
            return list(pieces)
        usual = Usual(high, _WIDE * high)
    out: list[Piece] = []
    step = usual.width * _STEP
    for piece in pieces:
        count = round((piece.width - usual.width) / step) + 1
        if count < 2 or piece.height < LOWEST * usual.height or is_stroke(ink, piece):
            out.append(piece)
            continue
        out += _cut(ink, piece, count, usual)
    return out


def _cut(ink: Ink, piece: Piece, count: int, usual: Usual) -> list[Piece]:
    """Return a piece in ``count``, cut where the least ink is near where two digits of the usual width meet."""
    dark = (255 - ink.grey[piece.top : piece.bottom, piece.x0 : piece.x1].astype(np.int32)).sum(axis=0)
    cuts = [0]
    for k in range(1, count):
        at, room = piece.width * k / count, max(1, round(usual.width * 0.3))
        first = max(cuts[-1] + 1, round(at) - room)
        near = dark[first : round(at) + room + 1]
        # The nearer the better: an 0 has little ink in its middle too.
        far = (np.arange(first, first + len(near)) - at) / room
        cuts.append(first + int((near * (1 + (2 * far) ** 2)).argmin()) if len(near) else round(at))
    cuts.append(piece.width)
    return [
        Piece(piece.blobs, piece.x0 + a, piece.top, piece.x0 + b, piece.bottom) for a, b in pairwise(cuts)
    ]


def slant(ink: Ink, piece: Piece) -> float:
    """Return by how much a piece of ink leans to the right, in parts of its height (a stroke: about half)."""
    part = ink.labels[piece.top : piece.bottom, piece.x0 : piece.x1]
    if not part.size:
        return 0.0
    ys, xs = np.nonzero(np.isin(part, [b.number for b in piece.blobs]))
    down = ys - ys.mean()
    spread = float((down**2).sum())
    return -float((down * (xs - xs.mean())).sum()) / spread if spread else 0.0


def is_stroke(ink: Ink, piece: Piece) -> bool:
    """Tell a single straight stroke: no ink far from the line through it, and no more of it than a line has."""
    if len(piece.blobs) != 1:
        return False
    part = ink.labels[piece.top : piece.bottom, piece.x0 : piece.x1]
    ys, xs = np.nonzero(part == piece.blobs[0].number)
    if len(ys) < _ENOUGH:
        return False
    across, along = np.linalg.eigvalsh(np.cov(np.stack([xs, ys]).astype(np.float64)))
    return bool(across < _THIN * along)
