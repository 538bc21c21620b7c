"""How much room on the disk a run needs, told and checked before it begins."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING, NamedTuple

from extractor.batch.work import OutputError

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.batch.plan import Plan
    from extractor.writers.report_paths import Reports
    from extractor.writers.tableset import TableFormat

# Bytes a filing, as measured over filings of all three forms, rounded up.
_PARCEL = 5_000
_KEPT = 6_000
_TABLES: dict[str, int] = {"csv": 30_000, "parquet": 4_000}
_PAGE = 135_000
MANY_FOR_CSV = 50_000
"""Filings beyond which CSV is slow to open for those who read it."""


class Space(NamedTuple):
    """Bytes that a run needs beyond what is there, and that are free."""

    needed: int
    free: int


def needed(plan: Plan, pages: int, kind: TableFormat, reports: Reports) -> int:
    """Return the bytes; ``pages``: how many are to be drawn. The old tables stay until the new are whole."""
    shards = plan.todo * (_PARCEL + (_KEPT if reports != "none" else 0))
    drawn = pages * _PAGE if reports != "none" else 0
    return shards + plan.files * _TABLES[kind] + drawn


def space(output: Path, plan: Plan, pages: int, kind: TableFormat, reports: Reports) -> Space:
    """Return what is needed, and what is free."""
    return Space(needed(plan, pages, kind, reports), shutil.disk_usage(output).free)


def require(found: Space, output: Path) -> None:
    """Raise ``OutputError`` where the run would not fit."""
    if found.needed > found.free:
        raise OutputError(
            f"{output} needs about {found.needed / 1e9:.1f} GB and has {found.free / 1e9:.1f} GB free; "
            "make room, or ask for less: --reports flagged or none, --format parquet"
        )
