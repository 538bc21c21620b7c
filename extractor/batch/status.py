"""What a run is at, or came to, as its ledger tells another process: nothing is locked or changed."""

from __future__ import annotations

from datetime import UTC, datetime
from time import time
from typing import TYPE_CHECKING, Any

from extractor.batch.ledger import NAME, Ledger
from extractor.batch.lock import is_locked
from extractor.batch.order import STATE
from extractor.batch.progress import duration
from extractor.batch.runlog import NAME as LOG
from extractor.errors import UsageError
from extractor.model.filing import FilingStatus
from extractor.writers.console import pad, printable
from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from extractor.writers.words import Language

REASONS = 10
SLOWEST = 5


def status(output: Path) -> dict[str, Any]:
    """Return what is known of the runs over an output folder, as plain values.

    ``UsageError`` for a folder that no run has written to.
    """
    path = output / STATE / NAME
    if not path.exists():
        raise UsageError(f"{output} is no output folder of a run: there is no {path}")
    ledger = Ledger(path, read_only=True)
    try:
        under_way, last = ledger.told("under way"), ledger.told("last")
        running = is_locked(output / STATE)
        ((files, todo),) = ledger.rows("SELECT COUNT(*), TOTAL(todo) FROM plan")
        return {
            "state": "running" if running else "broken off" if under_way else "done",
            "run": under_way or last or {},
            "files": files,
            "left": int(todo),
            "statuses": dict(ledger.rows("SELECT status, COUNT(*) FROM documents GROUP BY status")),
            "readers": [
                {"reader": reader, "status": status, "documents": count, "seconds": round(seconds, 3)}
                for reader, status, count, seconds in ledger.rows(
                    "SELECT reader, status, COUNT(*), TOTAL(seconds) FROM documents "
                    "GROUP BY reader, status ORDER BY reader, COUNT(*) DESC"
                )
            ],
            "failures": [
                {"error": error, "documents": count}
                for error, count in ledger.rows(
                    "SELECT error, COUNT(*) FROM documents WHERE status = 'unreadable' "
                    "GROUP BY error ORDER BY COUNT(*) DESC, error LIMIT ?",
                    REASONS,
                )
            ],
            "slowest": [
                {"source": source, "seconds": round(seconds, 3)}
                for source, seconds in ledger.rows(
                    "SELECT source, seconds FROM documents ORDER BY seconds DESC, source LIMIT ?", SLOWEST
                )
            ],
            "log": str(output / STATE / LOG),
        }
    finally:
        ledger.close()


def told(found: dict[str, Any], language: Language) -> Iterator[str]:
    """Yield what ``status`` found as lines for a screen."""
    w = words(language)
    c = w["status_of_run"]
    yield from _how_far(found, language)
    yield from ("", w["console"]["statuses"])
    for one in FilingStatus:
        if count := found["statuses"].get(one):
            yield f"  {pad(one, 14)}{count:>9,}  {w['status_meaning'][one]}"
    yield from ("", c["readers"])
    for row in found["readers"]:
        each = w["console"]["each"].format(ms=f"{1000 * row['seconds'] / row['documents']:.1f}")
        yield f"  {pad(row['reader'] or '-', 14)}{pad(row['status'], 14)}{row['documents']:>9,}  {each}"
    for title, line, rows in (
        (c["failures"], "  {documents:>9,}  {error}", found["failures"]),
        (c["slowest"], "  {seconds:>9.3f} s  {source}", found["slowest"]),
    ):
        yield from ("", title) if rows else ()
        yield from (printable(line.format(**row)) for row in rows)
    if seconds := found["run"].get("seconds"):
        yield from ("", w["console"]["stages"])
        yield from (
            f"  {pad(stage, 18)}{s:>9.2f} s" for stage, s in sorted(seconds.items(), key=lambda x: -x[1])
        )
    yield from ("", c["log"].format(log=found["log"]))


def _how_far(found: dict[str, Any], language: Language) -> Iterator[str]:
    w = words(language)
    c, run = w["status_of_run"], found["run"]
    begun, running = run.get("started"), found["state"] == "running"
    started = datetime.fromtimestamp(begun, UTC).astimezone().isoformat(" ", "seconds") if begun else "?"
    yield c[found["state"].replace(" ", "_")].format(process=run.get("process", "?"), started=started)
    done, total = found["files"] - found["left"], found["files"]
    yield c["files"].format(done=f"{done:,}", total=f"{total:,}", percent=100 * done // max(total, 1))
    if begun and run.get("read"):
        rate = run["read"] / max((run.get("ended") or run.get("at") or time()) - begun, 0.001)
        left = duration(found["left"] / rate) if running else "-"
        yield c["rate"].format(n=f"{run['read']:,}", rate=f"{rate:.0f}", left=left)
    if running and run.get("slowest"):
        file, seconds = run["slowest"]
        yield w["console"]["slowest"].format(file=printable(file), seconds=f"{seconds:.0f}")
