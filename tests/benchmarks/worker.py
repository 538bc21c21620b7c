"""A contender in a process of its own: `python -m tests.benchmarks.worker CONTENDER`, paths a line, tabs between."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from tests.benchmarks.contenders import BEFORE_EACH, CONTENDERS, ours

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType


class Worker:
    """The other end of such a process: send it paths, and it says what each file cost."""

    def __init__(self, name: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks.worker", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.communicate()

    def ask(self, paths: Sequence[Path]) -> list[dict[str, Any]]:
        """Return what some files cost, done in a row.

        Each: ``ms`` of processor time, ``peak`` memory in MB so far, and ``stages`` if there are any.
        """
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("\t".join(map(str, paths)) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def peak() -> float:
    """The most memory that this process has held, in MB."""
    try:  # what getrusage says counts the parent's memory too, as it was when the process was made
        lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024
    except (OSError, StopIteration):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class Laps:
    """A clock of processor time, called with the name of each stage as it ends."""

    def __init__(self) -> None:
        self.ms: dict[str, float] = {}
        self.started = self._since = time.process_time()

    def __call__(self, stage: str) -> None:
        """End a stage."""
        now = time.process_time()
        self.ms[stage] = self.ms.get(stage, 0.0) + (now - self._since) * 1000
        self._since = now


def main() -> None:
    """Do each file that standard input names, and say what it cost."""
    name = sys.argv[1]
    work = CONTENDERS[name]()
    for line in sys.stdin:
        print(
            json.dumps([measured(name, work, Path(path)) for path in line.rstrip("\n").split("\t")]),
            flush=True,
        )


def measured(name: str, work: Callable[..., object], path: Path) -> dict[str, Any]:
    """Do a file, and return what it cost."""
    data = path.read_bytes()
    if name in BEFORE_EACH:
        BEFORE_EACH[name]()
    laps = Laps()
    extra = (laps,) if CONTENDERS[name] is ours else ()
    work(data, *extra)  # what it returns is let go at once: freeing a page's tree is part of its cost
    ms = (time.process_time() - laps.started) * 1000
    return {"ms": ms, "peak": peak(), "stages": laps.ms}


if __name__ == "__main__":
    main()
