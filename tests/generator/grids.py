"""A printed table as rows of spanning cells, the shape that every layout starts from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.generator.model import Block, Column, Row, Table

NOTE = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
LABEL_LEVELS = 3
PARTY_WIDTH = 5


@dataclass(frozen=True)
class Cell:
    """A cell of a grid; `role` is caption, head, label or value."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    role: str = "value"


@dataclass
class Line:
    """A row of a grid; `row` is the data row that it prints, if any."""

    cells: list[Cell]
    row: Row | None = None
    kind: str = "data"


@dataclass
class Grid:
    """A grid: its width in columns, and its rows."""

    name: str
    width: int
    lines: list[Line] = field(default_factory=list)


def grids(table: Table, *, shape: str = "flat", misaligned: bool = False) -> list[Grid]:
    """The grids that print a table: one, or three for 表四 in three pieces."""
    if table.name == "disclosure":
        return [disclosure(table, misaligned=misaligned)]
    if table.name == "applications":
        return [applications(table.blocks[0])]
    if table.name == "statistics":
        return [statistics(table)]
    block = table.blocks[0]
    return [proceedings(block)] if shape == "flat" else [_group(block, r) for r in block.rows]


def _spans(count: int, width: int) -> list[int]:
    """Spread cells over a width; what is over goes to the last."""
    return [1] * (count - 1) + [width - count + 1] if count else []


def disclosure(table: Table, *, misaligned: bool = False) -> Grid:
    """表二: a caption, a header and the rows of each 第二十条第（…）项."""
    width = 1 + max(len(b.columns) for b in table.blocks) + misaligned
    grid = Grid("disclosure", width)
    for i, block in enumerate(table.blocks):
        if block.caption:
            grid.lines.append(Line([Cell(block.caption, width, role="caption")], kind="caption"))
        spans = _spans(len(block.columns), width - 1)
        head = value = spans
        if misaligned and len(spans) == 3:
            # Header and data split the same width at other places, as Word tables do.
            head, value = [1, 2, 1], [2, 1, 1] if i else [1, 2, 1]
        heads = [Cell(c.label, s, role="head") for c, s in zip(block.columns, head, strict=True)]
        grid.lines.append(Line([Cell("信息内容", role="head"), *heads], kind="header"))
        for row in block.rows:
            values = [Cell(_text(row, c), s) for c, s in zip(block.columns, value, strict=True)]
            grid.lines.append(Line([Cell(row.labels[-1], role="label"), *values], row))
    return grid


def _text(row: Row, column: Column) -> str:
    return row.cells[column.code].text if column.code in row.cells else ""


def _party_header(columns: list[Column]) -> list[Line]:
    inner = [c for c in columns if c.code not in ("natural_person", "total")]
    rows: list[list[Cell]] = [
        [Cell(NOTE, LABEL_LEVELS, LABEL_LEVELS, "head"), Cell("申请人情况", len(columns), role="head")],
        [],
        [Cell(c.label, role="head") for c in inner],
    ]
    for column in columns:
        if column.code in ("natural_person", "total"):
            rows[1].append(Cell(column.label, 1, 2, "head"))
        elif column is inner[0]:
            rows[1].append(Cell("法人或其他组织", len(inner), role="head"))
    return [Line(cells, kind="header") for cells in rows]


def applications(
    block: Block, *, first: int = 0, last: int | None = None, head: bool = True, repeat_labels: bool = True
) -> Grid:
    """表三, or the piece of it from row `first` to `last`."""
    grid = Grid("applications", LABEL_LEVELS + len(block.columns))
    if head:
        grid.lines.extend(_party_header(block.columns))
    rows = block.rows[first:last]
    before = block.rows[first - 1] if first else None
    for i, row in enumerate(rows):
        cells = []
        for level, label in enumerate(row.labels):
            if i and _same(rows[i - 1], row, level):
                continue
            run = 1
            while i + run < len(rows) and _same(row, rows[i + run], level):
                run += 1
            cut = not i and before is not None and _same(before, row, level)
            shown = "" if cut and not repeat_labels else label
            end = level == len(row.labels) - 1
            cells.append(Cell(shown, LABEL_LEVELS - level if end else 1, run, "label"))
        cells.extend(Cell(_text(row, c)) for c in block.columns)
        grid.lines.append(Line(cells, row))
    return grid


