"""Organizations over the years: every seeded break of a rule between filings is found, and none beyond."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from extractor.forms import load_forms
from tests.conftest import ROOT, run_program
from tests.generator.years import MEMBERS
from tests.scoring import rows, wrong_cells, wrong_filings, wrong_violations

if TYPE_CHECKING:
    from pathlib import Path

HOME = ROOT / "fixtures/years"
TRUTH = HOME / "truth"
RULES = {r.code: r for r in load_forms().rulebook.rules}
BETWEEN = {code for code, rule in RULES.items() if rule.group == "series"} | {
    "narrative-copied",
    "amount-unit",
}


def judged(_rule: str) -> bool:
    return True


def test_the_archive_is_large_enough_to_show_them() -> None:
    assert len(MEMBERS) >= 30
    assert len({m.who for m in MEMBERS}) >= 8
    assert {p.relative_to(HOME / "archive").as_posix() for p in HOME.rglob("archive/*/*")} == {
        m.source for m in MEMBERS
    }


def test_every_cell_and_every_filing(years_run: Path) -> None:
    assert wrong_cells(years_run, TRUTH) == []
    assert wrong_filings(years_run, TRUTH) == []


def test_every_seeded_break_is_found_and_none_beyond(years_run: Path) -> None:
    assert wrong_violations(years_run, TRUTH, judged) == []
    assert {r["rule"] for r in rows(years_run / "violations.csv")} >= BETWEEN


def test_who_is_who(years_run: Path) -> None:
    ids: dict[str, set[str]] = {}
    for r in rows(years_run / "filings.csv"):
        ids.setdefault(r["source"].split("/")[0], set()).add(r["organization_id"])
    assert all(len(of) == 1 for of in ids.values())
    assert len(set.union(*ids.values())) == len(ids)
    organizations = {r["organization_id"]: r for r in rows(years_run / "organizations.csv")}
    of = organizations[ids["tongji"].pop()]
    assert (of["name"], of["level"], of["kind"]) == ("临溪市青禾区统计局", "county", "department")
    assert of["names"] == "临溪市青禾区统计局; 青禾区统计局"
    assert (of["first_year"], of["last_year"], of["filings"]) == ("2019", "2024", "6")


def test_copies_are_listed_with_what_is_the_same(years_run: Path) -> None:
    sources = {r["filing_id"]: r["source"] for r in rows(years_run / "filings.csv")}
    pairs = {
        (frozenset((sources[r["filing_id"]], sources[r["other_id"]])), r["section"])
        for r in rows(years_run / "similar.csv")
    }
    assert pairs == {
        (frozenset(("sifa/2022.html", "sifa/2023.html")), "5"),
        (frozenset(("shangwu/2023.html", "keji/2023.txt")), "1"),
    }


def test_counts_pages_and_index_have_them(years_run: Path) -> None:
    (filing,) = (r for r in rows(years_run / "filings.csv") if r["source"] == "shichang/2021.txt")
    assert filing["errors"] == "2"
    page = (years_run / "reports/shichang/2021.txt.html").read_text("utf-8")
    assert "carry-over" in page
    assert "shichang/2020.html" in page
    told = json.loads((years_run / "reports/shichang/2021.txt.json").read_text("utf-8"))
    assert [v["rule"] for v in told["violations"]].count("carry-over") == 2
    assert "carry-over" in (years_run / "index.html").read_text("utf-8")


def test_what_the_user_says_is_asked_anew_without_reading(years_run: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(years_run, output)
    result = run_program("run", HOME / "archive", "--output", output, "--jobs", "1")
    assert result.exit_code == 0
    violations = rows(output / "violations.csv")
    assert "rollup" not in {r["rule"] for r in violations}
    ids = {r["organization_id"] for r in rows(output / "filings.csv") if r["source"].startswith("gongye/")}
    assert len(ids) == 2


@pytest.mark.parametrize(
    ("name", "text"), [("hierarchy", "subordinate,superior\n甲局\n"), ("aliases", "name,now\n甲,乙,丙\n")]
)
def test_a_side_file_that_is_not_pairs_is_refused(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "told.csv"
    path.write_text(text, encoding="utf-8")
    result = run_program("run", HOME / "archive", "--output", tmp_path / "out", f"--{name}", path)
    assert result.exit_code == 2
    assert "row 2" in result.output
