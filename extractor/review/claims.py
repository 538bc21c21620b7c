"""What a decision is about: a violation told by filing, rule and cell, and the numbers that it rests on.

A new run gives the same violation the same key, so that its decision stays. The numbers are kept with the decision:
where one of them has changed since, the decision no longer speaks of what is there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractor.forms import Forms
    from extractor.forms.form import CellKey


class Key(NamedTuple):
    """Which violation: ``nth`` tells those apart that name the same rule and cell of a filing (mostly 0)."""

    filing_id: str
    rule: str
    table: str
    row: str
    column: str
    nth: int = 0


class Found(NamedTuple):
    """A violation as the run found it. Numbers are their digits, empty where the rule has none."""

    key: Key
    severity: str
    outcome: str
    template: str
    row_label: str
    column_label: str
    expected: str
    actual: str
    difference: str
    message: str
    location: str
    second_reading: str

    @property
    def kind(self) -> str:
        """The severity, or ``undecided`` where it could not be decided."""
        return self.severity if self.outcome == "violated" else "undecided"


class Printed(NamedTuple):
    """What a cell prints: its status and text."""

    status: str
    raw: str


State = dict[str, object]
"""What a violation rested on when it was decided: plain values, as JSON keeps them."""


def cells_of(found: Found, forms: Forms) -> tuple[CellKey, ...]:
    """Return the cells that a violation rests on, in the form's order of the identity; empty for one of no cell.

    A sum rests on all its terms, anything else on the cells that it names.
    """
    key = found.key
    form = forms.forms.get(found.template)
    table = form.tables.get(key.table) if form else None
    if form is None or table is None:
        return ()
    known = set(table.cells)
    for identity in form.identities:
        if identity.rule != key.rule or identity.table != key.table:
            continue
        codes = (*identity.parts, *identity.total)
        if identity.along == "row" and key.column == identity.at:
            terms = [(key.row, code) for code in codes]
        elif identity.along == "column" and key.row == identity.at:
            terms = [(code, key.column) for code in codes]
        else:
            continue
        if known.issuperset(terms):
            return tuple(terms)
    return tuple(cell for column in key.column.split(" ") if (cell := (key.row, column)) in known)


def state_of(found: Found, cells: tuple[CellKey, ...], printed: Mapping[CellKey, Printed]) -> State:
    """Return what a violation rests on: the numbers it states, and what each of its cells prints.

    One that rests on no number at all is told by its words: if they change, it is looked at again.
    """
    state: State = {
        "outcome": found.outcome,
        "expected": found.expected,
        "actual": found.actual,
        "cells": [[row, column, *printed.get((row, column), Printed("absent", ""))] for row, column in cells],
    }
    if not cells and not found.expected and not found.actual:
        state["message"] = found.message
    return state


class Change(NamedTuple):
    """Something that a decision rested on and that is another now: ``row`` and ``column`` are empty for none."""

    row: str
    column: str
    what: str
    then: str
    now: str


def changes(then: State, now: State) -> list[Change]:
    """Return what has changed between two states of a violation; empty where nothing has."""
    found = []
    old, new = _cells(then), _cells(now)
    for cell in dict.fromkeys((*old, *new)):
        before, after = old.get(cell, Printed("", "")), new.get(cell, Printed("", ""))
        if before != after:
            same = before.raw == after.raw
            told = (before.status, after.status) if same else (before.raw, after.raw)
            found.append(Change(*cell, "status" if same else "raw", *told))
    return found + [
        Change("", "", name, str(then.get(name, "")), str(now.get(name, "")))
        for name in ("expected", "actual", "outcome", "message")
        if then.get(name, "") != now.get(name, "")
    ]


def _cells(state: State) -> dict[CellKey, Printed]:
    cells = state.get("cells")
    return {(c[0], c[1]): Printed(c[2], c[3]) for c in cells} if isinstance(cells, list) else {}
