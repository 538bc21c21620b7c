"""Where a sentence stands in the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.document import Grid

if TYPE_CHECKING:
    from extractor.model.document import Document

_BEGINNINGS = (40, 16, 8)
"""A sentence broken over lines stands in no block as a whole; its beginning does."""


class Places:
    """Finds sentences in a document, each at or after the one before, else from the start."""

    def __init__(self, document: Document) -> None:
        self._blocks = document.blocks
        self._at = 0

    def find(self, sentence: str) -> str:
        """Return the place of a sentence as printed; empty where it stands nowhere."""
        for length in _BEGINNINGS:
            beginning = sentence[:length]
            for start, stop in ((self._at, len(self._blocks)), (0, self._at)):
                for number in range(start, stop):
                    place = self._in_block(number, beginning)
                    if place:
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
