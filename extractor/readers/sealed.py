"""Parts of a page that need no parsing: what they hold is known, but for the numbers in a table."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.shape import ShapedRows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.model.shape import Shape


class Table(NamedTuple):
    """A table without its numbers. ``texts`` are what stands around them, blanks as in the source.

    ``shown``: which of the numbers of its source are shown; None: all.
    """

    shape: Shape
    texts: tuple[str, ...]
    shown: tuple[int, ...] | None = None

    def rows(self, numbers: Sequence[str], table: int) -> ShapedRows:
        """Return the rows of the table with these numbers, where it is number ``table`` of its document."""
        return ShapedRows(self.shape, table, self.shape.texts_with(numbers))

    def text(self, numbers: Sequence[str]) -> str:
        """Return all that the table prints."""
        return "".join(chain.from_iterable(zip(self.texts, (*numbers, ""), strict=True)))


class Menu(NamedTuple):
    """The lines of a list by columns, and how many elements with a number of their own stand in it.

    ``inside``: the elements around a line, counted from the list itself. ``printed``: all of its text.
    """

    lines: tuple[str, ...]
    levels: tuple[int, ...]
    strong: tuple[bool, ...]
    inside: tuple[tuple[int, ...], ...]
    elements: int
    printed: str

    def text(self, _numbers: Sequence[str]) -> str:
        """Return all that the list prints."""
        return self.printed


class Sealed(NamedTuple):
    """A part of a page: what is known of it, its numbers, its source, and how deep elements may nest in it."""

    part: Table | Menu
    numbers: Sequence[str]
    source: bytes
    depth: int

    @property
    def text(self) -> str:
        """All that it prints."""
        return self.part.text(self.numbers)
