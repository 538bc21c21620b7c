"""Where a sentence stands in the document."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from extractor.model.document import Grid, Paragraph

if TYPE_CHECKING:
    from extractor.model.document import Document

END = "\0"
"""Stands between two paragraphs, so that no sentence is found across them."""
_BEGINNINGS = (40, 16, 8)
"""A sentence broken over lines stands in no block as a whole; its beginning does."""


class Places:
    """Finds sentences in a document, each at or after the one before, else from the start."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._paragraphs = [b for b in document.blocks if type(b) is Paragraph]
        self.text = END.join([p.text for p in self._paragraphs])
        self._starts: list[int] = []
        self._at = 0
        self._found = ("", "")

    def find(self, sentence: str) -> str:
        """Return the place of a sentence as printed; empty where it stands nowhere."""
        if self._found[0] != sentence:
            self._found = (sentence, self._search(sentence))
        return self._found[1]

    def _search(self, sentence: str) -> str:
        for length in _BEGINNINGS:
            beginning = sentence[:length]
            at = self.text.find(beginning, self._at)
            if at < 0:
                at = self.text.find(beginning)
            if at >= 0:
                self._at = at
                return self._place(at)
        return next((place for n in _BEGINNINGS if (place := self._in_grid(sentence[:n]))), "")

    def _in_grid(self, beginning: str) -> str:
        cells = (c for b in self._blocks if isinstance(b, Grid) for row in b.rows for c in row)
        return next((c.location for c in cells if beginning in c.text), "")

    def _place(self, at: int) -> str:
        if not self._starts:
            self._starts = list(accumulate([len(p.text) + 1 for p in self._paragraphs], initial=0))
        number = bisect_right(self._starts, at) - 1
        paragraph, offset = self._paragraphs[number], at - self._starts[number]
        return paragraph.locate(offset) if offset else paragraph.location
