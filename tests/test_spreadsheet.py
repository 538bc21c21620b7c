"""A text that a spreadsheet would run is shown instead; numbers and marks for none stay as they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.writers.spreadsheet import inert


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://x";"y")',
        "@SUM(A1)",
        "+cmd|' /C calc'!A0",
        "-cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "\t=1",
        " =1",
        "＝1+1",
        "+A1",
        "-(1)",
        "=",
    ],
)
def test_a_formula_is_shown_and_not_run(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "-",
        "—",
        "－",
        "--",
        "-18",
        "+1036",
        "+1",
        "-1,234.5",
        "- 4 -",
        "+2件",
        "－15",
        "某市民政局",
        "1=1",
        "a@b",
        "  3",
    ],
)
def test_what_is_no_formula_stays(text: str) -> None:
    assert inert(text) == text


@given(st.text(max_size=20))
def test_nothing_is_lost_and_nothing_is_done_twice(text: str) -> None:
    shown = inert(text)
    assert shown in (text, f"'{text}")
    assert inert(shown) == shown
