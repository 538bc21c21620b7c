"""The rules between filings, each on the smallest archive that shows it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractor.archive import Options
from tests.archives import CITY, codes, found, member, survey_of

OUT, IN = "applications.carried_out.", "applications.carried_in."


def test_what_is_carried_over_arrives() -> None:
    assert codes(member(2022, {OUT + "total": "3"}), member(2023, {IN + "total": "3"})) == []


@pytest.mark.parametrize(
    ("language", "says"), [("zh", "2022 年报告的结转下年度 3"), ("en", "carried out 3 in the filing of 2022")]
)
def test_carry_over_cites_both_filings_and_both_places(language: str, says: str) -> None:
    last, this = member(2022, {OUT + "business": "3"}), member(2023, {IN + "business": "5"})
    ((source, violation),) = found(last, this, language=language)
    assert source == this.source
    assert (violation.rule, violation.row, violation.column) == ("carry-over", "carried_in", "business")
    assert (violation.expected, violation.actual, violation.difference) == (3, 5, 2)
    assert violation.location == "carried_in:business"
    assert says in violation.message
    assert last.source in violation.message
    assert "carried_out:business" in violation.message


def test_carry_over_goes_from_form_to_form() -> None:
    assert codes(member(2020, {OUT + "total": "1"}), member(2021)) == [
        (f"{CITY}/2021.html", "carry-over", "violated")
    ]


@pytest.mark.parametrize(
    ("last", "this", "outcome"),
    [
        ("nil", "0", ""),
        ("blank", "0", ""),
        ("blank", "4", "undecided"),
        ("4", "blank", "undecided"),
        ("absent", "0", "undecided"),
        ("0", "unreadable", "undecided"),
        ("absent", "absent", ""),
        ("4", "nil", "violated"),
    ],
)
def test_cells_that_are_no_numbers(last: str, this: str, outcome: str) -> None:
    due = [(f"{CITY}/2023.html", "carry-over", outcome)] if outcome else []
    assert codes(member(2022, {OUT + "total": last}), member(2023, {IN + "total": this})) == due


def test_a_table_that_is_not_there_is_not_compared() -> None:
    last = member(2022, {OUT + "total": "3"})
    without = replace(last, tables=tuple(t for t in last.tables if t.table != "applications"))
    assert codes(without, member(2023)) == []


def test_a_year_that_is_not_in_the_archive_is_not_compared() -> None:
    assert codes(member(2021, {OUT + "total": "3"}), member(2023)) == [
        (f"{CITY}/2023.html", "series-gap", "violated")
    ]


def test_stock_flow() -> None:
    stock = "disclosure.normative_documents."
    last = member(2022, {stock + "in_force": "10"})
    right = member(
        2023, {stock + "in_force": "11", stock + "issued_this_year": "3", stock + "repealed_this_year": "2"}
    )
    assert codes(last, right) == []
    wrong = member(
        2023, {stock + "in_force": "12", stock + "issued_this_year": "3", stock + "repealed_this_year": "2"}
    )
    ((_, violation),) = found(last, wrong)
    assert (violation.rule, violation.column, violation.expected, violation.actual) == (
        "stock-flow",
        "in_force",
        11,
        12,
    )
    assert "10" in violation.message
    assert "＋" in violation.message
    assert "－" in violation.message
    assert ("normative_documents", "repealed_this_year") in violation.cells


def test_stock_flow_is_of_the_form_of_2021_alone() -> None:
    last = member(2020, {"disclosure.normative_documents.published_total": "10"})
    assert codes(last, member(2021, {"disclosure.normative_documents.in_force": "12"})) == []


def test_items_flow() -> None:
    items = "disclosure.penalties."
    last = member(2019, {items + "items_last_year": "10", items + "change_this_year": "-3"})
    assert codes(last, member(2020, {items + "items_last_year": "7"})) == []
    ((_, violation),) = found(last, member(2020, {items + "items_last_year": "10"}))
    assert (violation.rule, violation.row, violation.expected) == ("items-flow", "penalties", 7)


def test_every_missing_year_is_one_gap_on_the_first_filing_after_it() -> None:
    assert (
        codes(member(2018), member(2021), member(2022))
        == [(f"{CITY}/2021.html", "series-gap", "violated")] * 2
    )


def test_an_unknown_year_has_no_series() -> None:
    undated = replace(member(2022), source="x.html", identity=replace(member(2022).identity, year=0))
    assert codes(member(2019), undated) == []


def test_a_page_and_its_pdf_are_a_duplicate_on_both() -> None:
    page, pdf = member(2022, source="a/x.html"), member(2022, source="a/x.pdf")
    told = found(page, pdf)
    assert [(s, v.rule) for s, v in told] == [
        ("a/x.html", "filing-duplicated"),
        ("a/x.pdf", "filing-duplicated"),
    ]
    assert all("重复" in v.message for _, v in told)
    assert "a/x.pdf" in told[0][1].message


def test_differing_filings_of_a_year_are_a_conflict_that_names_the_cells() -> None:
    one = member(2022, {"applications.granted.total": "7"}, source="a/x.html")
    other = member(
        2022, {"applications.granted.total": "1", "proceedings.review.total": "nil"}, source="a/y.html"
    )
    told = found(one, other)
    assert len(told) == 2
    assert all("1 格不同（表三 予以公开行总计列）" in v.message for _, v in told)


def test_a_crowd_of_one_name_and_year_names_a_few() -> None:
    crowd = [member(2022, source=f"a/{i:02}.html") for i in range(30)]
    crowd += [member(2023, {IN + "total": "2"}, source=f"a/next-{i:02}.html") for i in range(30)]
    told = found(*crowd)
    assert [v.rule for _, v in told].count("carry-over") == 30
    duplicates = [v.message for _, v in told if v.rule == "filing-duplicated"]
    assert len(duplicates) == 60
    assert all(m.count(".html") == 5 and "29" in m for m in duplicates)


def test_what_two_filings_of_last_year_disagree_on_decides_nothing() -> None:
    one = member(2022, {OUT + "total": "7"}, source="a/x.html")
    other = member(2022, {OUT + "total": "1"}, source="a/y.html")
    third = member(2023, {IN + "total": "7"}, source="a/z.html")
    ours = [v for s, v in found(one, other, third) if s == "a/z.html"]
    assert [(v.rule, v.outcome, v.expected) for v in ours] == [("carry-over", "undecided", None)]


def test_one_organization_under_two_names_has_one_series() -> None:
    last = member(2022, {OUT + "total": "3"}, organization="洪泽区人民政府", source="a.html")
    this = member(2023, organization="淮安市洪泽区人民政府", source="b.html")
    assert codes(last, this) == [("b.html", "carry-over", "violated")]


HISTORY = [410, 395, 402, 388, 420]


def years(numbers: list[int], cell: str = "applications.new_requests.total") -> list[tuple[str, str, str]]:
    return codes(*(member(2019 + i, {cell: str(n)}) for i, n in enumerate(numbers)))


def test_a_jump_is_an_outlier_where_it_is_far_and_large() -> None:
    assert years([*HISTORY, 4100]) == [(f"{CITY}/2024.html", "outlier", "violated")]
    assert years([*HISTORY, 520]) == []
    assert years([4, 3, 4, 5, 4, 60]) == []
    assert years([410, 395, 4100]) == []


def test_peers_that_jump_alike_make_no_outlier() -> None:
    cell = "applications.new_requests.total"
    archive = [
        member(
            2019 + i,
            {cell: str(n * (k + 1))},
            organization=f"云泽市东篱区{'审财民水商司教体信农科统工'[k]}政局",
        )
        for k in range(13)
        for i, n in enumerate([*HISTORY, 4100])
    ]
    assert {c[1] for c in codes(*archive)} <= {"narrative-copied"}


def test_an_amount_in_another_unit_than_in_the_other_years() -> None:
    cell = "disclosure.fees.fee_amount"
    amounts = ["12.5", "13", "125000", "12"]
    told = found(*(member(2021 + i, {cell: n}) for i, n in enumerate(amounts)))
    assert [(v.rule, v.column, v.actual) for _, v in told] == [("amount-unit", "fee_amount", Decimal(125000))]
    assert "12.5 万元" in told[0][1].message


UPPER, LOWER = "云泽市人民政府", "云泽市东篱区人民政府"
NEW = "applications.new_requests.total"


@pytest.mark.parametrize("hierarchy", [((LOWER, UPPER),), ()])
def test_rollup_is_asked_only_of_a_hierarchy_that_is_given(hierarchy: tuple[tuple[str, str], ...]) -> None:
    upper = member(2022, {NEW: "5"}, organization=UPPER)
    lower = member(2022, {NEW: "6"}, organization=LOWER)
    due = [(upper.source, "rollup", "violated")] if hierarchy else []
    assert codes(upper, lower, options=Options(hierarchy=hierarchy)) == due


def test_rollup_by_the_region_codes() -> None:
    upper = member(2022, {NEW: "5"}, organization="淮安市人民政府")
    lower = [member(2022, {NEW: "3"}, organization=f"淮安市{d}人民政府") for d in ("洪泽区", "涟水县")]
    ((source, violation),) = found(upper, *lower, options=Options(hierarchy="regions"))
    assert (source, violation.expected, violation.actual) == (upper.source, 6, 5)


def test_rollup_needs_every_cell_and_no_body_that_reports_for_itself() -> None:
    lower = member(2022, {NEW: "6"}, organization=LOWER)
    lacking = member(2022, {NEW: "unreadable"}, organization=UPPER)
    assert codes(lacking, lower, options=Options(hierarchy=((LOWER, UPPER),))) == []
    office = member(2022, {NEW: "5"}, organization="云泽市审计局")
    assert codes(office, lower, options=Options(hierarchy=((LOWER, "云泽市审计局"),))) == []


FULL = {f"applications.new_requests.{c}": str(n) for c, n in zip(
    ("natural_person", "business", "research", "social", "legal_service", "other_organization", "total"), range(11, 18), strict=True
)} | {f"applications.granted.{c}": str(n) for c, n in zip(
    ("natural_person", "business", "research"), range(3, 6), strict=True)}  # fmt: skip


def test_a_table_with_ten_numbers_that_is_last_years() -> None:
    told = found(member(2022, FULL), member(2023, FULL))
    assert [(s, v.rule, v.table) for s, v in told] == [
        (f"{CITY}/2023.html", "narrative-copied", "applications")
    ]
    fewer = dict(list(FULL.items())[:9])
    assert codes(member(2022, fewer), member(2023, fewer)) == []
    assert codes(member(2022, FULL), member(2023, FULL | {"applications.granted.social": "1"})) == []


OWN = "".join(
    f"第{c}季度组织工作人员逐件核对上网材料，发现错字漏字即行改正，并将核对情况记入台账留存备查。"
    for c in "一二三四五六七八"
)


def test_a_near_copy_of_last_years_words_is_on_the_later_filing() -> None:
    last, this = member(2022, texts={1: OWN}), member(2023, texts={1: OWN.replace("台账", "簿册", 1)})
    ((source, violation),) = found(last, this)
    assert (source, violation.rule) == (this.source, "narrative-copied")
    assert last.source in violation.message
    (row,) = survey_of(last, this).similar
    assert float(row[3]) > 0.9
    assert row[2] == "1"


def test_a_copy_of_another_organization_in_one_year_is_on_both() -> None:
    other = member(2022, texts={5: OWN}, organization="临溪市青禾区司法局")
    told = codes(member(2022, texts={5: OWN}), other)
    assert [(rule, outcome) for _, rule, outcome in told] == [("narrative-copied", "violated")] * 2


def test_numbers_do_not_make_a_copy_another_text() -> None:
    words = OWN.replace("逐件", "对 12 件")
    assert (
        len(codes(member(2022, texts={1: words}), member(2023, texts={1: words.replace("12", "340")}))) == 1
    )


def test_short_texts_and_those_that_all_print_are_no_copies() -> None:
    assert codes(member(2022, texts={1: OWN[:90]}), member(2023, texts={1: OWN[:90]})) == []
    many = [member(2022, texts={6: OWN}, organization=f"临溪市{c}山区司法局") for c in "甲乙丙丁戊己庚辛壬"]
    assert codes(*many) == []


def test_two_filings_of_one_year_are_duplicates_and_no_copies() -> None:
    page, pdf = (
        member(2022, texts={1: OWN}, source="a/x.html"),
        member(2022, texts={1: OWN}, source="a/x.pdf"),
    )
    assert {rule for _, rule, _ in codes(page, pdf)} == {"filing-duplicated"}


def test_the_order_of_the_filings_changes_nothing() -> None:
    archive = [member(y, {OUT + "total": "1"}, texts={1: OWN}) for y in (2020, 2021, 2023)]
    assert codes(*archive) == codes(*archive[::-1])


def test_an_empty_archive() -> None:
    findings = survey_of()
    assert (findings.violations, findings.organizations, findings.similar) == ({}, [], [])
