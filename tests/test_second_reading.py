"""A filing read twice: when it is, what becomes of its cells, and what the violations say of it."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from extractor import pipeline
from extractor.errors import UnreadableError
from extractor.forms import load_forms
from extractor.model.document import Document, Grid
from extractor.model.filing import CellStatus, FilingStatus
from extractor.readers import pdf_second
from extractor.rules import check
from tests.conftest import ROOT
from tests.generator import layouts_pdf
from tests.scoring import rows

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.model.filing import Filing, Violation

FORMS = load_forms()
SOUND, WRONG = (
    layouts_pdf.generate(77, "2021", "pdf-lines", year=2022, org=77, faults=faults).data
    for faults in ((), ("proceedings-total",))
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the second reader was given, time after time."""
    seen: list[bytes] = []

    def read(data: bytes) -> Document:
        seen.append(data)
        return pdf_second.read(data)

    monkeypatch.setitem(pipeline.SECOND_READERS, "pdf", read)
    return seen


def second(monkeypatch: pytest.MonkeyPatch, change: object) -> None:
    """Let the second reader see each text of the tables as ``change`` makes it."""

    def read(data: bytes) -> Document:
        document = pdf_second.read(data)
        grids = [
            replace(g, rows=tuple(tuple(change(c) for c in row) for row in g.rows))  # type: ignore[operator]
            for g in document.blocks
            if isinstance(g, Grid)
        ]
        return replace(document, blocks=tuple(grids))

    monkeypatch.setitem(pipeline.SECOND_READERS, "pdf", read)


def read(data: bytes) -> Filing:
    return pipeline.trace_bytes(data, "a.pdf").filing


def violated(filing: Filing, rule: str) -> list[Violation]:
    return [v for v in check(filing, FORMS) if v.rule == rule]


def test_a_filing_without_a_doubt_is_read_once(asked):
    assert read(SOUND).status is FilingStatus.OK
    assert asked == []


def test_a_sum_that_fails_is_read_again_and_is_the_filings_where_both_agree(asked):
    filing = read(WRONG)
    assert asked == [WRONG]
    assert filing.status is FilingStatus.OK
    (found,) = violated(filing, "proceedings-total")
    assert (found.outcome, found.second_reading) == ("violated", "agrees")


def test_where_they_differ_the_cell_is_unreadable_with_both_texts_and_the_sum_as_a_suggestion(monkeypatch):
    wrong = violated(read(WRONG), "proceedings-total")[0]
    first = next(t for t in read(WRONG).tables if t.table == "proceedings")
    total = next(f for f in first.facts if (f.row, f.column) == (wrong.row, wrong.column))
    meant = str(wrong.expected)
    second(monkeypatch, lambda c: c._replace(text=meant) if c.location == total.location else c)
    filing = read(WRONG)
    table = next(t for t in filing.tables if t.table == "proceedings")
    cell = next(f for f in table.facts if (f.row, f.column) == (wrong.row, wrong.column))
    assert (cell.status, cell.value, cell.raw) == (CellStatus.UNREADABLE, None, f"{total.raw} | {meant}")
    (difference,) = table.differences
    assert (difference.first, difference.second, difference.suggested) == (total.raw, meant, meant)
    assert filing.status is FilingStatus.PARTIAL
    (found,) = violated(filing, "proceedings-total")
    assert (found.outcome, found.second_reading) == ("undecided", "differs")
    assert violated(filing, "cell-not-a-number")[0].second_reading == "differs"


def test_without_a_second_reading_the_first_stands_alone(monkeypatch):
    def fail(_data: bytes) -> Document:
        raise UnreadableError("no second reading")

    monkeypatch.setitem(pipeline.SECOND_READERS, "pdf", fail)
    (found,) = violated(read(WRONG), "proceedings-total")
    assert (found.outcome, found.second_reading) == ("violated", "none")


def test_what_the_second_cannot_make_out_takes_nothing_from_the_first(monkeypatch):
    second(monkeypatch, lambda c: c._replace(text="\ufffd") if c.text.isdigit() else c)
    filing = read(WRONG)
    assert filing.status is FilingStatus.OK
    (found,) = violated(filing, "proceedings-total")
    assert (found.outcome, found.second_reading) == ("violated", "none")


def test_a_table_that_only_the_second_finds_is_unreadable_not_missing(monkeypatch):
    whole = pdf_second.read(SOUND)
    monkeypatch.setitem(pipeline.SECOND_READERS, "pdf", lambda _data: whole)
    lacking = layouts_pdf.generate(77, "2021", "pdf-lines", year=2022, org=77, faults=("table-missing",)).data
    filing = read(lacking)
    assert len(filing.tables) == 3
    assert filing.status is FilingStatus.PARTIAL
    assert violated(filing, "table-missing") == []
    (added,) = [t for t in filing.tables if all(f.value is None for f in t.facts)]
    assert {f.status for f in added.facts} == {CellStatus.UNREADABLE}


def test_neither_reader_knows_of_the_other():
    """The readers share the shape of what they give back, and nothing else."""
    readers = ROOT / "extractor/readers"
    for own, others in (("pdf_second*.py", "first"), ("pdf*.py", "second")):
        for path in readers.glob(own):
            if own == "pdf*.py" and path.name.startswith("pdf_second"):
                continue
            for name in _imported(path):
                is_second = name.startswith("extractor.readers.pdf_second")
                foreign = (
                    is_second
                    if others == "second"
                    else name.startswith("extractor.readers") and not is_second
                )
                assert not foreign, f"{path.name} imports {name}"


def _imported(path: Path) -> list[str]:
    tree = ast.parse(path.read_text("utf-8"))
    return [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


def test_the_fixtures_show_all_three(archive_run: Path) -> None:
    sources = {r["filing_id"]: r["source"] for r in rows(archive_run / "filings.csv")}
    said = {
        r["second_reading"]
        for r in rows(archive_run / "violations.csv")
        if sources[r["filing_id"]].endswith(".pdf")
    }
    assert {"agrees", "none"} <= said
