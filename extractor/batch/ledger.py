"""The ledger of an output folder: what was read, and where its rows are. Each record is there whole or not at all.

An SQLite file. A *unit* is a file on the disk, a *document* what was read from it: one, or every member of a
container. A record is written only once the shard that it points into is on the disk.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.errors import ExtractorError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

NAME = "ledger.sqlite"
LAYOUT = "2"
"""Another one wherever the tables below change."""
PAGE = 1000
"""Records that are fetched at once."""
_TABLES = """
CREATE TABLE documents (
  source TEXT PRIMARY KEY,
  unit TEXT NOT NULL, place INTEGER NOT NULL,
  sha256 TEXT NOT NULL, media_type TEXT NOT NULL, reader TEXT NOT NULL, status TEXT NOT NULL,
  error TEXT NOT NULL, seconds REAL NOT NULL,
  shard INTEGER NOT NULL, start INTEGER NOT NULL, rows INTEGER NOT NULL, kept INTEGER NOT NULL,
  crc INTEGER NOT NULL,
  page TEXT NOT NULL,
  attachments TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX documents_of_unit ON documents (unit, place);
CREATE TABLE units (
  unit TEXT PRIMARY KEY,
  path BLOB NOT NULL, stamp TEXT NOT NULL, beside TEXT NOT NULL, sha256 TEXT NOT NULL,
  recipe TEXT NOT NULL, kept INTEGER NOT NULL, whole INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE plan (
  unit TEXT PRIMARY KEY,
  path BLOB NOT NULL, stamp TEXT NOT NULL, size INTEGER NOT NULL, problem TEXT NOT NULL,
  todo INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE stale (source TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


class LedgerError(ExtractorError):
    """The ledger cannot be used; the message says what to do."""


class Document(NamedTuple):
    """The record of one document. ``kept``: bytes of the filing itself, kept behind its rows (0: not kept).

    ``crc`` is that of both. ``page``: what its report page was made of; empty where there is none.
    ``attachments``: the sources of the documents that it has tables of, as a JSON list; empty where it has none.
    """

    source: str
    unit: str
    place: int
    sha256: str
    media_type: str
    reader: str
    status: str
    error: str
    seconds: float
    shard: int
    start: int
    rows: int
    kept: int
    crc: int
    page: str = ""
    attachments: str = ""


class Unit(NamedTuple):
    """The record of a file: how it was when it was read, by which recipe, and whether all of it was."""

    unit: str
    path: bytes
    stamp: str
    beside: str
    sha256: str
    recipe: str
    kept: bool
    whole: bool


class Planned(NamedTuple):
    """A file that the command asks for. ``todo``: it has to be read."""

    unit: str
    path: bytes
    stamp: str
    size: int
    problem: str
    todo: int = 1


_COLUMNS = ", ".join(Document._fields)
_QUALIFIED = ", ".join(f"d.{name}" for name in Document._fields)


class Ledger:
    """The open ledger of an output folder. Nothing is written before ``commit``."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """Open the ledger at ``path``, making it where there is none. ``LedgerError`` where it is damaged."""
        self.path = path
        self._told = False
        with self._safely():
            if read_only:
                self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
            else:
                self._db = sqlite3.connect(path)
                self._db.execute("PRAGMA journal_mode = WAL")
                # The disk has every commit before the next step is taken.
                self._db.execute("PRAGMA synchronous = FULL")
            if not self._db.execute("SELECT 1 FROM sqlite_master").fetchone() and not read_only:
                self._db.executescript(_TABLES)
                self.tell("layout", LAYOUT)
                self.commit()
            if self.told("layout") != LAYOUT:
                raise LedgerError(
                    f"{path} was written by another version of the program; run with --no-resume to read all anew"
                )
            if not read_only and self.told("under way"):
                self._check()

    def _check(self) -> None:
        (found,) = self._db.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise sqlite3.DatabaseError(found)

    @contextmanager
    def _safely(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            if "full" in str(error) or "disk I/O" in str(error):
                raise OSError(f"no space for the ledger ({error})") from error
            raise LedgerError(f"{self.path} cannot be used ({error})") from error
        except sqlite3.DatabaseError as error:
            raise LedgerError(
                f"{self.path} is damaged ({error}); run with --no-resume to read all anew"
            ) from error

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the answer to a query."""
        with self._safely():
            return self._db.execute(query, values).fetchall()

    def do(self, statement: str, *values: object) -> int:
        """Carry out a statement; returns how many records it touched."""
        with self._safely():
            return self._db.execute(statement, values).rowcount

    def do_all(self, statement: str, values: Iterable[tuple[Any, ...]]) -> None:
        """Carry out a statement for each of some values."""
        with self._safely():
            self._db.executemany(statement, values)

    def commit(self) -> None:
        """Make everything since the last commit stand, on the disk."""
        with self._safely():
            self._db.commit()

    def rollback(self) -> None:
        """Undo everything since the last commit."""
        with self._safely():
            self._db.rollback()

    def close(self) -> None:
        """Close the ledger; what was not committed is undone."""
        self._db.close()

    def tell(self, name: str, value: object) -> None:
        """Keep a fact about the folder (None: forget it)."""
        if value is None:
            self.do("DELETE FROM facts WHERE name = ?", name)
        else:
            self.do("INSERT OR REPLACE INTO facts VALUES (?, ?)", name, json.dumps(value))

    def told(self, name: str) -> Any:
        """Return a fact that was kept; None where there is none."""
        found = self.rows("SELECT value FROM facts WHERE name = ?", name)
        return json.loads(found[0][0]) if found else None

    def add_documents(self, documents: Iterable[Document]) -> None:
        """Write records of documents, in place of those with the same source."""
        marks = ", ".join("?" * len(Document._fields))
        self.do_all(f"INSERT OR REPLACE INTO documents ({_COLUMNS}) VALUES ({marks})", documents)  # noqa: S608

    def add_units(self, units: Iterable[Unit]) -> None:
        """Write records of units, in place of those with the same name."""
        marks = ", ".join("?" * len(Unit._fields))
        self.do_all(f"INSERT OR REPLACE INTO units VALUES ({marks})", units)  # noqa: S608

    def todo(self) -> Iterator[Planned]:
        """Yield the files that have to be read, in the order of their names."""
        after = ""
        while True:
            found = self.rows("SELECT * FROM plan WHERE todo AND unit > ? ORDER BY unit LIMIT ?", after, PAGE)
            yield from map(Planned._make, found)
            if len(found) < PAGE:
                return
            after = found[-1][0]

    def attached(self) -> dict[str, str]:
        """Return the documents whose tables stand under another, with that one (of several the first)."""
        found: dict[str, str] = {}
        for source, attachments in self.rows(
            "SELECT d.source, d.attachments FROM documents d JOIN plan p USING (unit) "
            "WHERE d.attachments != '' ORDER BY d.source"
        ):
            for name in json.loads(attachments):
                found.setdefault(name, source)
        return found

    def documents(self) -> Iterator[Document]:
        """Yield the documents of the plan in the order of their sources."""
        after = ""
        while True:
            found = self.rows(
                f"SELECT {_QUALIFIED} FROM documents d JOIN plan p USING (unit) "  # noqa: S608
                "WHERE d.source > ? ORDER BY d.source LIMIT ?",
                after,
                PAGE,
            )
            yield from map(Document._make, found)
            if len(found) < PAGE:
                return
            after = found[-1][0]
