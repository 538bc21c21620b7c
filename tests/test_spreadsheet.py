"""A text that a spreadsheet would run is shown instead; numbers and marks for none stay as they are."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import frictionless
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import extractor
from extractor.analysis.database import load_into
from extractor.writers.spreadsheet import BOM, as_printed, inert
from tests.conftest import ROOT, run_program

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://x";"y")',
        "@SUM(A1)",
        "+cmd|' /C calc'!A0",
        "-cmd|' /C calc'!A0",
        "-2+3+cmd|' /C calc'!A0",
        "\t=1",
        " =1",
        "＝1+1",
        "+A1",
        "-(1)",
        "=",
        "'=1+1",
        "''@x",
    ],
)
def test_a_formula_is_shown_and_not_run(text: str) -> None:
    assert inert(text) == f"'{text}"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0",
        "-",
        "—",
        "－",
        "--",
        "-18",
        "+1036",
        "+1",
        "-1,234.5",
        "- 4 -",
        "+2件",
        "－15",
        "某市民政局",
        "1=1",
        "a@b",
        "  3",
        "'",
        "'tis",
        "'-3",
    ],
)
def test_what_is_no_formula_stays(text: str) -> None:
    assert inert(text) == text


@given(st.text(max_size=20) | st.text(alphabet="'=-+ 1a", max_size=6))
def test_nothing_is_lost(text: str) -> None:
    assert inert(text) in (text, f"'{text}")
    assert as_printed(inert(text)) == text


FORMULA = "=HYPERLINK(&quot;http://example.org&quot;,&quot;x&quot;)"
PAGE = f"""<html><head><title>青桥市民政局2022年政府信息公开工作年度报告</title></head><body>
<h1>青桥市民政局2022年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>@SUM(A1:A9)，全年公开12条。</p>
<h2>二、{FORMULA}</h2><p>'=1+1</p></body></html>"""


@pytest.fixture(scope="module")
def exact_and_for_sheets(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A run as printed, and the same run made for spreadsheets."""
    folder = tmp_path_factory.mktemp("sheets")
    (folder / "in").mkdir()
    (folder / "in/=a.html").write_text(PAGE, "utf-8")
    shutil.copy(ROOT / "fixtures/archive/beiqiao-zhuyuan-shangwu/2024.html", folder / "in")
    words = ("run", folder / "in", "--engine", "inline", "--reports", "none", "--output")
    assert run_program(*words, folder / "exact").exit_code == 0
    assert run_program(*words, folder / "sheets", "--spreadsheet").exit_code == 0
    return folder / "exact", folder / "sheets"


def test_csvs_for_spreadsheets_have_a_mark_and_run_nothing(exact_and_for_sheets: tuple[Path, Path]) -> None:
    exact, sheets = exact_and_for_sheets
    guarded = 0
    for path in sorted(exact.glob("*.csv")):
        data = (sheets / path.name).read_bytes()
        assert data.startswith(BOM)
        assert not path.read_bytes().startswith(BOM)
        before, after = (
            list(csv.reader(io.StringIO(d.decode("utf-8-sig"), newline="")))
            for d in (path.read_bytes(), data)
        )
        assert [[inert(t) for t in row] for row in before] == after
        guarded += sum(
            a != b for old, new in zip(before, after, strict=True) for a, b in zip(old, new, strict=True)
        )
    assert guarded >= 4


def test_what_is_loaded_is_as_printed(exact_and_for_sheets: tuple[Path, Path], tmp_path: Path) -> None:
    exact, sheets = map(extractor.load, exact_and_for_sheets)
    assert sheets["filings"]["source"].tolist()[1] == "=a.html"
    for name in exact:
        pd.testing.assert_frame_equal(exact[name], sheets[name])
    dumps = []
    for run, name in zip(exact_and_for_sheets, "ab", strict=True):
        load_into(run, f"sqlite:///{tmp_path}/{name}.sqlite")
        with closing(sqlite3.connect(tmp_path / f"{name}.sqlite")) as db:
            dumps.append(list(db.iterdump()))
    assert dumps[0] == dumps[1]


def test_the_folder_says_what_it_is(exact_and_for_sheets: tuple[Path, Path]) -> None:
    for folder, wanted in zip(exact_and_for_sheets, (False, True), strict=True):
        assert json.loads((folder / "run.json").read_text("utf-8"))["spreadsheet"] is wanted
        package = json.loads((folder / "datapackage.json").read_text("utf-8"))
        assert ("spreadsheet" in package) is wanted
        report = frictionless.validate(str(folder / "datapackage.json"))
        assert report.valid, report.flatten(["title", "note"])


def test_switching_reads_no_document_again(exact_and_for_sheets: tuple[Path, Path], tmp_path: Path) -> None:
    exact, sheets = exact_and_for_sheets
    out = shutil.copytree(exact, tmp_path / "out")
    words = ("run", exact.parent / "in", "--output", out, "--engine", "inline", "--reports", "none")
    for told, like in ((("--spreadsheet",), sheets), ((), exact)):
        done = run_program(*words, *told)
        assert "已读取 0 份" in done.output
        assert (out / "sections.csv").read_bytes() == (like / "sections.csv").read_bytes()


def test_parquet_for_a_spreadsheet_is_wrong_usage(tmp_path: Path) -> None:
    words = ("--output", tmp_path / "out", "--spreadsheet", "--format", "parquet")
    done = run_program("run", ROOT / "fixtures/hostile/notice.txt", *words)
    assert done.exit_code == 2
    assert "--spreadsheet is for CSVs" in done.output
