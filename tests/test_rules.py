"""The rules over filings made by hand: what is violated, what is undecided, what is not said at all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.forms import instances
from extractor.model.filing import CellStatus, FilingStatus, Finding, Identity
from extractor.rules import check
from tests.handmade import FORMS, content, filing, heading, reading, whole

if TYPE_CHECKING:
    from extractor.model.filing import Filing, Section, TableReading, Violation

ARITHMETIC = {r.code for r in FORMS.rulebook.rules if r.group == "arithmetic"}
TABLES = [(f.code, t) for f in FORMS.forms.values() for t in f.tables]
BALANCE = {
    "new_requests.natural_person": "12",
    "new_requests.total": "12",
    "carried_in.natural_person": "3",
    "carried_in.total": "3",
    "granted.natural_person": "13",
    "granted.total": "13",
    "handled_total.natural_person": "13",
    "handled_total.total": "13",
    "carried_out.natural_person": "2",
    "carried_out.total": "2",
}
NUMBERS = st.integers(0, 30).map(str)
ODD = st.sampled_from(["blank", "nil", "absent", "unreadable", "doubtful"])


def applications(words: dict[str, str], template: str = "2021", lang: str = "zh") -> list[Violation]:
    """What is found in 表三 of an otherwise clean filing, balanced unless `words` says otherwise."""
    given_words = {f"applications.{k}": w for k, w in {**BALANCE, **words}.items()}
    return check(whole(template, given_words), FORMS, lang)


def said(found: list[Violation]) -> list[tuple[str, str, str, str]]:
    """The violations, as short as they can be told."""
    return [(v.rule, v.row, v.column, v.outcome) for v in found]


def only(found: list[Violation], rule: str) -> list[Violation]:
    """The violations of one rule."""
    return [v for v in found if v.rule == rule]


# What a violation says


def test_balance_is_told_in_the_authors_words() -> None:
    found = applications({"carried_out.natural_person": "1", "carried_out.total": "1"}, "2019")
    assert said(found) == [
        ("applications-balance", "handled_total", "natural_person", "violated"),
        ("applications-balance", "handled_total", "total", "violated"),
    ]
    first = found[0]
    assert [first.expected, first.actual, first.difference] == [Decimal(15), Decimal(14), Decimal(-1)]
    assert (
        first.message
        == "表三 自然人列：新收 12 ＋ 上年结转 3 ＝ 15，办理结果总计 13 ＋ 结转下年度 1 ＝ 14，相差 1"
    )
    assert first.formula == "12 ＋ 3 ＝ 15；13 ＋ 1 ＝ 14"
    assert (first.table, first.template, first.severity) == ("applications", "2019", "error")
    assert (first.row_label, first.column_label) == ("三、本年度办理结果/（七）总计", "自然人")
    assert first.location == "handled_total:natural_person"
    assert first.cells == tuple(
        (row, "natural_person") for row in ("new_requests", "carried_in", "handled_total", "carried_out")
    )


def test_balance_in_english() -> None:
    found = applications({"carried_out.natural_person": "1", "carried_out.total": "1"}, lang="en")
    assert found[0].message == (
        "Table 3, column “natural person”: new requests 12 + carried in 3 = 15, "
        "handled in total 13 + carried out 1 = 14, difference 1"
    )
    with pytest.raises(ValueError, match="not in 'fr'"):
        applications({}, lang="fr")


def test_sum_of_many_parts_shows_those_that_are_not_0() -> None:
    words = {"granted.total": "9", "granted.natural_person": "9", "other_remaining.total": "3"}
    found = only(applications(words | {"other_remaining.natural_person": "3"}), "applications-handled-total")
    assert [v.column for v in found] == ["natural_person", "total"]
    assert found[0].message == (
        "表三 自然人列：予以公开 9 ＋ 其他处理的其他情形 3 ＝ 12，办理结果总计 13，相差 1"
    )
    assert found[0].formula == "9 ＋ 3 ＝ 12 ≠ 13"
    assert len(found[0].cells) == 22


def test_bound_names_the_part() -> None:
    words = {"disclosure.rules.published_this_year": "5", "disclosure.rules.published_total": "3"}
    (found,) = check(whole("2019", words), FORMS)
    assert said([found]) == [("disclosure-published-total", "rules", "published_this_year", "violated")]
    assert [found.expected, found.actual, found.difference] == [Decimal(3), Decimal(5), Decimal(2)]
    assert found.message == "表二 规章行：本年新公开数量 5，多于对外公开总数量 3，多 2"
    assert found.row_label == "第二十条第（一）项/规章"


# Cells that are not all reported


def test_a_nil_counts_as_0() -> None:
    found = applications({"granted.business": "nil", "granted.total": "14"})
    assert ("applications-row-total", "granted", "total", "violated") in said(found)
    assert applications({"granted.business": "nil", "refused_internal.total": "nil"}) == []


def test_blanks_that_hold_as_0_leave_the_identity_alone() -> None:
    assert said(applications({"granted.business": "blank", "carried_out.social": "blank"})) == [
        ("cell-blank", "granted", "business", "violated"),
        ("cell-blank", "carried_out", "social", "violated"),
    ]


def test_a_blank_that_does_not_hold_as_0_is_undecided() -> None:
    found = applications({"granted.total": "blank"})
    row, column, blank = found
    assert said(found) == [
        ("applications-row-total", "granted", "total", "undecided"),
        ("applications-handled-total", "handled_total", "total", "undecided"),
        ("cell-blank", "granted", "total", "violated"),
    ]
    assert row.expected == 13
    assert row.actual is row.difference is None
    assert row.message == "表三 予以公开行：总计未填，不能核对；总计应为 13"
    assert row.formula == "13 ＝ □"
    assert column.actual == 13
    assert column.expected is column.difference is None
    assert blank.message == "表三 予以公开行有 1 格未填：总计；没有的应当填 0"


def test_several_lacking_cells_have_to_add_up() -> None:
    words = {"granted.natural_person": "10", "granted.business": "blank", "granted.social": "absent"}
    (found,) = only(applications(words), "applications-row-total")
    assert (
        found.message
        == "表三 予以公开行：商业企业未填，缺少社会公益组织，不能核对；商业企业、社会公益组织合计应为 3"
    )
    assert found.formula == "10 ＋ □ ＋ □ ＝ 13"


def test_lacking_cells_on_both_sides() -> None:
    found = applications(
        {"granted.natural_person": "absent", "granted.total": "absent", "granted.social": "2"}
    )
    message = "表三 予以公开行：缺少自然人、总计，不能核对；总计减去自然人应为 2"
    assert message in [v.message for v in found]


def test_a_lacking_part_that_would_have_to_be_negative() -> None:
    found = applications({"granted.total": "12", "granted.social": "blank"})
    (row,) = only(found, "applications-row-total")
    assert row.outcome == "undecided"
    assert row.message.endswith("社会公益组织应为 −1；数量不能为负，已填的数字必有差错")
    (lost,) = only(applications({"granted.social": "absent"}), "applications-row-total")
    assert lost.message.endswith("社会公益组织应为 0")


@pytest.mark.parametrize("word", ["absent", "unreadable", "doubtful"])
def test_a_lost_cell_is_undecided_even_where_0_would_hold(word: str) -> None:
    found = [v for v in applications({"granted.social": word}) if v.rule in ARITHMETIC]
    assert said(found) == [
        ("applications-row-total", "granted", "total", "undecided"),
        ("applications-handled-total", "handled_total", "social", "undecided"),
    ]


def test_identities_of_a_missing_row_are_quiet_where_all_cells_are_absent() -> None:
    columns = FORMS.table("2021", "applications").columns
    made = whole("2021", {f"applications.handled_total.{c}": "absent" for c in columns})
    table = replace(made.tables[1], findings=(Finding("row-missing", "handled_total", location="5:1"),))
    found = check(replace(made, tables=(made.tables[0], table, made.tables[2])), FORMS)
    assert not only(found, "applications-row-total")
    assert not only(found, "cell-blank")
    assert {v.outcome for v in only(found, "applications-balance")} == {"undecided"}
    assert len(only(found, "applications-balance")) == len(only(found, "applications-handled-total")) == 7
    (row,) = only(found, "row-missing")
    assert (row.row_label, row.location) == ("三、本年度办理结果/（七）总计", "5:1")
    assert row.cells == tuple(("handled_total", c) for c in columns)


def test_a_violation_at_an_absent_cell_points_to_another_cell_of_it() -> None:
    found = only(applications({"granted.total": "absent"}), "applications-row-total")
    assert [v.location for v in found] == ["granted:natural_person"]


@pytest.mark.parametrize(
    ("part", "whole_", "outcome", "need"),
    [
        ("5", "blank", "undecided", "对外公开总数量应不小于 5"),
        ("0", "blank", "", ""),
        ("blank", "3", "", ""),
        ("blank", "absent", "undecided", "本年新公开数量应不大于 对外公开总数量"),
        ("absent", "3", "undecided", "本年新公开数量应不大于 3"),
        ("absent", "absent", "", ""),
        ("5", "nil", "violated", "多于对外公开总数量 0，多 5"),
        ("3", "3", "", ""),
    ],
)
def test_bounds_over_cells_that_are_not_reported(part: str, whole_: str, outcome: str, need: str) -> None:
    words = {"disclosure.rules.published_this_year": part, "disclosure.rules.published_total": whole_}
    found = only(check(whole("2019", words), FORMS), "disclosure-published-total")
    assert [v.outcome for v in found] == ([outcome] if outcome else [])
    assert all(need in v.message for v in found)


def test_deduced_and_corrected_numbers_count_as_numbers() -> None:
    made = whole("2021", {"proceedings.review.total": "4"})
    facts = tuple(
        f._replace(status=CellStatus.DEDUCED if f.column == "total" else CellStatus.CORRECTED)
        for f in made.tables[2].facts
    )
    found = check(replace(made, tables=(*made.tables[:2], replace(made.tables[2], facts=facts))), FORMS)
    assert said(found) == [("proceedings-total", "review", "total", "violated")]


def test_long_numbers_are_added_exactly() -> None:
    huge = "1" + "0" * 40
    words = {
        "proceedings.review.upheld": huge,
        "proceedings.review.other": "1",
        "proceedings.review.total": huge,
    }
    found = check(whole("2021", words), FORMS)
    assert [v.difference for v in only(found, "proceedings-total")] == [Decimal(-1)]


# Any table


def tables_of(words: st.SearchStrategy[str]) -> st.SearchStrategy[TableReading]:
    """Tables of any form that are 0 but for up to twelve cells."""

    def table(code: tuple[str, str]) -> st.SearchStrategy[TableReading]:
        cells = st.sampled_from([f"{r}.{c}" for r, c in FORMS.table(*code).cells])
        return st.dictionaries(cells, words, max_size=12).map(lambda w: reading(*code, w))

    return st.sampled_from(TABLES).flatmap(table)


def failing(table: TableReading) -> set[tuple[str, str, str]]:
    """The identities that fail with everything without a number as 0, told from the form's data alone."""
    form = FORMS.forms[table.template]
    values = {(f.row, f.column): f.value or Decimal(0) for f in table.facts}
    failed = set()
    for i in (i for i in form.identities if i.table == table.table):
        lines = form.tables[i.table].rows if i.along == "row" else form.tables[i.table].columns
        for line in i.only or lines:
            of_line = {(r if i.along == "column" else c): v for (r, c), v in values.items() if line in (r, c)}
            left, right = sum(of_line[c] for c in i.parts), sum(of_line[c] for c in i.total)
            if (i.relation == "sum" and left != right) or left > right:
                failed.add((i.rule, *((line, i.at) if i.along == "row" else (i.at, line))))
    return failed


