"""Pages whose tables stand in a file beside them: one filing, its numbers once, each with the file it is from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pytest

from extractor.attachments import in_container, in_folders, joined
from extractor.inputs.beside import Root, comparable, leads_to, url_of
from extractor.pipeline import trace_file
from tests.generator import generate, layouts_word, pack
from tests.generator.names import organization

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.model.filing import Filing

ORG, YEAR = 300, 2022
BODY = organization(ORG).name
TITLE = f"{BODY}{YEAR}年政府信息公开工作年度报告"
SECTIONS = "".join(
    f"<p>{n}、{title}</p>{text}"
    for n, title, text in (
        ("一", "总体情况", f"<p>{YEAR}年，本机关认真做好政府信息公开工作，及时公开各类信息。</p>"),
        ("二", "主动公开政府信息情况", ""),
        ("三", "收到和处理政府信息公开申请情况", ""),
        ("四", "政府信息公开行政复议、行政诉讼情况", ""),
        ("五", "存在的主要问题及改进情况", "<p>公开的深度有待加强。</p>"),
        ("六", "其他需要报告的事项", "<p>无。</p>"),
    )
)


def page(link: str, *, title: str = TITLE, sections: str = SECTIONS, text: str = "附件：统计表") -> bytes:
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>{sections}"
        f'<p><a href="{link}">{text}</a></p></body></html>'
    ).encode()


def word(org: int = ORG, year: int = YEAR) -> bytes:
    return layouts_word.generate(1, "2021", "word-plain", year=year, org=org).data


class Read(NamedTuple):
    """A filing as read with its files, and where these were looked for."""

    filing: Filing
    beside: tuple[Path, ...]


def read_in(path: Path, name: str, roots: tuple[Root, ...]) -> Read:
    trace = trace_file(path, name)
    attachments, looked = in_folders(trace, path, roots)
    return Read(joined(trace, attachments), looked)


def read(folder: Path, name: str) -> Read:
    return read_in(folder / name, name, (Root(folder),))


def read_all(path: Path, *pages: str) -> dict[str, Filing]:
    """The filings of pages in a container."""
    found = (j for j in in_container(path, path.name, pages) if j is not None)
    return {j.member.name: joined(j.trace, j.attachments) for j in found}


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def test_a_page_and_its_file_are_one_filing(tmp_path: Path) -> None:
    found = read(put(tmp_path, {"a/b.html": page("files/t.docx"), "a/files/t.docx": word()}), "a/b.html")
    filing = found.filing
    assert (filing.status, filing.template, filing.media_type) == ("ok", "2021", "text/html")
    assert filing.attachments == ("a/files/t.docx",)
    assert {t.table for t in filing.tables} == {"disclosure", "applications", "proceedings"}
    assert filing.table("applications").facts[0].location.startswith("a/files/t.docx 2/4/")
    assert [s.section for s in filing.sections if s.section] == [1, 2, 3, 4, 5, 6]
    assert [s.has_table for s in filing.sections if s.section in (2, 3, 4)] == [True] * 3
    assert (filing.identity.organization, filing.identity.year) == (BODY, YEAR)
    assert tmp_path / "a/files/t.docx" in found.beside


def test_without_the_file_the_page_waits_for_it(tmp_path: Path) -> None:
    found = read(put(tmp_path, {"b.html": page("files/t.docx")}), "b.html")
    assert (found.filing.status, found.filing.attachments) == ("no_tables", ())
    assert found.beside == (tmp_path / "files/t.docx",)


def test_a_page_with_its_tables_asks_for_no_file(tmp_path: Path) -> None:
    whole = generate(1, "2021", "html-bare", year=YEAR, org=ORG).data
    whole = whole.replace(b"</body>", b'<a href="t.docx">t.docx</a></body>')
    found = read(put(tmp_path, {"b.html": whole, "t.docx": word()}), "b.html")
    assert (found.filing.status, found.filing.attachments, found.beside) == ("ok", (), ())


def test_a_page_with_nothing_but_its_title(tmp_path: Path) -> None:
    found = read(put(tmp_path, {"b.html": page("t.docx", sections=""), "t.docx": word()}), "b.html")
    assert found.filing.status == "ok"
    assert [s.section for s in found.filing.sections if s.section] == [1, 2, 3, 4, 5, 6]
    assert found.filing.sections[0].location.startswith("t.docx ¶")


@pytest.mark.parametrize("other", [{"year": 2021}, {"org": 301}])
def test_a_file_of_another_year_or_body_is_not_its(tmp_path: Path, other: dict[str, int]) -> None:
    found = read(put(tmp_path, {"b.html": page("t.docx"), "t.docx": word(**other)}), "b.html")
    assert (found.filing.status, found.filing.attachments) == ("no_tables", ())


def test_a_notice_with_the_form_attached_is_no_filing(tmp_path: Path) -> None:
    title = f"关于做好{YEAR}年政府信息公开工作年度报告编制工作的通知"
    found = read(
        put(tmp_path, {"b.html": page("t.docx", title=title, sections=""), "t.docx": word()}), "b.html"
    )
    assert found.filing.status == "not_a_report"


def test_two_files_that_differ_are_both_left_alone(tmp_path: Path) -> None:
    two = page("t.docx").replace(b"</body>", b'<a href="u.docx">u.docx</a></body>')
    files = {"b.html": two, "t.docx": word(), "u.docx": word()}
    assert read(put(tmp_path, files), "b.html").filing.attachments == ("t.docx", "u.docx")
    other = layouts_word.generate(1, "2021", "word-plain", year=YEAR, org=ORG, faults=("row-total",)).data
    found = read(put(tmp_path, {"u.docx": other}), "b.html").filing
    assert {t.table for t in found.tables} == {"disclosure", "proceedings"}
    assert found.status == "partial"


@pytest.mark.parametrize(
    ("target", "name"),
    [
        ("附件 1.docx", "附件 1.docx"),
        ("%E9%99%84%E4%BB%B6.docx", "附件.docx"),
        ("%B8%BD%BC%FE.docx", "附件.docx"),
        ("/a/files/t.docx?x=1#y", "a/files/t.docx"),
        ("https://www.example.gov.cn/files/t.docx", "www.example.gov.cn/files/t.docx"),
        ("..\\t.docx", "t.docx"),
        ("./t.docx", "site/t.docx"),
        ("down.jsp?id=5", "site/down.jsp?id=5"),
    ],
)
def test_where_links_lead(tmp_path: Path, target: str, name: str) -> None:
    own = "site/b.html" if "/" not in name or name.startswith("site") else "b.html"
    own = "b.html" if "附件" in name else own
    found = read(put(tmp_path, {own: page(target, text="附件"), name: word()}), own)
    assert found.filing.attachments == (name,)


def test_links_out_of_the_input_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, {"in/b.html": page("../t.docx"), "t.docx": word()})
    (tmp_path / "in/link.docx").symlink_to(tmp_path / "t.docx")
    root = (Root(tmp_path / "in"),)
    found = read_in(tmp_path / "in/b.html", "b.html", root)
    assert (found.filing.attachments, found.beside) == ((), ())
    put(tmp_path, {"in/b.html": page("link.docx")})
    found = read_in(tmp_path / "in/b.html", "b.html", root)
    assert found.filing.attachments == ()
    found = read_in(tmp_path / "in/b.html", "b.html", ())
    assert found.filing.attachments == ()


def test_names_that_links_may_mean() -> None:
    assert leads_to("../x.pdf", "", "a/b/c.html") == ("a/x.pdf",)
    assert leads_to("../../../x.pdf", "", "a/b/c.html") == ()
    assert leads_to("/x.pdf", "", "a/b/c.html") == ("a/b/x.pdf", "a/x.pdf", "x.pdf")
    assert leads_to("x.pdf", "sub/", "a/c.html") == ("a/sub/x.pdf",)
    for nothing in ("javascript:x()", "mailto:a@b", "#top", "http://[bad", "", "x" * 3000):
        assert leads_to(nothing, "", "a.html") == ()


def test_urls_that_mean_the_same() -> None:
    assert url_of("b%20c.pdf", "", "http://WWW.a.cn/x/y.html") == comparable("https://www.a.cn/x/b c.pdf#z")
    assert url_of("b.pdf", "/base/", "http://a.cn/x/y.html") == "a.cn/base/b.pdf"


@pytest.mark.parametrize(
    "packed", [pack.zipped, pack.tarred, lambda f: pack.gzipped(pack.tarred(f)), pack.seven_zipped]
)
def test_inside_a_container(tmp_path: Path, packed) -> None:
    inner = pack.zipped({"x/b.html": page("t.docx"), "x/t.docx": word()})
    files = {
        "a/b.html": page("../f/t.docx"),
        "f/t.docx": word(),
        "inner.zip": inner,
        "z.html": page("none.docx"),
    }
    path = put(tmp_path, {"c": packed(files)}) / "c"
    found = read_all(path, "c!a/b.html", "c!inner.zip!x/b.html", "c!z.html")
    assert {name: filing.attachments for name, filing in found.items()} == {
        "c!a/b.html": ("c!f/t.docx",),
        "c!inner.zip!x/b.html": ("c!inner.zip!x/t.docx",),
    }


def test_inside_a_crawl_by_url(tmp_path: Path) -> None:
    site = "https://www.example.gov.cn/zwgk"
    records = [
        pack.warc_record("response", f"{site}/b.html", pack.http(page("./files/t%31.docx?v=2"))),
        pack.warc_record("response", f"{site}/files/t1.docx?v=2", pack.http(word(), "application/msword")),
    ]
    for order in (records, records[::-1]):
        path = put(tmp_path, {"c.warc.gz": b"".join(map(pack.gzipped, order))}) / "c.warc.gz"
        found = read_all(path, f"c.warc.gz!{site}/b.html")
        assert found[f"c.warc.gz!{site}/b.html"].attachments == (f"c.warc.gz!{site}/files/t1.docx?v=2",)
        assert found[f"c.warc.gz!{site}/b.html"].status == "ok"
