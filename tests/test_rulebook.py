"""The catalogue of the rules: it is the contract's, its examples are true, and a slip in it is refused."""

from __future__ import annotations

import csv
import shutil
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from extractor.errors import FormsError
from extractor.forms.loader import read_forms
from extractor.rules import check
from tests.handmade import FORMS, example_filing

if TYPE_CHECKING:
    from extractor.forms import Rule

RULES = FORMS.rulebook.rules
IMPLEMENTED = [r for r in RULES if r.implemented and r.holds]
CONTRACT = Path(__file__).parents[2] / "shared" / "contract" / "rules.csv"
LATER = {"narrative", "series"}


@pytest.mark.parametrize("rule", IMPLEMENTED, ids=lambda r: r.code)
def test_example_that_holds_breaks_nothing(rule: Rule) -> None:
    assert rule.holds
    assert check(example_filing(rule.holds), FORMS) == []


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("rule", IMPLEMENTED, ids=lambda r: r.code)
def test_example_that_breaks_breaks_this_rule_alone(rule: Rule, language: str) -> None:
    assert rule.breaks
    found = check(example_filing(rule.breaks), FORMS, language)
    assert {v.rule for v in found} == {rule.code}
    assert {v.outcome for v in found} == {rule.breaks.outcome or "violated"}
    assert {v.severity for v in found} == {rule.severity}
    assert all(v.message and "{" not in v.message for v in found)


def test_every_group_of_a_filing_alone_is_implemented() -> None:
    todo = {r.code for r in RULES if not r.implemented and r.group not in LATER}
    assert todo == set()


@pytest.mark.skipif(not CONTRACT.exists(), reason="the contract is not beside this checkout")
def test_the_catalogue_is_the_contracts() -> None:
    with CONTRACT.open(encoding="utf-8", newline="") as file:
        given = list(csv.reader(file))
    ours = [
        [r.code, r.group, r.severity, "all" if r.every_form else " ".join(r.templates)]
        + [words["en"] for words in (r.applies_to, r.holds_when, r.on, r.basis)]
        for r in RULES
    ]
    assert ours == given[1:]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the data files, to be spoilt."""
    for file in (files("extractor.forms") / "data").iterdir():
        shutil.copy(str(file), tmp_path)
    return tmp_path


def spoil(folder: Path, old: str, new: str) -> str:
    """Load the forms with one slip in the rulebook; return the problems."""
    path = folder / "rules.toml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(FormsError) as error:
        read_forms(folder)
    return str(error.value)


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("severity = ", "severty = ", "rules.toml rule 1 (applications-balance): unknown key 'severty'"),
        ('severity = "error"', 'severity = "grave"', "severity 'grave' is none of error, warning, info"),
        ('group = "arithmetic"', 'group = "sums"', "group 'sums' is none of"),
        ('templates = ["2019", "2021"]', 'templates = ["2020"]', "there is no form '2020'"),
        ('templates = ["2019", "2021"]', 'templates = ["2019"]', "which is not for that form"),
        ("implemented = true", "implemented = false", "exactly where the rule is implemented"),
        ("implemented = true", 'implemented = "yes"', "'implemented' must be bool, not 'yes'"),
        ('code = "section-empty"', 'code = "section-void"', "no rule of this code is built"),
        ("{where}：{left}", "{where}：{leftt}", "'zh' has no slot 'leftt' to fill"),
        ("{where}：{left}，", "{where}：", "'zh' leaves the slot 'left' out"),
        ("{where}：{left}", "{where：{left}", "message: 'zh': "),
        ('code = "section-empty"', 'code = "section-missing"', "the rule 'section-missing' stands twice"),
        ('code = "statistics-sum"', 'code = "statistic-sum"', "form 2014 uses 'statistics-sum'"),
        ('"applications.new_requests.', '"applications.new_request.', "form 2021 has no cell"),
        ('= "12"', '= "dozen"', "'dozen' is no content of a cell"),
        ('template = "2021"', 'template = "2020"', "there is no form '2020'"),
        ('["organization"]', '["organisation"]', "'organisation' cannot be unknown"),
        ('without_tables = ["proceedings"]', 'without_tables = ["表四"]', "form 2021 has no table '表四'"),
        ("\nonly = {", "\nsole = {", "rules.toml [phrases]: unknown key 'sole'"),
        ("handled_total = {", "handled = {", "rules.toml [names] applications: the forms have no 'handled'"),
        ("[names.proceedings]", "[names.proceeding]", "there is no table 'proceeding'"),
        ('plus = { zh = " ＋ ", en = " + " }', "plus = 3", "'plus' must be dict, not 3"),
        ('plus = { zh = " ＋ ", en = " + " }', 'plus = { zh = " ＋ " }', "plus: the key 'en' is missing"),
    ],
)  # fmt: skip
def test_a_slip_is_refused(folder: Path, old: str, new: str, problem: str) -> None:
    assert problem in spoil(folder, old, new)


def test_all_problems_are_told_at_once(folder: Path) -> None:
    form = folder / "form-2021.toml"
    form.write_text(form.read_text("utf-8").replace("notice =", "notise =", 1), "utf-8")
    told = spoil(folder, "severity = ", "severty = ").splitlines()
    assert any("'notise'" in line for line in told)
    assert any("'severty'" in line for line in told)


def test_an_identity_true_nowhere_is_refused(folder: Path) -> None:
    form = folder / "form-2019.toml"
    text = form.read_text("utf-8")
    form.write_text(text.replace('total = ["published_total"]', 'total = ["procurement_items"]'), "utf-8")
    with pytest.raises(FormsError, match="has all cells of 'disclosure-published-total'"):
        read_forms(folder)


def test_the_version_follows_the_rulebook(folder: Path) -> None:
    before = read_forms(folder).version
    path = folder / "rules.toml"
    path.write_text(path.read_text("utf-8") + "\n", "utf-8")
    assert read_forms(folder).version != before


def test_columns_stand_in_the_order_of_the_form() -> None:
    for form in FORMS.forms.values():
        for table in form.tables.values():
            assert list(table.columns) == list(dict.fromkeys(c for _, c in table.cells))
