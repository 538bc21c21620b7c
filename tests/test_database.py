"""A run in a database: every row, keys and types, all or nothing; each driver where it is installed."""

from __future__ import annotations

import csv
import os
import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

import extractor
from extractor.analysis import database
from extractor.analysis.database import load_into
from extractor.errors import UsageError
from extractor.forms import load_forms
from extractor.model.filing import CellStatus
from extractor.writers.parcel import lines_of, pack
from extractor.writers.parquet import DECIMAL
from extractor.writers.rows import RowMaker
from extractor.writers.schema import ARCHIVE_SCHEMAS, DIGITS, PLACES, SCHEMAS
from extractor.writers.tableset import TableSet
from tests.conftest import run_program
from tests.filings_by_hand import plain_filing
from tests.scoring import rows

if TYPE_CHECKING:
    from pathlib import Path

POSTGRESQL = os.environ.get("EXTRACTOR_TEST_POSTGRESQL", "")


def expected(run: Path) -> dict[str, int]:
    return {name: len(rows(run / f"{name}.csv")) for name in SCHEMAS | ARCHIVE_SCHEMAS}


def test_sqlite_holds_every_row_with_keys_and_types(archive_run, tmp_path):
    url = f"sqlite:///{tmp_path}/a b.sqlite".replace(" ", "%20")
    assert dict(load_into(archive_run, url)) == expected(archive_run)
    assert dict(load_into(archive_run, url)) == expected(archive_run)  # again, in place of the first
    with closing(sqlite3.connect(tmp_path / "a b.sqlite")) as db:
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        printed = {
            (r["filing_id"], r["row"], r["column"]): r["value"]
            for r in rows(archive_run / "applications.csv")
        }
        for *key, value in db.execute('SELECT filing_id, "row", "column", value FROM applications'):
            told = printed[tuple(key)]
            assert (value is None) == (told == "")
            assert value is None or Decimal(str(value)) == Decimal(told)
        assert db.execute("SELECT typeof(year) FROM filings WHERE year NOT NULL").fetchone() == ("integer",)
        with pytest.raises(sqlite3.IntegrityError):
            db.execute("INSERT INTO filings SELECT * FROM filings LIMIT 1")
        db.rollback()
        db.execute("PRAGMA foreign_keys = ON")
        with pytest.raises(sqlite3.IntegrityError):
            db.execute("INSERT INTO sections (filing_id, level) VALUES ('0', 1)")


def test_a_load_that_fails_leaves_what_was_there(archive_run, tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path}/x.sqlite"
    load_into(archive_run, url)
    monkeypatch.setattr(database, "table_rows", lambda *_: iter([("too", "few")]))
    with pytest.raises(ValueError, match="zip"):
        load_into(archive_run, url)
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as db:
        (count,) = db.execute("SELECT COUNT(*) FROM filings").fetchone()
    assert count == expected(archive_run)["filings"]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_duckdb_holds_every_row(archive_run, parquet_run, tmp_path, kind):
    duckdb = pytest.importorskip("duckdb", reason="the extra db is not installed")
    run = parquet_run if kind == "parquet" else archive_run
    for url in (f"duckdb:///{tmp_path}/x.duckdb", f"{tmp_path}/x.duckdb"):
        assert dict(load_into(run, url)) == expected(archive_run)
    with closing(duckdb.connect(f"{tmp_path}/x.duckdb")) as db:
        whole = sum(Decimal(r["value"]) for r in rows(archive_run / "applications.csv") if r["value"])
        assert db.execute("SELECT SUM(value) FROM applications").fetchone() == (whole,)
        assert db.execute("SELECT typeof(value) FROM proceedings LIMIT 1").fetchall() == [("DECIMAL(38,0)",)]
        printed = [float(r["value"]) for r in rows(archive_run / "disclosure.csv") if r["value"]]
        assert db.sql("SELECT value FROM disclosure").df()["value"].dropna().tolist() == printed
        with pytest.raises(duckdb.ConstraintException):
            db.execute("INSERT INTO filings SELECT * FROM filings LIMIT 1")


