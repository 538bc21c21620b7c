"""The shape of a grid: all of it but its numbers, shared by every grid that prints the same around them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING, overload

from extractor.model.document import Cell

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST_TABLES = 64  # places kept ready; a page with more tables makes those of the others anew


class Shape:
    """Where the cells of a grid stand and what they print, numbers left open. Compared by identity.

    ``rows`` are those of the first grid of this shape, so that texts of its cells other than ``numbers`` are
    those of every grid; ``numbers`` counts cells through all rows.
    """

    __slots__ = ("_firsts", "_places", "_texts", "numbers", "rows", "size", "width")

    def __init__(self, rows: tuple[tuple[Cell, ...], ...], width: int, numbers: tuple[int, ...]) -> None:
        self.rows = rows
        self.width = width
        self.numbers = numbers
        self._firsts = tuple(accumulate(map(len, rows), initial=0))
        self.size = self._firsts[-1]
        self._texts = [cell.text for row in rows for cell in row]
        self._places: dict[int, tuple[tuple[str, ...], frozenset[str]]] = {}

    def texts_with(self, numbers: Sequence[str]) -> list[str]:
        """Return the texts of all cells of a grid that has these numbers."""
        texts = self._texts.copy()
        for i, number in zip(self.numbers, numbers, strict=True):
            texts[i] = number
        return texts

    def at(self, row: int, cell: int) -> int:
        """Return the number of a cell, counted through all rows."""
        return self._firsts[row] + cell

    def places(self, table: int) -> tuple[str, ...]:
        """Return the places of the cells where the grid is number ``table`` of its document."""
        return self._of_table(table)[0]

    def set_of_places(self, table: int) -> frozenset[str]:
        """Return the same for asking which of them are among others."""
        return self._of_table(table)[1]

    def _of_table(self, table: int) -> tuple[tuple[str, ...], frozenset[str]]:
        found = self._places.get(table)
        if found is None:
            places = tuple(
                f"{table}/{r}/{i}" for r, row in enumerate(self.rows, 1) for i in range(1, len(row) + 1)
            )
            found = places, frozenset(places)
            if len(self._places) < _MOST_TABLES:
                self._places[table] = found
        return found


class ShapedRows(Sequence[tuple[Cell, ...]]):
    """The rows of a grid of a known shape; cells are made when one is asked for, which is seldom."""

    __slots__ = ("_rows", "shape", "table", "texts")

    def __init__(self, shape: Shape, table: int, texts: list[str]) -> None:
        self.shape = shape
        self.table = table
        self.texts = texts
        self._rows: tuple[tuple[Cell, ...], ...] | None = None

    @property
    def places(self) -> tuple[str, ...]:
        """The places of all cells."""
        return self.shape.places(self.table)

    def place(self, row: int, cell: int) -> str:
        """Return the place of a cell."""
        return self.places[self.shape.at(row, cell)]

    def __len__(self) -> int:
        return len(self.shape.rows)

    @overload
    def __getitem__(self, index: int) -> tuple[Cell, ...]: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[tuple[Cell, ...], ...]: ...

    def __getitem__(self, index: int | slice) -> tuple[Cell, ...] | tuple[tuple[Cell, ...], ...]:
        return self._made()[index]

    def __iter__(self) -> Iterator[tuple[Cell, ...]]:
        return iter(self._made())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._made() == tuple(other)

    def __hash__(self) -> int:
        return hash(self._made())

    def __repr__(self) -> str:
        return repr(self._made())

    def _made(self) -> tuple[tuple[Cell, ...], ...]:
        if self._rows is None:
            told = zip(self.texts, self.places, strict=True)
            self._rows = tuple(
                tuple(Cell(*next(told), *cell[2:6]) for cell in row) for row in self.shape.rows
            )
        return self._rows
