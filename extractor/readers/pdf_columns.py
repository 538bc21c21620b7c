"""Columns of numbers without rulings: where they stand, and what each line has in each of them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.model.document import Cell
from extractor.readers.pdf_glyphs import UNKNOWN
from extractor.readers.pdf_lines import Field, FreeLine, is_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_FEWEST_FIELDS = 2
_SAME_ROW = 1.5  # sizes between two lines of one cell
_SAME_LABEL = 1.45
_OF_PITCH = 0.9  # of the distance between two rows
_AS_NEAR = 1.3

Columns = tuple[tuple[float, float], ...]
"""Where columns of numbers stand on the page, from the left."""


class Certain(tuple[tuple[float, float], ...]):
    """Columns of which each is one of this table: see ``are_certain``."""

    __slots__ = ()


def cell_of(line: FreeLine, field: Field, row: int, column: int, colspan: int = 1) -> Cell:
    """Return a field of a line as a cell."""
    place = f"p{line.page} [{field.x0:.1f},{line.top:.1f},{field.x1:.1f},{line.bottom:.1f}]"
    return Cell(field.text, place, row, column, 1, colspan)


def columns_of(lines: Sequence[FreeLine], before: Columns) -> Columns | None:
    """Return where the columns of numbers stand; None where two numbers of a line are in one."""
    numbers = [(f.x0, f.x1) for line in lines for f in line.numbers()]
    if not numbers:
        return before
    own = _merged(numbers)
    headed = _headed(lines, own)
    if headed is None and len(before) > len(own):
        # A column may be blank on all of the page.
        own = _merged([*own, *before])
    out = sorted([*own, *(headed or ())])
    for line in lines:
        held = [next(i for i, (a, b) in enumerate(out) if a <= f.x0 <= b) for f in line.numbers()]
        if len(set(held)) < len(held):
            return None
    return tuple(out)


def _merged(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    out: list[tuple[float, float]] = []
    for x0, x1 in sorted(spans):
        if out and x0 < out[-1][1] + 1:
            out[-1] = out[-1][0], max(x1, out[-1][1])
        else:
            out.append((x0, x1))
    return out


def _headed(
    lines: Sequence[FreeLine], columns: list[tuple[float, float]]
) -> list[tuple[float, float]] | None:
    """Return the columns that have a label in the header and no number at all; None without a header."""
    first = next(i for i, line in enumerate(lines) if line.numbers())
    labels = [f for line in lines for f in line.fields if line.numbers() and f.x1 <= columns[0][0]]
    leaves: list[tuple[float, float]] = []
    for line in reversed(lines[:first]):
        free = [f for f in line.fields if not any(f.x0 < b.x1 and b.x0 < f.x1 for b in labels)]
        leaves += [(f.x0, f.x1) for f in free if not any(f.x0 < b and a < f.x1 for a, b in leaves)]
    over = sum(1 for leaf in leaves if any(leaf[0] < b and a < leaf[1] for a, b in columns))
    if over < min(_FEWEST_FIELDS, len(columns)):
        return None
    return [leaf for leaf in leaves if not any(leaf[0] < b and a < leaf[1] for a, b in columns)]


def _header(
    lines: Sequence[FreeLine], columns: Columns
) -> tuple[int, list[tuple[FreeLine, Field]], set[int]]:
    """Return the header as one row: its place among the lines, a label for each column, and what it is made of.

    The label of a column is the lowest text over it alone, with the lines right above that belong to it. A
    part without a header gives no labels.
    """
    first = next((i for i, line in enumerate(lines) if line.numbers()), 0)
    over: list[list[tuple[FreeLine, Field]]] = [[] for _ in columns]
    last = 0
    for i, line in enumerate(lines[:first]):
        for field in line.fields:
            held = [c for c, (a, b) in enumerate(columns) if field.x0 < b and a < field.x1]
            if len(held) == 1:
                over[held[0]].append((line, field))
                last = i + 1
    labels: list[tuple[FreeLine, Field]] = []
    taken: set[int] = set()
    for (x0, x1), found in zip(columns, over, strict=True):
        chain: list[tuple[FreeLine, Field]] = []
        for line, field in reversed(found):
            if chain and chain[0][0].top - line.top > _SAME_LABEL * line.size:
                break
            chain.insert(0, (line, field))
        taken |= {id(field) for _, field in chain}
        text = "".join(field.text for _, field in chain)
        labels.append((chain[0][0] if chain else lines[0], Field(text, x0, x1)))
    if sum(1 for _, field in labels if field.text) < _FEWEST_FIELDS:
        return 0, [], set()
    return last, labels, taken


def are_certain(lines: Sequence[FreeLine], columns: Columns) -> bool:
    """Tell whether each column has a label over it, or numbers of two lines: none is what another part left."""
    _, header, _ = _header(lines, columns)
    if header and all(field.text for _, field in header):
        return True
    held = [f for line in lines for f in line.numbers()]
    return all(sum(1 for f in held if a <= f.x0 and f.x1 <= b) >= _FEWEST_FIELDS for a, b in columns)


def rows_in_columns(lines: Sequence[FreeLine], columns: Columns, first: int) -> list[tuple[Cell, ...]] | None:
    """Return the lines with a cell for each column; None where a text stands between two columns."""
    numbered: dict[int, list[Field | None]] = {}
    for i, line in enumerate(lines):
        if any(is_number(f.text) for f in line.fields):
            cells = _in_columns(line, columns)
            if cells is None:
                return None
            numbered[i] = cells
    strays = _attach_strays(lines, columns, numbered)
    place, header, taken = _header(lines, columns)
    out: list[tuple[Cell, ...]] = []
    for i, line in enumerate(lines):
        if header and i == place:
            out.append(tuple(cell_of(at, f, first + len(out), n) for n, (at, f) in enumerate(header)))
        fields = [f for f in line.fields if id(f) not in taken]
        if i in numbered or i in strays:
            fields = [f for f in line.fields if f.x1 <= columns[0][0]]
        if i in numbered and i not in strays:
            fields += [f or Field("", *c) for f, c in zip(numbered[i], columns, strict=True)]
        if not fields:
            continue
        out.append(tuple(cell_of(line, f, first + len(out), n) for n, f in enumerate(fields)))
    return out


def _in_columns(line: FreeLine, columns: Columns) -> list[Field | None] | None:
    cells: list[Field | None] = [None] * len(columns)
    for field in line.fields:
        if field.x1 <= columns[0][0]:
            continue
        over = [i for i, (a, b) in enumerate(columns) if field.x0 < b and a < field.x1]
        if len(over) != 1 or cells[over[0]] is not None:
            return None
        cells[over[0]] = field
    return cells


def _attach_strays(
    lines: Sequence[FreeLine], columns: Columns, numbered: dict[int, list[Field | None]]
) -> set[int]:
    """Join the pieces of a number that is printed on several lines to the row that is nearest.

    Returns the lines whose numbers were such pieces. Where two rows are as near, neither can be read.
    """
    strays: dict[int, list[Field | None]] = {}
    for i, line in enumerate(lines):
        cells = _in_columns(line, columns) if columns else None
        if cells is None:
            continue
        filled = sum(1 for field in cells if field is not None)
        if 0 < filled * 2 < len(columns) + 1:
            strays[i] = cells
    rows = [j for j in numbered if j not in strays]
    pitch = min((lines[b].top - lines[a].top for a, b in pairwise(rows)), default=1e9)
    joined: set[int] = set()
    pieces: dict[tuple[int, int], list[tuple[float, str]]] = {}
    for i, cells in strays.items():
        line = lines[i]
        near = sorted((abs(lines[j].top - line.top), j) for j in rows)[:2]
        if not near or near[0][0] > min(_SAME_ROW * line.size, _OF_PITCH * pitch):
            continue
        joined.add(i)
        doubtful = len(near) > 1 and near[1][0] < near[0][0] * _AS_NEAR
        for c, field in enumerate(cells):
            for _, j in near[: 1 + doubtful]:
                if field is not None:
                    text = UNKNOWN if doubtful else field.text
                    pieces.setdefault((j, c), []).append((line.top, text))
    for (j, c), found in pieces.items():
        own = numbered[j][c]
        parts = sorted(found if own is None else [*found, (lines[j].top, own.text)])
        numbered[j][c] = Field("".join(text for _, text in parts), *columns[c])
    return joined
