"""Tables that sites print otherwise than the form has them: read right, or given as not read."""

from __future__ import annotations

import re
from dataclasses import replace
from html import escape

import pytest

from extractor.forms import load_forms
from extractor.model.filing import CellStatus
from extractor.pipeline import trace_bytes
from extractor.rules import check
from tests import sheets
from tests.generator.grids import Cell, Grid, Line, map_text, padded
from tests.generator.layouts_text import SERIALISERS

FORMS = ("2021", "2019")
EVERY = (*FORMS, "2014")


def page(template: str, change=lambda grid: grid) -> str:
    """A page with all tables of a form, each changed."""
    return sheets.page(sheets.tables(template), year=sheets.YEARS[template], change=change)


def shape_of(filing) -> set[str]:
    """The rules on the shape of tables that a filing breaks."""
    shapes = ("row-", "column-", "table-", "cell-", "amount-")
    return {v.rule for v in check(filing, load_forms()) if v.rule.startswith(shapes)}


def assert_whole(document: str, template: str) -> None:
    """Every cell is read right, and nothing is said of the tables' shape."""
    filing = sheets.read(document)
    assert sheets.values(filing) == sheets.truth(sheets.tables(template))
    assert shape_of(filing) == set()


def with_row_below_header(grid: Grid, label: str, fill) -> Grid:
    """The grid with a row more between header and data."""
    lines = []
    for i, line in enumerate(grid.lines):
        lines.append(line)
        ends = line.kind == "header" and (i + 1 == len(grid.lines) or grid.lines[i + 1].kind != "header")
        if not ends:
            continue
        if grid.name == "proceedings":
            cells = [Cell(fill(n)) for n in range(1, 16)]
        elif grid.name == "applications":
            cells = [Cell(label, 3), *(Cell(fill(n)) for n in range(1, 8))]
        else:
            cells = [Cell(label), *(Cell(fill(n), c.colspan) for n, c in enumerate(line.cells[1:], 1))]
        lines.append(Line(cells, None, "other"))
    return Grid(grid.name, grid.width, lines)


@pytest.mark.parametrize("template", EVERY)
def test_running_numbers_in_a_column_of_their_own_are_no_values(template):
    def change(grid: Grid) -> Grid:
        lines = []
        heads = sum(line.kind == "header" for line in grid.lines)
        for number, line in enumerate(grid.lines):
            if line.kind == "caption":
                lines.append(Line([replace(line.cells[0], colspan=grid.width + 1)], None, "caption"))
            elif line.kind != "header":
                lines.append(Line([Cell(str(number)), *line.cells], line.row))
            elif grid.name in ("disclosure", "statistics"):
                lines.append(Line([Cell("序号"), *line.cells], None, "header"))
            else:
                first = [Cell("序号", 1, heads)] if not number else []
                lines.append(Line([*first, *line.cells], None, "header"))
        return Grid(grid.name, grid.width + 1, lines)

    assert_whole(page(template, change), template)


@pytest.mark.parametrize("template", FORMS)
@pytest.mark.parametrize("style", ["{}", "({})", "（{}）"])
def test_a_row_that_numbers_the_columns_is_none_of_the_table(template, style):
    assert_whole(page(template, lambda g: with_row_below_header(g, "栏次", style.format)), template)


def test_what_was_remembered_of_a_layout_is_not_used_where_numbers_decide():
    numbered = page("2021", lambda g: with_row_below_header(g, "栏次", str))
    assert_whole(numbered, "2021")
    other = page("2021", lambda g: with_row_below_header(g, "栏次", lambda n: str(n + 1)))
    filing = sheets.read(other)
    assert sheets.wrong(filing, sheets.truth(sheets.tables("2021"))) == {}


@pytest.mark.parametrize("template", FORMS)
def test_a_row_of_units_names_no_column(template):
    assert_whole(page(template, lambda g: with_row_below_header(g, "单位", lambda _: "件")), template)


