"""The file of a baseline: a CSV with a row for each violation that is accepted."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from extractor.errors import UsageError
from extractor.model.acceptance import Acceptance
from extractor.text.user_csv import lines_of, refuse
from extractor.writers.csvs import csv_bytes
from extractor.writers.spreadsheet import as_printed, inert

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

COLUMNS = Acceptance._fields
_NEEDED = ("rule", "table", "row", "column", "evidence")
# As a spreadsheet may make of 2026-12-31.
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_BOM = b"\xef\xbb\xbf"


def read_baseline(path: Path) -> tuple[Acceptance, ...]:
    """Return the entries of a baseline, in the order of the file.

    ``file``, ``reason``, ``expires`` and ``message`` may lack. Raises ``UsageError`` for a file that cannot be used,
    with every row that is wrong: one without a rule or evidence, or with a day that is none.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    entries: list[Acceptance] = []
    problems: list[str] = []
    for number, cells in lines_of(data, str(path), _NEEDED, (c for c in COLUMNS if c not in _NEEDED)):
        lacking = [c for c in ("rule", "evidence") if not cells[c]]
        problems += [f"row {number}: {', '.join(lacking)} is empty"] if lacking else []
        try:
            expires = iso_day(cells["expires"])
        except UsageError as error:
            problems.append(f"row {number}: {error}")
            continue
        told = {name: as_printed(text) for name, text in cells.items()}
        entries.append(Acceptance(**{**told, "expires": expires}))
    refuse(str(path), problems)
    return tuple(entries)


def iso_day(text: str) -> str:
    """Return a day as ``2026-12-31``; empty stays empty. ``UsageError`` for what is no day."""
    if not text:
        return ""
    found = _DAY.fullmatch(text)
    try:
        return date(*map(int, found.groups())).isoformat() if found else _no_day(text)
    except ValueError:
        return _no_day(text)


def _no_day(text: str) -> str:
    raise UsageError(f"expires is {text!r}, and a day is due, such as 2026-12-31, or nothing")


def write_baseline(path: Path, entries: Iterable[Acceptance]) -> None:
    """Write a baseline, in place of what is there; spreadsheets open it as it is. ``UsageError`` where it cannot be."""
    lines = csv_bytes([COLUMNS, *(tuple(map(inert, entry)) for entry in entries)])
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(_BOM + lines)
        part.replace(path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error
