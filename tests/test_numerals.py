"""Chinese numerals and enumerators as numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.text.numerals import SINGLE, number, year

DIGITS = "零一二三四五六七八九"


def written(value: int) -> str:
    """Write a number from 1 to 9999 the way Chinese does."""
    out = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            out += ("" if digit == 1 and unit == 10 and not out else DIGITS[digit]) + name
        elif out and value and not out.endswith("零"):
            out += "零"
    return out


@given(st.integers(1, 9999))
def test_every_written_number_is_read(value):
    assert number(written(value)) == value


@given(st.integers(1, 9999), st.integers(1, 9999))
def test_myriads(high, low):
    assert number(f"{written(high)}万{'零' if low < 1000 else ''}{written(low)}") == high * 10_000 + low


@given(st.integers(1000, 9999))
def test_years_in_three_scripts(value):
    chinese = "".join(DIGITS[int(c)] for c in str(value))
    wide = "".join(chr(0xFF10 + int(c)) for c in str(value))
    assert year(chinese) == year(chinese.replace("零", "〇")) == year(wide) == year(str(value)) == value


@given(st.text(max_size=12))
def test_nothing_is_raised_for_any_text(text):
    assert number(text) is None or number(text) >= 0
    assert year(text) is None or 0 <= year(text) <= 9999


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10), ("十二", 12), ("二十", 20), ("一百零五", 105), ("一百〇五", 105), ("两千", 2000),
        ("１２", 12),
        ("3", 3), ("㈠", 1), ("⑫", 12), ("⑴", 1), ("⒈", 1), ("❸", 3), ("㊂", 3), ("⼀", 1), ("⼗⼆", 12),
        ("一二", None), ("十百", None), ("百", None), ("", None), ("第一", None),
    ],
)  # fmt: skip
def test_numbers(text, value):
    assert number(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二○二一", 2021),
        ("二零二一", 2021),
        ("２０２１", 2021),
        ("二十一", None),
        ("二〇二", None),
        ("两〇二一", None),
    ],
)
def test_years(text, value):
    assert year(text) == value


def test_single_enumerators_count_from_one():
    assert [SINGLE[c] for c in "①②③"] == [SINGLE[c] for c in "㈠㈡㈢"] == [1, 2, 3]
    assert max(SINGLE.values()) == 35