@given(tables_of(NUMBERS))
def test_violated_exactly_where_the_sum_fails(table: TableReading) -> None:
    found = [v for v in check(filing(table), FORMS) if v.rule in ARITHMETIC]
    assert {(v.rule, v.row, v.column) for v in found} == failing(table)
    assert {v.outcome for v in found} <= {"violated"}
    for violation in found:
        assert None not in (violation.actual, violation.expected)
        assert violation.difference == (violation.actual or 0) - (violation.expected or 0) != 0


@given(tables_of(NUMBERS | ODD))
def test_what_is_lacking_never_makes_a_violation(table: TableReading) -> None:
    status = {(f.row, f.column): f.status for f in table.facts}
    found = [v for v in check(filing(table), FORMS) if v.rule in ARITHMETIC]
    for violation in found:
        took_part = {status[c] for c in violation.cells}
        assert (violation.outcome == "violated") == (took_part <= {CellStatus.REPORTED, CellStatus.NIL})
        assert took_part != {CellStatus.ABSENT}
    named = {(v.rule, v.row, v.column) for v in found}
    lost = {c for c, s in status.items() if s in (CellStatus.ABSENT, CellStatus.UNREADABLE)}
    silent = failing(table) - named
    assert not silent, "a sum that fails with the lacking cells as 0 is always reported"
    assert all(v.outcome == "undecided" for v in found if lost & set(v.cells))


