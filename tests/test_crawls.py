"""Crawls and saved pages: what servers answered, as it was meant, and nothing they did not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extractor.inputs.containers import members
from tests.generator import pack
from tests.test_containers import OTHER, PAGE

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://www.example.gov.cn/a?id=1"


def records() -> bytes:
    """A crawl with what a crawl has."""
    page = "<html><body>预算</body></html>".encode("gb18030")
    return b"".join(
        (
            pack.warc_record("warcinfo", "x", b"software: none\r\n", "application/warc-fields"),
            pack.warc_record("request", URL, b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
            pack.warc_record("response", URL, pack.http(page, "text/html; charset=GBK")),
            pack.warc_record("response", URL, pack.http(PAGE, coding="gzip", chunked=True)),
            pack.warc_record("response", "https://a/br", pack.http(PAGE, coding="br")),
            pack.warc_record("response", "https://a/d", pack.http(PAGE, coding="deflate", chunked=True)),
            pack.warc_record("response", "https://a/404", pack.http(PAGE, status="404 Not Found")),
            pack.warc_record("response", "https://a/s.css", pack.http(b"a{}", "text/css")),
            pack.warc_record("response", "https://a/i.png", pack.http(b"\x89PNG", "image/png")),
            pack.warc_record("resource", "file:///r.html", OTHER, "text/plain"),
            pack.warc_record("revisit", "https://a/again", pack.http(b"")),
        )
    )


@pytest.mark.parametrize("packing", ["none", "whole", "each"])
def test_what_servers_answered(tmp_path: Path, packing: str) -> None:
    data = records()
    if packing == "whole":
        data = pack.gzipped(data)
    elif packing == "each":
        data = b"".join(pack.gzipped(b"WARC/" + r) for r in data.split(b"WARC/1.0\r\n") if r)
        data = b"".join(pack.gzipped(b"WARC/1.0\r\n" + r) for r in records().split(b"WARC/1.0\r\n")[1:])
    (tmp_path / "c").write_bytes(data)
    found = {m.name: m for m in members(tmp_path / "c", "c")}
    assert {n: m.data for n, m in found.items() if not m.problem} == {
        f"c!{URL}": "<html><body>预算</body></html>".encode("gb18030"),
        f"c!{URL}~2": PAGE,
        "c!https://a/br": PAGE,
        "c!https://a/d": PAGE,
        "c!file:///r.html": OTHER,
    }
    assert found[f"c!{URL}"].hint == ("text/html", "gbk")
    assert found["c!https://a/br"].url == "https://a/br"


def test_bodies_stored_decoded_under_headers_that_say_otherwise(held) -> None:
    for coding in ("gzip", "br", "deflate"):
        answer = pack.http(PAGE).replace(
            b"Content-Type",
            b"Content-Encoding: %b\r\nTransfer-Encoding: chunked\r\nContent-Type" % coding.encode(),
        )
        assert held(pack.warc_record("response", "u", answer)) == {"c!u": PAGE}


def test_a_body_that_unpacks_to_too_much(held) -> None:
    for coding in ("gzip", "br", "deflate"):
        answer = pack.http(bytes(1_900_000), coding=coding)
        found = held(
            pack.warc_record("response", "u", answer) + pack.warc_record("resource", "v", OTHER, "text/plain")
        )
        assert "bomb" in found["c!u"]
        assert found["c!v"] == OTHER


def test_a_transfer_that_broke_off(held) -> None:
    answer = pack.http(PAGE * 9, coding="gzip", chunked=True)
    assert "cut short" in held(pack.warc_record("response", "u", answer[:-20]))["c!u"]
    assert (
        "cut short" in held(pack.warc_record("response", "u", pack.http(PAGE * 9, coding="gzip")[:-9]))["c!u"]
    )


def test_a_page_of_which_the_crawler_kept_a_part(held) -> None:
    record = pack.warc_record("response", "u", pack.http(PAGE), more="WARC-Truncated: length\r\n")
    assert "crawler" in held(record)["c!u"]


@pytest.mark.parametrize("packed", [bytes, pack.gzipped])
def test_a_crawl_cut_short(held, packed) -> None:
    data = b"".join(pack.warc_record("resource", f"{i}", OTHER * 50, "text/plain") for i in range(4))
    whole = packed(data)
    found = held(whole[: len(whole) - (700 if packed is bytes else 25)])
    assert found["c!0"] == OTHER * 50
    assert any("cut short" in p for p in found.values() if isinstance(p, str))
    assert all(p == OTHER * 50 for p in found.values() if isinstance(p, bytes))


def test_json_lines_and_tables(held) -> None:
    records = [
        {"url": URL, "html": PAGE.decode(), "text": None},
        {"url": None, "html": "", "text": OTHER.decode()},
        {"url": URL, "html": PAGE.decode(), "text": "x"},
        {"url": "https://a/none", "html": None, "text": None},
    ]
    for data in (pack.json_lines(records), pack.gzipped(pack.json_lines(records)), pack.parquet(records)):
        found = held(data)
        assert "html" in found.pop("c!https://a/none")
        assert found == {f"c!{URL}": PAGE, "c!2": OTHER, f"c!{URL}~2": PAGE}


def test_lines_that_are_no_json_cost_themselves(held) -> None:
    found = held(pack.json_lines([{"html": "a"}]) + b"{\n" + pack.json_lines([{"text": "b"}]))
    assert found["c!1"] == b"a"
    assert "JSON" in found["c!2"]
    assert found["c!3"] == b"b"


def test_a_line_longer_than_the_limit(held) -> None:
    found = held(pack.json_lines([{"html": "a" * 3_000_000}, {"html": "b"}]))
    assert "limit" in found["c!1"]
    assert found["c!2"] == b"b"


def test_a_table_without_documents(held) -> None:
    assert "column" in held(pack.parquet([{"a": 1}]))["c"]


def test_a_damaged_table(held) -> None:
    data = pack.parquet([{"html": PAGE.decode() * 99}])
    assert "damaged" in held(data[:-20])["c"]


def test_a_page_saved_with_what_it_is_dressed_with(held) -> None:
    data = pack.mime(
        [
            ("text/html; charset=utf-8", "Content-Location: https://a/x.html\r\n", PAGE),
            ("text/css", "Content-Location: https://a/x.css\r\n", b"a{}"),
            ("image/png", "Content-Location: https://a/x.png\r\n", b"\x89PNG"),
        ],
        head="From: <Saved by Blink>\r\nSnapshot-Content-Location: https://a/x.html\r\n",
    )
    assert held(data) == {"c!https://a/x.html": PAGE}


def test_a_mail_with_files(held) -> None:
    name = "=?utf-8?B?6KGoLmh0bWw=?="
    data = pack.mime(
        [
            ("text/plain; charset=utf-8", "", OTHER),
            ("application/octet-stream", f'Content-Disposition: attachment; filename="{name}"\r\n', PAGE),
            ("image/png", 'Content-Disposition: attachment; filename="scan.png"\r\n', b"\x89PNG"),
        ],
        "mixed",
        head="Subject: x\r\nFrom: a@example.org\r\n",
    )
    assert held(data) == {"c!part1.txt": OTHER, "c!表.html": PAGE, "c!scan.png": b"\x89PNG"}


def test_parts_nested_too_deeply(held) -> None:
    data = b"x"
    for i in range(60):
        data = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n%b\r\n--b%d--\r\n' % (
            i,
            i,
            data,
            i,
        )
    assert "nested" in held(data)["c"]
