"""What is known is not read again, and what has changed is: each kind of change, and what it costs."""

from __future__ import annotations

import hashlib
import os
from dataclasses import replace
from pathlib import Path

import pytest

from extractor.batch import plan
from extractor.batch.archive import Additions
from extractor.batch.order import STATE, Order
from extractor.batch.run import run
from extractor.batch.space import Space, require
from extractor.batch.work import OutputError
from extractor.inputs.sources import Selection, find_sources
from extractor.model.filing import Violation
from extractor.pipeline import Trace
from extractor.writers.rows import filing_id
from extractor.writers.schema import Field, Schema
from tests import stand_in
from tests.conftest import content
from tests.generator import pack
from tests.scoring import rows


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for i, word in enumerate(("plain", "marked", "bad", "other", "plain")):
        (folder / f"{i}.txt").write_text(word, encoding="utf-8")
    return folder


@pytest.fixture
def seen(monkeypatch):
    """The names of the documents that are read."""
    names: list[str] = []

    def read(path, name, clock=None, _ocr="auto"):
        names.append(name)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        return Trace(None, replace(stand_in.read(path, name, clock), sha256=digest))

    monkeypatch.setattr("extractor.batch.work.trace_file", read)
    return names


def do(*inputs: Path, output: Path | None = None, **options):
    output = output or inputs[0].parent / "out"
    found = find_sources(inputs, [], Selection(output=output))
    return run(found, Order(output, engine="inline", **options))


def as_fresh(*inputs: Path, **options) -> dict[str, bytes]:
    """What a first run comes to."""
    output = inputs[0].parent / "fresh"
    do(*inputs, output=output, resume=False, **options)
    return content(output)


def test_a_second_run_reads_nothing_and_writes_nothing(source, seen):
    do(source)
    out = source.parent / "out"
    before = {p: p.stat().st_mtime_ns for p in out.rglob("*") if STATE not in p.parts}
    seen.clear()
    outcome = do(source)
    assert seen == []
    assert outcome.read == 0
    assert (outcome.tally.filings, outcome.tally.statuses["ok"], outcome.pages) == (5, 2, 5)
    assert outcome.tally.by_severity()
    assert {p: p.stat().st_mtime_ns for p in out.rglob("*") if STATE not in p.parts} == before


def test_a_touched_file_is_hashed_and_not_read(source, seen):
    do(source)
    seen.clear()
    os.utime(source / "1.txt", (1, 1))
    do(source)
    assert seen == []
    assert content(source.parent / "out") == as_fresh(source)


def test_a_changed_a_new_and_a_removed_file(source, seen):
    do(source)
    seen.clear()
    (source / "1.txt").write_text("plain", encoding="utf-8")
    (source / "9.txt").write_text("marked", encoding="utf-8")
    (source / "0.txt").unlink()
    do(source)
    assert seen == ["1.txt", "9.txt"]
    assert content(source.parent / "out") == as_fresh(source)


@pytest.mark.parametrize("options", [{"language": "en"}, {"resume": False}])
def test_another_recipe_or_no_resume_reads_all(source, seen, options):
    do(source)
    seen.clear()
    do(source, **options)
    assert len(seen) == 5


def test_newer_forms_or_another_program_read_all(source, seen, monkeypatch):
    do(source)
    seen.clear()
    monkeypatch.setattr("extractor.batch.recipe._source", lambda: "another program")
    do(source)
    assert len(seen) == 5


def test_a_side_file_that_changes_reads_all(source, seen):
    side = source.parent / "aliases.csv"
    side.write_text("a", encoding="utf-8")
    do(source, side_files=(side,))
    seen.clear()
    do(source, side_files=(side,))
    assert seen == []
    side.write_text("b", encoding="utf-8")
    do(source, side_files=(side,))
    assert len(seen) == 5


def test_another_format_reads_nothing(source, seen):
    do(source)
    seen.clear()
    do(source, kind="parquet")
    assert seen == []
    assert content(source.parent / "out") == as_fresh(source, kind="parquet")