@pytest.mark.parametrize("template", FORMS)
@pytest.mark.parametrize("gap", [" ", "", "<br>"])
def test_a_translation_in_a_label_says_nothing(template, gap):
    words = {
        "自然人": "Natural persons",
        "其他": "Others",
        "总计": "Total",
        "行政许可": "Licences",
        "规章": "Rules",
    }

    def change(grid: Grid) -> Grid:
        return map_text(grid, lambda c: f"{c.text}≈{words[c.text]}" if c.text in words else c.text)

    assert_whole(page(template, change).replace("≈", gap), template)


@pytest.mark.parametrize("template", FORMS)
def test_a_table_stripped_of_its_spans_is_read_as_text_is(template):
    assert_whole(re.sub(r' (?:row|col)span="\d+"', "", page(template)), template)


@pytest.mark.parametrize("template", EVERY)
def test_a_table_whose_spans_are_empty_cells_is_read(template):
    parts = [f"<h1>{sheets.TITLE.format(year=sheets.YEARS[template])}</h1>"]
    for name, table in sheets.tables(template).items():
        parts.append(f"<p>{sheets.HEADINGS[name]}</p>")
        for grid in sheets.grids(table):
            rows = ["".join(f"<td>{escape(text)}</td>" for text in row) for row in padded(grid)]
            parts.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    assert_whole("".join(parts), template)


@pytest.mark.parametrize("template", EVERY)
@pytest.mark.parametrize("name", ["text-markdown", "text-wide-pipes", "text-drawn"])
def test_pipes_in_paragraphs_of_a_page_part_cells(template, name):
    text = sheets.text(sheets.tables(template), SERIALISERS[name], year=sheets.YEARS[template])
    assert_whole("".join(f"<p>{escape(line)}</p>" for line in text.split("\n") if line), template)


@pytest.mark.parametrize(
    ("cell", "status", "raw"),
    [
        ('<img src="5.png">', CellStatus.UNREADABLE, "\ufffc"),
        ('<p><img src="5.png" alt="5"></p>', CellStatus.UNREADABLE, "\ufffc"),
        ('<img src="space.gif" width="1" height="1">', CellStatus.BLANK, ""),
        ('<input type="number" value="5">', CellStatus.REPORTED, "5"),
        ('<input type="hidden" value="5">', CellStatus.BLANK, ""),
    ],
)
def test_pictures_and_fields_in_cells(cell, status, raw):
    document = (
        "<h1>青禾县水利局2022年政府信息公开工作年度报告</h1><table><tr><td colspan=4>第二十条第（一）项</td></tr>"
        "<tr><td>信息内容</td><td>本年制发件数</td><td>本年废止件数</td><td>现行有效件数</td></tr>"
        f"<tr><td>规章</td><td>1</td><td>{cell}</td><td>3</td></tr>"
        "<tr><td>行政规范性文件</td><td>4</td><td>5</td><td>6</td></tr></table>"
    )
    fact = sheets.facts(sheets.read(document))["disclosure", "rules", "repealed_this_year"]
    assert (fact.status, fact.raw) == (status, raw)


ROW = "（二）部分公开（区分处理的，只计这一情形，不计其他情形）"


@pytest.mark.parametrize("name", ["text-broken-header", "text-tabs", "text-markdown", "text-trailing"])
@pytest.mark.parametrize("lost", range(7))
def test_a_number_that_stands_below_its_row_fills_no_cell_of_it(name, lost):
    printed = {"applications": sheets.tables("2021")["applications"]}
    text = sheets.text(printed, SERIALISERS[name])
    line = next(line for line in text.split("\n") if ROW in line)
    number = str(1031 + lost) if str(1031 + lost) in line else re.findall(r"\d{4}", line)[lost]
    moved = line.replace(number, "", 1).rstrip()
    filing = sheets.read(text.replace(line, f"{moved}\n{number}"))
    assert sheets.wrong(filing, sheets.truth(printed)) == {}
    assert "row-short" in shape_of(filing)


