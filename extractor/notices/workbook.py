"""All filings of a run that have faults, as a workbook: a line for each, and a line for each fault."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO

import xlsxwriter

from extractor.analysis.select import records
from extractor.errors import UsageError
from extractor.notices.decisions import Decisions
from extractor.notices.phrases import phrases
from extractor.notices.places import place_in_words
from extractor.writers.console import printable
from extractor.writers.spreadsheet import inert
from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from extractor.analysis.select import Record

MOST_ROWS = 1_048_575
"""Rows of a sheet below its header."""
LONGEST = 32_767
"""Characters of a cell."""
_KINDS = ("error", "warning", "info", "undecided")
_FILINGS = {
    "index": 6, "organization": 28, "year": 7, "error": 7, "warning": 7, "info": 7, "undecided": 8, "first": 70,
    "rules": 40, "status": 9, "source": 40, "filing_id": 19,
}  # fmt: skip
_VIOLATIONS = {
    "index": 6, "organization": 28, "year": 7, "severity": 7, "outcome": 9, "table": 8, "row": 34, "column": 22,
    "expected": 9, "actual": 9, "difference": 9, "message": 70, "location": 24, "rule": 26, "source": 40,
    "filing_id": 19,
}  # fmt: skip
_NUMBERS = frozenset({"index", "year", *_KINDS, "expected", "actual", "difference"})
_DIGITS = 15
"""As many digits a spreadsheet keeps; a longer number is a text."""


def write_list(output: Path, path: Path, decisions: Decisions | None = None) -> tuple[int, int]:
    """Write the workbook; return how many filings and faults are in it.

    Violations that a decision keeps from being sent are left out, and filings without any other. Memory does not
    grow with the run. Raises ``UsageError`` where the folder holds no run, or the file cannot be written.
    """
    part = path.with_name(f"{path.name}.part")
    try:
        with part.open("wb") as file:
            counted = _fill(file, output, decisions or Decisions())
        part.replace(path)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        part.unlink(missing_ok=True)
    return counted


def _fill(file: BinaryIO, output: Path, decisions: Decisions) -> tuple[int, int]:
    p = phrases()["workbook"]
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(file, options) as book:
        filings = _Sheets(book, p["filings"], _FILINGS)
        faults = _Sheets(book, p["violations"], _VIOLATIONS)
        for filing, violations in _with_faults(output, decisions):
            filings.add(_of_filing(filing, violations, filings.rows + 1))
            for violation in violations:
                faults.add(_of_violation(violation, faults.rows + 1))
        filings.close()
        faults.close()
    return filings.rows, faults.rows


def _with_faults(output: Path, decisions: Decisions) -> Iterator[tuple[Record, list[Record]]]:
    """Yield every filing with the violations that are to be sent; both tables are in the order of the sources."""
    grouped = groupby(records(output, "violations"), key=lambda v: v["filing_id"])
    following = next(grouped, None)
    for filing in records(output, "filings"):
        if following is None or following[0] != filing["filing_id"]:
            continue
        sent = decisions.sent(following[1])
        following = next(grouped, None)
        if sent:
            yield filing, sent


def _kind(violation: Record) -> str:
    return violation["severity"] if violation["outcome"] == "violated" else "undecided"


def _of_filing(filing: Record, violations: Sequence[Record], number: int) -> dict[str, str]:
    kinds = Counter(map(_kind, violations))
    first = min(violations, key=lambda v: _KINDS.index(_kind(v)))
    rules = dict.fromkeys(v["rule"] for v in violations)
    told = {name: filing[name] for name in ("organization", "year", "source", "filing_id")}
    told |= {kind: str(kinds[kind]) for kind in _KINDS}
    status = words("zh")["status"][filing["status"]]
    return told | {
        "index": str(number), "first": first["message"], "rules": " ".join(rules), "status": status
    }  # fmt: skip


def _of_violation(violation: Record, number: int) -> dict[str, str]:
    w = words("zh")
    told = {name: violation.get(name, "") for name in _VIOLATIONS}
    return told | {
        "index": str(number),
        "severity": w["severity"][violation["severity"]],
        "outcome": w["outcome"][violation["outcome"]],
        "table": w["short_table"].get(violation["table"], ""),
        "row": violation["row_label"] or violation["row"],
        "column": violation["column_label"] or violation["column"],
        "location": place_in_words(violation["location"]),
    }


class _Sheets:
    """A table of the workbook, on as many sheets as it takes: header in sight, filters, every text only a text."""

    def __init__(self, book: Any, name: str, columns: dict[str, int]) -> None:
        self._book, self._name, self._columns = book, name, columns
        self._bold = book.add_format({"bold": True, "bottom": 1, "bg_color": "#EEF0F3", "valign": "vcenter"})
        self._wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        self._plain = book.add_format({"valign": "top"})
        self.rows = 0
        self._sheets = 0
        self._open()

    def add(self, told: dict[str, str]) -> None:
        """Write the next line."""
        if self.rows and self.rows % MOST_ROWS == 0:
            self.close()
            self._open()
        line = self.rows % MOST_ROWS + 1
        for at, name in enumerate(self._columns):
            self._write(line, at, name, told[name])
        self.rows += 1

    def close(self) -> None:
        """Give the sheet its filters."""
        lines = self.rows - (self._sheets - 1) * MOST_ROWS
        self._sheet.autofilter(0, 0, lines, len(self._columns) - 1)

    def _open(self) -> None:
        self._sheets += 1
        self._sheet = self._book.add_worksheet(
            self._name if self._sheets == 1 else f"{self._name}-{self._sheets}"
        )
        self._sheet.freeze_panes(1, 3)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(0)
        self._sheet.set_row(0, 22)
        for at, (name, width) in enumerate(self._columns.items()):
            self._sheet.set_column(at, at, width)
            self._sheet.write_string(0, at, phrases()["workbook"][name], self._bold)

    def _write(self, line: int, at: int, name: str, text: str) -> None:
        if not text:
            return
        if name in _NUMBERS and len(text.strip("-").replace(".", "")) <= _DIGITS:
            self._sheet.write_number(line, at, float(text), self._plain)
        else:
            look = self._wrapped if name in ("first", "message", "row", "rules") else self._plain
            self._sheet.write_string(line, at, inert(printable(text))[:LONGEST], look)
