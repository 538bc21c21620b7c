"""A table that is printed twice: where its second printing begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.tables.parts import DataRow, TableFound
from extractor.text.values import COUNTING_WORDS

if TYPE_CHECKING:
    from extractor.tables.vocabulary import Vocabulary

ACROSS = "proceedings"
"""表四: its rows have no labels of their own, but stand side by side."""


def split_copies(whole: TableFound, words: Vocabulary) -> TableFound:
    """Part a table that is printed twice: its first data row occurs again. A repeated header is no copy."""
    starts = [0]
    if whole.table == ACROSS and not any(row.labels for row in whole.rows):
        printed: set[tuple[str, ...]] = set()
        for number, row in enumerate(whole.rows):
            paths = {c.path for c in whole.headers[row.header].columns} if row.header >= 0 else set()
            if printed & paths:
                starts.append(number)
                printed = set()
            printed |= paths
    else:
        first = next((code for row in whole.rows if (code := _code(row, whole.table, words))), "")
        begin = next((n for n, row in enumerate(whole.rows) if _code(row, whole.table, words) == first), 0)
        starts += [
            n
            for n, row in enumerate(whole.rows)
            if n > begin and first and _code(row, whole.table, words) == first
        ]
    if len(starts) == 1:
        return whole
    parts = [
        TableFound(
            whole.table, whole.headers, whole.rows[a:b], whole.exact, whole.rows[a].location, whole.taken
        )
        for a, b in zip(starts, [*starts[1:], len(whole.rows)], strict=True)
    ]
    return TableFound(
        whole.table, whole.headers, parts[0].rows, whole.exact, whole.location, whole.taken, tuple(parts[1:])
    )


def _code(row: DataRow, table: str, words: Vocabulary) -> str:
    labels = [label for label in row.labels if label not in COUNTING_WORDS]
    return words.code(table, "row", labels[-1]) if labels and row.cells else ""
