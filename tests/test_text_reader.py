"""Plain text → blocks: rows of fields where separators part them, lines otherwise."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model.document import Grid, Paragraph
from extractor.readers import text


def blocks(source: str) -> list[object]:
    """The blocks: a text for a line, (separator, rows of texts) for a grid."""
    return [
        (b.separator, [[c.text for c in row] for row in b.rows]) if isinstance(b, Grid) else b.text
        for b in text.read(source).blocks
    ]


@pytest.mark.parametrize(
    ("source", "separator", "rows"),
    [
        ("| a | b |\n|---|---|\n| 1 | 2 |\n", "|", [["a", "b"], ["1", "2"]]),
        ("规章 | 0 | 0 |\n文件 | 0 | ||", "|", [["规章", "0", "0"], ["文件", "0", "", ""]]),
        ("|||\n| 甲 | 1 |", "|", [["", ""], ["甲", "1"]]),
        ("| 甲 |  | 3 |", "|", [["甲", "", "3"]]),
        ("| **甲** | 3* | * |", "|", [["甲", "3*", "*"]]),
        ("| -- | - | 3 |", "|", [["--", "-", "3"]]),
        ("a\tb\n1\t\t2", "\t", [["a", "b"], ["1", "", "2"]]),
        ("甲   1   2\n乙   3    4", "gap", [["甲", "1", "2"], ["乙", "3", "4"]]),
        ("规章\n|\n0\n|\n0\n|\n6\n|", "cells", [["规章"], ["0"], ["0"], ["6"]]),
        ("规章 |\n0 |\n|\n5 |", "cells", [["规章"], ["0"], [""], ["5"]]),
        ("｜甲｜1｜\n｜乙｜2｜", "|", [["甲", "1"], ["乙", "2"]]),
        ("┌──┬──┐\n│甲│1│\n├──┼──┤\n│乙│2│\n└──┴──┘", "|", [["甲", "1"], ["乙", "2"]]),
        ("+---+---+\n| 甲 | 1 |\n+---+---+\n| 乙 | 2 |", "|", [["甲", "1"], ["乙", "2"]]),
        ("| 甲 | 1 |\n| --- | --- |\n| --- | --- |", "|", [["甲", "1"], ["---", "---"]]),
        ("| 商业<br>企业 | 7<br/>4 |\n| <p>乙</p> | <b>2</b> |", "|", [["商业 企业", "7 4"], ["乙", "2"]]),
        ("| 甲 | 3<sup>1</sup> | <del>4</del>5 |", "|", [["甲", "3¹", "5"]]),
        ("| 甲 | 1&nbsp; | \\-3 | 1\\.属于 |", "|", [["甲", "1", "-3", "1.属于"]]),
        ("| 甲 | 12     34 |", "|", [["甲", "12 | 34"]]),
        ('"甲\n乙"\t"1"\n"丙"\t"2"', "\t", [["甲 乙", "1"], ["丙", "2"]]),
        (
            '"栏目",甲,乙\n子,1,"2,000"\n"丑\n寅",3,4\n卯,,6\n辰,"7 ""八""",8',
            ",",
            [
                ["栏目", "甲", "乙"],
                ["子", "1", "2,000"],
                ["丑 寅", "3", "4"],
                ["卯", "", "6"],
                ["辰", '7 "八"', "8"],
            ],
        ),
        (
            '"甲"\t1\n"3.危及"三安全""\t2\n"说""好"", 再说"\t"3"',
            "\t",
            [["甲", "1"], ['3.危及"三安全"', "2"], ['说"好", 再说', "3"]],
        ),
        ("| 甲 | 1 |\r\n| 乙 | 2 |\x0c| 丙 | 3 |", "|", [["甲", "1"], ["乙", "2"], ["丙", "3"]]),
    ],
)
def test_rows_of_fields(source, separator, rows):
    assert blocks(source) == [(separator, rows)]


def test_lines_and_their_places():
    document = text.read("标题：青禾县报告\n\n　　一、总体情况\n甲 | 1 | 2\n结尾")
    first, heading, grid, last = document.blocks
    assert isinstance(heading, Paragraph)
    assert isinstance(grid, Grid)
    assert (first.location, heading.text, heading.location) == ("1:1", "一、总体情况", "3:3")
    assert heading.locate(2) == "3:5"
    assert [c.location for c in grid.rows[0]] == ["4:1", "4:5", "4:9"]
    assert last.location == "5:1"
    assert document.title == "青禾县报告"
    assert document.metadata == (("标题", "青禾县报告"),)


def test_each_field_stands_where_its_place_says():
    source = "| 甲 |  1 |\n乙\t22\t3\n丙     4   55\n"
    lines = source.split("\n")
    for block in text.read(source).blocks:
        for cell in (c for row in block.rows for c in row if c.text):
            line, column = map(int, cell.location.split(":"))
            assert lines[line - 1][column - 1 :].startswith(cell.text)


def test_metadata_ends_at_the_first_other_line():
    assert text.read("标题：甲\n来源: 乙\n正文\n日期：丙").metadata == (("标题", "甲"), ("来源", "乙"))


def test_a_sentence_before_cells_a_line_is_no_cell():
    source = "一、概述\n\n网站按期更新。\n\n二、情况\n\n规章\n|\n0\n|\n文件\n|\n5\n|\n"
    first, second, (separator, rows) = blocks(source)
    assert (first, second, separator) == ("一、概述", "网站按期更新。", "cells")
    assert ["规章"] in [row[:1] for row in rows]


def test_prose_with_a_pipe_is_a_line():
    line = "全年共收到申请一批，办理情况良好，" * 6 + "详见附件|"
    assert blocks(line) == [line]


def test_columns_of_a_page_are_counted_as_a_terminal_does():
    (grid,) = text.read("规章    1   2\n行政许可  3   4").blocks
    assert isinstance(grid, Grid)
    assert [[c.column for c in row] for row in grid.rows] == [[0, 8, 12], [0, 10, 14]]


@settings(max_examples=300, deadline=None)
@given(st.text("甲1 |\t\n-*\r\u3000一、", max_size=80))
def test_no_field_is_lost_or_changed(source):
    """What stands between the separators comes back in its order, but for rules and marks of bold."""
    read = "".join(
        "".join(c.text for row in b.rows for c in row) if isinstance(b, Grid) else b.text
        for b in text.read(source).blocks
    )
    kept = str.maketrans("", "", " |\t\n\r-*\u3000")
    assert read.translate(kept) == source.translate(kept)


@pytest.mark.parametrize(
    "line",
    [
        "全年公开信息10条,答复5件,其中同意公开3件,不予公开2件。",
        "收到申请10件，办结10件，结转0件",
        "——",
        "1,2",
        "甲,乙,3",
    ],
)
def test_commas_of_a_sentence_part_no_fields(line):
    assert blocks("\n".join([line] * 3)) == [line] * 3


def test_a_field_of_a_record_stands_where_it_is_printed():
    source = '甲,1,2\n"乙\n丙",33,4\n丁,5,"6"\n戊,7,8'
    lines = source.split("\n")
    (grid,) = text.read(source).blocks
    assert isinstance(grid, Grid)
    for cell in (c for row in grid.rows for c in row):
        line, column = map(int, cell.location.split(":"))
        assert lines[line - 1][column - 1 :].startswith(cell.text[:1])


def test_quotes_that_do_not_end_part_nothing():
    assert blocks('甲\t1\n"乙\t"2\n丙\t3') == [("\t", [["甲", "1"], ['"乙', '"2'], ["丙", "3"]])]