@given(st.data())
@settings(max_examples=200)
def test_one_changed_number_of_a_table_is_always_found(data: st.DataObject) -> None:
    template, code = data.draw(st.sampled_from(TABLES))
    table = FORMS.table(template, code)
    of_sum = [i for i in FORMS.forms[template].identities if i.table == code and i.relation == "sum"]
    covered = sorted({table.cells[c] for i in of_sum for n in instances(table, i) for c in n.cells})
    if not covered:
        return
    row, column = data.draw(st.sampled_from(covered))
    changed = reading(template, code, {f"{row}.{column}": data.draw(st.integers(1, 99).map(str))})
    found = [v for v in check(filing(changed), FORMS) if v.rule in ARITHMETIC]
    assert found
    assert all((row, column) in v.cells for v in found)
    assert all(v.outcome == "violated" for v in found)


def test_facts_out_of_order_are_refused() -> None:
    made = whole()
    table = replace(made.tables[0], facts=made.tables[0].facts[::-1])
    with pytest.raises(ValueError, match="facts of disclosure are not the cells of form 2021"):
        check(replace(made, tables=(table,)), FORMS)


# Cells


def test_blank_columns_of_a_row_stand_together_in_the_order_of_the_form() -> None:
    words = {"granted.social": "blank", "granted.business": "blank", "other_remaining.social": "blank"}
    found = applications(words)
    assert said(found) == [
        ("cell-blank", "granted", "business social", "violated"),
        ("cell-blank", "other_remaining", "social", "violated"),
    ]
    assert found[0].column_label == "法人或其他组织/商业企业 法人或其他组织/社会公益组织"
    assert found[0].cells == (("granted", "business"), ("granted", "social"))
    assert found[0].location == "granted:business"


