"""Tables that only arrange a page, and tables that hold data."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.readers.spans import Spanned

# A cell with more text than this is no cell of a form. Where such cells hold most of a table of few
# rows, it lays out the page; in a longer one they are notes, or the report's own paragraphs.
_LONGEST_CELL = 150
_FEW_ROWS = 4


def arranges(rows: Sequence[Sequence[Spanned]], inside: int) -> bool:
    """Tell a table that arranges the page from one that holds data.

    ``inside``: how much of its text stands in tables inside it.
    """
    widths = [len(row) for row in rows]
    if max(widths, default=0) < 2:
        return True
    lengths = [len(text) for row in rows for text, _, _ in row]
    whole = sum(lengths)
    if inside * 2 > whole:
        return True
    if max(lengths) <= _LONGEST_CELL:
        return False
    long = sum(length for length in lengths if length > _LONGEST_CELL)
    return long * 2 > whole and sum(1 for width in widths if width > 1) <= _FEW_ROWS
