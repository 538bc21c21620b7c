"""Corrections applied to a filing, before any rule looks at it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.model.correction import Correction, CorrectionOutcome
from extractor.model.filing import CellStatus, FilingStatus
from extractor.pipeline import status_of
from extractor.writers.printing import clean
from extractor.writers.rows import filing_id
from extractor.writers.schema import FACT_TABLES
from extractor.writers.spreadsheet import inert

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.forms import Forms
    from extractor.model.filing import Fact, Filing, TableReading

_READ = (FilingStatus.OK, FilingStatus.PARTIAL)


def apply(filing: Filing, corrections: Iterable[Correction], forms: Forms) -> Filing:
    """Return the filing with the corrections that are for it, each told in ``corrections`` with its outcome.

    A cell gets the number and the status ``corrected``; ``raw`` and its place stay. A correction whose cell is not
    there, or prints something else than it was made for, changes nothing. What is for other filings is left out.
    """
    key = filing_id(filing.source)
    mine = [c for c in corrections if c.filing_id == key]
    if not mine:
        return filing
    tables = list(filing.tables)
    told = tuple(_one(c, filing, tables) for c in sorted(mine, key=_order))
    status = filing.status
    if status in _READ:
        status = status_of(tuple(tables), filing.template, forms)
    return replace(filing, tables=tuple(tables), status=status, corrections=told)


def _order(correction: Correction) -> tuple[int, str, str, str]:
    of_form = [*FACT_TABLES, correction.table]
    return of_form.index(correction.table), correction.row, correction.column, correction.printed


def _one(correction: Correction, filing: Filing, tables: list[TableReading]) -> Correction:
    """Apply one correction to the tables; return it with what became of it."""
    at = next((i for i, t in enumerate(tables) if t.table == correction.table), None)
    if at is None:
        return correction._replace(outcome=CorrectionOutcome.NO_TABLE)
    # what is printed is asked of the filing as read: another correction may have changed the cell
    for number, fact in enumerate(filing.tables[at].facts):
        if (fact.row, fact.column) == (correction.row, correction.column):
            if not _prints(fact, correction.printed):
                return correction._replace(outcome=CorrectionOutcome.PRINTED_DIFFERS, found=printed_in(fact))
            facts = list(tables[at].facts)
            facts[number] = fact._replace(status=CellStatus.CORRECTED, value=correction.value, doubtful=False)
            tables[at] = replace(tables[at], facts=tuple(facts))
            return correction._replace(outcome=CorrectionOutcome.APPLIED)
    return correction._replace(outcome=CorrectionOutcome.NO_CELL)


def printed_in(fact: Fact) -> str:
    """Return what a cell prints, as the output has it: of digits that were parted, its own part."""
    return str(fact.value) if fact.status is CellStatus.DEDUCED else clean(fact.raw)


def _prints(fact: Fact, printed: str) -> bool:
    """Tell whether a cell prints a text, up to white space, as the output or a spreadsheet writes it."""
    told = _squeezed(printed)
    texts = {clean(fact.raw), printed_in(fact)}
    return any(told in (_squeezed(t), _squeezed(inert(t))) for t in texts)


def _squeezed(text: str) -> str:
    return " ".join(text.split())
