"""What a filing leaves over, as rows: statuses of its cells, numbers no cell took, labels that matched nothing."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from extractor.model.filing import CellStatus
from extractor.tables.vocabulary import vocabulary
from extractor.writers.printing import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.forms import Forms
    from extractor.model.filing import Filing, Match, TableReading
    from extractor.writers.rows import Row


def coverage_row(filing: Filing, key: str, source: str) -> Row:
    """Return the row of ``coverage``: how many cells of the filing's tables are of each status."""
    counts = Counter([fact.status for table in filing.tables for fact in table.facts])
    return (
        key,
        filing.reader,
        clean(site_of(source)),
        filing.status,
        str(len(filing.tables)),
        str(counts.total()),
        *(str(counts[status]) for status in CellStatus),
    )


def audit_rows(filing: Filing, key: str, forms: Forms) -> list[Row]:
    """Return the rows of ``audit``: most filings have none, and are not looked at twice."""
    return [row for table in filing.tables for row in _of_table(table, key, forms)]


def _of_table(table: TableReading, key: str, forms: Forms) -> Iterator[Row]:
    for stray in table.strays:
        labels = clean(stray.row_label), clean(stray.column_label)
        yield key, table.template, table.table, "number", clean(stray.text), *labels, "", "", stray.location
    for kind, matches in (("row", table.row_matches), ("column", table.column_matches)):
        for match in matches:
            if not match.code and match.printed and not _is_known(match, table.table, forms):
                score = f"{min(match.runner_up_score, 1.0):.3f}" if match.runner_up else ""
                told = match.runner_up, score, match.location
                yield key, table.template, table.table, kind, clean(match.printed), "", "", *told


def _is_known(match: Match, table: str, forms: Forms) -> bool:
    """Tell a label that is a group, or filling, of the table: it names no row or column, and owes none."""
    last = match.printed.rpartition("/")[2]
    return any(role.table == table for role in vocabulary(forms).roles(last))


def site_of(source: str) -> str:
    """Return where a document comes from: the host, where its source has an address, else its first folder.

    A full stop stands for the input itself.
    """
    at = source.find("://")
    if at >= 0:
        start = source.rfind("!", 0, at) + 1
        try:
            return urlsplit(source[start:]).hostname or "."
        except ValueError:
            return "."
    return source.partition("/")[0] if "/" in source else "."
