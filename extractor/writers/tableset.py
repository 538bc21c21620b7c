"""All tables of a run, filled filing by filing in the order of the sources."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Literal

from extractor.writers.csvs import CsvTable
from extractor.writers.parcel import TABLES
from extractor.writers.parquet import ParquetTable
from extractor.writers.schema import ARCHIVE_SCHEMAS, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType
    from typing import Self

    from extractor.writers.written import Written

TableFormat = Literal["csv", "parquet"]


def table_names(kind: TableFormat) -> dict[str, str]:
    """Return the name of each table's file (CSV) or folder (Parquet)."""
    return {name: f"{name}.{kind}" for name in (*SCHEMAS, *ARCHIVE_SCHEMAS)}


class TableSet:
    """The tables as they are made, in a folder of their own. Memory holds a few blocks of rows.

    ``spreadsheet``: CSVs as a spreadsheet likes them (``CsvTable``).
    """

    def __init__(self, folder: Path, kind: TableFormat, *, spreadsheet: bool = False) -> None:
        self.names = table_names(kind)
        make = partial(CsvTable, spreadsheet=spreadsheet) if kind == "csv" else ParquetTable
        schemas = {**SCHEMAS, **ARCHIVE_SCHEMAS}
        self._tables: dict[str, CsvTable | ParquetTable] = {
            name: make(folder, self.names[name], schema) for name, schema in schemas.items()
        }
        self._of_filings = [self._tables[name] for name in TABLES]

    def add(self, lines: Sequence[bytes]) -> None:
        """Take the CSV lines of the next filing, for each table that a filing has rows in."""
        for table, some in zip(self._of_filings, lines, strict=True):
            table.append(some)

    def append(self, name: str, lines: bytes) -> None:
        """Take lines of a table of the archive."""
        self._tables[name].append(lines)

    def close(self) -> dict[str, list[Written]]:
        """Finish all files and return them by table, once the disk has them."""
        return {name: table.close() for name, table in self._tables.items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None:
            for table in self._tables.values():
                with suppress(OSError):  # a full disk, which is what was raised before
                    table.drop()
