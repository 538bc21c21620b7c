"""The cells of a page → their texts: all lines are read in one go, numbers in two ways and with every check."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

from extractor.model.filing import CellStatus
from extractor.readers.ocr_blobs import lines_of
from extractor.readers.ocr_crops import line_crop
from extractor.readers.ocr_engine import NOTHING
from extractor.readers.ocr_figures import Asked, figures
from extractor.readers.ocr_marks import is_star
from extractor.readers.ocr_numbers import LEAST, may_be_number
from extractor.readers.ocr_pieces import without_dirt
from extractor.readers.pdf_glyphs import UNKNOWN
from extractor.readers.pdf_lines import join
from extractor.text.values import read_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.readers.ocr_blobs import Blob, Held, Ink
    from extractor.readers.ocr_engine import Engine, Image, Text
    from extractor.readers.pdf_grid import Box

_DIRT = 0.55  # mm: faint ink that is smaller than this is none, up to 1 mm it is a doubt
_SMALLEST = 0.34  # mm: a lone piece of ink that is no larger is dirt
_FEW = 2
_DUST = 0.5  # mm: what is no larger, and in no line with anything larger, is dirt
_INSET = 0.55  # mm within a cell's ruling where nothing is asked
_SHORT, _WEAK = 2, 0.7  # characters, and the confidence below which so few are not believed
_NARROW = 0.7  # em: what is wider is no digit
_SEALED = 0.02  # of a cell: with more of a seal on it, nobody can tell that it is empty


class Reading(NamedTuple):
    """What a cell says, how certain it is, and the pieces of ink of its lines."""

    text: str
    confidence: float
    lines: list[list[Blob]]


class Cells:
    """Takes the cells of a page, and reads them together."""

    def __init__(self, ink: Ink, engine: Engine, *, finer: bool = False) -> None:
        self._ink = ink
        self._engine = engine
        self._finer = finer
        self._boxes: list[Box] = []
        self._lines: list[list[list[Blob]]] = []
        self._crossing: list[bool] = []

    def add(self, box: Box, held: Held) -> None:
        """Take a cell with the pieces of ink in it."""
        self._boxes.append(box)
        blobs = [blob for blob in held.blobs if not self._is_ruling(blob, box)]
        small = self._ink.sheet.mm(_SMALLEST)
        if len(blobs) <= _FEW and all(max(b.width, b.height) <= small for b in blobs):
            blobs = []  # dirt: no mark is as small
        self._lines.append(_clean(lines_of(blobs, self._ink.em), self._ink.sheet.mm(_DUST)))
        self._crossing.append(held.crossing)

    def read(self) -> list[Reading]:
        """Return what the cells say, in the order in which they came."""
        crops: list[Image] = []
        owners: list[int] = []
        for i, lines in enumerate(self._lines):
            for line in lines:
                crops.append(line_crop(self._ink, line))
                owners.append(i)
        said: list[list[Text]] = [[] for _ in self._boxes]
        as_numbers: list[Text] = [NOTHING] * len(self._boxes)
        for owner, (text, number) in zip(owners, self._engine.read_both(crops), strict=True):
            said[owner].append(text)
            as_numbers[owner] = number
        numbers = self._numbers(said, as_numbers)
        return [
            numbers[i] if i in numbers else self._text(i, texts) if texts else self._empty(i)
            for i, texts in enumerate(said)
        ]

    def _is_ruling(self, blob: Blob, box: Box) -> bool:
        """Tell what is left of a ruling: thin ink along an edge of the cell, almost as long as it."""
        unit = self._ink.sheet.dpi / 72
        near, thin = self._ink.sheet.mm(0.9), self._ink.sheet.mm(0.5)
        x0, top, x1, bottom = box.x0 * unit, box.top * unit, box.x1 * unit, box.bottom * unit
        if blob.width <= thin and blob.height > 0.8 * (bottom - top):
            return min(abs(blob.x0 - x0), abs(blob.x1 - x1)) < near
        if blob.height <= thin:
            along = blob.width > 3 * max(blob.height, 1)
            return along and min(abs(blob.top - top), abs(blob.bottom - bottom)) < near
        return False

    def _text(self, i: int, texts: list[Text]) -> Reading:
        """Return a cell of text; what would read as a number without having been read twice is none."""
        lines = self._lines[i]
        text = _quoted(join([t.text for t in texts if t.text]))
        confidence = min(t.confidence for t in texts)
        short = len(text) <= _SHORT and confidence < _WEAK
        status = read_value(text).status
        # A word for none is told from a number by its characters; a mark is not.
        word = status is CellStatus.NIL and text.isalpha() and confidence >= LEAST
        if short or (status is not CellStatus.UNREADABLE and not word):
            text = f"{text}{UNKNOWN}"
        return Reading(text, confidence, lines)

    def _empty(self, i: int) -> Reading:
        """Return an empty cell, or an unreadable one where something faint or a seal may hide what it holds."""
        box, sheet = self._boxes[i], self._ink.sheet
        unit, inset = sheet.dpi / 72, sheet.mm(_INSET)
        part = np.s_[
            round(box.top * unit) + inset : round(box.bottom * unit) - inset,
            round(box.x0 * unit) + inset : round(box.x1 * unit) - inset,
        ]
        seal = sheet.seal[part]
        if seal.size and np.count_nonzero(seal) > _SEALED * seal.size:
            return Reading(UNKNOWN, 0.0, [])
        if self._is_faint(self._ink.faint[part]):
            return Reading(UNKNOWN, 0.0, [])
        return Reading("", 1.0, [])

    def _is_faint(self, faint: Image) -> bool:
        if not faint.size or not faint.any():
            return False
        _, _, stats, _ = cv2.connectedComponentsWithStats(faint, connectivity=8)
        dirt = self._ink.sheet.mm(_DIRT)
        return any(
            max(width, height) > dirt and min(width, height) > 1
            for _, _, width, height, _ in stats[1:].tolist()
        )

    def _may_be_number(self, text: Text, line: Sequence[Blob]) -> bool:
        narrow = all(blob.width < _NARROW * self._ink.em for blob in line)
        return may_be_number(text, len(line), narrow=narrow)

    def _numbers(self, said: Sequence[Sequence[Text]], as_numbers: Sequence[Text]) -> dict[int, Reading]:
        """Return the cells that hold numbers or marks for none, those that cannot be believed marked so."""
        asked = {
            i: Asked(without_dirt(lines[0], self._ink.em), texts[0], as_numbers[i], self._crossing[i])
            for i, (texts, lines) in enumerate(zip(said, self._lines, strict=True))
            if len(texts) == 1 and (self._may_be_number(texts[0], lines[0]) or is_star(self._ink, lines[0]))
        }
        found = figures(self._ink, asked, self._engine, finer=self._finer)
        return {
            i: Reading(f"{one.text}{UNKNOWN}" if one.doubt else one.text, one.confidence, self._lines[i])
            for i, one in found.items()
        }


def _clean(lines: list[list[Blob]], dust: int) -> list[list[Blob]]:
    """Return the lines without those that are nothing but dirt, where others are more."""
    kept = [line for line in lines if any(max(b.width, b.height) > dust for b in line)]
    return kept or lines


def _quoted(text: str) -> str:
    """Return a text with the end of its quotation as a mark, where it was read as two nines."""
    start = text.rfind("“")
    if start >= 0 and "”" not in text[start:] and text.endswith("99"):
        return text[:-2] + "”"
    return text
