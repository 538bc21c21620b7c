"""A finished run as frames: types that hold the digits, joins that neither drop nor repeat."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow.parquet as pq
import pytest

import extractor
from extractor.errors import UsageError
from extractor.writers.schema import FACT_TABLES
from tests.conftest import ROOT
from tests.scoring import rows

if TYPE_CHECKING:
    from pathlib import Path

PAGE = """<html><head><title>某市某局2022年政府信息公开工作年度报告</title></head><body>
<h1>青桥市民政局2022年政府信息公开工作年度报告</h1>{body}</body></html>"""


def test_every_number_is_the_digits_that_are_printed(archive_run: Path) -> None:
    run = extractor.load(archive_run)
    for table in FACT_TABLES:
        frame = run[table]
        wanted = [Decimal(r["value"]) if r["value"] else None for r in rows(archive_run / f"{table}.csv")]
        found = [None if pd.isna(v) else Decimal(str(v)) for v in frame["value"]]
        assert found == wanted, table


def test_types_are_what_an_analyst_needs(archive_run: Path) -> None:
    run = extractor.load(archive_run)
    assert run["proceedings"]["value"].dtype == "Int64"
    assert "decimal" in str(run["disclosure"]["value"].dtype)
    assert isinstance(run["applications"]["status"].dtype, pd.CategoricalDtype)
    assert list(run["applications"]["status"].cat.categories) == [s.value for s in extractor.CellStatus]
    assert run["filings"]["year"].dtype == "Int64"
    assert run["filings"]["published"].dtype.kind == "M"
    assert run["filings"]["error"].dtype == "string"
    assert run["filings"]["sha256"].notna().all()


def test_csv_and_parquet_load_alike(archive_run: Path, parquet_run: Path) -> None:
    csv, parquet = extractor.load(archive_run), extractor.load(parquet_run)
    assert list(csv) == list(parquet)
    for name in csv:
        left, right = csv[name], parquet[name]
        assert list(left.columns) == list(right.columns)
        for column in left:
            assert [str(v) for v in left[column]] == [str(v) for v in right[column]], (name, column)


def test_cells_are_joined_one_to_one(archive_run: Path) -> None:
    run = extractor.load(archive_run)
    cells = run.cells()
    assert len(cells) == sum(len(run[t]) for t in FACT_TABLES)
    assert not cells.duplicated(["filing_id", "table", "row", "column"]).any()
    assert cells["source"].notna().all()
    assert set(run.cells("proceedings")["table"]) == {"proceedings"}


def test_a_run_knows_what_it_is(archive_run: Path, tmp_path: Path) -> None:
    run = extractor.load(archive_run)
    assert "filings" in repr(run)
    assert len(run) == len(list(run))
    with pytest.raises(KeyError):
        run["nothing"]
    with pytest.raises(UsageError, match="not the output of a run"):
        extractor.load(tmp_path)


def test_a_filing_shows_itself_in_a_notebook() -> None:
    filing = extractor.read(ROOT / "fixtures/archive/beiqiao-zhuyuan-shangwu/2024.html")
    shown = filing._repr_html_()
    assert shown is not None
    assert shown.startswith("<div")
    assert "第二十条第（一）项" in shown
    assert "error named" in shown
    assert "<script" not in shown


def test_what_a_filing_shows_is_escaped(tmp_path: Path) -> None:
    page = tmp_path / "x.html"
    page.write_text(PAGE.format(body="<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"), "utf-8")
    shown = extractor.read(page)._repr_html_()
    assert shown is not None
    assert "<script" not in shown


def test_pandas_duckdb_and_arrow_need_no_option_but_the_path(archive_run: Path, parquet_run: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="the extra db is not installed")
    for name in extractor.load(archive_run):
        csv, parquet = archive_run / f"{name}.csv", parquet_run / f"{name}.parquet"
        wanted = rows(csv)
        if not wanted:
            assert name in {"corrections", "similar"}, "a table without a row shows nothing here"
            continue
        columns = list(wanted[0])
        told = {
            "pandas, CSV": pd.read_csv(csv),
            "pandas, Parquet": pd.read_parquet(parquet),
            "DuckDB, CSV": duckdb.sql(f"FROM '{csv}'").df(),
            "DuckDB, Parquet": duckdb.sql(f"FROM '{parquet}/*.parquet'").arrow().read_all().to_pandas(),
            "Arrow": pq.read_table(parquet).to_pandas(),
        }
        for how, frame in told.items():
            assert list(frame.columns) == columns, (name, how)
            assert len(frame) == len(wanted), (name, how)
            if name in FACT_TABLES:
                found = [None if pd.isna(v) else float(v) for v in frame["value"]]
                assert found == [float(r["value"]) if r["value"] else None for r in wanted], (name, how)
