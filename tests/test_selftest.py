"""Faults put into filings: what is printed where, what follows from it, and what a reader that errs is told."""

from __future__ import annotations

import csv
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

import pytest

from extractor.forms import load_forms
from extractor.inputs.members import Member
from extractor.inputs.sources import Selection, find_sources
from extractor.model.filing import CellStatus, Filing
from extractor.selftest import Plan, run_selftest
from extractor.selftest.choose import Chooser
from extractor.selftest.faults import Change, Fault, kinds, with_fault
from extractor.selftest.in_lines import print_in_lines
from extractor.selftest.places import Print
from extractor.selftest.report import report_of
from extractor.selftest.score import judge, keys
from extractor.selftest.subject import Subject, clean_subject
from extractor.writers.selftested import selftest_lines, selftest_page
from tests.conftest import ROOT, run_program

if TYPE_CHECKING:
    from pathlib import Path

ARCHIVE = ROOT / "fixtures/archive"
ONE_OF_EACH = (
    "anling-bailu-caizheng/2021.html",
    "beiqiao-zhuyuan-shangwu/2022.html",
    "anling-bailu-zhujian/2022.docx",
    "anling-bailu-yingji/2021.pdf",
    "jinhuai-fengtailing-shichang/2024.txt",
    "linxi-qinghe-tongji/2016.html",
    "changyu-fengtailing-keji/2015.txt",
    "songyuanhu-qingyuanshan-renshe/2020.txt",
    "wangchao-qingyuanshan-renshe/2020.txt",
)


def subject(name: str) -> Subject:
    path = ARCHIVE / name
    found = clean_subject(Member(name, path.read_bytes()), "off", load_forms())
    assert found is not None
    return found


def at(filing: Filing, table: str, row: str, column: str) -> tuple[int, int]:
    number = next(i for i, t in enumerate(filing.tables) if t.table == table)
    cells = [(f.row, f.column) for f in filing.tables[number].facts]
    return number, cells.index((row, column))


@pytest.mark.parametrize("name", [n for n in ONE_OF_EACH if "2016" not in n and "2015" not in n])
def test_a_changed_number_is_read_where_it_was_changed_and_nowhere_else(name: str) -> None:
    clean = subject(name)
    table, cell = at(clean.filing, "applications", "handled_total", "total")
    fault = Fault("wrong-total", table, (Change(cell, "987"),))
    read = clean.with_fault(fault)
    assert read is not None
    got, where = read
    assert where == ("grid" if name.endswith("pdf") else "source")
    differing = [
        (new.row, new.column, new.value)
        for a, b in zip(clean.filing.tables, got.tables, strict=True)
        for old, new in zip(a.facts, b.facts, strict=True)
        if (old.status, old.value) != (new.status, new.value)
    ]
    assert differing == [("handled_total", "total", Decimal(987))]


@pytest.mark.parametrize("name", ["anling-bailu-caizheng/2021.html", "anling-bailu-zhujian/2022.docx"])
def test_a_row_that_is_taken_out_of_the_source_is_the_only_one_to_go(name: str) -> None:
    clean = subject(name)
    table, _ = at(clean.filing, "applications", "handled_total", "total")
    fault = Chooser(clean.filing, table, load_forms(), Random(1)).choose("lose", "row-lost")
    assert fault is not None
    read = clean.with_fault(fault)
    assert read is not None
    got, where = read
    assert where == "source"
    absent = {f.row for t in got.tables for f in t.facts if f.status is CellStatus.ABSENT}
    assert absent == {fault.lost}


def test_what_is_due_is_told_without_reading() -> None:
    clean = subject("anling-bailu-caizheng/2021.html")
    table, cell = at(clean.filing, "applications", "granted", "natural_person")
    old = clean.filing.tables[table].facts[cell].value
    assert old is not None
    due = with_fault(clean.filing, Fault("digit-changed", table, (Change(cell, str(old + 1)),)))
    found = keys(due, load_forms()) - keys(clean.filing, load_forms())
    assert {(k.rule, k.row, k.column, k.difference) for k in found} == {
        ("applications-row-total", "granted", "total", "-1"),
        ("applications-handled-total", "handled_total", "natural_person", "-1"),
    }


