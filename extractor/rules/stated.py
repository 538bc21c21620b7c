"""What a filing's tables count of a quantity that its words state."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.model.filing import CellStatus
from extractor.rules.voice import row_label

if TYPE_CHECKING:
    from extractor.forms import Forms, Table
    from extractor.forms.form import CellKey
    from extractor.model.filing import Fact, Filing, TableReading

TABLES = ("applications", "proceedings", "statistics")
CARRIED_IN = "carried_in"
_HARD = (CellStatus.ABSENT, CellStatus.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Counted:
    """The number of a quantity in a table, by its 总计 cells.

    ``values``: the number, or where a 总计 is blank or cannot be read (``certain`` is then false), the numbers
    with which a statement may still agree: blanks as 0, or as what the row's other columns add up to.
    ``carried_in``: 上年结转, where that is known.
    """

    table: Table
    template: str
    cells: tuple[CellKey, ...]
    label: str
    location: str
    values: frozenset[Decimal]
    certain: bool
    carried_in: Decimal | None


def counted(filing: Filing, quantity: str, forms: Forms) -> Counted | None:
    """Return what a filing's table counts of a quantity; None where no table has it, or lacks all its cells."""
    for reading in filing.tables:
        if reading.table not in TABLES:
            continue
        table = forms.table(reading.template, reading.table)
        rows = rows_of(table, quantity)
        if rows:
            return _counted(reading, table, quantity, rows)
    return None


@lru_cache(maxsize=1024)
def rows_of(table: Table, quantity: str) -> tuple[str, ...]:
    """Return the rows that a quantity stands for: its own, those of its group, or those of each of its parts."""
    rows: list[str] = []
    for code in quantity.split("+"):
        found = [r for r in table.rows if r == code] or [r for r in table.rows if r.startswith(f"{code}_")]
        if table.code == "statistics" and found != [code]:
            return ()
        if not found:
            return ()
        rows += found
    return tuple(rows)


def _counted(reading: TableReading, table: Table, quantity: str, rows: tuple[str, ...]) -> Counted | None:
    column = "count" if table.code == "statistics" else "total"
    facts = {f[:2]: f for f in reading.facts}
    totals = [facts[row, column] for row in rows]
    if all(f.status is CellStatus.ABSENT for f in totals):
        return None
    hard = any(f.status in _HARD for f in totals)
    blank = any(f.status is CellStatus.BLANK for f in totals)
    certain = sum((f.value or Decimal(0) for f in totals), Decimal(0))
    values = {certain}
    if hard:
        values = set()
    elif blank:
        values.add(sum((_of_row(f, reading.facts) for f in totals), Decimal(0)))
    came = facts.get((CARRIED_IN, "total"))
    return Counted(
        table,
        reading.template,
        tuple((row, column) for row in rows),
        _label(table, quantity, rows),
        next((f.location for f in totals if f.location), reading.location),
        frozenset(values),
        not hard and not blank,
        came.value if came is not None else None,
    )


def _of_row(total: Fact, facts: tuple[Fact, ...]) -> Decimal:
    """Return a 总计, or where it is blank, what the other columns of its row print."""
    if total.value is not None:
        return total.value
    others = (f.value for f in facts if f.row == total.row and f.column != total.column)
    return sum((v for v in others if v is not None), Decimal(0))


def _label(table: Table, quantity: str, rows: tuple[str, ...]) -> str:
    """Return the printed label of the row, or of the group that the rows stand in."""
    first = quantity.partition("+")[0]
    if first in table.rows:
        return row_label(table, first)
    return "/".join(table.rows[rows[0]].path[:-1])
