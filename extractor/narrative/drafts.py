"""A number as a sentence states it, before it is known how it stands to the table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from decimal import Decimal

    from extractor.narrative.points import Tag


class Passage(NamedTuple):
    """Where a paragraph stands: section, what its heading is about, and the year of the report."""

    section: int
    topic: str
    year: int


@dataclass(slots=True)
class Draft:
    """A number that a sentence states of a quantity; see ``Statement`` for what the fields mean."""

    quantity: str
    value: Decimal
    scope: Tag
    period: Tag
    unit: str = "件"
    exact: bool = True
    denied: bool = False
    with_carried_in: bool = False
    beside: Decimal | None = None
    text: str = ""
    location: str = ""
    section: int = 0
    column: str = ""
