"""The workbench: its index, what is found, and decisions that outlive a run as long as their numbers do."""

from __future__ import annotations

import csv
import io
import re
import shutil
import sqlite3
from html import unescape
from typing import TYPE_CHECKING

import pytest

from extractor.forms import load_forms
from extractor.inputs.encoding import decode
from extractor.readers.html_view import view
from extractor.review.board import Board, Filters
from extractor.review.claims import Found, Key, Printed, cells_of, changes, state_of
from extractor.review.decisions import Decisions, RefusedError, number_of
from extractor.review.index import open_index, region_of
from extractor.review.stretches import rows_of, stretches
from extractor.review.told import filing_told
from extractor.writers.filing_json import filing_json
from extractor.writers.report_paths import report_stem
from extractor.writers.rows import filing_id
from extractor.writers.schema import FACT_TABLES, SCHEMAS
from extractor.writers.words import words
from tests.conftest import ROOT, run_program
from tests.desk import a_desk, a_run, served
from tests.scoring import rows

if TYPE_CHECKING:
    from pathlib import Path

ARCHIVE = ROOT / "fixtures/archive"
SHANGWU = (ARCHIVE / "beiqiao-zhuyuan-shangwu/2024.html").read_text("utf-8")
"""Its 新收 + 结转 is 1 more than its 办理 + 结转, of 法律服务机构 and so of 总计."""
OTHER = (ARCHIVE / "ruihe-meiwu-shuili/2022.html").read_bytes()
NEW = "新收政府信息公开申请数量<td>0<td>0<td>0<td>0<td>1<td>0<td>1"
NAME = "北桥/2024.html"
ID = filing_id(NAME)


def found(**more: str) -> Found:
    key = Key(ID, "applications-balance", "applications", "handled_total", "total")
    told = {
        "severity": "error",
        "outcome": "violated",
        "template": "2021",
        "row_label": "",
        "column_label": "",
    }
    numbers = {"expected": "1", "actual": "0", "difference": "-1", "message": "", "location": ""}
    return Found(key, **{**told, **numbers, "second_reading": "none", **more})


# what a decision is about


def test_a_sum_rests_on_all_its_terms() -> None:
    cells = cells_of(found(), load_forms())
    assert cells == tuple(
        (row, "total") for row in ("new_requests", "carried_in", "handled_total", "carried_out")
    )


def test_what_is_no_sum_rests_on_the_cells_that_it_names() -> None:
    blank = found()._replace(key=Key(ID, "cell-blank", "applications", "granted", "total other_organization"))
    assert cells_of(blank, load_forms()) == (("granted", "total"), ("granted", "other_organization"))
    missing = found()._replace(key=Key(ID, "section-missing", "", "", ""))
    assert cells_of(missing, load_forms()) == ()


def test_a_number_that_changed_is_said_even_where_the_sums_are_the_same() -> None:
    cells = (("new_requests", "total"), ("carried_in", "total"))
    then = state_of(
        found(), cells, dict(zip(cells, (Printed("reported", "1"), Printed("reported", "0")), strict=True))
    )
    now = state_of(
        found(), cells, dict(zip(cells, (Printed("reported", "0"), Printed("reported", "1")), strict=True))
    )
    assert changes(then, then) == []
    assert [(c.row, c.what, c.then, c.now) for c in changes(then, now)] == [
        ("new_requests", "raw", "1", "0"),
        ("carried_in", "raw", "0", "1"),
    ]


def test_a_blank_that_became_a_nil_is_a_change() -> None:
    cells = (("granted", "total"),)
    then = state_of(found(), cells, {cells[0]: Printed("blank", "")})
    now = state_of(found(), cells, {cells[0]: Printed("absent", "")})
    assert [(c.what, c.then, c.now) for c in changes(then, now)] == [("status", "blank", "absent")]


def test_what_rests_on_no_number_is_told_by_its_words() -> None:
    one = found(expected="", actual="", message="缺少第三部分")
    assert changes(state_of(one, (), {}), state_of(one, (), {})) == []
    other = one._replace(message="缺少第五部分")
    assert [c.what for c in changes(state_of(one, (), {}), state_of(other, (), {}))] == ["message"]
    # its words may be put otherwise where it has numbers
    numbered = found(message="one wording")
    assert changes(state_of(numbered, (), {}), state_of(numbered._replace(message="another"), (), {})) == []


