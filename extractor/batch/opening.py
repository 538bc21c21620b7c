"""The ledger and the shards as a run begins: what a broken run left behind is put right first."""

from __future__ import annotations

import shutil
from itertools import islice
from typing import TYPE_CHECKING

from extractor.batch.ledger import NAME, Ledger, LedgerError
from extractor.batch.shards import Shards
from extractor.writers.csvs import file_rows

if TYPE_CHECKING:
    from pathlib import Path

SHARDS = "shards"
_MANY = 5000


def open_ledger(state: Path, output: Path, *, resume: bool) -> Ledger:
    """Return the ledger of an output folder; ``resume`` off: an empty one that knows which pages are ours.

    ``LedgerError`` where it is damaged and ``resume`` is on.
    """
    path = state / NAME
    was_there = path.exists()
    if not resume and was_there:
        try:
            ledger = Ledger(path)
            _forget_all(ledger)
        except LedgerError:
            for suffix in ("", "-wal", "-shm"):
                (state / f"{NAME}{suffix}").unlink(missing_ok=True)
            was_there = False
        else:
            return ledger
    ledger = Ledger(path)
    if not was_there:
        _know_pages(ledger, output / "filings.csv")
        ledger.commit()
    return ledger


def _forget_all(ledger: Ledger) -> None:
    ledger.do("INSERT OR IGNORE INTO stale SELECT source FROM documents WHERE page != ''")
    for table in ("documents", "units", "plan"):
        ledger.do(f"DELETE FROM {table}")  # noqa: S608
    ledger.tell("published", None)
    ledger.commit()


def _know_pages(ledger: Ledger, filings: Path) -> None:
    """Take from the table of an earlier run whose ledger is gone which pages are ours."""
    try:
        rows = file_rows(filings)
        at = next(rows, []).index("source")
        while some := [(row[at],) for row in islice(rows, _MANY)]:
            ledger.do_all("INSERT OR IGNORE INTO stale VALUES (?)", some)
    except (OSError, IndexError, ValueError):
        return  # it was not one of ours


def open_shards(ledger: Ledger, state: Path) -> Shards:
    """Return the shards, cut back to what the ledger knows.

    Records that point beyond what is there (a disk that lost what it had confirmed) are dropped: those files are
    read again.
    """
    folder = state / SHARDS
    known = {}
    for number, end in ledger.rows("SELECT shard, MAX(start + rows + kept) FROM documents GROUP BY shard"):
        path = folder / f"{number:05}.shard"
        there = path.stat().st_size if path.exists() else 0
        if there < end:
            ledger.do(
                "DELETE FROM units WHERE unit IN "
                "(SELECT unit FROM documents WHERE shard = ? AND start + rows + kept > ?)",
                number,
                there,
            )
            ledger.do("DELETE FROM documents WHERE shard = ? AND start + rows + kept > ?", number, there)
            ledger.commit()
            ((end,),) = ledger.rows(  # noqa: PLW2901
                "SELECT IFNULL(MAX(start + rows + kept), 0) FROM documents WHERE shard = ?", number
            )
        known[number] = end
    return Shards(folder, known)


def fresh_folder(path: Path) -> Path:
    """Return an empty folder at ``path``."""
    if path.exists():
        shutil.rmtree(path)
    path.mkdir()
    return path
