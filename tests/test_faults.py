"""What ends a process costs one file; what ends a run costs nothing: the next one comes to the same bytes."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from extractor.batch.ledger import LedgerError
from extractor.batch.limits import DEFAULTS, Limit, limits
from extractor.batch.lock import BusyError, locked
from extractor.batch.order import STATE, Order
from extractor.batch.pool import FALSE_STARTS, Pool, PoolError
from extractor.batch.reading import Reading
from extractor.batch.run import run
from extractor.batch.work import Item, OutputError, Settings
from extractor.errors import UsageError
from extractor.inputs.sources import Selection, find_sources
from tests import stand_in
from tests.conftest import ROOT, content
from tests.generator import pack
from tests.scoring import rows

if TYPE_CHECKING:
    from pathlib import Path

TIGHT = {kind: Limit(2.0, 400) for kind in DEFAULTS}
ROOMY = {kind: limit._replace(seconds=60) for kind, limit in TIGHT.items()}


def archive(folder: Path, words: list[str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for i, word in enumerate(words):
        (folder / f"{i:03}.txt").write_text(word, encoding="utf-8")
    return folder


def do(source: Path, output: Path, **options):
    options = {"engine": "local", "jobs": 2, "reports": "none", "read": stand_in.read} | options
    return run(find_sources([source], [], Selection(output=output)), Order(output, **options))


def told(output: Path) -> dict[str, dict[str, str]]:
    return {r["source"]: r for r in rows(output / "filings.csv")}


def events(output: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in (output / STATE / "log.jsonl").read_text("utf-8").splitlines()]


# what ends a process


@pytest.mark.parametrize(
    ("word", "says"),
    [
        ("die", "died twice: SIGKILL"),
        ("crash", "died twice: SIGSEGV"),
        ("hang", "longer than the limit of 2 seconds"),
        ("eat 100", "more than the limit of 400 MB"),
    ],
)
def test_what_ends_a_process_costs_that_one_file(tmp_path, word, says):
    words = ["plain"] * 12
    words[3] = words[9] = word
    do(archive(tmp_path / "in", words), tmp_path / "out", limits=TIGHT if word == "hang" else ROOMY)
    filings = told(tmp_path / "out")
    lost = {source: r for source, r in filings.items() if r["status"] == "unreadable"}
    assert list(lost) == ["003.txt", "009.txt"]
    assert all(says in r["error"] and len(r["sha256"]) == 64 for r in lost.values())
    assert [r["status"] for s, r in filings.items() if s not in lost] == ["ok"] * 10
    assert {e["at"] for e in events(tmp_path / "out") if e["event"] == "process replaced"} == set(lost)


def test_a_process_that_is_ended_from_outside_costs_nothing(tmp_path):
    words = ["plain", "marked"] * 6
    do(archive(tmp_path / "calm", words), tmp_path / "undisturbed")
    words[4] = "once"
    do(archive(tmp_path / "in", words), tmp_path / "out")
    calm, filings = told(tmp_path / "undisturbed"), told(tmp_path / "out")
    assert [r["status"] for r in filings.values()] == [r["status"] for r in calm.values()]


def test_a_member_that_ends_the_process_costs_that_member(tmp_path):
    (tmp_path / "in").mkdir()
    files = {f"{i}.txt": b"plain" for i in range(6)} | {"2.txt": b"die", "4.txt": b"hang"}
    (tmp_path / "in/x.zip").write_bytes(pack.zipped(files))
    do(tmp_path / "in", tmp_path / "out", limits=TIGHT, read=stand_in.read)
    filings = told(tmp_path / "out")
    assert list(filings) == [f"x.zip!{i}.txt" for i in range(6)]
    # the stand-in is not asked for members: what they hold is no report, and that is all there is to say
    assert {r["status"] for r in filings.values()} == {"not_a_report"}


def test_processes_that_never_begin_are_said(tmp_path):
    pool = Pool(Stillborn(Settings()), 2, DEFAULTS)
    with pytest.raises(PoolError, match="exit code 3"):
        list(pool.run([Item("a", tmp_path), Item("b", tmp_path)]))
    assert FALSE_STARTS > 2


class Stillborn(Reading):
    """A job whose processes end as they begin."""

    def begin(self):
        """End."""
        os._exit(3)


def test_limits_as_they_are_asked_for():
    assert limits() == DEFAULTS
    assert {limit.seconds for limit in limits(("5",)).values()} == {5.0}
    one = limits(("pdf=600",), ("100", "picture=5000"))
    assert one["pdf"] == Limit(600.0, 100)
    assert one["picture"] == Limit(DEFAULTS["picture"].seconds, 5000)
    for wrong in ("0", "-1", "x", "word=", "video=3", "nan", "inf"):
        with pytest.raises(UsageError, match=r"--timeout .*above 0"):
            limits((wrong,))


# what ends a run

PROGRAM = """
import sys
from pathlib import Path
from extractor.batch import recorder
from extractor.batch.order import Order
from extractor.batch.run import run
from extractor.inputs.sources import Selection, find_sources
from tests import stand_in
source, output = map(Path, sys.argv[1:3])
recorder.EVERY = 0.02
if __name__ == "__main__":
    run(find_sources([source], [], Selection(output=output)), Order(output, jobs=2, reports="all", read=stand_in.read))
