"""One cell of the page → one fact: a count, or an amount of money."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.model.filing import CellStatus, Fact
from extractor.text.values import read_value

if TYPE_CHECKING:
    from extractor.model.document import Cell

AMOUNT = "万元"
SIGNED = "signed count"
ABSENT = CellStatus.ABSENT
_TEN_THOUSAND = Decimal(10_000)


def count_fact(row: str, column: str, cell: Cell, unit: str = "count") -> Fact:
    """Return the fact of a cell that counts something; an amount of money or a percentage is no count."""
    reading = read_value(cell.text)
    status = reading.status
    if status is CellStatus.REPORTED and (
        reading.unit in ("元", "万元")
        or (unit != SIGNED and reading.signed and cell.text.lstrip()[:1] in "增减")
    ):
        return Fact(row, column, CellStatus.UNREADABLE, None, cell.text, cell.location)
    return Fact(row, column, status, reading.value, cell.text, cell.location, reading.doubtful)


def amount_fact(row: str, column: str, cell: Cell, printed: str) -> Fact:
    """Return the fact of an amount, in 万元; what is printed in 元 is divided by 10,000 exactly.

    A number under another unit of money (``千元``) is no amount that the form knows; a counting word
    behind the number (``0 件``) says nothing of money.
    """
    reading = read_value(cell.text)
    unit = reading.unit if reading.unit in ("元", AMOUNT) else printed
    status, value = reading.status, reading.value
    if value is not None and unit not in ("", "元", AMOUNT):
        status, value = CellStatus.UNREADABLE, None
    doubtful = reading.doubtful
    if value is not None and unit == "元":
        # Recognised from a picture, 元 may be what is left of 万元.
        doubtful = doubtful or cell.confidence < 1
        status, value = (CellStatus.UNREADABLE, None) if doubtful else (status, value / _TEN_THOUSAND)
    return Fact(row, column, status, value, cell.text, cell.location, doubtful, unit)
