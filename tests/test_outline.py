"""Headings, levels, the six sections and the text under them, on small documents."""

from __future__ import annotations

import pytest

from extractor.forms import load_forms
from extractor.model.document import Cell, Document, Grid, Paragraph
from extractor.outline import build
from extractor.outline.headings import read_headings
from extractor.outline.markers import read_marker
from extractor.outline.titles import titles_of

FORMS = load_forms()
ONE, TWO, THREE = "总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况"
FOUR, FIVE, SIX = "政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项"
TITLES = (ONE, TWO, THREE, FOUR, FIVE, SIX)
MARKED = [f"{n}、{t}" for n, t in zip("一二三四五六", TITLES, strict=True)]
PROSE = "这一年各科室按分工整理目录并逐月更新，没有积压。"


def document(*lines) -> Document:
    """Make a document of lines of text; a line may also be a ready block."""
    blocks = [
        line if not isinstance(line, str) else Paragraph(line, f"{n}:1", line=n, column=1)
        for n, line in enumerate(lines, 1)
        if line != ""
    ]
    return Document(tuple(blocks), "", (), "text/plain", "text")


def grid(number: int, *rows: tuple[str, ...], scope: tuple[int, ...] = ()) -> Grid:
    cells = tuple(
        tuple(Cell(text, f"{number}/{r + 1}/{c + 1}", r, c) for c, text in enumerate(row))
        for r, row in enumerate(rows)
    )
    return Grid(cells, max(len(r) for r in rows), True, str(number), scope)


def outline(*lines, taken: frozenset[str] = frozenset()):
    return build(document(*lines), taken, FORMS)


def shape(sections) -> list[tuple[int, int, str, str]]:
    return [(s.section, s.level, s.number, s.heading) for s in sections]


def found(sections) -> dict[int, str]:
    return {s.section: s.heading for s in sections if s.section}


def report(**changed: str) -> list[str]:
    """Make the six sections, a sentence in each; ``s3="…"`` changes a heading, ``s3=""`` leaves it out."""
    lines = []
    for n, heading in enumerate(MARKED, 1):
        printed = changed.get(f"s{n}", heading)
        lines += [printed, f"第{n}处文字，{PROSE}"] if printed else []
    return lines


@pytest.mark.parametrize(
    ("text", "family", "ordinal", "printed"),
    [
        ("一、总体", "chinese-comma", 1, "一、"), ("一．总体", "chinese-comma", 1, "一．"),
        ("二. 总体", "chinese-comma", 2, "二."), ("三: 总体", "chinese-comma", 3, "三:"),
        ("十二、其他", "chinese-comma", 12, "十二、"), ("⼀、总体", "chinese-comma", 1, "⼀、"),
        ("|六、其他", "chinese-comma", 6, "六、"), ("l六、其他", "chinese-comma", 6, "六、"),
        ("丨六、其他", "chinese-comma", 6, "六、"), ("## 六、其他", "chinese-comma", 6, "六、"),
        ("**六、其他**", "chinese-comma", 6, "六、"), ("（一）主动", "chinese-paren", 1, "（一）"),
        ("(十一) 主动", "chinese-paren", 11, "(十一)"), ("㈠主动", "chinese-paren", 1, "㈠"),
        ("1.目录", "arabic-dot", 1, "1."), ("１．目录", "arabic-dot", 1, "１．"),
        ("12、目录", "arabic-dot", 12, "12、"),
        ("⒊目录", "arabic-dot", 3, "⒊"), ("（1）目录", "arabic-paren", 1, "（1）"),
        ("⑴目录", "arabic-paren", 1, "⑴"),
        ("2）目录", "arabic-paren", 2, "2）"), ("①目录", "circled", 1, "①"),
        ("第一部分 总体", "part", 1, "第一部分"),
        ("第六章其他", "part", 6, "第六章"), ("第 六 节 其他", "part", 6, "第 六 节"),
    ],
)  # fmt: skip
def test_markers(text, family, ordinal, printed):
    marker = read_marker(text)
    assert marker is not None
    assert (marker.family, marker.ordinal, marker.printed) == (family, ordinal, printed)