@pytest.mark.parametrize(("word", "outcome"), [("unreadable", "violated"), ("doubtful", "undecided")])
def test_not_a_number(word: str, outcome: str) -> None:
    (found,) = check(whole("2021", {"disclosure.licensing.decisions": word}), FORMS)
    assert said([found]) == [("cell-not-a-number", "licensing", "decisions", outcome)]
    assert ("无法确切辨认" in found.message) == (outcome == "undecided")


@pytest.mark.parametrize(
    ("cell", "word", "rules"),
    [
        ("licensing.decisions", "-1", ["cell-negative"]),
        ("licensing.change_this_year", "-1", []),
        ("licensing.change_this_year", "0.5", ["cell-not-whole"]),
        ("licensing.decisions", "1.0", []),
        ("licensing.decisions", "-1.5", ["cell-negative", "cell-not-whole"]),
        ("procurement.procurement_amount", "1.55", []),
        ("procurement.procurement_amount", "-1", ["cell-negative"]),
        ("procurement.procurement_amount", "100元", ["amount-unit"]),
        ("procurement.procurement_amount", "99999999.99", []),
        ("procurement.procurement_amount", "100000000", ["amount-unit"]),
        ("procurement.procurement_items", "100000000", []),
    ],
)
def test_numbers_that_a_cell_cannot_hold(cell: str, word: str, rules: list[str]) -> None:
    found = check(whole("2019", {f"disclosure.{cell}": word}), FORMS)
    assert [v.rule for v in found] == rules
    assert all(f"{v.row}.{v.column}" == cell and v.actual is not None for v in found)


