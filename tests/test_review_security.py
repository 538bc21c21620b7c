"""The workbench lets in nobody but the browser that was given the address, and nothing of a filing acts in it."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from extractor.readers.html_view import view
from extractor.review.guard import LARGEST_BODY
from extractor.review.originals import Originals
from extractor.writers.rows import filing_id
from tests.conftest import ROOT
from tests.desk import FORM, TOKEN, Client, a_desk, a_run, served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = (ROOT / "fixtures/archive/beiqiao-zhuyuan-shangwu/2024.html").read_text("utf-8")
NAME = "<img src=x onerror=alert(1)>/\"'&2024.html"
ID = filing_id(NAME)
SCRIPT = "&lt;script&gt;alert(1)&lt;/script&gt;"
HOSTILE = (
    PAGE.replace("北桥市竹垣县商务局", f"北桥市竹垣县{SCRIPT}商务局")
    .replace("重复申请", f"重复申请{SCRIPT}")
    .replace(
        "</body>",
        "<script>alert(1)</script><form action=//evil.example><input name=a></form><img src=//evil.example/a.png "
        "onerror=alert(1)><a href='javascript:alert(1)' onclick=alert(1)>x</a><svg onload=alert(1)></svg>"
        "<iframe src=//evil.example></iframe><link rel=stylesheet href=//evil.example/a.css>"
        "<p style='background:url(//evil.example/b.png)' id='\"><script>alert(2)</script>'>y</p></body>",
    )
)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return a_run(tmp_path_factory.mktemp("hostile"), {NAME: HOSTILE})


@pytest.fixture
def client(run: tuple[Path, Path]) -> Iterator[Client]:
    with served(a_desk(*run)) as client:
        yield client


PATHS = (
    *("/queue", f"/filing/{ID}", f"/filing/{ID}/original", f"/filing/{ID}/page/1.png", "/decisions"),
    *("/corrections.csv", "/static/desk.js", f"/filing/{ID}/cell?cell=applications.granted.total"),
)


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_told_without_the_token(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status == 403
    assert "商务局" not in answer.text


def test_a_wrong_token_gives_no_cookie(client: Client) -> None:
    answer = client.get("/?token=wrong")
    assert answer.status == 403
    assert "set-cookie" not in answer.headers


def test_the_token_is_exchanged_for_a_cookie_that_no_script_reads(client: Client) -> None:
    cookie = client.get(f"/?token={TOKEN}").headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in cookie
    assert client.get("/queue").status == 200
    client.cookies = {name: value[:-1] + "x" for name, value in client.cookies.items()}
    assert client.get("/queue").status == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1.evil.example", ""]
)
def test_a_host_by_another_name_is_not_served(client: Client, host: str) -> None:
    client.enter()
    assert client.get("/queue", host=host or "x").status == 421
    assert client.get(f"/?token={TOKEN}", host=host or "x").status == 421


def test_a_form_without_its_token_does_nothing(client: Client) -> None:
    client.enter()
    fields = "nth=0&verdict=filing&who=a"
    for path in (f"/filing/{ID}/decide", f"/filing/{ID}/correct", "/who"):
        assert client.ask("POST", path, fields, **FORM).status == 403
        assert client.ask("POST", path, fields + "&csrf=" + "0" * 64, **FORM).status == 403
    assert "还没有决定" in client.get("/decisions").text


def test_a_form_of_another_site_does_nothing(client: Client) -> None:
    client.enter()
    fields = {"nth": "0", "verdict": "filing", "who": "a"}
    for header in ({"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert client.post(f"/filing/{ID}/decide", fields, **header).status == 403


def test_a_body_without_end_is_refused(client: Client) -> None:
    client.enter()
    answer = client.post(
        f"/filing/{ID}/decide", {"nth": "0", "verdict": "filing", "note": "x" * LARGEST_BODY}
    )
    assert answer.status == 403
    chunked = client.ask("POST", f"/filing/{ID}/decide", "a", transfer_encoding="chunked", **FORM)
    assert chunked.status in (400, 403)


@pytest.mark.parametrize("path", ["/queue", f"/filing/{ID}", "/decisions"])
def test_every_page_allows_our_own_files_and_nothing_else(client: Client, path: str) -> None:
    answer = client.enter().get(path)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
    seen = Tags()
    seen.feed(answer.text)
    assert seen.names.isdisjoint({"object", "embed", "base", "style"})
    assert [value for name, value in seen.attributes if name.startswith("on") or name == "style"] == []
    own = re.compile(
        r"/static/|/filing/|/queue|/decisions|/corrections|/faults.xlsx|/overview|/series|/who|/$|[?#]|$"
    )
    assert [v for n, v in seen.attributes if n in ("href", "src", "action") and not own.match(v or "")] == []


class Tags(HTMLParser):
    """The elements and attributes of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take note of an element."""
        self.names.add(tag)
        self.attributes += attrs


@pytest.mark.parametrize("path", ["/queue", f"/filing/{ID}", f"/filing/{ID}/original"])
def test_what_a_filing_says_is_text(client: Client, path: str) -> None:
    text = client.enter().get(path).text
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "&lt;" in text


def test_the_document_is_shown_with_a_policy_that_lets_it_do_nothing(client: Client) -> None:
    answer = client.enter().get(f"/filing/{ID}/original")
    assert answer.status == 200
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'sha256-")
    for word in (
        "<script",
        "<form",
        "<input",
        "<iframe",
        "<img",
        "<svg",
        "<link",
        "href",
        "src=",
        "onclick",
        "evil.example",
    ):
        assert word not in answer.text, word
    assert f"重复申请{SCRIPT}" in answer.text.replace("3.", "").replace("2.", "")
    assert 'id="2/27/6"' in answer.text


def test_a_page_keeps_no_attribute_but_spans() -> None:
    text = "<table onclick=a style=b><tr><td colspan='2\"x' rowspan=3 class=c>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    markup = view(f"<html><body>{text}</body></html>").markup
    assert 'colspan="2"' in markup
    assert "onclick" not in markup
    assert "style" not in markup
    assert "class" not in markup


# paths


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/words.toml", "/filing/../../etc/passwd",
        "/filing/..%2f..%2fetc%2fpasswd/original", f"/filing/{ID}/page/../../../etc/passwd", "/filing/x/original",
        "//etc/passwd", f"/filing/{ID}/page/0.png", f"/filing/{ID}/page/99999999999.png",
    ],
)  # fmt: skip
def test_no_address_leads_to_a_file(client: Client, path: str) -> None:
    answer = client.enter().get(path)
    assert answer.status == 404
    assert "root:" not in answer.text


def test_a_source_never_leads_out_of_its_input(tmp_path: Path) -> None:
    inside = tmp_path / "input"
    (inside / "a").mkdir(parents=True)
    (tmp_path / "secret.html").write_text("secret")
    (inside / "a/b.html").write_text("b")
    (inside / "link.html").symlink_to(tmp_path / "secret.html")
    originals = Originals([inside])
    assert originals.get("a/b.html", "").data == b"b"
    assert originals.get("input/a/b.html", "").data == b"b"
    for source in (
        "../secret.html",
        "a/../../secret.html",
        "link.html",
        str(tmp_path / "secret.html"),
        "a//b.html",
        "a",
        ".",
    ):
        assert originals.get(source, "").problem == "not found", source


def test_who_comes_back_only_to_a_page_of_ours(client: Client) -> None:
    client.enter()
    for back in ("//evil.example", "https://evil.example", "/\\evil.example", ""):
        assert client.post("/who", {"who": "甲", "back": back}).headers["location"] == "/"
    assert (
        client.post("/who", {"who": "甲", "back": "/queue?year=2024"}).headers["location"]
        == "/queue?year=2024"
    )


def test_a_document_that_is_another_now_is_said(run: tuple[Path, Path]) -> None:
    desk = a_desk(*run)
    path = run[0] / NAME
    before = path.read_bytes()
    try:
        path.write_bytes(before + b"<!-- -->")
        with served(desk) as client:
            assert "SHA-256 不一致" in client.enter().get(f"/filing/{ID}").text
    finally:
        path.write_bytes(before)
