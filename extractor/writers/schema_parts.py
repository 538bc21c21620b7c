"""What a schema is made of, and the columns that several tables have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldType = Literal["string", "integer", "number", "date"]

TEMPLATES = ("2014", "2019", "2021")
FACT_TABLES = ("disclosure", "applications", "proceedings", "statistics")


@dataclass(frozen=True)
class Field:
    """A column: ``title`` is its Chinese name, ``choices`` all the values it can have (empty: any)."""

    name: str
    title: str
    description: str
    type: FieldType = "string"
    required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Schema:
    """A table. ``key``: the columns that tell its rows apart (empty: none do).

    ``of_filings``: every ``filing_id`` in it is one of ``filings``.
    """

    name: str
    title: str
    description: str
    fields: tuple[Field, ...]
    key: tuple[str, ...] = ()
    of_filings: bool = True

    @property
    def refers(self) -> bool:
        """Whether its rows refer to ``filings``."""
        return self.of_filings and self.name != "filings" and "filing_id" in self.columns

    @property
    def columns(self) -> list[str]:
        """The names of the columns, in order."""
        return [f.name for f in self.fields]


ID = Field(
    "filing_id",
    "报告编号",
    "First 16 hexadecimal digits of the SHA-256 of source: unique in a run, the same in every run.",
    required=True,
)
TEMPLATE = Field(
    "template",
    "格式",
    "The generation of the official form, told from the table's own labels.",
    choices=TEMPLATES,
)
LOCATION = Field(
    "location",
    "位置",
    "Where it stands: line:column of a text, table/row/cell of HTML and Word, page and box of a PDF.",
)
