"""Functions that stand in for reading, where a test needs a filing or a fault of its own."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

from extractor.model.filing import Filing, FilingStatus
from tests.filings_by_hand import failed_filing, marked_filing, plain_filing

if TYPE_CHECKING:
    from pathlib import Path


def read(path: Path, source: str, clock: object = None) -> Filing:
    """Do what the file says: `die` kills the process, `raise` is a fault of ours; else a filing."""
    word = path.read_text(encoding="utf-8").strip()
    if clock is not None:
        clock("pretending")  # type: ignore[operator]
    if word == "die":
        os.kill(os.getpid(), signal.SIGKILL)
    if word == "raise":
        raise ZeroDivisionError("made for the test")
    if word == "other":
        return Filing(source, "", "text/plain", "text", FilingStatus.NOT_A_REPORT, "目录页")
    return {"bad": failed_filing, "marked": marked_filing}.get(word, plain_filing)(source)
