"""What the words of a report state: labelled sentences, and cases one by one."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import FormsError
from extractor.forms.loader import read_forms
from extractor.model.document import Cell, Document, Grid, Paragraph
from extractor.model.filing import Section, Standing, Violation
from extractor.narrative.places import Places
from extractor.narrative.signs import NUMBER, Signs
from extractor.rules import check
from tests.handmade import FORMS, heading, told, whole
from tests.labelled import PARTS, ROUNDS, labelled, read, scores

if TYPE_CHECKING:
    from pathlib import Path

TOPICS = heading(1).text
LEGAL = "business+research+social+legal_service+other_organization"
SIGNS = Signs(FORMS.narration)


def test_there_are_labelled_sentences_enough():
    rows = labelled(*PARTS)
    assert len(rows) >= 2200
    assert len({row["text"] for row in rows}) == len(rows)
    assert {row["part"] for row in rows} == set(PARTS)


@pytest.mark.parametrize("parts", [("tuning",), ("seen",), ROUNDS], ids=["tuning", "seen", "rounds"])
@pytest.mark.parametrize("rule", ["narrative-applications", "narrative-none"])
def test_labelled_sentences(parts: tuple[str, ...], rule: str) -> None:
    score = scores(*parts)[rule]
    assert score.precision > 0.98, score.false
    assert score.recall > 0.9, score.missed


# numbers


@pytest.mark.parametrize(
    ("text", "value", "exact"),
    [
        ("12件", "12", True),
        ("1,259件", "1259", True),
        ("三十二件", "32", True),
        ("壹佰零五件", "105", True),
        ("(21)件", "21", True),
        ("1.2万件", "12000", False),
        ("1.2345万件", "12345", True),
        ("十余件", "10", False),
        ("60多件", "60", False),
        ("数十件", "10", False),
        ("20件左右", "20", False),
    ],
)
def test_a_number_and_whether_it_is_exact(text: str, value: str, exact: bool) -> None:
    (sign,) = [s for s in SIGNS.read(text) if s.kind == NUMBER]
    assert (sign.value, sign.exact) == (Decimal(value), exact)


@pytest.mark.parametrize("text", ["一个", "第三十三条", "〔2023〕第45号", "2023年", "20个工作日", "一一件"])
def test_no_number_of_cases(text: str) -> None:
    assert [s for s in SIGNS.read(text) if s.kind == NUMBER and s.unit == "件"] == []


# scope and period


def stands(text: str, body: str = "department") -> list[tuple[str, Standing, str]]:
    return [(f"{s.quantity}={s.value}", s.standing, s.scope) for s in read(text, body=body)]


def test_the_scope_is_said_in_its_own_words():
    text = "区政府办公室代表区政府受理政府信息公开申请23件。"
    assert stands(text, "government") == [("new_requests=23", Standing.OTHER_SCOPE, "区政府办公室代表区政府")]


def test_a_government_counts_its_region_and_a_department_itself():
    text = "全县共收到政府信息公开申请90件。"
    assert stands(text, "government")[0][1] is Standing.TABLE
    assert stands(text, "department")[0][1] is Standing.OTHER_SCOPE


def test_beside_the_region_the_government_itself_is_another_scope():
    found = stands("县政府收到政府信息公开申请20件。全县收到政府信息公开申请90件。", "government")
    assert [s for _, s, _ in found] == [Standing.OTHER_SCOPE, Standing.TABLE]


def test_another_year_a_part_of_the_year_and_a_rounded_number():
    text = (
        "2022年收到政府信息公开申请8件。2023年上半年收到政府信息公开申请3件。全年收到政府信息公开申请近十件。"
    )
    assert [s for _, s, _ in stands(text)] == [Standing.OTHER_PERIOD, Standing.PART_OF_PERIOD]


def test_another_year_holds_until_one_is_said():
    text = "2022年，我局收到政府信息公开申请8件。办结7件。2023年收到申请9件。"
    assert [s for _, s, _ in stands(text)] == [Standing.OTHER_PERIOD] * 2 + [Standing.TABLE]


def test_improvements_and_plans_state_nothing():
    assert read("全年收到政府信息公开申请8件。", heading="问题") == ()


# applicants


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        (
            "收到政府信息公开申请749件（713件为自然人，36件为法人）。",
            {"natural_person": 713, LEGAL: 36},
        ),
        ("收到政府信息公开申请58件，其中自然人52件、法人或其他组织6件。", {"natural_person": 52, LEGAL: 6}),
        (
            "新收申请26件：自然人22件，商业企业3件，法律服务机构1件；办结26件。",
            {"natural_person": 22, "business": 3, "legal_service": 1},
        ),
        ("收到申请75件，涉及自然人72件、商业企业3件。", {"natural_person": 72, "business": 3}),
        ("收到申请14件，其中自然人13件，律师事务所1件。", {"natural_person": 13}),
        # what does not add up may be of something else
        ("收到申请58件，其中自然人52件、法人3件。", {}),
        ("收到申请58件，其中自然人52件。", {}),
        ("2022年收到申请58件，其中自然人52件、法人6件。", {}),
        ("收到申请58件，自然人信访52件，法人投诉6件。", {}),
        ("办结申请58件，其中自然人52件、法人6件。", {}),
    ],
)
def test_numbers_by_kind_of_applicant(text: str, kinds: dict[str, int]) -> None:
    found = [s for s in read(text) if s.column]
    assert {s.column: s.value for s in found} == kinds
    assert {s.quantity for s in found} <= {"new_requests"}


def test_a_number_by_kind_of_applicant_is_not_compared_with_the_total():
    assert about("全年收到政府信息公开申请95件，其中自然人90件、法人5件。", {"new_requests": "95"}) == []


# places


def test_a_sentence_has_its_place():
    document = Document(
        (
            Paragraph("一、总体情况", "1:1", line=1, column=1),
            Paragraph("开头。收到申请3件。", "2:1", line=2, column=1),
            Grid((((Cell("办结申请3件。", "1/1/1", 0, 0)),),), 1, exact=True, location="1"),
            Paragraph("答复申请3件。收到申请3件。", "5:1", line=5, column=1),
        ),
        "",
        (),
        "text/plain",
        "text",
    )
    places = Places(document)
    assert places.find("收到申请3件。") == "2:4"
    assert places.find("办结申请3件。") == "1/1/1"
    assert places.find("答复申请3件。") == "5:1"
    assert places.find("收到申请3件。") == "5:8"
    assert places.find("开头。") == "2:1"
    assert places.find("没有这一句。") == ""


def test_a_sentence_broken_over_lines_is_one():
    (found,) = read("2023年，本机关认真办理各项事务，全年共收到政府信息公开\n申请12件，均按期登记。")
    assert (found.quantity, found.value, found.location) == ("new_requests", 12, "2:1")


def test_cells_run_together_state_nothing():
    cells = "4.无正当理由大量反复申请0000000 5.要求行政机关确认或重新出具已获取信息1000001件 " * 12
    assert read(f"三、本年度办理结果 {cells}", heading="申请表") == ()


# the rules


def about(
    text: str, cells: dict[str, str] | None = None, template: str = "2021", six: str = ""
) -> list[Violation]:
    """The violations of a filing whose overview ends with a text."""
    made = whole(template, {f"applications.{k}.total": v for k, v in (cells or {}).items()})
    sections = tuple(
        replace(s, text=TOPICS + text)
        if s.section == 1
        else replace(s, text=six)
        if six and s.section == 6
        else s
        for s in made.sections
    )
    found = check(told(replace(made, sections=sections)), FORMS)
    return [v for v in found if v.rule.startswith(("narrative", "overview", "fee"))]


def test_a_number_against_the_table():
    (found,) = about("全年新收政府信息公开申请17件。", {"new_requests": "95"})
    assert (found.rule, found.table, found.row, found.column) == (
        "narrative-applications", "applications", "new_requests", "",
    )  # fmt: skip
    assert (found.severity, found.outcome) == ("warning", "violated")
    assert (found.expected, found.actual, found.difference) == (95, 17, -78)
    assert found.cells == (("new_requests", "total"),)
    assert "17" in found.message
    assert "95" in found.message
    assert "全年新收政府信息公开申请17件。" in found.message


def test_another_scope_is_an_information_that_says_so():
    (found,) = about("各乡镇共收到政府信息公开申请17件。", {"new_requests": "95"})
    assert (found.severity, found.outcome) == ("info", "violated")
    assert "各乡镇" in found.message


def test_another_scope_is_not_told_beside_the_tables_own():
    text = "全年收到政府信息公开申请95件。县政府办公室收到政府信息公开申请17件。"
    assert about(text, {"new_requests": "95"}) == []


def test_each_quantity_is_told_once():
    text = "全年新收政府信息公开申请17件，办结16件。新收政府信息公开申请18件。"
    found = about(text, {"new_requests": "95", "handled_total": "95"})
    assert [v.row for v in found] == ["new_requests", "handled_total"]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("全年收到政府信息公开申请98件（含上年结转3件）。", {"new_requests": "95", "carried_in": "3"}),
        ("全年收到政府信息公开申请95件（含上年结转3件）。", {"new_requests": "95", "carried_in": "3"}),
        (
            "收到政府信息公开申请16件，其中9件按期办结，7件申请人撤回。",
            {"new_requests": "16", "handled_total": "16"},
        ),
        ("收到政府信息公开申请20件，答复18件，撤回2件。", {"new_requests": "20", "handled_total": "18"}),
        ("政府信息公开申请中，不予公开5件。", {"refused_internal": "2", "refused_deliberative": "3"}),
        ("本年度没有收到政府信息公开申请。", {"new_requests": "nil"}),
    ],
)
def test_what_may_be_counted_either_way_agrees(text: str, cells: dict[str, str]) -> None:
    assert about(text, cells) == []


def test_what_was_carried_in_counts_only_where_the_text_says_so():
    text = "全年收到政府信息公开申请98件。"
    (found,) = about(text, {"new_requests": "95", "carried_in": "3"})
    assert found.row == "new_requests"


def test_none_received_against_the_table():
    (found,) = about("本年度没有收到政府信息公开申请。", {"new_requests": "2"})
    assert (found.rule, found.row, found.actual) == ("narrative-none", "new_requests", 0)


def test_a_group_is_named_by_its_code():
    (found,) = about(
        "政府信息公开申请中，不予公开9件。", {"refused_internal": "2", "refused_deliberative": "3"}
    )
    assert (found.row, found.expected, found.row_label) == ("refused", 5, "三、本年度办理结果/（三）不予公开")


@pytest.mark.parametrize("status", ["blank", "unreadable"])
def test_a_total_that_is_lacking_leaves_it_undecided(status: str) -> None:
    (found,) = about("全年新收政府信息公开申请17件。", {"new_requests": status})
    assert (found.outcome, found.expected) == ("undecided", None)


def test_a_blank_total_agrees_with_what_its_row_adds_up_to():
    made = whole(
        "2021", {"applications.new_requests.total": "blank", "applications.new_requests.business": "17"}
    )
    first = replace(made.sections[0], text=TOPICS + "全年新收政府信息公开申请17件。")
    found = check(told(replace(made, sections=(first, *made.sections[1:]))), FORMS)
    assert "narrative-applications" not in [v.rule for v in found]


def test_a_total_that_the_document_lacks_says_nothing():
    assert about("全年新收政府信息公开申请17件。", {"new_requests": "absent"}) == []


def test_lawsuits_are_both_rows_together():
    made = whole(
        "2021", {"proceedings.litigation_direct.total": "1", "proceedings.litigation_after_review.total": "2"}
    )
    first = replace(made.sections[0], text=TOPICS + "因政府信息公开被提起行政诉讼4件。")
    found = [v for v in check(told(replace(made, sections=(first, *made.sections[1:]))), FORMS) if v.row]
    assert [(v.rule, v.row, v.expected, v.actual) for v in found if v.rule.startswith("narr")] == [
        ("narrative-proceedings", "litigation", 3, 4)
    ]


def test_the_statistics_of_2014_have_their_own_rows():
    made = whole("2014", {"statistics.requests_received.count": "4"})
    section = Section(0, 1, "三、", "依申请公开情况", "2014年收到政府信息公开申请5件，答复0件。", "3:1")
    found = check(told(replace(made, sections=(section,))), FORMS)
    assert [(v.rule, v.table, v.row, v.expected) for v in found if v.rule.startswith("narr")] == [
        ("narrative-applications", "statistics", "requests_received", 4)
    ]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("2020年，我局认真落实条例。", True),
        ("2021年，我局认真落实条例。2020年，我局启用新网站。", False),
        ("2022年，我局将继续改进。", False),
        ("2019年新修订的条例施行以来，我局依法公开。", False),
        ("按照国办函〔2021〕30号文件，我局依法公开。", False),
        ("2020年收到政府信息公开申请3件，今年与上年持平。", False),
        ("2020年，我局收到政府信息公开申请3件，今年没有收到政府信息公开申请。", False),
        ("统计期限自2020年1月1日起至2020年12月31日止。", True),
        ("统计期限自２０２１年１月１日起至１２月３１日止。", False),
        ("截至2022年1月，网站改版完成。", False),
    ],
)
def test_the_year_that_is_spoken_of(text: str, wrong: bool) -> None:
    made = whole("2021")
    first = replace(made.sections[0], text=f"{text}{TOPICS}")
    found = check(told(replace(made, sections=(first, *made.sections[1:]))), FORMS)
    assert ("narrative-year" in [v.rule for v in found]) is wrong


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("本年度发出信息处理费收费通知2件，金额380元，实际收取380元。", True),
        ("未收取任何费用。", True),
        ("行政事业性收费3127.45万元。没有其他需要报告的事项。", False),
        ("无。", False),
    ],
)
def test_the_fee_is_stated(text: str, holds: bool) -> None:
    assert [v.rule for v in about("", six=text)] == ([] if holds else ["fee-statement"])


def test_the_fee_is_a_number_of_its_own():
    found = read("行政事业性收费3127.45万元，收取信息处理费0.026万元。", heading="其他事项")
    assert [(s.quantity, s.value, s.unit) for s in found] == [("fee_collected", 260, "元")]


# the words


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data files, to be spoilt."""
    for file in (files("extractor.forms") / "data").iterdir():
        shutil.copy(str(file), tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            '"政府信息公开申请", ',
            '"政府信息公开申请", "政府信息公开申请", ',
            "'政府信息公开申请' stands twice",
        ),
        ("\nhandled = [", "\nhandeld = [", "[signs]: unknown key 'handeld'"),
        ('sign = "received"', 'sign = "recieved"', "there is no sign 'recieved'"),
        ('sign = "received", ', "", "has either a sign or words of its own"),
        ("\ngranted = {", "\ngrantid = {", "the forms have no such row or group"),
        ('"requests_received" }', '"request_received" }', "the 统计表 has no row 'request_received'"),
        ('only = "2014"', 'only = "2015"', "there is no form '2015'"),
        ("\noffice = [", "\noffices = [", "[bodies]: unknown key 'offices'"),
        (
            'refused = { zh = "不予公开", en',
            'refused = { zh = "不予公开", fr',
            "[names] refused: unknown key 'fr'",
        ),
    ],
)
def test_a_slip_in_the_words_is_refused(folder: Path, old: str, new: str, problem: str) -> None:
    path = folder / "narrative.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FormsError) as error:
        read_forms(folder)
    assert problem in str(error.value)


# whatever is written

WORDS = sorted(FORMS.narration.signs)
CHINESE = re.compile("[〇零一二两三四五六七八九十百千万壹贰叁肆伍陆柒捌玖拾佰仟]")
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(
        ["，", "。", "；", "、", "（", "）", "：", "2022年", "2023年", "一季度", "我局", "%", " ", "\n"]
    ),
    st.integers(0, 99_999).map(lambda n: f"{n}件"),
    st.text("一二三十百千万亿零两〇件宗元年月日第不", min_size=1, max_size=4),
)


@given(st.lists(PIECES, max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_a_number_is_printed_in_its_sentence_or_denied_by_it(text: str) -> None:
    for s in read(text):
        assert s.text in text.replace("\n", "")  # lines broken in mid-sentence are put together
        assert s.value >= 0
        if s.denied:
            assert s.value == 0
        elif s.unit == "件" and not CHINESE.search(s.text):
            assert re.search(rf"(?<!\d){s.value}(?!\d)", s.text)
