"""What a user says that a cell should hold, and what became of it."""

from __future__ import annotations

from decimal import Decimal  # noqa: TC003 - a value of the package, for those who ask its types
from enum import StrEnum
from typing import NamedTuple


class CorrectionOutcome(StrEnum):
    """What became of a correction; only one that is ``applied`` has changed anything."""

    APPLIED = "applied"
    PRINTED_DIFFERS = "printed-differs"
    NO_CELL = "no-cell"
    NO_TABLE = "no-table"
    NO_FILING = "no-filing"


class Correction(NamedTuple):
    """A number for a cell in which ``printed`` stands; who said so, when, and why.

    ``found`` is what the cell prints, where that is not ``printed``.
    """

    filing_id: str
    source: str
    table: str
    row: str
    column: str
    printed: str
    value: Decimal
    who: str = ""
    when: str = ""
    note: str = ""
    outcome: CorrectionOutcome = CorrectionOutcome.NO_FILING
    found: str = ""

    @property
    def applied(self) -> bool:
        """Whether the cell holds the number."""
        return self.outcome is CorrectionOutcome.APPLIED
