"""Some rows of a finished run as texts, without holding its tables in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from extractor.errors import UsageError
from extractor.writers.schema import ARCHIVE_SCHEMAS, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

Record = dict[str, str]
"""A row by the names of its columns; a number has its digits, what is missing is an empty text."""
_BLOCK = 16 << 20


def records(output: Path, table: str) -> Iterator[Record]:
    """Yield the rows of a table of a run, in their order; none where the run has no such table.

    Raises ``UsageError`` where the folder holds no run.
    """
    for batch in _batches(output, table):
        yield from _plain(batch)


def select(output: Path, table: str, column: str, values: Collection[str]) -> list[Record]:
    """Return the rows of a table whose ``column`` is one of ``values``."""
    wanted = pa.array(sorted(values), pa.string())
    found: list[Record] = []
    for batch in _batches(output, table):
        mask = pc.is_in(batch.column(column).cast(pa.string()), wanted)
        if pc.any(mask).as_py():
            found += _plain(batch.filter(mask))
    return found


def _batches(output: Path, table: str) -> Iterator[pa.RecordBatch]:
    _require(output)
    columns = (SCHEMAS | ARCHIVE_SCHEMAS)[table].columns
    path = output / f"{table}.csv"
    if path.exists():
        with pa_csv.open_csv(
            path,
            read_options=pa_csv.ReadOptions(block_size=_BLOCK),
            parse_options=pa_csv.ParseOptions(newlines_in_values=True),
            convert_options=pa_csv.ConvertOptions(
                column_types=dict.fromkeys(columns, pa.string()), strings_can_be_null=False
            ),
        ) as reader:
            yield from reader
        return
    for part in sorted((output / f"{table}.parquet").glob("*.parquet")):
        yield from pq.ParquetFile(part).iter_batches()


def _require(output: Path) -> None:
    if not any((output / name).exists() for name in ("filings.csv", "filings.parquet")):
        raise UsageError(
            f"{output} is not the output of a run: there is no filings.csv or filings.parquet in it"
        )


def _plain(batch: pa.RecordBatch) -> Iterator[Record]:
    columns = []
    for column in batch.columns:
        texts = column.cast(pa.string()).to_pylist()
        if pa.types.is_decimal(column.type):  # it fills its places with zeros
            texts = [t if t is None or "." not in t else t.rstrip("0").rstrip(".") for t in texts]
        columns.append(["" if t is None else t for t in texts])
    names = batch.schema.names
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))
