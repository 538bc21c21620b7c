"""Bytes → text by what the bytes are, whatever they claim."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.inputs.encoding import decode

PROSE = (
    "青禾县水利局2022年政府信息公开工作年度报告\n一、总体情况\n全年新收申请12件，镕、㛃二字也在其中。\n" * 6
)
PAGE = f"<html><head><meta charset='{{}}'></head><body><p>{PROSE}</p></body></html>"


@pytest.mark.parametrize(
    ("encoding", "named"),
    [
        ("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030"), ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16"), ("utf-16-be", "utf-16"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", "gbk", "gb18030", "utf-16", "iso-8859-1", "x"])
def test_a_page_is_read_by_its_bytes_whatever_it_declares(encoding, named, declared):
    text = PAGE.format(declared)
    assert decode(text.encode(encoding)) == (text, named, 0)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16", "gbk"])
def test_plain_text_without_any_declaration(encoding):
    text = PROSE.replace("㛃", "") if encoding == "gbk" else PROSE
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("order", ["le", "be"])
def test_utf_16_with_a_bom(order):
    bom = b"\xff\xfe" if order == "le" else b"\xfe\xff"
    assert decode(bom + PROSE.encode(f"utf-16-{order}")) == (PROSE, "utf-16", 0)


@pytest.mark.parametrize("at", [10, 100, 333])
@pytest.mark.parametrize("bad", [b"\xff", b"\x80", b"\xc3"])
def test_one_bad_byte_in_utf_8_costs_one_character(at, bad):
    data = PROSE.encode()
    at = len(PROSE[:at].encode())
    found = decode(data[:at] + bad + data[at:])
    assert (found.encoding, found.replaced) == ("utf-8", 1)
    assert found.text.replace("\ufffd", "") == PROSE


def test_a_lost_byte_in_utf_8_leaves_the_rest():
    data = PROSE.encode()
    found = decode(data[:1] + data[2:])
    assert found.encoding == "utf-8"
    assert found.replaced
    assert found.text.endswith(PROSE[1:])


@pytest.mark.parametrize("cut", [1, 2])
def test_utf_8_cut_inside_its_last_character(cut):
    found = decode((PROSE + "件").encode()[:-cut])
    assert (found.text.rstrip("\ufffd"), found.encoding) == (PROSE, "utf-8")
    assert found.replaced == 1


def test_utf_8_cut_short_is_not_taken_for_gb18030_though_its_bytes_fit_both():
    data = ("政府信息公开" * 40).encode()[:-2]
    assert data.decode("gb18030")
    found = decode(data)
    assert (found.encoding, found.replaced, found.text[:6]) == ("utf-8", 1, "政府信息公开")


def test_gb18030_cut_inside_its_last_character():
    found = decode((PROSE + "件").encode("gb18030")[:-1])
    assert (found.text.rstrip("\ufffd"), found.encoding, found.replaced) == (PROSE, "gb18030", 1)


def test_one_bad_byte_in_gb18030_leaves_the_rest():
    data = PROSE.encode("gb18030")
    at = data.index(b"\n")
    found = decode(data[:at] + b"\xff" + data[at:])
    assert found.encoding == "gb18030"
    assert found.replaced == 1
    assert found.text.replace("\ufffd", "") == PROSE


def test_utf_16_cut_inside_its_last_character():
    found = decode(b"\xff\xfe" + PROSE.encode("utf-16-le") + b"<")
    assert (found.text, found.replaced) == (PROSE + "\ufffd", 1)


def test_big5_is_read_where_it_is_declared():
    text = "<meta charset=big5><p>政府資訊公開年度報告，全年新收申請12件</p>"
    assert decode(text.encode("big5")) == (text, "big5", 0)


@pytest.mark.parametrize("at", [100, 101])
def test_a_stray_nul_makes_no_utf_16_of_a_text(at):
    data = b"abcdefghij" * 50
    data = data[:at] + b"\0" + data[at:]
    assert decode(data) == (data.decode(), "utf-8", 0)


def test_plain_ascii_and_nothing():
    assert decode(b"<p>1</p>") == ("<p>1</p>", "utf-8", 0)
    assert decode(b"") == ("", "utf-8", 0)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=300))
def test_nothing_is_raised_and_faults_are_counted(data):
    found = decode(data)
    assert found.replaced <= found.text.count("\ufffd")
    assert found.replaced or "\ufffd" not in found.text or found.text.count("\ufffd") > 0


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=20, max_size=200))
def test_any_chinese_text_survives_in_gb18030_or_utf_8(text):
    text = f"{text}，共12件。\n"
    assert decode(text.encode()).text == text
    assert decode(("政府信息公开" + text).encode("gb18030")).text == "政府信息公开" + text
