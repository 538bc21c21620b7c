"""A document as lines of running text, with the points between them where a table stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.model.document import Grid, Paragraph
from extractor.model.shape import ShapedRows
from extractor.outline.markers import FIRST, read_marker

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from extractor.model.document import Cell, Document
    from extractor.model.shape import Shape
    from extractor.outline.titles import Titles

_PLACE = re.compile(r"(\d+):(\d+)")
# A claimed paragraph longer than any row of a form holds more than its table: a page in one line.
_RUN_TOGETHER = 200
_MOST_SHAPES = 2048
_Told = tuple[int, int, str] | bool
_met: dict[tuple[Titles, Shape, tuple[bool, ...]], tuple[_Told, ...]] = {}
_LISTING = frozenset("、，,；;")
_LIST_MARK = re.compile(r"\s*[、，,；;和及]\s*")


@dataclass
class Lines:
    """The lines of a document, and before which of them a table stands.

    ``official``: the numbers of the lines before which a table of the form stands, with its ``scopes``;
    ``other``: the same for any other table. ``claimed``: lines that are part of an official table too.
    """

    text: list[Paragraph] = field(default_factory=list)
    official: list[int] = field(default_factory=list)
    other: list[int] = field(default_factory=list)
    scopes: list[tuple[int, ...]] = field(default_factory=list)
    claimed: set[int] = field(default_factory=set)

    def official_here(self, scope: tuple[int, ...]) -> None:
        """Note that an official table stands after the lines so far."""
        if not self.official or self.official[-1] != len(self.text):
            self.official.append(len(self.text))
            self.scopes.append(scope)


def read_lines(document: Document, taken: frozenset[str], titles: Titles) -> Lines:
    """Return the lines of a document; what is in ``taken`` is no line but part of an official table.

    A section heading that a table has claimed, or that stands in one, is still a line.
    """
    lines = Lines()
    text = lines.text
    for number, block in enumerate(document.blocks):
        if isinstance(block, Paragraph):
            if block.location not in taken:
                text.append(block)
                continue
            following = document.blocks[number + 1 : number + 2]
            below = [b.text for b in following if isinstance(b, Paragraph)]
            if len(block.text) > _RUN_TOGETHER or is_titled(block.text, titles, below):
                lines.claimed.add(len(text))
                text.append(block)
            lines.official_here(block.scope)
        else:
            _grid(block, taken, titles, lines)
    return lines


def is_titled(text: str, titles: Titles, below: Iterable[str]) -> bool:
    """Tell whether a text begins with a marker and the title of a section, and is no group of the 统计表.

    ``below`` is what the next line or row holds.
    """
    if not text or text[0] not in FIRST:
        return False
    marker = read_marker(text)
    if marker is None:
        return False
    rest = text[marker.end :]
    return bool(titles.section(rest) or titles.opening(rest)) and not titles.is_group(text, below)


def _grid(grid: Grid, taken: frozenset[str], titles: Titles, lines: Lines) -> None:
    """Take in a grid: its rows stand for a table, but for those that are lines of the report."""
    rows = grid.rows
    told = _known(rows, grid, taken, titles) if isinstance(rows, ShapedRows) else _told(grid, taken, titles)
    for one in told:
        if isinstance(one, bool):
            _stands(lines, grid, official=one)
        else:
            row, i, text = one
            lines.text.append(_line(rows[row][i], text or rows[row][i].text, grid))


def forget() -> None:
    """Forget every grid met so far."""
    _met.clear()


def _known(rows: ShapedRows, grid: Grid, taken: frozenset[str], titles: Titles) -> tuple[_Told, ...]:
    """Return the same as ``_told``, made once for a shape: no number makes a line of a row, or a table."""
    key = titles, rows.shape, tuple(map(taken.__contains__, rows.places))
    found = _met.get(key)
    if found is None:
        if len(_met) >= _MOST_SHAPES:
            _met.clear()
        told = [one if isinstance(one, bool) else (*one[:2], "") for one in _told(grid, taken, titles)]
        # Where one table goes on, saying so once is enough.
        found = _met[key] = tuple(
            one for i, one in enumerate(told) if one is not True or not i or told[i - 1] is not True
        )
    return found


def _told(grid: Grid, taken: frozenset[str], titles: Titles) -> Iterator[_Told]:
    """Yield what the rows of a grid are: a line (its row, the cell in it, the text), or a table, official or not."""
    if grid.separator == "cells":  # one row holds all, the headings between tables too
        cells = [(r, i, c) for r, row in enumerate(grid.rows) for i, c in enumerate(row) if c.text]
        for number, (row, i, cell) in enumerate(cells):
            if is_titled(cell.text, titles, [c.text for _, _, c in cells[number + 1 : number + 2]]):
                yield row, i, cell.text
            else:
                yield cell.location in taken
        return
    for number, row_cells in enumerate(grid.rows):
        if len(row_cells) > 1 and row_cells[0].text and row_cells[1].text and row_cells[0].location in taken:
            yield True  # most rows of a form: no need to look closer
            continue
        filled = [i for i, cell in enumerate(row_cells) if cell.text]
        if not filled:
            continue
        first = row_cells[filled[0]]
        free = first.location not in taken
        if len(filled) == 1 and _is_line(first.text, _below(grid.rows, number), titles, free=free):
            yield number, filled[0], first.text
        elif free and grid.separator == "gap" and not any(row_cells[i].text[0].isdigit() for i in filled[1:]):
            # Blanks inside a line of prose look like gaps between fields.
            yield number, filled[0], " ".join(row_cells[i].text for i in filled)
        else:
            yield not free or row_cells[filled[-1]].location in taken


def _is_line(text: str, below: list[str], titles: Titles, *, free: bool) -> bool:
    """Tell whether the only text of a row is a line between tables: never a group of the 统计表."""
    return not titles.is_group(text, below) if free else is_titled(text, titles, below)


def _below(rows: Sequence[tuple[Cell, ...]], number: int) -> list[str]:
    """Return what the next row that is not empty holds."""
    for below in range(number + 1, len(rows)):
        if texts := [cell.text for cell in rows[below] if cell.text]:
            return texts
    return []


def _stands(lines: Lines, grid: Grid, *, official: bool) -> None:
    """Note that a table stands after the lines so far."""
    if official:
        lines.official_here(grid.scope)
    else:
        lines.other.append(len(lines.text))


def _line(cell: Cell, text: str, grid: Grid) -> Paragraph:
    place = _PLACE.fullmatch(cell.location)
    line, column = (int(place[1]), int(place[2])) if place else (0, 0)
    return Paragraph(text, cell.location, line=line, column=column, scope=grid.scope)


def split_inline(lines: Lines, titles: Titles, wanted: set[int]) -> Lines | None:
    """Return the lines with each paragraph parted before a wanted section's marker and title in it.

    None where there is nothing to part. A sentence that lists the titles one after the other is left.
    """
    out = Lines(scopes=list(lines.scopes))
    moved = {}
    official = set(lines.official)
    parted = False
    for number, block in enumerate(lines.text):
        moved[number] = len(out.text)
        cuts = _cuts(block.text, titles, wanted)
        ends = [*(at for at, _ in cuts if at), len(block.text)]
        start = 0
        for end in ends:
            out.text.append(_part(block, start, end))
            start = end
        parted |= len(ends) > 1
        if number in lines.claimed and len(ends) > 1:
            # Which part holds the table cannot be told from here; those that should, are taken to.
            official.discard(number + 1)
            first = moved[number] + (len(ends) - len(cuts))
            out.official.extend(first + i + 1 for i, (_, s) in enumerate(cuts) if s in titles.with_table)
    if not parted:
        return None
    moved[len(lines.text)] = len(out.text)
    out.official = sorted({*out.official, *(moved[n] for n in official)})
    out.other = [moved[n] for n in lines.other]
    return out


def _cuts(text: str, titles: Titles, wanted: set[int]) -> list[tuple[int, int]]:
    """Return the places of headings in running text, each with its section."""
    found = list(titles.inline.finditer(text))
    listed = {
        i
        for i, (one, two) in enumerate(pairwise(found))
        if _LIST_MARK.fullmatch(text, one.end(), two.start())
    }
    listed |= {i + 1 for i in listed}
    cuts = []
    for i, one in enumerate(found):
        section = titles.section(one["title"])
        if section in wanted and i not in listed and text[one.end() : one.end() + 1] not in _LISTING:
            cuts.append((one.start(), section))
    return cuts


def _part(block: Paragraph, start: int, end: int) -> Paragraph:
    if start == 0 and end == len(block.text):
        return block
    return Paragraph(
        block.text[start:end].rstrip(),
        block.locate(start) if start else block.location,
        block.level if start == 0 else 0,
        False,
        block.line,
        block.column + start if block.line else 0,
        block.scope,
    )
