"""The recogniser: pictures of lines → text with its confidence, and where on a page lines stand.

rapidocr with the models that are in its wheel; nothing is fetched. One thread: a run has a process a core,
and the same sums in the same order give the same readings everywhere.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extractor.errors import UnreadableError
from extractor.readers.ocr import LACKING, available

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Image = NDArray[np.uint8]

HEIGHT = 48  # pixels of a line, as the model takes it
_NARROWEST = 48
_WIDEST = 3200
_BATCH_PIXELS = 6_000  # of width, over all lines of a batch: bounds the memory of a call
_LONGEST_SIDE = 2_000
# What a digit or a mark for none may be taken for where nothing else can stand.
ALIKE = {
    "0": "oO〇○◯Ｏｏ０ÓóÒòŌōÖöÔôǑǒОоΟο°º",
    "1": "lI|丨ｌＩ１ÍíÌìĪīÎîı",
    "2": "２", "3": "３", "4": "４", "5": "５", "6": "６", "7": "７", "8": "８", "9": "９",
    "/": "／∕丿⁄",
    "-": "—–－一―ー_‐−",
    ",": "，",
    ".": "．",
}  # fmt: skip
NUMERIC = "".join(ALIKE)


class Text(NamedTuple):
    """What a line says; ``confidence`` is that of its least certain character (1: certain), ``each`` that of each."""

    text: str
    confidence: float
    each: tuple[float, ...] = ()


NOTHING = Text("", 0.0)


class Engine:
    """The models, loaded once."""

    def __init__(self) -> None:
        if not available():
            raise UnreadableError(LACKING)
        from rapidocr import RapidOCR  # noqa: PLC0415 - heavy, and an extra

        self._whole = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.max_side_len": _LONGEST_SIDE,
                "Det.limit_side_len": 96,  # of the shorter side: a strip of a line or two is not enlarged
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        blank = np.full((HEIGHT, HEIGHT, 3), 255, np.uint8)
        self._whole(blank, use_det=False, use_cls=False, use_rec=True)  # loads the model
        self._recognise = self._whole.text_rec
        self._characters: list[str] = self._recognise.postprocess_op.character
        places = {character: i for i, character in enumerate(self._characters)}
        # For each character of a number, where the model has it and what looks like it.
        self._numeric = [
            [places[c] for c in (character, *alike) if c in places] for character, alike in ALIKE.items()
        ]

    def boxes(self, image: Image) -> list[NDArray[np.float32]]:
        """Return where lines of text stand on a part of a page, each as its four corners."""
        found = self._whole(_three(image), use_det=True, use_cls=False, use_rec=False)
        return [] if found.boxes is None else list(found.boxes)

    def read(self, lines: Sequence[Image]) -> list[Text]:
        """Return what each picture of a line says."""
        return [self._said(p.argmax(axis=1), p.max(axis=1), self._characters) for p in self._run(lines)]

    def read_both(self, lines: Sequence[Image]) -> list[tuple[Text, Text]]:
        """Return what each picture says, freely and as a number: digits and marks for none alone."""
        return [
            (self._said(p.argmax(axis=1), p.max(axis=1), self._characters), self._number(p))
            for p in self._run(lines)
        ]

    def _number(self, probabilities: NDArray[np.float32]) -> Text:
        grouped = np.stack(
            [probabilities[:, 0], *(probabilities[:, places].sum(axis=1) for places in self._numeric)], axis=1
        )
        best = grouped.argmax(axis=1)
        # Where something else altogether is likelier than the character taken, the confidence says so.
        return self._said(best, grouped.max(axis=1), ["", *NUMERIC])

    @staticmethod
    def _said(best: NDArray[np.intp], sure: NDArray[np.float32], characters: list[str]) -> Text:
        text = ""
        each: list[float] = []
        before = 0
        peak = 0.0
        for place, confidence in zip([*best.tolist(), 0], [*sure.tolist(), 1.0], strict=True):
            if place != before and before:
                text += characters[before]
                each += [peak] * len(characters[before])
            peak = max(peak, confidence) if place == before else confidence
            before = place
        first = len(text) - len(text.lstrip())
        bare = text.strip()
        return Text(bare, min(each, default=0.0), tuple(each[first : first + len(bare)]))

    def _run(self, lines: Sequence[Image]) -> list[NDArray[np.float32]]:
        """Return the probabilities of each line's steps; lines of about one width go together."""
        from cv2 import INTER_AREA, INTER_CUBIC, resize  # noqa: PLC0415 - an extra

        scaled = []
        for line in lines:
            height, width = line.shape[:2]
            wide = min(_WIDEST, max(8, round(width * HEIGHT / max(1, height))))
            way = INTER_AREA if height > HEIGHT else INTER_CUBIC
            scaled.append(resize(line, (wide, HEIGHT), interpolation=way))
        order = sorted(range(len(scaled)), key=lambda i: scaled[i].shape[1])
        out: list[NDArray[np.float32]] = [np.zeros((0, 0), np.float32)] * len(scaled)
        at = 0
        while at < len(order):
            end = at + 1
            while (
                end < len(order)
                and (end + 1 - at) * max(_NARROWEST, scaled[order[end]].shape[1]) <= _BATCH_PIXELS
            ):
                end += 1
            batch = order[at:end]
            wide = max(_NARROWEST, scaled[batch[-1]].shape[1])
            wide += -wide % 8
            input_ = np.ones((len(batch), 3, HEIGHT, wide), np.float32)
            for row, i in enumerate(batch):
                input_[row, :, :, : scaled[i].shape[1]] = scaled[i].astype(np.float32) / 127.5 - 1
            told = self._recognise.session(input_)
            for row, i in enumerate(batch):
                out[i] = told[row]
            at = end
        return out


def _three(image: Image) -> Image:
    return image if image.ndim == 3 else np.repeat(image[:, :, None], 3, axis=2)


@cache
def engine() -> Engine:
    """Return the models of this process. Raises ``UnreadableError`` without the extra, and says which."""
    return Engine()
