"""Real reports, where they are beside this checkout: every cell and violation that was read by eye."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.forms import load_forms
from tests.conftest import REPORTS
from tests.scoring import FACT_TABLES, rows, wrong_cells, wrong_filings, wrong_violations

if TYPE_CHECKING:
    from pathlib import Path

TRUTH = REPORTS / "truth"
RULES = {r.code: r for r in load_forms().rulebook.rules}
# The truth names neither: amount-unit is about how a number is printed, no error of it; stock-flow cannot be decided
# where last year's filing has its digits run together, and the truth was made one filing at a time.
NOT_IN_TRUTH = {"amount-unit", "stock-flow"}


def test_every_cell(real_run: Path) -> None:
    assert wrong_cells(real_run, TRUTH) == []


def test_every_filing(real_run: Path) -> None:
    assert wrong_filings(real_run, TRUTH) == []


def test_every_violation_of_an_implemented_rule(real_run: Path) -> None:
    def judged(rule: str) -> bool:
        return RULES[rule].implemented and rule not in NOT_IN_TRUTH

    assert wrong_violations(real_run, TRUTH, judged) == []


def test_a_blank_is_never_zero(real_run: Path) -> None:
    filings = {r["filing_id"]: r["source"] for r in rows(real_run / "filings.csv")}
    statuses = [
        r["status"]
        for table in FACT_TABLES
        for r in rows(real_run / f"{table}.csv")
        if filings[r["filing_id"]] == "shanghai-office-2019.html" and not r["value"]
    ]
    assert statuses == ["blank"] * 135