# decisions over runs


@pytest.fixture
def run(tmp_path: Path) -> tuple[Path, Path]:
    return a_run(tmp_path, {NAME: SHANGWU, "other/2022.html": OTHER})


def decide(run: tuple[Path, Path], column: str, verdict: str = "filing", note: str = "已电话核实") -> None:
    desk = a_desk(*run)
    opened = desk.open(ID)
    assert opened is not None
    (nth,) = [i for i, f in enumerate(opened.found) if f.key.column == column]
    with served(desk) as client:
        client.enter()
        fields = {"nth": str(nth), "verdict": verdict, "note": note, "who": "核对员甲"}
        assert client.post(f"/filing/{ID}/decide", fields).status == 303


def standings(run: tuple[Path, Path]) -> dict[str, str]:
    desk = a_desk(*run)
    n = desk.board.number_of[ID]
    told = {desk.board.key_of(v).column: desk.board.standing(v) for v in desk.board.violations_of(n)}
    desk.decisions.close()
    return told


def rewrite(run: tuple[Path, Path], new: str) -> None:
    """Let the filing print other numbers of new requests."""
    assert SHANGWU.count(NEW) == 1
    (run[0] / NAME).write_text(SHANGWU.replace(NEW, new), "utf-8")


def again(run: tuple[Path, Path]) -> None:
    source, output = run
    assert run_program("run", source, "--output", output, "--engine", "inline").exit_code == 0


def test_a_decision_stays_over_a_new_run(run: tuple[Path, Path]) -> None:
    assert standings(run) == {"legal_service": "open", "total": "open"}
    decide(run, "total")
    again(run)
    assert standings(run) == {"legal_service": "open", "total": "filing"}


def test_a_decision_comes_back_when_a_number_under_it_changed(run: tuple[Path, Path]) -> None:
    decide(run, "legal_service", "accepted")
    rewrite(run, NEW.replace("1<td>0<td>1", "2<td>0<td>1"))
    again(run)
    assert standings(run)["legal_service"] == "changed"
    desk = a_desk(*run)
    with served(desk) as client:
        text = client.enter().get(f"/filing/{ID}").text
    assert "作出决定以后数字变了" in text
    assert "<s>1</s> → <b>2</b>" in text


def test_a_decision_whose_violation_is_gone_is_kept_and_said(run: tuple[Path, Path]) -> None:
    decide(run, "legal_service")
    rewrite(run, NEW.replace("1", "0"))
    again(run)
    desk = a_desk(*run)
    assert [d.key.column for d in desk.gone] == ["legal_service"]
    with served(desk) as client:
        assert "对应的问题已不存在" in client.enter().get("/decisions").text


def test_a_run_never_writes_the_decisions(run: tuple[Path, Path]) -> None:
    decide(run, "total")
    before = (run[1] / "decisions.sqlite").read_bytes()
    assert run_program("run", run[0], "--output", run[1], "--engine", "inline", "--no-resume").exit_code == 0
    assert (run[1] / "decisions.sqlite").read_bytes() == before


def test_a_verdict_is_taken_back_and_the_history_stays(run: tuple[Path, Path]) -> None:
    decide(run, "total", "filing")
    decide(run, "total", "open", "")
    assert standings(run)["total"] == "open"
    kept = Decisions(run[1] / "decisions.sqlite")
    key = Key(ID, "applications-balance", "applications", "handled_total", "total")
    assert [(d.verdict, d.who) for d in kept.history(key)] == [("filing", "核对员甲"), ("open", "核对员甲")]
    kept.close()


# corrections


def test_a_reading_at_fault_is_kept_as_a_correction_and_exported(run: tuple[Path, Path]) -> None:
    desk = a_desk(*run)
    with served(desk) as client:
        client.enter()
        cell = "applications.handled_total.legal_service"
        opened = desk.open(ID)
        assert opened is not None
        (nth,) = [i for i, f in enumerate(opened.found) if f.key.column == "legal_service"]
        fields = {"nth": str(nth), "verdict": "reading", "note": "原件为 1", "who": "核对员甲", "cell": cell}
        assert client.post(f"/filing/{ID}/decide", {**fields, "value": "1"}).status == 303
        table = list(csv.DictReader(io.StringIO(client.get("/corrections.csv").text)))
    assert [{k: v for k, v in row.items() if k != "when"} for row in table] == [
        {
            "filing_id": ID, "source": NAME, "table": "applications", "row": "handled_total",
            "column": "legal_service", "printed": "0", "value": "1", "who": "核对员甲", "note": "原件为 1",
        }
    ]  # fmt: skip


