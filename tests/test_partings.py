"""Parting digits that were run together: every way that the identities allow, and none beyond."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.forms import load_forms
from extractor.mapping.glued import parted_cells
from extractor.mapping.partings import Budget, Check, TooManyError, agreed, partings, settle_rows
from extractor.model.document import Cell
from extractor.model.filing import CellStatus

FORMS = load_forms()
SIX_AND_TOTAL = [Check(range(6), 6, exact=True)]


def every_cut(digits: str, width: int) -> list[tuple[int, ...]]:
    """All ways to cut, slowly, by choosing the places of the cuts."""
    out = []
    for cuts in combinations(range(1, len(digits)), width - 1):
        parts = [digits[a:b] for a, b in zip((0, *cuts), (*cuts, len(digits)), strict=True)]
        if all(part == "0" or part[0] != "0" for part in parts):
            out.append(tuple(map(int, parts)))
    return out


@given(st.lists(st.integers(0, 130), min_size=2, max_size=6))
@settings(deadline=None)
def test_ways_are_those_of_the_slow_search(numbers: list[int]):
    digits = "".join(map(str, numbers))
    if len(digits) > 12:
        return
    assert sorted(partings([digits], [], len(numbers))) == sorted(every_cut(digits, len(numbers)))


@given(st.lists(st.integers(0, 299), min_size=6, max_size=6))
@settings(deadline=None, max_examples=25)
def test_what_was_printed_is_among_the_ways(parts: list[int]):
    row = (*parts, sum(parts))
    ways = partings(["".join(map(str, row))], SIX_AND_TOTAL, 7)
    assert row in ways
    assert all(sum(way[:6]) == way[6] for way in ways)
    assert len(set(ways)) == len(ways)


def test_a_blank_parts_for_certain():
    assert partings(["500000", "5"], SIX_AND_TOTAL, 7) == [(5, 0, 0, 0, 0, 0, 5)]
    assert partings(["12", "3"], [], 2) == [(12, 3)]
    assert partings(["123"], [], 2) == [(1, 23), (12, 3)]


def test_digits_that_are_too_few_leave_no_way():
    assert partings(["12"], [], 3) == []


def test_leading_zeros_are_no_numbers():
    assert partings(["100"], [], 2) == [(10, 0)]
    assert partings(["000"], [], 3) == [(0, 0, 0)]


def test_a_bound_narrows():
    assert partings(["693"], [Check((0,), 1, exact=False)], 2) == [(6, 93)]


def test_too_many_ways_are_said():
    with pytest.raises(TooManyError):
        partings(["1" * 60], [], 15)


def test_long_strings_are_parted_fast_or_said_to_be_too_open():
    row = [321, 87, 120, 33, 7, 40]
    digits = "".join(map(str, [*row, sum(row)]))
    budget = Budget(100_000)
    assert (*row, sum(row)) in partings([digits], SIX_AND_TOTAL, 7, budget)


def test_three_sums_in_one_string():
    groups = [Check(range(g, g + 4), g + 4, exact=True) for g in (0, 5, 10)]
    row = [10, 2, 0, 3, 15, 1, 20, 0, 0, 21, 0, 0, 0, 0, 0]
    assert tuple(row) in partings(["".join(map(str, row))], groups, 15)


def test_agreed_is_what_all_ways_share():
    assert list(agreed([(1, 2, 3), (1, 5, 3)], 3)) == [1, None, 3]
    assert list(agreed([], 2)) == [None, None]


def test_column_identities_choose_between_rows():
    identities = [i for i in FORMS.forms["2021"].identities if i.rule == "applications-handled-total"]
    results = identities[0].parts
    ways = {row: [(0, 0)] for row in results}
    ways["granted"] = [(12, 3), (1, 23)]
    ways["handled_total"] = [(12, 3)]
    settled = settle_rows(ways, identities)
    assert settled is not None
    assert settled["granted"] == [(12, 3)]
    ways["handled_total"] = [(9, 9)]
    assert settle_rows(ways, identities) is None


def applications(strings: dict[str, str]):
    form = FORMS.forms["2021"]
    cells = {row: Cell(text, f"1:{i}", 0, 0) for i, (row, text) in enumerate(strings.items())}
    return parted_cells(cells, form, form.tables["applications"])


def whole_table(**changed: str) -> dict[str, str]:
    rows = dict.fromkeys(FORMS.forms["2021"].tables["applications"].rows, "0000000")
    return {**rows, **changed}


def test_a_row_is_deduced_by_all_identities():
    # 12+1 = 13 can be cut as 12|1|13 or 1|2|... only where the sums of the columns fit.
    _, facts = applications(
        whole_table(new_requests="120000012", granted="120000012", handled_total="120000012")
    )
    fact = facts["granted", "natural_person"]
    assert (fact.status, fact.value, fact.raw) == (CellStatus.DEDUCED, 12, "120000012")
    assert facts["carried_in", "total"].value == 0


def test_where_no_way_satisfies_all_the_row_decides_and_the_sum_stays_open():
    _, facts = applications(whole_table(new_requests="5000005", handled_total="4000004"))
    assert facts["new_requests", "natural_person"].value == 5
    assert facts["handled_total", "natural_person"].value == 4


def test_a_row_whose_own_sum_fails_is_unreadable():
    _, facts = applications(whole_table(granted="5000004"))
    fact = facts["granted", "natural_person"]
    assert (fact.status, fact.value, fact.doubtful) == (CellStatus.UNREADABLE, None, True)
    assert fact.raw == "5000004"


def test_pieces_for_every_cell_need_no_parting():
    cells, facts = applications(whole_table(granted="5 0 0 0 0 0 4"))
    assert cells["granted", "natural_person"].text == "5"
    assert cells["granted", "total"].text == "4"
    assert ("granted", "total") not in facts


def test_three_numbers_without_an_identity_stay_unreadable():
    form = FORMS.forms["2021"]
    cells, facts = parted_cells(
        {
            "rules": Cell("000", "1:1", 0, 0),
            "normative_documents": Cell("693665", "1:9", 0, 0),
            "licensing": Cell("2293", "1:20", 0, 0),
        },
        form,
        form.tables["disclosure"],
    )
    assert [facts["rules", c].value for c in ("issued_this_year", "repealed_this_year", "in_force")] == [
        0,
        0,
        0,
    ]
    assert facts["normative_documents", "in_force"].status is CellStatus.UNREADABLE
    assert cells["licensing", "decisions"].text == "2293"
