"""Corrections: their file, what they change and what not, which files are read again for them, and where they are told."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

import extractor
from extractor.analysis.database import load_into
from extractor.analysis.panel import make_panel
from extractor.batch.merge import merge
from extractor.batch.order import STATE, Order
from extractor.batch.run import run
from extractor.corrections import COLUMNS, apply, read_corrections
from extractor.errors import UsageError
from extractor.inputs.sources import Selection, find_sources
from extractor.model.codec import decode, encode
from extractor.model.correction import Correction, CorrectionOutcome
from extractor.model.filing import CellStatus, Filing, FilingStatus
from extractor.rules import check
from extractor.writers.rows import filing_id
from tests import stand_in
from tests.conftest import ROOT, content, run_program
from tests.filings_by_hand import HOSTILE, failed_filing
from tests.handmade import FORMS, whole
from tests.scoring import rows
from tests.test_attachments import page, put, word
from tests.test_resume import as_fresh, do, seen, source

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["seen", "source"]  # fixtures

HEADER = ",".join(COLUMNS[1:])
CELL = ("applications", "new_requests", "total")
FAULTY = ROOT / "fixtures/archive/beiqiao-zhuyuan-shangwu/2024.html"
FIXED = [
    ("applications", "new_requests", "legal_service", "1", "0"),
    ("applications", "new_requests", "total", "1", "0"),
]


def correction(printed: str, value: str, source: str = "example.html", cell=CELL, **told: str) -> Correction:
    return Correction(filing_id(source), source, *cell, printed, Decimal(value), **told)


def written(path: Path, *lines: tuple[str, ...], header=HEADER, encoding="utf-8") -> Path:
    """A file of corrections: source, table, row, column, printed, value, who, when, note."""
    text = "".join(",".join(f'"{c}"' for c in line) + "\n" for line in lines)
    path.write_text(header + "\n" + text, encoding=encoding)
    return path


def cell_of(filing: Filing, table: str, row: str, column: str):
    return next(f for f in filing.table(table).facts if (f.row, f.column) == (row, column))


# the file


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_a_file_is_read_with_columns_of_the_users_own(tmp_path, encoding):
    path = written(
        tmp_path / "c.csv",
        ("mine", "甲/1.html", *CELL, "1，2", "１,200", "张三", "2026-01-02", "看\n原件"),
        ("mine", "甲/2.html", *CELL, "", "-3.50", "", "", ""),
        header="own,source,table,row,column,printed,value,who,when,note",
        encoding=encoding,
    )
    first, second = read_corrections(path)
    key = filing_id("甲/1.html")
    assert first == Correction(
        key, "甲/1.html", *CELL, "1，2", Decimal(1200), "张三", "2026-01-02", "看\n原件"
    )
    assert (second.value, second.who) == (Decimal("-3.50"), "")


@pytest.mark.parametrize(
    ("encoding", "says"), [("gbk", "is GBK, not UTF-8: save it as"), ("utf-16", "is UTF-16, not UTF-8")]
)
def test_another_encoding_is_told(tmp_path, encoding, says):
    path = written(tmp_path / "c.csv", ("甲/1.html", *CELL, "1", "2", "张三", "", ""), encoding=encoding)
    with pytest.raises(UsageError, match=says):
        read_corrections(path)


def test_every_row_that_is_wrong_is_told_at_once(tmp_path):
    good = ("a.html", *CELL, "1", "2", "", "", "")
    path = written(
        tmp_path / "c.csv",
        good,
        ("a.html", *CELL, "1", "二", "", "", ""),
        ("a.html", *CELL, "1", "", "", "", ""),
        ("", *CELL, "1", "2", "", "", ""),
        ("a.html", *CELL, "1", "3", "", "", ""),
        good,
        ("a.html", *CELL, "9", "3", "", "", ""),
    )
    with pytest.raises(UsageError) as error:
        read_corrections(path)
    told = str(error.value)
    assert [line.split(":")[0].strip() for line in told.splitlines()[1:]] == [
        "row 3", "row 4", "row 5", "row 6"
    ]  # fmt: skip
    assert "row 6: 3, where row 2 has 2 for the same cell" in told


def test_an_id_of_another_source_and_a_lacking_column_are_told(tmp_path):
    path = tmp_path / "c.csv"
    path.write_text(f"{','.join(COLUMNS)}\n0123456789abcdef,a.html,{','.join(CELL)},1,2,,,\n", "utf-8")
    with pytest.raises(UsageError, match=f"is not that of a.html .{filing_id('a.html')}"):
        read_corrections(path)
    path.write_text("source;table;row;column;printed;value\n", encoding="utf-8")
    with pytest.raises(UsageError, match="lacks the columns source, table"):
        read_corrections(path)
    path.write_text(f'source,table,row,column,printed,value\na.html,{",".join(CELL)},1,"2\n', "utf-8")
    with pytest.raises(UsageError, match="is no CSV"):
        read_corrections(path)


def test_every_wrong_use_ends_with_exit_code_2(tmp_path):
    path = written(tmp_path / "c.csv", ("a.html", *CELL, "1", "x", "", "", ""))
    result = run_program("run", FAULTY, "--output", tmp_path / "out", "--corrections", path)
    assert result.exit_code == 2
    assert "row 2: value is 'x'" in result.output
    assert not (tmp_path / "out").exists()
    words = ("run", FAULTY, "--output", tmp_path / "out", "--corrections", path, "--dry-run")
    assert run_program(*words).exit_code == 2


# what they change


@pytest.mark.parametrize(
    ("word_", "printed"),
    [("7", "7"), ("blank", ""), ("nil", "/"), ("absent", ""), ("unreadable", "见附件"), ("doubtful", " O1 ")],
)
def test_a_cell_of_any_status_is_corrected_and_keeps_its_text(word_, printed):
    filing = whole(words={".".join(CELL): word_})
    before = cell_of(filing, *CELL)
    one = correction(printed, "3", who="张三", when="2026-01-02", note="原件为 3")
    after = apply(filing, [one, correction("7", "8", "other.html")], FORMS)
    fact = cell_of(after, *CELL)
    assert (fact.status, fact.value, fact.raw, fact.location) == (
        CellStatus.CORRECTED, Decimal(3), before.raw, before.location
    )  # fmt: skip
    assert after.corrections == (one._replace(outcome=CorrectionOutcome.APPLIED),)
    others = [f for t in after.tables for f in t.facts if (t.table, f.row, f.column) != CELL]
    assert others == [f for t in filing.tables for f in t.facts if (t.table, f.row, f.column) != CELL]
    assert decode(encode(after), Filing) == after


def test_the_rules_take_the_number_for_a_reported_one():
    filing = whole(words={".".join(CELL): "unreadable"})
    found = {(v.rule, v.outcome) for v in check(filing, FORMS)}
    assert ("cell-not-a-number", "violated") in found
    assert ("applications-row-total", "undecided") in found
    assert check(apply(filing, [correction("见附件", "0")], FORMS), FORMS) == []
    wrong = apply(filing, [correction("见附件", "4")], FORMS)
    assert {(v.rule, v.outcome) for v in check(wrong, FORMS)} == {
        ("applications-row-total", "violated"), ("applications-balance", "violated")
    }  # fmt: skip


def test_a_filing_whose_only_gap_is_corrected_is_whole():
    filing = whole(words={".".join(CELL): "unreadable"})
    filing = replace(filing, status=FilingStatus.PARTIAL)
    assert apply(filing, [correction("见附件", "0")], FORMS).status is FilingStatus.OK
    assert apply(filing, [correction("1", "0")], FORMS).status is FilingStatus.PARTIAL


@pytest.mark.parametrize(
    ("one", "outcome", "found"),
    [
        (correction("12", "3"), "printed-differs", "7"),
        (correction("", "3"), "printed-differs", "7"),
        (correction("7", "3", cell=("applications", "new_requests", "totals")), "no-cell", ""),
        (correction("7", "3", cell=("statistics", "staff_total", "value")), "no-table", ""),
        (correction("7", "3", cell=(HOSTILE, HOSTILE, HOSTILE)), "no-table", ""),
    ],
)
def test_what_does_not_fit_changes_nothing_and_is_told(one, outcome, found):
    filing = whole(words={".".join(CELL): "7"})
    after = apply(filing, [one], FORMS)
    assert after.tables == filing.tables
    assert [(c.outcome, c.found) for c in after.corrections] == [(outcome, found)]


def test_an_old_correction_beside_a_new_one_is_told_and_the_new_one_applied():
    filing = whole(words={".".join(CELL): "7"})
    after = apply(filing, [correction("5", "6"), correction("7", "8")], FORMS)
    assert cell_of(after, *CELL).value == 8
    assert [(c.printed, c.outcome) for c in after.corrections] == [("5", "printed-differs"), ("7", "applied")]


def test_what_a_spreadsheet_would_run_is_known_behind_its_apostrophe():
    filing = whole(words={".".join(CELL): "unreadable"})
    table = filing.tables[1]
    facts = tuple(f._replace(raw="=1+1") if (f.row, f.column) == CELL[1:] else f for f in table.facts)
    tables = (filing.tables[0], replace(table, facts=facts), filing.tables[2])
    filing = replace(filing, tables=tables)
    assert apply(filing, [correction("'=1+1", "2")], FORMS).corrections[0].applied
    assert apply(filing, [correction("=1+1", "2")], FORMS).corrections[0].applied


def test_an_unreadable_filing_has_no_table_to_correct():
    failed = failed_filing("example.html")
    assert apply(failed, [correction("7", "8")], FORMS).corrections[0].outcome == "no-table"


# from Python


def test_read_takes_the_corrections_for_its_source(tmp_path):
    path = written(tmp_path / "c.csv", *(("a/2024.html", *cell, "王五", "", "") for cell in FIXED))
    assert [v.rule for v in extractor.check(extractor.read(FAULTY, corrections=path))] == [
        "applications-balance", "applications-balance"
    ]  # fmt: skip
    filing = extractor.read(FAULTY, source="a/2024.html", corrections=str(path))
    assert "applications-balance" not in [v.rule for v in extractor.check(filing)]
    assert [c.outcome for c in filing.corrections] == ["applied", "applied"]
    again = extractor.read(FAULTY, source="a/2024.html", corrections=extractor.read_corrections(path))
    assert again == filing
    frame = extractor.to_frames([filing])["corrections"]
    assert list(frame.value) == [0, 0]
    assert isinstance(filing.corrections[0], extractor.Correction)


# over a run


def given(*lines: tuple[str, ...], tmp_path: Path) -> tuple[Correction, ...]:
    return read_corrections(written(tmp_path / "given.csv", *lines))


def printed_at(out: Path, name: str) -> str:
    """What the cell that these tests correct prints in a filing of the run."""
    key = filing_id(name)
    return next(
        r["raw"]
        for r in rows(out / "applications.csv")
        if (r["filing_id"], r["row"], r["column"]) == (key, *CELL[1:])
    )


def test_only_the_files_concerned_are_read_again(source, seen, tmp_path):
    do(source)
    out = source.parent / "out"
    clean = content(out)
    printed = printed_at(out, "0.txt")
    line = ("0.txt", *CELL, printed, "41", "张三", "", "")
    seen.clear()
    do(source, corrections=given(line, tmp_path=tmp_path))
    assert seen == ["0.txt"]
    corrected = content(out)
    assert corrected == as_fresh(source, corrections=given(line, tmp_path=tmp_path))
    seen.clear()
    outcome = do(source, corrections=given(line, tmp_path=tmp_path))
    assert (seen, outcome.tally.corrected, outcome.tally.not_corrected) == ([], 1, [])
    # another file's correction, and one for a file that is not there, touch neither
    more = given(
        ("9.txt", *CELL, "1", "2", "", "", ""),
        ("4.txt", *CELL, printed, "8", "", "", ""),
        line,
        tmp_path=tmp_path,
    )
    do(source, corrections=more)
    assert seen == ["4.txt"]
    assert content(out) == as_fresh(source, corrections=more)
    seen.clear()
    do(source, corrections=given((*line[:5], "42", "李四", "", ""), tmp_path=tmp_path))
    assert seen == ["0.txt", "4.txt"]
    seen.clear()
    do(source)
    assert seen == ["0.txt"]
    assert content(out) == clean


def test_the_order_of_the_file_changes_nothing(source, seen, tmp_path):
    do(source)
    printed = printed_at(source.parent / "out", "0.txt")
    lines = [("0.txt", *CELL, printed, "41", "", "", ""), ("0.txt", *CELL, "999", "1", "", "", "")]
    do(source, corrections=given(*lines, tmp_path=tmp_path))
    before = content(source.parent / "out")
    seen.clear()
    do(source, corrections=given(*reversed(lines), tmp_path=tmp_path))
    assert seen == []
    assert content(source.parent / "out") == before


def test_each_is_told_in_the_table_the_pages_the_log_and_at_the_end(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    (source / "2024.html").write_bytes(FAULTY.read_bytes())
    note = "<script>alert(1)</script>"
    path = written(
        tmp_path / "c.csv",
        *(("2024.html", *cell, "王五", "2026-03-01", note) for cell in FIXED),
        ("2024.html", "applications", "carried_in", "total", "7", "1", "王五", "", note),
        (f"no{note}where.html", "applications", "carried_in", "total", "7", "1", "王五", "", note),
    )
    out = tmp_path / "out"
    result = run_program("run", source, "--output", out, "--engine", "inline", "--corrections", path)
    assert result.exit_code == 0
    assert "已采用 2 处更正" in result.output
    assert "2024.html  表三 carried_in.total：更正时印 7，更正为 1；未采用：现印 0" in result.output
    assert "where.html  表三 carried_in.total：更正时印 7，更正为 1；未采用：没有这份报告" in result.output
    told = rows(out / "corrections.csv")
    assert [(r["outcome"], r["found"], r["who"], r["note"]) for r in told] == [
        ("printed-differs", "0", "王五", note),
        ("applied", "", "王五", note),
        ("applied", "", "王五", note),
        ("no-filing", "", "王五", note),
    ]
    assert [(r["status"], r["value"], r["raw"]) for r in rows(out / "applications.csv") if r["status"] == "corrected"] == [
        ("corrected", "0", "1")
    ] * 2  # fmt: skip
    log = [json.loads(line) for line in (out / STATE / "log.jsonl").read_text("utf-8").splitlines()]
    assert [e["outcome"] for e in log if e["event"] == "correction not applied"] == [
        "printed-differs",
        "no-filing",
    ]
    report = (out / "reports/2024.html.html").read_text("utf-8")
    index = (out / "index.html").read_text("utf-8")
    for shown in (report, index):
        assert "未采用：现印 0" in shown
        assert "王五" in shown
        assert note not in shown
    assert "2026-03-01" in report
    assert "未采用：没有这份报告" in index
    data = json.loads((out / "reports/2024.html.json").read_text("utf-8"))
    assert [(c["outcome"], c["printed"], c["value"], c["who"]) for c in data["corrections"]] == [
        ("printed-differs", "7", 1, "王五"), ("applied", "1", 0, "王五"), ("applied", "1", 0, "王五")
    ]  # fmt: skip
    frictionless = pytest.importorskip("frictionless")
    assert frictionless.validate(str(out / "datapackage.json")).valid


def test_parquet_database_loader_and_panel_have_them(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    (source / "2024.html").write_bytes(FAULTY.read_bytes())
    lines = [
        *(("2024.html", *cell, "王五", "", "") for cell in FIXED),
        ("gone.html", *CELL, "7", "1", "", "", ""),
    ]
    out = tmp_path / "out"
    found = find_sources([source], [], Selection(output=out))
    run(found, Order(out, kind="parquet", engine="inline", corrections=given(*lines, tmp_path=tmp_path)))
    loaded = extractor.load(out)
    cells = loaded["applications"]
    assert list(cells[cells.status == "corrected"].value) == [0, 0]
    assert list(loaded["corrections"].outcome) == ["applied", "applied", "no-filing"]
    panel = make_panel(loaded)
    marked = panel.status.loc[0] == "corrected"
    assert marked.sum() == 2
    assert list(panel.numbers.loc[0, marked[marked].index]) == [0, 0]
    counts = {t.table: t.rows for t in load_into(out, f"sqlite:///{tmp_path / 'db.sqlite'}")}
    assert counts["corrections"] == 3


def test_a_member_of_a_container_and_an_attachment(tmp_path):
    source = put(tmp_path / "in", {"b.html": page("t.docx"), "t.docx": word()})
    with zipfile.ZipFile(source / "z.zip", "w") as packed:
        packed.write(FAULTY, "内/2024.html")
    lines = [("z.zip!内/2024.html", *FIXED[1], "", "", ""), ("z.zip!no.html", *FIXED[1], "", "", "")]
    out = tmp_path / "out"
    selection = Selection(output=out)
    found = iter(list(find_sources([source], [], selection)))
    plain = run(found, Order(out, engine="inline", roots=selection.roots))
    assert plain.read == 3
    of_page = next(r for r in rows(out / "applications.csv") if r["filing_id"] == filing_id("b.html"))
    at = ("applications", of_page["row"], of_page["column"], of_page["raw"], "77")
    lines += [("b.html", *at, "", "", ""), ("t.docx", *at, "", "", "")]
    found = iter(list(find_sources([source], [], selection)))
    outcome = run(
        found,
        Order(out, engine="inline", roots=selection.roots, corrections=given(*lines, tmp_path=tmp_path)),
    )
    assert outcome.read == 3
    assert [(r["source"], r["outcome"]) for r in rows(out / "corrections.csv")] == [
        ("b.html", "applied"),
        ("t.docx", "no-table"),
        ("z.zip!内/2024.html", "applied"),
        ("z.zip!no.html", "no-filing"),
    ]
    assert '"no-table"' in (out / "reports/t.docx.json").read_text("utf-8")


def test_runs_that_had_the_same_corrections_are_merged(tmp_path):
    source = tmp_path / "in"
    source.mkdir()
    for name, what in (("0.txt", "plain"), ("1.txt", "marked")):
        (source / name).write_text(what, encoding="utf-8")

    def over(output: Path, include: tuple[str, ...] = (), lines=()) -> None:
        found = find_sources([source], [], Selection(include, output=output))
        run(found, Order(output, engine="inline", read=stand_in.read, corrections=lines))

    over(tmp_path / "whole")
    cells = [printed_at(tmp_path / "whole", name) for name in ("0.txt", "1.txt")]
    lines = given(
        *((f"{i}.txt", *CELL, cell, "41", "", "", "") for i, cell in enumerate(cells)),
        ("2.txt", *CELL, "1", "2", "", "", ""),
        tmp_path=tmp_path,
    )
    for output, include in (("a", ("0*",)), ("b", ("1*",)), ("whole", ())):
        over(tmp_path / output, include, lines)
    merge([tmp_path / "a", tmp_path / "b"], Order(tmp_path / "out", engine="inline", read=stand_in.read))
    assert content(tmp_path / "out") == content(tmp_path / "whole")
    assert [r["outcome"] for r in rows(tmp_path / "out/corrections.csv")] == [
        "applied",
        "applied",
        "no-filing",
    ]


def test_runs_that_had_different_corrections_for_one_file_are_not_merged(source, tmp_path):
    for name, lines in (("a", ()), ("b", given(("0.txt", *CELL, "0", "41", "", "", ""), tmp_path=tmp_path))):
        found = find_sources([source], [], Selection(output=tmp_path / name))
        run(found, Order(tmp_path / name, engine="inline", read=stand_in.read, corrections=lines))
    with pytest.raises(UsageError, match=r"different corrections for 0\.txt"):
        merge([tmp_path / "a", tmp_path / "b"], Order(tmp_path / "out", engine="inline", read=stand_in.read))


def test_a_pool_comes_to_the_same(source, tmp_path):
    def over(engine: str, output: Path) -> dict[str, bytes]:
        found = find_sources([source], [], Selection(output=output))
        lines = given(
            ("0.txt", *CELL, "0", "41", "", "", ""), ("4.txt", *CELL, "1", "8", "", "", ""), tmp_path=tmp_path
        )
        run(found, Order(output, engine=engine, jobs=2, read=stand_in.read, corrections=lines))
        return content(output)

    assert over("local", tmp_path / "a") == over("inline", tmp_path / "b")
