"""Rows as CSV: UTF-8, LF, RFC 4180, quoted only where needed; without BOM, unless it is for a spreadsheet."""

from __future__ import annotations

import csv
import hashlib
import io
import os
import re
from typing import TYPE_CHECKING

from extractor.writers.spreadsheet import BOM, FIRST, as_printed, inert, is_for_spreadsheets
from extractor.writers.written import Written

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from extractor.writers.rows import Row
    from extractor.writers.schema import Schema

csv.field_size_limit(1 << 30)
_MAY_RUN = re.compile("|".join(f'(?:^|[,"\\n]){re.escape(c)}' for c in sorted(FIRST)).encode())


def csv_bytes(rows: Iterable[Sequence[str]]) -> bytes:
    """Return rows, all of one length, as CSV lines. Their texts must have gone through ``printing.clean``."""
    rows = rows if isinstance(rows, list) else list(rows)
    text = "\n".join([",".join(row) for row in rows])
    # Most tables have no field that is quoted: then there are as many separators as between fields.
    if (
        rows
        and len(rows[0]) > 1
        and text.count(",") == len(rows) * (len(rows[0]) - 1)
        and text.count("\n") == len(rows) - 1
        and not any(mark in text for mark in '"\r')
    ):
        return f"{text}\n".encode()
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerows(rows)
    return buffer.getvalue().encode()


def csv_rows(data: bytes) -> list[Row]:
    """Return the rows that ``csv_bytes`` made lines of."""
    return [tuple(row) for row in csv.reader(io.StringIO(data.decode(), newline=""))] if data else []


def file_rows(path: Path) -> Iterator[list[str]]:
    """Yield the rows of a table of ours, its header first; texts as they were before a spreadsheet was thought of."""
    undo = as_printed if is_for_spreadsheets(path) else None
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.reader(file):
            yield [undo(text) for text in row] if undo else row


class CsvTable:
    """A table that grows by CSV lines; the header stands there from the start.

    ``spreadsheet``: the file begins with a byte order mark, and no text in it is run as a formula.
    """

    def __init__(self, folder: Path, name: str, schema: Schema, *, spreadsheet: bool = False) -> None:
        self._name = name
        self._texts = tuple(f.type == "string" for f in schema.fields) if spreadsheet else ()
        self._file = (folder / name).open("wb", buffering=1 << 20)
        self._hash = hashlib.sha256()
        self._size = 0
        self._write((BOM if spreadsheet else b"") + (",".join(schema.columns) + "\n").encode())

    def append(self, lines: bytes) -> None:
        """Take the lines of the next filing."""
        self._write(_shown(lines, self._texts) if self._texts and _MAY_RUN.search(lines) else lines)

    def _write(self, lines: bytes) -> None:
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


def _shown(lines: bytes, texts: Sequence[bool]) -> bytes:
    """Return CSV lines with the texts of some columns made inert."""
    return csv_bytes(
        [inert(value) if text else value for value, text in zip(row, texts, strict=True)]
        for row in csv_rows(lines)
    )
