"""Rows as pandas frames, each column of the type that its schema says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from extractor.writers.rows import FilingRows
from extractor.writers.schema import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractor.writers.rows import Row
    from extractor.writers.schema import FieldType, Schema


def to_frames(filings: Iterable[FilingRows]) -> dict[str, pd.DataFrame]:
    """Return one frame for each table of the output, by name, with the rows in the order given."""
    collected: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
    for rows in filings:
        for name, some in zip(FilingRows._fields, rows, strict=True):
            collected[name] += some
    return {name: typed(SCHEMAS[name], rows) for name, rows in collected.items()}


def typed(schema: Schema, rows: Sequence[Row]) -> pd.DataFrame:
    """Return a frame with types: ``string``, ``Int64``, ``float64``, dates; an empty text is missing.

    ``float64`` holds every number of up to 15 digits exactly; the CSV files hold the digits themselves.
    """
    frame = pd.DataFrame(rows, columns=schema.columns, dtype=object)
    return pd.DataFrame({f.name: _convert(frame[f.name], f.type) for f in schema.fields})


def _convert(column: pd.Series[Any], kind: FieldType) -> pd.Series[Any]:
    filled = column.mask(column == "", None)
    if kind == "number":
        return filled.astype("float64")
    if kind == "integer":
        return pd.to_numeric(filled).astype("Int64")
    if kind == "date":
        return pd.to_datetime(filled, format="%Y-%m-%d")
    return filled.astype("string")
