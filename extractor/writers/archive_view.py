"""The tables of a whole archive in columns, streamed: what rules between filings look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from extractor.writers.schema import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from extractor.writers.schema import Schema

BLOCK = 16 << 20
"""Bytes of a CSV file that are parsed at once; the longest section of a filing is far below it."""
ROWS = 1 << 16
TYPES = {"string": pa.string(), "integer": pa.int32(), "number": pa.float64(), "date": pa.date32()}


class ArchiveView:
    """The tables of a run, each in the order of the sources. Nothing is held in memory here.

    ``files`` maps a table to its CSV file, or to the Parquet file or folder of Parquet files it is in.
    A number is a ``float64``, which holds every number of up to 15 digits exactly; an empty text is null
    in columns of numbers and dates, and an empty text elsewhere.
    """

    def __init__(self, files: Mapping[str, Path]) -> None:
        self._files = dict(files)

    def batches(self, table: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Yield the named columns of a table, some ten thousand rows at once.

        ``KeyError`` for a table or column that the schema does not have.
        """
        schema = SCHEMAS[table]
        wanted = {f.name: TYPES[f.type] for f in schema.fields}
        types = pa.schema([(name, wanted[name]) for name in columns])
        path = self._files[table]
        if path.is_dir() or path.suffix == ".parquet":
            yield from _parquet(path, types)
        else:
            yield from _csv(path, schema, types)

    def table(self, table: str, columns: Sequence[str]) -> pa.Table:
        """Return the named columns in memory: for ``filings``, as an index of the archive."""
        batches = list(self.batches(table, columns))
        if not batches:
            fields = {f.name: TYPES[f.type] for f in SCHEMAS[table].fields}
            return pa.schema([(name, fields[name]) for name in columns]).empty_table()
        return pa.Table.from_batches(batches)


def _csv(path: Path, schema: Schema, types: pa.Schema) -> Iterator[pa.RecordBatch]:
    with path.open("rb") as file:
        if file.readline() and not file.readline():
            return  # a header alone, which the parser would refuse
    reader = pa_csv.open_csv(
        path,
        read_options=pa_csv.ReadOptions(
            block_size=BLOCK, column_names=schema.columns, skip_rows=1, use_threads=False
        ),
        parse_options=pa_csv.ParseOptions(newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(
            include_columns=types.names, column_types=types, strings_can_be_null=False, null_values=[""]
        ),
    )
    yield from reader


def _parquet(path: Path, types: pa.Schema) -> Iterator[pa.RecordBatch]:
    for part in sorted(path.glob("*.parquet")) if path.is_dir() else [path]:
        for batch in pq.ParquetFile(part).iter_batches(ROWS, columns=types.names):
            yield pa.RecordBatch.from_arrays(
                [_plain(batch.column(name), types.field(name).type) for name in types.names], schema=types
            )


def _plain(column: pa.Array, kind: pa.DataType) -> pa.Array:
    """Return a column as it would come from a CSV file: no dictionary, and no null among texts."""
    plain = column.cast(kind)
    return plain.fill_null("") if pa.types.is_string(kind) else plain
