"""The decisions on violations, and the corrections of readings: in a store of their own that no run ever writes.

Nothing is overwritten: every decision is a row, and the last one on a violation is in force. ``open`` as a verdict
takes an earlier one back.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.errors import ExtractorError
from extractor.review.claims import Key
from extractor.review.store import store_at

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.review.claims import Found, State
    from extractor.review.store import Step

NAME = "decisions.sqlite"
VERDICTS = ("filing", "reading", "accepted", "open")
"""The filing is at fault, the reading is, it is accepted as it stands, or it is open (again)."""
LONGEST_NOTE = 4000
LONGEST_NAME = 80
_TABLES = (
    """CREATE TABLE IF NOT EXISTS decision (
  id {number}, filing_id TEXT NOT NULL, rule TEXT NOT NULL, tbl TEXT NOT NULL, row TEXT NOT NULL,
  col TEXT NOT NULL, nth INTEGER NOT NULL, verdict TEXT NOT NULL, note TEXT NOT NULL, who TEXT NOT NULL,
  at TEXT NOT NULL, state TEXT NOT NULL, source TEXT NOT NULL, message TEXT NOT NULL
)""",
    "CREATE INDEX IF NOT EXISTS decision_of_violation ON decision (filing_id, rule, tbl, row, col, nth, id)",
    """CREATE TABLE IF NOT EXISTS correction (
  id {number}, filing_id TEXT NOT NULL, source TEXT NOT NULL, tbl TEXT NOT NULL, row TEXT NOT NULL,
  col TEXT NOT NULL, printed TEXT NOT NULL, value TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL,
  note TEXT NOT NULL, withdrawn TEXT NOT NULL DEFAULT ''
)""",
    "CREATE INDEX IF NOT EXISTS correction_of_filing ON correction (filing_id)",
)
_LAST = """
SELECT d.id, d.filing_id, d.rule, d.tbl, d.row, d.col, d.nth, d.verdict, d.note, d.who, d.at, d.state, d.source, d.message
FROM decision d
JOIN (SELECT MAX(id) id FROM decision {where} GROUP BY filing_id, rule, tbl, row, col, nth) last ON last.id = d.id
WHERE d.verdict != 'open' ORDER BY d.id
"""


class Decision(NamedTuple):
    """A decision: on which violation, what, by whom and when, and the numbers that it rests on."""

    number: int
    key: Key
    verdict: str
    note: str
    who: str
    at: str
    state: State
    source: str
    message: str


class Correction(NamedTuple):
    """The right value of a cell that was read wrongly: ``printed`` is its text as the run has it."""

    number: int
    filing_id: str
    source: str
    table: str
    row: str
    column: str
    printed: str
    value: str
    who: str
    when: str
    note: str


class RefusedError(ExtractorError):
    """Something that cannot be stored as it was given; ``why`` is a word of the pages for it."""

    def __init__(self, why: str, message: str) -> None:
        super().__init__(message)
        self.why = why


class Decisions:
    """The decisions in a file or a team's database (see ``store_at``); their tables are made where they are not there."""

    def __init__(self, place: Path | str) -> None:
        self._store = store_at(place)
        self._store.make(_TABLES)

    def close(self) -> None:
        """Let go of the store."""
        self._store.close()

    def newer(self, number: int) -> tuple[int, list[str]]:
        """Return the last decision's number, and the filings on which decisions were taken after a number."""
        rows = self._store.ask(
            "SELECT filing_id, MAX(id) FROM decision WHERE id > ? GROUP BY filing_id", number
        )
        return max((last for _, last in rows), default=number), [filing_id for filing_id, _ in rows]

    def in_force(self, filing_id: str = "") -> list[Decision]:
        """Return the decisions in force, of one filing or of all, the oldest first."""
        where = "WHERE filing_id = ?" if filing_id else ""
        rows = self._store.ask(_LAST.format(where=where), *([filing_id] if filing_id else []))
        return [_decision(row) for row in rows]

    def history(self, key: Key) -> list[Decision]:
        """Return every decision that was taken on a violation, the oldest first."""
        rows = self._store.ask(
            "SELECT id, filing_id, rule, tbl, row, col, nth, verdict, note, who, at, state, source, message FROM decision "
            "WHERE filing_id = ? AND rule = ? AND tbl = ? AND row = ? AND col = ? AND nth = ? ORDER BY id",
            *key,
        )
        return [_decision(row) for row in rows]

    def decide(self, found: Found, verdict: str, note: str, who: str, state: State, source: str) -> None:
        """Keep a decision on a violation. Raises ``RefusedError`` for one that is not whole."""
        if verdict not in VERDICTS:
            raise RefusedError("verdict", f"{verdict!r} is no verdict")
        who, note = _who(who), _note(note)
        kept = json.dumps(state, ensure_ascii=False, separators=(",", ":"))
        statement = (
            "INSERT INTO decision (filing_id, rule, tbl, row, col, nth, verdict, note, who, at, state, source, message) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        words = (*found.key, verdict, note, who, now(), kept, source, found.message)
        self._store.write((statement, words))

    def correct(
        self,
        filing_id: str,
        source: str,
        cell: tuple[str, str, str],
        printed: str,
        value: str,
        who: str,
        note: str,
    ) -> None:
        """Keep the right value of a cell (table, row, column), in place of an earlier one.

        An empty ``value`` takes the earlier one back. Raises ``RefusedError`` for what is no plain number.
        """
        value, who, note = number_of(value), _who(who), _note(note)
        earlier = (
            "UPDATE correction SET withdrawn = ? WHERE filing_id = ? AND tbl = ? AND row = ? AND col = ? "
            "AND withdrawn = ''"
        )
        steps: list[Step] = [(earlier, (now(), filing_id, *cell))]
        if value:
            statement = (
                "INSERT INTO correction (filing_id, source, tbl, row, col, printed, value, who, at, note) "
                "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            )
            steps.append((statement, (filing_id, source, *cell, printed, value, who, now(), note)))
        self._store.write(*steps)

    def corrections(self, filing_id: str = "") -> list[Correction]:
        """Return the corrections in force, of one filing or of all, in the order of sources and cells."""
        where, words = (" AND filing_id = ?", [filing_id]) if filing_id else ("", [])
        rows = self._store.ask(
            "SELECT id, filing_id, source, tbl, row, col, printed, value, who, at, note FROM correction "  # noqa: S608
            f"WHERE withdrawn = ''{where}",
            *words,
        )
        # databases differ in how they sort texts
        return sorted(map(Correction._make, rows), key=lambda c: (c.source, c.filing_id, c.number))


def now() -> str:
    """Return the time as it is kept: UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def number_of(text: str) -> str:
    """Return a number as plain digits, empty for none. ``RefusedError`` for anything else."""
    text = text.strip()
    if not text:
        return ""
    try:
        value = Decimal(text) if len(text) <= 40 and text.isascii() else None
    except InvalidOperation:
        value = None
    if value is None or not value.is_finite() or "e" in text.lower() or "_" in text:
        raise RefusedError(
            "number", f"{text[:40]!r} is no plain number: digits, with a point and a minus sign where needed"
        )
    return text.removeprefix("+")


def _who(who: str) -> str:
    who = " ".join(who.split())
    if not who or len(who) > LONGEST_NAME:
        raise RefusedError("who", "who decides is not said")
    return who


def _note(note: str) -> str:
    note = note.strip()
    if len(note) > LONGEST_NOTE:
        raise RefusedError("note", f"the note is longer than {LONGEST_NOTE} characters")
    return note


def _decision(row: tuple[Any, ...]) -> Decision:
    key = Key(*row[1:7])
    verdict, note, who, at, state, source, message = row[7:]
    return Decision(row[0], key, verdict, note, who, at, json.loads(state), source, message)
