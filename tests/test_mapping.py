"""Tables with something lost or moved: no number may end in a cell that is not its own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.forms import load_forms
from extractor.mapping.cell_facts import amount_fact
from extractor.mapping.matching import match_rows
from extractor.model.document import Cell
from extractor.model.filing import CellStatus
from extractor.pipeline import trace_bytes
from extractor.tables import DataRow
from tests import sheets
from tests.generator.grids import Grid, Line
from tests.generator.layouts_text import SERIALISERS

NUMBERS = range(1, 16)
PARTS = ("行政复议", "未经复议直接起诉", "复议后起诉")
FORMS = load_forms()
RESULTS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")


def across(cells: list[str], *, middle: tuple[str, ...] = (), bottom: tuple[str, ...] = ()) -> str:
    """A page with 表四; ``middle`` and ``bottom`` replace the labels of its second and third row."""
    td = "<td>{}</td>".format
    middle = middle or tuple(f"<td rowspan=2>{t}</td>" for t in RESULTS) + tuple(
        f"<td colspan=5>{t}</td>" for t in PARTS[1:]
    )
    rows = [
        "<td colspan=5>行政复议</td><td colspan=10>行政诉讼</td>",
        "".join(middle),
        "".join(map(td, bottom or RESULTS * 2)),
        "".join(map(td, cells)),
    ]
    table = "".join(f"<tr>{row}</tr>" for row in rows)
    heading = "<p>四、政府信息公开行政复议、行政诉讼情况</p>"
    return f"<h1>青禾县水利局2022年政府信息公开工作年度报告</h1>{heading}<table>{table}</table>"


def test_table_four_is_read_by_its_header():
    values = sheets.values(sheets.read(across([str(n) for n in NUMBERS])))
    assert list(values.values()) == [Decimal(n) for n in NUMBERS]


@pytest.mark.parametrize("lost", range(15))
def test_table_four_with_a_number_lacking_claims_none(lost):
    cells = [str(n) for n in NUMBERS if n != lost + 1]
    filing = sheets.read(across(cells))
    assert set(sheets.values(filing).values()) == {None}
    short = {f.row for t in filing.tables for f in t.findings if f.rule == "row-short"}
    assert short == {"review", "litigation_direct", "litigation_after_review"}


def test_table_four_with_a_number_lacking_keeps_what_is_the_same_in_every_placing():
    filing = sheets.read(across(["0"] * 14))
    values = list(sheets.values(filing).values())
    assert values == [None, *[Decimal(0)] * 13, None]


@pytest.mark.parametrize("lost", range(10))
def test_table_four_with_a_label_lacking_claims_nothing_wrong(lost):
    bottom = tuple(t for i, t in enumerate(RESULTS * 2) if i != lost)
    filing = sheets.read(across([str(n) for n in NUMBERS], bottom=bottom))
    right = dict(zip(sheets.facts(filing), map(Decimal, NUMBERS), strict=True))
    assert sheets.wrong(filing, right) == {}


@pytest.mark.parametrize("lost", range(7))
def test_table_four_with_a_label_of_its_second_row_lacking_claims_nothing_wrong(lost):
    middle = tuple(f"<td rowspan=2>{t}</td>" for t in RESULTS) + tuple(
        f"<td colspan=5>{t}</td>" for t in PARTS[1:]
    )
    filing = sheets.read(
        across([str(n) for n in NUMBERS], middle=tuple(t for i, t in enumerate(middle) if i != lost))
    )
    right = dict(zip(sheets.facts(filing), map(Decimal, NUMBERS), strict=True))
    assert sheets.wrong(filing, right) == {}


@pytest.mark.parametrize("lost", range(15))
@pytest.mark.parametrize("name", ["text-tabs", "text-paragraphs", "text-trailing", "text-bars"])
def test_table_four_as_text_with_a_label_lacking_keeps_the_order_of_the_form(name, lost):
    printed = {"proceedings": sheets.tables("2021")["proceedings"]}

    def change(grid: Grid) -> Grid:
        heads = [
            (y, x) for y, line in enumerate(grid.lines) for x, c in enumerate(line.cells) if c.text in RESULTS
        ]
        y, x = heads[lost]
        lines = [Line(list(line.cells), line.row, line.kind) for line in grid.lines]
        del lines[y].cells[x]
        return Grid(grid.name, grid.width, lines)

    try:
        text = sheets.text(printed, SERIALISERS[name], change=change)
    except IndexError:
        pytest.skip("the serialiser needs a whole grid")
    assert sheets.wrong(sheets.read(text), sheets.truth(printed)) == {}


def disclosure(header: str, cell: str) -> str:
    """A page with the first and the last block of 表二, the fee printed as ``cell`` under ``header``."""
    return (
        "<h1>青禾县水利局2022年政府信息公开工作年度报告</h1><p>二、主动公开政府信息情况</p><table>"
        "<tr><td colspan=4>第二十条第（一）项</td></tr>"
        "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
        "<tr><td>规章</td><td>1</td><td>2</td><td>3</td></tr>"
        "<tr><td>行政规范性文件</td><td>4</td><td>5</td><td>6</td></tr>"
        "<tr><td colspan=4>第二十条第（八）项</td></tr>"
        f"<tr><td>信息内容</td><td colspan=3>{header}</td></tr>"
        f"<tr><td>行政事业性收费</td><td colspan=3>{cell}</td></tr></table>"
    )


@pytest.mark.parametrize(
    ("header", "cell", "value", "unit"),
    [
        ("本年收费金额（单位：万元）", "251000", "251000", "万元"),
        ("本年收费金额（单位：元）", "251000", "25.1", "元"),
        ("本年收费金额（元）", "75394432.52", "7539.443252", "元"),
        ("本年收费金额（单位：万元）", "251000元", "25.1", "元"),
        ("本年收费金额（单位：万元）", "251000（元）", "25.1", "元"),
        ("本年收费金额（元）", "1276.5534万元", "1276.5534", "万元"),
        ("本年收费金额", "3.5", "3.5", ""),
        ("本年收费金额（单位：万<br>元）", "7", "7", "万元"),
    ],
)
def test_amounts_are_in_ten_thousand_yuan(header, cell, value, unit):
    fact = sheets.facts(sheets.read(disclosure(header, cell)))["disclosure", "fees", "fee_amount"]
    assert (fact.value, fact.unit_printed, fact.status) == (Decimal(value), unit, CellStatus.REPORTED)


@pytest.mark.parametrize(
    ("header", "cell"),
    [
        ("本年收费金额（单位：千元）", "5"),
        ("本年收费金额（单位：亿元）", "5"),
        ("本年收费金额（百万元）", "5"),
        ("本年收费金额（单位：万元）", "5（亿元）"),
    ],
)
def test_an_amount_in_another_unit_is_no_amount(header, cell):
    fact = sheets.facts(sheets.read(disclosure(header, cell)))["disclosure", "fees", "fee_amount"]
    assert (fact.status, fact.value, fact.raw) == (CellStatus.UNREADABLE, None, cell)


@pytest.mark.parametrize("cell", ["5元", "0.3万元", "增5", "减少2"])
def test_money_and_changes_are_no_counts(cell):
    page = disclosure("本年收费金额", "1").replace("<td>4</td>", f"<td>{cell}</td>")
    fact = sheets.facts(sheets.read(page))["disclosure", "normative_documents", "issued_this_year"]
    assert (fact.status, fact.value) == (CellStatus.UNREADABLE, None)


def test_a_short_row_of_a_block_with_two_rows_claims_only_what_is_sure():
    page = disclosure("本年收费金额", "1").replace("<td>5</td>", "")
    filing = sheets.read(page)
    facts = sheets.facts(filing)
    row = [
        facts["disclosure", "normative_documents", c]
        for c in ("issued_this_year", "repealed_this_year", "in_force")
    ]
    assert [f.status for f in row] == [CellStatus.ABSENT] * 3
    assert [f.row for t in filing.tables for f in t.findings if f.rule == "row-short"] == [
        "normative_documents"
    ]


def test_a_short_row_starts_where_two_full_rows_of_its_kind_do():
    printed = {"applications": sheets.tables("2021")["applications"]}

    def change(grid: Grid) -> Grid:
        lines = [Line(list(line.cells), line.row, line.kind) for line in grid.lines]
        line = next(x for x in lines if x.row and x.row.code == "refused_internal")
        line.cells.pop()
        return Grid(grid.name, grid.width, lines)

    filing = sheets.read(sheets.page(printed, change=change))
    facts, true = sheets.facts(filing), sheets.truth(printed)
    lost = ("applications", "refused_internal", "total")
    assert {p: f.value for p, f in facts.items() if p != lost} == {p: v for p, v in true.items() if p != lost}
    assert facts[lost].status is CellStatus.ABSENT
    assert [(f.rule, f.row) for t in filing.tables for f in t.findings] == [("row-short", "refused_internal")]


@pytest.mark.parametrize("lost", range(3, 31))
def test_a_row_taken_out_under_labels_that_reach_too_far_claims_nothing_wrong(lost):
    printed = {"applications": sheets.tables("2021")["applications"]}

    def change(grid: Grid) -> Grid:
        return Grid(grid.name, grid.width, [line for i, line in enumerate(grid.lines) if i != lost])

    filing = sheets.read(sheets.page(printed, change=change))
    assert [t.template for t in filing.tables] == ["2021"]
    assert sheets.wrong(filing, sheets.truth(printed)) == {}


def test_a_total_among_its_parts_is_a_header_that_lost_a_cell():
    labels = ["自然人", "总计", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    header = "".join(f"<td>{label}</td>" for label in labels)
    row = "".join(f"<td>{n}</td>" for n in (1, 2, 3, 4, 5, 6, 21))
    page = (
        "<h1>甲市乙局2022年政府信息公开工作年度报告</h1><table>"
        f"<tr><td>申请人情况</td>{header}</tr><tr><td>一、本年新收政府信息公开申请数量</td>{row}</tr>"
        f"<tr><td>二、上年结转政府信息公开申请数量</td>{row}</tr></table>"
    )
    table = trace_bytes(page.encode(), "a.html").filing.table("applications")
    assert table is not None
    assert {fact.status for fact in table.facts} == {CellStatus.ABSENT}
    assert {f.column for f in table.findings if f.rule == "column-missing"} >= {"natural_person", "total"}


@pytest.mark.parametrize("label", ["商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"])
def test_a_party_without_its_label_leaves_no_wrong_column(label):
    printed = {"applications": sheets.tables("2021")["applications"]}
    page = sheets.page(printed).replace(f"<td>{label}</td>", "", 1)
    filing = sheets.read(page)
    assert sheets.wrong(filing, sheets.truth(printed)) == {}
    assert sheets.values(filing)["applications", "granted", "natural_person"] is not None
    assert sheets.values(filing)["applications", "granted", "business"] is None


def test_a_broken_label_behind_the_column_of_others_is_no_value():
    printed = {"applications": sheets.tables("2019")["applications"]}
    columns = printed["applications"].blocks[0].columns
    columns[3:6] = [columns[4], columns[5], columns[3]]

    def cells(grid: Grid, _rng: object) -> str:
        texts = "\n\n".join(c.text for line in grid.lines for c in line.cells)
        return texts.replace("社会公益组织", "社会\n公益组织")

    filing = sheets.read(sheets.text(printed, cells))
    assert (filing.template, sheets.values(filing)) == ("2019", sheets.truth(printed))


def test_labels_of_table_four_that_are_in_part_broken_and_in_another_order_tell_no_column():
    printed = {"proceedings": sheets.tables("2021")["proceedings"]}
    printed["proceedings"].blocks[0].columns.reverse()

    def cells(grid: Grid, _rng: object) -> str:
        texts = "\n\n".join(c.text for line in grid.lines for c in line.cells)
        return texts.replace("结果维持", "结果\n维待", 1)

    filing = sheets.read(sheets.text(printed, cells))
    assert sheets.wrong(filing, sheets.truth(printed)) == {}


@pytest.mark.parametrize("printed", ["属于商业秘密", "涉及商业秘密", "行政处罚案卷", "重复投诉", "合计金额"])
def test_a_label_that_is_only_somewhat_alike_is_no_match(printed):
    table = FORMS.table("2021", "applications")
    for broken in (False, True):
        (match,) = match_rows(FORMS, "2021", table, [DataRow((printed,), ())], broken=broken)
        assert (match.code, match.method) == ("", "none")


def test_a_unit_that_is_recognised_from_a_picture_divides_nothing():
    printed, recognised = (Cell("68214.16", "1/1/1", 0, 0, 1, 1, c) for c in (1.0, 0.99))
    assert amount_fact("fees", "fee_amount", printed, "元").value == Decimal("6.821416")
    fact = amount_fact("fees", "fee_amount", recognised, "元")
    assert (fact.status, fact.value, fact.doubtful) == (CellStatus.UNREADABLE, None, True)
    assert amount_fact("fees", "fee_amount", recognised, "万元").value == Decimal("68214.16")
