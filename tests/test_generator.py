"""The generator of filings: the same every time, and true to the contract's rules."""

from __future__ import annotations

import csv
import random
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from extractor.readers import pdf
from tests.generator import (
    LAYOUTS,
    GeneratedFiling,
    codes,
    generate,
    layouts_pdf,
    layouts_word,
    legacy,
    partings,
)
from tests.generator.archive import specs
from tests.generator.attached_archive import attached_specs
from tests.generator.fixtures import ROOT, fixture_files
from tests.generator.model import Block, Column, Printed, Row
from tests.generator.oracle import place
from tests.generator.pdf_archive import pdf_specs
from tests.generator.series import series_faults
from tests.generator.suited import fits, pick_faults, suits
from tests.generator.truth import truth_files
from tests.generator.word_archive import word_specs

CONTRACT = Path(__file__).parents[2] / "shared" / "contract"
# The rules of one filing.
RULES = {
    "applications-balance", "applications-row-total", "applications-handled-total", "proceedings-total",
    "disclosure-published-total", "statistics-sum", "statistics-part", "section-missing", "section-numbering",
    "section-empty", "table-missing", "table-duplicated", "row-missing", "row-short", "row-unexpected",
    "column-missing", "template-mismatch", "cell-blank", "cell-not-a-number", "cell-negative",
    "cell-not-whole", "amount-unit", "organization-unknown", "year-unknown", "published-late",
    "narrative-applications", "narrative-proceedings", "narrative-none", "narrative-year", "overview-topics",
    "fee-statement",
}  # fmt: skip
DUE = {
    "row-total": {"applications-row-total", "applications-handled-total"},
    "column-total": {"applications-handled-total", "applications-row-total", "applications-balance"},
    "balance": {"applications-balance"},
    "proceedings-total": {"proceedings-total"},
    "blank-cells": {"cell-blank"},
    "unfit-text": {"cell-not-a-number"},
    "negative": {"cell-negative"},
    "not-whole": {"cell-not-whole"},
    "amount-in-yuan": {"amount-unit"},
    "amount-no-unit": {"amount-unit"},
    "row-missing": {"row-missing"},
    "block-missing": {"row-missing"},
    "column-missing": {"column-missing"},
    "block-column-missing": {"column-missing"},
    "row-unexpected": {"row-unexpected"},
    "table-missing": {"table-missing"},
    "all-tables-missing": {"table-missing"},
    "single-other": {"template-mismatch"},
    "section-missing": {"section-missing", "section-numbering"},
    "last-section-missing": {"section-missing"},
    "section-misnumbered": {"section-numbering"},
    "sections-swapped": {"section-numbering"},
    "inner-numbering": {"section-numbering"},
    "section-empty": {"section-empty"},
    "table-twice": {"table-duplicated"},
    "table-twice-differing": {"table-duplicated", "cell-not-a-number"},
    "organization-unknown": {"organization-unknown"},
    "year-unknown": {"year-unknown"},
    "published-late": {"published-late"},
    "said-wrong": {"narrative-applications"},
    "said-of-others": {"narrative-applications"},
    "said-wrong-of-proceedings": {"narrative-proceedings"},
    "period-of-another-year": {"narrative-year"},
    "overview-of-another-year": {"narrative-year"},
    "overview-topics-missing": {"overview-topics"},
    "fee-unstated": {"fee-statement"},
}
HARMLESS = (
    "nil-marks", "amount-with-unit", "written-numbers", "big-numbers", "misprints", "aliases",
    "sections-exchanged", "organization-in-metadata", "organization-in-signature", "organization-in-sentence",
    "year-in-period", "year-in-metadata", "year-in-file-name",
    "compatibility-forms", "said-right", "overview-of-history",
)  # fmt: skip


def rules(filing: GeneratedFiling) -> set[str]:
    return {v.rule for v in filing.violations}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_same_arguments_give_the_same_filing(layout):
    assert generate(11, "2021", layout) == generate(11, "2021", layout)
    assert generate(11, "2021", layout).data != generate(12, "2021", layout).data


@pytest.mark.parametrize("template", codes.TEMPLATES)
@pytest.mark.parametrize("layout", [x for x in LAYOUTS if not x.startswith(("text-ragged", "text-run"))])
def test_a_filing_without_faults_breaks_no_rule(layout, template):
    if not fits(layout, template):
        pytest.skip("the layout does not show this form")
    for seed in range(5):
        filing = generate(seed, template, layout)
        assert filing.violations == []
        assert filing.filing["expected_status"] == "ok"
        cells = [
            (t, r.code, c) for t in codes.tables(template) for r in codes.rows(template, t) for c in r.columns
        ]
        assert [(f.table, f.row, f.column) for f in filing.facts] == cells


@pytest.mark.parametrize("fault", DUE)
def test_a_fault_breaks_its_rule(fault):
    for seed in range(8):
        assert DUE[fault] <= rules(generate(seed, "2021", "html-bare", faults=[fault]))


