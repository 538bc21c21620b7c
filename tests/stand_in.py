"""Functions that stand in for reading, where a test needs a filing or a fault of its own."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

from extractor.model.filing import Filing, FilingStatus
from extractor.pipeline import Trace
from tests.filings_by_hand import failed_filing, marked_filing, plain_filing

if TYPE_CHECKING:
    from pathlib import Path


def _hang(_path: Path, _number: str) -> None:
    while True:
        time.sleep(1)


def _eat(_path: Path, number: str) -> None:
    eaten = [bytearray(8_000_000)]
    while len(eaten) < int(number):
        eaten.append(bytearray(8_000_000))
        time.sleep(0.01)


def _once(path: Path, _number: str) -> None:
    """End the process as if from outside: the next one fares better."""
    mark = path.with_suffix(".mark")
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)


def _raise(_path: Path, _number: str) -> None:
    raise ZeroDivisionError("made for the test")


DEEDS = {
    "die": lambda *_: os.kill(os.getpid(), signal.SIGKILL),
    "crash": lambda *_: os.kill(os.getpid(), signal.SIGSEGV),
    "hang": _hang,
    "eat": _eat,
    "once": _once,
    "raise": _raise,
    "slow": lambda _, number: time.sleep(float(number)),
}


def trace(path: Path, source: str, clock: object = None, _ocr: str = "auto") -> Trace:
    """Do what the file says, as `read` does; there is no document to look at."""
    return Trace(None, read(path, source, clock))


def read(path: Path, source: str, clock: object = None) -> Filing:
    """Do what the file says: a deed with its number, and then a filing of the kind that it names."""
    word, _, number = path.read_text(encoding="utf-8").strip().partition(" ")
    if clock is not None:
        clock("pretending")  # type: ignore[operator]
    if word in DEEDS:
        DEEDS[word](path, number)
    if word == "other":
        return Filing(source, "", "text/plain", "text", FilingStatus.NOT_A_REPORT, "目录页")
    return {"bad": failed_filing, "marked": marked_filing}.get(word, plain_filing)(source)
