"""Tables of a page by their shapes: what was laid out once is not laid out again, nor walked through.

A site prints the same table markup over and over, with other numbers in it. What is remembered is that markup
without its numbers; a table that has it is its numbers, in the cells that they are known to stand in.
"""

from __future__ import annotations

import re
from copy import deepcopy
from hashlib import blake2b
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from extractor.model.shape import Shape, ShapedRows
from extractor.readers.mend import CELLS
from extractor.readers.spans import resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lxml.etree import _Element

    from extractor.model.document import Cell
    from extractor.readers.spans import Spanned

_MOST = 1024  # of each kind kept; an archive in which no two tables are alike must not fill the memory
_MOST_ONCE = 100_000
_FEWEST_NUMBERS = 3  # a table with fewer is not worth it, and often like no other (a page's own data)
_FEWEST_CELLS = 8
_NUMBER = re.compile(r"[+\-]?[0-9][0-9,.]*")
_NUMBERS = re.compile(rf">\s*({_NUMBER.pattern})\s*(?=<)")
_OPEN = (None, 1, 1)
LOOKS = (  # the most frequent first: each attribute is compared with one after the other
    *(
        "style",
        "class",
        "href",
        "target",
        "lang",
        "align",
        "width",
        "height",
        "valign",
        "id",
        "name",
        "title",
    ),
    *("border", "cellspacing", "cellpadding", "bordercolor", "bgcolor", "color", "face", "size", "nowrap"),
    *("dir", "frame", "rules", "summary", "background", "{*}lang"),
)
"""Attributes that differ from page to page, and say nothing of where a cell stands nor of what it holds."""
_WRAPPERS = ("span", "p", "font", "b", "strong", "i", "em", "u", "a", "div", "center", "small", "big", "{*}p")

_shapes: dict[tuple[object, ...], Shape] = {}
_markups: dict[bytes, Shape] = {}
_met_once: set[int] = set()  # what most tables of a varied archive stay: kept as a number, no more


class Markup(NamedTuple):
    """The markup of a table: a digest of all but the numbers that stand alone between two tags, and those.

    Looks and wrappers are no part of it: the text of a cell is the same with and without them.
    """

    digest: bytes
    numbers: list[str]


def markup_of(table: _Element) -> Markup | None:
    """Return the markup of a table without ``LOOKS``; None where it has too few numbers to be worth it."""
    if next(islice(table.iter(*CELLS), _FEWEST_CELLS - 1, None), None) is None:
        return None
    if next(table.iter(*_WRAPPERS), None) is not None:
        table = deepcopy(table)
        etree.strip_tags(table, *_WRAPPERS)
    parts = _NUMBERS.split(etree.tostring(table, encoding="unicode", with_tail=False))
    numbers = parts[1::2]
    if len(numbers) < _FEWEST_NUMBERS:
        return None
    return Markup(blake2b("\0".join(parts[::2]).encode(), digest_size=16).digest(), numbers)


def recall(markup: Markup, table: int) -> ShapedRows | None:
    """Return the rows of a table whose markup was met before; None for any other."""
    shape = _markups.get(markup.digest)
    return None if shape is None else ShapedRows(shape, table, shape.texts_with(markup.numbers))


def remember(markup: Markup, rows: ShapedRows) -> None:
    """Keep what shape a markup has, unless a number of it stands in a cell with something else."""
    texts = rows.texts
    if [texts[i] for i in rows.shape.numbers] == markup.numbers:
        if len(_markups) >= _MOST:
            _markups.clear()
        _markups[markup.digest] = rows.shape


def lay_out(grid: list[list[list[Spanned]]], table: int) -> tuple[Sequence[tuple[Cell, ...]], int]:
    """Return the rows and the width of a grid, as ``resolve`` does; of a known shape, they are not made yet."""
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
    if once not in _met_once or sum(map(len, made)) < len(texts):
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
    _markups.clear()
    _met_once.clear()