def test_add_keeps_what_is_there(source, seen):
    do(source)
    seen.clear()
    more = source.parent / "more"
    more.mkdir()
    for name in ("0.txt", "x.txt"):
        (more / name).write_text("marked", encoding="utf-8")
    out = source.parent / "out"
    do(more, output=out, add=True)
    assert seen == ["0.txt~2", "x.txt"]
    kept = [r["source"] for r in rows(out / "filings.csv")]
    assert kept == ["0.txt", "0.txt~2", "1.txt", "2.txt", "3.txt", "4.txt", "x.txt"]
    seen.clear()
    do(more, output=out, add=True)
    assert seen == []
    do(more, output=out)
    assert [r["source"] for r in rows(out / "filings.csv")] == ["0.txt", "x.txt"]


def test_retry_reads_what_failed_and_nothing_else(source, seen):
    do(source)
    seen.clear()
    do(source, retry=True)
    assert seen == ["2.txt"]


@pytest.mark.parametrize("lost", ["filings.csv", "index.html", "reports/1.txt.html", "reports/1.txt.json"])
def test_what_was_removed_or_changed_by_hand_is_made_again(source, seen, lost):
    do(source)
    seen.clear()
    out = source.parent / "out"
    before = content(out)
    (out / lost).unlink()
    do(source)
    assert content(out) == before
    (out / "filings.csv").write_text("spoilt", encoding="utf-8")
    do(source)
    assert content(out) == before
    assert seen == []


def test_a_file_read_with_others_beside_it_is_read_again_when_they_change(source, seen, monkeypatch):
    beside = source.parent / "annex.docx"
    beside.write_text("a", encoding="utf-8")
    original = stand_in_answers()

    def do_item(self, item):
        for answer in original(self, item):
            yield answer._replace(beside=(str(beside),)) if item.unit == "1.txt" else answer

    monkeypatch.setattr("extractor.batch.work.Worker.do", do_item)
    do(source)
    seen.clear()
    do(source)
    assert seen == []
    beside.write_text("changed", encoding="utf-8")
    do(source)
    assert seen == ["1.txt"]


def stand_in_answers():
    from extractor.batch.work import Worker  # noqa: PLC0415 - as it is before it is replaced

    return Worker.do


def test_a_file_that_moves_is_another_and_a_link_that_leads_nowhere_is_told(source, seen):
    (source / "5.txt").symlink_to(source / "4.txt")
    do(source)
    (source / "4.txt").rename(source / "6.txt")
    seen.clear()
    selection = Selection()
    out = source.parent / "out"
    run(find_sources([source], [], selection), Order(out, engine="inline"), selection.skipped)
    assert seen == ["6.txt"]
    listed = [r["source"] for r in rows(out / "filings.csv")]
    assert listed == ["0.txt", "1.txt", "2.txt", "3.txt", "6.txt"]
    log = (out / STATE / "log.jsonl").read_text("utf-8")
    assert "5.txt" in log
    assert "leads nowhere" in log


def test_a_file_called_as_a_member_of_a_container_stays_apart_from_it(source, seen):
    page = "<html><body><p>财政预算公开</p></body></html>".encode()
    (source / "x.zip").write_bytes(pack.zipped({"a.txt": page}))
    (source / "x.zip!a.txt").write_text("plain", encoding="utf-8")
    (source / "no.zip!a.txt").write_text("plain", encoding="utf-8")
    for _ in range(2):
        do(source)
        listed = [r["source"] for r in rows(source.parent / "out/filings.csv")]
        assert listed[5:] == ["no.zip!a.txt", "x.zip!a.txt", "x.zip!a.txt~2"]
    assert seen.count("x.zip!a.txt~2") == 1


