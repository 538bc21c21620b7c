"""A layout that was read before: where each template cell stands, so that another table is only filled in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple, cast

from extractor.mapping.cell_facts import ABSENT, AMOUNT, amount_fact, count_fact
from extractor.model.filing import Fact
from extractor.model.shape import ShapedRows
from extractor.text.values import read_value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from decimal import Decimal

    from extractor.model.document import Grid
    from extractor.model.filing import TableReading
    from extractor.model.shape import Shape

Address = tuple[int, int, int]
"""A cell: the number of its grid among those that print labels of a form, its row, its place in the row."""

_MOST_NUMBERS = 50_000
_fact = cast("Callable[[tuple[object, ...]], Fact]", partial(tuple.__new__, Fact))


@dataclass(frozen=True, slots=True)
class Layout:
    """A reading without its numbers: each template cell with its address, unit, and the unit printed."""

    reading: TableReading
    cells: tuple[tuple[str, str, Address | None, str, str], ...]
    location: Address | None
    findings: tuple[Address | None, ...]

    def fill(self, grids: list[Grid]) -> TableReading:
        """Return the reading with the cells of these grids."""
        facts = []
        for row, column, address, unit, printed in self.cells:
            if address is None:
                facts.append(Fact(row, column, ABSENT))
                continue
            grid, r, i = address
            cell = grids[grid].rows[r][i]
            if unit == AMOUNT:
                facts.append(amount_fact(row, column, cell, printed))
            else:
                facts.append(count_fact(row, column, cell, unit))
        return self.with_facts(tuple(facts), grids)

    def with_facts(self, facts: tuple[Fact, ...], grids: list[Grid]) -> TableReading:
        """Return the reading with these facts, everything else in the places that it has in these grids."""
        reading = self.reading
        findings = reading.findings
        if findings:
            findings = tuple(
                replace(finding, location=_place(grids, at, finding.location))
                for finding, at in zip(findings, self.findings, strict=True)
            )
        return replace(
            reading,
            facts=facts,
            findings=findings,
            location=_place(grids, self.location, reading.location),
        )


def _place(grids: list[Grid], address: Address | None, otherwise: str) -> str:
    if address is None:
        return otherwise
    grid, row, cell = address
    if row < 0:
        return grids[grid].location
    rows = grids[grid].rows
    return rows.place(row, cell) if isinstance(rows, ShapedRows) else rows[row][cell].location


class Printed(NamedTuple):
    """The cells of some grids one after the other, and behind them an empty one, for what is absent."""

    texts: list[str]
    places: list[str]
    values: list[Decimal | None]


_numbers: dict[str, Decimal | None] = {}


def printed(rows: Sequence[ShapedRows], numbers: Sequence[int]) -> Printed | None:
    """Return what grids print, with the values of the cells at ``numbers``; None where one is no plain number."""
    texts = list(chain.from_iterable([r.texts for r in rows]))
    places = list(chain.from_iterable([r.places for r in rows]))
    texts.append("")
    places.append("")
    values = list(map(_numbers.get, texts))
    for i in numbers:
        if values[i] is None and (value := _number(texts[i])) is None:
            return None
        if values[i] is None:
            values[i] = value
    return Printed(texts, places, values)


def _number(text: str) -> Decimal | None:
    """Return the value of a number that is printed without a unit; None for anything else."""
    if text not in _numbers:
        reading = read_value(text)
        if len(_numbers) >= _MOST_NUMBERS:
            _numbers.clear()
        _numbers[text] = None if reading.unit else reading.value
    return _numbers[text]


class Sheet:
    """A layout over grids of known shapes: facts are taken in columns, and no cell is made."""

    def __init__(self, layout: Layout, shapes: Sequence[Shape]) -> None:
        """Raises ``ValueError`` for a layout that has to look at what a cell prints."""
        firsts, numbers = positions(shapes)
        within = frozenset(numbers)
        facts = layout.reading.facts
        at = []
        for (*_, address, _, _), fact in zip(layout.cells, facts, strict=True):
            place = -1 if address is None else firsts[address[0]] + shapes[address[0]].at(*address[1:])
            if (fact.value is not None) != (place in within) or fact.unit_printed not in ("", AMOUNT):
                msg = f"{fact.row} {fact.column} depends on what its cell prints"
                raise ValueError(msg)
            at.append(place)
        self.layout = layout
        self._of = itemgetter(*at)
        self._rows, self._columns, self._statuses, _, _, _, self._doubtful, self._units = zip(
            *facts, strict=True
        )

    def fill(self, cells: Printed, grids: list[Grid]) -> TableReading:
        """Return the reading with the cells of these grids."""
        of = self._of
        facts = map(
            _fact,
            zip(
                self._rows,
                self._columns,
                self._statuses,
                of(cells.values),
                of(cells.texts),
                of(cells.places),
                self._doubtful,
                self._units,
                strict=True,
            ),
        )
        return self.layout.with_facts(tuple(facts), grids)


def positions(shapes: Sequence[Shape]) -> tuple[list[int], tuple[int, ...]]:
    """Return where the cells of each grid begin, and which hold numbers, all counted one after the other."""
    firsts, numbers = [0], []
    for shape in shapes:
        numbers += [firsts[-1] + i for i in shape.numbers]
        firsts.append(firsts[-1] + shape.size)
    return firsts, tuple(numbers)
