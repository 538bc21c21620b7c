"""Runs over pages with attachments: what is joined, what is read again, and that no number counts twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.api import read
from extractor.batch.order import Order
from extractor.batch.run import run
from extractor.batch.work import Item, Settings, Worker
from extractor.inputs.beside import Root
from extractor.inputs.sources import Selection, find_sources
from extractor.pipeline import trace_bytes
from tests.generator import pack
from tests.scoring import Row, rows
from tests.test_attachments import page, put, word

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from extractor.batch.order import Outcome
    from extractor.pipeline import Trace


def do(source: Path, output: Path, **options: object) -> tuple[Outcome, dict[str, Row]]:
    selection = Selection(output=output)
    sources = list(find_sources([source], [], selection))
    outcome = run(iter(sources), Order(output, roots=selection.roots, **options))
    return outcome, {r["source"]: r for r in rows(output / "filings.csv")}


def test_the_file_keeps_its_row_and_nothing_else(tmp_path: Path) -> None:
    source = put(tmp_path / "in", {"b.html": page("t.docx"), "t.docx": word()})
    outcome, filings = do(source, tmp_path / "out")
    assert (filings["b.html"]["status"], filings["b.html"]["attachments"]) == ("ok", "t.docx")
    assert (filings["t.docx"]["status"], filings["t.docx"]["attachment_of"]) == ("not_a_report", "b.html")
    for table in ("applications", "sections"):
        assert {r["filing_id"] for r in rows(tmp_path / f"out/{table}.csv")} == {
            filings["b.html"]["filing_id"]
        }
    shown = (tmp_path / "out/reports/t.docx.html").read_text("utf-8")
    assert "b.html" in shown
    assert outcome.tally.statuses == {"ok": 1, "not_a_report": 1}


def test_a_file_that_comes_changes_or_goes_has_its_page_read_again(tmp_path: Path) -> None:
    source, output = put(tmp_path / "in", {"b.html": page("t.docx")}), tmp_path / "out"
    _, filings = do(source, output)
    assert filings["b.html"]["status"] == "no_tables"
    put(source, {"t.docx": word()})
    outcome, filings = do(source, output)
    assert (outcome.read, filings["b.html"]["status"]) == (2, "ok")
    outcome, filings = do(source, output)
    assert (outcome.read, filings["b.html"]["status"]) == (0, "ok")
    put(source, {"t.docx": word(year=2021)})
    _, filings = do(source, output)
    assert (filings["b.html"]["status"], filings["t.docx"]["status"]) == ("no_tables", "ok")
    (source / "t.docx").unlink()
    _, filings = do(source, output)
    assert {name: r["status"] for name, r in filings.items()} == {"b.html": "no_tables"}


def test_in_a_container_documents_are_told_once(tmp_path: Path) -> None:
    files = {"a.html": page("t.docx"), "t.docx": word(), "z.html": page("none.docx")}
    source = put(tmp_path / "in", {"c.zip": pack.zipped(files)})
    outcome, filings = do(source, tmp_path / "out", jobs=2)
    assert outcome.read == 3
    assert {name: r["status"] for name, r in filings.items()} == {
        "c.zip!a.html": "ok",
        "c.zip!t.docx": "not_a_report",
        "c.zip!z.html": "no_tables",
    }


def test_several_inputs_have_their_files_by_their_sources(tmp_path: Path) -> None:
    put(tmp_path, {"one/b.html": page("../two/t.docx"), "two/t.docx": word(), "three/t.docx": word()})
    selection = Selection()
    inputs = [tmp_path / "one", tmp_path / "two"]
    sources = list(find_sources(inputs, [], selection))
    run(iter(sources), Order(tmp_path / "out", roots=selection.roots))
    filings = {r["source"]: r for r in rows(tmp_path / "out/filings.csv")}
    # Links are followed inside one input: what lies beside it may be anybody's.
    assert filings["one/b.html"]["attachments"] == ""
    assert filings["two/t.docx"]["status"] == "ok"


def test_a_container_that_was_broken_off_still_finds_them(tmp_path: Path) -> None:
    files = {"a.html": page("t.docx"), "t.docx": word()}
    path = put(tmp_path, {"c.zip": pack.zipped(files)}) / "c.zip"
    item = Item("c.zip", path, skip=2, waiting=(("c.zip!a.html", 0),))
    told = [answer for answer in Worker(Settings()).do(item) if answer.read is not None]
    assert [(a.read.source, a.read.place, a.read.status, a.again) for a in told] == [
        ("c.zip!a.html", 0, "ok", True)
    ]
    assert told[0].read.attachments == ("c.zip!t.docx",)


def test_attachments_obey_what_is_said_of_scans(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In folders and in containers: with ``--ocr off`` nothing is recognised."""
    asked = []

    def spy(data: bytes, source: str, *, ocr: str = "auto") -> Trace:
        asked.append((source, ocr))
        return trace_bytes(data, source, ocr=ocr)

    monkeypatch.setattr("extractor.attachments.join.trace_bytes", spy)
    files = {"a.html": page("t.docx"), "t.docx": word()}
    source = put(tmp_path / "in", {**files, "c.zip": pack.zipped(files)})
    worker = Worker(Settings(roots=(Root(source),), ocr="off"))
    for name in ("a.html", "c.zip"):
        assert any(a.read and a.read.attachments for a in worker.do(Item(name, source / name)))
    assert asked == [("t.docx", "off"), ("c.zip!t.docx", "off")]


def test_one_file_is_read_with_its_attachments_as_in_a_run(tmp_path: Path) -> None:
    source = put(tmp_path / "in", {"b.html": page("f/t.docx"), "f/t.docx": word()})
    filing = read(source / "b.html")
    assert (filing.status, filing.attachments) == ("ok", ("f/t.docx",))
    assert read(source / "b.html", source="x/b.html").attachments == ("x/f/t.docx",)
