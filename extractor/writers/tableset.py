"""All tables of a run while it goes on: filled filing by filing, put in place whole at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Self

from extractor.writers.rows import FilingRows
from extractor.writers.schema import SCHEMAS

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from extractor.writers.csvs import CsvFile
    from extractor.writers.parquet import ParquetFile
    from extractor.writers.rows import Row

TableFormat = Literal["csv", "parquet"]
BATCH = 256
"""Filings that are written together. A constant, so that the bytes do not depend on the processes."""


class TableSet:
    """The seven tables in ``folder``. Memory holds one batch of filings, whatever the run's size.

    Rows go to ``*.part`` files. Leaving the ``with`` block puts them in place of the old tables; leaving
    it by an exception removes them and leaves the old tables as they were.
    """

    def __init__(self, folder: Path, kind: TableFormat) -> None:
        self.names = {name: f"{name}.{kind}" for name in SCHEMAS}
        self._folder = folder
        self._kind = kind
        self._files: dict[str, CsvFile | ParquetFile] = {}
        self._waiting: dict[str, list[Row]] = {name: [] for name in SCHEMAS}
        self._filings = 0

    def add(self, rows: FilingRows) -> None:
        """Take the rows of the next filing; filings must come in the order of their sources."""
        for name, some in zip(FilingRows._fields, rows, strict=True):
            self._waiting[name] += some
        self._filings += 1
        if self._filings % BATCH == 0:
            self._flush()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if kind is None:
                self._flush()
        finally:
            for file in self._files.values():
                file.close()
        for name in self._files:
            if kind is None:
                self._part(name).replace(self._folder / self.names[name])
            else:
                self._part(name).unlink(missing_ok=True)

    def _flush(self) -> None:
        if not self._files:  # pandas loads here, while the workers are busy
            make = _file_type(self._kind)
            self._files.update({name: make(self._part(name), schema) for name, schema in SCHEMAS.items()})
        for name, rows in self._waiting.items():
            if rows:
                self._files[name].append(rows)
                self._waiting[name] = []

    def _part(self, name: str) -> Path:
        return self._folder / f"{self.names[name]}.part"


def _file_type(kind: TableFormat) -> type[CsvFile | ParquetFile]:
    if kind == "parquet":
        from extractor.writers.parquet import ParquetFile  # noqa: PLC0415 - pyarrow is slow to load

        return ParquetFile
    from extractor.writers.csvs import CsvFile  # noqa: PLC0415 - as pandas is

    return CsvFile
