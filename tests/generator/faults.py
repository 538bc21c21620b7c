"""Faults in cells: each changes what is printed, and the oracle says what follows."""

# ruff: noqa: ARG001 -- every fault has one signature

from __future__ import annotations

import random
from collections.abc import Callable
from decimal import Decimal

from tests.generator import codes
from tests.generator.model import Printed, Row, Table
from tests.generator.shape_faults import SHAPE_FAULTS

Tables = dict[str, Table]
Fault = Callable[[Tables, random.Random], None]
NILS = ("/", "／", "\\", "-", "－", "—", "——", "–", "*", "无", "不适用", "不涉及", "N/A", "∕")
UNFIT = ("若干", "O", "见附件", "1O", "约5", "l2", "较多", "?", "3或4")


def _amount_place(tables: Tables) -> tuple[Table, str, str]:
    if "statistics" in tables:
        return tables["statistics"], "budget", "count"
    table = tables["disclosure"]
    if table.template == "2021":
        return table, "fees", "fee_amount"
    return table, "procurement", "procurement_amount"


def _counts(tables: Tables, *, ends: bool = False) -> list[tuple[Table, Row, str]]:
    """The count cells that no other year's filing leans on, in a stable order."""
    leaning = ("carried_in", "carried_out") if not ends else ()
    amount = _amount_place(tables) if "disclosure" in tables or "statistics" in tables else None
    return [
        (t, r, c)
        for t in tables.values()
        for b in t.blocks
        for r in b.rows
        for c in r.cells
        if r.code not in leaning
        and c not in ("change_this_year", "in_force", "items_last_year", "subtotal")
        and (amount is None or (t.name, r.code, c) != (amount[0].name, amount[1], amount[2]))
    ]


def _pick(tables: Tables, rng: random.Random, count: int) -> list[tuple[Table, Row, str]]:
    pool = _counts(tables)
    return rng.sample(pool, k=min(count, len(pool)))


def _set(row: Row, column: str, cell: Printed) -> None:
    row.cells[column] = cell


def _add(row: Row, column: str, n: int) -> None:
    row.cells[column] = Printed.number((row.cells[column].value or Decimal(0)) + n)


def row_total(tables: Tables, rng: random.Random) -> None:
    """A row of 表三 whose 总计 is not its sum: the column of totals fails with it."""
    table = tables["applications"]
    _add(table.row(rng.choice(codes.results(table.template))), "total", rng.randint(1, 3))


def column_total(tables: Tables, rng: random.Random) -> None:
    """A column of 表三 whose 办理结果总计 is not its sum."""
    _add(tables["applications"].row("handled_total"), rng.choice(codes.PARTIES), rng.randint(1, 4))


def balance(tables: Tables, rng: random.Random) -> None:
    """新收 raised in a column and in its row's total: only the balance fails."""
    row, n = tables["applications"].row("new_requests"), rng.randint(1, 5)
    _add(row, rng.choice(codes.PARTIES), n)
    _add(row, "total", n)


def proceedings_total(tables: Tables, rng: random.Random) -> None:
    """A total of 表四 that is not the sum of its four."""
    _add(rng.choice(tables["proceedings"].blocks[0].rows), "total", rng.randint(1, 2))


def published_total(tables: Tables, rng: random.Random) -> None:
    """More published in the year than in all."""
    row = tables["disclosure"].row(rng.choice(("rules", "normative_documents")))
    whole = row.cells["published_total"].value or Decimal(0)
    row.cells["published_this_year"] = Printed.number(whole + rng.randint(1, 5))


def statistics_sum(tables: Tables, rng: random.Random) -> None:
    """A total of the 2014 form that is not its sum."""
    row = rng.choice(("requests_received", "replies_total", "reviews_total", "lawsuits_total", "staff_total"))
    _add(tables["statistics"].row(row), "count", rng.randint(1, 4))