def test_shards_are_compacted_where_most_of_them_is_of_no_use(source, seen, monkeypatch):
    monkeypatch.setattr("extractor.batch.compact.SPARED", 0)
    do(source)
    shards = source.parent / "out" / STATE / "shards"
    sizes = set()
    for word in ("plain", "marked") * 3:
        for i in range(5):
            (source / f"{i}.txt").write_text(f"{word} {len(sizes)}-{i}", encoding="utf-8")
        do(source)
        sizes.add(sum(p.stat().st_size for p in shards.iterdir()))
    assert max(sizes) < 3 * min(sizes)
    assert "00000.shard" not in {p.name for p in shards.iterdir()}
    assert content(source.parent / "out") == as_fresh(source)
    seen.clear()
    do(source)
    assert seen == []


def test_the_plan_does_not_open_what_looks_the_same(source, monkeypatch):
    do(source)
    monkeypatch.setattr(Path, "open", None)
    assert plan.stamp(source / "0.txt")[1] == len("plain")
    monkeypatch.undo()


def test_room_is_asked_for():
    require(Space(5, 5), Path("out"))
    with pytest.raises(OutputError, match=r"needs about 7\.0 GB and has 2\.0 GB free"):
        require(Space(7_000_000_000, 2_000_000_000), Path("out"))


# what the archive adds


def broken_series(view, language, _options):
    """A rule over the archive: every second filing is an outlier, and all have a number."""
    ids = view.table("filings", ["filing_id"]).column("filing_id").to_pylist()
    broken = Violation(
        "outlier", "error", "violated", "applications", "granted", "total", message=f"far out ({language})"
    )
    first = [x for x in ids if x == filing_id("0.txt") or x == filing_id("1.txt")]
    return Additions(dict.fromkeys(first, (broken,)), {}, {"bodies": [("b1", "one"), ("b2", "two")]})


BODIES = Schema("bodies", "机关", "Bodies.", (Field("body", "机关", "Code."), Field("name", "名", "Name.")))


@pytest.fixture
def series(monkeypatch):
    monkeypatch.setattr("extractor.batch.assembly.ARCHIVE_RULES", (broken_series,))
    for module in ("schema", "tableset", "datapackage"):
        monkeypatch.setattr(f"extractor.writers.{module}.ARCHIVE_SCHEMAS", {"bodies": BODIES})


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.usefixtures("series")
def test_what_the_archive_adds_stands_everywhere(source, kind, seen):
    outcome = do(source, kind=kind)
    out = source.parent / "out"
    assert len(seen) == 5
    page = (out / "reports/0.txt.html").read_text("utf-8")
    assert "far out (zh)" in page
    assert "far out" not in (out / "reports/4.txt.html").read_text("utf-8")
    assert outcome.tally.rules["outlier"].violated == 2
    if kind == "parquet":
        return
    assert [r["name"] for r in rows(out / "bodies.csv")] == ["one", "two"]
    added = [r for r in rows(out / "violations.csv") if r["rule"] == "outlier"]
    assert [(r["source"], r["message"]) for r in added] == [
        ("0.txt", "far out (zh)"),
        ("1.txt", "far out (zh)"),
    ]
    counts = {r["source"]: int(r["errors"]) for r in rows(out / "filings.csv")}
    own = [r for r in rows(out / "violations.csv") if r["source"] == "1.txt"]
    assert counts["1.txt"] == sum((r["severity"], r["outcome"]) == ("error", "violated") for r in own)


@pytest.mark.usefixtures("series")
def test_pages_follow_the_archive_and_no_document_is_read_for_it(source, seen, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("extractor.batch.assembly.ARCHIVE_RULES", ())
        do(source, reports="flagged")
    out = source.parent / "out"
    page = out / "reports/0.txt.html"
    without = page.read_text("utf-8")
    (source / "7.txt").write_text("plain", encoding="utf-8")
    seen.clear()
    do(source, reports="flagged")
    assert "far out" in page.read_text("utf-8")
    assert seen == ["7.txt"]
    monkeypatch.setattr("extractor.batch.assembly.ARCHIVE_RULES", ())
    (source / "7.txt").unlink()
    do(source, reports="flagged")
    assert page.read_text("utf-8") == without
    assert seen == ["7.txt"]
