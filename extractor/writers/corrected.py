"""Corrections as a page and a terminal show them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.writers.console import printable
from extractor.writers.schema import SCHEMAS
from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractor.forms import Forms
    from extractor.model.correction import Correction
    from extractor.model.filing import Filing
    from extractor.writers.rows import Row
    from extractor.writers.words import Language

NAMED = 5
"""Corrections that a run names at its end; the rest are in the table."""
LISTED = 200
"""Corrections that ``index.html`` lists."""


class CorrectionView(NamedTuple):
    """A correction on the page of its filing. ``anchor``: the cell; empty where there is none."""

    correction: Correction
    anchor: str
    label: str
    outcome: str


class RefusedView(NamedTuple):
    """A correction that was not applied, as ``index.html`` and a terminal tell it."""

    source: str
    cell: str
    printed: str
    value: str
    who: str
    when: str
    note: str
    outcome: str


def correction_view(
    correction: Correction, filing: Filing, forms: Forms, language: Language
) -> CorrectionView:
    """Return a correction with the name of its cell and what became of it."""
    reading = filing.table(correction.table)
    table = forms.table(reading.template, reading.table) if reading else None
    outcome = _outcome(correction.outcome, correction.found, language)
    if table is None or (correction.row, correction.column) not in table.cells:
        return CorrectionView(correction, "", f"{correction.row} · {correction.column}", outcome)
    row, column = table.rows[correction.row].path[-1], table.columns[correction.column].path[-1]
    anchor = table.short_name(correction.row, correction.column)
    return CorrectionView(correction, anchor, f"{row} · {column}", outcome)


def refused_view(row: Row, language: Language) -> RefusedView:
    """Return a row of ``corrections`` as it is told."""
    cells = dict(zip(SCHEMAS["corrections"].columns, row, strict=True))
    table = words(language)["short_table"].get(cells["table"], cells["table"])
    return RefusedView(
        cells["source"],
        f"{table} {cells['row']}.{cells['column']}",
        cells["printed"] or words(language)["correction"]["nothing"],
        cells["value"],
        cells["who"],
        cells["when"],
        cells["note"],
        _outcome(cells["outcome"], cells["found"], language),
    )


def correction_lines(applied: int, refused: list[Row], file: str, language: Language) -> Iterator[str]:
    """Yield the lines that end a run: how many were applied, and which were not; none where none were given."""
    w = words(language)["correction"]
    if applied:
        yield w["applied"].format(n=f"{applied:,}")
    if refused:
        yield w["refused"].format(n=f"{len(refused):,}")
    for view in refused_views(refused[:NAMED], language):
        told = {"source": view.source, "cell": view.cell, "printed": view.printed, "value": view.value}
        yield f"  {printable(w['line'].format(**told, why=view.outcome))}"
    if len(refused) > NAMED:
        yield f"  {w['more'].format(file=file)}"


def refused_views(rows: Iterable[Row], language: Language) -> list[RefusedView]:
    """Return rows of ``corrections`` as they are told."""
    return [refused_view(row, language) for row in rows]


def _outcome(outcome: str, found: str, language: Language) -> str:
    w = words(language)
    return w["correction_outcome"][outcome].format(found=found or w["correction"]["nothing"])
