"""A table row that a page break cut in two, joined again: for the second reading, by rules of its own."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.document import Cell, Grid

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEAR = 3.0
_MARKED = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、．.]|第)"
)
_VALUE = re.compile(r"^(?:[+\-−]?\d[\d,.]*|[/／∕\\*]|[-—–]{1,3})$")


class Sheet(NamedTuple):
    """A grid on one page, with the levels of its columns."""

    page: int
    xs: list[float]
    grid: Grid


def join_rows(sheets: Iterable[Sheet]) -> list[Grid]:
    """Return the grids; one that begins with the rest of a row on the page before is joined to its beginning.

    Others are left apart, however much they look like one table: labels tell what belongs together.
    """
    out: list[Sheet] = []
    for sheet in sheets:
        last = out[-1] if out else None
        if last is not None and last.page + 1 == sheet.page and _same(last.xs, sheet.xs):
            rest = _unheaded(last.grid, sheet.grid)
            if rest and _is_cut(last.grid.rows[-1], rest[0]):
                out[-1] = Sheet(sheet.page, last.xs, _one(last.grid, rest))
                continue
        out.append(sheet)
    return [sheet.grid for sheet in out]


def _same(a: list[float], b: list[float]) -> bool:
    return len(a) == len(b) and all(abs((x - a[0]) - (y - b[0])) <= _NEAR for x, y in zip(a, b, strict=True))


def _unheaded(upper: Grid, lower: Grid) -> list[tuple[Cell, ...]]:
    """Return the rows of the lower part without the header that it prints again."""
    count = 0
    for above, below in zip(upper.rows, lower.rows, strict=False):
        if [c.text for c in above] != [c.text for c in below] or any(_VALUE.match(c.text) for c in below):
            break
        count += 1
    return [tuple(c._replace(row=c.row - count) for c in row) for row in lower.rows[count:]]


def _is_cut(above: tuple[Cell, ...], below: tuple[Cell, ...]) -> bool:
    """Tell two halves of one row: the numbers stand in one of them, and no label begins anew in the other."""
    own = [c for c in above if c.rowspan == 1]
    rest = [c for c in below if c.rowspan == 1]
    numbers = [any(_VALUE.match(c.text) for c in half) for half in (own, rest)]
    if numbers[0] == numbers[1] or not own or not rest:
        return False
    labels = [c for c in rest if c.text and not _VALUE.match(c.text)]
    return bool(labels or numbers[1]) and not any(_MARKED.match(c.text) for c in labels)


def _one(upper: Grid, lower: list[tuple[Cell, ...]]) -> Grid:
    rows = [list(row) for row in upper.rows]
    last = len(rows) - 1
    open_ = {
        (c.column, c.colspan): (r, i)
        for r, row in enumerate(rows)
        for i, c in enumerate(row)
        if r + c.rowspan > last
    }
    rows += [[] for _ in lower[1:]]
    for row in lower:
        for cell in row:
            found = open_.get((cell.column, cell.colspan)) if cell.row == 0 else None
            if found is None:
                rows[last + cell.row].append(cell._replace(row=last + cell.row))
                continue
            r, i = found
            head = rows[r][i]
            text = head.text if cell.text == head.text and cell.rowspan > 1 else head.text + cell.text
            place = head.location if head.text or not cell.text else cell.location
            rows[r][i] = head._replace(text=text, location=place, rowspan=head.rowspan + cell.rowspan - 1)
    whole = tuple(tuple(sorted(row, key=lambda c: c.column)) for row in rows)
    return Grid(whole, upper.width, True, upper.location)