@pytest.mark.skipif(not POSTGRESQL, reason="EXTRACTOR_TEST_POSTGRESQL names no database to write to")
def test_postgresql_holds_every_row(archive_run):
    for _ in range(2):
        assert dict(load_into(archive_run, POSTGRESQL)) == expected(archive_run)


LONG = ("12345678901234.123456789012345678", "0.0000000001", "-3", "99999999999999", "1234.56")


@pytest.fixture(scope="module", params=["csv", "parquet"])
def long_numbers(request, tmp_path_factory):
    """A run in which a filing prints numbers as long as a cell can hold."""
    folder = tmp_path_factory.mktemp("long")
    filing = plain_filing()
    facts = list(filing.tables[0].facts)
    for at, text in enumerate(LONG):
        facts[at] = facts[at]._replace(value=Decimal(text), status=CellStatus.REPORTED)
    tables = (replace(filing.tables[0], facts=tuple(facts)), *filing.tables[1:])
    with TableSet(folder, request.param) as made:
        made.add(lines_of(pack(RowMaker(load_forms()).rows(replace(filing, tables=tables)))))
        made.close()
    return folder, filing.tables[0].table


def test_a_long_decimal_comes_back_with_all_digits(long_numbers, tmp_path):
    run, table = long_numbers
    wanted = [Decimal(text) for text in LONG]
    frame = extractor.load(run)[table]
    assert [Decimal(str(v)) for v in frame["value"][: len(LONG)]] == wanted
    load_into(run, f"sqlite:///{tmp_path}/x.sqlite")
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as db:
        found = [v for (v,) in db.execute(f"SELECT value FROM {table} ORDER BY rowid")]  # noqa: S608
    assert [Decimal(repr(v) if isinstance(v, float) else v) for v in found[: len(LONG)]] == wanted
    duckdb = pytest.importorskip("duckdb", reason="the extra db is not installed")
    load_into(run, f"{tmp_path}/x.duckdb")
    with closing(duckdb.connect(f"{tmp_path}/x.duckdb")) as db:
        found = [v for (v,) in db.execute(f"SELECT value FROM {table}").fetchall()]  # noqa: S608
        assert db.execute(f"SELECT typeof(value) FROM {table} LIMIT 1").fetchone() == ("DECIMAL(38,18)",)  # noqa: S608
    assert found[: len(LONG)] == wanted


def test_numbers_have_one_definition():
    assert (DECIMAL.precision, DECIMAL.scale) == (DIGITS, PLACES)
    assert database._DuckDb._type(SCHEMAS["applications"].fields[6], PLACES) == f"DECIMAL({DIGITS}, {PLACES})"


def test_postgresql_is_sent_the_digits(long_numbers, monkeypatch):
    run, table = long_numbers
    sent = {}

    def execute(statement, stream=None):
        if stream:
            sent[statement] = list(csv.reader(stream))

    server = object.__new__(database._PostgreSql)
    server._cursor = SimpleNamespace(execute=execute)
    server._db = SimpleNamespace(commit=lambda: None, close=lambda: None)
    monkeypatch.setattr(database, "_target", lambda _: server)
    load_into(run, "postgresql://x")
    at = SCHEMAS[table].columns.index("value")
    found = [Decimal(row[at]) for row in sent[f'COPY "{table}" FROM STDIN WITH (FORMAT csv)'][: len(LONG)]]
    assert found == [Decimal(text) for text in LONG]


@pytest.mark.parametrize(
    ("url", "says"),
    [("mysql://x/y", "give duckdb:///FILE"), ("postgresql://u@h/d", "pip install 'extractor")],
)
def test_what_cannot_be_loaded_is_said(archive_run, tmp_path, monkeypatch, url, says):
    def lacking(name):
        raise ImportError(name)

    monkeypatch.setattr(database, "import_module", lacking)
    with pytest.raises(UsageError, match=says):
        load_into(archive_run, url)
    with pytest.raises(UsageError, match="not the output of a run"):
        load_into(tmp_path, url)


def test_the_verb(archive_run, tmp_path):
    result = run_program("load", archive_run, "--db", f"sqlite:///{tmp_path}/x.sqlite")
    assert result.exit_code == 0
    assert f"filings         {expected(archive_run)['filings']:>12,}" in result.output
    assert run_program("load", archive_run, "--db", "nonsense://x").exit_code == 2
