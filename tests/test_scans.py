"""Scans against their truth: no number that the paper does not print, and nearly all that it prints."""

from __future__ import annotations

import csv
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from extractor.forms import load_forms
from extractor.model.document import Grid
from extractor.pipeline import read_file
from extractor.readers.ocr import LACKING, available
from extractor.rules import check
from tests.conftest import ROOT, run_program
from tests.scoring import rows

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.model.filing import Filing

SCANS, TRUTH, NUMBERS = ROOT / "fixtures/scans", ROOT / "fixtures/scans-truth", ROOT / "fixtures/numbers"
FILINGS = {r["source"]: r for r in rows(TRUTH / "filings.csv")}
MOST_UNREAD = 0.06  # of the worst scan's cells; what is not read is said to be
UNKNOWN = "\ufffd"
needs_ocr = [pytest.mark.ocr, pytest.mark.skipif(not available(), reason=LACKING)]


def test_every_scan_is_there_and_none_besides() -> None:
    assert {p.name for p in SCANS.iterdir()} == set(FILINGS)
    assert len(FILINGS) >= 12
    assert {r["template"] for r in FILINGS.values()} == {"2014", "2019", "2021"}


class TestRecognised:
    """What needs the extra."""

    pytestmark = needs_ocr

    @pytest.mark.parametrize("source", sorted(FILINGS))
    def test_no_cell_is_silently_wrong_and_few_are_not_read(self, source: str) -> None:
        """What differs from the truth is said not to have been read."""
        filing = read_file(SCANS / source, source)
        truth = [r for r in rows(TRUTH / "facts.csv") if r["source"] == source and r["debatable"] == "0"]
        found = {(t.table, f.row, f.column): f for t in filing.tables for f in t.facts}
        wrong, unread = [], []
        for want in truth:
            fact = found.get((want["table"], want["row"], want["column"]))
            value = Decimal(want["value"]) if want["value"] else None
            if fact is not None and (fact.status, fact.value) == (want["status"], value):
                continue
            named = (want["table"], want["row"], want["column"], want["status"], want["value"], fact)
            open_ = fact is None or (fact.status == "unreadable" and fact.doubtful)
            (unread if open_ else wrong).append(named)
        assert wrong == []
        assert len(unread) <= MOST_UNREAD * len(truth), unread
        self._is_whose(filing, FILINGS[source])
        self._says_what_is_due(filing, source)

    def _is_whose(self, filing: Filing, want: dict[str, str]) -> None:
        assert str(filing.identity.year) == want["year"]
        assert filing.identity.organization in ("", want["organization"])
        assert filing.template == want["template"]
        assert filing.identity.published == want["published"]
        assert "ocr" in filing.reader

    def _says_what_is_due(self, filing: Filing, source: str) -> None:
        """Every sum that fails on paper is reported, read twice, and no other."""
        group = {r.code for r in load_forms().rulebook.rules if r.group == "arithmetic"}
        due = {
            (r["rule"], r["row"], r["column"])
            for r in rows(TRUTH / "violations.csv")
            if r["source"] == source and r["rule"] in group and r["outcome"] == "violated"
        }
        found = [v for v in check(filing, load_forms()) if v.rule in group and v.outcome == "violated"]
        assert {(v.rule, v.row, v.column) for v in found} == due
        assert {v.second_reading for v in found} <= {"agrees", "none"}

    @pytest.mark.parametrize("name", sorted(p.stem for p in NUMBERS.glob("*.csv")))
    def test_numbers_that_are_easily_misread(self, name: str) -> None:
        """Ones and sevens, lost leading digits, points and commas."""
        from extractor.readers.ocr_read import read_picture  # noqa: PLC0415 - without the extra there is none

        with (NUMBERS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            want = list(csv.reader(file))
        document = read_picture((NUMBERS / f"{name}.png").read_bytes(), "image/png")
        grid = next(block for block in document.blocks if isinstance(block, Grid))
        assert [len(row) for row in grid.rows] == [len(row) for row in want]
        cells = [
            (cell.text.replace(" ", ""), text)
            for row, texts in zip(grid.rows, want, strict=True)
            for cell, text in zip(row[1:], texts[1:], strict=True)
        ]
        dashes = {"-", "—"}
        wrong = [(a, b) for a, b in cells if a != b and UNKNOWN not in a and not {a, b} <= dashes]
        assert wrong == []
        unread = [pair for pair in cells if UNKNOWN in pair[0]]
        assert len(unread) <= 0.08 * len(cells), unread

    def test_nothing_is_fetched(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """The models are in the wheel."""
        import socket  # noqa: PLC0415

        import numpy as np  # noqa: PLC0415

        from extractor.readers.ocr_engine import Engine  # noqa: PLC0415

        def refused(*_: object) -> None:
            raise AssertionError("the network was asked")

        monkeypatch.setattr(socket.socket, "connect", refused)
        monkeypatch.setattr(socket, "getaddrinfo", refused)
        assert Engine().read([np.full((48, 96), 255, np.uint8)])[0].text == ""


def test_without_the_extra_scans_are_unreadable_and_the_rest_is_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("extractor.readers.open.available", lambda: False)
    monkeypatch.setattr("extractor.readers.pdf_scans.available", lambda: False)
    for source in FILINGS:
        filing = read_file(SCANS / source, source)
        assert filing.status == "unreadable"
        assert "extractor[ocr]" in filing.error
    assert read_file(ROOT / "fixtures/archive/beiqiao-zhuyuan-shangwu/2024.html", "a.html").status == "ok"


def test_ocr_off_says_that_it_was_off(tmp_path: Path) -> None:
    output = tmp_path / "output"
    result = run_program(
        *("run", SCANS, "--ocr", "off", "--output", output, "--jobs", "1", "--reports", "none")
    )
    assert result.exit_code == 1
    assert all("--ocr off" in r["error"] and not r["template"] for r in rows(output / "filings.csv"))
