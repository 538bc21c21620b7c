"""Where a fault of a kind is put in a table: one place of those that it could be put at, by chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.filing import CellStatus
from extractor.rules.plan import AMOUNT, SIGNED, plans
from extractor.selftest.faults import Change, Fault
from extractor.writers.printing import plain

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from extractor.forms import Forms
    from extractor.forms.form import Row, Table
    from extractor.model.filing import Fact, Filing, TableReading

MOST_DIGITS = 9


class Chooser:
    """Picks the places of faults in one table of a filing.

    Only cells that print a whole number in plain digits are changed: what they say is then known without
    asking the program.
    """

    def __init__(self, filing: Filing, table: int, forms: Forms, rng: Random, *, exact: bool = True) -> None:
        """Look at the table at ``table`` of a filing; ``rng`` chooses. ``exact``: its spans are known."""
        self._exact = exact
        self._at = table
        self._rng = rng
        self._reading: TableReading = filing.tables[table]
        self._plan = plans(forms)[self._reading.template, self._reading.table]
        self._table: Table = self._plan.table
        self._plain = [_is_plain(fact, self._table) for fact in self._reading.facts]
        self._rows: dict[str, list[int]] = {}
        for i, fact in enumerate(self._reading.facts):
            self._rows.setdefault(fact.row, []).append(i)
        self._totals = {i for instance in self._plan.instances for i in instance.totals}
        self._parts = {i for instance in self._plan.instances for i in instance.parts}

    def choose(self, make: str, kind: str) -> Fault | None:
        """Return a fault made by the function named ``make``; None where the table has no place for it."""
        return _MAKERS[make](self, kind)

    def _changed(self, kind: str, texts: dict[int, str]) -> Fault | None:
        changes = tuple(
            Change(i, text) for i, text in texts.items() if text != self._reading.facts[i].raw.strip()
        )
        return Fault(kind, self._at, changes) if changes else None

    def _number(self, i: int) -> str:
        return plain(self._reading.facts[i].value)

    def _pick(self, places: set[int]) -> int | None:
        able = [i for i in sorted(places) if self._plain[i]]
        return self._rng.choice(able) if able else None

    def digit(self, kind: str) -> Fault | None:
        """Change one digit of a number that a sum counts (of any number, in a table without sums)."""
        i = self._pick(self._parts or set(range(len(self._plain))))
        if i is None:
            return None
        old = self._number(i)
        at = self._rng.randrange(len(old))
        others = [d for d in "0123456789" if d != old[at] and (at or len(old) == 1 or d != "0")]
        return self._changed(kind, {i: old[:at] + self._rng.choice(others) + old[at + 1 :]})

    def total(self, kind: str) -> Fault | None:
        """Raise or lower a total."""
        i = self._pick(self._totals)
        if i is None:
            return None
        old = int(self._number(i))
        new = old + self._rng.choice((-10, -2, -1, 1, 2, 3, 10))
        return self._changed(kind, {i: str(new if new >= 0 else old + 1)})

    def blank(self, kind: str) -> Fault | None:
        """Leave a cell blank.

        Where spans were lost, a blank at the end of a row may as well be what a merged cell left, and the contract
        has it open which; then only a cell between others is left blank.
        """
        places = set(range(len(self._plain)))
        if not self._exact:
            lines = [places] if self._table.layout == "across" else [set(c) for c in self._rows.values()]
            places -= {end for line in lines for end in (min(line), max(line))}
        i = self._pick(places)
        return None if i is None else self._changed(kind, {i: ""})

    def swap(self, kind: str) -> Fault | None:
        """Swap the numbers of two columns in the block with the most rows."""
        block = max(self._table.blocks, key=lambda b: len(b.rows))
        if len(block.columns) < 2:
            return None
        first, second = self._rng.sample(range(len(block.columns)), 2)
        texts: dict[int, str] = {}
        for row in block.rows:
            a, b = self._rows[row.code][first], self._rows[row.code][second]
            if self._plain[a] and self._plain[b]:
                texts |= {a: self._number(b), b: self._number(a)}
        return self._changed(kind, texts)

    def shift(self, kind: str) -> Fault | None:
        """Move the numbers of a row by one cell, a 0 taking the place that is left."""
        cells = self._row_of_numbers(3)
        if not cells:
            return None
        numbers = [self._number(i) for i in cells]
        moved = ["0", *numbers[:-1]] if self._rng.random() < 0.5 else [*numbers[1:], "0"]
        return self._changed(kind, dict(zip(cells, moved, strict=True)))

    def split(self, kind: str) -> Fault | None:
        """Print a number of two digits or more in two cells: the row's last number has no place then."""
        rows = [
            (cells, at)
            for cells in self._numbered_rows(3)
            for at, i in enumerate(cells[:-1])
            if len(self._number(i)) > 1
        ]
        if not rows:
            return None
        cells, at = self._rng.choice(rows)
        numbers = [self._number(i) for i in cells]
        cut = self._rng.randrange(1, len(numbers[at]))
        rest = str(int(numbers[at][cut:]))
        printed = [*numbers[:at], numbers[at][:cut], rest, *numbers[at + 1 : -1]]
        return self._changed(kind, dict(zip(cells, printed, strict=True)))

    def lose(self, kind: str) -> Fault | None:
        """Take out a row that begins no group: its line holds its own label and numbers, nothing more."""
        if self._table.layout == "across":
            return None
        able = [
            row.code
            for block in self._table.blocks
            for before, row in zip(block.rows, block.rows[1:], strict=False)
            if _goes_on(before, row) and all(self._plain[i] for i in self._rows[row.code])
        ]
        return Fault(kind, self._at, lost=self._rng.choice(able)) if able else None

    def _row_of_numbers(self, fewest: int) -> list[int]:
        rows = self._numbered_rows(fewest)
        telling = [cells for cells in rows if any(self._number(i) != "0" for i in cells)]
        return self._rng.choice(telling or rows) if rows else []

    def _numbered_rows(self, fewest: int) -> list[list[int]]:
        return [c for c in self._rows.values() if len(c) >= fewest and all(self._plain[i] for i in c)]


def _is_plain(fact: Fact, table: Table) -> bool:
    if fact.status is not CellStatus.REPORTED or fact.value is None:
        return False
    if table.unit(fact.row, fact.column) in (AMOUNT, SIGNED):
        return False
    return (
        fact.raw.strip() == plain(fact.value) and fact.raw.strip().isdigit() and len(fact.raw) <= MOST_DIGITS
    )


def _goes_on(before: Row, row: Row) -> bool:
    """Tell a row that stands in the groups of the row before it, so that no group's label is printed in it."""
    return len(row.path) <= len(before.path) and before.path[: len(row.path) - 1] == row.path[:-1]


_MAKERS: dict[str, Callable[[Chooser, str], Fault | None]] = {
    "digit": Chooser.digit,
    "total": Chooser.total,
    "blank": Chooser.blank,
    "swap": Chooser.swap,
    "shift": Chooser.shift,
    "split": Chooser.split,
    "lose": Chooser.lose,
}
