"""Numbers in an official table that no cell of the form took: nothing that is printed falls on the floor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.filing import CellStatus, Stray
from extractor.tables.vocabulary import vocabulary
from extractor.text.values import COUNTING_WORDS, read_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractor.forms import Forms
    from extractor.model.filing import Fact, Finding, Match
    from extractor.tables import DataRow, TableFound
    from extractor.tables.vocabulary import Vocabulary


def strays(
    found: TableFound, forms: Forms, facts: Iterable[Fact], findings: Sequence[Finding], told: Sequence[Match]
) -> tuple[Stray, ...]:
    """Return the numbers of a table whose places are those of none of its ``facts``.

    Where every label was told (``told``) and nothing was noticed about the shape, there is none, and none is looked
    for. Numbers of rows and columns that are filling (序号, 栏次) are no numbers of the table.
    """
    if not findings and all(match.code or not match.printed for match in told):
        return ()
    taken = {fact.location for fact in facts}
    words = vocabulary(forms)
    return tuple(
        Stray(cell.text, " ".join(row.labels), _column(found, row, cell.column), cell.location)
        for row in found.rows
        if not _is_filling(row.labels, found.table, words)
        for cell in row.cells
        if cell.location not in taken
        and read_value(cell.text).status is CellStatus.REPORTED
        and not _is_filling((_column(found, row, cell.column),), found.table, words)
    )


def _column(found: TableFound, row: DataRow, at: int) -> str:
    """Return what the header of a row prints over a column of the page, levels joined by ``/``."""
    if row.header < 0:
        return ""
    columns = found.headers[row.header].columns
    return next(("/".join(c.path) for c in columns if c.start <= at < c.end), "") if found.exact else ""


def _is_filling(labels: Sequence[str], table: str, words: Vocabulary) -> bool:
    lasts = [label.rpartition("/")[2] for label in labels]
    return bool(lasts) and all(
        text in COUNTING_WORDS or bool(words.code(table, "noise", text)) for text in lasts
    )
