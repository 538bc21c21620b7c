"""Where a sentence stands in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.document import Grid, Paragraph

if TYPE_CHECKING:
    from extractor.model.document import Document

_BEGINNINGS = (40, 16, 8)
"""A sentence broken over lines stands in no block as a whole; its beginning does."""


class Places:
    """Finds sentences in a document, each at or after the one before, else from the start."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._texts = [b.text if type(b) is Paragraph else None for b in document.blocks]
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
            for start, stop in ((self._at, len(self._blocks)), (0, self._at)):
                for number in range(start, stop):
                    text = self._texts[number]
                    if text is not None and beginning not in text:
                        continue
                    if place := self._in_block(number, beginning):
                        self._at = number
                        return place
        return ""

    def _in_block(self, number: int, text: str) -> str:
        block = self._blocks[number]
        if isinstance(block, Grid):
            return next((c.location for row in block.rows for c in row if text in c.text), "")
        offset = block.text.find(text)
        if offset < 0:
            return ""
        return block.locate(offset) if offset else block.location
