"""One table as a Parquet file, typed, codes dictionary-encoded, one row group for each batch of rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from extractor.writers.frames import typed

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from extractor.writers.rows import Row
    from extractor.writers.schema import Schema

_TYPES = {"string": pa.string(), "integer": pa.int32(), "number": pa.float64(), "date": pa.date32()}


class ParquetFile:
    """A Parquet file that grows by rows of text, which are written with the types of the schema."""

    def __init__(self, path: Path, schema: Schema) -> None:
        self._schema = schema
        self._arrow = pa.schema([(f.name, _TYPES[f.type]) for f in schema.fields])
        self._writer = pq.ParquetWriter(path, self._arrow, compression="zstd")

    def append(self, rows: Sequence[Row]) -> None:
        """Write rows as one row group."""
        frame = typed(self._schema, rows)
        self._writer.write_table(pa.Table.from_pandas(frame, self._arrow, preserve_index=False))

    def close(self) -> None:
        """Write the footer and close the file."""
        self._writer.close()
