"""One table as a folder of Parquet files: typed, codes dictionary-encoded, parted by year."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from extractor.writers.archive_view import TYPES, parse
from extractor.writers.written import keep_folder, written

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from extractor.writers.schema import Schema
    from extractor.writers.written import Written

BLOCK = 16 << 20
"""Bytes of rows that make a row group: a constant, so that the files do not depend on the processes."""
FILE_ROWS = 4_000_000
"""Rows after which a file is closed and the next begun."""
_CODES = frozenset(("template", "row", "column", "unit", "status", "rule", "severity", "outcome", "table"))
_UNKNOWN = "unknown"


class ParquetTable:
    """A table that grows by CSV lines and is written as ``FOLDER/YEAR-NUMBER.parquet``.

    A table without years is ``FOLDER/all-NUMBER.parquet``. The rows of a file keep their order.
    """

    def __init__(self, output: Path, name: str, schema: Schema) -> None:
        self._output = output
        self._folder = output / name
        self._schema = schema
        self._columns = schema.columns
        self._plain = pa.schema([(f.name, TYPES[f.type]) for f in schema.fields])
        self._types = pa.schema(
            [
                (
                    f.name,
                    pa.dictionary(pa.int32(), pa.string()) if _is_code(f.name, f.choices) else TYPES[f.type],
                )
                for f in schema.fields
            ]
        )
        self._waiting: list[bytes] = []
        self._size = 0
        self._writers: dict[str, pq.ParquetWriter] = {}
        self._rows: dict[str, int] = defaultdict(int)
        self._number: dict[str, int] = defaultdict(int)
        self._files: list[Path] = []
        self._folder.mkdir()

    def append(self, lines: bytes) -> None:
        """Take the lines of the next filing."""
        if lines:
            self._waiting.append(lines)
            self._size += len(lines)
            if self._size >= BLOCK:
                self._flush()

    def close(self) -> list[Written]:
        """Write what is waiting, and the footers. A table without rows is one file with its columns."""
        self._flush()
        if not self._files:
            self._writer(_UNKNOWN if "year" in self._columns else "all")
        self.drop()
        keep_folder(self._folder)
        return [written(self._output, path) for path in sorted(self._files)]

    def drop(self) -> None:
        """Close the files as they are."""
        for writer in self._writers.values():
            writer.close()
        self._writers.clear()

    def _flush(self) -> None:
        if not self._waiting:
            return
        table = parse(b"".join(self._waiting), self._schema, self._plain, empty=None).cast(self._types)
        self._waiting, self._size = [], 0
        for name, part in self._parts(table):
            self._writer(name).write_table(part)
            self._rows[name] += part.num_rows
            if self._rows[name] >= FILE_ROWS:
                self._writers.pop(name).close()
                self._rows[name] = 0

    def _parts(self, table: pa.Table) -> Iterator[tuple[str, pa.Table]]:
        if "year" not in self._columns:
            yield "all", table
            return
        years = table.column("year")
        for year in sorted(y for y in pc.unique(years).to_pylist() if y is not None):
            yield str(year), table.filter(pc.equal(years, year))
        unknown = table.filter(pc.is_null(years))
        if unknown.num_rows:
            yield _UNKNOWN, unknown

    def _writer(self, name: str) -> pq.ParquetWriter:
        if name not in self._writers:
            path = self._folder / f"{name}-{self._number[name]:03}.parquet"
            self._number[name] += 1
            self._files.append(path)
            self._writers[name] = pq.ParquetWriter(path, self._types, compression="zstd")
        return self._writers[name]


def _is_code(name: str, choices: tuple[str, ...]) -> bool:
    return bool(choices) or name in _CODES
