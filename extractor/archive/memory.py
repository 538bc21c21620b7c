"""A few filings in memory, seen as an archive: a draft and last year's filing, say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from extractor.writers.archive_view import TYPES
from extractor.writers.rows import FilingRows
from extractor.writers.schema import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from extractor.writers.rows import Row


class MemoryView:
    """The rows of some filings, in their order, as ``archive.view.View``."""

    def __init__(self, filings: Iterable[FilingRows]) -> None:
        self._rows: dict[str, list[Row]] = {name: [] for name in FilingRows._fields}
        for filing in filings:
            for name, rows in zip(FilingRows._fields, filing, strict=True):
                self._rows[name] += rows

    def table(self, table: str, columns: Sequence[str]) -> pa.Table:
        """Return the named columns of a table."""
        places = {f.name: (i, TYPES[f.type]) for i, f in enumerate(SCHEMAS[table].fields)}
        arrays = []
        for name in columns:
            at, kind = places[name]
            texts = pa.array([row[at] for row in self._rows[table]], pa.string())
            empty = pa.scalar(None, pa.string())
            if not pa.types.is_string(kind):
                texts = pc.if_else(pc.equal(texts, ""), empty, texts)
            arrays.append(texts.cast(kind))
        return pa.table(arrays, names=list(columns))

    def batches(self, table: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Yield the named columns of a table as one part."""
        yield from self.table(table, columns).to_batches()
