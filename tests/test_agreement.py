"""Two readings of one table: what both say stands, where they differ nothing does."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from extractor.forms import load_forms
from extractor.mapping import agree
from extractor.model.filing import CellStatus, Fact, Filing, FilingStatus, Identity, TableReading
from extractor.rules import check

FORMS = load_forms()
TABLE = FORMS.forms["2021"].tables["proceedings"]


def reading(**numbers: int) -> TableReading:
    """Return 表四 with zeros but for ``row__column`` = number."""
    facts = []
    for row, column in TABLE.cells:
        number = numbers.get(f"{row}__{column}", 0)
        facts.append(
            Fact(row, column, CellStatus.REPORTED, Decimal(number), str(number), f"p1 [{row},{column}]")
        )
    return TableReading("2021", "proceedings", tuple(facts))


def fact(table: TableReading, row: str, column: str) -> Fact:
    return next(f for f in table.facts if (f.row, f.column) == (row, column))


def filing(table: TableReading) -> Filing:
    who = Identity("t", "甲局", "title", 2022, "title")
    return Filing("a.pdf", "", "application/pdf", "pdf", FilingStatus.PARTIAL, "", who, "2021", (table,))


def test_what_both_read_stands():
    one = reading(review__upheld=3, review__total=4)
    both = agree(one, one, FORMS)
    assert both.reread
    assert both.differences == ()
    assert both.facts == one.facts


def test_a_fault_on_which_both_agree_is_the_filings():
    one = reading(review__upheld=3, review__total=4)
    found = check(filing(agree(one, one, FORMS)), FORMS)
    (total,) = [v for v in found if v.rule == "proceedings-total"]
    assert (total.outcome, total.second_reading) == ("violated", "agrees")
    unread = [v for v in check(filing(one), FORMS) if v.rule == "proceedings-total"]
    assert unread[0].second_reading == "none"


def test_where_they_differ_the_cell_is_unreadable_with_both_texts():
    first, second = reading(review__upheld=31, review__total=4), reading(review__upheld=4, review__total=4)
    both = agree(first, second, FORMS)
    cell = fact(both, "review", "upheld")
    assert (cell.status, cell.value, cell.raw, cell.doubtful) == (CellStatus.UNREADABLE, None, "31 | 4", True)
    assert [(d.row, d.column, d.first, d.second, d.suggested) for d in both.differences] == [
        ("review", "upheld", "31", "4", "4")
    ]
    found = {(v.rule, v.outcome): v.second_reading for v in check(filing(both), FORMS)}
    assert found["cell-not-a-number", "undecided"] == "differs"
    assert found["proceedings-total", "undecided"] == "differs"


def test_no_suggestion_where_neither_reading_or_both_make_the_sum():
    first, second = reading(review__upheld=5, review__total=4), reading(review__upheld=6, review__total=4)
    assert agree(first, second, FORMS).differences[0].suggested == ""


def test_a_cell_only_one_of_them_found_is_not_taken():
    first = reading(review__upheld=4, review__total=4)
    facts = tuple(
        Fact(f.row, f.column, CellStatus.ABSENT) if (f.row, f.column) == ("review", "total") else f
        for f in first.facts
    )
    both = agree(replace(first, facts=facts), first, FORMS)
    cell = fact(both, "review", "total")
    assert (cell.status, cell.raw) == (CellStatus.UNREADABLE, "(absent) | 4")


def test_a_mark_for_none_counts_as_zero_in_a_suggestion():
    def with_nil(table):
        facts = [
            f._replace(status=CellStatus.NIL, value=None, raw="/")
            if (f.row, f.column) == ("review", "corrected")
            else f
            for f in table.facts
        ]
        return replace(table, facts=tuple(facts))

    first, second = reading(review__upheld=31, review__total=4), reading(review__upheld=4, review__total=4)
    assert agree(with_nil(first), with_nil(second), FORMS).differences[0].suggested == "4"


def test_a_cell_that_the_second_did_not_find_or_make_out_stands_and_is_read_once():
    first = reading(review__upheld=3, review__total=4)
    silent = {
        ("review", "upheld"): {"status": CellStatus.ABSENT, "raw": "", "location": ""},
        ("review", "other"): {"status": CellStatus.UNREADABLE, "raw": "\ufffd", "doubtful": True},
    }
    second = replace(
        first,
        facts=tuple(
            f._replace(value=None, **silent[f.row, f.column]) if (f.row, f.column) in silent else f
            for f in first.facts
        ),
    )
    both = agree(first, second, FORMS)
    assert both.facts == first.facts
    assert both.differences == ()
    assert set(both.read_once) == set(silent)
    (total,) = [v for v in check(filing(both), FORMS) if v.rule == "proceedings-total"]
    assert (total.outcome, total.second_reading) == ("violated", "none")


def test_a_table_that_only_the_second_found_is_unreadable_with_its_sums_as_a_suggestion():
    both = agree(None, reading(review__upheld=4, review__total=4), FORMS)
    cell = fact(both, "review", "upheld")
    assert (cell.status, cell.value, cell.raw) == (CellStatus.UNREADABLE, None, "(absent) | 4")
    assert {d.suggested for d in both.differences if d.row == "review"} == {"4", "0"}
    assert all(f.value is None for f in both.facts)


def test_a_table_that_the_second_did_not_find_is_left_as_it_is():
    one = reading()
    assert agree(one, None, FORMS) is one


def test_tables_of_two_forms_are_not_compared():
    with pytest.raises(ValueError, match="cannot be compared"):
        agree(reading(), replace(reading(), template="2019"), FORMS)
