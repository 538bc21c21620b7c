"""The codebook knows every cell of the forms, and its data files are refused where they do not fit them."""

from __future__ import annotations

import csv
import shutil
from typing import TYPE_CHECKING

import pytest

from extractor.analysis.codebook import crossings, entries
from extractor.errors import FormsError
from extractor.forms import load_forms
from extractor.forms.crosswalk import load_crosswalk, read_crosswalk
from extractor.forms.variables import load_variables, read_variables
from tests.conftest import ROOT, run_program

if TYPE_CHECKING:
    from pathlib import Path

DATA = ROOT / "extractor/forms/data"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return shutil.copytree(DATA, tmp_path / "data")


def broken(data: Path, name: str, old: str, new: str) -> None:
    text = (data / name).read_text("utf-8")
    assert old in text
    (data / name).write_text(text.replace(old, new, 1), "utf-8")


def test_every_variable_has_a_label_a_gloss_a_unit_and_a_notice() -> None:
    for entry in entries():
        assert entry.gloss, entry.short
        assert entry.label, entry.short
        assert entry.unit, entry.short
        assert entry.comparable == "rate" or entry.notices, entry.short
    assert len({e.short for e in entries()}) == len(entries())


def test_other_handling_is_comparable_after_adding_up() -> None:
    line = next(c for c in crossings() if c.quantity == "a_other_tot")
    assert line.comparable == "sum"
    assert line.form_2019 == "a_other_tot"
    assert line.form_2021 == "a_onosupp_tot + a_ounpaid_tot + a_oremain_tot"


def test_the_crosswalk_has_every_variable_once() -> None:
    named = [n for c in crossings() if c.comparable != "near" for f in c[2:5] for n in f.split(" + ") if n]
    assert set(named) == set(load_variables())
    quantities = [c.quantity for c in crossings()]
    assert len(set(quantities)) == len(quantities)


def test_a_row_in_two_forms_is_the_same_and_in_one_only_that_ones() -> None:
    kinds = {c.quantity: c.comparable for c in crossings()}
    assert kinds["a_new_np"] == "same"
    assert kinds["d_svc_items"] == "only"


def test_the_files_are_written_in_both_languages(tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        done = run_program("codebook", "--output", tmp_path / lang, "--lang", lang)
        assert done.exit_code == 0, done.output
        page = (tmp_path / lang / "codebook.html").read_text("utf-8")
        text = (tmp_path / lang / "codebook.md").read_text("utf-8")
        for entry in entries():
            assert f">{entry.short}<" in page
            assert f"`{entry.short}`" in text
        with (tmp_path / lang / "crosswalk.csv").open(encoding="utf-8", newline="") as file:
            assert len(list(csv.DictReader(file))) == len(crossings())
    assert (tmp_path / "zh/codebook.md").read_text("utf-8") != (tmp_path / "en/codebook.md").read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("glosses.toml", 'procurement = "', 'procurment = "', "no words for 'procurement'"),
        ("glosses.toml", 'procurement = "', 'procurment = "', "the forms have no 'procurment'"),
        ("glosses.toml", "[proceedings.rows]", "[reviews.rows]", "there is no table 'reviews'"),
    ],
)
def test_a_gloss_that_does_not_fit_the_forms_is_refused(
    data: Path, name: str, old: str, new: str, problem: str
) -> None:
    broken(data, name, old, new)
    with pytest.raises(FormsError, match=problem):
        read_variables(load_forms(), data)


@pytest.mark.parametrize(
    ("name", "old", "new", "problem"),
    [
        ("crosswalk.toml", 'kind = "sum"', 'kind = "add"', "kind 'add' is none of"),
        ("crosswalk.toml", "a_ounpaid_{c}", "a_unpaid_{c}", "has no cell 'a_unpaid_np'"),
        (
            "crosswalk.toml",
            '2019 = ["d_rul_pubtot"]',
            '2014 = ["d_rul_pubtot"]',
            "has no cell 'd_rul_pubtot'",
        ),
        ("crosswalk.toml", 'zh = "', 'cn = "', "unknown key 'cn'"),
        ("rates.toml", '"a_grant_tot"', '"a_granted"', "have no cell 'a_granted'"),
        ("rates.toml", 'name = "r_part"', 'name = "r_granted"', "the name 'r_granted' is taken"),
        ("rates.toml", "denominator =", "divisor =", "the key 'denominator' is missing"),
    ],
)
def test_a_link_or_rate_that_does_not_fit_the_forms_is_refused(
    data: Path, name: str, old: str, new: str, problem: str
) -> None:
    broken(data, name, old, new)
    with pytest.raises(FormsError, match=problem):
        read_crosswalk(load_variables(), data)


def test_what_comes_with_the_package_loads() -> None:
    assert len(load_crosswalk().rates) >= 10
    assert {link.kind for link in load_crosswalk().links} == {"sum", "near"}
