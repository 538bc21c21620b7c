"""The contract's codes: rows, columns, labels and units of every official table."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
TEMPLATES = ("2014", "2019", "2021")
TABLE_NAMES = ("disclosure", "applications", "proceedings", "statistics")
PARTIES = ("natural_person", "business", "research", "social", "legal_service", "other_organization")
ENDS = ("new_requests", "carried_in", "handled_total", "carried_out")
AMOUNT_UNIT = "万元"


@dataclass(frozen=True)
class RowCode:
    """A row of an official table."""

    code: str
    labels: tuple[str, ...]
    columns: tuple[str, ...]
    unit: str


@dataclass(frozen=True)
class ColumnCode:
    """A column of an official table."""

    code: str
    labels: tuple[str, ...]
    unit: str


def _read(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def rows(template: str, table: str) -> tuple[RowCode, ...]:
    """Rows of a table, in the order of the form."""
    return tuple(
        RowCode(r["row"], tuple(r["label"].split("/")), tuple(r["columns"].split()), r["unit"])
        for r in _read("rows.csv")
        if r["template"] == template and r["table"] == table
    )


@cache
def columns(template: str, table: str) -> dict[str, ColumnCode]:
    """Columns of a table by code, in the order of the form; 增/减 is one label, not two levels."""
    return {
        r["column"]: ColumnCode(
            r["column"],
            (r["label"],) if r["column"] == "change_this_year" else tuple(r["label"].split("/")),
            r["unit"],
        )
        for r in _read("columns.csv")
        if r["template"] == template and r["table"] == table
    }


def tables(template: str) -> tuple[str, ...]:
    """Tables that a template has."""
    return ("statistics",) if template == "2014" else TABLE_NAMES[:3]


def unit(template: str, table: str, row: str, column: str) -> str:
    """Unit of a cell: `count`, `signed count`, 万元, or what the 2014 form prints (条, 件, …)."""
    if table == "statistics":
        return next(r.unit for r in rows(template, table) if r.code == row)
    return columns(template, table)[column].unit


def in_force(year: int) -> str:
    """Template in force for a report year; empty before 2014."""
    if year < 2014:
        return ""
    return "2014" if year < 2019 else "2019" if year < 2021 else "2021"


def results(template: str) -> tuple[str, ...]:
    """The result rows of 表三: what `handled_total` adds up."""
    return tuple(r.code for r in rows(template, "applications") if r.code not in ENDS)
