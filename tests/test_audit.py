"""A run's look at its own reading: what no cell took, labels that matched nothing, groups of which less is read."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING

import pytest

from extractor.archive.audit import FEWEST, shares, unmatched_labels
from extractor.archive.memory import MemoryView
from extractor.archive.side_files import aliases_of
from extractor.errors import UsageError
from extractor.forms import load_forms, use_aliases
from extractor.model.filing import CellStatus, Fact, Filing, FilingStatus, TableReading
from extractor.writers.audited import site_of
from extractor.writers.rows import RowMaker
from tests.conftest import ROOT, run_program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = ROOT / "fixtures/archive/anling-bailu-caizheng/2021.html"
ODD = "办件结清合计数目"


@pytest.fixture(autouse=True)
def _no_aliases_are_left() -> Iterator[None]:
    yield
    use_aliases(())


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def odd(tmp_path: Path) -> Path:
    """A folder with a page on which a row has a label that nobody knows."""
    page = PAGE.read_text("utf-8")
    assert page.count("（七）总计") == 1
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "odd.html").write_text(page.replace("（七）总计", ODD), encoding="utf-8")
    return tmp_path / "site"


def run(folder: Path, output: Path, *more: object) -> str:
    done = run_program("run", folder, "--output", output, "--engine", "inline", "--lang", "en", *more)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_label_that_matches_nothing_is_listed_with_its_numbers_and_an_alias_mends_it(
    odd: Path, tmp_path: Path
) -> None:
    output = tmp_path / "out"
    run(odd, output)
    audit = table(output / "audit.csv")
    numbers = [row for row in audit if row["kind"] == "number"]
    assert len(numbers) == 7
    assert all(ODD in row["row_label"] and row["location"] for row in numbers)
    assert {row["column_label"].rpartition("/")[2] for row in numbers} >= {"自然人", "总计"}
    (label,) = table(output / "labels.csv")
    assert (label["label"], label["kind"], label["times"], label["filings"]) == (ODD, "row", "1", "1")
    before = {r["row"]: r["status"] for r in table(output / "applications.csv") if r["column"] == "total"}
    assert before["handled_total"] == "absent"

    aliases = tmp_path / "aliases.csv"
    aliases.write_text(f"label,code,table\n{ODD},handled_total,applications\n", encoding="utf-8")
    run(odd, output, "--aliases", aliases)
    assert table(output / "audit.csv") == table(output / "labels.csv") == []
    after = {r["row"]: r["status"] for r in table(output / "applications.csv") if r["column"] == "total"}
    assert after == before | {"handled_total": "reported"}

    run(odd, output)  # without them it is as it was: they are part of what the rows were made by
    assert len(table(output / "labels.csv")) == 1


def test_every_new_file_is_part_of_the_package(odd: Path, tmp_path: Path) -> None:
    run(odd, tmp_path / "out")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert {"coverage", "audit", "labels", "shares"} <= {r["name"] for r in package["resources"]}
    (row,) = table(tmp_path / "out" / "coverage.csv")
    cells = table(tmp_path / "out" / "applications.csv") + table(tmp_path / "out" / "disclosure.csv")
    cells += table(tmp_path / "out" / "proceedings.csv")
    assert int(row["cells"]) == len(cells)
    assert {s: int(row[s]) for s in CellStatus} == {
        s: sum(c["status"] == s for c in cells) for s in CellStatus
    }


def test_a_clean_archive_leaves_nothing_over(archive_run: Path) -> None:
    """Whatever no cell took belongs to a filing that a violation or a missing cell speaks of."""
    partial = {r["filing_id"] for r in table(archive_run / "filings.csv") if r["status"] == "partial"}
    flagged = {r["filing_id"] for r in table(archive_run / "violations.csv")}
    stray = {r["filing_id"] for r in table(archive_run / "audit.csv") if r["kind"] == "number"}
    assert stray <= partial | flagged


@pytest.mark.parametrize(
    ("source", "site"),
    [
        ("a.html", "."),
        ("www.example.gov.cn/2021/a.html", "www.example.gov.cn"),
        ("crawl.warc.gz!https://www.example.gov.cn/x/3", "www.example.gov.cn"),
        ("s3://bucket/x.html", "bucket"),
        ("c.zip!http://[broken", "."),
    ],
)
def test_the_site_of_a_document(source: str, site: str) -> None:
    assert site_of(source) == site


def filing(site: str, number: int, status: CellStatus | None) -> Filing:
    """A filing with a table all of whose cells have a status; without one where that is None."""
    official = load_forms().table("2021", "proceedings")
    facts = tuple(Fact(row, column, status or CellStatus.BLANK) for row, column in official.cells)
    tables = (TableReading("2021", "proceedings", facts),) if status else ()
    state = FilingStatus.PARTIAL if tables else FilingStatus.NO_TABLES
    return Filing(f"{site}/{number}.html", "", "text/html", "html", state, tables=tables)


@pytest.mark.parametrize(
    ("status", "count", "told"),
    [
        (CellStatus.ABSENT, FEWEST, "read"),
        (None, FEWEST, "tabled"),
        (CellStatus.BLANK, FEWEST, ""),
        (CellStatus.ABSENT, FEWEST - 1, ""),
    ],
)
def test_a_fall_is_told_of_a_group_that_is_large_enough(
    status: CellStatus | None, count: int, told: str
) -> None:
    maker = RowMaker(load_forms())
    good = [filing("good", n, CellStatus.BLANK) for n in range(20)]
    bad = [filing("bad", n, status) for n in range(count)]
    rows, falls = shares(MemoryView(map(maker.rows, [*good, *bad])))
    assert {(row[1], row[-1]) for row in rows if row[0] == "site"} == {("good", ""), ("bad", told)}
    assert [(f.by, f.group, f.what) for f in falls] == ([("site", "bad", told)] if told else [])


def test_a_fall_is_said_on_the_screen_and_on_the_page_again_and_again(tmp_path: Path) -> None:
    page = PAGE.read_text("utf-8")
    for site, text in (("good", page), ("bad<b>", page[: page.index("<table")] + "</body></html>")):
        (tmp_path / "in" / site).mkdir(parents=True)
        for number in range(FEWEST):
            (tmp_path / "in" / site / f"{number}.html").write_text(f"{text}<!--{number}-->", encoding="utf-8")
    for _ in range(2):  # the second time nothing is read
        told = run(tmp_path / "in", tmp_path / "out")
        assert "site bad<b>: 0.0 % of the reports have an official table, 100.0 % elsewhere" in told
    index = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "site bad&lt;b&gt;: 0.0 %" in index
    assert "bad<b>" not in index


def test_seldom_labels_are_let_go_where_there_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractor.archive.audit.MOST_LABELS", 2)
    empty = RowMaker(load_forms()).rows(filing("a", 1, None))
    rows = [
        ("k", "2021", "applications", "row", f"组/{text}", "", "", "total", score, "")
        for text, score in (("甲", "0.5"), ("乙", "0.6"), ("甲", "0.7"), ("丙", ""))
    ]
    found = list(unmatched_labels(MemoryView([empty._replace(audit=rows)])))
    assert found == [("applications", "row", "甲", "2", "1", "total", "0.700", "k", "甲,total,applications")]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("label,code\n甲,nothing\n", "no row or column 'nothing'"),
        ("label,code\n甲,total\n", "name one in the column table"),
        ("label,code,colour\n甲,granted,red\n", "the columns are"),
        ("label,code,name,now\n甲,granted,乙,丙\n", "row 2: either"),
        ("label,code,name,now\n甲,,乙,\n", "row 2: either"),
        ("name,now\n甲\n", "row 2: two names"),
    ],
)
def test_a_file_of_aliases_that_cannot_be_meant_is_refused(tmp_path: Path, text: str, problem: str) -> None:
    path = tmp_path / "aliases.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=problem):
        aliases_of(path, load_forms())


def test_one_file_says_both_who_was_renamed_and_how_labels_are_printed(tmp_path: Path) -> None:
    path = tmp_path / "aliases.csv"
    path.write_text('name,now,label,code,table\n旧局,新局,,,\n,,"甲,乙",granted,\n', encoding="utf-8-sig")
    renamed, labels = aliases_of(path, load_forms())
    assert renamed == [("旧局", "新局")]
    assert [tuple(alias) for alias in labels] == [("甲,乙", "applications", "rows", "granted")]
