"""What an official form is: tables made of blocks of rows and columns, and the identities over them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from extractor.forms.narration import Narration
from extractor.forms.rule import Rulebook

CellKey = tuple[str, str]
"""A template cell within its table: (row code, column code)."""


@dataclass(frozen=True)
class Row:
    """A row of a form. ``path`` is its printed label with the groups it stands in, outermost first."""

    code: str
    path: tuple[str, ...]
    short: str
    unit: str = ""

    @property
    def label(self) -> str:
        """The printed label, levels joined by ``/`` as the contract does."""
        return "/".join(self.path)


@dataclass(frozen=True)
class Column:
    """A column of a form. ``unit`` is ``count``, ``signed count`` or ``万元``; empty: the row's unit."""

    code: str
    path: tuple[str, ...]
    short: str
    unit: str = ""

    @property
    def label(self) -> str:
        """The printed label, levels joined by ``/`` as the contract does."""
        return "/".join(self.path)


@dataclass(frozen=True)
class Block:
    """Rows that share columns, under a caption (``第二十条第（一）项``) where the form prints one."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, eq=False)
class Table:
    """An official table of one form; there is one of each in a process, so it is compared by identity.

    ``layout``: ``blocks`` (表二: captioned blocks, each with its header), ``grid`` (表三: one header,
    row labels in levels), ``across`` (表四: the rows of the form stand side by side, the numbers in one
    line) or ``list`` (统计表: label, unit, number).
    """

    code: str
    title: str
    title_en: str
    section: int
    short: str
    layout: str
    blocks: tuple[Block, ...]

    @cached_property
    def cells(self) -> tuple[CellKey, ...]:
        """Every template cell, in the form's order."""
        return tuple((r.code, c.code) for b in self.blocks for r in b.rows for c in b.columns)

    @cached_property
    def rows(self) -> dict[str, Row]:
        """The rows by code, in the form's order."""
        return {r.code: r for b in self.blocks for r in b.rows}

    @cached_property
    def columns(self) -> dict[str, Column]:
        """The columns by code, in the form's order; a code used in several blocks stands once."""
        columns: dict[str, Column] = {}
        for column in (c for b in self.blocks for c in b.columns):
            columns.setdefault(column.code, column)
        return columns

    @cached_property
    def block_of(self) -> dict[str, Block]:
        """The block that a row (by code) stands in."""
        return {r.code: b for b in self.blocks for r in b.rows}

    @cached_property
    def units(self) -> dict[CellKey, str]:
        """The unit of each cell: ``count``, ``signed count``, ``万元``, or as 2014 prints it (``件``)."""
        return {(r.code, c.code): c.unit or r.unit for b in self.blocks for r in b.rows for c in b.columns}

    def unit(self, row: str, column: str) -> str:
        """Return the unit of a cell; that of its row for a column that the form does not have there."""
        return self.units.get((row, column)) or self.rows[row].unit

    def short_name(self, row: str, column: str) -> str:
        """Return the contract's short name of a cell (``a_new_np``)."""
        block = self.block_of[row]
        parts = [self.short, self.rows[row].short, next(c.short for c in block.columns if c.code == column)]
        return "_".join(p for p in parts if p)


@dataclass(frozen=True)
class ArithmeticIdentity:
    """A sum or bound over cells of one table.

    ``along`` = ``row``: ``parts`` and ``total`` are column codes and it is checked in every row (or in
    those of ``only``); ``column``: they are row codes and it is checked in every column. ``relation``:
    ``sum`` (the parts add up to the totals) or ``at_most`` (the part is no more than the total). ``at``
    is the code that a violation names.
    """

    rule: str
    table: str
    along: str
    relation: str
    at: str
    parts: tuple[str, ...]
    total: tuple[str, ...]
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """One generation of the form, in force from ``first_year`` to ``last_year`` (0: still)."""

    code: str
    name: str
    notice: str
    first_year: int
    last_year: int
    tables: dict[str, Table]
    identities: tuple[ArithmeticIdentity, ...]


@dataclass(frozen=True, eq=False)
class Forms:
    """All that is known of the forms; there is one in a process, so it is compared by identity.

    ``aliases``: table → ``rows``, ``columns`` or ``groups`` → code (or canonical group label) → other
    printings. ``noise``: labels of a table that are no row or column (信息内容, 申请人情况, 小计).
    ``sections``: section number → titles, the official one first. ``phrases``: lists of phrases by
    purpose (``phrases.toml``). ``lexicon``: words for the segmenter. ``rulebook``: the catalogue
    of the rules and the words of their messages. ``narration``: the words in which numbers are stated.
    """

    version: str
    forms: dict[str, Form]
    aliases: dict[str, dict[str, dict[str, tuple[str, ...]]]]
    noise: dict[str, tuple[str, ...]]
    sections: dict[int, tuple[str, ...]]
    phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    lexicon: tuple[str, ...] = ()
    rulebook: Rulebook = field(default_factory=Rulebook)
    narration: Narration = field(default_factory=Narration)

    def table(self, template: str, table: str) -> Table:
        """Return a table of a form; KeyError where that form has no such table."""
        return self.forms[template].tables[table]

    def in_force(self, year: int) -> Form | None:
        """Return the form in force for a report year, None before the first (2014)."""
        for form in self.forms.values():
            if form.first_year <= year and (not form.last_year or year <= form.last_year):
                return form
        return None
