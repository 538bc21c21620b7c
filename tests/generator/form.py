"""Figures to official tables as printed: blocks, headers, labels, cells."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.generator import codes
from tests.generator.model import Block, Column, Printed, Row, Table

if TYPE_CHECKING:
    from tests.generator.values import Grid


@dataclass(frozen=True)
class Wording:
    """Which of the wordings seen in the wild a filing prints."""

    amount_header: str = "采购总金额（单位：万元）"
    fee_header: str = "本年收费金额（单位：万元）"
    item_style: str = "第二十条第（{}）项"


WORDINGS = (
    Wording(),
    Wording("采购总金额（万元）", "本年收费金额（万元）", "第二十条 第（{}）项"),
    Wording(item_style="第二十条第{}项"),
    Wording("采购总金额（单位：万元，保留4位小数）", "本年收费金额（单位：万元）", "第二十条第({})项"),
)


def _columns(template: str, table: str, row: codes.RowCode, wording: Wording) -> list[Column]:
    got = []
    for code in row.columns:
        column = codes.columns(template, table)[code]
        label = column.labels[-1]
        if code == "procurement_amount":
            label = wording.amount_header
        elif code == "fee_amount":
            label = wording.fee_header
        got.append(Column(code, label, column.unit))
    return got


def _cells(grid: Grid, row: codes.RowCode) -> dict[str, Printed]:
    return {c: Printed.number(grid[row.code, c]) for c in row.columns}


def _disclosure(grid: Grid, template: str, wording: Wording) -> Table:
    blocks: list[Block] = []
    for row in codes.rows(template, "disclosure"):
        item = row.labels[0].split("（")[1].split("）")[0]
        caption = wording.item_style.format(item)
        if not blocks or blocks[-1].caption != caption:
            blocks.append(Block(caption, _columns(template, "disclosure", row, wording), []))
        blocks[-1].rows.append(Row(row.code, row.labels[1:], _cells(grid, row)))
    return Table("disclosure", template, blocks)


def _applications(grid: Grid, template: str, wording: Wording) -> Table:
    code_rows = codes.rows(template, "applications")
    block = Block("", _columns(template, "applications", code_rows[0], wording), [])
    block.rows = [Row(r.code, r.labels, _cells(grid, r)) for r in code_rows]
    return Table("applications", template, [block])


def _proceedings(grid: Grid, template: str, wording: Wording) -> Table:
    code_rows = codes.rows(template, "proceedings")
    block = Block("", _columns(template, "proceedings", code_rows[0], wording), [])
    block.rows = [Row(r.code, r.labels, _cells(grid, r)) for r in code_rows]
    return Table("proceedings", template, [block])


def _statistics(grid: Grid) -> Table:
    rows = [Row(r.code, r.labels, _cells(grid, r), r.unit) for r in codes.rows("2014", "statistics")]
    return Table("statistics", "2014", [Block("", [Column("count", "统计数")], rows)])


def print_tables(figures: dict[str, Grid], template: str, wording: Wording) -> dict[str, Table]:
    """The official tables of a template, filled with the figures."""
    if template == "2014":
        return {"statistics": _statistics(figures["statistics"])}
    return {
        "disclosure": _disclosure(figures["disclosure"], template, wording),
        "applications": _applications(figures["applications"], template, wording),
        "proceedings": _proceedings(figures["proceedings"], template, wording),
    }


def merge_other_processing(table: Table) -> None:
    """Print the one-row （六）其他处理 of the 2019 form: that makes the table that form's."""
    rows = table.blocks[0].rows
    three = [r for r in rows if r.code.startswith("other_")]
    at = rows.index(three[0])
    cells = {
        c: Printed.number(sum((r.cells[c].value or Decimal(0) for r in three), Decimal(0)))
        for c in three[0].cells
    }
    rows[at : at + 3] = [Row("other", (three[0].labels[0], "（六）其他处理"), cells)]
    table.template = "2019"
