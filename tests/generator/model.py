"""What a filing prints, before a layout turns it into bytes, and what is true of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

Place = tuple[str, str, str]


@dataclass
class Printed:
    """A cell as printed: its text, and what a careful reader makes of it."""

    text: str
    value: Decimal | None = None
    status: str = "reported"
    unit: str = ""

    @classmethod
    def number(cls, value: Decimal | int) -> Printed:
        """A plain number."""
        return cls(f"{Decimal(value):f}", Decimal(value))

    @classmethod
    def blank(cls) -> Printed:
        """A cell that is there and empty."""
        return cls("", None, "blank")


@dataclass
class Row:
    """A printed data row. `code` is empty for a row that the form does not have."""

    code: str
    labels: tuple[str, ...]
    cells: dict[str, Printed]
    unit: str = ""
    lost: str = ""
    start: int = 0


@dataclass
class Column:
    """A printed column; code `subtotal` is one that the form does not have."""

    code: str
    label: str
    unit: str = ""


@dataclass
class Block:
    """A part of a table with its own header."""

    caption: str
    columns: list[Column]
    rows: list[Row]


@dataclass
class Table:
    """An official table as printed."""

    name: str
    template: str
    blocks: list[Block]

    def row(self, code: str) -> Row:
        """The printed row of a code."""
        return next(r for b in self.blocks for r in b.rows if r.code == code)

    def cell(self, row: str, column: str) -> Printed:
        """The printed cell of a row and column."""
        return self.row(row).cells[column]


Item = str | Table


@dataclass
class Section:
    """A section: number as printed, heading, and what stands under it.

    `name` says which of the six it is; it is empty for a heading inside a section that uses the
    same numbering (一、二、三 inside 总体情况).
    """

    number: str
    heading: str
    items: list[Item] = field(default_factory=list)
    name: str = ""
    level: int = 1


@dataclass(frozen=True)
class Violation:
    """A rule that is due; `row` and `column` as the contract names them."""

    rule: str
    table: str = ""
    row: str = ""
    column: str = ""
    outcome: str = "violated"
    debatable: bool = False


@dataclass
class Document:
    """A filing as printed. `said`: what its words break of the rules about them."""

    year: int | None
    organization: str
    title: list[str]
    preamble: list[str]
    sections: list[Section]
    signature: list[str] = field(default_factory=list)
    published: str = ""
    metadata: dict[str, str] = field(default_factory=dict)
    page_title: str = ""
    run_together: bool = False
    stem: str = ""
    said: list[Violation] = field(default_factory=list)

    def printed_tables(self) -> list[Table]:
        """Every official table, in reading order, copies included."""
        return [i for s in self.sections for i in s.items if isinstance(i, Table)]


@dataclass(frozen=True)
class Fact:
    """The truth of one cell."""

    table: str
    row: str
    column: str
    value: Decimal | None
    status: str
    debatable: bool = False


@dataclass(frozen=True)
class GeneratedFiling:
    """A filing's bytes and its truth."""

    source: str
    data: bytes
    facts: list[Fact]
    filing: dict[str, str]
    violations: list[Violation]


@dataclass(frozen=True)
class Hostile:
    """An input, the statuses that are right for it, and why it is here."""

    source: str
    data: bytes
    expected: str
    note: str
