"""Rows as CSV: UTF-8 without BOM, LF, RFC 4180, quoted only where needed."""

from __future__ import annotations

import csv
import hashlib
import io
import os
from typing import TYPE_CHECKING

from extractor.writers.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from extractor.writers.rows import Row
    from extractor.writers.schema import Schema

csv.field_size_limit(1 << 30)


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows as CSV lines. Their texts must have gone through ``printing.clean``."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


def csv_rows(data: bytes) -> list[Row]:
    """Return the rows that ``csv_bytes`` made lines of."""
    return [tuple(row) for row in csv.reader(io.StringIO(data.decode(), newline=""))] if data else []


class CsvTable:
    """A table that grows by CSV lines; the header stands there from the start."""

    def __init__(self, folder: Path, name: str, schema: Schema) -> None:
        self._name = name
        self._file = (folder / name).open("wb", buffering=1 << 20)
        self._hash = hashlib.sha256()
        self._size = 0
        self.append((",".join(schema.columns) + "\n").encode())

    def append(self, lines: bytes) -> None:
        """Take the lines of the next filing."""
        self._file.write(lines)
        self._hash.update(lines)
        self._size += len(lines)

    def close(self) -> list[Written]:
        """Close the file, once the disk has it, and return it."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return [Written(self._name, self._size, self._hash.hexdigest())]

    def drop(self) -> None:
        """Close the file as it is."""
        self._file.close()
