"""Ruled tables of a document: parts that page breaks made of one table, joined again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.model.document import Cell, Grid
from extractor.readers.pdf_lines import is_number, join
from extractor.readers.pdf_marks import is_marked

if TYPE_CHECKING:
    from extractor.readers.pdf_cells import Filled
    from extractor.readers.pdf_grid import RuledGrid

_NEAR = 3.0  # points between two lines that are one on two pages
_SLACK = 13.0
_FULL = 1.7  # sizes that may be left free where a line is full
_AT_EDGE = 0.9
_FEWEST = 2


class Slot(NamedTuple):
    """A cell of a table: its text, and how its lines stand in it.

    ``full``: the last line reaches the cell's end; ``at_top``, ``at_foot``: the text touches its edge.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    text: str
    place: str
    full: bool
    at_top: bool
    at_foot: bool


class Table(NamedTuple):
    """A ruled table on a page, or on several: its cells, the levels of its columns, how many rows it has."""

    cells: list[Slot]
    xs: list[float]
    rows: int
    place: str
    page: int
    top: float


def make_table(grid: RuledGrid, cells: list[Filled], page: int) -> Table:
    """Return a grid of one page with its cells."""
    x0, top, x1, bottom = grid.edges
    place = f"p{page} [{x0:.1f},{top:.1f},{x1:.1f},{bottom:.1f}]"
    return Table([_slot(cell, page) for cell in cells], grid.xs, len(grid.ys) - 1, place, page, top)


def _slot(cell: Filled, page: int) -> Slot:
    x0, top, x1, bottom = cell.box
    full = at_top = at_foot = False
    if cell.lines:
        first, last = cell.lines[0], cell.lines[-1]
        full = last.x1 - last.x0 > x1 - x0 - _SLACK - _FULL * last.size
        at_top = first.top - top < _AT_EDGE * first.size
        at_foot = bottom - last.bottom < _AT_EDGE * last.size
    place = f"p{page} [{x0:.1f},{top:.1f},{x1:.1f},{bottom:.1f}]"
    return Slot(cell.row, cell.column, cell.rowspan, cell.colspan, cell.text, place, full, at_top, at_foot)


def as_grid(table: Table) -> Grid:
    """Return the table as a block of the document."""
    rows: list[list[Cell]] = [[] for _ in range(table.rows)]
    for slot in sorted(table.cells, key=lambda s: (s.row, s.column)):
        rows[slot.row].append(Cell(slot.text, slot.place, slot.row, slot.column, slot.rowspan, slot.colspan))
    return Grid(tuple(tuple(row) for row in rows), len(table.xs) - 1, True, table.place)


def joined(before: Table, after: Table) -> Table | None:
    """Return a table with the part of it that stands on the next page; None where they are two tables.

    They are one where the lines of their columns agree. A header printed again is left out; the rest of a
    row that the break cut is joined to it; a merged label that goes on stays one cell. Where the first row of
    numbers is printed again too, the table is printed twice.
    """
    xs = _common(before.xs, after.xs)
    if xs is None:
        return None
    upper = [_moved(slot, before.xs, xs, 0) for slot in before.cells]
    lower = [_moved(slot, after.xs, xs, 0) for slot in after.cells]
    again = _repeated(upper, lower)
    if again and _rows(upper)[again : again + 1] == _rows(lower)[again : again + 1]:
        return None
    lower = [slot._replace(row=slot.row - again) for slot in lower if slot.row >= again]
    if not lower:
        return before
    count = after.rows - again
    feet = {(s.column, s.colspan): s for s in upper if s.row + s.rowspan == before.rows}
    heads = {(s.column, s.colspan): s for s in lower if s.row == 0}
    cut = _is_cut(feet, heads, before.rows - 1)
    shift = before.rows - cut
    pairs = {
        key: (feet[key], head)
        for key, head in heads.items()
        if key in feet and (cut or _goes_on(feet[key], head))
    }
    old = {id(foot) for foot, _ in pairs.values()} | {id(head) for _, head in pairs.values()}
    spare = {id(head): head for key, head in heads.items() if cut and key not in feet and not head.text}
    if cut:
        # What the break left empty of a row says nothing where its cells stand below.
        last = before.rows - 1
        texts = [head for key, head in heads.items() if head.text and key not in feet]
        old |= {
            id(s)
            for s in feet.values()
            if s.row == last and not s.text and any(_covered(t, [s]) for t in texts)
        }
    cells = [_lengthened(s, list(spare.values()), before.rows) for s in upper if id(s) not in old]
    cells += [s._replace(row=s.row + shift) for s in lower if id(s) not in old and id(s) not in spare]
    cells += [_one(foot, head, cut=cut) for foot, head in pairs.values()]
    return Table(cells, xs, shift + count, before.place, after.page, before.top)


