"""Parquet tables of a crawl: a document a row, in columns as the JSON lines have them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.errors import UnreadableError
from extractor.inputs.json_lines import FIELDS, document
from extractor.inputs.members import MEGABYTE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    import pyarrow.parquet as pq

    from extractor.inputs.members import Budget, Entry

SIGNATURE = b"PAR1"
_AT_ONCE = 32 * MEGABYTE
"""Bytes of documents in memory at a time, about."""
_BUFFER = 1 * MEGABYTE


def entries(file: BinaryIO, budget: Budget) -> Iterator[Entry]:
    """Yield the document of each row, named by its URL, or by the number of the row.

    Raises ``UnreadableError`` for a table without such columns, and for one that is damaged, after what
    stands before that.
    """
    import pyarrow as pa  # noqa: PLC0415 - slow to load, and for this alone
    import pyarrow.parquet as pq  # noqa: PLC0415

    number = 0
    try:
        table = pq.ParquetFile(file, buffer_size=_BUFFER, pre_buffer=False)
        columns = [c for c in (*FIELDS, "url") if c in table.schema_arrow.names]
        if not set(columns) & set(FIELDS):
            raise UnreadableError(
                "Parquet 表里没有 html 或 text 列；请改列名 (the table has no column html or text: rename it)"
            )
        for batch in table.iter_batches(_rows_at_once(table, budget), columns=columns):
            for row in batch.to_pylist():
                number += 1
                yield document(row, str(number))
    except (pa.ArrowException, OSError, ValueError) as error:
        raise UnreadableError(
            f"Parquet 文件已损坏，其余未读取：{error} (the table is damaged: the rest was not read)"
        ) from error


def _rows_at_once(table: pq.ParquetFile, budget: Budget) -> int:
    """Return how many rows to take at a time. Raises where what the table says of its sizes is a bomb."""
    groups = [table.metadata.row_group(i) for i in range(table.num_row_groups)]
    chunks = [group.column(c) for group in groups for c in range(group.num_columns)]
    unpacked = sum(c.total_uncompressed_size for c in chunks)
    packed = sum(c.total_compressed_size for c in chunks)
    if unpacked > budget.limits.spared and unpacked > budget.limits.ratio * max(packed, 1):
        raise UnreadableError(
            f"解包后的大小超过压缩数据的 {budget.limits.ratio} 倍，未读取 "
            f"(unpacks to more than {budget.limits.ratio} times its size: not read)"
        )
    rows: int = table.metadata.num_rows
    return int(max(1, min(1024, _AT_ONCE * rows // max(unpacked, 1))))
