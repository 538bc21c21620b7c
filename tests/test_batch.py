"""A run over many files: order, equal bytes, deaths and faults, what is replaced and what is left alone."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import frictionless
import pandas as pd
import pytest

from extractor.batch.order import STATE, Order
from extractor.batch.progress import Progress, duration
from extractor.batch.run import run
from extractor.batch.work import OutputError
from extractor.errors import UsageError
from extractor.inputs.sources import Selection, Source, find_sources
from tests import stand_in
from tests.conftest import content
from tests.generator import pack
from tests.scoring import rows

if TYPE_CHECKING:
    from pathlib import Path

KINDS = ("plain", "marked", "bad", "other")


def archive(folder: Path, *kinds: str) -> Path:
    """A folder with one file for each word."""
    for i, kind in enumerate(kinds):
        path = folder / f"部门{i % 3}" / f"{i:03}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(kind, encoding="utf-8")
    return folder


def do(source: Path, output: Path, *, engine: str = "inline", selection: Selection | None = None, **options):
    sources = find_sources([source], [], selection or Selection(output=output))
    return run(sources, Order(output, engine=engine, read=stand_in.read, **options))


def table(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)


def test_the_bytes_are_the_same_whatever_the_jobs(tmp_path):
    source = archive(tmp_path / "in", *KINDS * 9)
    do(source, tmp_path / "one")
    do(source, tmp_path / "two", engine="local", jobs=2)
    do(source, tmp_path / "again", engine="local", jobs=1)
    one = content(tmp_path / "one")
    assert one == content(tmp_path / "two") == content(tmp_path / "again")
    assert len(table(tmp_path / "one", "filings")) == 36


def test_rows_are_in_the_order_of_sources(tmp_path):
    do(archive(tmp_path / "in", *KINDS * 5), tmp_path / "out", engine="local", jobs=2)
    for name in ("filings", "violations"):
        sources = list(table(tmp_path / "out", name).source)
        assert sources == sorted(sources)


def test_a_fault_of_ours_costs_one_file_and_says_whose_it_is(tmp_path):
    do(archive(tmp_path / "in", "plain", "raise", "plain"), tmp_path / "out")
    filings = table(tmp_path / "out", "filings")
    assert list(filings.status) == ["ok", "unreadable", "ok"]
    assert "fault of the program" in filings.error[1]
    assert "ZeroDivisionError: made for the test" in filings.error[1]


def test_a_source_with_a_problem_is_answered_for(tmp_path):
    (tmp_path / "in").mkdir()
    sources = [Source(tmp_path / "gone", "gone", "cannot be opened")]
    run(iter(sources), Order(tmp_path / "out", engine="inline", reports="none"))
    told = table(tmp_path / "out", "filings").iloc[0]
    assert (told.source, told.status, told.error) == ("gone", "unreadable", "cannot be opened")


def test_the_output_validates_and_every_row_belongs_to_a_filing(tmp_path):
    do(archive(tmp_path / "in", *KINDS), tmp_path / "out")
    report = frictionless.validate(str(tmp_path / "out/datapackage.json"))
    assert report.valid, report.flatten(["title", "note"])


def test_reports_mirror_the_input_and_index_links_to_them(tmp_path):
    do(archive(tmp_path / "in", *KINDS), tmp_path / "out")
    reports = {p for p in content(tmp_path / "out") if p.startswith("reports/")}
    assert reports == {
        f"reports/部门{i % 3}/{i:03}.txt{suffix}" for i in range(4) for suffix in (".html", ".json")
    }
    assert "reports/%E9%83%A8%E9%97%A80/000.txt.html" in (tmp_path / "out/index.html").read_text("utf-8")


@pytest.mark.parametrize(("wanted", "written"), [("all", 4), ("flagged", 3), ("none", 0)])
def test_reports_are_written_as_asked_for(tmp_path, monkeypatch, wanted, written):
    monkeypatch.setattr("extractor.batch.work.check", lambda filing, *_: list(filing.violations))
    outcome = do(archive(tmp_path / "in", *KINDS), tmp_path / "out", reports=wanted)
    assert outcome.pages == written
    assert len(list((tmp_path / "out").glob("reports/**/*.html"))) == written


def test_pages_come_and_go_as_they_are_asked_for_and_no_document_is_read_for_it(tmp_path, monkeypatch):
    monkeypatch.setattr("extractor.batch.work.check", lambda filing, *_: list(filing.violations))
    source, out = archive(tmp_path / "in", *KINDS), tmp_path / "out"
    for wanted, read, written in (("flagged", 4, 3), ("all", 0, 4), ("flagged", 0, 3), ("none", 0, 0)):
        outcome = do(source, out, reports=wanted)
        assert (outcome.read, outcome.pages) == (read, written)
        assert len(list(out.glob("reports/**/*.html"))) == len(list(out.glob("reports/**/*.json"))) == written
        assert not list(out.rglob("*.part"))
    fresh = tmp_path / "fresh"
    do(source, fresh, reports="none")
    assert content(out) == content(fresh)


def test_a_later_run_removes_what_is_ours_and_stale_and_nothing_else(tmp_path):
    source, out = archive(tmp_path / "in", *KINDS), tmp_path / "out"
    do(source, out)
    foreign = [out / "notes.txt", out / "reports/notes.html", out / "reports/部门1/mine.html"]
    for path in foreign:
        path.write_text("mine")
    (source / "部门0/000.txt").unlink()
    (source / "部门1/001.txt").unlink()
    (source / "部门2/002.txt").unlink()
    do(source, out, kind="parquet")
    assert all(p.read_text() == "mine" for p in foreign)
    left = set(content(out))
    assert not [p for p in left if p.endswith(".csv") or "001.txt" in p or "002.txt" in p]
    assert "reports/部门0/003.txt.html" in left
    assert not (out / "reports/部门2").exists()
    assert {"index.html", "datapackage.json", "run.json"} <= left
    assert any(p.startswith("filings.parquet/") for p in left)


def test_an_interrupted_run_leaves_the_tables_and_its_reports_are_known(tmp_path, monkeypatch):
    source, out = archive(tmp_path / "in", "plain", "plain"), tmp_path / "out"
    do(source, out)
    before = (out / "filings.csv").read_bytes()
    archive(tmp_path / "in2", *["marked"] * 4)
    monkeypatch.setattr("extractor.writers.tableset.TableSet.close", interrupted)
    with pytest.raises(KeyboardInterrupt):
        do(tmp_path / "in2", out)
    monkeypatch.undo()
    assert (out / "filings.csv").read_bytes() == before
    assert not list(out.glob("*.part"))
    do(source, out)
    fresh = tmp_path / "fresh"
    do(source, fresh)
    assert content(out) == content(fresh)


def interrupted(*_):
    raise KeyboardInterrupt


def test_a_folder_with_files_that_are_not_ours_is_refused(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out/index.html").write_text("my home page")
    with pytest.raises(UsageError, match=r"index\.html"):
        do(archive(tmp_path / "in", "plain"), tmp_path / "out")
    assert content(tmp_path / "out") == {"index.html": b"my home page"}


def test_a_manifest_or_ledger_leads_to_no_deletion_outside_the_folder(tmp_path):
    out, victim = tmp_path / "out", tmp_path / "victim.html"
    do(archive(tmp_path / "in", "plain"), out)
    victim.write_text("mine")
    manifest = json.loads((out / "run.json").read_text("utf-8"))
    manifest["files"] += ["../victim.html", str(victim), ".."]
    (out / "run.json").write_text(json.dumps(manifest), encoding="utf-8")
    ledger = sqlite3.connect(out / STATE / "ledger.sqlite")
    ledger.execute("INSERT INTO stale VALUES ('../../victim')")
    ledger.execute("UPDATE facts SET value = 'null' WHERE name = 'published'")
    ledger.commit()
    ledger.close()
    do(tmp_path / "in", out)
    assert victim.read_text() == "mine"
    assert len(table(out, "filings")) == 1


def test_a_report_that_cannot_be_written_ends_the_run(tmp_path):
    out = tmp_path / "out"
    out.mkdir()
    (out / "reports").write_text("in the way")
    with pytest.raises(OutputError, match="cannot write the report"):
        do(archive(tmp_path / "in", "plain"), out)
    assert not (out / "filings.csv").exists()


def test_time_is_taken_by_stage(tmp_path):
    outcome = do(archive(tmp_path / "in", "plain", "marked"), tmp_path / "out")
    assert {"pretending", "rules", "rows", "keeping", "write", "finish"} <= set(outcome.seconds)


def test_an_empty_folder_gives_tables_with_headers_only(tmp_path):
    (tmp_path / "in").mkdir()
    outcome = do(tmp_path / "in", tmp_path / "out", engine="local", jobs=2)
    assert outcome.tally.filings == 0
    assert (tmp_path / "out/filings.csv").read_text("utf-8").startswith("filing_id,source,")
    assert frictionless.validate(str(tmp_path / "out/datapackage.json")).valid


def test_progress_is_told_in_plain_lines_off_a_terminal(monkeypatch, capsys):
    monkeypatch.setattr("extractor.batch.progress.EVERY", 0.0)
    progress = Progress(4, "en", lambda: ("slow.pdf", 12.3))
    for status in ("ok", "ok", "partial", "ok"):
        progress.step(status)
    progress.close()
    lines = capsys.readouterr().err.splitlines()
    assert lines[1].startswith("reading 2/4 files (50 %), ")
    assert lines[3].endswith("complete 3 partial 1 slow.pdf for 12 s")
    assert len(lines) == 4


@pytest.mark.parametrize(("seconds", "text"), [(1.26, "1.3 s"), (125, "2:05"), (7384, "2:03:04")])
def test_durations(seconds, text):
    assert duration(seconds) == text


def test_a_container_gives_a_row_for_each_document_in_it(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    page = "<html><body><p>财政预算公开</p></body></html>".encode()
    files = {
        "b.html": page,
        "a.html": page,
        "inner.zip": pack.zipped({"c.html": page}),
        "cut.zip": b"PK\x03\x04",
    }
    (folder / "x.zip").write_bytes(pack.zipped(files))
    (folder / "a.html").write_bytes(page)
    sources = list(find_sources([folder], [], Selection()))
    outcome = run(iter(sources), Order(tmp_path / "out", engine="inline"))
    found = {r["source"]: r for r in rows(tmp_path / "out/filings.csv")}
    assert list(found) == [
        "a.html",
        "x.zip!a.html",
        "x.zip!b.html",
        "x.zip!cut.zip",
        "x.zip!inner.zip!c.html",
    ]
    assert found["x.zip!a.html"]["sha256"] == found["a.html"]["sha256"]
    assert found["x.zip!cut.zip"]["status"] == "unreadable"
    assert outcome.pages == len(list((tmp_path / "out/reports").rglob("*.html"))) == len(found)