"""
SLOW = ["slow 0.2", "marked", "plain", "bad", "other"] * 8


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> tuple[Path, Path]:
    """An archive, and what a run over it comes to that nothing happens to."""
    folder = tmp_path_factory.mktemp("calm")
    source = archive(folder / "in", SLOW)
    do(source, folder / "out", engine="inline", reports="all")
    return source, folder / "out"


def begin(source: Path, output: Path) -> subprocess.Popen[bytes]:
    with (output.parent / "stderr").open("wb") as said:
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, str(source), str(output)],
            cwd=ROOT,
            start_new_session=True,
            stderr=said,
        )


def records(output: Path) -> int:
    """How many documents the ledger has, as another process sees it."""
    path = output / STATE / "ledger.sqlite"
    try:
        with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as ledger:
            return ledger.execute("SELECT COUNT(*) FROM documents").fetchone()[0]
    except sqlite3.OperationalError:
        return 0


def wait_for(process: subprocess.Popen[bytes], output: Path, count: int) -> None:
    while records(output) < count:
        assert process.poll() is None, (output.parent / "stderr").read_text("utf-8")
        time.sleep(0.01)


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_a_run_that_is_ended_goes_on_and_comes_to_the_same_bytes(undisturbed, tmp_path, how):
    source, calm = undisturbed
    out = tmp_path / "out"
    process = begin(source, out)
    wait_for(process, out, 5)
    os.kill(process.pid, how)
    process.wait()
    known = records(out)
    assert 5 <= known < len(SLOW)
    assert not (out / "filings.csv").exists()
    outcome = do(source, out, reports="all")
    assert outcome.read == len(SLOW) - known
    assert content(out) == content(calm)


def test_no_process_outlives_a_run_that_is_killed(tmp_path):
    source, out = archive(tmp_path / "in", ["plain"] * 10 + ["hang"] * 4), tmp_path / "out"
    process = begin(source, out)
    wait_for(process, out, 5)
    group = process.pid
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while alive(group):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def alive(group: int) -> bool:
    try:
        os.killpg(group, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_full_disk_is_said_and_the_next_run_goes_on(undisturbed, tmp_path, monkeypatch):
    monkeypatch.setattr("extractor.batch.run.require", lambda *_: None)
    source, calm = undisturbed
    out = tmp_path / "small"
    out.mkdir()
    if (
        os.geteuid()
        or subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(out)], check=False, capture_output=True
        ).returncode
    ):
        pytest.skip("a small disk cannot be mounted here: it takes root")
    try:
        with pytest.raises(OutputError, match=r"No space left|no space|cannot write"):
            do(source, out, reports="all")
        assert not (out / "filings.csv").exists()
        known = records(out)
        subprocess.run(["mount", "-o", "remount,size=64m", str(out)], check=True)
        outcome = do(source, out, reports="all")
        assert outcome.read <= len(SLOW) - known
        assert content(out) == content(calm)
    finally:
        subprocess.run(["umount", "--lazy", str(out)], check=True)


def test_a_run_that_would_not_fit_is_not_begun(undisturbed, tmp_path, monkeypatch):
    usage = shutil.disk_usage(tmp_path)._replace(free=1_000_000)
    monkeypatch.setattr("extractor.batch.space.shutil.disk_usage", lambda _: usage)
    with pytest.raises(OutputError, match=r"needs about .* GB and has 0\.0 GB free"):
        do(undisturbed[0], tmp_path / "out")
    assert records(tmp_path / "out") == 0


# what is wrong with the ledger


@pytest.mark.parametrize("damage", [b"no database at all", b"", None])
def test_a_damaged_ledger_is_said_and_can_be_left_behind(undisturbed, tmp_path, damage):
    source, calm = undisturbed
    out = tmp_path / "out"
    do(source, out, reports="all")
    path = out / STATE / "ledger.sqlite"
    if damage is None:
        data = bytearray(path.read_bytes())
        data[4096:40960] = os.urandom(40960 - 4096)
        path.write_bytes(data)
    else:
        path.write_bytes(damage)
    (source / "000.txt").touch()
    if damage != b"":  # an empty file is an empty ledger: all is read again
        with pytest.raises(LedgerError, match="run with --no-resume"):
            do(source, out, reports="all")
    outcome = do(source, out, reports="all", resume=bool(damage == b""))
    assert outcome.read == len(SLOW)
    assert content(out) == content(calm)


@pytest.mark.parametrize("left", [0, 1000])
def test_a_shard_that_the_disk_lost_is_read_again(undisturbed, tmp_path, left):
    source, calm = undisturbed
    out = tmp_path / "out"
    do(source, out, reports="all")
    os.truncate(out / STATE / "shards/00000.shard", left)
    outcome = do(source, out, reports="all")
    assert outcome.read >= len(SLOW) - 1
    assert content(out) == content(calm)


def test_a_damaged_shard_is_never_taken_for_rows(undisturbed, tmp_path):
    source, _ = undisturbed
    out = tmp_path / "out"
    do(source, out)
    path = out / STATE / "shards/00000.shard"
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    (source / "000.txt").touch()
    with pytest.raises(LedgerError, match=r"damaged, where the rows of .* should stand"):
        do(source, out, kind="parquet")


def test_a_ledger_of_another_layout_is_refused(undisturbed, tmp_path):
    do(undisturbed[0], tmp_path / "out")
    with sqlite3.connect(tmp_path / "out" / STATE / "ledger.sqlite") as ledger:
        ledger.execute("""UPDATE facts SET value = '"0"' WHERE name = 'layout'""")
    ledger.close()
    with pytest.raises(LedgerError, match="another version"):
        do(undisturbed[0], tmp_path / "out")


def test_a_second_run_says_that_there_is_a_first(undisturbed, tmp_path):
    out = tmp_path / "out"
    do(undisturbed[0], out)
    with locked(out / STATE, out), pytest.raises(BusyError, match=f"process {os.getpid()}"):
        do(undisturbed[0], out)
    do(undisturbed[0], out)
