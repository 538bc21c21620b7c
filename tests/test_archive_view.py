"""The tables of an archive in columns: the same from CSV and Parquet, streamed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pytest

from extractor.writers import archive_view
from extractor.writers.archive_view import ArchiveView
from extractor.writers.schema import SCHEMAS
from tests.scoring import rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def view(folder: Path) -> ArchiveView:
    def lines(table: str) -> Iterator[bytes]:
        with (folder / f"{table}.csv").open("rb") as file:
            file.readline()
            yield from file

    return ArchiveView(lines)


@pytest.mark.parametrize("table", SCHEMAS)
def test_columns_are_the_same_in_the_view_and_in_parquet(archive_run, parquet_run, table):
    columns = SCHEMAS[table].columns
    seen = view(archive_run).table(table, columns)
    assert seen.num_rows == len(rows(archive_run / f"{table}.csv"))
    assert (seen.num_rows > 0) == (table != "corrections")
    written = pd.read_parquet(parquet_run / f"{table}.parquet").astype(object)
    for field in SCHEMAS[table].fields:
        if field.type == "number":  # exact in the file, a float for the rules between filings
            written[field.name] = written[field.name].astype(float).astype(object)
    first, second = (f.where(f.notna() & (f != ""), None) for f in (seen.to_pandas().astype(object), written))
    pd.testing.assert_frame_equal(first, second, check_dtype=False)


def test_rows_keep_their_order_and_come_in_batches(archive_run, monkeypatch):
    monkeypatch.setattr(archive_view, "BLOCK", 1 << 16)
    batches = list(view(archive_run).batches("applications", ["value", "filing_id"]))
    assert len(batches) > 1
    assert batches[0].schema == pa.schema([("value", pa.float64()), ("filing_id", pa.string())])
    told = [r["filing_id"] for r in rows(archive_run / "applications.csv")]
    assert [x for b in batches for x in b.column("filing_id").to_pylist()] == told


def test_a_table_without_rows_has_its_columns(tmp_path):
    (tmp_path / "filings.csv").write_text(",".join(SCHEMAS["filings"].columns) + "\n", encoding="utf-8")
    empty = view(tmp_path).table("filings", ["filing_id", "year"])
    assert empty.num_rows == 0
    assert empty.schema.names == ["filing_id", "year"]
    with pytest.raises(KeyError):
        view(tmp_path).table("filings", ["nonsense"])
