"""A line of text with separators → its fields, each with the place where it begins."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.text.marks import NOTHING

APART = " | "
"""What is put between texts of one cell that are never one number."""

_TWO_NUMBERS = re.compile(r"(?<=\d)[ \xa0\u3000]{2,}(?=\d)")
_BOLD = re.compile(r"^\*\*(.+)\*\*$", re.DOTALL)


class Field(NamedTuple):
    """A field: its text, and its offset in the line. An empty one stands where it begins."""

    text: str
    offset: int


def split_piped(line: str) -> list[Field]:
    """Return the fields between pipes; those at both ends of a Markdown row are its frame."""
    parts = line.split("|")
    first, last = int(not parts[0].strip()), len(parts) - int(not parts[-1].strip())
    fields = []
    offset = 0
    for i, part in enumerate(parts):
        if first <= i < last:
            fields.append(_field(part, offset))
        offset += len(part) + 1
    return fields


def split_quoted(line: str, separator: str) -> list[Field]:
    """Return the fields of a line whose fields may stand in quotes (RFC 4180); it may hold ends of lines."""
    fields = []
    start = 0
    quoted = '"' in line
    while True:
        end = _end_of_quotes(line, start, separator) if quoted else start
        if end < 0:  # they do not end: those behind are not looked for, so that a line is gone through once
            end, quoted = start, False
        stop = line.find(separator, end)
        part = line[start:] if stop < 0 else line[start:stop]
        inside = part.strip()
        if end > start:
            opening = line.index('"', start)
            fields.append(Field(_shown(line[opening + 1 : end - 1].replace('""', '"')), opening + 1))
        else:
            fields.append(_field(part, start) if inside else Field("", start))
        if stop < 0:
            return fields
        start = stop + 1


def open_quotes(line: str) -> bool:
    """Tell a line that ends inside quotes: its record goes on in the next."""
    return line.count('"') % 2 == 1


def _end_of_quotes(line: str, start: int, separator: str) -> int:
    """Return where the quotes that a field begins with end; ``start`` where it begins with none, -1 for no end.

    Quotes with more of the field behind them are its own, though their writer should have doubled them.
    """
    opening = start
    while opening < len(line) and line[opening] in " \xa0\u3000":
        opening += 1
    if not line.startswith('"', opening):
        return start
    at = opening + 1
    careless = False  # quotes inside were not doubled
    while at < len(line):
        double = line.startswith('""', at)
        if double and not (careless and _ends(line, at + 2, separator)):
            at += 2
        elif double:
            return at + 2
        elif line[at] == '"' and _ends(line, at + 1, separator):
            return at + 1
        else:
            careless = careless or line[at] == '"'
            at += 1
    return -1


def _ends(line: str, at: int, separator: str) -> bool:
    """Tell whether a field may end before a character: blanks, then a separator or nothing, follow."""
    while at < len(line) and line[at] in " \xa0\u3000":
        at += 1
    return at == len(line) or line[at] in (separator, "\n")


def _field(part: str, offset: int) -> Field:
    bare = _BOLD.sub(r"\1", part.strip(" \t\xa0\u3000\r" + NOTHING)).strip()
    return Field(_shown(bare), offset + (part.find(bare) if bare else 0))


def _shown(text: str) -> str:
    text = text.replace(NOTHING, "")
    if _TWO_NUMBERS.search(text):
        text = _TWO_NUMBERS.sub(APART, text)
    return " ".join(text.split())
