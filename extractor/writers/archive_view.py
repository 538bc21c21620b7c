"""The tables of a whole archive in columns, streamed: what rules between filings look at."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.csv as pa_csv

from extractor.writers.schema import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from extractor.writers.schema import Schema

BLOCK = 8 << 20
"""Bytes of CSV lines that are parsed at once."""
TYPES = {"string": pa.string(), "integer": pa.int32(), "number": pa.float64(), "date": pa.date32()}


class ArchiveView:
    """The tables of a run, each in the order of the sources. Nothing is held in memory here.

    ``lines`` yields the CSV lines of a table, of one filing after the other, without a header. A number is a
    ``float64``, which holds every number of up to 15 digits exactly; an empty text is null in columns of
    numbers and dates, and an empty text elsewhere.
    """

    def __init__(self, lines: Callable[[str], Iterable[bytes]]) -> None:
        self._lines = lines

    def batches(self, table: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Yield the named columns of a table, some ten thousand rows at once.

        ``KeyError`` for a table or column that the schema does not have.
        """
        schema = SCHEMAS[table]
        types = _types(schema, columns)
        for block in blocks(self._lines(table), BLOCK):
            yield from parse(block, schema, types, empty="").to_batches()

    def table(self, table: str, columns: Sequence[str]) -> pa.Table:
        """Return the named columns in memory: for ``filings``, an index of the archive."""
        return pa.Table.from_batches(
            self.batches(table, columns), _types(SCHEMAS[table], columns)
        ).combine_chunks()


def _types(schema: Schema, columns: Sequence[str]) -> pa.Schema:
    types = {f.name: TYPES[f.type] for f in schema.fields}
    return pa.schema([(name, types[name]) for name in columns])


def blocks(lines: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Join lines to blocks of at least ``size`` bytes, but for the last."""
    waiting: list[bytes] = []
    length = 0
    for some in lines:
        if some:
            waiting.append(some)
            length += len(some)
            if length >= size:
                yield b"".join(waiting)
                waiting, length = [], 0
    if waiting:
        yield b"".join(waiting)


def parse(block: bytes, schema: Schema, types: pa.Schema, *, empty: str | None) -> pa.Table:
    """Return CSV lines as the columns of ``types``; ``empty``: what an empty text becomes (None: null)."""
    return pa_csv.read_csv(
        pa.BufferReader(block),
        pa_csv.ReadOptions(column_names=schema.columns, use_threads=False, block_size=len(block) + 1),
        pa_csv.ParseOptions(newlines_in_values=True),
        pa_csv.ConvertOptions(
            include_columns=types.names,
            column_types=types,
            null_values=[""],
            strings_can_be_null=empty is None,
        ),
    )
