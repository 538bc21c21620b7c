"""One table as a CSV file: UTF-8 without BOM, LF, RFC 4180, quoted only where needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from extractor.writers.rows import Row
    from extractor.writers.schema import Schema


class CsvFile:
    """A CSV file that grows by rows of text. The header stands there from the start."""

    def __init__(self, path: Path, schema: Schema) -> None:
        self._columns = schema.columns
        self._file = path.open("w", encoding="utf-8", newline="")
        self._file.write(",".join(self._columns) + "\n")

    def append(self, rows: Sequence[Row]) -> None:
        """Write rows. Their texts must have gone through ``printing.clean``."""
        frame = pd.DataFrame(rows, columns=self._columns, dtype=object)
        frame.to_csv(self._file, header=False, index=False, lineterminator="\n")

    def close(self) -> None:
        """Close the file."""
        self._file.close()
