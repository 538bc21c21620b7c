"""An official table as its form prints it: header, label columns and number cells, with their spans."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import lcm
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.forms import Table
    from extractor.forms.form import CellKey

STUBS = {
    "disclosure": "信息内容",
    "applications": "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
    "statistics": "统计指标",
}
BANDS = {"applications": "申请人情况"}


class Slot(NamedTuple):
    """A cell of the printed table: a label, or with ``key`` the place of a number.

    ``kind``: ``head`` (column label), ``caption``, ``row`` (row label), ``unit`` or ``cell``;
    ``indent`` is the depth of a row label in a list.
    """

    text: str
    kind: str
    rowspan: int = 1
    colspan: int = 1
    key: CellKey | None = None
    indent: int = 0


Line = tuple[Slot, ...]


@dataclass(frozen=True)
class Layout:
    """The lines of a printed table. ``stub``: how many columns of labels stand before the numbers."""

    head: tuple[Line, ...]
    body: tuple[Line, ...]
    stub: int
    width: int


@cache
def lay_out(table: Table) -> Layout:
    """Return the layout of a table of a form; every cell of the template has exactly one slot in it."""
    return {"blocks": _blocks, "grid": _grid, "across": _across, "list": _list}[table.layout](table)


def _blocks(table: Table) -> Layout:
    """表二: each block under its caption with a header of its own, all as wide as the widest."""
    width = lcm(*(len(b.columns) for b in table.blocks))
    body: list[Line] = []
    for block in table.blocks:
        span = width // len(block.columns)
        body.append((Slot(block.caption, "caption", colspan=1 + width),))
        heads = tuple(Slot(c.path[-1], "head", colspan=span) for c in block.columns)
        body.append((Slot(STUBS.get(table.code, ""), "head"), *heads))
        for row in block.rows:
            cells = (Slot("", "cell", colspan=span, key=(row.code, c.code)) for c in block.columns)
            body.append((Slot(row.path[-1], "row"), *cells))
    return Layout((), tuple(body), 1, 1 + width)


def _grid(table: Table) -> Layout:
    """表三: one header in levels, row labels in levels, groups merged on both sides."""
    (block,) = table.blocks
    stub = max(len(r.path) for r in block.rows)
    depth = max(len(c.path) for c in block.columns)
    band = BANDS.get(table.code, "")
    corner = Slot(STUBS.get(table.code, ""), "head", depth + bool(band), stub)
    head = [list(line) for line in _header([c.path for c in block.columns], depth)]
    if band:
        head.insert(0, [Slot(band, "head", colspan=len(block.columns))])
    head[0].insert(0, corner)
    body = []
    for row, labels in zip(block.rows, _merged([r.path for r in block.rows], stub), strict=True):
        names = (Slot(text, "row", along, across) for text, along, across in labels if text)
        body.append((*names, *(Slot("", "cell", key=(row.code, c.code)) for c in block.columns)))
    return Layout(tuple(tuple(line) for line in head), tuple(body), stub, stub + len(block.columns))


def _across(table: Table) -> Layout:
    """表四: the rows of the form side by side, each with all columns below it, the numbers in one line."""
    (block,) = table.blocks
    depth = max(len(r.path) for r in block.rows)
    keys = [(r, c) for r in block.rows for c in block.columns]
    # a row label without levels spans them all, so that the columns of every row stand in one line
    head = _header([r.path for r in block.rows], depth, len(block.columns))
    columns = tuple(Slot(c.path[-1], "head") for _, c in keys)
    line = tuple(Slot("", "cell", key=(r.code, c.code)) for r, c in keys)
    return Layout((*head, columns), (line,), 0, len(keys))


def _list(table: Table) -> Layout:
    """统计表: label, unit, number; a group that has no number is a line of its own."""
    (block,) = table.blocks
    (column,) = block.columns
    rows = {r.path for r in block.rows}
    seen: set[tuple[str, ...]] = set()
    body: list[Line] = []
    for row in block.rows:
        for depth in range(1, len(row.path)):
            group = row.path[:depth]
            if group not in rows and group not in seen:
                seen.add(group)
                empty = (Slot("——", "unit"), Slot("——", "unit"))
                body.append((Slot(group[-1], "row", indent=depth - 1), *empty))
        label = Slot(row.path[-1], "row", indent=len(row.path) - 1)
        unit = Slot(table.unit(row.code, column.code), "unit")
        body.append((label, unit, Slot("", "cell", key=(row.code, column.code))))
    head = (Slot(STUBS.get(table.code, ""), "head"), Slot("单位", "head"), Slot(column.path[-1], "head"))
    return Layout((head,), tuple(body), 2, 3)


def _header(paths: Sequence[tuple[str, ...]], depth: int, span: int = 1) -> tuple[Line, ...]:
    """Return the lines of a header over columns with these label paths, each ``span`` columns wide."""
    columns = list(_merged(paths, depth))
    lines: list[list[Slot]] = [[] for _ in range(depth)]
    for labels in columns:
        for level, (text, along, across) in enumerate(labels):
            if text:
                lines[level].append(Slot(text, "head", across, along * span))
    return tuple(tuple(line) for line in lines)


def _merged(paths: Sequence[tuple[str, ...]], depth: int) -> list[list[tuple[str, int, int]]]:
    """Merge equal groups: for each path its labels by level, with (text, lines along, levels across).

    A label that an earlier path has printed already has an empty text; the last of a path is never
    merged, and takes the levels that are left.
    """
    out = []
    for i, path in enumerate(paths):
        labels = []
        for level, text in enumerate(path):
            prefix, last = path[: level + 1], level + 1 == len(path)
            if last:
                labels.append((text, 1, depth - level))
            elif i and len(paths[i - 1]) > level + 1 and paths[i - 1][: level + 1] == prefix:
                labels.append(("", 0, 1))
            else:
                run = 1
                while (
                    i + run < len(paths)
                    and len(paths[i + run]) > level + 1
                    and paths[i + run][: level + 1] == prefix
                ):
                    run += 1
                labels.append((text, run, 1))
        out.append(labels)
    return out
