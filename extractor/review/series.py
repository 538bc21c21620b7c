"""An organization over the years: its main figures, what it carries from year to year, its stock of documents.

Numbers are those that are printed. Where a cell has none nothing is drawn and nothing compared; a mark for "none" counts
as 0, as in the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.filing import VALUED, CellStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractor.review.desk import Desk, Entry

Cell = tuple[str, str, str]
"""Table, row, column."""
Cells = dict[Cell, Decimal | None]
"""The numbers of a filing by cell; None for a cell that has none."""

FIGURES: tuple[tuple[str, Cell], ...] = (
    ("new_requests", ("applications", "new_requests", "total")),
    ("granted", ("applications", "granted", "total")),
    ("handled_total", ("applications", "handled_total", "total")),
    ("carried_out", ("applications", "carried_out", "total")),
    ("review", ("proceedings", "review", "total")),
    ("litigation", ("proceedings", "litigation_direct", "total")),
    ("licensing", ("disclosure", "licensing", "decisions")),
    ("penalties", ("disclosure", "penalties", "decisions")),
)
"""What is drawn of the forms of 2019 and 2021; that of 2014 counts otherwise (crosswalk.toml)."""
STOCKS = ("rules", "normative_documents")
TABLES = ("disclosure", "applications", "proceedings")

WIDTH, HEIGHT = 240, 92
_LEFT, _RIGHT, _TOP, _BOTTOM = 12.0, 12.0, 20.0, 18.0


class Year(NamedTuple):
    """A year of an organization: its first filing (None: none), how many there are, and the numbers of the first."""

    year: int
    entry: Entry | None
    filings: int
    cells: Cells


class Dot(NamedTuple):
    """A year on a chart; ``value`` None: a hollow dot on the base line. ``label``: whether its number is printed."""

    year: int
    x: float
    y: float
    value: Decimal | None
    label: bool


class Chart(NamedTuple):
    """A small chart: dots by year, and the lines between those that follow each other, as points of polylines."""

    name: str
    label: str
    dots: list[Dot]
    lines: list[str]
    first: int
    last: int


class Link(NamedTuple):
    """What one year hands to the next: ``verdict`` is ``equal``, ``breaks``, ``cannot`` or ``gap`` (a year lacks)."""

    verdict: str
    gap: Decimal | None


class Step(NamedTuple):
    """A year of a chain, with its numbers and the link to the year before (None: it is the first)."""

    year: Year
    numbers: tuple[Decimal | None, ...]
    link: Link | None


_Link = Callable[[Sequence[Decimal | None], Sequence[Decimal | None]], Link]


def years_of(desk: Desk, entries: Sequence[Entry]) -> list[Year]:
    """Return the years from an organization's first filing to its last, those without one too."""
    by_year: dict[int, list[Entry]] = {}
    for entry in entries:
        if entry.year and entry.status not in ("not_a_report", "unreadable"):
            by_year.setdefault(entry.year, []).append(entry)
    if not by_year:
        return []
    out = []
    for year in range(min(by_year), max(by_year) + 1):
        filings = by_year.get(year, [])
        first = filings[0] if filings else None
        out.append(Year(year, first, len(filings), numbers_of(desk, first) if first else {}))
    return out


def numbers_of(desk: Desk, entry: Entry) -> Cells:
    """Return the numbers of a filing's cells, by the forms of 2019 and 2021."""
    cells: Cells = {}
    for table in TABLES:
        for row in desk.rows(table, entry.n):
            value: Decimal | None = None
            if row["status"] in VALUED:
                value = Decimal(row["value"])
                value = value.to_integral_value() if value == value.to_integral_value() else value
            elif row["status"] == CellStatus.NIL:
                value = Decimal(0)
            cells[table, row["row"], row["column"]] = value
    return cells


def charts(years: Sequence[Year], labels: Mapping[str, str]) -> list[Chart]:
    """Return the charts of the figures that the organization ever prints."""
    first = next((i for i, y in enumerate(years) if any(cell in y.cells for _, cell in FIGURES)), 0)
    out = []
    for name, cell in FIGURES:
        values = [(year.year, year.cells.get(cell), cell in year.cells) for year in years[first:]]
        if any(there for _, _, there in values):
            out.append(_chart(name, labels[name], values))
    return out


def _chart(name: str, label: str, values: list[tuple[int, Decimal | None, bool]]) -> Chart:
    known = [value for _, value, _ in values if value is not None]
    top = max([*known, Decimal(1)])
    low = min([*known, Decimal(0)])
    across = (WIDTH - _LEFT - _RIGHT) / max(len(values) - 1, 1)
    up = (HEIGHT - _TOP - _BOTTOM) / float(top - low)
    base = HEIGHT - _BOTTOM + float(low) * up
    highest = next((year for year, value, _ in values if value is not None and value == max(known)), 0)
    last = next((year for year, value, _ in reversed(values) if value is not None), 0)
    dots = [
        Dot(
            year,
            _LEFT + i * across if len(values) > 1 else WIDTH / 2,
            base - float(value or 0) * up,
            value,
            value is not None and year in (highest, last),
        )
        for i, (year, value, there) in enumerate(values)
        if there
    ]
    lines: list[list[Dot]] = [[]]
    before = 0
    for dot in dots:
        if dot.value is None or (before and dot.year != before + 1):
            lines.append([])
        if dot.value is not None:
            lines[-1].append(dot)
        before = dot.year
    drawn = [" ".join(f"{d.x:.1f},{d.y:.1f}" for d in line) for line in lines if len(line) > 1]
    return Chart(name, label, dots, drawn, values[0][0], values[-1][0])


def carried(years: Sequence[Year]) -> list[Step]:
    """Return the chain of what is carried out of one year and into the next; empty where no year has either."""
    names = ("carried_in", "new_requests", "handled_total", "carried_out")
    return _chain(years, [("applications", name, "total") for name in names], _carry)


def stock(years: Sequence[Year], row: str) -> list[Step]:
    """Return the chain of a stock: in force, issued, repealed; empty where no filing is by the form of 2021."""
    names = ("issued_this_year", "repealed_this_year", "in_force")
    return _chain(years, [("disclosure", row, name) for name in names], _flow)


def _carry(last: Sequence[Decimal | None], this: Sequence[Decimal | None]) -> Link:
    return _compared(this[0], last[3])


def _flow(last: Sequence[Decimal | None], this: Sequence[Decimal | None]) -> Link:
    before, issued, repealed = last[2], this[0], this[1]
    if before is None or issued is None or repealed is None:
        return Link("cannot", None)
    return _compared(this[2], before + issued - repealed)


def _compared(actual: Decimal | None, expected: Decimal | None) -> Link:
    if actual is None or expected is None:
        return Link("cannot", None)
    return Link("equal", None) if actual == expected else Link("breaks", actual - expected)


def _chain(years: Sequence[Year], cells: Sequence[Cell], link: _Link) -> list[Step]:
    """Return a chain over the years whose filings have these cells at all."""
    steps: list[Step] = []
    before: tuple[int, tuple[Decimal | None, ...]] | None = None
    for year in years:
        if not any(cell in year.cells for cell in cells):
            continue
        numbers = tuple(year.cells.get(cell) for cell in cells)
        handed = None
        if before is not None:
            follows = before[0] + 1 == year.year
            handed = link(before[1], numbers) if follows else Link("gap", None)
        steps.append(Step(year, numbers, handed))
        before = (year.year, numbers)
    return steps
