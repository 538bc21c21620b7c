"""Faults in the shape of tables: rows, columns, whole tables and labels."""

# ruff: noqa: ARG001 -- every fault has one signature

from __future__ import annotations

import random
from collections.abc import Callable

from tests.generator import codes
from tests.generator.form import merge_other_processing
from tests.generator.model import Printed, Row, Table

Tables = dict[str, Table]
Fault = Callable[[Tables, random.Random], None]
MISPRINTS = (
    ("refused_prohibited_by_law", "2.其他法律行政止公开"),
    ("refused_deliberative", "6.属于四类过程信息"),
    ("refused_security_stability", "3.危及“三安全一稳走”"),
    ("unavailable_needs_creating", "2.没有现成信息需另行制作"),
    ("unprocessed_excessive", "4.无正当理由大量返复申请"),
    ("refused_administrative_inquiry", "8.属于行政查寻事项"),
    ("new_requests", "一、本年新收政府信息公开申请数"),
    ("carried_out", "四、结转下年度继续办里"),
)
ALIASES = (
    ("carried_out", "四、结转下一年度继续办理"),
    ("partly_granted", "（二）部分公开"),
    ("refused_security_stability", "3.危及三安全一稳定"),
    ("handled_total", "(七)总计"),
)


def row_missing(tables: Tables, rng: random.Random) -> None:
    """A row or two left out."""
    if "statistics" in tables:
        rows, pool = tables["statistics"].blocks[0].rows, ["channel_weibo", "trainees", "complaints"]
    else:
        table = tables["applications"]
        rows, pool = table.blocks[0].rows, list(codes.results(table.template)[2:-1])
    for code in rng.sample(pool, k=rng.randint(1, 2)):
        rows[:] = [r for r in rows if r.code != code]


def block_missing(tables: Tables, rng: random.Random) -> None:
    """A 第二十条第（…）项 left out as a whole."""
    blocks = tables["disclosure"].blocks
    blocks.remove(rng.choice(blocks[1:-1]))


def column_missing(tables: Tables, rng: random.Random) -> None:
    """A column of 表三 left out."""
    block = tables["applications"].blocks[0]
    gone = rng.choice(("research", "social", "legal_service"))
    block.columns = [c for c in block.columns if c.code != gone]


def block_column_missing(tables: Tables, rng: random.Random) -> None:
    """A column of a block of 表二 left out."""
    block = tables["disclosure"].blocks[0]
    block.columns = [c for c in block.columns if c.code not in ("published_this_year", "repealed_this_year")]


def row_unexpected(tables: Tables, rng: random.Random) -> None:
    """A row that the form does not have."""
    if rng.random() < 0.5 and "disclosure" in tables:
        block = tables["disclosure"].blocks[2]
        cells = {c.code: Printed.number(rng.randint(0, 9)) for c in block.columns}
        block.rows.append(Row("", ("行政征收",), cells))
        return
    block = tables["applications"].blocks[0]
    at = next(i for i, r in enumerate(block.rows) if r.code == "refused_administrative_inquiry")
    labels = (*block.rows[at].labels[:2], "9.属于工作秘密")
    block.rows.insert(at + 1, Row("", labels, {c.code: Printed.number(0) for c in block.columns}))


def table_missing(tables: Tables, rng: random.Random) -> None:
    """A table left out."""
    del tables[rng.choice(sorted(tables))]


def all_tables_missing(tables: Tables, rng: random.Random) -> None:
    """No official table at all."""
    tables.clear()


def single_other(tables: Tables, rng: random.Random) -> None:
    """（六）其他处理 as one row, the last form's way."""
    merge_other_processing(tables["applications"])


def misprints(tables: Tables, rng: random.Random) -> None:
    """Labels with a character wrong or lost."""
    table = tables["applications"]
    for code, label in rng.sample(MISPRINTS, k=3):
        row = table.row(code)
        row.labels = (*row.labels[:-1], label)
    if table.template == "2021":
        _rename_column(table, "research", "科研企业")


def aliases(tables: Tables, rng: random.Random) -> None:
    """Labels in other words that mean the same."""
    table = tables["applications"]
    for code, label in ALIASES:
        row = table.row(code)
        row.labels = (*row.labels[:-1], label)
    for row in table.blocks[0].rows:
        if rng.random() < 0.7:
            row.labels = tuple(x.replace(".", "、") if x[0].isdigit() else x for x in row.labels)
    _rename_column(table, "total", "合计")
    _rename_column(table, "social", "公益组织")
    normative = tables["disclosure"].row("normative_documents")
    normative.labels = ("规范性文件",)


def _rename_column(table: Table, code: str, label: str) -> None:
    for column in table.blocks[0].columns:
        if column.code == code:
            column.label = label


SHAPE_FAULTS: tuple[Fault, ...] = (
    row_missing,
    block_missing,
    column_missing,
    block_column_missing,
    row_unexpected,
    table_missing,
    all_tables_missing,
    single_other,
    misprints,
    aliases,
)
