"""The numbers of a page, read together: each in several ways, and with every check that the others allow."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from extractor.readers.ocr_crops import number_crops
from extractor.readers.ocr_likeness import Digit, picture_of, strangers
from extractor.readers.ocr_marks import mark_of, same_strokes
from extractor.readers.ocr_numbers import LEAST, UNSURE, doubt
from extractor.readers.ocr_pieces import joined, parted, pieces_of, usual_size

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from extractor.readers.ocr_blobs import Blob, Ink
    from extractor.readers.ocr_engine import Engine, Text
    from extractor.readers.ocr_pieces import Piece, Usual

_SEALED = "a seal lies on it"
_UNDER_SEAL = 0.9  # the confidence of every reading of what stands under a seal
_ENOUGH = 2  # digits elsewhere on the page, to compare one under a seal with


class Asked(NamedTuple):
    """A line of ink that may be a number: what it reads freely and as a number. ``crossing``: it leaves its cell."""

    blobs: Sequence[Blob]
    freely: Text
    as_number: Text
    crossing: bool


class Figure(NamedTuple):
    """What such a line was read as, a number or a mark for none, and how surely; ``doubt``: why it is not believed."""

    text: str
    confidence: float
    doubt: str


class Waiting(NamedTuple):
    """A number that is being read: which cell's, its ink by character, and what each preparation reads."""

    cell: int
    asked: Asked
    pieces: Sequence[Piece]
    readings: tuple[Text, ...]

    @property
    def digits(self) -> str:
        """What it reads, where that is digits alone and all readings agree."""
        text = self.readings[0].text
        alike = all(reading.text == text for reading in self.readings) and text.isdigit()
        return text if alike and len(text) == len(self.pieces) else ""


def figures(ink: Ink, asked: Mapping[int, Asked], engine: Engine, *, finer: bool) -> dict[int, Figure]:
    """Return what each cell's line is as a number. ``finer``: by other preparations than usual."""
    prepared = _prepared(ink, asked, engine, finer=finer)
    waiting = [
        Waiting(cell, one, pieces_of(one.blobs), (*prepared[cell], one.as_number))
        for cell, one in asked.items()
    ]
    known = [(p, c) for w in waiting for p, c in zip(w.pieces, w.digits, strict=False)]
    usual = usual_size([p for p, _ in known], [c for _, c in known])
    waiting = [w._replace(pieces=parted(ink, joined(w.pieces, usual), usual)) for w in waiting]
    marks = _marks(ink, waiting, usual)
    doubts = {w.cell: _doubt(ink, w, usual, marks.get(w.cell, "")) for w in waiting}
    # Where the recogniser is not sure, it is asked in the other preparations too.
    unsure = {w.cell: w.asked for w in waiting if doubts[w.cell] in UNSURE and not marks.get(w.cell)}
    more = _prepared(ink, unsure, engine, finer=not finer)
    waiting = [w._replace(readings=(*w.readings, *more.get(w.cell, ()))) for w in waiting]
    doubts |= {w.cell: _doubt(ink, w, usual, "") for w in waiting if w.cell in more}
    believed = [w for w in waiting if not doubts[w.cell] and w.cell not in marks]
    doubts |= dict.fromkeys(strangers(_digits(ink, believed)), "a digit that looks like another")
    doubts |= dict.fromkeys(_unknown_under_seal(ink, believed), _SEALED)
    return {w.cell: _figure(w, doubts[w.cell], marks.get(w.cell, "")) for w in waiting}


def _prepared(
    ink: Ink, asked: Mapping[int, Asked], engine: Engine, *, finer: bool
) -> dict[int, tuple[Text, Text]]:
    """Return what two preparations of each line read as numbers."""
    crops = [crop for one in asked.values() for crop in number_crops(ink, one.blobs, finer=finer)]
    read = iter([number for _, number in engine.read_both(crops)])
    return {cell: (next(read), next(read)) for cell in asked}


def _marks(ink: Ink, waiting: Sequence[Waiting], usual: Usual) -> dict[int, str]:
    """Return the cells that hold a mark for none, with the mark."""
    marks = {w.cell: mark for w in waiting if (mark := mark_of(ink, w.pieces, w.readings, usual))}
    strokes = [w.pieces[0] for w in waiting if marks.get(w.cell) == "/"]
    unmarked = {w.cell: w.pieces for w in waiting if w.cell not in marks}
    return marks | dict.fromkeys(same_strokes(ink, strokes, unmarked), "/")


def _digits(ink: Ink, believed: Iterable[Waiting]) -> list[Digit]:
    """Return the digits of numbers that are believed so far, each with its picture."""
    return [
        Digit(w.cell, character, picture_of(ink, piece))
        for w in believed
        for piece, character in zip(w.pieces, w.readings[0].text, strict=False)
        if character.isdigit()
    ]


def _doubt(ink: Ink, w: Waiting, usual: Usual, mark: str) -> str:
    if w.asked.crossing:
        return "ink runs out of the cell"
    if _is_sealed(ink, w.pieces) and (mark or min(r.confidence for r in w.readings) < _UNDER_SEAL):
        return _SEALED
    return "" if mark else doubt(ink, w.pieces, w.readings, usual)


def _unknown_under_seal(ink: Ink, believed: Sequence[Waiting]) -> set[int]:
    """Return the cells under a seal with a digit that the page does not print elsewhere, to be compared with."""
    sealed = {w.cell for w in believed if _is_sealed(ink, w.pieces)}
    clear = Counter(c for w in believed if w.cell not in sealed for c in w.readings[0].text)
    return {
        w.cell for w in believed if w.cell in sealed and any(clear[c] < _ENOUGH for c in w.readings[0].text)
    }


def _is_sealed(ink: Ink, pieces: Sequence[Piece]) -> bool:
    room = ink.sheet.mm(0.3)
    part = ink.sheet.seal[
        max(0, min(p.top for p in pieces) - room) : max(p.bottom for p in pieces) + room,
        max(0, min(p.x0 for p in pieces) - room) : max(p.x1 for p in pieces) + room,
    ]
    return bool(part.any())


def _figure(w: Waiting, why: str, mark: str) -> Figure:
    sure = sorted(reading.confidence for reading in w.readings)[len(w.readings) - 3]
    if not why:
        return Figure(mark or w.readings[0].text, max(sure, LEAST) if mark else sure, "")
    said = " | ".join(dict.fromkeys(reading.text for reading in w.readings if reading.text))
    return Figure(said or w.asked.freely.text, min(sure, 0.5), why)
