"""The panel: the truth's own numbers under the short names, one line a body and year, nothing made of blanks."""

from __future__ import annotations

import csv
import re
import shutil
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from extractor.analysis.load import load
from extractor.analysis.panel import make_panel
from extractor.analysis.wide import STATUSES
from extractor.forms.crosswalk import load_crosswalk
from extractor.forms.variables import load_variables
from tests.conftest import ROOT, run_program
from tests.scoring import rows

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.analysis.panel import Panel

FIXTURES = ROOT / "fixtures"
SHORT = {(p.template, p.table, p.row, p.column): v.short for v in load_variables().values() for p in v.places}


@pytest.fixture(scope="module")
def panel(archive_run: Path) -> Panel:
    return make_panel(load(archive_run))


def test_the_panel_equals_the_truth(panel: Panel, archive_run: Path) -> None:
    template = {
        (r["filing_id"], table, r["row"], r["column"]): r["template"]
        for table in ("disclosure", "applications", "proceedings", "statistics")
        for r in rows(archive_run / f"{table}.csv")
    }
    source = dict(zip(panel.numbers["source"], panel.numbers["filing_id"], strict=True))
    numbers = panel.numbers.set_index("source")
    status = panel.status.set_index("source")
    compared = 0
    for fact in rows(FIXTURES / "truth/facts.csv"):
        if fact["source"] not in source or fact.get("debatable") == "1":
            continue
        key = (fact["table"], fact["row"], fact["column"])
        short = SHORT[template[source[fact["source"]], *key], *key]
        found = numbers.loc[fact["source"], short]
        if fact["value"]:
            assert float(found) == float(fact["value"]), (fact, found)
        else:
            assert pd.isna(found), (fact, found)
            assert status.loc[fact["source"], short] in fact["status"].split("|")
        compared += 1
    assert compared > 10_000


def test_every_filing_is_in_a_line_or_left_out_with_a_reason(panel: Panel, archive_run: Path) -> None:
    everyone = {r["source"] for r in rows(archive_run / "filings.csv")}
    lines = set(panel.numbers["source"].dropna())
    assert lines | set(panel.left_out["source"]) == everyone
    assert not lines & set(panel.left_out["source"])
    assert panel.left_out["reason"].ne("").all()
    assert not panel.numbers.duplicated(["organization", "year"]).any()


def test_columns_are_the_short_names_of_the_contract_then_the_rates(panel: Panel) -> None:
    names = list(panel.numbers.columns[len(panel.keys) :])
    assert names == [*load_variables(), *(r.name for r in load_crosswalk().rates)]
    assert list(panel.status.columns) == list(panel.numbers.columns)


def test_sums_across_forms_are_made_of_their_parts_or_not_at_all(panel: Panel) -> None:
    new = panel.numbers[panel.status["a_onosupp_tot"].ne("not_on_form")]
    assert len(new)
    for i in new.index:
        parts = [panel.numbers.loc[i, f"a_{p}_tot"] for p in ("onosupp", "ounpaid", "oremain")]
        total, mark = panel.numbers.loc[i, "a_other_tot"], panel.status.loc[i, "a_other_tot"]
        if any(pd.isna(p) for p in parts):
            assert pd.isna(total) or mark in ("derived", "violated")
        else:
            assert total == sum(parts)


def test_a_value_is_there_exactly_where_its_status_says_so(panel: Panel) -> None:
    with_number = {"reported", "deduced", "corrected", "violated", "derived"}
    for name in load_variables():
        filled = panel.numbers[name].notna()
        assert (panel.status[name].isin(with_number) == filled).all(), name


def test_strict_leaves_out_what_an_identity_speaks_against(panel: Panel, archive_run: Path) -> None:
    strict = make_panel(load(archive_run), strict=True)
    violated = panel.status.iloc[:, len(panel.keys) :].eq("violated")
    assert violated.to_numpy().any()
    numbers = strict.numbers.iloc[:, len(panel.keys) :]
    assert numbers.where(violated).isna().to_numpy().all()
    kept = panel.numbers.iloc[:, len(panel.keys) :].mask(violated)
    pd.testing.assert_frame_equal(numbers.astype("Float64"), kept.astype("Float64"))


def _two_of_a_body(tmp_path: Path, *, changed: bool) -> Path:
    """Make a run of two filings of one body and year, equal or with one number changed."""
    folder = tmp_path / "in"
    folder.mkdir()
    page = (FIXTURES / "archive/beiqiao-zhuyuan-shangwu/2024.html").read_text("utf-8")
    (folder / "a.html").write_text(page, "utf-8")
    other = (
        re.sub(r"(<td[^>]*>)0\b", r"\g<1>7", page, count=1)
        if changed
        else page.replace("</body>", " </body>")
    )
    assert other != page
    (folder / "b.html").write_text(other, "utf-8")
    run_program("run", str(folder), "--output", str(tmp_path / "out"), "--jobs", "1")
    return tmp_path / "out"