@pytest.mark.parametrize(
    "text",
    [
        "1.5万件",
        "2021年，我局",
        "一是健全制度",
        "第二十条第（一）项",
        "（一）项所列",
        "12.31",
        "（2024年3月26日）",
        "一二、三",
        "无",
        "",
    ],
)
def test_no_markers(text):
    assert read_marker(text) is None


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("（一）主动公开", "主动公开", ""),
        ("（一）主动公开。全年公开信息9条。", "主动公开", "全年公开信息9条。"),
        ("（三）政府信息管理情况。", "政府信息管理情况", ""),
        ("（二）改进措施：一是补课。", "改进措施", "一是补课。"),
        ("1.强化领导，明确分工。成立小组。", "强化领导，明确分工", "成立小组。"),
        ("六、其他需要报告的事项 无", SIX, "无"),
        ("六、其他需要报告的事项：无。", SIX, "无。"),
        ("一、总体情况2021年，我局继续推进。", ONE, "2021年，我局继续推进。"),
        ("三、收到和处理政府信息公开申请情况（数据准确）", "收到和处理政府信息公开申请情况（数据准确）", ""),
        ("五、存在的主要问题及改进措施和打算", "存在的主要问题及改进措施和打算", ""),
    ],
)
def test_heading_and_the_text_behind_it(text, title, rest):
    heading = read_headings([Paragraph(text, "1:1")], titles_of(FORMS))[0]
    assert (heading.title, heading.rest) == (title, rest)


@pytest.mark.parametrize(
    "text",
    [
        "1.全年公开信息20条", "（一）收到申请3件，办结3件。", "1.完善目录，补齐栏目，压实责任，按月检查",
        "2.健全机制，明确专人负责。", "3.更新目录；", "一、二季度各检查一次", "（七）总计", "3.其他",
        "1.属于国家秘密",
        "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量0000000",
        "三、本年度办理结果（一）予以公开0000101", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
    ],
)  # fmt: skip
def test_text_and_labels_are_no_headings(text):
    assert read_headings([Paragraph(text, "1:1")], titles_of(FORMS)) == []


def test_six_sections_and_their_text():
    sections = outline("某某局2021年政府信息公开工作年度报告", *report())
    assert found(sections) == dict(enumerate(TITLES, 1))
    assert [s.level for s in sections] == [1] * 6
    assert sections[2].text == f"第3处文字，{PROSE}"
    assert [s.location for s in sections] == ["2:1", "4:1", "6:1", "8:1", "10:1", "12:1"]
    assert {s.family for s in sections} == {"chinese-comma"}
    assert [s.ordinal for s in sections] == [1, 2, 3, 4, 5, 6]


def test_same_numbers_inside_the_first_section():
    inner = ["一、加强领导", PROSE, "二、健全制度", PROSE, "三、规范平台", PROSE]
    sections = outline(MARKED[0], PROSE, *inner, *report(s1=""))
    assert found(sections) == dict(enumerate(TITLES, 1))
    assert shape(sections)[:4] == [
        (1, 1, "一、", ONE), (0, 2, "一、", "加强领导"), (0, 2, "二、", "健全制度"),
        (0, 2, "三、", "规范平台"),
    ]  # fmt: skip
    assert {s.family for s in sections} == {"chinese-comma"}


def test_same_numbers_inside_and_a_section_missing():
    inner = ["一、加强领导", PROSE, "二、健全制度", PROSE, "三、规范平台", PROSE]
    sections = outline(MARKED[0], PROSE, *inner, *report(s1="", s2=""))
    assert sorted(found(sections)) == [1, 3, 4, 5, 6]
    assert [s.level for s in sections] == [1, 2, 2, 2, 1, 1, 1, 1]


@pytest.mark.parametrize("number", range(1, 7))
def test_missing_sections_stay_missing(number):
    assert sorted(found(outline(*report(**{f"s{number}": ""})))) == [n for n in range(1, 7) if n != number]


def test_misnumbered_section_is_told_by_its_title():
    sections = outline(*report(s4=f"三、{FOUR}"))
    assert found(sections) == dict(enumerate(TITLES, 1))
    assert [s.ordinal for s in sections] == [1, 2, 3, 3, 5, 6]


def test_swapped_sections_are_both_found():
    sections = outline(*report(s5=f"五、{SIX}", s6=f"六、{FIVE}"))
    assert [s.section for s in sections] == [1, 2, 3, 4, 6, 5]


