"""Runs joined into one, and what a ledger tells of a run."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from extractor.batch.ledger import Ledger
from extractor.batch.lock import BusyError, locked
from extractor.batch.merge import merge
from extractor.batch.order import STATE, Order
from extractor.batch.run import run
from extractor.batch.status import status, told
from extractor.errors import UsageError
from extractor.inputs.sources import Selection, find_sources
from tests import stand_in
from tests.conftest import content, run_program
from tests.scoring import rows

if TYPE_CHECKING:
    from pathlib import Path

WORDS = ("plain", "marked", "bad", "other", "plain", "marked")


def do(*inputs: Path, output: Path, include: tuple[str, ...] = (), **options):
    found = find_sources(inputs, [], Selection(include, output=output))
    return run(found, Order(output, engine="inline", read=stand_in.read, **options))


@pytest.fixture
def source(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for i, word in enumerate(WORDS):
        (folder / f"{i}.txt").write_text(word, encoding="utf-8")
    return folder


@pytest.fixture
def halves(source, tmp_path):
    do(source, output=tmp_path / "a", include=("[024]*",))
    do(source, output=tmp_path / "b", include=("[135]*",))
    return [tmp_path / "a", tmp_path / "b"]


def joined(outputs: list[Path], output: Path, **options):
    return merge(outputs, Order(output, engine="inline", read=stand_in.read, **options))


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_halves_make_the_whole(source, halves, tmp_path, kind):
    before = [content(half) for half in halves]
    outcome = joined(halves, tmp_path / "out", kind=kind)
    do(source, output=tmp_path / "whole", kind=kind)
    assert content(tmp_path / "out") == content(tmp_path / "whole")
    assert (outcome.tally.filings, outcome.read, outcome.pages) == (6, 0, 6)
    assert [content(half) for half in halves] == before
    assert do(source, output=tmp_path / "out", kind=kind).read == 0


def test_a_merge_replaces_what_was_there_and_takes_a_source_once(halves, tmp_path):
    joined(halves, tmp_path / "out")
    joined([halves[0], halves[0]], tmp_path / "out")
    assert [r["source"] for r in rows(tmp_path / "out/filings.csv")] == ["0.txt", "2.txt", "4.txt"]
    assert len(list((tmp_path / "out/reports").iterdir())) == 6


def test_what_cannot_be_merged_is_said(source, halves, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other/0.txt").write_text("other", encoding="utf-8")
    do(tmp_path / "other", output=tmp_path / "c")
    do(source, output=tmp_path / "d", reports="none")
    ledger = Ledger(halves[1] / STATE / "ledger.sqlite")
    ledger.do("UPDATE units SET sha256 = 'x' || sha256")
    for outputs, says in (
        ([halves[0], tmp_path / "c"], r"different files under the same source: 0\.txt"),
        ([tmp_path / "d"], "run with --reports none"),
        ([tmp_path / "in"], "no output folder of a run"),
        ([tmp_path / "out"], "itself one of the runs"),
    ):
        with pytest.raises(UsageError, match=says):
            joined(outputs, tmp_path / "out")
    ledger.rollback()
    ledger.do("UPDATE plan SET todo = 1 WHERE unit = '1.txt'")
    ledger.commit()
    ledger.close()
    with pytest.raises(UsageError, match=r"not finished \(1 files left\)"):
        joined(halves, tmp_path / "out")
    with pytest.raises(UsageError, match="another version of the program"):
        joined(halves, tmp_path / "out", language="en")
    with locked(halves[0] / STATE, halves[0]), pytest.raises(BusyError):
        joined(halves, tmp_path / "out")


def test_status_of_a_run_that_is_done(halves):
    found = status(halves[1])
    assert (found["state"], found["files"], found["left"]) == ("done", 3, 0)
    assert found["statuses"] == {"partial": 2, "not_a_report": 1}
    assert {r["reader"] for r in found["readers"]} >= {"text"}
    text = "\n".join(told(found, "en"))
    assert "files 3/3 (100 %)" in text
    assert "not a report" not in text.splitlines()[0]
    assert "tables" not in text.splitlines()[0]
    assert found["log"] in text


def test_status_of_runs_under_way_and_broken_off(halves):
    state = halves[0] / STATE
    ledger = Ledger(state / "ledger.sqlite")
    ledger.tell(
        "under way", {"process": 7, "started": 1.0, "at": 11.0, "read": 20, "slowest": ["2.txt", 4.0]}
    )
    ledger.do("UPDATE plan SET todo = 1 WHERE unit = '4.txt'")
    ledger.commit()
    assert status(halves[0])["state"] == "broken off"
    assert "the same command goes on" in next(told(status(halves[0]), "en"))
    with locked(state, halves[0]):
        lines = list(told(status(halves[0]), "en"))
    assert lines[0].startswith("running (process 7, since 1970-01-01 ")
    assert lines[1:4] == [
        "files 2/3 (66 %)",
        "20 read by this run, 2 a second, about 0.5 s left",
        "2.txt for 4 s",
    ]
    ledger.close()


def test_why_files_failed_is_counted(halves):
    found = status(halves[0])
    ((failure,), text) = found["failures"], "\n".join(told(found, "zh"))
    assert failure["documents"] == 1
    assert failure["error"].partition("\n")[0] in text


def test_the_verbs(halves, tmp_path):
    result = run_program("status", halves[0], "--json")
    assert json.loads(result.output)["files"] == 3
    assert "已完成" in run_program("status", halves[0]).output
    assert run_program("status", tmp_path).exit_code == 2
    assert (
        run_program("merge", *halves, "--output", tmp_path / "out").exit_code == 2
    )  # another reader made them
    assert run_program("merge", "--output", tmp_path / "out").exit_code == 2
