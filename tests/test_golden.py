"""The fixtures against their truth: every cell, every filing, every violation."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest

from extractor.forms import load_forms
from tests.conftest import ROOT
from tests.scoring import rows, wrong_cells, wrong_filings, wrong_violations

if TYPE_CHECKING:
    from pathlib import Path

ARCHIVE, TRUTH = ROOT / "fixtures/archive", ROOT / "fixtures/truth"
RULES = {r.code: r for r in load_forms().rulebook.rules}
# The truth does not say in which unit an amount is printed.
# Nor does it name what stands out without being seeded.
NOT_IN_TRUTH = {"amount-unit", "outlier"}
# Shown by fixtures/years.
BETWEEN_FILINGS = {"narrative-copied"}


def judged(rule: str) -> bool:
    return RULES[rule].group != "series" and rule not in NOT_IN_TRUTH | BETWEEN_FILINGS


def test_every_fixture_is_there_and_none_besides() -> None:
    on_disk = {p.relative_to(ARCHIVE).as_posix() for p in ARCHIVE.rglob("*") if p.is_file()}
    assert on_disk == {r["source"].partition("!")[0] for r in rows(TRUTH / "filings.csv")}
    assert len(on_disk) >= 40


def test_every_cell(archive_run: Path) -> None:
    assert wrong_cells(archive_run, TRUTH) == []


def test_every_filing(archive_run: Path) -> None:
    assert wrong_filings(archive_run, TRUTH) == []


def test_every_violation(archive_run: Path) -> None:
    assert wrong_violations(archive_run, TRUTH, judged) == []


def test_every_number_has_its_text_and_its_place(archive_run: Path) -> None:
    for table in ("disclosure", "applications", "proceedings", "statistics"):
        bare = [
            r for r in rows(archive_run / f"{table}.csv") if r["value"] and not (r["raw"] and r["location"])
        ]
        assert bare == []


@pytest.mark.parametrize("group", ["arithmetic", "structure", "cell", "identity", "narrative"])
def test_every_rule_is_shown_by_some_fixture(archive_run: Path, group: str) -> None:
    shown = {r["rule"] for r in rows(archive_run / "violations.csv")}
    of_one_filing = {c for c, r in RULES.items() if r.group == group and c not in BETWEEN_FILINGS}
    assert of_one_filing - shown == set()


def test_the_scoring_sees_what_is_wrong(archive_run: Path, tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt"
    spoilt.mkdir()
    for path in archive_run.glob("*.csv"):
        (spoilt / path.name).write_bytes(path.read_bytes())
    lines = (spoilt / "applications.csv").read_text("utf-8").splitlines()
    changed = next(i for i, line in enumerate(lines) if ",0,count,reported," in line)
    lines[changed] = lines[changed].replace(",0,count,reported,", ",1,count,reported,")
    (spoilt / "applications.csv").write_text("\n".join([*lines[:-1], ""]), encoding="utf-8")
    told = Counter(w.partition(":")[0].partition("(")[0] for w in wrong_cells(spoilt, TRUTH))
    assert told == {"Cell": 1, "lacking": 1}
    violations = (spoilt / "violations.csv").read_text("utf-8").splitlines()
    (spoilt / "violations.csv").write_text("\n".join([*violations[:-1], ""]), encoding="utf-8")
    assert len(wrong_violations(spoilt, TRUTH, lambda _: True)) >= 1