def test_equal_filings_of_a_body_and_year_are_one_line(tmp_path: Path) -> None:
    panel = make_panel(load(_two_of_a_body(tmp_path, changed=False)))
    assert panel.numbers["source"].tolist() == ["a.html"]
    assert panel.numbers["filings"].tolist() == [2]
    assert panel.left_out["reason"].tolist() == ["duplicate"]


def test_differing_ones_are_a_conflict_without_numbers(tmp_path: Path) -> None:
    output = _two_of_a_body(tmp_path, changed=True)
    panel = make_panel(load(output))
    assert panel.numbers["conflict"].tolist() == [1]
    assert panel.numbers.loc[0, list(load_variables())].isna().all()
    assert sorted(panel.left_out["reason"]) == ["conflict", "conflict"]
    preferred = make_panel(load(output), prefer=["*b.html"])
    assert preferred.numbers["source"].tolist() == ["b.html"]
    assert preferred.numbers["conflict"].tolist() == [0]
    assert preferred.left_out["reason"].tolist() == ["not_preferred"]


@pytest.fixture(scope="module")
def files(archive_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("panel")
    done = run_program("panel", str(archive_run), "--output", str(folder))
    assert done.exit_code == 0, done.output
    return folder


def test_every_format_holds_the_same_numbers(files: Path, panel: Panel) -> None:
    wanted = panel.numbers[list(load_variables())].astype("Float64")
    stata = pd.read_stata(files / "panel.dta", convert_categoricals=False)
    for frame in (pd.read_csv(files / "panel.csv"), pd.read_parquet(files / "panel.parquet"), stata):
        pd.testing.assert_frame_equal(frame[wanted.columns].astype("Float64"), wanted)
        assert frame["organization"].tolist() == panel.numbers["organization"].tolist()


def test_stata_has_labels_for_variables_and_values(files: Path) -> None:
    with pd.io.stata.StataReader(files / "panel_status.dta") as reader:
        reader.read()
        assert reader.value_labels()["a_new_tot"] == dict(enumerate(STATUSES))
    with pd.io.stata.StataReader(files / "panel.dta") as reader:
        assert "总计" in reader.variable_labels()["a_new_tot"]


def test_the_workbook_has_its_sheets_and_a_frozen_header(files: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(files / "panel.xlsx")
    assert book.sheetnames == ["panel", "status", "codebook", "left_out"]
    assert book["panel"].freeze_panes
    assert [c.value for c in book["panel"][1]][:3] == ["organization_id", "organization", "year"]


def test_two_panels_of_one_run_are_the_same_bytes(archive_run: Path, files: Path, tmp_path: Path) -> None:
    run_program("panel", str(archive_run), "--output", str(tmp_path))
    for path in sorted(files.iterdir()):
        if path.suffix in (".csv", ".parquet", ".dta"):
            assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_byte_order_mark_is_there_on_request(archive_run: Path, tmp_path: Path) -> None:
    run_program("panel", str(archive_run), "--output", str(tmp_path), "--format", "csv", "--bom")
    assert (tmp_path / "panel.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["left_out.csv", "panel.csv", "panel_status.csv"]


def test_a_folder_without_a_run_is_said(tmp_path: Path) -> None:
    done = run_program("panel", str(tmp_path), "--output", str(tmp_path / "p"))
    assert done.exit_code == 2
    assert "not the output of a run" in done.output


def test_parquet_runs_give_the_same_panel(panel: Panel, parquet_run: Path) -> None:
    again = make_panel(load(parquet_run))
    pd.testing.assert_frame_equal(again.numbers, panel.numbers)
    pd.testing.assert_frame_equal(again.status, panel.status)


def test_an_empty_run_has_an_empty_panel(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    shutil.copy(FIXTURES / "hostile/404.html", tmp_path / "in")
    run_program("run", str(tmp_path / "in"), "--output", str(tmp_path / "out"))
    made = make_panel(load(tmp_path / "out"))
    assert len(made.numbers) == 0
    assert made.left_out["reason"].tolist() == ["not_a_report"]


def test_left_out_is_written_with_its_reasons(files: Path) -> None:
    with (files / "left_out.csv").open(encoding="utf-8", newline="") as file:
        reasons = {r["reason"] for r in csv.DictReader(file)}
    assert {"year_unknown", "organization_unknown", "no_tables"} <= reasons