@pytest.mark.parametrize(
    ("number", "title"),
    [
        (5, "整改措施"), (5, "今后的打算"), (3, "收到的处理政府信息公开申请情况"), (1, "本年工作回顾"),
        (4, "政府信息公开行政法复议、行政诉讼情况"),
        (4, "因政府信息公开工作被申请行政复议和提起行政诉讼的情况"),
        (2, "主动公开政府信息的情况"), (6, "其他"), (1, "2021年政务公开工作总体情况"), (1, "概 述"),
        (5, "某某局政府信息公开工作存在的主要问题及改进情况"),
    ],
)  # fmt: skip
def test_other_titles_in_their_place(number, title):
    changed = {f"s{number}": f"{'一二三四五六'[number - 1]}、{title}"}
    assert found(outline(*report(**changed))) == {**dict(enumerate(TITLES, 1)), number: title}


def test_unknown_title_with_a_wrong_number_is_no_section():
    assert 5 not in found(outline(*report(s5="七、今后的打算")))


def test_part_beyond_the_form_is_no_section():
    sections = outline(*report(s4="四、政府信息公开收费及减免情况"))
    assert shape(sections)[3] == (0, 1, "四、", "政府信息公开收费及减免情况")


@pytest.mark.parametrize(
    "form",
    [
        "第{}部分 {}",
        "第{}章 {}",
        "（{}）{}",
        "{}．{}",
        "{}: {}",
        "|{}、{}",
        "丨{}、 {}",
        "# {}、{}",
        "**{}、{}**",
    ],
)
def test_other_markers(form):
    lines = []
    for n, title in zip("一二三四五六", TITLES, strict=True):
        lines += [form.format(n, title), PROSE]
    assert found(outline(*lines)) == dict(enumerate(TITLES, 1))


def test_headings_without_numbers():
    lines = [x for title in TITLES for x in (title, PROSE)]
    sections = outline(*lines)
    assert found(sections) == dict(enumerate(TITLES, 1))
    assert {(s.number, s.level) for s in sections} == {("", 1)}


def test_one_heading_without_number_among_numbered_ones():
    assert found(outline(*report(s1=ONE))) == dict(enumerate(TITLES, 1))


def test_numbered_heading_wins_over_the_same_words_without_number():
    sections = outline(MARKED[0], PROSE, TWO, PROSE, *report(s1=""))
    assert [s.number for s in sections if s.section == 2] == ["二、"]


def test_part_of_the_overview_is_not_the_section_of_that_name():
    sections = outline(MARKED[0], f"（一）{TWO}", PROSE, f"（二）{THREE}", PROSE, *report(s1="", s2=""))
    assert sorted(found(sections)) == [1, 3, 4, 5, 6]
    assert found(sections)[3] == THREE
    assert sections[2].level == 2


def test_heading_marked_by_the_format():
    blocks = [Paragraph(t, f"¶{n}", level=2) for n, t in enumerate(TITLES, 1)]
    assert found(outline(*blocks)) == dict(enumerate(TITLES, 1))


def test_titles_listed_in_the_preamble_are_no_headings():
    preamble = f"本报告包括{'、'.join(TITLES)}六个部分。"
    numbered = f"全文由{'；'.join(MARKED)}组成。"
    sections = outline("标题", preamble, numbered, *report())
    assert [s.location for s in sections] == ["4:1", "6:1", "8:1", "10:1", "12:1", "14:1"]


@pytest.mark.parametrize("leader", ["", "……3", " ..... 12", "\t4"])
def test_table_of_contents_is_no_heading(leader):
    sections = outline("目录", *(m + leader for m in MARKED), *report())
    assert len(sections) == 6
    assert sections[0].location == "8:1"
    assert all(s.text for s in sections)


def test_sections_without_tables_are_no_table_of_contents():
    sections = outline(MARKED[0], PROSE, *MARKED[1:4], MARKED[4], PROSE, MARKED[5], "无。")
    assert found(sections) == dict(enumerate(TITLES, 1))


def test_heading_on_two_lines():
    lines = report(s2="二、", s4="四、政府信息公开行政复议、")
    lines.insert(lines.index("四、政府信息公开行政复议、") + 1, "行政诉讼情况")
    lines.insert(lines.index("二、") + 1, TWO)
    sections = outline(*lines)
    assert found(sections) == dict(enumerate(TITLES, 1))
    assert sections[3].text == f"第4处文字，{PROSE}"