@pytest.mark.parametrize("fault", HARMLESS)
def test_what_is_only_written_otherwise_breaks_no_rule(fault):
    for seed in range(8):
        assert generate(seed, "2021", "html-bare", faults=[fault]).violations == []


def test_faults_of_one_form_only():
    assert rules(generate(1, "2019", "html-bare", faults=["published-total"])) == {
        "disclosure-published-total"
    }
    assert "statistics-sum" in rules(generate(1, "2014", "html-bare", faults=["statistics-sum"]))
    assert "statistics-part" in rules(generate(1, "2014", "html-bare", faults=["statistics-part"]))


def test_last_years_form_does_not_match():
    filing = generate(1, "2019", "html-bare", year=2021)
    assert [(v.rule, v.table) for v in filing.violations] == [
        ("template-mismatch", "applications"),
        ("template-mismatch", "disclosure"),
    ]


def test_blanks_that_hold_as_zero_are_blank_and_nothing_more():
    filing = generate(4, "2021", "html-bare", org=6, faults=["blank-zeros"])
    assert rules(filing) == {"cell-blank"}
    rows = Counter((v.table, v.row) for v in filing.violations)
    assert set(rows.values()) == {1}


def test_a_short_row_stands_where_every_placing_agrees():
    columns = [Column(c, c) for c in "abcd"]
    cells = {c: Printed.number(n) for c, n in zip("abcd", (5, 7, 7, 9), strict=True)}
    short = Row("x", ("one", "two"), cells, lost="d", start=3)
    block = Block("", columns, [short])
    assert [c.status for c in place(block, short).values()] == ["absent", "absent", "reported", "absent"]
    for code in ("y", "z"):
        block.rows.append(Row(code, ("one", "other"), cells, start=3))
    assert [c.status for c in place(block, short).values()] == ["reported"] * 3 + ["blank"]
    short.start, short.lost = 4, "a"
    assert [c.text for c in place(block, short).values()] == ["", "7", "7", "9"]


def test_partings_are_all_of_them_and_no_others():
    assert list(partings.partings("100", 2)) == [(10, 0)]
    assert list(partings.partings("1234", 2)) == [(1, 234), (12, 34), (123, 4)]
    assert partings.summing("640020470", 7) == [(64, 0, 0, 2, 0, 4, 70)]
    assert partings.settled([(1, 2), (1, 3)], 2) == [1, None]


