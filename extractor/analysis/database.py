"""The tables of a finished run in a database, with keys and types: DuckDB, SQLite or PostgreSQL."""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from decimal import Decimal
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol
from urllib.parse import unquote, urlsplit

import pyarrow as pa

from extractor.analysis.rows import table_path, table_rows
from extractor.errors import UsageError
from extractor.writers.schema import ARCHIVE_SCHEMAS, DIGITS, PLACES, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from extractor.writers.schema import Field, Schema

BATCH = 20_000
"""Rows that are sent at once."""
_TYPES = {"string": "TEXT", "integer": "INTEGER", "date": "DATE"}
_DOUBLE_DIGITS = 15


class Loaded(NamedTuple):
    """A table that was loaded, and how many rows it has."""

    table: str
    rows: int


class _Target(Protocol):
    """A database. A table is created, filled and finished before the next."""

    def do(self, statement: str) -> None: ...
    def create(self, schema: Schema) -> None: ...
    def insert(self, schema: Schema, rows: Iterable[tuple[str | None, ...]]) -> None: ...
    def finish(self, schema: Schema) -> None: ...
    def commit(self) -> None: ...
    def close(self) -> None: ...


def load_into(output: Path, url: str) -> list[Loaded]:
    """Put the tables of a finished run into a database, in place of tables of the same names.

    ``url``: ``duckdb:///FILE`` or a path (DuckDB), ``sqlite:///FILE``, ``postgresql://USER:PASSWORD@HOST/NAME``.
    All of it in one transaction: a load that fails leaves the database as it was. ``UsageError`` for a folder that
    is no output, a URL that is not understood, and a driver that is not installed.
    """
    paths = {name: path for name in _schemas() if (path := table_path(output, name)) is not None}
    if "filings" not in paths:
        raise UsageError(
            f"{output} is not the output of a run: there is no filings.csv or filings.parquet in it"
        )
    with closing(_target(url)) as target:
        for name in reversed(paths):  # those that refer to filings first
            target.do(f'DROP TABLE IF EXISTS "{name}"')
        loaded = []
        for name, path in paths.items():
            schema = _schemas()[name]
            target.create(schema)
            count = 0
            rows = table_rows(path, schema)
            while some := list(islice(rows, BATCH)):
                target.insert(schema, some)
                count += len(some)
            target.finish(schema)
            loaded.append(Loaded(name, count))
        target.commit()
    return loaded


def _schemas() -> dict[str, Schema]:
    return SCHEMAS | ARCHIVE_SCHEMAS


def statement(schema: Schema, number: Callable[[str], str]) -> str:
    """Return what creates a table with its keys; ``number`` gives the type of a column of numbers."""
    types = [number(f.name) if f.type == "number" else _TYPES[f.type] for f in schema.fields]
    lines = [
        " ".join(filter(None, (f'"{f.name}"', kind, "NOT NULL" if f.required else "")))
        for f, kind in zip(schema.fields, types, strict=True)
    ]
    if schema.key:
        lines.append(f"PRIMARY KEY ({', '.join(_quoted(schema.key))})")
    if schema.refers:
        lines.append('FOREIGN KEY ("filing_id") REFERENCES "filings" ("filing_id")')
    return f'CREATE TABLE "{schema.name}" ({", ".join(lines)})'


