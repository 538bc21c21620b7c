"""Some rows of a finished run as texts, without holding its tables in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from extractor.errors import UsageError
from extractor.writers.schema import ARCHIVE_SCHEMAS, SCHEMAS
from extractor.writers.spreadsheet import as_printed, inert, is_for_spreadsheets

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from pathlib import Path

Record = dict[str, str]
"""A row by the names of its columns; a number has its digits, what is missing is an empty text."""
_BLOCK = 16 << 20


def records(output: Path, table: str) -> Iterator[Record]:
    """Yield the rows of a table of a run, in their order; none where the run has no such table.

    Raises ``UsageError`` where the folder holds no run.
    """
    told = _told(output, table)
    for batch in _batches(output, table):
        yield from _plain(batch, told)


def select(output: Path, table: str, column: str, values: Collection[str]) -> list[Record]:
    """Return the rows of a table whose ``column`` is one of ``values``."""
    told = _told(output, table)
    written = values if told is str else map(inert, values)
    wanted = pa.array(sorted(set(written)), pa.string())
    found: list[Record] = []
    for batch in _batches(output, table):
        mask = pc.is_in(batch.column(column).cast(pa.string()), wanted)
        if pc.any(mask).as_py():
            found += _plain(batch.filter(mask), told)
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


def _told(output: Path, table: str) -> Callable[[str], str]:
    """Return what makes a text of a table what it was: a run for spreadsheets has put apostrophes before some."""
    path = output / f"{table}.csv"
    return as_printed if path.exists() and is_for_spreadsheets(path) else str


def _plain(batch: pa.RecordBatch, told: Callable[[str], str]) -> Iterator[Record]:
    columns = []
    for column in batch.columns:
        texts = column.cast(pa.string()).to_pylist()
        if pa.types.is_decimal(column.type):  # it fills its places with zeros
            texts = [t if t is None or "." not in t else t.rstrip("0").rstrip(".") for t in texts]
        columns.append(["" if t is None else told(t) for t in texts])
    names = batch.schema.names
    for values in zip(*columns, strict=True):
        yield dict(zip(names, values, strict=True))
