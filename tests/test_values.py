"""The text of a cell and what it says: every form of number of the contract, and the traps."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.model.filing import CellStatus
from extractor.text.values import is_value, read_value

NUMBERS = {
    "0": "0", "5": "5", "11398889": "11398889", " 0": "0", "\u3000\u30007\u00a0": "7", "２０": "20",
    "1,234": "1234", "1，234": "1234", "１，２３４，５６７": "1234567", "1.0": "1.0", "0.00": "0.00",
    "24252.311082": "24252.311082", "３．５": "3.5", "+2": "2", "＋2": "2", "+1,036": "1036", "-18": "-18",
    "－1": "-1", "−1": "-1", "－１８": "-18", "增98": "98", "增加5": "5", "减3": "-3", "减少3": "-3",
    "-0": "0", "2\n3": "23", "500000 5": "5000005", "3\u200b4": "34", "\ufeff5": "5",
}  # fmt: skip
UNITS = {
    "251000元": ("251000", "元"), "75394432.52元": ("75394432.52", "元"),
    "1276.5534万元": ("1276.5534", "万元"), "113.96 万元": ("113.96", "万元"), "5件": ("5", "件"),
    "5 个": ("5", "个"), "7次": ("7", "次"), "7人次": ("7", "人次"), "1,234条": ("1234", "条"),
    "251000（元）": ("251000", "元"), "3.5(万元)": ("3.5", "万元"), "3（单位：元）": ("3", "元"),
    "3（件）": ("3", "件"),
}  # fmt: skip
NOTED = (
    "3*", "3**", "3＊", "3①", "3⑳", "3㉑", "3⓪", "3⒈", "3²", "3¹", "3※", "3（注1）", "3(注)", "3[注2]",
    "3[¹]", "3［¹²］", "3(¹)", "3【¹】", "3〔¹〕", "3[¹,²]", "3[¹][²]", "3[注¹]", "3注¹", "3 [¹]", "3¹※",
    "3（见附件2）", "3（撤回）", "3(*)", "3（备注：含2件）",
)  # fmt: skip
NIL = (
    "/", "／", "∕", "\\", "-", "－", "—", "——", "–", "*", "无", "不适用", "不涉及", "N/A", "n/a", "Ｎ／Ａ",
    " / ",
)  # fmt: skip
UNREADABLE = (
    "约5", "12（含3件）", "O", "l0", "1O", "1l", "Ｏ", "〇", "三", "十二", "+", "增", "减", "0/0", "1/2",
    "1,23", "1,2345", "1234,567", "0,123", ".5", "5.", "1.2.3", "1e5", "0x1", "1_000", "3%", "50％", "5万",
    "5千", "5亿元", "(5)", "（3）", "3（1）", "3）", "（3", "+-2", "--2", "3 4件5", "无。", "见附件", "12a",
    "①", "½", "3½", "③5", "⒈5", "3㉑5", "1²3", "3₁", "₃", "⓪5", "3⑴5", "12（含三件）", "5（减）", "5（负）",
    "5（万）", "5（千元）", "5（百万元）", "5（约）", "5(-)", "5（十）", "5注", "5*1", "3件4", "1:5", "1·5",
    "1、234", "负3", "3[¹", "3¹]", "[¹]", "3[¹]4", "3[1¹]", "3[-¹]", "3（减¹）", "3（万¹）", "5（12）", "//", "1" * 25,
)  # fmt: skip
DOUBTFUL = ("007", "00", "0012", "００", "٣")


@pytest.mark.parametrize(("text", "value"), NUMBERS.items())
def test_a_number_is_read_as_printed(text, value):
    reading = read_value(text)
    assert (reading.status, reading.value, reading.unit) == (CellStatus.REPORTED, Decimal(value), "")
    assert str(reading.value) == value


@pytest.mark.parametrize(("text", "expected"), UNITS.items())
def test_the_unit_printed_in_the_cell_is_told(text, expected):
    reading = read_value(text)
    assert (str(reading.value), reading.unit) == expected


@pytest.mark.parametrize("text", NOTED)
def test_a_note_behind_a_number_stays_out_of_it(text):
    assert read_value(text) == read_value("3")
    assert read_value("3").value == 3


@pytest.mark.parametrize("text", NIL)
def test_marks_for_none(text):
    assert read_value(text) == (CellStatus.NIL, None, "", False, False)


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\u00a0\n\t", "\u200b", "\ufeff"])
def test_blank(text):
    assert read_value(text).status is CellStatus.BLANK


@pytest.mark.parametrize("text", UNREADABLE)
def test_what_is_no_number_is_none(text):
    reading = read_value(text)
    assert (reading.status, reading.value) == (CellStatus.UNREADABLE, None)
    assert not is_value(text)


@pytest.mark.parametrize("text", DOUBTFUL)
def test_digits_that_are_no_number_are_doubtful(text):
    reading = read_value(text)
    assert (reading.status, reading.value, reading.doubtful) == (CellStatus.UNREADABLE, None, True)


def test_a_sign_is_told_from_a_bare_number():
    assert all(read_value(t).signed for t in ("+2", "-2", "增2", "减少2"))
    assert not any(read_value(t).signed for t in ("2", "2件"))


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 10**12), st.sampled_from(["", "件", "个", "条"]), st.booleans(), st.booleans())
def test_a_whole_number_is_read_however_it_is_written(number, unit, grouped, wide):
    text = f"{number:,}" if grouped else str(number)
    if wide:
        text = text.translate({ord(c): 0xFEE0 + ord(c) for c in "0123456789,"})
    reading = read_value(text + unit)
    assert (reading.value, reading.unit) == (number, unit)


@settings(max_examples=300, deadline=None)
@given(st.text("0123456789０１,，.．+-−件元约三①²₂（）() OlN/A—*增减", max_size=8))
def test_a_value_is_made_of_the_digits_in_their_order(text):
    """Whatever the text, a number that is read has exactly the digits printed outside of a note."""
    reading = read_value(text)
    if reading.value is None:
        return
    plain = text.translate({0xFF10: "0", 0xFF11: "1"})
    for note in ("①", "²", " "):
        plain = plain.replace(note, "")
    digits = "".join(c for c in plain if c in "0123456789.．")
    assert digits.replace("．", ".") == str(abs(reading.value))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_nothing_is_raised_and_a_value_stands_only_with_reported(text):
    reading = read_value(text)
    assert (reading.value is not None) == (reading.status is CellStatus.REPORTED)


@pytest.mark.parametrize("text", ["123456789012345", "0." + "3" * 19, "9" * 24])
def test_more_digits_than_any_number_has_are_not_read(text):
    reading = read_value(text)
    assert (reading.status, reading.value, reading.doubtful) == (CellStatus.UNREADABLE, None, True)