def _same(a: Row, b: Row, level: int) -> bool:
    """Whether two rows share the label of a level: only labels above their own last one merge."""
    deep = min(len(a.labels), len(b.labels)) > level + 1
    return deep and a.labels[: level + 1] == b.labels[: level + 1]


def proceedings(block: Block) -> Grid:
    """表四 as one row of fifteen cells."""
    columns = block.columns
    n = len(columns)
    grid = Grid("proceedings", 3 * n)
    top = [Cell("行政复议", n, role="head"), Cell("行政诉讼", 2 * n, role="head")]
    middle = [Cell(c.label, 1, 2, "head") for c in columns]
    middle += [Cell(r.labels[-1], n, role="head") for r in block.rows[1:]]
    bottom = [Cell(c.label, role="head") for _ in block.rows[1:] for c in columns]
    values = [Cell(_text(r, c)) for r in block.rows for c in columns]
    grid.lines = [
        Line(top, kind="header"),
        Line(middle, kind="header"),
        Line(bottom, kind="header"),
        Line(values, block.rows[0]),
    ]
    return grid


def _group(block: Block, row: Row) -> Grid:
    """One of the three groups of 表四 as a table of its own."""
    grid = Grid("proceedings", len(block.columns))
    caption = "".join(f"{x} " for x in row.labels).strip().replace(" ", "：")
    grid.lines = [
        Line([Cell(caption, len(block.columns), role="caption")], kind="caption"),
        Line([Cell(c.label, role="head") for c in block.columns], kind="header"),
        Line([Cell(_text(row, c)) for c in block.columns], row),
    ]
    return grid


def statistics(table: Table) -> Grid:
    """The 统计表 of the 2014 form; rows that only group others print a dash."""
    grid = Grid("statistics", 3)
    block = table.blocks[0]
    heads = ("统计指标", "单位", block.columns[0].label if block.columns else "")
    grid.lines.append(Line([Cell(t, role="head") for t in heads if t], kind="header"))
    codes_of = {row.labels for row in block.rows if row.code}
    shown: set[tuple[str, ...]] = set()
    for row in block.rows:
        for level in range(1, len(row.labels)):
            path = row.labels[:level]
            if path not in shown and path not in codes_of:
                grid.lines.append(Line([Cell(path[-1], role="label"), Cell("——"), Cell("——")], kind="group"))
            shown.add(path)
        values = [Cell(row.labels[-1], role="label"), Cell(row.unit), Cell(_text(row, block.columns[0]))]
        grid.lines.append(Line(values, row))
    return grid


def padded(grid: Grid) -> list[list[str]]:
    """The grid as a full matrix: a spanning cell's text once, the cells it covers empty."""
    return [[c.text if c else "" for c in line] for line in origins(grid)]


def origins(grid: Grid) -> list[list[Cell | None]]:
    """The grid as a full matrix of cells, each where it begins, None where it is covered."""
    busy: set[tuple[int, int]] = set()
    got: list[list[Cell | None]] = []
    for y, line in enumerate(grid.lines):
        out: list[Cell | None] = [None] * grid.width
        x = 0
        for cell in line.cells:
            while (y, x) in busy:
                x += 1
            out[x] = cell
            for dy in range(cell.rowspan):
                busy.update((y + dy, x + dx) for dx in range(cell.colspan))
            x += cell.colspan
        got.append(out)
    return got


def map_text(grid: Grid, change: Callable[[Cell], str]) -> Grid:
    """The grid with every text changed."""
    lines = [
        Line([replace(c, text=change(c)) for c in line.cells], line.row, line.kind) for line in grid.lines
    ]
    return Grid(grid.name, grid.width, lines)
