"""Tables of a page by their shapes: what was laid out once is not laid out again."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from extractor.model.shape import Shape, ShapedRows
from extractor.readers.spans import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.model.document import Cell
    from extractor.readers.spans import Spanned

_MOST = 1024  # of each kind kept; an archive in which no two tables are alike must not fill the memory
_MOST_ONCE = 100_000
_FEWEST_NUMBERS = 3  # a table with fewer is not worth it, and often like no other (a page's own data)
_NUMBER = re.compile(r"[+\-]?[0-9][0-9,.]*")
_OPEN = (None, 1, 1)

_shapes: dict[tuple[object, ...], Shape] = {}
_met_once: set[int] = set()  # what most tables of a varied archive stay: kept as a number, no more


def lay_out(
    grid: list[list[list[Spanned]]], table: int, *, certain: bool = False
) -> tuple[Sequence[tuple[Cell, ...]], int]:
    """Return the rows and the width of a grid, as ``resolve`` does; of a known shape, they are not made yet.

    ``certain``: it is known to come again, so that its shape is worth keeping.
    """
    rows = list(chain.from_iterable(grid))
    cells = list(chain.from_iterable(rows))
    texts = [cell[0] for cell in cells]
    open_cells = [
        i for i, text in enumerate(texts) if text.isdigit() or (text and _NUMBER.fullmatch(text) is not None)
    ]
    if len(open_cells) < _FEWEST_NUMBERS:
        return resolve(grid, table)
    key: list[object] = [tuple(map(len, grid)), tuple(map(len, rows)), *cells]
    for i in open_cells:
        _, colspan, rowspan = cells[i]
        key[i + 2] = _OPEN if colspan == rowspan == 1 else (None, colspan, rowspan)
    found = tuple(key)
    shape = _shapes.get(found)
    if shape is not None:
        return ShapedRows(shape, table, texts), shape.width
    made, width = resolve(grid, table)
    once = hash(found)
    if not (certain or once in _met_once) or sum(map(len, made)) < len(texts):
        if len(_met_once) >= _MOST_ONCE:
            _met_once.clear()
        _met_once.add(once)
        return made, width
    if len(_shapes) >= _MOST:
        _shapes.clear()
    shape = _shapes[found] = Shape(made, width, tuple(open_cells))
    return ShapedRows(shape, table, texts), width


def forget() -> None:
    """Forget every table met so far."""
    _shapes.clear()
    _met_once.clear()