@pytest.mark.parametrize(
    ("word", "unit", "due"),
    [
        ("0", "", True),
        ("0", "元", True),
        ("blank", "", False),
        ("nil", "", False),
        ("blank", "元", True),
        ("absent", "", False),
        ("absent", "元", False),
        ("0", "万元", False),
    ],
)
def test_the_unit_of_an_amount(word: str, unit: str, *, due: bool) -> None:
    made = whole()
    fact = content(word, "fees", "fee_amount", "万元")._replace(unit_printed=unit)
    table = replace(made.tables[0], facts=(*made.tables[0].facts[:-1], fact))
    found = check(replace(made, tables=(table, *made.tables[1:])), FORMS)
    assert bool(only(found, "amount-unit")) == due


def test_an_amount_in_the_wrong_unit_and_too_large_is_one_violation() -> None:
    (found,) = check(whole("2014", {"statistics.budget.count": "2000000000000元"}), FORMS)
    assert said([found]) == [("amount-unit", "budget", "count", "violated")]
    assert "单位印的是元" in found.message
    assert "1 亿万元" in found.message


# Tables


def table_rules(made: Filing) -> list[tuple[str, str, str]]:
    """The rules that name a table."""
    return [(v.rule, v.table, v.template) for v in check(made, FORMS) if v.table]


@pytest.mark.parametrize(
    ("template", "year", "due"),
    [
        ("2019", 2021, ["disclosure", "applications"]),
        ("2019", 2020, []),
        ("2021", 2020, ["disclosure", "applications"]),
        ("2021", 2030, []),
        ("2014", 2018, []),
        ("2014", 2019, ["statistics"]),
        ("2014", 2013, []),
    ],
)
def test_the_form_in_force(template: str, year: int, due: list[str]) -> None:
    assert table_rules(whole(template, year=year)) == [("template-mismatch", t, template) for t in due]


def test_the_form_in_force_is_judged_table_by_table() -> None:
    tables = [reading("2021", "disclosure"), reading("2019", "applications"), reading("2019", "proceedings")]
    made = filing(*tables, year=2023)
    (found,) = check(made, FORMS)
    assert (found.rule, found.table, found.template) == ("template-mismatch", "applications", "2019")
    assert found.location == "applications of 2019"
    assert (
        found.message == "表三用的是 2019 年格式，2023 年度报告应当用 2021 年格式（国办公开办函〔2021〕30号）"
    )
    unknown = replace(made, identity=replace(made.identity, year=0))
    assert [v.rule for v in check(unknown, FORMS)] == ["year-unknown"]


@pytest.mark.parametrize(
    ("year", "tables"),
    [
        (2016, ["statistics"]),
        (2020, ["disclosure", "applications", "proceedings"]),
        (2012, []),
        (0, []),
    ],
)
def test_a_report_without_tables_owes_those_of_its_year(year: int, tables: list[str]) -> None:
    found = only(check(filing(year=year), FORMS), "table-missing")
    assert [v.table for v in found] == tables


def test_a_missing_table_is_one_violation_of_the_filings_own_form() -> None:
    made = filing(reading("2019", "disclosure"), year=2019)
    assert table_rules(made) == [
        ("table-missing", "applications", "2019"),
        ("table-missing", "proceedings", "2019"),
    ]
    alone = replace(filing(reading("2019", "proceedings"), year=2023), template="")
    assert table_rules(alone) == [
        ("table-missing", "disclosure", "2021"),
        ("table-missing", "applications", "2021"),
    ]