def statistics_part(tables: Tables, rng: random.Random) -> None:
    """A part of the 2014 form that is more than its whole."""
    whole = tables["statistics"].cell("press_conferences", "count").value or Decimal(0)
    tables["statistics"].row("press_conferences_by_head").cells["count"] = Printed.number(whole + 2)


def blank_cells(tables: Tables, rng: random.Random) -> None:
    """A few cells left empty."""
    for _, row, column in _pick(tables, rng, rng.randint(2, 6)):
        _set(row, column, Printed.blank())


def _inner_rows(table: Table) -> list[Row]:
    """Result rows under a group label, but the first of each group.

    They are many and begin at one cell in every layout, so that a few blanks among them leave no
    doubt about where a row begins.
    """
    return [r for r in table.blocks[0].rows if len(r.labels) > 2 and not r.labels[-1].startswith("1")]


def blank_total(tables: Tables, rng: random.Random) -> None:
    """The 总计 of a few rows left empty."""
    for row in rng.sample(_inner_rows(tables["applications"]), k=3):
        _set(row, "total", Printed.blank())


def blank_result_cells(tables: Tables, rng: random.Random) -> None:
    """A few cells of result rows left empty, at the ends and in between."""
    for row in rng.sample(_inner_rows(tables["applications"]), k=4):
        for column in rng.sample((*codes.PARTIES, "total"), k=rng.randint(1, 3)):
            _set(row, column, Printed.blank())


def blank_zeros(tables: Tables, rng: random.Random) -> None:
    """Every 0 of 表三 and 表四 left empty."""
    for name in ("applications", "proceedings"):
        for row in tables[name].blocks[0].rows:
            for column, cell in row.cells.items():
                if cell.value == 0:
                    _set(row, column, Printed.blank())


def nil_marks(tables: Tables, rng: random.Random) -> None:
    """Marks for none where there is nothing to report."""
    for table in tables.values():
        mark = rng.choice(NILS)
        for block in table.blocks:
            for row in block.rows:
                for column, cell in row.cells.items():
                    if cell.value == 0 and rng.random() < 0.5:
                        _set(row, column, Printed(mark, None, "nil"))


def unfit_text(tables: Tables, rng: random.Random) -> None:
    """Words, or a letter, where a number belongs."""
    for _, row, column in _pick(tables, rng, rng.randint(1, 3)):
        _set(row, column, Printed(rng.choice(UNFIT), None, "unreadable"))


def negative(tables: Tables, rng: random.Random) -> None:
    """A count below 0."""
    for _, row, column in _pick(tables, rng, 1):
        n = rng.randint(1, 9)
        _set(row, column, Printed(rng.choice((f"-{n}", f"−{n}", f"－{n}")), Decimal(-n)))


def not_whole(tables: Tables, rng: random.Random) -> None:
    """A count that is no whole number."""
    for _, row, column in _pick(tables, rng, 1):
        n = Decimal(rng.randint(1, 60)) + Decimal("0.5")
        _set(row, column, Printed.number(n))


def amount_in_yuan(tables: Tables, rng: random.Random) -> None:
    """The amount printed in 元, with the unit in its cell, its header or its 单位 cell."""
    table, code, column = _amount_place(tables)
    cell = table.cell(code, column)
    value = cell.value or Decimal(0)
    yuan = f"{(value * 10000).quantize(Decimal('0.01')).normalize():f}"
    exact = Decimal(yuan) / 10000
    row = table.row(code)
    if table.name == "statistics":
        row.unit = "元"
        _set(row, column, Printed(yuan, exact, unit="元"))
    elif rng.random() < 0.5:
        _set(row, column, Printed(f"{yuan}元", exact, unit="元"))
    else:
        block = next(b for b in table.blocks if row in b.rows)
        head = next(c for c in block.columns if c.code == column)
        head.label = head.label.replace("，保留4位小数", "").replace("万元", "元")
        _set(row, column, Printed(yuan, exact, unit="元"))