class Cells(HTMLParser):
    """The texts of a page's table cells that a browser would show."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.open: list[tuple[str, bool, int]] = []

    def handle_starttag(self, tag, attrs):
        """Open a tag; a cell or a row closes the one before it."""
        given = dict(attrs)
        style = (given.get("style") or "").lower().replace(" ", "")
        if tag in ("td", "th", "tr"):
            self.close(tag)
        if tag == "td":
            self.texts.append("")
        if tag not in ("meta", "br", "hr", "img"):
            unseen = "hidden" in given or "display:none" in style or tag in ("script", "style")
            self.open.append((tag, unseen, len(self.texts) - 1 if tag == "td" else -1))

    def close(self, tag):
        """Close an open cell or row of this table before the next."""
        for i in range(len(self.open) - 1, -1, -1):
            if self.open[i][0] == "table":
                return
            if self.open[i][0] == tag:
                del self.open[i:]
                return

    def handle_endtag(self, tag):
        """Close a tag and what stands open in it."""
        for i in range(len(self.open) - 1, -1, -1):
            if self.open[i][0] == tag:
                del self.open[i:]
                return

    def handle_data(self, data):
        """Take text that shows, for the innermost cell."""
        if not any(unseen for _, unseen, _ in self.open):
            at = max((n for _, _, n in self.open), default=-1)
            if at >= 0:
                self.texts[at] += data.strip()


def decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    raise AssertionError


@pytest.mark.parametrize("layout", [x for x in LAYOUTS if x.startswith("html") and x != "html-subtotal"])
def test_a_page_shows_the_numbers_of_its_truth(layout):
    for seed in range(4):
        for template in ("2019", "2021"):
            filing = generate(seed, template, layout)
            page = Cells()
            page.feed(decoded(filing.data))
            shown = [t for t in page.texts if re.fullmatch(r"-?\d+(\.\d+)?", t)]
            assert shown == [str(f.value) for f in filing.facts]


@pytest.mark.parametrize(
    "layout", [x for x in LAYOUTS if x.startswith("text") and not x.startswith(("text-run", "text-ragged"))]
)
def test_a_text_shows_the_numbers_of_its_truth(layout):
    parted = {
        "text-spaces": r"\s+",
        "text-broken-header": r"\s+",
        "text-commas": r'[,"\n]+',
        "text-quoted-tabs": r'[\t"\n]+',
        "text-tagged": r"\s*(?:[|\t\r\n\f]|</?p>)\s*|\s{2,}",
    }.get(layout, r"\s*[|\t\r\n\f│║┃｜]\s*|\s{2,}")
    for seed in range(4):
        for template in ("2019", "2021"):
            filing = generate(seed, template, layout)
            text = decoded(filing.data)
            tables = text[text.index("第二十条") : text.index("五、")]
            shown = [t for t in re.split(parted, tables) if re.fullmatch(r"-?\d+(\.\d+)?", t)]
            assert shown == [str(f.value) for f in filing.facts]


@pytest.mark.parametrize("layout", ["text-run-rows", "text-run-all"])
def test_what_is_deduced_from_run_together_digits_is_what_was_printed(layout):
    for seed in range(40):
        filing = generate(seed, "2021", layout)
        plain = {(f.table, f.row, f.column): f.value for f in plain_facts(seed, layout)}
        for fact in filing.facts:
            assert fact.value in (None, plain[fact.table, fact.row, fact.column])
            assert fact.status in ("reported", "deduced", "unreadable")


def plain_facts(seed: int, layout: str):
    """The facts of the same filing where its digits are parted: made from the same figures."""
    year = int(generate(seed, "2021", layout).filing["year"])
    return generate(seed, "2021", "html-bare", year=year).facts


def test_picked_faults_suit_and_give_a_truth_that_stands():
    rng = random.Random(5)
    for i in range(300):
        layout = LAYOUTS[i % len(LAYOUTS)]
        template = codes.TEMPLATES[i % 3]
        if fits(layout, template):
            faults = pick_faults(rng, layout, template)
            assert all(suits(f, layout, template) for f in faults)
            filing = generate(i, template, layout, faults=faults)
            assert len({(f.table, f.row, f.column) for f in filing.facts}) == len(filing.facts)
            assert all((f.value is not None) == (f.status in ("reported", "deduced")) for f in filing.facts)


def test_page_weight():
    assert len(generate(1, "2021", "html-cms", page_kb=120).data) > 115_000


def test_fixtures_on_disk_are_what_is_made():
    made = fixture_files()
    kept = {
        p.relative_to(ROOT).as_posix(): p.read_bytes()
        for folder in ("archive", "truth", "years", "scans", "scans-truth", "hostile")
        for p in (ROOT / folder).rglob("*")
        if p.is_file()
    }
    assert sorted(made) == sorted(kept)
    assert [name for name, data in made.items() if kept[name] != data] == []
    assert sum(map(len, made.values())) < 17_000_000


def test_fixtures_cover_every_layout_and_rule():
    filings = [spec.make() for spec in specs()]
    assert len({f.source for f in filings}) == len(filings) >= 45
    assert {f.filing["kind"] for f in filings} == set(LAYOUTS)
    assert {f.filing["template"] for f in filings} >= set(codes.TEMPLATES)
    assert set().union(*(rules(f) for f in filings)) == RULES
    assert {f.status for x in filings for f in x.facts} == {
        "reported", "blank", "nil", "unreadable", "absent", "deduced",
    }  # fmt: skip


def test_fixtures_break_no_rule_between_filings():
    assert series_faults([spec.make() for spec in (*specs(), *pdf_specs())]) == []


def test_pdf_fixtures_cover_every_layout_and_form():
    filings = [spec.make() for spec in pdf_specs()]
    assert len({f.source for f in filings}) == len(filings) >= 25
    assert {f.filing["kind"] for f in filings} == set(layouts_pdf.LAYOUTS)
    assert {f.filing["template"] for f in filings} >= set(codes.TEMPLATES)


@pytest.mark.parametrize("spec", [s for s in pdf_specs() if s.layout in layouts_pdf.DRAWN])
def test_pdfs_that_are_kept_say_what_is_drawn(spec):
    kept = (ROOT / "archive" / spec.source).read_bytes()
    assert pdf.read(kept) == pdf.read(spec.make(drawn=True).data)


@pytest.mark.skipif(not CONTRACT.exists(), reason="the contract is not here")
def test_codes_are_the_contracts():
    with (CONTRACT / "fields.csv").open(encoding="utf-8-sig", newline="") as file:
        wanted = [(r["template"], r["table"], r["row"], r["column"], r["unit"]) for r in csv.DictReader(file)]
    ours = [
        (t, n, r.code, c, codes.unit(t, n, r.code, c))
        for t in codes.TEMPLATES
        for n in codes.TABLE_NAMES
        for r in codes.rows(t, n)
        for c in r.columns
    ]
    assert sorted(ours) == sorted(wanted)


def test_word_fixtures_cover_every_layout():
    filings = [spec.make() for spec in word_specs()]
    assert len({f.source for f in filings}) == len(filings) >= 8
    assert {f.filing["kind"] for f in filings} == set(layouts_word.LOOKS) - {
        "word-edited"
    }  # of fixtures/legacy


def test_legacy_fixtures_have_the_truth_that_is_made():
    made = truth_files([filing for filing, _ in legacy.filings()])
    assert {name: (legacy.FOLDER / "truth" / name).read_text("utf-8") for name in made} == made
    assert {p.name for p in (legacy.FOLDER / "archive").iterdir()} == {f.source for f, _ in legacy.filings()}


def test_attached_fixtures_say_the_tables_once():
    for spec in attached_specs():
        page, file = spec.make()
        assert page.facts
        assert not file.facts
        assert "<table" not in page.data.decode()
