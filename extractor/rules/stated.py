"""What a filing's tables count of a quantity that its words state."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.filing import CellStatus
from extractor.rules.voice import row_label

if TYPE_CHECKING:
    from extractor.forms import Forms, Table
    from extractor.forms.form import CellKey
    from extractor.model.filing import Fact, Filing, TableReading

TABLES = ("applications", "proceedings", "statistics")
CARRIED_IN = ("carried_in", "total")
_HARD = (CellStatus.ABSENT, CellStatus.UNREADABLE)


class Target(NamedTuple):
    """Where a table counts a quantity: its 总计 cells, and their places among the facts of the table.

    ``label``: what the form prints for the row, or for the group that the rows stand in; ``carried_in``: the
    place of 上年结转, None in a table without it.
    """

    table: Table
    cells: tuple[CellKey, ...]
    places: tuple[int, ...]
    label: str
    carried_in: int | None


@dataclass(frozen=True, slots=True)
class Counted:
    """The number of a quantity in a table.

    ``values``: the number, or where a 总计 is blank or cannot be read (``certain`` is then false), the numbers
    with which a statement may still agree: blanks as 0, or as what the row's other columns add up to.
    ``carried_in``: 上年结转, where that is known.
    """

    target: Target
    template: str
    location: str
    values: frozenset[Decimal]
    certain: bool
    carried_in: Decimal | None


def counted(filing: Filing, quantity: str, forms: Forms) -> Counted | None:
    """Return what a filing's table counts of a quantity; None where no table has it, or lacks all its cells."""
    for reading in filing.tables:
        if reading.table in TABLES:
            target = target_of(forms, reading.template, reading.table, quantity)
            if target is not None:
                return _counted(reading, target)
    return None


@lru_cache(maxsize=1024)
def target_of(forms: Forms, template: str, code: str, quantity: str) -> Target | None:
    """Return where a table of a form counts a quantity, None where it does not.

    A quantity is a row, all rows of a group (``refused``), or several of these joined by ``+``.
    """
    table = forms.table(template, code)
    rows: list[str] = []
    for part in quantity.split("+"):
        group = [r for r in table.rows if r.startswith(f"{part}_")] if code != "statistics" else []
        found = [part] if part in table.rows else group
        if not found:
            return None
        rows += found
    column = "count" if code == "statistics" else "total"
    at = {cell: i for i, cell in enumerate(table.cells)}
    cells = tuple((row, column) for row in rows)
    first = quantity.partition("+")[0]
    label = row_label(table, first) if first in table.rows else "/".join(table.rows[rows[0]].path[:-1])
    return Target(table, cells, tuple(at[c] for c in cells), label, at.get(CARRIED_IN))


def _counted(reading: TableReading, target: Target) -> Counted | None:
    totals = [reading.facts[i] for i in target.places]
    if all(f.status is CellStatus.ABSENT for f in totals):
        return None
    hard = any(f.status in _HARD for f in totals)
    blank = any(f.status is CellStatus.BLANK for f in totals)
    values = set() if hard else {sum((f.value or Decimal(0) for f in totals), Decimal(0))}
    if blank and not hard:
        values.add(sum((_of_row(f, reading.facts) for f in totals), Decimal(0)))
    return Counted(
        target,
        reading.template,
        next((f.location for f in totals if f.location), reading.location),
        frozenset(values),
        not hard and not blank,
        None if target.carried_in is None else reading.facts[target.carried_in].value,
    )


def _of_row(total: Fact, facts: tuple[Fact, ...]) -> Decimal:
    """Return a 总计, or where it is blank, what the other columns of its row print."""
    if total.value is not None:
        return total.value
    others = (f.value for f in facts if f.row == total.row and f.column != total.column)
    return sum((v for v in others if v is not None), Decimal(0))
