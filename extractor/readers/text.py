"""Plain text, as scrapers and converters leave it → blocks.

A line with field separators (pipes, tabs, gaps of two blanks) becomes a row of an inexact grid: merged
cells were lost, so its columns are only what the separators show. Every other line is a paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from typing import TYPE_CHECKING

from extractor.model.document import Block, Cell, Document, Grid, Paragraph
from extractor.readers.text_lines import lines_of
from extractor.readers.text_records import delimiter_of, is_record, joined
from extractor.readers.text_whole import is_whole, whole_fields
from extractor.text.fields import split_piped, split_quoted
from extractor.text.marks import NOTHING, is_border, is_rule, plain, with_pipes

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "text"

_GAP = re.compile(r"\S+(?: \S+)*")
_WIDE_GAP = re.compile(r"\S[ 　]{2,}\S")
_HEADER = re.compile(r"^([^:：\s]{2,8})\s*[:：]\s*(.*)$")
_FENCE = re.compile(r"^[=\-_*~#\s]{4,}.{0,12}[=\-_*~#\s]{4,}$")
# A cell of a form is short; a longer line between pipes is prose, and ends the table.
_LONGEST_CELL = 80


def read(text: str) -> Document:
    """Return the blocks of a text, and its ``name: value`` lines at the top as metadata."""
    metadata = tuple(_metadata(text))
    return Document(tuple(field_blocks(text)), dict(metadata).get("标题", ""), metadata, "text/plain", NAME)


def _metadata(text: str) -> Iterator[tuple[str, str]]:
    """Yield the ``name: value`` lines before the first other line."""
    for line in text.lstrip("\ufeff\n\r ").splitlines():
        found = _HEADER.match(line.strip())
        if not found:
            return
        if found.group(2):
            yield found.group(1), found.group(2).strip()


def field_blocks(text: str, scope: tuple[int, ...] = (), prefix: str = "") -> Iterator[Block]:
    """Yield the blocks of lines of text; ``prefix`` stands before each place (``line:column``)."""
    printed = [plain(line) for line in lines_of(text)]
    lines = [with_pipes(line) for line in printed]
    delimiter = delimiter_of(lines)
    number = 0
    while number < len(lines):
        if is_whole(lines[number]):
            for field in whole_fields(lines[number]):
                yield from _paragraph(field.text, number, scope, prefix, field.offset)
            number += 1
            continue
        kind = _separator(lines, number, "", delimiter)
        if not kind:
            if not is_border(lines[number]):
                yield from _paragraph(printed[number], number, scope, prefix)
            number += 1
            continue
        first = number
        rows, number = _rows(lines, number, kind, delimiter, prefix)
        if rows:
            width = max(c.column for row in rows for c in row) + 1
            yield Grid(tuple(rows), width, False, f"{prefix}{first + 1}:1", scope, kind)


def _rows(
    lines: list[str], number: int, kind: str, delimiter: str, prefix: str
) -> tuple[list[tuple[Cell, ...]], int]:
    """Return the rows of the grid that begins at a line, and the number of the line behind it."""
    rows: list[tuple[Cell, ...]] = []
    open_cell = ruled = False
    while number < len(lines):
        line = lines[number]
        if is_border(line) or (not line.strip() and kind == "cells"):
            number += 1
            continue
        if _separator(lines, number, kind, delimiter) != kind or is_whole(line):
            break
        if kind == "cells":
            row = _cell_line(line, number, len(rows), prefix, open_cell=open_cell)
            open_cell = (
                bool(line.strip()) and "|" not in line[line.find(line.replace("|", " ").strip()[:1] or "|") :]
            )
        elif kind in ("\t", delimiter):
            record = joined(lines, number)
            row = _record("\n".join(record), number, len(rows), kind, prefix)
            number += len(record) - 1
        elif kind == "|" and not ruled and len(rows) <= 1 and is_rule(line):
            row, ruled = (), True
        else:
            row = _fields(line, number, len(rows), kind, prefix)
        if row:
            rows.append(row)
        number += 1
    return rows, number


def _paragraph(
    line: str, number: int, scope: tuple[int, ...], prefix: str, offset: int = 0
) -> Iterator[Paragraph]:
    bare = line.strip("\ufeff \t\u3000\xa0\u200b")
    if bare:
        start = offset + line.index(bare[0])
        bare = bare.replace(NOTHING, "")
        if prefix:
            yield Paragraph(bare, f"{prefix}{number + 1}:{start + 1}", 0, False, 0, 0, scope)
        else:
            yield Paragraph(bare, f"{number + 1}:{start + 1}", 0, False, number + 1, start + 1, scope)


def _separator(lines: list[str], number: int, before: str, delimiter: str) -> str:
    """Tell how a line parts its fields: ``|``, tab, a delimiter, ``gap``, ``cells`` (a cell a line), or not at all.

    ``before`` is what the line above was: among cells a line, one without a pipe is a cell too.
    """
    line = lines[number]
    if "|" in line:
        parts = [part for part in line.split("|") if part.strip()]
        if len(parts) <= 1 and (before == "cells" or _cells_around(lines, number)):
            return "cells"
        return "|" if len(parts) > 1 or len(line) < _LONGEST_CELL else ""
    if parted := _parted(lines, number, delimiter):
        return parted
    if _WIDE_GAP.search(line):
        return "gap"
    if (
        len(line.strip()) <= _LONGEST_CELL
        and (before == "cells" or (_begins_cells(line) and _cells_around(lines, number)))
        and _piped(lines, number)
    ):
        return "cells"
    return ""


def _parted(lines: list[str], number: int, delimiter: str) -> str:
    """Tell what parts the fields of a record: a tab, or the delimiter; empty for a line that is none."""
    line = lines[number]
    if "\t" in line.strip(" \n"):
        return "\t"
    if delimiter and is_record(line, delimiter):
        return delimiter
    if line.lstrip().startswith('"'):
        rest = "".join(joined(lines, number)[1:])
        return next((mark for mark in ("\t", delimiter) if mark and mark in rest), "")
    return ""


def _begins_cells(line: str) -> bool:
    """Tell whether a line can be the first of cells a line: a sentence before them is none."""
    return bool(line.strip()) and not line.rstrip().endswith("。")


def _cells_around(lines: list[str], number: int) -> bool:
    """Tell whether the lines around hold a cell each: pipes, but no two cells on a line."""
    single = 0
    for line in lines[max(0, number - 6) : number + 8]:
        if "|" in line and line.strip():
            if sum(1 for part in line.split("|") if part.strip()) > 1:
                return False
            single += 1
    return single > 1


def _piped(lines: list[str], number: int) -> bool:
    """Tell whether a pipe follows soon enough for the line to stand in a row of cells."""
    seen = 0
    for line in lines[number + 1 : number + 30]:
        if "|" in line:
            return True
        if line.strip():
            seen += 1
            if seen > 10 or len(line.strip()) > _LONGEST_CELL:
                return False
    return False


def _cell_line(line: str, number: int, row: int, prefix: str, *, open_cell: bool) -> tuple[Cell, ...]:
    """Return the cells of a line that holds at most one with text.

    The first pipe behind a cell ends it (on its line or on the next: ``open_cell``); each further one is
    an empty cell, or the end of a row, which is not told apart here.
    """
    bare = line.replace("|", " ").strip()
    blanks = line.count("|")
    cells = []
    if bare:
        start = line.index(bare)
        leading = line[:start].count("|")
        blanks -= leading + 1
        cells.append(Cell(" ".join(bare.split()), f"{prefix}{number + 1}:{start + 1}", row, 0))
    elif open_cell:
        blanks -= 1
    cells += [Cell("", f"{prefix}{number + 1}:1", row, len(cells) + i) for i in range(max(0, blanks))]
    return tuple(cells)


def _fields(line: str, number: int, row: int, kind: str, prefix: str) -> tuple[Cell, ...]:
    if kind == "gap":
        return tuple(_gap_fields(line, number, row, prefix))
    return tuple(
        Cell(field.text, f"{prefix}{number + 1}:{field.offset + 1}", row, i)
        for i, field in enumerate(split_piped(line))
    )


def _record(record: str, number: int, row: int, kind: str, prefix: str) -> tuple[Cell, ...]:
    """Return the cells of a record, which may go over several lines where its fields stand in quotes."""
    starts = [0, *(at + 1 for at, c in enumerate(record) if c == "\n")]
    cells = []
    for i, field in enumerate(split_quoted(record, kind)):
        line = bisect_right(starts, field.offset) - 1
        place = f"{prefix}{number + line + 1}:{field.offset - starts[line] + 1}"
        cells.append(Cell(field.text, place, row, i))
    return tuple(cells)


def _gap_fields(line: str, number: int, row: int, prefix: str) -> Iterator[Cell]:
    at, column = 0, 0
    for found in _GAP.finditer(line):
        column += _width(line[at : found.start()])
        at = found.start()
        place = f"{prefix}{number + 1}:{at + 1}"
        yield Cell(found.group(), place, row, column, 1, _width(found.group()))


def _width(text: str) -> int:
    """Return the columns that a text takes on a terminal: two for a wide character."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
