"""`python -m tests.hostile.serve`: does the work on one file for each line of input, each in a process of its own.

A line is a path; a line of JSON comes back: the statuses and errors of its documents, or what ended the process, with
the processor time and the most memory that it took. The processes are forked from one that has everything loaded.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
import time
from pathlib import Path

from extractor.batch.work import Item, Settings, Worker
from extractor.inputs.sources import printable
from extractor.writers.csvs import csv_rows
from extractor.writers.parcel import TABLES, lines_of
from extractor.writers.schema import SCHEMAS

MOST_SECONDS = 240
_POLL = 0.05
_STATUS, _ERROR = (SCHEMAS["filings"].columns.index(name) for name in ("status", "error"))


def work(worker: Worker, path: Path) -> dict[str, object]:
    """Do the work on a file as a run does, down to the rows."""
    statuses: list[str] = []
    errors: list[str] = []
    for answer in worker.do(Item(printable(path.name), path)):
        if answer.read is not None:
            (row,) = csv_rows(lines_of(answer.read.rows, (TABLES.index("filings"),))[0])
            statuses.append(row[_STATUS])
            errors.append(row[_ERROR])
    return {"statuses": statuses, "errors": errors}


def in_child(worker: Worker, path: Path) -> dict[str, object]:
    """Do the work in a child, and say what it took; a child that does not end is ended."""
    with tempfile.NamedTemporaryFile() as told:
        child = os.fork()
        if not child:
            resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            try:
                answer = json.dumps(work(worker, path))
            except BaseException as error:  # noqa: BLE001 - whatever it is, the test is to see it
                answer = json.dumps({"fault": f"{type(error).__name__}: {error}"[:2000]})
            Path(told.name).write_text(answer, encoding="utf-8")
            os._exit(0)
        end = time.monotonic() + 4 * MOST_SECONDS
        while not (waited := os.wait4(child, os.WNOHANG))[0]:
            if time.monotonic() > end:
                os.kill(child, signal.SIGKILL)
            time.sleep(_POLL if time.monotonic() > end - 4 * MOST_SECONDS + 1 else 0.002)
        _, status, used = waited
        answer = Path(told.name).read_text("utf-8")
    found: dict[str, object] = json.loads(answer) if answer else {"fault": f"ended with {status}"}
    return {**found, "seconds": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}


def main() -> None:
    """Answer until the input ends."""
    worker = Worker(Settings())
    warm(worker)
    for line in sys.stdin:
        print(json.dumps(in_child(worker, Path(os.fsdecode(bytes.fromhex(line.strip()))))), flush=True)


def warm(worker: Worker) -> None:
    """Load all that a reading may load, so that no child pays for it."""
    import pdfplumber  # noqa: F401, PLC0415 - loaded by readers only where they need it
    import PIL.Image  # noqa: F401, PLC0415
    import pypdfium2  # noqa: F401, PLC0415

    work(worker, Path(__file__).parents[2] / "fixtures/archive/anling-bailu-caizheng/2021.html")


if __name__ == "__main__":
    main()