def _quoted(names: Iterable[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def _target(url: str) -> _Target:
    scheme, _, rest = url.partition("://")
    if not rest or scheme == "duckdb":
        return _DuckDb(_file(rest) if rest else url)
    if scheme == "sqlite":
        return _Sqlite(_file(rest))
    if scheme in ("postgresql", "postgres"):
        return _PostgreSql(url)
    raise UsageError(
        f"--db {url}: give duckdb:///FILE, sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME; "
        "a path alone is a DuckDB file"
    )


def _file(rest: str) -> str:
    """Return the path in a URL: ``/out.db`` is ``out.db`` here, ``//srv/out.db`` is ``/srv/out.db``."""
    return unquote(rest.removeprefix("/"))


def driver(name: str) -> Any:
    """Return the module of a driver. ``UsageError`` where it is not installed."""
    try:
        return import_module(name)
    except ImportError as error:
        raise UsageError(
            f"this needs the package {name}, which is not installed: pip install 'extractor[db]'"
        ) from error


def _number(text: str) -> int | float | str:
    """Return a number as SQLite holds it exactly: whole, a double where that has all digits, else the text."""
    plain = format(Decimal(text), "f")
    whole, _, places = plain.partition(".")
    if not (places := places.rstrip("0")):
        return int(whole)
    exact = f"{whole}.{places}"
    return float(exact) if len((whole + places).lstrip("-0")) <= _DOUBLE_DIGITS else exact


class _Sqlite:
    def __init__(self, path: str) -> None:
        self._db = sqlite3.connect(path)
        self._db.execute("PRAGMA foreign_keys = ON")
        self._db.execute("BEGIN")

    def do(self, statement: str) -> None:
        self._db.execute(statement)

    def create(self, schema: Schema) -> None:
        # A column with a type makes a double of a decimal, whatever digits that costs; without, it stays as it is.
        self.do(statement(schema, lambda _: ""))

    def insert(self, schema: Schema, rows: Iterable[tuple[str | None, ...]]) -> None:
        marks = ", ".join("?" * len(schema.columns))
        numbers = [f.type == "number" for f in schema.fields]
        values = (
            tuple(_number(v) if n and v else v for v, n in zip(row, numbers, strict=True)) for row in rows
        )
        self._db.executemany(f'INSERT INTO "{schema.name}" VALUES ({marks})', values)  # noqa: S608

    def finish(self, schema: Schema) -> None:
        """Do nothing: the rows are there."""

    def commit(self) -> None:
        self._db.commit()

    def close(self) -> None:
        self._db.close()


class _DuckDb:
    """Numbers are decimals with as many places as those of their column need.

    A wide decimal becomes a double in pandas that is off by a last digit, and DuckDB asks for the places
    before it has seen the rows: so they wait in a table of their own.
    """

    def __init__(self, path: str) -> None:
        self._db = driver("duckdb").connect(path)
        self._db.execute("BEGIN")

    def do(self, statement: str) -> None:
        self._db.execute(statement)

    def create(self, schema: Schema) -> None:
        columns = ", ".join(f'"{f.name}" {self._type(f, PLACES)}' for f in schema.fields)
        self.do(f"CREATE OR REPLACE TEMP TABLE waiting ({columns})")

    def insert(self, schema: Schema, rows: Iterable[tuple[str | None, ...]]) -> None:
        columns = list(zip(*rows, strict=True))
        batch = pa.table({n: pa.array(c, pa.string()) for n, c in zip(schema.columns, columns, strict=True)})
        self._db.register("batch", batch)
        values = ", ".join(f'CAST("{f.name}" AS {self._type(f, PLACES)})' for f in schema.fields)
        self._db.execute(f"INSERT INTO waiting SELECT {values} FROM batch")  # noqa: S608
        self._db.unregister("batch")

    def finish(self, schema: Schema) -> None:
        places = {f.name: self._places(f.name) for f in schema.fields if f.type == "number"}
        self.do(statement(schema, lambda name: f"DECIMAL({DIGITS}, {places[name]})"))
        self.do(f'INSERT INTO "{schema.name}" SELECT * FROM waiting')  # noqa: S608
        self.do("DROP TABLE waiting")

    @staticmethod
    def _type(field: Field, places: int) -> str:
        return f"DECIMAL({DIGITS}, {places})" if field.type == "number" else _TYPES[field.type]

    def _places(self, name: str) -> int:
        """Return how many places behind the point the numbers of a column that waits have at most."""
        decimals = f"""rtrim(split_part(CAST("{name}" AS VARCHAR), '.', 2), '0')"""
        ((found,),) = self._db.execute(f"SELECT MAX(length({decimals})) FROM waiting").fetchall()  # noqa: S608
        return found or 0

    def commit(self) -> None:
        self._db.execute("COMMIT")

    def close(self) -> None:
        self._db.close()


def connect_postgresql(url: str) -> Any:
    """Return a connection (DB-API) to the database at ``postgresql://USER:PASSWORD@HOST:PORT/NAME``.

    Raises ``UsageError`` where the driver is not installed, and where the server cannot be reached or lets nobody in.
    """
    pg8000 = driver("pg8000.dbapi")
    parts = urlsplit(url)
    try:
        port = parts.port or 5432
    except ValueError as error:  # its own message may quote the password
        raise UsageError(
            f"{without_password(url)} is not understood: write /, :, ? and # of a password as %2F, %3A, %3F and %23"
        ) from error
    try:
        return pg8000.connect(
            user=unquote(parts.username or "postgres"),
            password=unquote(parts.password) if parts.password else None,
            host=parts.hostname or "localhost",
            port=port,
            database=unquote(parts.path.lstrip("/")) or None,
        )
    except (pg8000.Error, OSError) as error:
        raise UsageError(f"no connection to {without_password(url)}: {why_of(error)}") from error


def why_of(error: Exception) -> object:
    """Return what PostgreSQL or the network says is wrong."""
    told = error.args[0] if error.args else error
    return told.get("M", told) if isinstance(told, dict) else error


def without_password(url: str) -> str:
    """Return a URL as it may be shown."""
    scheme, _, rest = url.partition("://")
    user, at, place = rest.rpartition("@")
    return f"{scheme}://{user.partition(':')[0]}{at}{place}"


class _PostgreSql:
    def __init__(self, url: str) -> None:
        self._db = connect_postgresql(url)
        self._cursor = self._db.cursor()

    def do(self, statement: str) -> None:
        self._cursor.execute(statement)

    def create(self, schema: Schema) -> None:
        self.do(statement(schema, lambda _: "NUMERIC"))  # without bounds it keeps the digits as printed

    def insert(self, schema: Schema, rows: Iterable[tuple[str | None, ...]]) -> None:
        """Send rows by COPY: an empty field that is not quoted is NULL, one that is quoted is an empty text."""
        text = io.StringIO()
        for row in rows:
            text.write(",".join(_field(value) for value in row) + "\n")
        text.seek(0)
        self._cursor.execute(f'COPY "{schema.name}" FROM STDIN WITH (FORMAT csv)', stream=text)

    def finish(self, schema: Schema) -> None:
        """Do nothing: the rows are there."""

    def commit(self) -> None:
        self._db.commit()

    def close(self) -> None:
        self._db.close()


def _field(value: str | None) -> str:
    return "" if value is None else '"' + value.replace('"', '""') + '"'
