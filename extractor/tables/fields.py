"""Lines of fields, and what each field is: a label, a value, a blank."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.document import Cell
from extractor.model.filing import CellStatus
from extractor.text.values import read_value

if TYPE_CHECKING:
    from extractor.model.document import Paragraph

_NUMBER = (CellStatus.REPORTED, CellStatus.NIL)
_TRAILING = re.compile(r"\S+")


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
        status = read_value(field.text).status
        if status in _NUMBER and not (line.separator in ("", "gap") and " " in field.text):
            out.append(Token(field, is_value=True, is_label=False))
        elif line.separator in ("", "gap") and " " in field.text:
            out += _spaced(field)
        else:
            out.append(
                Token(field, is_value=status is CellStatus.NIL, is_label=status is CellStatus.UNREADABLE)
            )
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
