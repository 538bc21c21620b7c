"""Whole archives: what the batch layer costs, how it scales, and what a run that is killed has wasted.

``python -m tests.benchmarks.archives --files 100000`` measures a large one (an hour on a small machine).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from itertools import count
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import corpus

PROGRAM = [sys.executable, "-m", "extractor"]
LOOK = 0.05
DISTINCT = 1500
"""Filings that are generated; a larger archive has each of them several times, with other bytes and names."""
TICK = os.sysconf("SC_CLK_TCK")
MOST_OVERHEAD, LEAST_EFFICIENCY, MOST_WASTE, LEAST_RATE = 0.10, 1.8, 0.02, 550


class Usage(NamedTuple):
    """What a command took: wall and processor seconds, and the most megabytes of its parent and of another."""

    wall: float
    cpu: float
    parent: float
    worker: float


class Watch:
    """Looks at all processes of a session until they are gone."""

    def __init__(self, command: list[str]) -> None:
        self._process = subprocess.Popen(
            command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._started = time.perf_counter()
        self._cpu: dict[int, float] = {}
        self._peak: dict[int, float] = {}

    def look(self) -> bool:
        """Take note of every process; tell whether the command is still running."""
        running = self._process.poll() is None
        for entry in os.scandir("/proc"):
            if entry.name.isdigit():
                self._note(int(entry.name))
        return running

    def _note(self, pid: int) -> None:
        try:
            fields = Path(f"/proc/{pid}/stat").read_text("ascii", "replace").rpartition(")")[2].split()
            if int(fields[3]) != self._process.pid:
                return
            self._cpu[pid] = (int(fields[11]) + int(fields[12])) / TICK
            status = Path(f"/proc/{pid}/status").read_text("ascii", "replace")
        except (OSError, IndexError):
            return
        for line in status.splitlines():
            if line.startswith("VmHWM"):
                self._peak[pid] = int(line.split()[1]) / 1024

    def kill(self) -> None:
        """End the command as a pulled plug would."""
        self._process.send_signal(signal.SIGKILL)

    def usage(self) -> Usage:
        """Wait for the end, and return what was used."""
        while self.look():
            time.sleep(LOOK)
        wall = time.perf_counter() - self._started
        others = [mb for pid, mb in self._peak.items() if pid != self._process.pid]
        return Usage(
            wall, sum(self._cpu.values()), self._peak.get(self._process.pid, 0.0), max(others, default=0)
        )


def make(folder: Path, files: int) -> None:
    """Write an archive of HTML and text filings, a median page of 40 KB, a hundred a folder."""
    looks = [*corpus.HTML["40 KB"] * 3, *corpus.HTML["15 KB"], *corpus.HTML["120 KB"][:4], *corpus.TEXT[:4]]
    made = corpus.make(looks, min(files, DISTINCT), 7)
    for i in range(files):
        layout, data = made[i % len(made)]
        text = layout.startswith("text")
        path = folder / f"{i // 100:05}" / f"{i:07}.{'txt' if text else 'html'}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data + (b"\n" if text else f"<!-- {i} -->".encode()) * (i >= len(made)))


def command(archive: Path, output: Path, *options: str) -> list[str]:
    """The command line of a run."""
    return [*PROGRAM, "run", str(archive), "--output", str(output), *options]


def run(archive: Path, folder: Path, *options: str) -> Usage:
    """A run into a fresh folder."""
    output = folder / f"out-{next(_NUMBERS)}"
    used = Watch(command(archive, output, *options)).usage()
    shutil.rmtree(output)
    return used


_NUMBERS = count()


def wasted(archive: Path, folder: Path, files: int, share: float) -> int | None:
    """How many files are read twice when a run is killed at a share of them; None where it cannot be told.

    A file that was read has another time of access than the one it was given before.
    """
    for path in archive.rglob("*.*"):
        os.utime(path, (0, path.stat().st_mtime))
    output = folder / f"out-{next(_NUMBERS)}"
    watch = Watch(command(archive, output, "--reports", "none", "--jobs", "2"))
    while done(output) < share * files and watch.look():
        time.sleep(LOOK)
    watch.kill()
    watch.usage()
    known = done(output)
    read = sum(path.stat().st_atime > 0 for path in archive.rglob("*.*"))
    Watch(command(archive, output, "--reports", "none", "--jobs", "2")).usage()
    assert done(output) == files
    shutil.rmtree(output)
    return read - known if read else None


def done(output: Path) -> int:
    """How many documents the ledger has."""
    try:
        with sqlite3.connect(f"file:{output}/.extractor/ledger.sqlite?mode=ro", uri=True) as ledger:
            return int(ledger.execute("SELECT COUNT(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def measure(files: int, *, large: bool) -> None:
    """Print everything for an archive of so many files."""
    with tempfile.TemporaryDirectory(prefix="extractor-bench-") as name:
        folder = Path(name)
        archive = folder / "in"
        make(archive, files)
        print(f"\nArchives: {files:,} HTML and text filings, median page 40 KB (limits in brackets)")
        one = run(archive, folder, "--reports", "none", "--jobs", "1")
        two = run(archive, folder, "--reports", "none", "--jobs", "2")
        print(f"  one worker     {_told(one, files)}")
        print(f"  two workers    {_told(two, files)} (at least {LEAST_RATE} on two free cores)")
        print(f"  two against one: {one.wall / two.wall:.2f} times (at least {LEAST_EFFICIENCY})")
        _overhead(archive, folder)
        reports = run(archive, folder, "--reports", "all", "--jobs", "2")
        print(f"  --reports all  {_told(reports, files)}")
        parquet = run(archive, folder, "--reports", "none", "--jobs", "2", "--format", "parquet")
        print(f"  parquet        {_told(parquet, files)}")
        _again(archive, folder, files)
        for share in (0.3, 0.6, 0.9):
            twice = wasted(archive, folder, files, share)
            told = (
                "cannot be told here" if twice is None else f"{twice} files read twice, {twice / files:.1%}"
            )
            print(f"  killed at {share:.0%}: {told} (at most {MOST_WASTE:.0%} of a large archive)")
        if large:
            tenth = folder / "tenth"
            make(tenth, files // 10)
            small = run(tenth, folder, "--reports", "none", "--jobs", "2")
            print(
                f"  a tenth of it  {_told(small, files // 10)}; {two.wall / small.wall:.1f} times for 10 times"
            )


def _overhead(archive: Path, folder: Path) -> None:
    """Print what the batch layer costs over the function for one file, in processor time of all processes.

    What both cost over a tenth of the files is taken off: starting, loading, and the first sight of each layout.
    The rules between filings are no part of the layer, and are told apart.
    """
    few = folder / "few"
    if not few.exists():
        few.mkdir()
        for path in sorted(archive.iterdir())[: max(len(list(archive.iterdir())) // 10, 1)]:
            (few / path.name).symlink_to(path)
    cpu = {}
    for name, inputs in (("all", [archive]), ("few", sorted(few.iterdir()))):
        bare = Watch([sys.executable, "-c", BARE, *map(str, inputs)]).usage().cpu
        output = folder / f"out-{next(_NUMBERS)}"
        options = ("--reports", "none", "--jobs", "1", "--output", str(output))
        whole = Watch([*PROGRAM, "run", *map(str, inputs), *options]).usage().cpu
        between = stages(output).get("between filings", 0.0)
        shutil.rmtree(output)
        cpu[name] = bare, whole - between
    bare, whole = (cpu["all"][i] - cpu["few"][i] for i in range(2))
    print(
        f"  the function for one file alone {bare:.1f} s of processor, with the batch layer {whole:.1f} s: "
        f"{whole / bare - 1:.1%} more (at most {MOST_OVERHEAD:.0%}); rules between filings apart"
    )


def stages(output: Path) -> dict[str, float]:
    """Seconds by stage of the last run."""
    with sqlite3.connect(f"file:{output}/.extractor/ledger.sqlite?mode=ro", uri=True) as ledger:
        (told,) = ledger.execute("SELECT value FROM facts WHERE name = 'last'").fetchone()
    return dict(json.loads(told)["seconds"])


BARE = """
import sys
from pathlib import Path
from extractor.batch.work import Item, Settings, worker
do = worker(Settings(keep=False)).do
for folder in sys.argv[1:]:
    for path in sorted(p for p in Path(folder).rglob('*.*')):
        for answer in do(Item(path.name, path)):
            pass
"""


def _again(archive: Path, folder: Path, files: int) -> None:
    output = folder / f"out-{next(_NUMBERS)}"
    Watch(command(archive, output, "--reports", "none")).usage()
    again = Watch(command(archive, output, "--reports", "none")).usage()
    print(f"  the same again, nothing changed: {again.wall:.2f} s for {files:,} files")
    shutil.rmtree(output)


def _told(used: Usage, files: int) -> str:
    return (
        f"{files / used.wall:7.0f} a second, {1000 * used.cpu / files:6.2f} ms of processor each, "
        f"parent {used.parent:.0f} MB, worker {used.worker:.0f} MB"
    )


def main() -> None:
    """Measure an archive of the size asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.archives", description=__doc__)
    parser.add_argument("--files", type=int, default=100_000)
    given = parser.parse_args()
    measure(given.files, large=given.files >= 10_000)


if __name__ == "__main__":
    main()
