"""A document as its reader saw it: blocks in reading order, each with its place.

Nothing here knows of forms: a grid is cells with their spans, a paragraph is a line of text.
Cells and paragraphs are tuples, not dataclasses: a page has hundreds, and they are made once and never changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence


class Cell(NamedTuple):
    """One cell of a grid at its anchor.

    ``text`` is as printed, runs of white space made one blank; ``row`` and ``column`` count from 0 in
    the resolved grid; ``location`` is the place in the document, as the contract writes it.
    ``confidence``: how certain the text is; 1 for what was not recognised from a picture.
    """

    text: str
    location: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Grid:
    """A table. ``rows`` holds each row's own (anchored) cells in order; a row may be empty.

    ``exact``: the spans are known, so that ``column`` can be relied on (HTML, Word, ruled PDF). Where
    it is false, merged cells were lost on the way and a column is only the count of fields before.
    ``scope`` is the chain of enclosing elements, outermost first (empty where the format has none).
    ``separator`` tells what parted the fields of an inexact grid: ``|``, a tab, ``columns`` (a cell for
    each of the columns that the numbers stand in), ``gap`` (blanks; then ``column`` is the column on a
    terminal) or ``cells`` (a cell a line: the row ends were lost).
    """

    rows: Sequence[tuple[Cell, ...]]
    width: int
    exact: bool
    location: str
    scope: tuple[int, ...] = ()
    separator: str = ""


class Paragraph(NamedTuple):
    """A line or paragraph of running text.

    ``level``: 1 to 6 where the format marks a heading of that level, else 0; ``strong``: all of it is
    bold; ``line`` and ``column`` (from 1) are set by readers of plain text, else 0, so that the place
    of a part of the text can be told; ``location`` is the place of the start.
    """

    text: str
    location: str
    level: int = 0
    strong: bool = False
    line: int = 0
    column: int = 0
    scope: tuple[int, ...] = ()

    def locate(self, offset: int) -> str:
        """Return the place of the character at ``offset`` of ``text``."""
        if self.line:
            return f"{self.line}:{self.column + offset}"
        return f"{self.location}:{offset + 1}"


Block = Grid | Paragraph


class Recognised(NamedTuple):
    """All that was recognised from pictures, in reading order, without white space.

    ``said`` is what it was read as; ``sure`` the same with U+FFFD for each character that another might be.
    """

    said: str
    sure: str


_NOTHING = Recognised("", "")


@dataclass(frozen=True, slots=True)
class Document:
    """What a reader makes of the bytes.

    ``blocks``: in reading order. ``title``: what the format itself calls the title (HTML ``title``).
    ``metadata``: names and values that the document gives about itself (``meta`` elements, a block of
    ``name: value`` lines before the text), names as printed. ``reader``: the name of the reader.
    """

    blocks: tuple[Block, ...]
    title: str
    metadata: tuple[tuple[str, str], ...]
    media_type: str
    reader: str
    notes: tuple[str, ...] = field(default=())
    recognised: Recognised = _NOTHING
