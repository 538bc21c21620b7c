"""A CSV that a user wrote or a spreadsheet saved → its rows by the names of its columns."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SAVE_AS = "save it as “CSV UTF-8” (in Excel and WPS: 另存为 → CSV UTF-8（逗号分隔）) and give it again"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_PROBLEMS = 10


class Line(NamedTuple):
    """A row: its number as a spreadsheet counts (the header is 1), and its cells by column, stripped."""

    number: int
    cells: Mapping[str, str]


def decoded(data: bytes, name: str) -> str:
    """Return the text of a file, UTF-8 with or without a byte order mark.

    Raises ``UsageError`` where it is in another encoding; the message says in which, and what to do.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        if data.startswith(_UTF_16):
            raise UsageError(f"{name} is UTF-16, not UTF-8: {SAVE_AS}") from error
        try:
            data.decode("gb18030")
        except UnicodeDecodeError:
            raise UsageError(f"{name} cannot be read: it is no UTF-8 text; {SAVE_AS}") from error
        raise UsageError(f"{name} is GBK, not UTF-8: {SAVE_AS}") from error


def lines_of(data: bytes, name: str, columns: Iterable[str], optional: Iterable[str] = ()) -> list[Line]:
    """Return the rows of a CSV that has a header with ``columns``; empty rows are passed over.

    Each line has every one of ``columns`` and ``optional`` (empty where the file lacks it); other columns are
    the user's own and are left alone. Raises ``UsageError`` where a column lacks or stands twice, where a row
    has more cells than the header, and for a file that is no CSV in UTF-8.
    """
    needed, wanted = tuple(columns), (*columns, *optional)
    # strict: a quote that is never closed would swallow the rest of the file
    reader = csv.reader(io.StringIO(decoded(data, name), newline=""), strict=True)
    try:
        rows = [[cell.strip() for cell in row] for row in reader]
    except csv.Error as error:
        raise UsageError(f"{name} is no CSV (near line {reader.line_num}): {error}") from error
    header = rows[0] if rows else []
    if lacking := [c for c in needed if c not in header]:
        raise UsageError(
            f"{name} lacks the column{'s' if len(lacking) > 1 else ''} {', '.join(lacking)}: its first line must name "
            f"{','.join(needed)}, parted by commas, and is {','.join(header)[:200]!r}"
        )
    if twice := [c for c in wanted if header.count(c) > 1]:
        raise UsageError(f"{name} has the column {twice[0]} twice")
    for number, row in enumerate(rows, 1):
        if len(row) > len(header) and any(row[len(header) :]):
            raise UsageError(f"{name}, row {number}: {len(row)} cells, and the header has {len(header)}")
    at = {c: header.index(c) if c in header else len(header) for c in wanted}
    return [
        Line(number, {c: row[i] if i < len(row) else "" for c, i in at.items()})
        for number, row in enumerate(rows, 1)
        if number > 1 and any(row)
    ]


def refuse(name: str, problems: list[str]) -> None:
    """Raise ``UsageError`` with all problems of a file, where there are any: a user mends them at one go."""
    if problems:
        more = len(problems) - _PROBLEMS
        told = [*problems[:_PROBLEMS], *([f"… and {more} more"] if more > 0 else [])]
        raise UsageError(f"{name} cannot be used:\n  " + "\n  ".join(told))
