"""Text layouts: the ways in which scrapers write tables as text."""

# ruff: noqa: ARG001 -- every serialiser has one signature

from __future__ import annotations

import random
from collections.abc import Callable

from tests.generator import layouts_columns, layouts_marked
from tests.generator.grids import Cell, Grid, Line, grids, origins, padded
from tests.generator.model import Document, Table
from tests.generator.oracle import heading

RUN_TOGETHER = ("text-run-rows", "text-run-all")
Serialiser = Callable[[Grid, random.Random], str]


def _markdown(grid: Grid, rng: random.Random) -> str:
    """Markdown pipes, spans padded as empty cells, a rule under the first row."""
    rows = [f"| {' | '.join(r)} |" for r in padded(grid)]
    rows.insert(1, "|" + "---|" * grid.width)
    return "\n".join(rows)


def _trailing_padded(grid: Grid, rng: random.Random) -> str:
    """A pipe after each cell and none before; what a span covers is a bare pipe."""
    return "\n".join("".join(f"{t} | " if t else "|" for t in cells).rstrip() for cells in padded(grid))


def _trailing(grid: Grid, rng: random.Random) -> str:
    """A pipe after each cell, spans not padded."""
    return "\n".join("".join(f"{c.text} | " for c in line.cells).rstrip() for line in grid.lines)


def _leading_empty(grid: Grid, rng: random.Random) -> str:
    """Cells that a rowspan covers are empty leading fields; colspans are not padded."""
    rows = []
    for line, full in zip(grid.lines, origins(grid), strict=True):
        covered = next((i for i, c in enumerate(full) if c is not None), 0)
        # A covered label column is one field, however wide its label spans.
        rows.append("| " * covered + "".join(f"{c.text} | " for c in line.cells).rstrip())
    return "\n".join(rows)


def _spaced(grid: Grid, rng: random.Random) -> str:
    """Pipes at both ends, numbers padded with spaces, two empty fields too many at the end."""
    rows = []
    for cells in padded(grid):
        shown = [f"       {t}" if t.isdigit() else t for t in cells]
        rows.append(f"| {' | '.join(shown)} | {'||' if grid.name == 'applications' else ''}")
    return "\n".join(rows)


def _bars(grid: Grid, rng: random.Random) -> str:
    """A cell, then a line that holds a pipe; nothing says where a row ends."""
    return "\n".join(f"{c.text}\n|" if c.text else "|" for line in grid.lines for c in line.cells)


def _bar_lines(grid: Grid, rng: random.Random) -> str:
    """A cell and a pipe on each line; what a span covers is a line of pipes."""
    got = []
    for line in grid.lines:
        for c in line.cells:
            got.append(f"{c.text} |")
            if c.colspan > 1:
                got.append("|" * (c.colspan - 1))
        if rng.random() < 0.3:
            got.append("|")
    return "\n".join(got)


def _mixed(grid: Grid, rng: random.Random) -> str:
    """A row begins with a pipe and goes on over several lines."""
    got = []
    for line in grid.lines:
        first, *rest = (c.text for c in line.cells)
        got.append(f"| {first}\n|")
        for i, text in enumerate(rest):
            last = i == len(rest) - 1
            got.append(f"{text} | |" if last and line.kind == "header" else f"{text}\n|" if text else "|")
    return "\n".join(got)


def _tabs(grid: Grid, rng: random.Random) -> str:
    """Tabs between cells, spans padded."""
    return "\n".join("\t".join(r) for r in padded(grid))


def _paragraphs(grid: Grid, rng: random.Random) -> str:
    """One cell a paragraph, and no rows at all; header cells may be broken over two lines."""
    got = []
    for line in grid.lines:
        for c in line.cells:
            text = c.text
            if c.role == "head" and 4 <= len(text) <= 8 and rng.random() < 0.3:
                text = f"{text[:2]}\n{text[2:]}"
            got.append(text)
    return "\n\n".join(got)


def _run_rows(grid: Grid, rng: random.Random) -> str:
    """One row a line, its cells run together."""
    return "\n".join("".join(c.text for c in line.cells) for line in grid.lines)


def _run_all(grid: Grid, rng: random.Random) -> str:
    """Everything run together."""
    return "".join(c.text for line in grid.lines for c in line.cells)


def _spaces(grid: Grid, rng: random.Random) -> str:
    """The whole table on one line, a space between cells."""
    return " ".join(c.text for line in grid.lines for c in line.cells if c.text)


def _broken(grid: Grid, rng: random.Random) -> str:
    """A space between the cells of a row; the header of 表四 broken into characters."""
    got = []
    heads = [c.text for line in grid.lines for c in line.cells if c.role == "head" and len(c.text) == 4]
    for line in grid.lines:
        if grid.name == "proceedings" and line.kind == "header":
            if line is grid.lines[0]:
                got.append("行政复议 行政诉讼")
                got.append("未经复议直接起诉 复议后起诉")
            elif line is grid.lines[2]:
                got += [" ".join(h[i] for h in heads[-8:-4] * 3) for i in range(4)]
                got.append("总计 总计 总计")
            continue
        got.append(" ".join(c.text for c in line.cells if c.text))
    return "\n".join(got)