def test_levels_follow_what_contains_what():
    lines = [
        "1.制度", PROSE, "（一）组织", PROSE, "（二）培训", PROSE, "2.平台", PROSE, "（一）网站", "①检索",
        "②留言",
    ]  # fmt: skip
    sections = outline(MARKED[0], *lines, *report(s1=""))
    assert [(s.level, s.number) for s in sections][1:8] == [
        (2, "1."), (3, "（一）"), (3, "（二）"), (2, "2."), (3, "（一）"), (4, "①"), (4, "②"),
    ]  # fmt: skip


def test_parts_before_the_first_section_where_the_overview_lost_its_heading():
    sections = outline("标题", "（一）主动公开", PROSE, "（二）依申请公开", PROSE, *report(s1=""))
    assert [(s.section, s.level) for s in sections][:3] == [(0, 2), (0, 2), (2, 1)]


def test_report_of_the_form_of_2014():
    heads = [
        "概述",
        "主动公开政府信息情况",
        "依申请公开政府信息情况",
        "收费及减免情况",
        "行政复议、行政诉讼情况",
    ]
    heads += ["存在的主要问题和改进措施", "附表"]
    lines = [x for n, h in zip("一二三四五六七", heads, strict=True) for x in (f"{n}、{h}", PROSE)]
    sections = outline(*lines)
    assert [(s.section, s.level) for s in sections] == [
        (1, 1),
        (2, 1),
        (3, 1),
        (0, 1),
        (4, 1),
        (5, 1),
        (0, 1),
    ]


def test_numbers_that_begin_again_behind_the_last_section_are_below_it():
    sections = outline(*report(), "一、收费", PROSE, "二、议案", PROSE)
    assert [(s.section, s.level) for s in sections][5:] == [(6, 1), (0, 2), (0, 2)]


def test_tables_mark_their_section_and_its_ancestors():
    table = grid(1, ("信息内容", "件数"), ("规章", "0"))
    other = grid(2, ("甲", "乙"), ("1", "2"))
    taken = frozenset(c.location for row in table.rows for c in row)
    lines = [MARKED[0], "（一）主动公开", other, MARKED[1], table, *report(s1="", s2="")]
    sections = build(document(*lines), taken, FORMS)
    assert [(s.section, s.has_table) for s in sections][:4] == [(1, True), (0, True), (2, True), (3, False)]
    assert sections[2].text == ""


def test_headings_as_rows_of_the_table():
    new = "一、本年新收政府信息公开申请数量"
    table = grid(1, (MARKED[1], ""), ("规章", "0"), (MARKED[2], ""), (new, "0"), (MARKED[3],), ("0", "0"))
    taken = frozenset(c.location for row in table.rows for c in row if row[0].text not in MARKED)
    sections = build(document(MARKED[0], PROSE, table, *report(s1="", s2="", s3="", s4="")), taken, FORMS)
    assert found(sections) == dict(enumerate(TITLES, 1))
    assert [s.has_table for s in sections] == [False, True, True, True, False, False]
    assert sections[1].location == "1/1/1"


def test_claimed_lines_are_neither_heading_nor_text():
    lines = [MARKED[0], PROSE, MARKED[1], "规章", "0", *report(s1="", s2="")]
    sections = build(document(*lines), frozenset({"4:1", "5:1"}), FORMS)
    assert (sections[1].text, sections[1].has_table) == ("", True)


def test_run_together_page_is_parted_at_its_headings():
    text = f"本报告包括{'、'.join(MARKED)}。" + "".join(f"{m}2021年{PROSE}" for m in MARKED)
    sections = build(document(text), frozenset(), FORMS)
    assert found(sections) == dict(enumerate(TITLES, 1))
    start = text.index(MARKED[2] + "2021")
    assert sections[2].location == f"1:{start + 1}"
    assert sections[2].text == f"2021年{PROSE}"