def test_a_cell_is_corrected_by_itself_and_the_correction_withdrawn(run: tuple[Path, Path]) -> None:
    desk = a_desk(*run)
    cell = {"cell": "applications.granted.total", "who": "甲"}
    with served(desk) as client:
        client.enter()
        assert client.post(f"/filing/{ID}/correct", {**cell, "value": "12"}).status == 200
        assert "12（甲" in client.post(f"/filing/{ID}/correct", {**cell, "value": "12.50"}).text.replace(
            "12.50", "12"
        )
        assert [c.value for c in desk.decisions.corrections()] == ["12.50"]
        assert client.post(f"/filing/{ID}/correct", {**cell, "value": "十二"}).status == 422
        assert client.post(f"/filing/{ID}/correct", {**cell, "value": ""}).status == 200
        assert desk.decisions.corrections() == []
        assert client.post(f"/filing/{ID}/correct", {**cell, "cell": "applications.no.such"}).status == 404


@pytest.mark.parametrize(
    "text", ["1e5", "NaN", "Infinity", "1_000", "１２", "0x10", "1,000", "=1+1", "9" * 60]
)
def test_only_a_plain_number_is_a_correction(text: str) -> None:
    with pytest.raises(RefusedError):
        number_of(text)


def test_numbers_keep_their_digits() -> None:
    assert [number_of(t) for t in (" 12 ", "-3", "+4", "0.50", "")] == ["12", "-3", "4", "0.50", ""]


# the index


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_rows_of_each_filing_are_found(tmp_path: Path, kind: str) -> None:
    _, output = a_run(
        tmp_path,
        {"a.html": SHANGWU, "b.html": OTHER, "c.txt": "\n无关"},
        "--format",
        kind,
        "--reports",
        "none",
    )
    index = open_index(output, lambda _: None)
    board = Board(sqlite3.connect(index))
    desk = a_desk(tmp_path / "source", output)
    for n in range(board.size):
        opened = desk.open(board.ids[n])
        assert opened is not None
        assert opened.how == "tables"
    opened = desk.open(filing_id("a.html"))
    assert opened is not None
    assert [len(t.facts) for t in opened.filing.tables] == [
        len(load_forms().table("2021", c).cells) for c in ("disclosure", "applications", "proceedings")
    ]
    assert {v.cells for v in opened.violations} != {()}
    desk.decisions.close()


def test_a_text_of_several_lines_does_not_part_a_filing_from_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    ids = ["a" * 16, "b" * 16, "c" * 16]
    lines = [[ids[0], "x"], [ids[0], f'one\n{ids[1]},"two"\n'], [ids[1], "y"], [ids[2], ""], [ids[2], "z"]]
    schema = SCHEMAS["sections"]
    filled = [[*line, *[""] * (len(schema.columns) - 2)] for line in lines]
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([schema.columns, *filled])
    seen = {s.filing_id: rows_of(path, schema, s.part, s.start, s.size) for s in stretches(path)}
    assert {k: [r["section"] for r in v] for k, v in seen.items()} == {
        ids[0]: ["x", lines[1][1]], ids[1]: ["y"], ids[2]: ["", "z"],
    }  # fmt: skip


def test_the_index_is_made_again_only_when_the_run_changed(run: tuple[Path, Path]) -> None:
    said: list[str] = []
    open_index(run[1], said.append)
    open_index(run[1], said.append)
    assert len(said) == 1
    (run[0] / "new.html").write_bytes(OTHER)
    again(run)
    path = open_index(run[1], said.append)
    assert len(said) == 2
    assert Board(sqlite3.connect(path)).size == 3


