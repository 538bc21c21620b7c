"""Other numbers in the lines of a text, at the places that they were read from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.text.normal import compact

if TYPE_CHECKING:
    from extractor.selftest.places import Print

_ENDS = re.compile(r"(\r\n|\n|\r|\x0b|\x85|\u2028|\u2029|\f)")
_PLACE = re.compile(r"(\d+):(\d+)")
_BLANKS = " \u3000"


def print_in_lines(text: str, wanted: Print) -> str | None:
    """Return the text with other numbers in it; None where one does not stand at its place as it was read."""
    parts = _ENDS.split(text)  # lines, and what ends each
    if wanted.lost:
        number = _line_of(wanted.lost)
        if number is None or any(_at(place)[0] == number for place in wanted.kept):
            return None
        if not wanted.label or compact(wanted.label) not in compact(parts[2 * number]):
            return None
        del parts[2 * number : 2 * number + 2]
        return "".join(parts)
    # From the right, so that what is still to be changed stands where it stood.
    for place, (old, new) in sorted(wanted.texts.items(), key=lambda item: _at(item[0]), reverse=True):
        line, column = _at(place)
        if line < 0 or 2 * line >= len(parts):
            return None
        changed = _changed(parts[2 * line], column, old, new)
        if changed is None:
            return None
        parts[2 * line] = changed
    return "".join(parts)


def _at(place: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(place)
    return (int(found[1]) - 1, int(found[2]) - 1) if found else (-1, -1)


def _line_of(places: tuple[str, ...]) -> int | None:
    lines = {_at(place)[0] for place in places}
    number = lines.pop()
    return None if lines or number < 0 else number


def _changed(line: str, column: int, old: str, new: str) -> str | None:
    if column < len(line) and line[column] == '"':
        column += 1
    end = column + len(old)
    if line[column:end] != old or line[end : end + 1].isdigit():
        return None
    if "|" in line or "\t" in line or "," in line:
        return line[:column] + new + line[end:]
    # What follows stays in its column: by columns such a table is read.
    room = len(line[end:]) - len(line[end:].lstrip(_BLANKS))
    longer = len(new) - len(old)
    if longer > 0:
        end += min(longer, max(room - 2, 0))
    elif room:
        new += " " * -longer
    return line[:column] + new + line[end:]
