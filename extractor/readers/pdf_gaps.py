"""Tables without rulings: lines whose gaps stand in line with each other, as rows of fields with their places."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.document import Cell, Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.readers.pdf_lines import Field

_NUMBER = re.compile(r"^(?:[+\-−]?[\d０-９][\d,.０-９]*|[/／∕\\*]|[-—–]{1,3}|无)$")
_HEADING = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_FEWEST_ROWS = 2
_FARTHEST = 4.0  # sizes between two lines of one table
_LONGEST = 45
_FEWEST_FIELDS = 2


class FreeLine(NamedTuple):
    """A line of text outside ruled tables: its text, its fields between wide gaps, and its box on the page."""

    text: str
    fields: list[Field]
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def place(self) -> str:
        """The place as the contract writes it."""
        return f"p{self.page} [{self.x0:.1f},{self.top:.1f},{self.x1:.1f},{self.bottom:.1f}]"


def gap_tables(lines: Sequence[FreeLine]) -> list[tuple[int, int]]:
    """Return the tables among the lines, as the first line of each and the one after its last."""
    out = []
    i = 0
    while i < len(lines):
        if not _is_row(lines[i]):
            i += 1
            continue
        last, rows = i, 1
        j = i + 1
        while j < len(lines) and _is_near(lines[j - 1], lines[j]) and _may_stand_in_table(lines[j]):
            if _is_row(lines[j]):
                last, rows = j, rows + 1
            j += 1
        if rows >= _FEWEST_ROWS and any(
            _NUMBER.match(f.text) for line in lines[i : last + 1] for f in line.fields
        ):
            out.append((i, last + 1))
        i = last + 1
    return out


def _is_row(line: FreeLine) -> bool:
    return len(line.fields) >= _FEWEST_FIELDS


def _is_near(before: FreeLine, line: FreeLine) -> bool:
    return line.page == before.page and line.top - before.bottom < _FARTHEST * line.size


def _may_stand_in_table(line: FreeLine) -> bool:
    if _is_row(line):
        return True
    return len(line.text) <= _LONGEST and not (_HEADING.match(line.text) and len(line.text) > 8)


def gap_grid(lines: Sequence[FreeLine]) -> Grid:
    """Return lines as a grid whose columns are points on the page."""
    rows = []
    for number, line in enumerate(lines):
        rows.append(
            tuple(
                Cell(
                    field.text,
                    f"p{line.page} [{field.x0:.1f},{line.top:.1f},{field.x1:.1f},{line.bottom:.1f}]",
                    number,
                    round(field.x0),
                    1,
                    max(1, round(field.x1 - field.x0)),
                )
                for field in line.fields
            )
        )
    width = max(cell.column + cell.colspan for row in rows for cell in row)
    return Grid(tuple(rows), width, False, lines[0].place, (), "gap")
