"""Runs over pages with attachments: what is joined, what is read again, and that no number counts twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.batch.order import Order
from extractor.batch.run import run
from extractor.batch.work import Item, Settings, Worker
from extractor.inputs.sources import Selection, find_sources
from tests.generator import pack
from tests.scoring import Row, rows
from tests.test_attachments import page, put, word

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.batch.order import Outcome


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
