"""The rows of a table of a finished run as texts, one after the other, from CSV or Parquet."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from extractor.analysis.load import as_text
from extractor.writers.csvs import file_rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from extractor.writers.schema import Schema

BATCH = 20_000
"""Rows of a Parquet file that are made texts at once."""


def table_path(folder: Path, name: str) -> Path | None:
    """Return where a table of a run stands; None where the run has none of that name."""
    return next((p for p in (folder / f"{name}.csv", folder / f"{name}.parquet") if p.exists()), None)


def table_rows(path: Path, schema: Schema) -> Iterator[tuple[str | None, ...]]:
    """Yield rows as texts, None for an empty one that is not required."""
    required = [f.required for f in schema.fields]
    if path.suffix == ".csv":
        for line in islice(file_rows(path), 1, None):
            yield tuple(v if v or r else None for v, r in zip(line, required, strict=True))
        return
    for part in sorted(path.glob("*.parquet")):
        for batch in pq.ParquetFile(part).iter_batches(BATCH, columns=schema.columns):
            texts = (as_text(batch.column(name)).to_pylist() for name in schema.columns)
            yield from zip(*texts, strict=True)
