"""A finished run as typed frames, joined right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq

from extractor.errors import UsageError
from extractor.writers.parquet import DECIMAL
from extractor.writers.schema import ARCHIVE_SCHEMAS, FACT_TABLES, SCHEMAS
from extractor.writers.spreadsheet import as_printed, is_for_spreadsheets

if TYPE_CHECKING:
    from os import PathLike

    from extractor.writers.schema import Schema

_BLOCK = 64 << 20
_REPEATED = frozenset({"media_type", "reader", "organization", "row", "column", "unit", "rule", "table"})
_OF_FILING = ("source", "title", "published", "status")


class Output(Mapping[str, pd.DataFrame]):
    """The tables of a finished run as frames, by name; each is read when it is first asked for.

    Codes, statuses, organizations and units are categoricals; years and counts ``Int64``; dates
    ``datetime64``; texts ``string``, missing where empty. ``value`` is ``Int64`` where every number of the
    table is whole, else a decimal (``ArrowDtype``) with the digits as printed: never a float.
    """

    def __init__(self, folder: str | PathLike[str]) -> None:
        self.folder = Path(folder)
        self._schemas = SCHEMAS | ARCHIVE_SCHEMAS
        self._paths = {name: path for name in self._schemas if (path := _path(self.folder, name)) is not None}
        if "filings" not in self._paths:
            raise UsageError(
                f"{self.folder} is not the output of a run: there is no filings.csv or filings.parquet in it"
            )
        self._frames: dict[str, pd.DataFrame] = {}

    def __getitem__(self, name: str) -> pd.DataFrame:
        """Return a table; ``KeyError`` where the run has none of that name."""
        if name not in self._frames:
            self._frames[name] = _frame(self._paths[name], self._schemas[name])
        return self._frames[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __repr__(self) -> str:
        return f"<extractor output {self.folder}: {', '.join(self._paths)}>"

    def columns(self, name: str) -> pa.Table:
        """Return a table as it stands on the disk, in Arrow's columns (``read_table``)."""
        return read_table(self._paths[name], self._schemas[name])

    def cells(self, *tables: str) -> pd.DataFrame:
        """Return the cells of the official tables (all unless named) in one frame, with their filing.

        ``table`` says where a cell is from; ``filing_status`` and ``source``, ``title``, ``published``
        come from ``filings``. One row a cell: the join neither drops nor repeats one.
        """
        names = tables or tuple(name for name in FACT_TABLES if name in self._paths)
        frames = [self[name].assign(table=name) for name in names]
        cells = pd.concat(frames, ignore_index=True)
        for column in ("table", "organization", "template", "row", "column", "unit", "status"):
            cells[column] = cells[column].astype("category")
        filings = self["filings"].loc[:, ["filing_id", *_OF_FILING]]
        filings = filings.rename(columns={"status": "filing_status"})
        return cells.merge(filings, on="filing_id", how="left", validate="many_to_one")


def load(output: str | PathLike[str]) -> Output:
    """Return the tables of a finished run (the DIR of ``extractor run``), from CSV or Parquet.

    Raises ``UsageError`` where the folder holds no run.
    """
    return Output(output)


def _path(folder: Path, name: str) -> Path | None:
    candidates = (folder / f"{name}.csv", folder / f"{name}.parquet", folder / name)
    return next((p for p in candidates if p.exists()), None)


def read_table(path: Path, schema: Schema) -> pa.Table:
    """Return a table of the output in Arrow's columns: numbers as decimals, empty texts null.

    What ``--spreadsheet`` put before a text is taken away again.
    """
    if path.suffix != ".csv":
        return pq.read_table(path)  # a file, or a folder of them
    kinds = {"string": pa.string(), "integer": pa.int64(), "number": pa.string(), "date": pa.date32()}
    types = {f.name: kinds[f.type] for f in schema.fields}
    types |= {
        f.name: pa.dictionary(pa.int32(), pa.string()) for f in schema.fields if _repeats(f.name, schema)
    }
    table = pa_csv.read_csv(
        path,
        read_options=pa_csv.ReadOptions(block_size=_BLOCK),
        parse_options=pa_csv.ParseOptions(newlines_in_values=True),
        convert_options=pa_csv.ConvertOptions(
            column_types=types, strings_can_be_null=True, null_values=[""], quoted_strings_can_be_null=True
        ),
    )
    return _as_printed(table) if is_for_spreadsheets(path) else table


def _as_printed(table: pa.Table) -> pa.Table:
    """Return the texts of CSVs that were made for a spreadsheet as they were before."""
    for number, field in enumerate(table.schema):
        if pa.types.is_string(field.type) or pa.types.is_dictionary(field.type):
            texts = [t if t is None else as_printed(t) for t in table.column(number).to_pylist()]
            table = table.set_column(number, field.name, pa.array(texts, pa.string()).cast(field.type))
    return table


def as_text(column: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Return a column as texts; decimals without the zeros that fill their places."""
    text = column.cast(pa.string())
    if not pa.types.is_decimal(column.type):
        return text
    return pc.replace_substring_regex(text, r"^([^E]*?)\.?0+$", r"\1")  # zeros of an exponent stay


def _repeats(name: str, schema: Schema) -> bool:
    field = next(f for f in schema.fields if f.name == name)
    return name in _REPEATED or bool(field.choices)


def _frame(path: Path, schema: Schema) -> pd.DataFrame:
    table = read_table(path, schema)
    types = {f.name: f.type for f in schema.fields}
    return pd.DataFrame(
        {name: _series(table[name], name, types.get(name, "string"), schema) for name in table.column_names}
    )


def _series(column: pa.ChunkedArray, name: str, kind: str, schema: Schema) -> pd.Series[Any]:
    if kind == "number":
        return exact(column)
    if kind == "integer":
        return pd.Series(column.cast(pa.int64()).to_pandas(integer_object_nulls=True), dtype="Int64")
    if kind == "date":
        return pd.Series(pd.to_datetime(column.to_pandas()))
    if any(f.name == name for f in schema.fields) and _repeats(name, schema):
        return _categorical(column, next(f.choices for f in schema.fields if f.name == name))
    if pa.types.is_dictionary(column.type):
        column = column.cast(pa.string())
    return pd.Series(column.to_pandas(), dtype="string")


def _categorical(column: pa.ChunkedArray, choices: tuple[str, ...]) -> pd.Series[Any]:
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    series: pd.Series[Any] = column.unify_dictionaries().to_pandas()
    return series.cat.set_categories([str(c) for c in choices]) if choices else series


def exact(column: pa.ChunkedArray) -> pd.Series[Any]:
    """Return numbers as ``Int64`` where all are whole, else as decimals with as many places as they need.

    Never as floats.
    """
    decimals = column if pa.types.is_decimal(column.type) else _parsed(column)
    places = next(n for n in range(decimals.type.scale + 1) if _fits(decimals, n))
    if not places:
        whole = pc.round(decimals).cast(pa.int64())
        return pd.Series(whole.to_pandas(integer_object_nulls=True), dtype="Int64")
    narrow = decimals.cast(pa.decimal128(decimals.type.precision, places))
    return pd.Series(narrow, dtype=pd.ArrowDtype(narrow.type))


def _fits(decimals: pa.ChunkedArray, places: int) -> bool:
    """Tell whether no number has more places behind the point."""
    same = pc.all(pc.equal(pc.round(decimals, places), decimals)).as_py()
    return same is not False  # None: there is no number


def _parsed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return texts or floats as decimals, by their shortest digits."""
    return column.cast(pa.string()).cast(DECIMAL)
