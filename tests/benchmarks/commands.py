"""Whole commands, start-up and all, as a user runs them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = [sys.executable, "-m", "extractor"]


def seconds(command: list[str]) -> float:
    """The time a command takes."""
    started = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - started


def cold_start(rounds: int = 7) -> float:
    """Median time of ``extractor --help``."""
    return median(seconds([*PROGRAM, "--help"]) for _ in range(rounds))


def runs(folder: Path, rounds: int = 3) -> dict[str, float]:
    """Median time of ``extractor run``, with and without reports, on one and two processes."""
    settings = [(reports, jobs) for reports in ("none", "all") for jobs in ("1", "2")]
    taken: dict[tuple[str, str], list[float]] = {s: [] for s in settings}
    for _ in range(rounds):
        for reports, jobs in settings:
            with tempfile.TemporaryDirectory() as out:
                command = [*PROGRAM, "run", str(folder), "-o", out, "--reports", reports, "--jobs", jobs]
                taken[reports, jobs].append(seconds(command))
    return {f"--reports {r} --jobs {j}": median(times) for (r, j), times in taken.items()}
