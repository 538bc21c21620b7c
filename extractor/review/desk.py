"""What stands on the desk: the run with its index, the documents, the decisions, and one filing opened at a time."""

from __future__ import annotations

import sqlite3
import threading
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.analysis.rows import table_path
from extractor.errors import UnreadableError
from extractor.forms import load_forms
from extractor.model.filing import (
    CellStatus,
    Fact,
    Filing,
    FilingStatus,
    Identity,
    TableReading,
    Violation,
)
from extractor.readers import sheets
from extractor.review.board import Board
from extractor.review.claims import Found, Key, Printed, cells_of, changes, state_of
from extractor.review.index import open_index
from extractor.review.stretches import rows_of
from extractor.review.told import filing_told
from extractor.writers.report_paths import report_stem
from extractor.writers.rows import filing_id
from extractor.writers.schema import ARCHIVE_SCHEMAS, FACT_TABLES, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from extractor.forms import Forms
    from extractor.forms.form import CellKey
    from extractor.review.claims import Change, State
    from extractor.review.decisions import Decision, Decisions
    from extractor.review.originals import Originals

_FILING = (
    *("n", "id", "source", "sha256", "media_type", "reader", "title", "organization", "year", "template"),
    *(
        "published",
        "status",
        "error",
        "errors",
        "warnings",
        "organization_id",
        "attachments",
        "attachment_of",
    ),
    "region",
)


class Entry(NamedTuple):
    """A filing as the index has it."""

    n: int
    id: str
    source: str
    sha256: str
    media_type: str
    reader: str
    title: str
    organization: str
    year: int
    template: str
    published: str
    status: str
    error: str
    errors: int
    warnings: int
    organization_id: str
    attachments: str
    attachment_of: str
    region: str


class Organization(NamedTuple):
    """An organization as the index has it."""

    id: str
    name: str
    names: str
    region_code: str
    level: str
    kind: str
    region: str


class Opened(NamedTuple):
    """A filing opened: what was read, and its violations as the run lists them, in the same order in both.

    ``how``: ``report`` where all that was read is at hand, ``tables`` where only the tables of the run are.
    """

    entry: Entry
    filing: Filing
    found: tuple[Found, ...]
    violations: tuple[Violation, ...]
    how: str


class Standing(NamedTuple):
    """What became of a violation: the decision in force (None: none), and what has changed since."""

    decision: Decision | None
    changed: tuple[Change, ...]

    @property
    def name(self) -> str:
        """One of ``board.STANDINGS``."""
        if self.decision is None:
            return "open"
        return "changed" if self.changed else self.decision.verdict