def test_counts_are_those_of_the_tables(archive_run: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(archive_run, output)
    board = Board(sqlite3.connect(open_index(output, lambda _: None)))
    filings, violations = rows(output / "filings.csv"), rows(output / "violations.csv")
    facets = board.facets(Filters())
    assert {c.value: c.filings for c in facets["year"]} == {
        year: sum(f["year"] == year for f in filings) for year in {f["year"] for f in filings}
    }
    assert {c.value: c.filings for c in facets["rule"]} == {
        rule: len({v["filing_id"] for v in violations if v["rule"] == rule})
        for rule in {v["rule"] for v in violations}
    }
    # of one and the same violation: errors of a rule, not errors and somewhere else that rule
    both = Filters({"kind": ("error",), "rule": ("cell-not-a-number",)})
    assert {board.ids[n] for n in board.select(both)} == {
        v["filing_id"]
        for v in violations
        if (v["rule"], v["severity"], v["outcome"]) == ("cell-not-a-number", "error", "violated")
    }
    words_ = Filters(words="财政 2019")
    assert {board.ids[n] for n in board.select(words_)} == {
        f["filing_id"]
        for f in filings
        if all(
            any(w in f[c] for c in ("organization", "title", "source", "filing_id")) for w in ("财政", "2019")
        )
    }


def test_every_filing_is_passed_once_by_going_on(archive_run: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    shutil.copytree(archive_run, output)
    board = Board(sqlite3.connect(open_index(output, lambda _: None)))
    filters = Filters({"kind": ("error", "undecided")})
    wanted = [int(n) for n in board.select(filters)]
    passed, n = [wanted[0]], wanted[0]
    while (after := board.around(n, filters)[1]) is not None:
        passed.append(after)
        n = after
    assert passed == wanted


def test_a_region_is_that_of_the_code_or_the_first_place_of_the_name() -> None:
    assert region_of("淮安市洪泽区财政局", "320813") == "江苏省淮安市"
    assert region_of("上海市黄浦区人民政府", "310101") == "上海市"
    assert region_of("瑞河市梅坞县财政局", "") == "瑞河市"
    assert region_of("", "") == ""


# what was read, from its report


def test_a_filing_comes_back_from_its_report_as_it_was(archive_run: Path) -> None:
    forms = load_forms()
    checked = 0
    for filing in rows(archive_run / "filings.csv")[::7]:
        data = (archive_run / (report_stem(filing["source"]) + ".json")).read_bytes()
        told = filing_told(data)
        assert filing_json(told, list(told.violations), forms) == data
        checked += 1
    assert checked > 20


def test_what_is_no_report_is_refused() -> None:
    for data in (b"", b"[]", b"{}", b'{"source": 1}', b"\xff"):
        with pytest.raises(ValueError, match=r"."):
            filing_told(data)


def test_every_rule_has_a_short_name_in_both_languages() -> None:
    rules = set(load_forms().rulebook.by_code)
    for language in ("zh", "en"):
        assert set(words(language, "extractor.review")["rule"]) == rules
    own, pages = words("zh", "extractor.review"), words("zh")
    assert set(own).isdisjoint(pages), "a group of the workbench would hide one of the pages"
    assert set(FACT_TABLES) == set(pages["table"])


# the document beside it


def test_every_place_of_a_page_is_an_anchor_on_the_cell_that_prints_it(archive_run: Path) -> None:
    pages = {f["filing_id"]: f["source"] for f in rows(archive_run / "filings.csv") if f["reader"] == "html"}
    printed: dict[str, list[tuple[str, str]]] = {}
    for table in FACT_TABLES:
        for row in rows(archive_run / f"{table}.csv"):
            if row["filing_id"] in pages and re.fullmatch(r"\d+/\d+/\d+", row["location"]):
                printed.setdefault(row["filing_id"], []).append((row["location"], row["raw"]))
    seen = 0
    for key, places in printed.items():
        path = ARCHIVE / pages[key]
        if not path.is_file():
            continue  # in a container
        markup = view(decode(path.read_bytes()).text).markup
        cells = dict(re.findall(r'<t[dh] id="(\d+/\d+/\d+)"[^>]*>(.*?)</t[dh]>', markup, re.DOTALL))
        for place, raw in places:
            text = unescape(re.sub("<[^>]+>", "", cells[place]))
            # two copies of a table that differ stand in one cell of the output
            assert "".join(text.split()) in "".join(raw.split()).split("|"), (pages[key], place)
            seen += 1
    assert seen > 5000