def test_run_together_page_that_tables_have_claimed():
    text = "".join(f"{m}规章000行政规范性文件123{PROSE}" for m in MARKED)
    sections = build(document(text), frozenset({"1:1"}), FORMS)
    assert [(s.section, s.has_table) for s in sections] == [
        (1, False), (2, True), (3, True), (4, True), (5, False), (6, False),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "behind",
    [
        ["上一篇：没有了"], ["【打印】 【关闭】"], ["相关信息", "某某局2018年政府信息公开工作年度报告"],
        ["打印", "关闭"],
        ["某某局2018年政府信息公开工作年度报告"], ["某某局", "2022年1月20日"], ["某某局 2022年1月20日"],
        ["二〇二二年一月二十日"],
        ["某某局"], ["（此件公开发布）"], ["上一篇", "1.关于节假日的通知"],
    ],
)  # fmt: skip
def test_what_ends_the_report_is_no_content(behind):
    lines = ["某某局2021年政府信息公开工作年度报告", *report()[:-1], *behind]
    sections = outline(*lines)
    assert len(sections) == 6
    assert sections[5].text == ""


@pytest.mark.parametrize("text", ["无", "无。", "没有需要报告的事项。", "相关信息已在网站公开。"])
def test_what_the_last_section_says_is_kept(text):
    assert outline("某某局报告", *report()[:-1], text, "某某局", "2022年1月20日")[5].text == text


def test_page_words_behind_the_text_of_the_last_line():
    assert outline(*report()[:-1], "2021年没有收费。 附件下载")[5].text == "2021年没有收费。"


def test_page_around_the_article():
    inside, outside = (1, 2), (1, 9)
    blocks = [Paragraph("其他事项", "¶1", scope=outside), Paragraph("概况", "¶2", scope=outside)]
    lines = report(s1="")[:-1]
    blocks += [Paragraph(t, f"¶{n}", scope=(*inside, 10 + n)) for n, t in enumerate(lines, 3)]
    blocks += [Paragraph("1.关于放假的通知", "¶90", scope=outside), Paragraph("热线", "¶91", scope=outside)]
    sections = outline(*blocks)
    assert sorted(found(sections)) == [2, 3, 4, 5, 6]
    assert sections[-1].text == ""


def test_a_document_without_headings():
    assert outline("没有标题的一段文字。", "又一段。") == ()
    assert outline() == ()


def test_text_on_the_line_of_the_heading_comes_first():
    sections = outline(*report(s6="六、其他需要报告的事项：没有收费。"))
    assert sections[5].text == f"没有收费。\n第6处文字，{PROSE}"


GROUPS = (
    ("统计指标", "单位", "统计数"),
    ("一、主动公开情况", "", ""),
    ("（一）主动公开政府信息数", "条", "522"),
    ("三、依申请公开情况", "", ""),
    ("（一）收到申请数", "件", "479"),
    ("（二）申请办结数", "件", "208"),
)
EARLIER = ("一、概述", PROSE, "二、存在问题", PROSE, "三、附表")
EARLIER_SHAPE = [(1, 1, "一、", "概述"), (5, 1, "二、", "存在问题"), (0, 1, "三、", "附表")]


@pytest.mark.parametrize("claimed", [True, False])
@pytest.mark.parametrize("cells", [3, 1])
def test_groups_of_the_table_of_indicators_are_no_headings(claimed, cells):
    table = grid(9, *(row[:cells] if not row[1] else row for row in GROUPS))
    taken = frozenset(c.location for row in table.rows for c in row) if claimed else frozenset()
    assert shape(outline(*EARLIER, table, taken=taken)) == EARLIER_SHAPE


def test_groups_of_the_table_of_indicators_in_lines_are_no_headings():
    lines = [" ".join(row).strip() for row in GROUPS]
    taken = frozenset(f"{n}:1" for n in range(len(EARLIER) + 1, len(EARLIER) + len(lines) + 1))
    assert shape(outline(*EARLIER, *lines, taken=taken)) == EARLIER_SHAPE


def test_a_section_in_the_grid_of_its_table_is_still_a_heading():
    rows = [(MARKED[1],), ("第二十条第（一）项",), ("信息内容", "本年制发件数"), ("规章", "0")]
    table = grid(9, *rows)
    taken = frozenset(c.location for row in table.rows for c in row)
    sections = outline(MARKED[0], PROSE, table, MARKED[2], PROSE, taken=taken)
    assert found(sections) == {1: ONE, 2: TWO, 3: THREE}