@pytest.mark.parametrize("status", [FilingStatus.NOT_A_REPORT, FilingStatus.UNREADABLE])
def test_what_is_no_report_breaks_no_rule(status: FilingStatus) -> None:
    made = replace(filing(sections=()), status=status, identity=Identity())
    assert check(made, FORMS) == []
    assert check(replace(made, status=FilingStatus.NO_TABLES), FORMS)


def test_findings_are_one_violation_each_in_the_order_of_catalogue_and_form() -> None:
    findings = (
        Finding("column-missing", "licensing", "decisions", location="4:1"),
        Finding("row-short", "penalties", location="3:1"),
        Finding("row-short", "rules", location="2:1"),
        Finding("table-duplicated", location="1:1"),
        Finding("row-unexpected", printed="其他收费", location="7:1"),
    )
    made = whole("2019")
    table = replace(made.tables[0], findings=findings)
    found = check(replace(made, tables=(table, *made.tables[1:])), FORMS)
    assert [(v.rule, v.row, v.column, v.location) for v in found] == [
        ("table-duplicated", "", "", "1:1"),
        ("row-short", "rules", "", "2:1"),
        ("row-short", "penalties", "", "3:1"),
        ("row-unexpected", "", "", "7:1"),
        ("column-missing", "licensing", "decisions", "4:1"),
    ]
    assert found[-1].message == "表二 第二十条第（五）项缺少“处理决定数量”一列"
    assert found[-1].cells == (("licensing", "decisions"), ("other_services", "decisions"))
    assert found[-2].message == "表二有格式之外的一行“其他收费”"


def test_a_column_missing_in_the_whole_table_marks_every_row() -> None:
    made = whole()
    table = replace(made.tables[2], findings=(Finding("column-missing", column="pending"),))
    (found,) = check(replace(made, tables=(*made.tables[:2], table)), FORMS)
    assert found.cells == tuple(
        (row, "pending") for row in ("review", "litigation_direct", "litigation_after_review")
    )
    assert found.location == "proceedings of 2021"


# Sections


def about_sections(*sections: Section, template: str = "2021") -> list[str]:
    """The rules that a filing with these headings breaks."""
    return [v.rule for v in check(replace(whole(template), sections=sections), FORMS)]


@pytest.mark.parametrize(
    ("numbers", "ordinals", "rules"),
    [
        ([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], []),
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], ["section-missing"]),
        ([1, 2, 4, 5, 6], [1, 2, 4, 5, 6], ["section-missing", "section-numbering"]),
        ([1, 2, 4, 5, 6], [1, 2, 3, 4, 5], ["section-missing"]),
        ([2, 3, 4, 5, 6], [2, 3, 4, 5, 6], ["section-missing", "section-numbering"]),
        ([1, 2, 3, 4, 5, 6], [1, 2, 3, 3, 5, 6], ["section-numbering"]),
        ([1, 2, 3, 4, 5, 6], [1, 3, 2, 4, 5, 6], ["section-numbering"]),
        ([1, 3, 2, 4, 5, 6], [1, 2, 3, 4, 5, 6], []),
        ([1, 2, 3, 4, 5, 6], [1, 2, 7, 4, 5, 6], ["section-numbering"]),
        ([1, 2, 3, 4, 5, 6, 0], [1, 2, 3, 4, 5, 6, 7], []),
        ([1, 0, 0, 2, 3, 4, 5, 6], [1, 1, 2, 2, 3, 4, 5, 6], ["section-numbering"]),
        ([], [], ["section-missing"] * 6),
    ],
)
def test_numbers_of_the_sections(numbers: list[int], ordinals: list[int], rules: list[str]) -> None:
    assert about_sections(*(heading(n, o) for n, o in zip(numbers, ordinals, strict=True))) == rules


def test_numbers_are_looked_at_on_every_level() -> None:
    inner = [heading(0, n, level=2) for n in (1, 2)]
    assert about_sections(heading(1), *inner, *(heading(n) for n in range(2, 7))) == ["section-numbering"]
    other = [replace(s, family="chinese-paren") for s in inner]
    assert about_sections(heading(1), *other, *(heading(n) for n in range(2, 7))) == []


