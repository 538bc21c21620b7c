"""What users rely on, over the whole archive: files, columns, codes, statuses, exit codes, equal bytes."""

from __future__ import annotations

import csv
from itertools import groupby
from typing import TYPE_CHECKING

import frictionless
import pandas as pd
import pytest

from extractor.batch.order import STATE
from extractor.forms import load_forms
from extractor.writers.report_paths import report_stem
from extractor.writers.schema import ARCHIVE_SCHEMAS
from tests.conftest import ROOT, content, run_program
from tests.generator import codes
from tests.scoring import FACT_TABLES, VALUED, rows
from tests.test_writers import CONTRACT

if TYPE_CHECKING:
    from pathlib import Path

FORMS = load_forms()
NAMED = {"index.html", "datapackage.json", "run.json", "reports"} | {
    f"{name}.csv" for name in (*CONTRACT, *ARCHIVE_SCHEMAS)
}
STATUSES = {"reported", "blank", "nil", "unreadable", "absent", "deduced", "corrected"}
FORM_TABLES = [(template, table) for template in codes.TEMPLATES for table in codes.tables(template)]


# the forms and the contract's codes


@pytest.mark.parametrize(("template", "table"), FORM_TABLES)
def test_cells_labels_and_units_are_the_contracts(template: str, table: str) -> None:
    form = FORMS.table(template, table)
    due = [(r.code, c) for r in codes.rows(template, table) for c in r.columns]
    assert list(form.cells) == due
    for row, column in due:
        assert form.unit(row, column) == codes.unit(template, table, row, column)
    captions = {code: block.caption for code, block in form.block_of.items()}
    assert {c: "/".join(filter(None, (captions[c], r.label))) for c, r in form.rows.items()} == {
        r.code: "/".join(r.labels) for r in codes.rows(template, table)
    }
    columns = codes.columns(template, table)
    assert {c: form.columns[c].label for c in form.columns} == {
        c: "/".join(columns[c].labels) for c in form.columns
    }


def test_no_form_has_other_tables() -> None:
    assert {(f.code, t) for f in FORMS.forms.values() for t in f.tables} == set(FORM_TABLES)


# what a run writes


def test_the_files_are_the_contracts(archive_run: Path) -> None:
    assert {p.name for p in archive_run.iterdir()} == NAMED | {STATE}


@pytest.mark.parametrize("name", CONTRACT)
def test_every_csv_loads(archive_run: Path, name: str) -> None:
    path = archive_run / f"{name}.csv"
    data = path.read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    frame = pd.read_csv(path)
    assert list(frame.columns) == CONTRACT[name].split()
    with path.open(encoding="utf-8", newline="") as file:
        assert sum(1 for _ in csv.reader(file, strict=True)) == len(frame) + 1
    assert len(frame) or name == "corrections"  # none were given


def test_the_package_validates(archive_run: Path) -> None:
    report = frictionless.validate(str(archive_run / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note"])


def test_every_filing_has_one_row_and_its_reports(archive_run: Path) -> None:
    filings = rows(archive_run / "filings.csv")
    sources = [r["source"] for r in filings]
    assert sources == sorted(set(sources))
    assert len({r["filing_id"] for r in filings}) == len(filings)
    for source in sources:
        assert (archive_run / f"{report_stem(source)}.html").is_file()
        assert (archive_run / f"{report_stem(source)}.json").is_file()


@pytest.mark.parametrize("table", FACT_TABLES)
def test_a_table_found_has_every_cell_of_its_form(archive_run: Path, table: str) -> None:
    order = {r["filing_id"]: i for i, r in enumerate(rows(archive_run / "filings.csv"))}
    facts = rows(archive_run / f"{table}.csv")
    assert [order[r["filing_id"]] for r in facts] == sorted(order[r["filing_id"]] for r in facts)
    for _, group in groupby(facts, key=lambda r: r["filing_id"]):
        of_filing = list(group)
        (template,) = {r["template"] for r in of_filing}
        assert [(r["row"], r["column"]) for r in of_filing] == list(FORMS.table(template, table).cells)
        for r in of_filing:
            assert r["status"] in STATUSES
            assert bool(r["value"]) == (r["status"] in VALUED)
            assert r["unit"] == codes.unit(template, table, r["row"], r["column"])


def test_violations_are_of_the_catalogue_and_counted_in_filings(archive_run: Path) -> None:
    severities = {r.code: r.severity for r in FORMS.rulebook.rules}
    violations = rows(archive_run / "violations.csv")
    for r in violations:
        # a number of another scope or period than the table's is for information only
        graded = {severities[r["rule"]]} | ({"info"} if r["rule"].startswith("narrative-") else set())
        assert r["severity"] in graded
        assert r["outcome"] in ("violated", "undecided")
        assert r["message"]
    for filing in rows(archive_run / "filings.csv"):
        for severity, column in (("error", "errors"), ("warning", "warnings")):
            count = sum(
                (r["filing_id"], r["severity"], r["outcome"]) == (filing["filing_id"], severity, "violated")
                for r in violations
            )
            assert int(filing[column]) == count


@pytest.mark.parametrize("jobs", [1, 2])
def test_the_bytes_are_the_same_again_and_whatever_the_jobs(
    archive_run: Path, tmp_path: Path, jobs: int
) -> None:
    result = run_program("run", ROOT / "fixtures/archive", "--output", tmp_path, "--jobs", jobs)
    assert result.exit_code == 0
    first, again = content(archive_run), content(tmp_path)
    assert first.keys() == again.keys()
    assert [name for name in first if first[name] != again[name]] == []


# exit codes


def fixture(name: str) -> Path:
    return ROOT / "fixtures" / name


def test_exit_codes_of_run(tmp_path: Path) -> None:
    sound = next(fixture("archive").rglob("*.html"))
    assert run_program("run", sound, "--output", tmp_path / "out").exit_code == 0
    other = fixture("hostile/notice.txt")
    assert run_program("run", other, "--output", tmp_path / "out").exit_code == 0
    empty = fixture("hostile/empty.html")
    assert run_program("run", sound, empty, "--output", tmp_path / "out").exit_code == 1
    assert len(rows(tmp_path / "out/filings.csv")) == 2
    assert run_program("run", tmp_path / "gone", "--output", tmp_path / "out").exit_code == 2
    assert run_program("run", sound).exit_code == 2


def test_exit_codes_of_check(archive_run: Path) -> None:
    filings = rows(archive_run / "filings.csv")
    clean = next(r["source"] for r in filings if r["errors"] == "0")
    faulty = next(r["source"] for r in filings if r["errors"] != "0")
    assert run_program("check", fixture("archive") / clean).exit_code == 0
    assert run_program("check", fixture("archive") / faulty).exit_code == 1
    assert run_program("check").exit_code == 2
    assert run_program("check", fixture("hostile/empty.html")).exit_code == 3
    assert run_program("check", fixture("hostile/notice.txt")).exit_code == 3
