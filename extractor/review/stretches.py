"""Where in a table of a run the rows of each filing stand, so that those of one are read without the others.

A table has the rows of a filing one after the other. In a CSV file a stretch is a range of bytes, in a Parquet file
a range of rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pyarrow.parquet as pq

from extractor.analysis.load import as_text
from extractor.writers.csvs import csv_rows
from extractor.writers.spreadsheet import as_printed, is_for_spreadsheets

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import pyarrow as pa

    from extractor.writers.schema import Schema

_ID = 16
"""Characters of a filing's id."""
_BATCH = 1 << 16


class Stretch(NamedTuple):
    """The rows of one filing in a table: ``part`` is the Parquet file (0 in a CSV), the rest bytes or rows."""

    filing_id: str
    part: int
    start: int
    size: int


def stretches(path: Path) -> Iterator[Stretch]:
    """Yield the stretch of every filing that has rows in the table at ``path``, in its order."""
    return _of_csv(path) if path.suffix == ".csv" else _of_parquet(path)


def rows_of(path: Path, schema: Schema, part: int, start: int, size: int) -> list[dict[str, str]]:
    """Return the rows of a stretch by the names of their columns; a value that is not there is empty."""
    names = schema.columns
    if path.suffix == ".csv":
        with path.open("rb") as file:
            file.seek(start)
            lines = csv_rows(file.read(size))
        if is_for_spreadsheets(path):
            lines = [tuple(map(as_printed, line)) for line in lines]
        return [dict(zip(names, line, strict=True)) for line in lines]
    table = _slice(_parts(path)[part], names, start, size)
    columns = [as_text(table.column(name)).to_pylist() for name in names]
    return [
        {name: value or "" for name, value in zip(names, line, strict=True)}
        for line in zip(*columns, strict=True)
    ]


def _of_csv(path: Path) -> Iterator[Stretch]:
    """Lines are counted, not parsed; an odd number of quotes says that a text goes on in the next line."""
    with path.open("rb", buffering=1 << 20) as file:
        at = start = len(file.readline())
        current, inside = b"", False
        for line in file:
            if not inside and not line.startswith(current or b"\0"):
                if current:
                    yield Stretch(current[:_ID].decode(), 0, start, at - start)
                current, start = line[: _ID + 1], at
            at += len(line)
            if b'"' in line and line.count(b'"') & 1:
                inside = not inside
        if current:
            yield Stretch(current[:_ID].decode(), 0, start, at - start)


def _of_parquet(path: Path) -> Iterator[Stretch]:
    for number, part in enumerate(_parts(path)):
        current, start, at = "", 0, 0
        for batch in pq.ParquetFile(part).iter_batches(_BATCH, columns=["filing_id"]):
            for filing_id in batch.column(0).to_pylist():
                if filing_id != current:
                    if current:
                        yield Stretch(current, number, start, at - start)
                    current, start = filing_id, at
                at += 1
        if current:
            yield Stretch(current, number, start, at - start)


def _parts(path: Path) -> list[Path]:
    return sorted(path.glob("*.parquet"))


def _slice(part: Path, columns: list[str], start: int, size: int) -> pa.Table:
    """Return some rows of a file; only the row groups that hold them are read."""
    file = pq.ParquetFile(part)
    wanted: list[int] = []
    first = at = 0
    for group in range(file.num_row_groups):
        end = at + file.metadata.row_group(group).num_rows
        if at < start + size and end > start:
            if not wanted:
                first = at
            wanted.append(group)
        at = end
    return file.read_row_groups(wanted, columns=columns).slice(start - first, size)
