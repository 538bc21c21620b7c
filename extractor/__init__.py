"""Numbers and labels from 政府信息公开工作年度报告 filings, with their places, and the rules that are broken.

import extractor

filing = extractor.read("report.html")
for violation in extractor.check(filing):
    print(violation.message)
frames = extractor.to_frames([filing])
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.api import check, load, read, suggest, to_frames
    from extractor.corrections import read_corrections
    from extractor.errors import ExtractorError, FormsError, UnreadableError, UsageError
    from extractor.model.correction import Correction, CorrectionOutcome
    from extractor.model.filing import (
        CellStatus,
        Fact,
        Filing,
        FilingStatus,
        Finding,
        Identity,
        Match,
        Section,
        Suggestion,
        TableReading,
        Violation,
    )

__all__ = [
    "CellStatus",
    "Correction",
    "CorrectionOutcome",
    "ExtractorError",
    "Fact",
    "Filing",
    "FilingStatus",
    "Finding",
    "FormsError",
    "Identity",
    "Match",
    "Section",
    "Suggestion",
    "TableReading",
    "UnreadableError",
    "UsageError",
    "Violation",
    "check",
    "load",
    "read",
    "read_corrections",
    "suggest",
    "to_frames",
]

_HOMES = {
    **dict.fromkeys(("check", "load", "read", "suggest", "to_frames"), "api"),
    "read_corrections": "corrections",
    **dict.fromkeys(("Correction", "CorrectionOutcome"), "model.correction"),
}


def __getattr__(name: str) -> Any:
    # Loaded when asked for: the command line answers `--help` without the readers and pandas.
    if name not in __all__:
        raise AttributeError(f"module 'extractor' has no attribute {name!r}")
    home = _HOMES.get(name) or ("errors" if name.endswith("Error") else "model.filing")
    return getattr(import_module(f"extractor.{home}"), name)
