"""A run in a database: every row, keys and types, all or nothing; each driver where it is installed."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from extractor.analysis import database
from extractor.analysis.database import load_into
from extractor.errors import UsageError
from extractor.writers.schema import ARCHIVE_SCHEMAS, SCHEMAS
from tests.conftest import ROOT, run_program
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
    monkeypatch.setattr(database, "_rows", lambda *_: iter([("too", "few")]))
    with pytest.raises(sqlite3.ProgrammingError):
        load_into(archive_run, url)
    with closing(sqlite3.connect(tmp_path / "x.sqlite")) as db:
        (count,) = db.execute("SELECT COUNT(*) FROM filings").fetchone()
    assert count == expected(archive_run)["filings"]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_duckdb_holds_every_row(archive_run, tmp_path, kind):
    duckdb = pytest.importorskip("duckdb", reason="the extra db is not installed")
    run = archive_run
    if kind == "parquet":
        run = tmp_path / "parquet"
        words = ("--engine", "inline", "--format", "parquet", "--reports", "none")
        assert run_program("run", ROOT / "fixtures/archive", "--output", run, *words).exit_code == 0
    for url in (f"duckdb:///{tmp_path}/x.duckdb", f"{tmp_path}/x.duckdb"):
        assert dict(load_into(run, url)) == expected(archive_run)
    with closing(duckdb.connect(f"{tmp_path}/x.duckdb")) as db:
        whole = sum(Decimal(r["value"]) for r in rows(archive_run / "applications.csv") if r["value"])
        assert db.execute("SELECT SUM(value) FROM applications").fetchone() == (whole,)
        with pytest.raises(duckdb.ConstraintException):
            db.execute("INSERT INTO filings SELECT * FROM filings LIMIT 1")


@pytest.mark.skipif(not POSTGRESQL, reason="EXTRACTOR_TEST_POSTGRESQL names no database to write to")
def test_postgresql_holds_every_row(archive_run):
    for _ in range(2):
        assert dict(load_into(archive_run, POSTGRESQL)) == expected(archive_run)


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
