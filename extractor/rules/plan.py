"""What is worked out once for each table of a form, so that a clean filing costs next to nothing to check."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.forms import Instance, instances

if TYPE_CHECKING:
    from extractor.forms import Form, Forms, Table
    from extractor.forms.form import CellKey

AMOUNT = "万元"
SIGNED = "signed count"
TABLES = ("disclosure", "applications", "proceedings", "statistics")
"""The order of the tables (the contract, "Files written to the output folder")."""


class Plan(NamedTuple):
    """A table of a form, ready to be checked; positions are those of ``Table.cells``.

    ``columns`` are the row codes of the cells, and their column codes. ``instances`` stand in the order of the
    catalogue, then of the cell that is named. ``unsigned``: cells that cannot be negative; ``counts``: cells
    that hold whole numbers; ``amounts``: the others.
    """

    form: Form
    table: Table
    cells: tuple[CellKey, ...]
    columns: tuple[tuple[str, ...], tuple[str, ...]]
    instances: tuple[Instance, ...]
    unsigned: tuple[int, ...]
    counts: tuple[int, ...]
    amounts: tuple[int, ...]


@lru_cache(maxsize=8)
def plans(forms: Forms) -> dict[CellKey, Plan]:
    """Return the plan of every table by (template, table)."""
    return {(f.code, t.code): _plan(forms, f, t) for f in forms.forms.values() for t in f.tables.values()}


def _plan(forms: Forms, form: Form, table: Table) -> Plan:
    order = forms.rulebook.order
    of_table = [
        i for identity in form.identities if identity.table == table.code for i in instances(table, identity)
    ]
    of_table.sort(key=lambda i: (order[i.identity.rule], i.at))
    units = [table.unit(*cell) for cell in table.cells]
    return Plan(
        form,
        table,
        table.cells,
        (tuple(row for row, _ in table.cells), tuple(column for _, column in table.cells)),
        tuple(of_table),
        tuple(i for i, unit in enumerate(units) if unit != SIGNED),
        tuple(i for i, unit in enumerate(units) if unit != AMOUNT),
        tuple(i for i, unit in enumerate(units) if unit == AMOUNT),
    )
