"""Plain text, as scrapers and converters leave it → blocks.

A line with field separators (pipes, tabs, gaps of two blanks) becomes a row of an inexact grid: merged
cells were lost, so its columns are only what the separators show. Every other line is a paragraph.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from extractor.model.document import Block, Cell, Document, Grid, Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "text"

_RULE = re.compile(r"^[\s|:+\-—=_]*-{2,}[\s|:+\-—=_]*$")
_GAP = re.compile(r"\S+(?: \S+)*")
_WIDE_GAP = re.compile(r"\S[ 　]{2,}\S")
_ONLY_PIPES = re.compile(r"^[\s|]*\|[\s|]*$")
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
    lines = [line.rstrip("\r") for line in re.split(r"\r\n|\n|\r|\x0b|\x85|\u2028|\u2029|\f", text)]
    number = 0
    while number < len(lines):
        kind = _separator(lines, number)
        if not kind:
            yield from _paragraph(lines[number], number, scope, prefix)
            number += 1
            continue
        rows: list[tuple[Cell, ...]] = []
        first = number
        if kind == "cells":
            row, number = _cell_lines(lines, number, prefix)
            rows.append(row)
        else:
            while number < len(lines) and _separator(lines, number) == kind:
                row = _fields(lines[number], number, len(rows), kind, prefix)
                if row:
                    rows.append(row)
                number += 1
        if rows:
            width = max(c.column for row in rows for c in row) + 1
            yield Grid(tuple(rows), width, False, f"{prefix}{first + 1}:1", scope, kind)


def _paragraph(line: str, number: int, scope: tuple[int, ...], prefix: str) -> Iterator[Paragraph]:
    bare = line.strip("\ufeff \t\u3000\xa0")
    if bare:
        start = line.index(bare[0])
        if prefix:
            yield Paragraph(bare, f"{prefix}{number + 1}:{start + 1}", 0, False, 0, 0, scope)
        else:
            yield Paragraph(bare, f"{number + 1}:{start + 1}", 0, False, number + 1, start + 1, scope)


def _separator(lines: list[str], number: int) -> str:
    """Tell how a line parts its fields: ``|``, tab, ``gap``, ``cells`` (a cell a line), or not at all."""
    line = lines[number]
    pipes = line.count("|")
    if pipes:
        if _ONLY_PIPES.match(line) or (pipes == 1 and line.rstrip().endswith("|")):
            return "cells" if _cell_a_line(lines, number) else "|"
        return "|" if pipes > 1 or len(line) < _LONGEST_CELL else ""
    if _starts_cells(lines, number):
        return "cells"
    if "\t" in line.strip(" \n"):
        return "\t"
    if _WIDE_GAP.search(line):
        return "gap"
    return ""


def _cell_a_line(lines: list[str], number: int) -> bool:
    """Tell whether lines around hold a cell each: pipes alone, or one cell and a pipe behind it."""
    near = [line for line in lines[max(0, number - 4) : number + 8] if line.strip()]
    single = sum(
        1
        for line in near
        if _ONLY_PIPES.match(line) or (line.count("|") == 1 and line.rstrip().endswith("|"))
    )
    return single * 3 >= len(near)


def _starts_cells(lines: list[str], number: int) -> bool:
    """Tell whether a line without a pipe is a cell whose pipe stands alone on the next line."""
    line = lines[number].strip()
    if not line or len(line) > _LONGEST_CELL:
        return False
    for following in lines[number + 1 : number + 3]:
        if following.strip():
            return bool(_ONLY_PIPES.match(following)) and _cell_a_line(lines, number + 1)
    return False


def _cell_lines(lines: list[str], number: int, prefix: str) -> tuple[tuple[Cell, ...], int]:
    """Return the cells of a stretch where each stands on lines of its own, and the number of the next line.

    Row ends are not marked there; the cells come as one row, the blank ones among them.
    """
    cells: list[Cell] = []
    held: list[tuple[str, str]] = []  # the text of the open cell, which may stand on several lines

    def close() -> None:
        text = "".join(t for t, _ in held)
        place = held[0][1] if held else f"{prefix}{number + 1}:1"
        cells.append(Cell(text, place, 0, len(cells)))
        held.clear()

    while number < len(lines):
        line = lines[number]
        if not line.strip():
            number += 1
            continue
        if "|" not in line and not _starts_cells(lines, number) and not _continues(lines, number):
            break
        offset = 0
        for i, part in enumerate(line.split("|")):
            if i:
                close()
            bare = part.strip()
            if bare:
                held.append((bare, f"{prefix}{number + 1}:{offset + part.index(bare[0]) + 1}"))
            offset += len(part) + 1
        number += 1
    if held:
        close()
    return tuple(cells), number


def _continues(lines: list[str], number: int) -> bool:
    """Tell whether a short line is the first part of a cell that a later line ends with its pipe."""
    line = lines[number].strip()
    if len(line) > 20:
        return False
    for following in lines[number + 1 : number + 4]:
        if following.strip():
            return "|" in following and following.count("|") < 3
    return False


def _fields(line: str, number: int, row: int, kind: str, prefix: str) -> tuple[Cell, ...]:
    if kind == "gap":
        return tuple(
            Cell(
                m.group(),
                f"{prefix}{number + 1}:{m.start() + 1}",
                row,
                _width(line[: m.start()]),
                1,
                _width(m.group()),
            )
            for m in _GAP.finditer(line.replace("\u3000", "  "))
        )
    if _RULE.match(line):
        return ()
    cells = []
    offset = 0
    parts = line.split(kind)
    if kind == "|":
        # The pipes at both ends of a Markdown row are its frame.
        first, last = int(not parts[0].strip()), len(parts) - int(not parts[-1].strip())
    else:
        first, last = 0, len(parts)
    for i, part in enumerate(parts):
        bare = part.strip().strip("*").strip()
        start = part.find(bare) if bare else 0
        if first <= i < last:
            cells.append(
                Cell(" ".join(bare.split()), f"{prefix}{number + 1}:{offset + start + 1}", row, i - first)
            )
        offset += len(part) + 1
    return tuple(cells)


def _width(text: str) -> int:
    """Return the columns that a text takes on a terminal: two for a wide character."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