def test_a_section_without_its_number_is_misnumbered_not_missing() -> None:
    bare = replace(heading(6), family="", ordinal=0, number="")
    assert about_sections(*(heading(n) for n in range(1, 6)), bare) == ["section-numbering"]


def test_misnumbering_points_to_the_first_heading_out_of_order() -> None:
    sections = [heading(n, o) for n, o in zip(range(1, 7), (1, 2, 3, 3, 5, 6), strict=True)]
    (found,) = check(replace(whole(), sections=tuple(sections)), FORMS)
    assert found.location == sections[3].location
    assert found.message == "“一、”至“六、”应依次各出现一次，实际为一、二、三、三、五、六"


def test_sections_are_for_the_forms_with_six() -> None:
    assert about_sections(heading(0, 1), heading(0, 3), template="2014") == []
    for year, due in ((2012, False), (2016, False), (2019, True), (0, False)):
        found = check(filing(year=year, sections=()), FORMS)
        assert bool(only(found, "section-missing")) == due


def test_what_counts_as_content() -> None:
    rest = [heading(n) for n in range(2, 7)]
    empty = heading(1, text=" \n\u3000")
    assert about_sections(empty, *rest) == ["section-empty"]
    assert about_sections(replace(empty, has_table=True), *rest) == []
    sub = replace(heading(0, 1, level=2, text=heading(1).text), family="chinese-paren")
    assert about_sections(empty, sub, *rest) == []
    assert about_sections(empty, replace(sub, text=""), *rest) == ["section-empty"]
    assert about_sections(empty, replace(sub, text="", has_table=True), *rest) == []


def test_in_the_2014_form_any_top_heading_owes_content() -> None:
    bare = heading(0, 1, text="")
    assert about_sections(bare, heading(0, 2), template="2014") == ["section-empty"]
    assert about_sections(heading(0, 1), replace(bare, level=2), template="2014") == []
    without_tables = replace(filing(year=2020), sections=(bare,))
    assert [v.rule for v in check(without_tables, FORMS)].count("section-empty") == 1
    beyond = [*(heading(n) for n in range(1, 7)), heading(0, 7, text="")]
    assert about_sections(*beyond) == []


# The filing


def test_order_is_filing_then_tables_then_catalogue_then_form() -> None:
    words = {
        "disclosure.licensing.decisions": "-1",
        "disclosure.rules.in_force": "blank",
        "applications.granted.total": "1",
        "proceedings.review.total": "1",
    }
    made = whole("2021", words, year=2020)
    unknown = replace(made.identity, organization="")
    made = replace(made, tables=made.tables[::-1], identity=unknown, sections=made.sections[:5])
    found = check(made, FORMS)
    assert [(v.table, v.rule) for v in found] == [
        ("", "section-missing"),
        ("", "organization-unknown"),
        ("disclosure", "template-mismatch"),
        ("disclosure", "cell-blank"),
        ("disclosure", "cell-negative"),
        ("applications", "applications-row-total"),
        ("applications", "applications-handled-total"),
        ("applications", "template-mismatch"),
        ("proceedings", "proceedings-total"),
    ]
    assert {v.template for v in found} == {"2021"}
    assert check(made, FORMS) == found
    shuffled = {c: replace(f, identities=f.identities[::-1]) for c, f in FORMS.forms.items()}
    assert check(made, replace(FORMS, forms=shuffled)) == found


@pytest.mark.parametrize("template", ["2014", "2019", "2021"])
def test_every_cell_has_a_name_in_both_languages(template: str) -> None:
    for language in ("zh", "en"):
        for table in FORMS.forms[template].tables.values():
            for row, column in table.cells:
                words = {f"{table.code}.{row}.{column}": "unreadable"}
                found = only(check(whole(template, words), FORMS, language), "cell-not-a-number")
                assert len(found) == 1
                assert found[0].row_label
                assert found[0].column_label
