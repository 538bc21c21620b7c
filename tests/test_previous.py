"""`extractor check DRAFT --previous LAST`: what last year left, before the draft is published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

import extractor
from extractor.errors import UsageError
from tests.archives import member
from tests.conftest import ROOT, run_program

if TYPE_CHECKING:
    from pathlib import Path

DRAFT, LAST = member(2023, {"applications.carried_in.total": "5"}), member(2022)
FOLDER = ROOT / "fixtures/archive/linxi-qinghe-tongji"


def rules(draft: extractor.Filing, last: extractor.Filing, lang: str = "zh") -> list[str]:
    both = extractor.check(draft, lang, previous=last)  # type: ignore[arg-type]
    return [v.rule for v in both if v not in extractor.check(draft, lang)]  # type: ignore[arg-type]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_rules_between_the_two(lang: str) -> None:
    assert rules(DRAFT, LAST, lang) == ["carry-over"]
    assert rules(DRAFT, member(2022, {"applications.carried_out.total": "5"}), lang) == []


def test_two_files_of_one_name() -> None:
    this, last = replace(DRAFT, source="report.html"), replace(LAST, source="report.html")
    (found,) = (v for v in extractor.check(this, previous=last) if v.rule == "carry-over")
    assert "2022/report.html" in found.message


def test_another_printing_of_the_name_is_the_same_organization() -> None:
    last = replace(LAST, identity=replace(LAST.identity, organization="东篱区统计局"))
    assert rules(DRAFT, last) == ["carry-over"]


def test_years_that_do_not_follow_each_other_are_refused() -> None:
    with pytest.raises(UsageError, match="of the year before"):
        extractor.check(DRAFT, previous=member(2020))


def test_certainly_another_place_is_refused() -> None:
    this = replace(DRAFT, identity=replace(DRAFT.identity, organization="淮安市洪泽区人民政府"))
    last = replace(LAST, identity=replace(LAST.identity, organization="淮安市涟水县人民政府"))
    with pytest.raises(UsageError, match="different organizations"):
        extractor.check(this, previous=last)


def test_the_command_line() -> None:
    clean = run_program("check", FOLDER / "2021.html", "--previous", FOLDER / "2020.txt")
    assert "carry-over" not in clean.output
    assert clean.exit_code == 0
    wrong = run_program("check", FOLDER / "2021.html", "--previous", FOLDER / "2019.html")
    assert wrong.exit_code == 2


def test_a_last_filing_that_is_no_report(tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("会议通知", encoding="utf-8")
    assert run_program("check", FOLDER / "2021.html", "--previous", other).exit_code == 3