@pytest.mark.parametrize("template", ["2021", "2014"])
@pytest.mark.parametrize("name", [n for n in SERIALISERS if not n.startswith("text-ragged")])
@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_a_number_broken_over_lines_is_whole_or_not_read(template, name, gap):
    if template == "2014" and name in ("text-broken-header", "text-run-rows", "text-run-all"):
        pytest.skip("the layout does not show this form")
    printed = sheets.tables(template)
    text = sheets.text(printed, SERIALISERS[name], year=sheets.YEARS[template])
    for number in ("1000", "1006", "1008", "1009", "1012", "1028", "1057"):
        at = text.find(number)
        broken = f"{text[: at + 2]}{gap}{text[at + 2 :]}"
        assert sheets.wrong(sheets.read(broken), sheets.truth(printed)) == {}, number


def test_a_label_begun_before_its_row_is_not_that_of_the_row_before():
    printed = sheets.tables("2014")
    text = sheets.text(printed, SERIALISERS["text-bars"], year=2016).replace("其中：涉及国家秘密", "其中：")
    assert sheets.wrong(sheets.read(text), sheets.truth(printed)) == {}


def test_parts_of_table_four_named_in_another_order_tell_no_part():
    printed = {"proceedings": sheets.tables("2021")["proceedings"]}
    lines = sheets.text(printed, SERIALISERS["text-padded"]).split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("行政复议 |"))
    lines[at], lines[at + 1] = lines[at + 1], lines[at]
    assert sheets.wrong(trace_bytes("\n".join(lines).encode(), "a.txt").filing, sheets.truth(printed)) == {}


def test_two_rows_of_numbers_under_one_header_of_table_four_are_two_printings():
    document = page("2021", lambda g: with_row_below_header(g, "栏次", lambda n: str(n + 1)))
    filing = sheets.read(document)
    table = filing.table("proceedings")
    assert {fact.status for fact in table.facts} == {CellStatus.UNREADABLE}
    assert "table-duplicated" in shape_of(filing)


@pytest.mark.parametrize("position", [0, 1, 2])
@pytest.mark.parametrize("head", ["代码", "序号"])
@pytest.mark.parametrize("style", ["{}", "{:02d}", "A{}"])
@pytest.mark.parametrize("written", ["page", "text-markdown", "text-tabs", "text-trailing"])
def test_codes_of_indicators_are_no_numbers(position, head, style, written):
    def change(grid: Grid) -> Grid:
        lines = []
        for number, line in enumerate(grid.lines):
            cells = list(line.cells)
            text = head if line.kind == "header" else style.format(number)
            cells.insert(position, Cell(text))
            lines.append(Line(cells, line.row, line.kind))
        return Grid(grid.name, grid.width + 1, lines)

    printed = sheets.tables("2014")
    if written == "page":
        assert_whole(page("2014", change).replace("统计数<", "本期实际<"), "2014")
    else:
        assert_whole(sheets.text(printed, SERIALISERS[written], year=2016, change=change), "2014")


@pytest.mark.parametrize("written", ["page", "text-markdown", "text-tabs", "text-trailing", "text-bars"])
def test_a_table_set_in_two_halves_is_read_one_after_the_other(written):
    def change(grid: Grid) -> Grid:
        head, *rows = grid.lines
        half = (len(rows) + 1) // 2
        right = [line.cells for line in rows[half:]] + [[Cell(""), Cell(""), Cell("")]]
        lines = [Line([*line.cells, *other]) for line, other in zip(rows[:half], right, strict=False)]
        return Grid(grid.name, grid.width * 2, [Line([*head.cells, *head.cells], None, "header"), *lines])

    printed = sheets.tables("2014")
    if written == "page":
        assert_whole(page("2014", change), "2014")
    else:
        assert_whole(sheets.text(printed, SERIALISERS[written], year=2016, change=change), "2014")


def test_numbers_in_a_column_beside_the_form_make_no_row():
    def change(grid: Grid) -> Grid:
        lines = [
            Line([*line.cells, Cell("上年数" if line.kind == "header" else "7")], line.row, line.kind)
            for line in grid.lines
        ]
        return Grid(grid.name, grid.width + 1, lines)

    assert_whole(page("2014", change), "2014")
