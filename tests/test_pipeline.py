"""One file from bytes to a filing: status, template, error."""

from __future__ import annotations

import pytest

from extractor import pipeline
from extractor.inputs.containers import container_type, members
from extractor.model.filing import FilingStatus
from extractor.pipeline import read_file, read_member, trace_bytes, trace_file
from tests import sheets
from tests.generator.hostile import hostile


@pytest.mark.parametrize("template", ["2014", "2019", "2021"])
def test_a_whole_filing_is_ok(template):
    filing = sheets.read(sheets.page(sheets.tables(template), year=sheets.YEARS[template]))
    assert (filing.status, filing.template, filing.error) == (FilingStatus.OK, template, "")
    assert (filing.identity.organization, filing.identity.year) == ("青禾县水利局", sheets.YEARS[template])
    assert (filing.media_type, filing.reader, len(filing.sha256)) == ("text/html", "html", 64)


def test_a_missing_table_makes_it_partial():
    printed = sheets.tables("2021")
    del printed["proceedings"]
    assert sheets.read(sheets.page(printed)).status is FilingStatus.PARTIAL


@pytest.mark.parametrize(
    ("text", "status"),
    [("", "ok"), ("&nbsp;", "ok"), ("/", "ok"), ("见附件", "partial"), ("007", "partial")],
)
def test_blanks_do_not_make_it_partial_but_bad_texts_do(text, status):
    page = sheets.page(sheets.tables("2021")).replace("<td>1020</td>", f"<td>{text}</td>")
    assert sheets.read(page).status == status


def test_a_report_without_tables():
    page = f"<h1>{sheets.TITLE.format(year=2022)}</h1>" + "".join(
        f"<p>{n}、{t}</p><p>有内容。</p>"
        for n, t in zip(
            "一二三四五六",
            (
                "总体情况",
                "主动公开政府信息情况",
                "收到和处理政府信息公开申请情况",
                "政府信息公开行政复议、行政诉讼情况",
                "存在的主要问题及改进情况",
                "其他需要报告的事项",
            ),
            strict=True,
        )
    )
    filing = sheets.read(page)
    assert (filing.status, filing.template, filing.tables) == (FilingStatus.NO_TABLES, "", ())


@pytest.mark.parametrize("case", hostile(), ids=lambda case: case.source)
def test_hostile_inputs_have_one_of_their_statuses(case, tmp_path):
    path = tmp_path / case.source
    path.write_bytes(case.data)
    if container_type(path):
        filings = [read_member(member) for member in members(path, case.source)]
    else:
        filings = [trace_bytes(case.data, case.source).filing]
    for filing in filings:
        assert filing.status in case.expected.split("|"), case.note
        assert bool(filing.error) == (filing.status in ("unreadable", "not_a_report"))


def test_files_that_cannot_be_opened(tmp_path):
    filing = read_file(tmp_path / "none.html", "none.html")
    assert (filing.status, filing.sha256) == (FilingStatus.UNREADABLE, "")
    assert filing.error


def test_a_file_beyond_the_limit_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / "a.html"
    path.write_bytes(b"<p>" * 10)
    monkeypatch.setattr(pipeline, "LARGEST", 29)
    assert "29" in read_file(path, "a.html").error
    monkeypatch.setattr(pipeline, "LARGEST", 30)
    assert "limit" not in read_file(path, "a.html").error


def test_the_stages_are_told_in_order(tmp_path):
    path = tmp_path / "a.html"
    path.write_text(sheets.page(sheets.tables("2021")), encoding="utf-8")
    stages: list[str] = []
    trace = trace_file(path, "a.html", stages.append)
    assert stages == ["reader", "tables", "outline", "identity", "mapping", "narrative"]
    assert (trace.encoding, trace.replaced) == ("utf-8", 0)
    assert trace.document is not None
    assert trace.filing.source == "a.html"


def test_the_same_bytes_give_the_same_filing():
    page = sheets.page(sheets.tables("2019"), year=2020)
    assert sheets.read(page) == sheets.read(page)
