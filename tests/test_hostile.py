"""Inputs that are no filings, or made to break a reader: a row and a reason each, time and memory bounded."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT
from tests.scoring import Row, rows

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = ROOT / "fixtures/hostile"
EXPECTED = {r["source"]: r["expected_status"].split("|") for r in rows(HOSTILE / "expected.csv")}
LONGEST = 120  # seconds for all of them on a slow machine; a few in truth
MOST_MEMORY = 1024  # MB, with all that the program loads


@pytest.fixture(scope="module")
def hostile_run(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, float, dict[str, Row]]:
    """Exit code, peak memory in MB and the filings of a run over all of them, in a process of its own."""
    output: Path = tmp_path_factory.mktemp("hostile") / "output"
    command = [sys.executable, "-m", "extractor", "run", str(HOSTILE), "--exclude", "expected.csv"]
    # The peak is taken by a small process around it: what this one holds would count as the child's.
    program = (
        "import resource, subprocess, sys\n"
        f"done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, timeout={LONGEST})\n"
        "print(done.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, *command, "--output", str(output), "--engine", "inline"],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ,
    )
    code, peak = done.stdout.split()
    # A container has a row for each document in it; here, none holds several.
    return int(code), float(peak), {r["source"].partition("!")[0]: r for r in rows(output / "filings.csv")}


def test_every_input_is_listed_and_there() -> None:
    on_disk = {p.name for p in HOSTILE.iterdir()} - {"expected.csv"}
    assert on_disk == EXPECTED.keys()


def test_each_has_a_row_and_the_exit_code_says_that_some_are_unreadable(
    hostile_run: tuple[int, float, dict[str, Row]],
) -> None:
    code, _, filings = hostile_run
    assert filings.keys() == EXPECTED.keys()
    assert code == 1


@pytest.mark.parametrize("source", EXPECTED)
def test_its_status_is_right_and_its_error_says_why(
    hostile_run: tuple[int, float, dict[str, Row]], source: str
) -> None:
    filing = hostile_run[2][source]
    assert filing["status"] in EXPECTED[source]
    assert bool(filing["error"]) == (filing["status"] in ("unreadable", "not_a_report"))
    assert "fault of the program" not in filing["error"]


def test_memory_is_bounded(hostile_run: tuple[int, float, dict[str, Row]]) -> None:
    assert hostile_run[1] < MOST_MEMORY