def test_a_reader_that_errs_is_told_of() -> None:
    """A reading that does not see the fault misses all of it; one that reads another number is counted."""
    clean = subject("anling-bailu-caizheng/2021.html")
    forms = load_forms()
    table, cell = at(clean.filing, "applications", "granted", "natural_person")
    due = with_fault(clean.filing, Fault("digit-changed", table, (Change(cell, "77"),)))
    before = keys(clean.filing, forms)
    blind = judge(before, due, clean.filing, forms)
    assert (len(blind.found), len(blind.missed), len(blind.false), blind.wrong) == (0, 2, 0, 1)
    other = with_fault(clean.filing, Fault("digit-changed", table, (Change(cell, "78"),)))
    wrong = judge(before, due, other, forms)
    assert (len(wrong.found), len(wrong.missed), len(wrong.false), wrong.wrong) == (0, 2, 2, 1)


@pytest.mark.parametrize(
    ("line", "place", "old", "new", "then"),
    [
        ("| a | 12 | 3 |", "1:7", "12", "7", "| a | 7 | 3 |"),
        ("a\t12\t3", "1:3", "12", "", "a\t\t3"),
        ("a    1    3", "1:6", "1", "123", "a    123  3"),
        ("a    123  3", "1:6", "123", "1", "a    1    3"),
        ('"a","12","3"', "1:5", "12", "5", '"a","5","3"'),
        ("| a | 12 | 3 |", "1:7", "1", "7", None),  # not the whole number
        ("| a | 12 | 3 |", "2:7", "12", "7", None),  # no such line
        ("| a | 12 | 3 |", "1/2/3", "12", "7", None),
    ],
)
def test_lines_keep_all_but_the_number(line: str, place: str, old: str, new: str, then: str | None) -> None:
    assert print_in_lines(line, Print({place: (old, new)})) == then


def test_the_arithmetic_rules_are_trusted_in_every_layout() -> None:
    names = [ARCHIVE / name for name in ONE_OF_EACH]
    outcome = run_selftest(find_sources(names, [], Selection()), Plan(limit=len(names), ocr="off"))
    assert outcome.taken == len(names)
    report = report_of(outcome, "en")
    assert {line.layout for line in report.layouts} >= {
        "html",
        "docx",
        "pdf",
        "text pipes",
        "text tabs",
        "text run together",
    }
    arithmetic = [line for line in report.rules if line.group == "arithmetic"]
    assert {line.rule for line in arithmetic} >= {
        "applications-balance",
        "applications-row-total",
        "applications-handled-total",
        "proceedings-total",
        "statistics-sum",
    }
    assert [r for r in arithmetic if (r.precision or 0) < 0.99 or (r.recall or 0) < 0.99] == []
    assert sum(line.wrong for line in report.layouts) == 0
    assert {k.kind for k in report.kinds if k.put} == {kind.name for kind in kinds()}
    swapped = next(k for k in report.kinds if k.kind == "columns-swapped" and not k.layout)
    assert swapped.unseen
    assert str(swapped.unseen) in "\n".join(selftest_lines(report, "en"))
    assert "<script>" not in selftest_page(report, "zh").replace("<script></script>", "")


def test_the_same_seed_gives_the_same_faults_and_another_others(tmp_path: Path) -> None:
    files = [ARCHIVE / name for name in ONE_OF_EACH[:2]]
    shown: list[list[dict[str, str]]] = []
    for number, seed in enumerate((3, 3, 4)):
        folder = tmp_path / str(number)
        done = run_program(
            "selftest", *files, "--output", folder, "--limit", 1, "--seed", seed, "--lang", "en"
        )
        assert done.exit_code == 0, done.output
        with (folder / "faults.csv").open(encoding="utf-8", newline="") as file:
            shown.append(list(csv.DictReader(file)))
    assert shown[0] == shown[1] != shown[2]
    assert {row["found"] for row in shown[0]} != {""}
    assert (tmp_path / "0" / "selftest.html").read_bytes() == (tmp_path / "1" / "selftest.html").read_bytes()


def test_inputs_without_a_clean_filing_are_said(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("工作总结", encoding="utf-8")
    done = run_program("selftest", tmp_path / "a.txt", "--output", tmp_path / "out", "--lang", "en")
    assert done.exit_code == 1
    assert "No clean filing" in done.output
    assert not (tmp_path / "out").exists()
