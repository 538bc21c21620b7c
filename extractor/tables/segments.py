"""Which rows of which grids belong to which official table, told by the labels they print."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.document import Grid, Paragraph
from extractor.text.normal import label_key
from extractor.text.values import is_value

if TYPE_CHECKING:
    from extractor.model.document import Cell, Document
    from extractor.tables.vocabulary import Vocabulary

# A table must print at least this many different labels that are its own: two may stand in any table.
FEWEST_LABELS = 3


class Strip(NamedTuple):
    """Rows ``first`` to ``last`` (exclusive) of a grid, and the line of text printed before the grid."""

    grid: Grid
    first: int
    last: int
    before: str


def segment(document: Document, words: Vocabulary) -> dict[str, list[Strip]]:
    """Return, for each official table, its strips of exact grids in document order."""
    found: dict[str, list[Strip]] = {}
    spoken: dict[str, set[str]] = {}
    before = ""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            before = block.text
            continue
        if not block.exact:
            continue
        for table, first, last, labels in _segments(block, words):
            found.setdefault(table, []).append(Strip(block, first, last, before if first == 0 else ""))
            spoken.setdefault(table, set()).update(labels)
    return {table: strips for table, strips in found.items() if len(spoken[table]) >= FEWEST_LABELS}


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
    votes: Counter[str] = Counter()
    spoken: dict[str, set[str]] = {}
    for cell in cells:
        if len(cell.text) < 2:
            continue
        table = words.speaks_for(cell.text)
        if table:
            votes[table] += 1
            spoken.setdefault(table, set()).add(label_key(cell.text).core)
    if not votes:
        return "", set()
    table = max(votes, key=lambda t: votes[t])
    return table, spoken[table]


def _is_heading(row: tuple[Cell, ...], words: Vocabulary) -> bool:
    """Tell a heading that stands as a table row: one cell, numbered 一、, and no label of a form."""
    texts = [cell.text for cell in row if cell.text]
    return (
        len(texts) == 1
        and label_key(texts[0]).family == "一"
        and not words.roles(texts[0])
        and not is_value(texts[0])
    )
