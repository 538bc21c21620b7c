"""The file of corrections: a CSV that the workbench exports, or that a person writes."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from extractor.errors import UsageError
from extractor.model.correction import Correction
from extractor.model.filing import CellStatus
from extractor.text.user_csv import lines_of, refuse
from extractor.text.values import read_value
from extractor.writers.printing import REPLACEMENT
from extractor.writers.rows import filing_id
from extractor.writers.spreadsheet import as_printed

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal
    from pathlib import Path

COLUMNS = ("filing_id", "source", "table", "row", "column", "printed", "value", "who", "when", "note")
_NEEDED = ("source", "table", "row", "column", "printed", "value")
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
# One cell, as it was when the correction was made.
_CELL = ("filing_id", "table", "row", "column", "printed")


def read_corrections(path: Path) -> tuple[Correction, ...]:
    """Return the corrections in a CSV file (``COLUMNS``; others are left alone), in the order of the file.

    ``filing_id``, ``who``, ``when`` and ``note`` may lack. Whether a correction fits its filing is told when it is
    applied. Raises ``UsageError`` for a file that cannot be used, with every row that is wrong: one without a
    place or a plain number, with an id that is not that of its source, or that contradicts another.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    found: dict[tuple[str, ...], tuple[int, Correction]] = {}
    problems: list[str] = []
    for number, line in lines_of(data, str(path), _NEEDED, (c for c in COLUMNS if c not in _NEEDED)):
        # taken from a table for spreadsheets, it may stand behind an apostrophe
        cells = {**line, "source": as_printed(line["source"])}
        wrong = _wrong(cells)
        if wrong:
            problems.append(f"row {number}: {wrong}")
            continue
        one = _correction(cells)
        key = tuple(getattr(one, name) for name in _CELL)
        first, other = found.setdefault(key, (number, one))
        if other.value != one.value:
            problems.append(
                f"row {number}: {one.value}, where row {first} has {other.value} for the same cell"
            )
    refuse(str(path), problems)
    return tuple(one for _, one in found.values())


def _wrong(cells: Mapping[str, str]) -> str:
    """Return what is wrong with a row; empty where nothing is."""
    lacking = [c for c in ("source", "table", "row", "column") if not cells[c]]
    if lacking:
        return f"{', '.join(lacking)} is empty"
    if _number(cells["value"]) is None:
        return f"value is {cells['value']!r}, and a plain number is due, such as 12 or 3.5"
    given, due = cells["filing_id"], filing_id(cells["source"])
    # a source with characters that no file can hold is not written as it was
    if given and given != due and REPLACEMENT not in cells["source"]:
        return f"filing_id {given} is not that of {cells['source']} ({due}): take both from filings.csv"
    return ""


def _number(text: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", text).replace("−", "-")
    reading = read_value(plain)
    return reading.value if reading.status is CellStatus.REPORTED and _NUMBER.fullmatch(plain) else None


def _correction(cells: Mapping[str, str]) -> Correction:
    value = _number(cells["value"])
    told = dict(cells)
    told["filing_id"] = cells["filing_id"] or filing_id(cells["source"])
    return Correction(**{**{c: told[c] for c in COLUMNS}, "value": value})  # type: ignore[arg-type]
