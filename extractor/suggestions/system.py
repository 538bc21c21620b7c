"""The sums of a table as linear equations over its cells, and how far a filing's numbers miss them."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extractor.forms import instances
from extractor.model.filing import VALUED, CellStatus

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractor.forms import Forms, Instance, Table
    from extractor.model.filing import TableReading

LARGEST = 10**12
"""A greater number is no count of anything; it is left out, and no product of it can be rounded."""


class System(NamedTuple):
    """``matrix``: one line for a sum (parts 1, totals -1), one column for a cell; ``instances`` in that order."""

    table: Table
    instances: tuple[Instance, ...]
    matrix: NDArray[np.int64]


class State(NamedTuple):
    """A table's numbers against its system.

    ``values``: a blank or nil is 0; ``known``: the cells that hold a whole number, a nil or nothing; ``usable``:
    the sums all of whose cells are known; ``missed``: by how much each is missed (0 where it is not usable).
    """

    system: System
    values: NDArray[np.int64]
    known: NDArray[np.bool_]
    blank: NDArray[np.bool_]
    usable: NDArray[np.bool_]
    missed: NDArray[np.int64]


@lru_cache(maxsize=16)
def system_of(forms: Forms, template: str, code: str) -> System:
    """Return the system of a table of a form."""
    table, form = forms.table(template, code), forms.forms[template]
    sums = tuple(
        i
        for identity in form.identities
        if identity.table == code and identity.relation == "sum"
        for i in instances(table, identity)
    )
    matrix = np.zeros((len(sums), len(table.cells)), np.int64)
    for line, one in enumerate(sums):
        matrix[line, list(one.parts)] = 1
        matrix[line, list(one.totals)] = -1
    return System(table, sums, matrix)


def state_of(system: System, reading: TableReading) -> State:
    """Return how a table stands to its sums."""
    values = np.zeros(len(reading.facts), np.int64)
    known = np.zeros(len(reading.facts), bool)
    blank = np.zeros(len(reading.facts), bool)
    for i, fact in enumerate(reading.facts):
        if fact.status in VALUED and fact.value is not None:
            if fact.value == fact.value.to_integral_value() and abs(fact.value) < LARGEST:
                values[i], known[i] = int(fact.value), True
        elif fact.status in (CellStatus.NIL, CellStatus.BLANK):
            known[i], blank[i] = True, fact.status is CellStatus.BLANK
    usable = ~((system.matrix != 0) & ~known).any(axis=1)
    missed = np.where(usable, system.matrix @ values, 0)
    return State(system, values, known, blank, usable, missed)