def _lengthened(slot: Slot, spare: list[Slot], rows: int) -> Slot:
    """Return a cell above the break with the rest of it, which shows no lines of its own below."""
    if slot.row + slot.rowspan < rows:
        return slot
    over = next((head for head in spare if _covered(slot, [head])), None)
    return slot if over is None else slot._replace(rowspan=slot.rowspan + over.rowspan - 1)


def _common(a: list[float], b: list[float]) -> list[float] | None:
    """Return the levels of both where those of one are among those of the other, moved sideways or not."""
    move = a[0] - b[0]
    moved = [x + move for x in b]
    if abs(a[-1] - moved[-1]) > _NEAR:
        return None
    longer, shorter = (a, moved) if len(a) >= len(b) else (moved, a)
    if all(any(abs(x - y) <= _NEAR for y in longer) for x in shorter):
        return longer
    return None


def _moved(slot: Slot, own: list[float], xs: list[float], rows: int) -> Slot:
    """Return the cell in the columns of ``xs``."""
    if len(own) == len(xs):
        return slot
    shift = xs[0] - own[0]
    first = _index(xs, own[slot.column] + shift)
    last = _index(xs, own[slot.column + slot.colspan] + shift)
    return slot._replace(column=first, colspan=last - first, row=slot.row + rows)


def _index(xs: list[float], x: float) -> int:
    return min(range(len(xs)), key=lambda i: abs(xs[i] - x))


def _repeated(upper: list[Slot], lower: list[Slot]) -> int:
    """Return how many rows at the head of the lower part print the head of the upper one again."""
    count = 0
    texts_above, texts_below = _rows(upper), _rows(lower)
    while count < min(len(texts_above), len(texts_below)) and texts_above[count] == texts_below[count]:
        if any(is_number(text) for *_, text in texts_below[count]):
            break
        count += 1
    while count and any(s.row < count < s.row + s.rowspan for s in lower):
        count -= 1
    shown = sum(1 for s in lower if s.row < count and s.text)
    return count if shown >= _FEWEST else 0


def _rows(cells: list[Slot]) -> list[list[tuple[int, int, str]]]:
    rows: list[list[tuple[int, int, str]]] = [[] for _ in range(max(s.row for s in cells) + 1)]
    for s in cells:
        rows[s.row].append((s.column, s.colspan, s.text))
    return [sorted(row) for row in rows]


def _is_cut(feet: dict[tuple[int, int], Slot], heads: dict[tuple[int, int], Slot], last: int) -> bool:
    """Tell whether the break went through a row: what stands below it is the rest of what stands above."""
    empty = [s for s in feet.values() if s.row == last and not s.text]
    if any(
        head.text and (is_marked(head.text) or (key not in feet and not _covered(head, empty)))
        for key, head in heads.items()
    ):
        return False
    both = [(feet[key], head) for key, head in heads.items() if key in feet and head.text and feet[key].text]
    if any(is_number(foot.text) != is_number(head.text) for foot, head in both):
        return False  # a label and a number below it are two cells
    above = [is_number(s.text) for s in feet.values() if s.row == last and s.text]
    below = [is_number(s.text) for s in heads.values() if s.rowspan == 1 and s.text]
    if not above or not below:
        return True
    if all(above) or all(below):
        return any(above) != any(below)
    if any(above) and any(below):
        return False
    return bool(both) and all(foot.full and foot.at_foot and head.at_top for foot, head in both)


def _covered(slot: Slot, others: list[Slot]) -> bool:
    end = slot.column + slot.colspan
    return any(o.column <= slot.column and end <= o.column + o.colspan for o in others)


def _goes_on(foot: Slot, head: Slot) -> bool:
    """Tell whether a cell over several rows goes on below the break."""
    if foot.rowspan == 1 and head.rowspan == 1:
        return False
    if not head.text or head.text == foot.text:
        return True
    if is_marked(head.text) or is_number(head.text) or not foot.text:
        return False
    return foot.at_foot and head.at_top


def _one(foot: Slot, head: Slot, *, cut: bool) -> Slot:
    text = foot.text if head.text == foot.text and not cut else join([foot.text, head.text])
    return foot._replace(
        text=text,
        rowspan=foot.rowspan + head.rowspan - cut,
        place=foot.place if foot.text or not head.text else head.place,
        full=head.full,
        at_foot=head.at_foot,
    )
