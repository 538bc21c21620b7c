"""Digits of one page compared with each other: each must look most like those that read the same."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extractor.readers.ocr_blobs import Ink
    from extractor.readers.ocr_pieces import Piece

_WIDE, _HIGH = 20, 28
_ALIKE = 0.90  # likeness from which two pictures may be of one digit


class Digit(NamedTuple):
    """A digit as read, with its picture; ``cell`` is whose it is."""

    cell: int
    character: str
    picture: NDArray[np.float32]


def picture_of(ink: Ink, piece: Piece) -> NDArray[np.float32]:
    """Return a digit's picture in a size of its own, to be compared: its middle and its spread are one."""
    part = 255 - ink.grey[piece.top : piece.bottom, piece.x0 : piece.x1].astype(np.float32)
    scale = min((_WIDE - 2) / part.shape[1], (_HIGH - 2) / part.shape[0])
    wide, high = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
    small = cv2.resize(part, (wide, high), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    out = np.zeros((_HIGH, _WIDE), np.float32)
    y, x = (_HIGH - high) // 2, (_WIDE - wide) // 2
    out[y : y + high, x : x + wide] = small
    out = cv2.GaussianBlur(out, (0, 0), 0.8)
    out -= out.mean()
    length = float(np.linalg.norm(out))
    picture: NDArray[np.float32] = out.ravel() / (length or 1.0)
    return picture


def strangers(digits: Sequence[Digit]) -> set[int]:
    """Return the cells in which a digit looks more like another digit of the page than like its own."""
    by_character: dict[str, list[int]] = defaultdict(list)
    for i, digit in enumerate(digits):
        by_character[digit.character].append(i)
    if len(by_character) < 2:
        return set()
    names = sorted(by_character)
    sums = {name: np.sum([digits[i].picture for i in by_character[name]], axis=0) for name in names}
    out = set()
    for digit in digits:
        others = [name for name in names if name != digit.character]
        count = len(by_character[digit.character]) - 1
        if not count:
            strange = max(_like(digit.picture, sums[name]) for name in others) > _ALIKE
        else:
            # The mean of likenesses, not the likeness to a mean: of many pictures, that has no noise left.
            same = float(digit.picture @ (sums[digit.character] - digit.picture)) / count
            strange = same < max(float(digit.picture @ sums[n]) / len(by_character[n]) for n in others)
        if strange:
            out.add(digit.cell)
    return out


def _like(picture: NDArray[np.float32], total: NDArray[np.float32]) -> float:
    length = float(np.linalg.norm(total))
    return float(picture @ total) / length if length else 0.0
