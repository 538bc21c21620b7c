"""What the archive is seen through: its tables in columns, streamed in the order of the sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pyarrow as pa


class View(Protocol):
    """The tables of a run (``writers.schema``), each in the order of the sources.

    Numbers are ``float64``; an empty text is null in columns of numbers and dates, an empty text elsewhere.
    """

    def batches(self, table: str, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
        """Yield the named columns of a table, part by part."""

    def table(self, table: str, columns: Sequence[str]) -> pa.Table:
        """Return the named columns of a table in memory."""
