"""Lines of fields, and what each field is: a label, a value, a blank."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.document import Cell
from extractor.model.filing import CellStatus
from extractor.text.values import read_value

if TYPE_CHECKING:
    from extractor.model.document import Paragraph
    from extractor.tables.vocabulary import Vocabulary

_NUMBER = (CellStatus.REPORTED, CellStatus.NIL)
_GLUED = re.compile(r"(\S*[^\s\d.,])(?=\d[\d.,]*(?:\s|$))")
_TRAILING = re.compile(r"\S+")
# A longer line is a table only if its parts are as short as the fields of one.
_LONGEST_LINE = 200
_MEAN_FIELD = 12
# This many numbers in a line are a row, whatever stands before them.
_MANY = 5


class Line(NamedTuple):
    """A line of the text: its fields, what parts them (empty: nothing), and its paragraph if it is one."""

    fields: tuple[Cell, ...]
    separator: str
    paragraph: Paragraph | None


class Token(NamedTuple):
    """A field and what it is; a blank is neither value nor label."""

    cell: Cell
    is_value: bool
    is_label: bool

    @property
    def text(self) -> str:
        """The text of the field."""
        return self.cell.text


def tokens_of(line: Line) -> list[Token]:
    """Return the fields of a line as tokens; numbers parted by a blank behind a label are fields too."""
    out: list[Token] = []
    for field in line.fields:
        if not field.text:
            out.append(Token(field, is_value=False, is_label=False))
            continue
        reading = read_value(field.text)
        if line.separator == "gap" and " " in field.text:
            out += _spaced(field)
        else:
            # Digits that are no number (the rest of one that was broken) are no label either.
            value = reading.status in _NUMBER or reading.doubtful
            out.append(Token(field, value, not value))
    return out


def _spaced(field: Cell) -> list[Token]:
    """Part ``规章 0 0 0`` into the label and its numbers; a text without numbers behind stays whole."""
    parts = list(_TRAILING.finditer(field.text))
    first = len(parts)
    while first and read_value(parts[first - 1].group()).status in _NUMBER:
        first -= 1
    out = []
    if first:
        out.append(
            Token(field._replace(text=field.text[: parts[first - 1].end()]), is_value=False, is_label=True)
        )
    for part in parts[first:]:
        cell = field._replace(
            text=part.group(),
            column=field.column + part.start(),
            colspan=len(part.group()),
            location=_shift(field, part.start()),
        )
        out.append(Token(cell, is_value=True, is_label=False))
    return out


def _shift(field: Cell, offset: int) -> str:
    """Return the place of a part of a field: ``line:column`` moves by the offset."""
    head, _, column = field.location.rpartition(":")
    return f"{head}:{int(column) + offset}" if head and column.isdigit() else f"{field.location}:{offset + 1}"


def unglued(field: Cell, words: Vocabulary) -> tuple[Cell, ...]:
    """Part the label of a row from a number printed right behind it (``行政许可59``), as narrow columns leave them.

    Only where the text as a whole names nothing, and the label before the digits is a row's.
    """
    found = _GLUED.match(field.text)
    if not found or words.roles(field.text) or not any(r.kind == "row" for r in words.roles(found[1])):
        return (field,)
    at = found.end(1)
    rest = field._replace(text=field.text[at:], location=_shift(field, at), column=field.column + 2 * at)
    return field._replace(text=found[1]), rest


def spaced_fields(paragraph: Paragraph, words: Vocabulary) -> tuple[Cell, ...]:
    """Return the fields of a line whose cells a single blank parts; empty where that is not so.

    Such a line is numbers, ends in some, or names at least two things that a form knows.
    """
    parts = list(_TRAILING.finditer(paragraph.text))
    if len(parts) < 2 or (
        len(paragraph.text) > _LONGEST_LINE and len(paragraph.text) > _MEAN_FIELD * len(parts)
    ):
        return ()
    cells = [
        cell
        for part in parts
        for cell in unglued(Cell(part.group(), paragraph.locate(part.start()), 0, 0), words)
    ]
    texts = [cell.text for cell in cells]
    kinds = [read_value(text).status for text in texts]
    numbers = sum(1 for kind in kinds if kind in _NUMBER)
    known = sum(1 for text in texts if words.roles(text))
    behind = read_value(texts[-1]).status in _NUMBER and numbers < len(texts)
    if not (known >= 2 or (known and behind) or numbers >= _MANY or set(kinds) == {CellStatus.REPORTED}):
        return ()
    # No column: how far a number is indented says nothing here.
    return tuple(cells)
