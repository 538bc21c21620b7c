"""Which rows of which grids belong to which official table, told by the labels they print."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.document import Grid, Paragraph
from extractor.tables.reshape import reshaped
from extractor.text.normal import label_key
from extractor.text.values import is_value

if TYPE_CHECKING:
    from extractor.model.document import Cell, Document
    from extractor.tables.vocabulary import Vocabulary

# A table must print at least this many different labels that are its own: two may stand in any table.
FEWEST_LABELS = 3
# So many make a table of a form even where its header was lost.
MANY_LABELS = 10
_WIDEST_BREAK = 80


class Strip(NamedTuple):
    """Rows ``first`` to ``last`` (exclusive) of a grid, and the line of text printed before the grid."""

    grid: Grid
    first: int
    last: int
    before: str


def segment(document: Document, words: Vocabulary) -> dict[str, list[Strip]]:
    """Return, for each official table, its strips of exact grids in document order.

    A strip counts where it prints a header or a caption of the table, or goes on right behind one that
    counts, as a page break leaves it: other tables of a report may name the same things (a list of powers,
    a comparison of years). Without any header, only a strip with many of the labels counts.
    """
    found: dict[str, list[_Candidate]] = {}
    before = ""
    between: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            before = block.text
            between.append(block)
            continue
        if not block.exact:
            continue
        for grid in reshaped(block, words):
            for table, first, last, labels in _segments(grid, words):
                strip = Strip(grid, first, last, before if first == 0 else "")
                headed = any(heads(cell.text, table, words) for row in grid.rows[first:last] for cell in row)
                known = found.setdefault(table, [])
                known.append(_Candidate(strip, labels, headed, bool(known) and is_near(between)))
            between = []
    return {table: strips for table, known in found.items() if (strips := _counting(known))}


def is_near(between: list[Paragraph]) -> bool:
    """Tell whether so little stands between two grids that a page break may have parted them."""
    return sum(len(p.text) for p in between) <= _WIDEST_BREAK and not any(
        label_key(p.text).family == "一" for p in between
    )


def heads(text: str, table: str, words: Vocabulary) -> bool:
    """Tell a text that heads columns or a block of ``table``, and is no label of a row."""
    kinds = {role.kind for role in words.roles(text) if role.table == table}
    return bool(kinds & {"column", "caption"}) and "row" not in kinds


class _Candidate(NamedTuple):
    """A strip that may count: its labels, whether it has a header, whether it follows the one before closely."""

    strip: Strip
    labels: set[str]
    headed: bool
    follows: bool


def _counting(known: list[_Candidate]) -> list[Strip]:
    labels = set[str]().union(*(c.labels for c in known))
    if len(labels) < FEWEST_LABELS:
        return []
    if not any(c.headed for c in known):
        return [c.strip for c in known] if len(labels) >= MANY_LABELS else []
    out = []
    counted = False
    for candidate in known:
        counted = candidate.headed or (counted and candidate.follows)
        if counted:
            out.append(candidate.strip)
    return out


def _segments(grid: Grid, words: Vocabulary) -> list[tuple[str, int, int, set[str]]]:
    out: list[tuple[str, int, int, set[str]]] = []
    current, first = "", 0
    labels: set[str] = set()
    for number, row in enumerate(grid.rows):
        table, spoken = evidence(row, words)
        if table:
            if table != current:
                if current:
                    out.append((current, first, number, labels))
                above = _rows_above(grid, number, table, words) if not current else 0
                current, first, labels = table, number - above, set()
            labels |= spoken
        elif current and _is_heading(row, words):
            out.append((current, first, number, labels))
            current = ""
    if current:
        out.append((current, first, len(grid.rows), labels))
    return out


def _rows_above(grid: Grid, number: int, table: str, words: Vocabulary) -> int:
    """Return how many rows right above belong to the table as well, though no label there is its alone.

    These are lines of title, which may name the part that follows, and rows like 其他 and 总计, with which
    a table cut by a page break may go on.
    """
    count = 0
    while count < number:
        row = grid.rows[number - count - 1]
        texts = [cell.text for cell in row if cell.text]
        if _is_heading(row, words):
            break
        if len(texts) != 1 and not any(role.table == table for text in texts for role in words.roles(text)):
            break
        count += 1
    return count


def evidence(cells: tuple[Cell, ...], words: Vocabulary) -> tuple[str, set[str]]:
    """Return the table that most labels of a row speak for, and those labels' normal forms."""
    told = [
        (table, text)
        for text in [cell.text for cell in cells]
        if len(text) > 1 and not text.isdigit() and (table := words.speaks_for(text))
    ]
    if not told:
        return "", set()
    most = told[0][0]
    if any(table != most for table, _ in told):
        votes = Counter(table for table, _ in told)
        most = max(votes, key=lambda t: votes[t])
    return most, {label_key(text).core for table, text in told if table == most}


def _is_heading(row: tuple[Cell, ...], words: Vocabulary) -> bool:
    """Tell a heading that stands as a table row: one cell, numbered 一、, and no label of a form."""
    texts = [cell.text for cell in row if cell.text]
    return (
        len(texts) == 1
        and label_key(texts[0]).family == "一"
        and not words.roles(texts[0])
        and not is_value(texts[0])
    )
