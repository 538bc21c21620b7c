"""The column layout of a PDF's text: cells are where they stand on the line."""

from __future__ import annotations

from tests.generator.grids import NOTE
from tests.generator.model import Block, Document, Row, Table
from tests.generator.oracle import heading

PAGE_LINES = 46
LINE_WIDTH = 32
GAP = 7


def render(document: Document) -> str:
    """The document as pages of lines."""
    lines: list[str] = []
    lines += [f"{k}：{v}" for k, v in document.metadata.items()]
    lines += [" " * 10 + t for t in document.title] + [""]
    if document.published and not {"公开日期", "发布时间"} & set(document.metadata):
        lines += [" " * 10 + f"发布日期：{document.published}", ""]
    for text in document.preamble:
        lines += _wrapped(text)
    for section in document.sections:
        lines += ["", "    " + heading(section)]
        for item in section.items:
            lines += _table(item) if isinstance(item, Table) else _wrapped(item)
    lines += [" " * 24 + s for s in document.signature]
    return _paged(lines)


def _wrapped(text: str) -> list[str]:
    """A paragraph, its first line indented."""
    text = "    " + text
    return [text[i : i + LINE_WIDTH] for i in range(0, len(text), LINE_WIDTH)]


def _paged(lines: list[str]) -> str:
    """Page feet with the number, and a form feed before each next page."""
    pages: list[list[str]] = [[]]
    for group in lines:
        held = group.split("\n")
        if len(pages[-1]) + len(held) > PAGE_LINES:
            pages.append([])
        pages[-1] += held
    out = []
    for number, page in enumerate(pages, 1):
        out.append("\n".join([*page, "", " " * 28 + f"- {number} -", ""]))
    return "\f".join(out)


def _at(pieces: list[tuple[int, str]]) -> str:
    """Text at columns; a piece that would touch the one before it moves on."""
    line = ""
    for column, text in sorted(pieces):
        line += " " * max(column - len(line), 2 if line else 0) + text
    return line


def _centred(column: int, text: str) -> tuple[int, str]:
    return max(0, column - len(text) // 2), text


def _table(table: Table) -> list[str]:
    if table.name == "disclosure":
        return [line for block in table.blocks for line in _disclosure(block)]
    if table.name == "applications":
        return _applications(table.blocks[0])
    if table.name == "proceedings":
        return _proceedings(table.blocks[0])
    return _statistics(table.blocks[0])


def _disclosure(block: Block) -> list[str]:
    columns = [22 + 16 * i for i in range(len(block.columns))]
    lines = ["", _at([_centred(30, block.caption)]), ""] if block.caption else [""]
    lines.append(
        _at([(7, "信息内容"), *[_centred(x, c.label) for x, c in zip(columns, block.columns, strict=True)]])
    )
    lines.append("")
    for row in block.rows:
        values = [_centred(x, row.cells[c.code].text) for x, c in zip(columns, block.columns, strict=True)]
        lines.append(_at([(0, row.labels[-1]), *values]))
    return lines


def _party_header(block: Block, columns: list[int]) -> list[str]:
    first, second, third, top, band = [], [], [], [], []
    for x, c in zip(columns, block.columns, strict=True):
        if len(c.label) <= 3:
            second.append(_centred(x, c.label))
        elif len(c.label) == 4:
            first.append(_centred(x, c.label[:2]))
            third.append(_centred(x, c.label[2:]))
        else:
            first.append(_centred(x, c.label[:2]))
            second.append(_centred(x, c.label[2:4]))
            third.append(_centred(x, c.label[4:]))
    middle = columns[len(columns) // 2]
    top.append(_centred(middle, "申请人情况"))
    band.append(_centred(middle, "法人或其他组织"))
    cut = len(NOTE) - 11
    return [
        _at(top),
        "",
        _at(band),
        _at([(0, NOTE[:cut]), *first]),
        _at([(0, NOTE[cut:]), *second]),
        _at(third),
        "",
    ]


def _applications(block: Block) -> list[str]:
    left = 40
    columns = [left + GAP * i for i in range(len(block.columns))]
    lines = _party_header(block, columns)
    rows = block.rows
    for row in rows:
        values = [_centred(x, row.cells[c.code].text) for x, c in zip(columns, block.columns, strict=True)]
        # One string a row, so that no page break parts a label from its numbers.
        lines.append("\n".join(_party_row(row, rows, values)))
        if row.code == "refused_prohibited_by_law":
            # The side label runs down the page and comes out between two rows.
            lines += [" 三 、本 年 度办 理 结果", ""]
    return lines


def _party_row(row: Row, rows: list[Row], values: list[tuple[int, str]]) -> list[str]:
    depth = len(row.labels)
    label = row.labels[-1]
    if depth == 1:
        return [_at([(0, label), *values])]
    column = 12 if depth == 2 else 20
    room = 36 - column
    before = []
    group = [r for r in rows if len(r.labels) == 3 and depth == 3 and r.labels[1] == row.labels[1]]
    if group and row is group[len(group) // 2]:
        before.append(_at([(10, row.labels[1])]))
    if len(label) <= room - 8:
        return [*before, _at([(column, label), *values])]
    half = (len(label) + 1) // 2 if len(label) <= 2 * room - 8 else room
    pieces = [label[i : i + half] for i in range(0, len(label), half)]
    # The numbers stand at the middle of the label, on a line of their own.
    at = (len(pieces) + 1) // 2
    return [
        *before,
        *[_at([(column, p)]) for p in pieces[:at]],
        _at(values),
        *[_at([(column, p)]) for p in pieces[at:]],
    ]


def _proceedings(block: Block) -> list[str]:
    columns = [2 + 5 * i for i in range(15)]
    labels = [c.label for _ in block.rows for c in block.columns]
    heads = [
        [_centred(x, t[2 * k : 2 * k + 2]) for x, t in zip(columns, labels, strict=True) if t[2 * k :]]
        for k in (0, 1)
    ]
    values = [
        _centred(x, t)
        for x, t in zip(
            columns, (r.cells[c.code].text for r in block.rows for c in block.columns), strict=True
        )
    ]
    return [
        "",
        _at([_centred(columns[2], "行政复议"), _centred(columns[9], "行政诉讼")]),
        "",
        _at(
            [_centred(columns[7], block.rows[1].labels[-1]), _centred(columns[12], block.rows[2].labels[-1])]
        ),
        "",
        _at(heads[0]),
        _at(heads[1]),
        "",
        _at(values),
        "",
    ]


def _statistics(block: Block) -> list[str]:
    lines = ["", _at([(12, "统计指标"), (44, "单位"), (54, "统计数")]), ""]
    known = {row.labels for row in block.rows}
    shown: set[tuple[str, ...]] = set()
    for row in block.rows:
        for level in range(1, len(row.labels)):
            path = row.labels[:level]
            if path not in shown and path not in known:
                lines.append(_at([(2 * level, path[-1]), (44, "——"), (55, "——")]))
            shown.add(path)
        lines.append(
            _at(
                [(2 * len(row.labels), row.labels[-1]), (44, row.unit), _centred(56, row.cells["count"].text)]
            )
        )
    return lines
