"""A run against a truth: every cell, every filing, every violation, named where they differ."""

from __future__ import annotations

import csv
from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

FACT_TABLES = ("disclosure", "applications", "proceedings", "statistics")
VALUED = ("reported", "deduced", "corrected")
# Told by what they name: the filing, or a table whole; the others by their cells.
ON_FILING = ("section-", "narrative-", "series-", "filing-", "organization-", "year-")
ON_TABLE = ("row-unexpected", "table-missing", "table-duplicated", "template-mismatch", "statistics-part")
Row = dict[str, str]


class Cell(NamedTuple):
    """An official table's cell in one document."""

    source: str
    table: str
    row: str
    column: str


def rows(path: Path) -> list[Row]:
    """The rows of a CSV."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def number(text: str) -> Decimal | None:
    """A printed number; None for an empty cell."""
    return Decimal(text) if text else None


def cells_of(output: Path) -> dict[Cell, Row]:
    """Every cell that a run wrote; a cell written twice is an error."""
    sources = {r["filing_id"]: r["source"] for r in rows(output / "filings.csv")}
    cells: dict[Cell, Row] = {}
    for table in FACT_TABLES:
        for r in rows(output / f"{table}.csv"):
            cell = Cell(sources[r["filing_id"]], table, r["row"], r["column"])
            assert cell not in cells, f"written twice: {cell}"
            cells[cell] = r
    return cells


def wrong_cells(output: Path, truth: Path) -> list[str]:
    """Cells whose status or value is not the truth's, lacking ones, and numbers for cells there are not."""
    found, wrong = cells_of(output), []
    for r in rows(truth / "facts.csv"):
        cell = Cell(r["source"], r["table"], r["row"], r["column"])
        have = found.pop(cell, None)
        if r["debatable"] == "1":
            continue
        if have is None:
            wrong.append(f"lacking: {cell}")
        elif have["status"] not in r["status"].split("|"):
            wrong.append(f"{cell}: {have['status']} {have['raw']!r}, not {r['status']} {r['value']}")
        elif have["status"] in VALUED and number(have["value"]) != number(r["value"]):
            wrong.append(f"{cell}: {have['value']} from {have['raw']!r}, not {r['value']}")
    return wrong + [f"invented: {cell} {r['value']}" for cell, r in found.items() if r["status"] in VALUED]


def wrong_filings(output: Path, truth: Path) -> list[str]:
    """Filings whose status, organization, year, template or publication date is not the truth's."""
    found, wrong = {r["source"]: r for r in rows(output / "filings.csv")}, []
    for want in rows(truth / "filings.csv"):
        have = found.pop(want["source"], None)
        if have is None:
            wrong.append(f"lacking: {want['source']}")
            continue
        if have["status"] not in want["expected_status"].split("|"):
            wrong.append(f"{want['source']}: status {have['status']}, not {want['expected_status']}")
        wrong += [
            f"{want['source']}: {name} {have[name]!r}, not {want[name]!r}"
            for name in ("organization", "year", "template", "published")
            if have[name] != want[name]
        ]
    return wrong + [f"invented: {source}" for source in found]


def wrong_violations(output: Path, truth: Path, judged: Callable[[str], bool]) -> list[str]:
    """Violations of the judged rules that are lacking, and those that are not due."""
    filings = rows(truth / "filings.csv")
    unscored = {(r["source"], rule) for r in filings for rule in r["unscored_rules"].split()}
    moot = {(r["source"], r["table"], r["row"]) for r in rows(truth / "facts.csv") if r["debatable"] == "1"}

    def keys(of: list[Row]) -> Counter[tuple[str, ...]]:
        return Counter(
            _key(r)
            for r in of
            if judged(r["rule"])
            and (r["source"], r["rule"]) not in unscored
            and (r["source"], r["table"], r["row"]) not in moot
        )

    given = rows(truth / "violations.csv")
    due = keys([r for r in given if r["debatable"] != "1"])
    argued = keys([r for r in given if r["debatable"] == "1"])
    found = keys(rows(output / "violations.csv"))
    return [f"lacking: {key}" for key in sorted((due - found).elements())] + [
        f"not due: {key}" for key in sorted((found - due - argued).elements())
    ]


def _key(r: Row) -> tuple[str, ...]:
    head = r["source"], r["rule"], r["outcome"]
    if r["rule"].startswith(ON_FILING):
        return head
    if r["rule"] in ON_TABLE:
        return *head, r["table"]
    return *head, r["table"], r["row"], " ".join(sorted(r["column"].split()))
