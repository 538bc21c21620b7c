"""Changes to a table under which every sum holds, each kind by its own look at the equations.

All of them solve ``matrix @ (values + change) = 0`` over the usable sums. A change is small: one cell, two, a
row or column moved by one; a search never goes further than that.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extractor.suggestions.digits import digits_kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from extractor.suggestions.system import State, System


class Change(NamedTuple):
    """``cells``: positions of ``Table.cells`` that get ``numbers`` in place of what is printed."""

    kind: str
    cells: tuple[int, ...]
    numbers: tuple[int, ...]


def one_cell(state: State) -> Iterator[Change]:
    """Yield every single cell that one number would put right."""
    for cell, delta in _single(state, state.missed):
        yield _single_change(state, cell, delta)


def _single(state: State, missed: NDArray[np.int64]) -> Iterator[tuple[int, int]]:
    """Yield (cell, what to add) where a change of one cell makes up for all that is missed."""
    matrix = state.system.matrix * state.usable[:, None]
    lines = np.flatnonzero(missed)
    if not len(lines):
        return
    # every sum that fails must have the cell, and no other may
    able = (matrix[lines] != 0).all(axis=0) & ((matrix != 0).sum(axis=0) == len(lines)) & state.known
    for cell in np.flatnonzero(able):
        deltas = -missed[lines] * matrix[lines, cell]
        if (deltas == deltas[0]).all() and state.values[cell] + deltas[0] >= 0:
            yield int(cell), int(deltas[0])


def _single_change(state: State, cell: int, delta: int) -> Change:
    old, new = int(state.values[cell]), int(state.values[cell]) + delta
    if state.blank[cell] or (old == 0 and _is_total(state.system, cell)):
        kind = "total-not-filled" if _is_total(state.system, cell) else "cell-not-filled"
    else:
        kind = digits_kind(old, new) or "one-cell"
    return Change(kind, (cell,), (new,))


def _is_total(system: System, cell: int) -> bool:
    return any(cell in one.totals and len(one.totals) == 1 for one in system.instances)


def swapped(state: State) -> Iterator[Change]:
    """Yield two cells of a row or column that are in each other's place."""
    first, second = _pairs(state.system.table.cells)
    touching = state.system.matrix[np.flatnonzero(state.missed)] != 0
    # every sum that fails must have one of the two
    near = (touching[:, first] | touching[:, second]).all(axis=0)
    first, second = first[near], second[near]
    able = state.known[first] & state.known[second] & (state.values[first] != state.values[second])
    first, second = first[able], second[able]
    delta = state.values[second] - state.values[first]
    matrix = state.system.matrix
    after = state.missed[:, None] + (matrix[:, first] - matrix[:, second]) * delta
    for i in np.flatnonzero((after[state.usable] == 0).all(axis=0)):
        a, b = int(first[i]), int(second[i])
        yield Change("swapped", (a, b), (int(state.values[b]), int(state.values[a])))


@lru_cache(maxsize=16)
def _lines(cells: tuple[tuple[str, str], ...]) -> tuple[tuple[int, ...], ...]:
    """Return the rows, then the columns, of a table as positions."""
    rows: dict[str, list[int]] = {}
    columns: dict[str, list[int]] = {}
    for i, (row, column) in enumerate(cells):
        rows.setdefault(row, []).append(i)
        columns.setdefault(column, []).append(i)
    return tuple(tuple(line) for line in (*rows.values(), *columns.values()) if len(line) > 1)


@lru_cache(maxsize=16)
def _pairs(cells: tuple[tuple[str, str], ...]) -> NDArray[np.int64]:
    return np.array([pair for line in _lines(cells) for pair in combinations(line, 2)], np.int64).T


