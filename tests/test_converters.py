"""What converters make of pages and PDFs: read right, or given as not read, and never as another number."""

from __future__ import annotations

import random
import re

import pytest

from extractor.text.traditional import SIMPLIFIED
from tests import sheets
from tests.generator.grids import Grid, grids, origins
from tests.generator.layouts_text import SERIALISERS
from tests.test_odd_tables import EVERY, FORMS, assert_whole, page

WIDE = 0x2E80
NUMBER_WIDTH = 6


@pytest.mark.parametrize("template", EVERY)
@pytest.mark.parametrize("kind", ["row", "col"])
def test_a_table_stripped_of_one_kind_of_span_is_read_as_text_is(template, kind):
    assert_whole(re.sub(rf' {kind}span="\d+"', "", page(template)), template)


@pytest.mark.parametrize("template", EVERY)
@pytest.mark.parametrize("mark", ["|", "\t"])
def test_a_page_written_on_one_line_is_read_from_between_its_separators(template, mark):
    lines = sheets.text(sheets.tables(template), SERIALISERS["text-paragraphs"], year=sheets.YEARS[template])
    assert_whole(mark.join(line for line in lines.split("\n") if line), template)


@pytest.mark.parametrize("template", EVERY)
def test_a_layout_table_written_as_one_markdown_row_is_read(template):
    text = sheets.text(sheets.tables(template), SERIALISERS["text-markdown"], year=sheets.YEARS[template])
    flat = re.sub(r"\s*\n\s*", "  ", text)
    assert_whole(f"| 首页 | |\n| --- | --- |\n| {flat} | |\n", template)


@pytest.mark.parametrize("name", ["text-paragraphs", "text-markdown", "text-tabs", "text-trailing"])
def test_three_tables_for_the_parts_of_table_four(name):
    printed = {"proceedings": sheets.tables("2021")["proceedings"]}
    parts = [sheets.TITLE.format(year=2022), sheets.HEADINGS["proceedings"]]
    parts += [
        SERIALISERS[name](grid, random.Random(0)) for grid in grids(printed["proceedings"], shape="three")
    ]
    assert sheets.values(sheets.read("\n\n".join(parts))) == sheets.truth(printed)


def width(text: str) -> int:
    """The columns of a text on a page with wide characters."""
    return sum(2 if ord(c) >= WIDE else 1 for c in text)


def cell_lines(text: str, most: int) -> list[str]:
    """A text wrapped after so many characters."""
    return [text[i : i + most] for i in range(0, len(text), most)] or [""]


