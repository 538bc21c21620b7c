"""Rows as pandas frames, each column of the type that its schema says."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

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
    """Return a frame with types: ``string``, ``Int64``, dates, decimals; an empty text is missing.

    A column of numbers is ``Int64`` where all are whole, else a decimal (``ArrowDtype``) with all digits as
    printed: never a float.
    """
    frame = pd.DataFrame(rows, columns=schema.columns, dtype=object)
    return pd.DataFrame({f.name: _convert(frame[f.name], f.type) for f in schema.fields})


def _convert(column: pd.Series[Any], kind: FieldType) -> pd.Series[Any]:
    filled = column.mask(column == "", None)
    if kind == "number":
        return _exact(filled)
    if kind == "integer":
        return pd.to_numeric(filled).astype("Int64")
    if kind == "date":
        return pd.to_datetime(filled, format="%Y-%m-%d")
    return filled.astype("string")


def _exact(column: pd.Series[Any]) -> pd.Series[Any]:
    numbers = [None if text is None else Decimal(text) for text in column]
    if all(number is None or number == number.to_integral_value() for number in numbers):
        return pd.Series([None if n is None else int(n) for n in numbers], dtype="Int64")
    decimals = pa.array(numbers)  # no more digits than needed, so that there is room to reckon with them
    return pd.Series(decimals, dtype=pd.ArrowDtype(decimals.type))