def moved(state: State) -> Iterator[Change]:
    """Yield rows and columns that stand one cell too far, the cell at the free end having been lost."""
    failing = state.system.matrix[np.flatnonzero(state.missed)] != 0
    for line in _lines(state.system.table.cells):
        if not failing[:, list(line)].any(axis=1).all() or not _checked_otherwise(state, line):
            continue
        if not state.known[list(line)].all() or not state.values[list(line)].any():
            continue
        numbers = [int(n) for n in state.values[list(line)]]
        for kind, rest, free in (
            ("shifted", [*numbers[1:], None], len(line) - 1),
            ("shifted", [None, *numbers[:-1]], 0),
            *(
                (
                    "digits-split",
                    [*numbers[:i], int(f"{numbers[i]}{numbers[i + 1]}"), *numbers[i + 2 :], None],
                    -1,
                )
                for i in range(len(line) - 1)
                if numbers[i] > 0 <= numbers[i + 1] and len(f"{numbers[i]}{numbers[i + 1]}") < 10
            ),
        ):
            found = _with_free(state, line, rest, free if free >= 0 else len(line) - 1)
            changed = (
                [(c, n) for c, n, old in zip(line, found, numbers, strict=True) if n != old] if found else []
            )
            if len(changed) > 1:
                yield Change(kind, tuple(c for c, _ in changed), tuple(n for _, n in changed))


def _checked_otherwise(state: State, line: tuple[int, ...]) -> bool:
    """Whether other sums than the one that gives the lost cell speak for or against a line that was moved."""
    matrix = state.system.matrix[state.usable]
    return int((matrix[:, list(line)] != 0).any(axis=1).sum()) > 2


def _with_free(state: State, line: tuple[int, ...], numbers: list[int | None], free: int) -> list[int]:
    """Return the numbers with the one at ``free`` such that every sum holds; empty where none does."""
    matrix = state.system.matrix[state.usable]
    at = list(line)
    change = np.array([0 if n is None else n for n in numbers], np.int64) - state.values[at]
    missed = state.missed[state.usable] + matrix[:, at] @ change
    column = matrix[:, line[free]]
    touched = np.flatnonzero(column)
    if not len(touched):
        return []
    value = int(-missed[touched[0]] * column[touched[0]])
    if value < 0 or (missed + column * value != 0).any():
        return []
    return [value if n is None else n for n in numbers]


def totals_not_filled(state: State) -> Iterator[Change]:
    """Yield the one change that fills in every blank total with its sum, where then every sum holds."""
    values = state.values.copy()
    filled: list[int] = []
    for along in ("row", "column"):
        for line in np.flatnonzero(state.missed):
            one = state.system.instances[line]
            at = one.totals[0]
            if len(one.totals) == 1 and one.identity.along == along and state.blank[at] and at not in filled:
                values[at] = values[list(one.parts)].sum()
                filled.append(at)
    if len(filled) > 1 and (values >= 0).all():
        missed = state.system.matrix[state.usable] @ values
        if not missed.any():
            yield Change("total-not-filled", tuple(filled), tuple(int(values[i]) for i in filled))


def two_cells(state: State) -> Iterator[Change]:
    """Yield two cells that two numbers would put right together, each of them in a sum that fails."""
    matrix = state.system.matrix
    failing = np.flatnonzero(state.missed)
    touching = np.flatnonzero((matrix[failing] != 0).any(axis=0) & state.known)
    seen: set[tuple[int, int]] = set()
    most = int((matrix[state.usable] != 0).sum(axis=0).max(initial=0))
    if len(failing) > 2 * most:
        return  # more sums fail than two cells stand in
    for cell in touching:
        deltas = {int(-state.missed[e] * matrix[e, cell]) for e in failing if matrix[e, cell]}
        for delta in deltas:
            if state.values[cell] + delta < 0:
                continue
            rest = np.where(state.usable, state.missed + matrix[:, cell] * delta, 0)
            for other, more in _single(state, rest):
                pair = (min(int(cell), other), max(int(cell), other))
                if other != cell and pair not in seen:
                    seen.add(pair)
                    numbers = {
                        int(cell): int(state.values[cell]) + delta,
                        other: int(state.values[other]) + more,
                    }
                    empty = all(not state.values[i] and _is_total(state.system, i) for i in pair)
                    kind = "total-not-filled" if empty else "two-cells"
                    yield Change(kind, pair, (numbers[pair[0]], numbers[pair[1]]))