def as_on_paper(grid: Grid, most: int, at: str) -> str:
    """The data rows of a table as they stand on a page, labels wrapped; the numbers ``top`` or ``middle``."""
    depth = 3
    running: list[list[str]] = [[] for _ in range(depth)]  # what is left to print of groups, by column
    out = []
    for line, full in zip(grid.lines, origins(grid), strict=True):
        if line.row is None:
            continue
        values = [c.text for c in line.cells if c.role == "value"]
        height = 1
        for i, cell in enumerate(full[:depth]):
            if cell and cell.role == "label":
                running[i] = cell_lines(cell.text, most)
                height = max(height, len(running[i]) if cell.rowspan == 1 else 1)
        for y in range(height):
            pieces = [column.pop(0) if column else "" for column in running]
            shown = "".join(piece + " " * (2 * most + 1 - width(piece)) for piece in pieces)
            if y == (0 if at == "top" else (height - 1) // 2):
                shown += "".join(v.rjust(NUMBER_WIDTH) for v in values)
            out.append(shown.rstrip())
    return "\n".join(out)


def paper(printed: dict, template: str, most: int, at: str) -> str:
    """A filing as a converter of pages prints it: 表三 or the 统计表 with wrapped labels."""
    return sheets.text(printed, lambda grid, _: as_on_paper(grid, most, at), year=sheets.YEARS[template])


@pytest.mark.parametrize("template", FORMS)
@pytest.mark.parametrize("at", ["top", "middle"])
@pytest.mark.parametrize("most", [3, 4, 5, 7, 12, 40])
def test_labels_wrapped_beside_their_numbers_are_put_together(template, at, most):
    printed = {"applications": sheets.tables(template)["applications"]}
    assert sheets.values(sheets.read(paper(printed, template, most, at))) == sheets.truth(printed)


@pytest.mark.parametrize("at", ["top", "middle"])
@pytest.mark.parametrize("most", [3, 5, 8])
@pytest.mark.parametrize("lost", [1001, 1022, 1060, 1100])
def test_a_number_lost_beside_wrapped_labels_shifts_no_other(at, most, lost):
    printed = {"applications": sheets.tables("2021")["applications"]}
    text = paper(printed, "2021", most, at)
    number = next(str(n) for n in range(lost, lost + 40) if str(n) in text)
    filing = sheets.read(text.replace(number, "    "))
    assert sheets.wrong(filing, sheets.truth(printed)) == {}


@pytest.mark.parametrize("most", [4, 7])
def test_numbers_between_two_wrapped_labels_are_nobodys(most):
    """As a converter leaves it that orders lines by their height, not by their cells."""
    printed = {"applications": sheets.tables("2021")["applications"]}
    lines = paper(printed, "2021", most, "top").split("\n")
    rows = [
        i
        for i, line in enumerate(lines)
        if len(re.findall(r"\d{4}", line)) == len(printed["applications"].blocks[0].columns)
    ]
    for at in rows[3:9]:
        found = re.search(r"(?:\s+\d{4})+$", lines[at])
        moved = [*lines[:at], found.group(), lines[at][: found.start()], *lines[at + 1 :]]
        assert sheets.wrong(sheets.read("\n".join(moved)), sheets.truth(printed)) == {}


def test_a_unit_torn_over_lines_is_not_the_smaller_one():
    filing = sheets.read(
        "青禾县水利局2022年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n第二十条第（一）项\n"
        "信息内      本年制发件数   本年废止件数   现行有效件数\n容\n规章        11      12      13\n"
        "行政规       14      15      16\n范性文\n件\n第二十条第（五）项\n信息内      本年处理决定数量\n容\n"
        "行政许       17\n可\n第二十条第（六）项\n信息内      本年处理决定数量\n容\n行政处       18\n罚\n"
        "行政强       19\n制\n第二十条第（八）项\n信息内      本年收费金额（单位：万\n容         元）\n"
        "行政事       20.5\n业性收\n费\n三、收到和处理政府信息公开申请情况\n"
    )
    found = {place[1:]: str(value) for place, value in sheets.values(filing).items()}
    assert found == {
        ("rules", "issued_this_year"): "11",
        ("rules", "repealed_this_year"): "12",
        ("rules", "in_force"): "13",
        ("normative_documents", "issued_this_year"): "14",
        ("normative_documents", "repealed_this_year"): "15",
        ("normative_documents", "in_force"): "16",
        ("licensing", "decisions"): "17",
        ("penalties", "decisions"): "18",
        ("coercive_measures", "decisions"): "19",
        ("fees", "fee_amount"): "20.5",
    }


def test_whole_labels_beside_a_torn_one_do_not_tell_the_order_of_columns():
    filing = sheets.read(
        "青禾县水利局2020年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n第二十条第（一）项\n"
        "信息内容  本年新制作数量  本年新公开数量  对外公开总数量\n规章     1    2    3\n规范性文件     4    5    6\n"
        "第二十条第（八）项\n信息内        上一年         本年增/减\n容          项目数\n            量\n"
        "行政事业性收费        26          -2\n三、收到和处理政府信息公开申请情况\n"
    )
    found = sheets.values(filing)
    assert found["disclosure", "fees", "items_last_year"] in (26, None)
    assert found["disclosure", "fees", "change_this_year"] in (-2, None)


def test_a_number_right_behind_its_label_is_the_first_of_the_row():
    filing = sheets.read(
        "青禾县水利局2022年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n第二十条第（一）项\n"
        "信息内容    本年制发件数本年废止件数现行有效件数\n规章      7       8     9\n行政规范性文件2        3     20\n"
        "第二十条第（五）项\n信息内容    本年处理决定数量\n行政许可    661\n"
    )
    found = sheets.values(filing)
    columns = ("issued_this_year", "repealed_this_year", "in_force")
    assert [found["disclosure", "normative_documents", c] for c in columns] == [2, 3, 20]


@pytest.mark.parametrize("template", EVERY)
@pytest.mark.parametrize("gloss", ["", "(kāi)"])
def test_traditional_characters_with_how_they_are_read(template, gloss):
    back = {code: chr(traditional) for traditional, code in SIMPLIFIED.items()}
    document = "".join(back.get(c, c) for c in page(template)).replace("開", f"開{gloss}")
    filing = sheets.read(document)
    assert sheets.values(filing) == sheets.truth(sheets.tables(template))
    assert filing.template == template


def test_a_title_in_traditional_characters_keeps_its_name_as_printed():
    filing = sheets.read("海濱區財政局2022年政府信息公開工作年度報告\n\n一、總體情況\n\n全年公開信息12條。\n")
    assert (filing.identity.organization, filing.identity.year) == ("海濱區財政局", 2022)


@pytest.mark.parametrize("written", ["# {}", "**{}**", "## **{}**", "> {}"])
def test_marks_of_markdown_around_a_title(written):
    lines = ("青禾县水利局", "2022年政府信息公开工作年度报告")
    text = "\n\n".join(map(written.format, lines))
    filing = sheets.read(f"{text}\n\n一、总体情况\n\n全年公开信息12条。\n")
    assert (filing.identity.organization, filing.identity.year) == ("青禾县水利局", 2022)


@pytest.mark.parametrize(
    "lines",
    [
        "| | 2.政府网站公开政府信息数 | 条 | 273 |\n| | | | 3 |",
        "273\n2.政府网站公开政府信息数             条\n3",
    ],
)
def test_a_number_on_two_lines_is_not_one_of_its_parts(lines):
    rows = (
        "1.政府公报公开政府信息数",
        "3.政务微博公开政府信息数",
        "4.政务微信公开政府信息数",
        "5.其他方式公开政府信息数",
    )
    first, *others = [
        f"| | {row} | 条 | {n} |" if "|" in lines else f"{row}   条  {n}" for n, row in enumerate(rows)
    ]
    head = "| | 统计指标 | 单位 | 统计数 |" if "|" in lines else "统计指标   单位   统计数"
    text = "\n".join((head, first, "", lines, "", *others))
    filing = sheets.read(
        f"青禾县水利局2016年政府信息公开工作年度报告\n\n六、政府信息公开情况统计表\n\n{text}\n"
    )
    found = sheets.values(filing)
    assert found["statistics", "channel_gazette", "count"] == 0
    assert found["statistics", "channel_website", "count"] in (2733, None)
    close = sheets.read(
        f"青禾县水利局2016年政府信息公开工作年度报告\n\n六、政府信息公开情况统计表\n\n{text}\n".replace(
            "\n\n273", "\n273"
        )
    )
    found = sheets.values(close)
    assert found["statistics", "channel_gazette", "count"] in (0, None)
    assert found["statistics", "channel_website", "count"] in (2733, None)


def test_columns_whose_labels_were_torn_keep_the_order_of_the_form():
    filing = sheets.read(
        "青禾县水利局2022年政府信息公开工作年度报告\n\n二、主动公开政府信息情况\n第二十条第（一）项\n现行有效\n"
        "信息内容\n本年制发件数\n本年废止件\n数\n件数\n规章\n1\n2\n3\n行政规范性文件\n6\n7\n54\n"
    )
    found = sheets.values(filing)
    columns = ("issued_this_year", "repealed_this_year", "in_force")
    assert [found["disclosure", "normative_documents", c] for c in columns] == [6, 7, 54]