class Desk:
    """A run on the desk."""

    def __init__(
        self, output: Path, decisions: Decisions, originals: Originals, say: Callable[[str], object] = print
    ) -> None:
        self.output = output
        self.forms: Forms = load_forms()
        self.decisions = decisions
        self.originals = originals
        self._path = open_index(output, say)
        self._local = threading.local()
        self.board = Board(self.db)
        self._open = lru_cache(maxsize=16)(self._opened)
        self._pages = lru_cache(maxsize=256)(self._pages_of)
        self._picture = lru_cache(maxsize=64)(self._drawn)
        self._drawing = threading.Lock()  # pdfium is no library for several threads
        self.gone: list[Decision] = []
        self._seen = 0
        self._marking = threading.Lock()
        self.catch_up()

    @property
    def db(self) -> sqlite3.Connection:
        """The index, opened to be read, once for each thread."""
        found: sqlite3.Connection | None = getattr(self._local, "db", None)
        if found is None:
            found = self._local.db = sqlite3.connect(f"{self._path.resolve().as_uri()}?mode=ro", uri=True)
        return found

    def entry(self, filing_id: str) -> Entry | None:
        """Return a filing by its id; None where the run has none such."""
        n = self.board.number_of.get(filing_id)
        return None if n is None else self.entries([n])[0]

    def entries(self, numbers: Iterable[int]) -> list[Entry]:
        """Return filings by their numbers, in the order of these."""
        wanted = [int(n) for n in numbers]
        marks = ",".join("?" * len(wanted))
        names = ", ".join(_FILING)
        rows = self.db.execute(f"SELECT {names} FROM filing WHERE n IN ({marks})", wanted)  # noqa: S608
        by_number = {row[0]: Entry(*(_plain(v, i) for i, v in enumerate(row))) for row in rows}  # type: ignore[arg-type]
        return [by_number[n] for n in wanted]

    def found(self, n: int) -> list[Found]:
        """Return the violations of a filing as the run lists them."""
        filing_id = self.board.ids[n]
        rows = self.db.execute(
            "SELECT rule, tbl, row, col, nth, severity, outcome, template, row_label, column_label, expected, "
            "actual, difference, message, location, second_reading FROM violation WHERE n = ? ORDER BY v",
            (n,),
        )
        return [Found(Key(filing_id, *row[:5]), *row[5:]) for row in rows]

    def rows(self, table: str, n: int) -> list[dict[str, str]]:
        """Return the rows of a filing in a table of the run."""
        path = table_path(self.output, table)
        place = self.db.execute(
            "SELECT part, start, size FROM stretch WHERE tbl = ? AND n = ?", (table, n)
        ).fetchone()
        if path is None or place is None:
            return []
        return rows_of(path, (SCHEMAS | ARCHIVE_SCHEMAS)[table], *place)

    def printed(self, n: int, tables: Iterable[str] = FACT_TABLES) -> dict[str, dict[CellKey, Printed]]:
        """Return what the cells of a filing print, by table."""
        return {
            table: {(r["row"], r["column"]): Printed(r["status"], r["raw"]) for r in self.rows(table, n)}
            for table in tables
        }

    def id_of(self, source: str) -> str:
        """Return the id of a filing by its source; empty where the run has none such."""
        found = filing_id(source)
        return found if found in self.board.number_of else ""

    def organization(self, organization_id: str) -> Organization | None:
        """Return an organization of the run; None where there is none such."""
        row = self.db.execute(
            "SELECT id, name, names, region_code, level, kind, region FROM organization WHERE id = ?",
            (organization_id,),
        ).fetchone()
        return None if row is None else Organization(*(value or "" for value in row))

    def count(self, table: str) -> int:
        """Return how many rows a table of the index has."""
        (number,) = self.db.execute(f"SELECT COUNT(*) FROM {table}").fetchone()  # noqa: S608 - a name of ours
        return int(number)

    def pages(self, entry: Entry) -> tuple[list[sheets.Size], str, bool]:
        """Return the sizes of a document's pages (none: it has none), why it cannot be shown, and if it is as it was."""
        return self._pages(entry.source, entry.sha256, entry.media_type)

    def _pages_of(self, source: str, sha256: str, media_type: str) -> tuple[list[sheets.Size], str, bool]:
        found = self.originals.get(source, sha256)
        if found.problem or not sheets.has_pages(found.data, media_type):
            return [], found.problem, found.same
        try:
            return sheets.sizes(found.data, media_type), "", found.same
        except UnreadableError as error:
            return [], str(error), found.same

    def picture(self, entry: Entry, page: int, width: int) -> bytes:
        """Return the picture of a page of a document. ``UnreadableError`` where there is none."""
        return self._picture(entry.source, entry.sha256, entry.media_type, page, width)

    def _drawn(self, source: str, sha256: str, media_type: str, page: int, width: int) -> bytes:
        found = self.originals.get(source, sha256)
        if found.problem:
            raise UnreadableError(found.problem)
        with self._drawing:
            return sheets.draw(found.data, media_type, page, width)

    def open(self, filing_id: str) -> Opened | None:
        """Return a filing with all that is known of it; None where the run has none such."""
        n = self.board.number_of.get(filing_id)
        return None if n is None else self._open(n)

    def standing(
        self, found: Found, decisions: dict[Key, Decision], printed: dict[CellKey, Printed]
    ) -> Standing:
        """Return what became of a violation, by the decisions in force."""
        decision = decisions.get(found.key)
        if decision is None:
            return Standing(None, ())
        return Standing(decision, tuple(changes(decision.state, self.state(found, printed))))

    def state(self, found: Found, printed: dict[CellKey, Printed]) -> State:
        """Return what a violation rests on now."""
        return state_of(found, cells_of(found, self.forms), printed)

    def _opened(self, n: int) -> Opened:
        (entry,) = self.entries([n])
        found = tuple(self.found(n))
        filing = self._told(entry)
        if filing is not None:
            of: dict[tuple[str, ...], list[Violation]] = {}
            for told in filing.violations:
                of.setdefault((told.rule, told.table, told.row, told.column), []).append(told)
            violations = (of[f.key[1:5]].pop(0) if of.get(f.key[1:5]) else self._violation(f) for f in found)
            return Opened(entry, filing, found, tuple(violations), "report")
        return Opened(entry, self._from_tables(entry), found, tuple(map(self._violation, found)), "tables")

    def _told(self, entry: Entry) -> Filing | None:
        """Return the filing from its report, where that is of the same document as the tables are."""
        path = self.output / (report_stem(entry.source) + ".json")
        try:
            filing = filing_told(path.read_bytes())
        except (OSError, ValueError):
            return None
        return filing if filing.sha256 == entry.sha256 else None

    def _from_tables(self, entry: Entry) -> Filing:
        readings = []
        for code in FACT_TABLES:
            rows = self.rows(code, entry.n)
            if rows:
                facts = tuple(_fact(r) for r in rows)
                readings.append(TableReading(rows[0]["template"], code, facts))
        who = Identity(entry.title, entry.organization, "", entry.year, "", entry.published)
        head = (entry.source, entry.sha256, entry.media_type, entry.reader, FilingStatus(entry.status))
        return Filing(*head, entry.error, who, entry.template, tuple(readings))

    def _violation(self, found: Found) -> Violation:
        expected, actual, difference = map(_decimal, (found.expected, found.actual, found.difference))
        return Violation(
            found.key.rule, found.severity, found.outcome, found.key.table, found.key.row, found.key.column,
            found.row_label, found.column_label, expected, actual, difference, found.message, "", found.location,
            found.second_reading, found.template, cells_of(found, self.forms),
        )  # fmt: skip

    def catch_up(self) -> None:
        """Set on the board what was decided since this was last called, here or by others of a team.

        ``gone`` then has the decisions on violations that the run has no more.
        """
        with self._marking:
            last, filings = self.decisions.newer(self._seen)
            if not filings:
                return
            asked = [""] if self._seen == 0 else filings
            by_filing: dict[str, list[Decision]] = {key: [] for key in filings}
            for decision in (d for key in asked for d in self.decisions.in_force(key)):
                by_filing.setdefault(decision.key.filing_id, []).append(decision)
            gone = [d for d in self.gone if d.key.filing_id not in by_filing]
            for key, decisions in by_filing.items():
                gone += self._mark_decided(key, decisions)
            self.gone, self._seen = sorted(gone, key=lambda d: d.number), last

    def _mark_decided(self, filing_id: str, decisions: list[Decision]) -> list[Decision]:
        """Set on the board what is decided of a filing; return the decisions on violations that it has no more."""
        n = self.board.number_of.get(filing_id)
        if n is None:
            return decisions
        own = {d.key: d for d in decisions}
        printed = self.printed(n, {d.key.table for d in decisions if d.key.table})
        for found in self.found(n):
            v = self.board.violation(found.key)
            decision = own.pop(found.key, None)
            given = {} if decision is None else {found.key: decision}
            if v is not None:
                self.board.mark(v, self.standing(found, given, printed.get(found.key.table, {})).name)
        return list(own.values())


def _plain(value: object, place: int) -> object:
    if value is None:
        return 0 if _FILING[place] == "year" else ""
    return value


def _decimal(text: str) -> Decimal | None:
    return Decimal(text) if text else None


def _fact(row: dict[str, str]) -> Fact:
    return Fact(
        row["row"],
        row["column"],
        CellStatus(row["status"]),
        _decimal(row["value"]),
        row["raw"],
        row["location"],
    )
