"""Where decisions are kept: a SQLite file for one, a PostgreSQL database for a team. Both take the same statements."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from extractor.analysis.database import connect_postgresql, driver, why_of, without_password
from extractor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

Row = tuple[Any, ...]
Step = tuple[str, tuple[object, ...]]
"""A statement, and what stands for each of its question marks."""
POSTGRESQL = ("postgresql://", "postgres://")
_ALONE = "LOCK TABLE decision, correction IN EXCLUSIVE MODE"
"""One writes at a time, so that numbers grow in the order in which they come to be seen; reading goes on."""
_FIRST = 7311_2021
"""Names the lock under which the tables are made: two may open the workbench for the first time at once."""
_ENDED = "57P"
"""How the codes begin by which a server says that it ends a connection."""


class Store(Protocol):
    """A database for the decisions. Several threads may ask and write."""

    def make(self, tables: Sequence[str]) -> None:
        """Make what is not there yet; ``{number}`` in a statement is the type of a number that counts up by itself."""

    def ask(self, statement: str, *words: object) -> list[Row]:
        """Return the rows that a statement asks for; a question mark stands for each of ``words``."""

    def write(self, *steps: Step) -> None:
        """Do some statements, all of them or none."""

    def close(self) -> None:
        """Let go of it."""


def store_at(place: Path | str) -> Store:
    """Return the store in a file, or at a URL that begins with ``postgresql://``.

    Raises ``UsageError`` where it cannot be opened, and where the driver is not installed.
    """
    text = str(place)
    if text.startswith(POSTGRESQL):
        return _PostgreSqlStore(text)
    if "://" in text:
        raise UsageError(
            f"--decisions {without_password(text)}: give a file, or postgresql://USER:PASSWORD@HOST/NAME for a team"
        )
    return _SqliteStore(Path(place))


class _SqliteStore:
    """One connection, used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            self._db = sqlite3.connect(path, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
        except sqlite3.Error as error:
            raise self._useless(error) from error

    def make(self, tables: Sequence[str]) -> None:
        try:
            self.write(*((table.format(number="INTEGER PRIMARY KEY"), ()) for table in tables))
        except sqlite3.Error as error:
            raise self._useless(error) from error

    def ask(self, statement: str, *words: object) -> list[Row]:
        with self._lock:
            return self._db.execute(statement, words).fetchall()

    def write(self, *steps: Step) -> None:
        with self._lock, self._db:
            for statement, words in steps:
                self._db.execute(statement, words)

    def close(self) -> None:
        self._db.close()

    def _useless(self, error: sqlite3.Error) -> UsageError:
        return UsageError(
            f"the decisions cannot be kept in {self._path} ({error}); name another file with --decisions"
        )


class _PostgreSqlStore:
    """One connection, used by one thread at a time, and made anew when the server has ended it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._lock = threading.Lock()
        self._db = connect_postgresql(url)
        pg8000 = driver("pg8000.dbapi")
        self._failures = (pg8000.Error, OSError)  # the sockets' own come through as they are
        self._lost = (pg8000.InterfaceError, OSError)

    def make(self, tables: Sequence[str]) -> None:
        number = "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY"
        self._do(
            "SELECT pg_advisory_xact_lock(?)", (_FIRST,), [(t.format(number=number), ()) for t in tables]
        )

    def ask(self, statement: str, *words: object) -> list[Row]:
        return self._do(statement, words, ())

    def write(self, *steps: Step) -> None:
        self._do(_ALONE, (), steps)

    def close(self) -> None:
        with suppress(*self._failures):
            self._db.close()

    def _do(self, first: str, words: tuple[object, ...], then: Iterable[Step]) -> list[Row]:
        """Return the rows of a statement, after which others are done in the same transaction.

        The first changes nothing: where the connection turns out to have ended it is begun again on a new one.
        Raises ``UsageError`` for whatever the database refuses.
        """
        with self._lock:
            try:
                try:
                    rows = self._rows(first, words)
                except self._failures as error:
                    if not self._ended(error):
                        raise
                    self.close()
                    self._db = connect_postgresql(self._url)
                    rows = self._rows(first, words)
                for statement, of in then:
                    self._execute(statement, of, lambda _: None)
                self._db.commit()
            except self._failures as error:
                with suppress(*self._failures):
                    self._db.rollback()
                raise UsageError(
                    f"the decisions at {without_password(self._url)} cannot be reached or written: {why_of(error)}; "
                    "ask who keeps that database, or name a file with --decisions"
                ) from error
            return rows

    def _rows(self, statement: str, words: tuple[object, ...]) -> list[Row]:
        found: list[Row] = []
        self._execute(statement, words, lambda rows: found.extend(map(tuple, rows)))
        return found

    def _execute(self, statement: str, words: tuple[object, ...], take: Callable[[Any], None]) -> None:
        # it keeps no text with a NUL, which a form may send
        kept = tuple(w.replace("\0", "\ufffd") if isinstance(w, str) else w for w in words)
        with closing(self._db.cursor()) as cursor:
            cursor.execute(statement.replace("?", "%s"), kept)
            if cursor.description:
                take(cursor.fetchall())

    def _ended(self, error: Exception) -> bool:
        told = error.args[0] if error.args else ""
        if isinstance(told, dict):
            return str(told.get("C", "")).startswith(_ENDED)
        return isinstance(error, self._lost)
