"""Which characters of a line are sure: those that two preparations of its picture read alike, and clearly."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from extractor.model.document import Recognised
from extractor.readers.pdf_glyphs import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.readers.ocr_engine import Text

CLEAR = 0.95
"""The confidence that a character must have in both readings."""


def surely(text: Text, other: Text) -> Recognised:
    """Return a reading, with what of it another reading of the same line confirms."""
    same = dict[int, int]()
    for at, there, length in SequenceMatcher(
        None, text.text, other.text, autojunk=False
    ).get_matching_blocks():
        same |= {at + i: there + i for i in range(length)}
    sure = (
        c if i in same and min(text.each[i], other.each[same[i]]) >= CLEAR else UNKNOWN
        for i, c in enumerate(text.text)
    )
    kept = [(c, known) for c, known in zip(text.text, sure, strict=True) if not c.isspace()]
    return Recognised("".join(c for c, _ in kept), "".join(known for _, known in kept))


def of_cell(text: str, confidence: float) -> Recognised:
    """Return the reading of a cell, which is sure as a whole or not at all."""
    said = "".join(text.split())
    return Recognised(said, said if confidence >= CLEAR else UNKNOWN * len(said))


def together(parts: Iterable[Recognised]) -> Recognised:
    """Return what stands one behind the other as one."""
    said, sure = "", ""
    for part in parts:
        said += part.said
        sure += part.sure
    return Recognised(said, sure)
