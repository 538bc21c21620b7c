"""One table as a folder of Parquet files: typed, codes dictionary-encoded, in the order of the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from extractor.writers.archive_view import TYPES, parse
from extractor.writers.schema import DIGITS, PLACES
from extractor.writers.written import keep_folder, written

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.writers.schema import Schema
    from extractor.writers.written import Written

BLOCK = 16 << 20
"""Bytes of rows that make a row group: a constant, so that the files do not depend on the processes."""
FILE_ROWS = 2_000_000
"""Rows after which a file is closed and the next begun."""
DECIMAL = pa.decimal128(DIGITS, PLACES)
"""The type of a number."""
_TYPES = TYPES | {"number": DECIMAL}
_CODES = frozenset(("template", "row", "column", "unit", "status", "rule", "severity", "outcome", "table"))


class ParquetTable:
    """A table that grows by CSV lines and is written as ``FOLDER/part-NUMBER.parquet``."""

    def __init__(self, output: Path, name: str, schema: Schema) -> None:
        self._output = output
        self._folder = output / name
        self._schema = schema
        self._plain = pa.schema([(f.name, _TYPES[f.type]) for f in schema.fields])
        self._types = pa.schema(
            [
                (
                    f.name,
                    pa.dictionary(pa.int32(), pa.string()) if _is_code(f.name, f.choices) else _TYPES[f.type],
                )
                for f in schema.fields
            ]
        )
        self._waiting: list[bytes] = []
        self._size = 0
        self._writer: pq.ParquetWriter | None = None
        self._rows = 0
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
            self._writer_of_rows()
        self.drop()
        keep_folder(self._folder)
        return [written(self._output, path) for path in self._files]

    def drop(self) -> None:
        """Close the file that is being written, as it is."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _flush(self) -> None:
        if not self._waiting:
            return
        table = parse(b"".join(self._waiting), self._schema, self._plain, empty=None).cast(self._types)
        self._waiting, self._size = [], 0
        self._writer_of_rows().write_table(table)
        self._rows += table.num_rows
        if self._rows >= FILE_ROWS:
            self.drop()

    def _writer_of_rows(self) -> pq.ParquetWriter:
        if self._writer is None:
            path = self._folder / f"part-{len(self._files):05}.parquet"
            self._files.append(path)
            self._writer = pq.ParquetWriter(path, self._types, compression="zstd")
            self._rows = 0
        return self._writer


def _is_code(name: str, choices: tuple[str, ...]) -> bool:
    return bool(choices) or name in _CODES
