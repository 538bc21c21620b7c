"""An official table as found on the page, before any label is told: headers, rows, the cells of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.model.document import Cell


@dataclass(frozen=True, slots=True)
class HeaderColumn:
    """A column as a header prints it: its text with those above it, and the grid columns it covers."""

    path: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Header:
    """The value columns of a header, left to right. ``texts``: all that the header prints.

    ``certain``: the order of the columns is that of the page; else (text with merged cells lost) only
    which columns there are is known.
    """

    columns: tuple[HeaderColumn, ...]
    texts: tuple[str, ...] = ()
    certain: bool = True


class DataRow(NamedTuple):
    """A row with a label and values.

    ``labels``: the printed labels, outermost first. ``cells``: the value cells in order, blanks among
    them where they can be seen. ``slots``: for each value cell the index of its header column where the
    page leaves no doubt, else None for all. ``start``: where the first value cell stands (a grid column,
    or the count of fields before it). ``sees_blanks``: an empty cell would show. ``after``: label pieces
    printed behind the values, which may be the end of a broken label, or the label itself where the line
    of the values has none (``floating``). ``glued``: ``cells`` is one string of digits that holds all cells
    of the row. ``aligned``: the page has clear columns, and ``cells`` has one for each of them. ``strayed``:
    one of ``cells`` stands apart from the others, and may be part of any, or stand between any two.
    """

    labels: tuple[str, ...]
    cells: tuple[Cell, ...]
    header: int = -1
    caption: str = ""
    slots: tuple[int, ...] | None = None
    start: int = 0
    sees_blanks: bool = True
    location: str = ""
    after: tuple[str, ...] = ()
    glued: bool = False
    floating: bool = False
    aligned: bool = False
    strayed: bool = False


@dataclass(frozen=True, slots=True)
class TableFound:
    """An official table: its code, its headers and rows in order, and the places that it takes up.

    ``exact``: read from grids whose spans are known. ``copies`` holds further printings of the table.
    ``numbered``: a row was left out because its numbers are those of the columns.
    """

    table: str
    headers: tuple[Header, ...]
    rows: tuple[DataRow, ...]
    exact: bool
    location: str
    taken: frozenset[str]
    copies: tuple[TableFound, ...] = ()
    numbered: bool = False


def ends_early(row: DataRow, width: int) -> bool:
    """Tell a row whose cells have their columns, but the last ones none: any of its cells may be lacking."""
    return bool(row.slots) and max(row.slots or ()) < width - 1


def run_length(row: DataRow) -> int:
    """Return how many cells there are from the first that holds something to the last."""
    filled = [i for i, cell in enumerate(row.cells) if cell.text]
    return filled[-1] - filled[0] + 1 if filled else 0


def numbers_columns(texts: Sequence[str], fewest: int = 2) -> bool:
    """Tell the cells of a row that only numbers the columns: 1, 2, 3 … (栏次)."""
    printed = [text.strip("()（） ") for text in texts if text]
    return len(printed) >= fewest and printed == [str(i) for i in range(1, len(printed) + 1)]