def _ragged(grid: Grid, rng: random.Random) -> str:
    """Markdown pipes with merged cells lost, so that rows begin their numbers at different cells."""
    if grid.name != "applications":
        return _markdown(grid, rng)
    width = grid.width
    columns = [c.text for line in grid.lines if line.kind == "header" for c in line.cells if c.role == "head"]
    note, inner = columns[0], columns[-5:]
    rows = [
        [note, "", "申请人情况", "", "", "", "", "", "总计", ""],
        ["", "", "自然人", "法人或其他组织", "", "", "", "", "", ""],
        ["", "", "", *inner, "", ""],
    ]
    for line in grid.lines:
        if line.row is None:
            continue
        labels = [c for c in line.cells if c.role == "label"]
        values = [c.text for c in line.cells if c.role == "value"]
        row = line.row
        if row.lost:
            order = list(row.cells)
            values.pop(order.index(row.lost))
        depth = len(row.labels)
        lead = [""] * (depth - len(labels)) + [c.text for c in labels]
        fields = [*lead, *[""] * (row.start - depth), *values]
        rows.append([*fields, *[""] * (width - len(fields))])
    lines = [f"| {' | '.join(r)} |".replace("  |", " |") for r in rows]
    lines.insert(1, "|" + "------|" * width)
    return "\n".join(lines)


SERIALISERS: dict[str, Serialiser] = {
    "text-markdown": _markdown,
    "text-padded": _trailing_padded,
    "text-trailing": _trailing,
    "text-leading-empty": _leading_empty,
    "text-spaced-pipes": _spaced,
    "text-bars": _bars,
    "text-bar-lines": _bar_lines,
    "text-mixed": _mixed,
    "text-tabs": _tabs,
    "text-paragraphs": _paragraphs,
    "text-spaces": _spaces,
    "text-broken-header": _broken,
    "text-ragged": _ragged,
    "text-ragged-anchored": _ragged,
    "text-commas": layouts_marked.commas,
    "text-quoted-tabs": layouts_marked.quoted_tabs,
    "text-wide-pipes": layouts_marked.wide_pipes,
    "text-drawn": layouts_marked.drawn,
    "text-tagged": layouts_marked.tagged,
    "text-run-rows": _run_rows,
    "text-run-all": _run_all,
}
LAYOUTS = (*SERIALISERS, "text-columns")
NARROW = str.maketrans("（），：；", "(),:;")
ENCODINGS = ("utf-8", "utf-8", "utf-8", "utf-8-bom", "gb18030", "utf-16", "utf-16-be")


def prepare(tables: dict[str, Table], layout: str, rng: random.Random) -> None:
    """Where a layout loses cells, say which, so that the oracle knows them lost."""
    if not layout.startswith("text-ragged") or "applications" not in tables:
        return
    for row in tables["applications"].blocks[0].rows:
        depth = len(row.labels)
        row.start = depth + 1
        if depth == 1:
            row.lost = "total" if row.code == "carried_out" else ""
        elif layout == "text-ragged":
            row.lost = rng.choice(("natural_person", "total"))
        elif row.code in ("partly_granted", "other"):
            # Others of its kind begin at the same cell and are full.
            row.lost = "total"
        elif depth == 3:
            row.start = depth
            if rng.random() < 0.3:
                row.start, row.lost = depth + 1, "natural_person"


def render(document: Document, layout: str, rng: random.Random) -> tuple[str, str]:
    """The text of a document in a layout, and the name of its encoding."""
    if layout == "text-columns":
        return layouts_columns.render(document), "utf-8"
    serialise = SERIALISERS[layout]
    parts = list(_head(document))
    for section in document.sections:
        parts.append(heading(section))
        for item in section.items:
            if isinstance(item, Table):
                parts += [serialise(g, rng) for g in grids(item)]
            else:
                parts.append(item)
    parts += document.signature
    if "标题" in document.metadata:
        parts += ["【打印】 【关闭】", "上一篇：没有了", "下一篇：关于调整接待时间的公告"]
    if layout == "text-run-all":
        return "".join(parts), "utf-8"
    text = _joined(parts, layout, rng)
    if rng.random() < 0.2:
        # Some scrapers narrow the punctuation of all that they take.
        text = text.translate(NARROW)
    if rng.random() < 0.15:
        text = text.replace("\n", "\r\n")
    return text, rng.choice(ENCODINGS)


def _joined(parts: list[str], layout: str, rng: random.Random) -> str:
    gap = "\n\n" if rng.random() < 0.7 or layout == "text-paragraphs" else "\n"
    return gap.join(parts) + "\n"


def _head(document: Document) -> list[str]:
    got = [f"{k}：{v}" for k, v in document.metadata.items()]
    got += document.title
    if document.published and not {"公开日期", "发布时间"} & set(document.metadata):
        got.append(f"发布时间：{document.published}")
    return got + document.preamble


__all__ = ["LAYOUTS", "RUN_TOGETHER", "Cell", "Line", "prepare", "render"]
