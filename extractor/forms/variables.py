"""Every cell of every form as a variable: its short name, where each generation prints it, and what it means."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from extractor.errors import FormsError
from extractor.forms.loader import load_forms
from extractor.forms.problems import Problems

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from extractor.forms.form import Form, Forms, Table


@dataclass(frozen=True)
class Place:
    """Where one generation of the form prints a variable, in its own words."""

    template: str
    table: str
    row: str
    column: str
    row_label: str
    column_label: str
    unit: str


@dataclass(frozen=True)
class Variable:
    """A cell of the forms under its short name (``a_new_np``).

    Generations that print the same row and column share the name. ``gloss`` is its English meaning.
    """

    short: str
    gloss: str
    places: tuple[Place, ...]

    @property
    def unit(self) -> str:
        """Its unit, the same in every generation."""
        return self.places[0].unit

    @property
    def is_amount(self) -> bool:
        """Whether it is money and may have decimals; all others are counts."""
        return self.unit == "万元"

    @property
    def label(self) -> str:
        """Its printed labels in the newest generation that has it, row before column."""
        newest = self.places[-1]
        return f"{newest.row_label}/{newest.column_label}".strip("/")

    @property
    def templates(self) -> tuple[str, ...]:
        """The generations that print it."""
        return tuple(p.template for p in self.places)


@lru_cache(maxsize=1)
def load_variables() -> dict[str, Variable]:
    """Return every variable by its short name, in the order of the forms.

    Raises ``FormsError`` where a code has no English meaning, or a meaning no code.
    """
    return read_variables(load_forms(), files("extractor.forms") / "data")


def read_variables(forms: Forms, folder: Traversable) -> dict[str, Variable]:
    """Link the forms with ``glosses.toml`` of ``folder``; see ``load_variables``."""
    problems = Problems()
    glosses = read_glosses(forms, folder, problems)
    places: dict[str, list[Place]] = {}
    meanings: dict[str, str] = {}
    for form in forms.forms.values():
        for table in form.tables.values():
            rows, columns = glosses.get(table.code, ({}, {}))
            for row, column in table.cells:
                short = table.short_name(row, column)
                places.setdefault(short, []).append(_place(form, table, row, column))
                many = len(table.columns) > 1
                meaning = f"{rows.get(row, '')}: {columns.get(column, '')}" if many else rows.get(row, "")
                meanings.setdefault(short, meaning)
    problems.found += [
        f"the forms: {short} has units {sorted(units)}"
        for short, found in places.items()
        if len(units := {p.unit for p in found}) > 1
    ]
    if problems.found:
        raise FormsError("\n".join(problems.found))
    return {short: Variable(short, meanings[short], tuple(found)) for short, found in places.items()}


def _place(form: Form, table: Table, row: str, column: str) -> Place:
    block = table.block_of[row]
    caption = (block.caption,) if block.caption else ()
    label = "/".join((*caption, *table.rows[row].path))
    head = next(c.label for c in block.columns if c.code == column)
    return Place(form.code, table.code, row, column, label, head, table.unit(row, column))


def read_glosses(
    forms: Forms, folder: Traversable, problems: Problems
) -> dict[str, tuple[dict[str, str], dict[str, str]]]:
    """Return the English words for the rows and the columns of each table, as ``glosses.toml`` of ``folder`` has them.

    A code without words, and words without a code, become problems.
    """
    where = "glosses.toml"
    raw = tomllib.loads((folder / where).read_text("utf-8"))
    known: dict[str, tuple[set[str], set[str]]] = {}
    for form in forms.forms.values():
        for table in form.tables.values():
            rows, columns = known.setdefault(table.code, (set(), set()))
            rows.update(table.rows)
            columns.update(table.columns)
    problems.found.extend(f"{where}: there is no table {code!r}" for code in raw if code not in known)
    out = {}
    for code, (rows, columns) in known.items():
        given = problems.take(f"{where} [{code}]", raw.get(code), rows=dict, columns=dict)
        for kind, codes in (("rows", rows), ("columns", columns)):
            at = f"{where} [{code}.{kind}]"
            problems.found.extend(f"{at}: no words for {c!r}" for c in sorted(codes - given[kind].keys()))
            problems.found.extend(
                f"{at}: the forms have no {c!r}" for c in sorted(given[kind].keys() - codes)
            )
        out[code] = given["rows"], given["columns"]
    return out
