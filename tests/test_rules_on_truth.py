"""The rules over the cells of real filings, as read by eye: just the violations that were found by eye."""

from __future__ import annotations

import csv
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from extractor.model.filing import CellStatus, Fact, Filing, TableReading
from extractor.rules import check
from tests.handmade import FORMS, filing

TRUTH = Path(__file__).parents[2] / "shared" / "reports" / "truth"
OF_CELLS = {r.code for r in FORMS.rulebook.rules if r.group == "arithmetic"} | {
    "cell-blank",
    "template-mismatch",
}

pytestmark = pytest.mark.skipif(not TRUTH.exists(), reason="the real filings are not beside this checkout")


def rows(name: str) -> dict[str, list[dict[str, str]]]:
    """The rows of a file of the truth, by source."""
    out = defaultdict(list)
    with (TRUTH / name).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            out[row["source"]].append(row)
    return out


FILINGS = rows("filings.csv") if TRUTH.exists() else {}


def templates(year: int, cells: dict[str, set[tuple[str, str]]]) -> dict[str, str]:
    """The form of each table: the one that has just these cells; where two do, that of the year."""
    in_force = FORMS.in_force(year)
    forms = sorted(FORMS.forms.values(), key=lambda f: f is not in_force)
    return {
        t: next(f.code for f in forms if t in f.tables and set(f.tables[t].cells) == c)
        for t, c in cells.items()
    }


def read(source: str) -> Filing:
    """The filing that the truth's cells make."""
    given: dict[str, dict[tuple[str, str], Fact]] = defaultdict(dict)
    for r in rows("facts.csv")[source]:
        value = Decimal(r["value"]) if r["value"] else None
        status = CellStatus(r["status"].split("|")[0])
        given[r["table"]][r["row"], r["column"]] = Fact(r["row"], r["column"], status, value)
    (about,) = FILINGS[source]
    readings = [
        TableReading(form, t, tuple(given[t][c] for c in FORMS.table(form, t).cells))
        for t, form in templates(int(about["year"]), {t: set(c) for t, c in given.items()}).items()
    ]
    return replace(filing(*readings, year=int(about["year"])), template=about["template"])


@pytest.mark.parametrize("source", sorted(FILINGS))
def test_the_violations_of_a_real_filing(source: str) -> None:
    due = sorted(
        (r["rule"], r["table"], r["row"], r["column"], r["outcome"])
        for r in rows("violations.csv")[source]
        if r["rule"] in OF_CELLS
    )
    found = [v for v in check(read(source), FORMS) if v.rule in OF_CELLS]
    assert sorted((v.rule, v.table, v.row, v.column, v.outcome) for v in found) == due