def amount_no_unit(tables: Tables, rng: random.Random) -> None:
    """The amount with no unit printed anywhere."""
    table, code, column = _amount_place(tables)
    row = table.row(code)
    if table.name == "statistics":
        row.unit = ""
    for block in table.blocks:
        for head in block.columns:
            if head.code == column and table.name != "statistics":
                head.label = "采购总金额" if column == "procurement_amount" else "本年收费金额"
    row.cells[column].unit = "none"


def amount_with_unit(tables: Tables, rng: random.Random) -> None:
    """The amount with its right unit in the cell too: nothing is wrong."""
    table, code, column = _amount_place(tables)
    cell = table.cell(code, column)
    _set(table.row(code), column, Printed(f"{cell.text}万元", cell.value))


def written_numbers(tables: Tables, rng: random.Random) -> None:
    """Numbers written in other ways: full-width, separators, suffixes, notes, 1.0."""
    for table, row, column in _pick(tables, rng, 24):
        cell = row.cells[column]
        if cell.value is not None and cell.status == "reported":
            _set(row, column, Printed(_written(cell.value, table.name, rng), cell.value))
    for block in tables["disclosure"].blocks if "disclosure" in tables else ():
        for row in block.rows:
            change = row.cells.get("change_this_year")
            if change is not None and change.value is not None:
                _set(row, "change_this_year", Printed(_change(change.value, rng), change.value))


def _written(value: Decimal, table: str, rng: random.Random) -> str:
    text = f"{value:f}"
    if value != value.to_integral_value() or value < 0:
        return text
    unit = "件" if table in ("applications", "proceedings") else rng.choice("件个条")
    ways = [
        "".join(chr(ord(c) + 0xFEE0) for c in text),
        f"{text}{unit}",
        f"{text}*",
        f"{text}（注1）",
        f" {text} ",
        f"{text}.0",
        f"{text} {unit}",
    ]
    if value >= 1000:
        ways += [f"{int(value):,}", f"{int(value):,}".replace(",", "，")] * 3
    return rng.choice(ways)


def _change(value: Decimal, rng: random.Random) -> str:
    n = abs(int(value))
    if not n:
        return rng.choice(("0", "+0"))
    if value > 0:
        return rng.choice((f"+{n}", f"＋{n}", f"增{n}", f"增加{n}", str(n)))
    return rng.choice((f"-{n}", f"−{n}", f"－{n}", f"减{n}", f"减少{n}"))


def big_numbers(tables: Tables, rng: random.Random) -> None:
    """Counts in the millions, with separators."""
    table = tables["disclosure"]
    for code in ("licensing", "penalties"):
        n = rng.randint(1_000_000, 9_000_000)
        _set(table.row(code), "decisions", Printed(f"{n:,}", Decimal(n)))


def all_zero(tables: Tables, rng: random.Random) -> None:
    """A year with nothing in it: 表三 and 表四 hold zeros."""
    for name in ("applications", "proceedings"):
        for row in tables[name].blocks[0].rows:
            row.cells = {column: Printed.number(0) for column in row.cells}


def blank_result_totals(tables: Tables, rng: random.Random) -> None:
    """The 总计 of every result row left empty."""
    table = tables["applications"]
    for code in codes.results(table.template):
        _set(table.row(code), "total", Printed.blank())


CELL_FAULTS: tuple[Fault, ...] = (
    row_total,
    column_total,
    balance,
    proceedings_total,
    published_total,
    statistics_sum,
    statistics_part,
    blank_cells,
    blank_total,
    blank_result_cells,
    blank_zeros,
    blank_result_totals,
    all_zero,
    nil_marks,
    unfit_text,
    negative,
    not_whole,
    amount_in_yuan,
    amount_no_unit,
    amount_with_unit,
    written_numbers,
    big_numbers,
)
TABLE_FAULTS: dict[str, Fault] = {f.__name__.replace("_", "-"): f for f in (*CELL_FAULTS, *SHAPE_FAULTS)}
