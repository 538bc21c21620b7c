"""The baseline of accepted violations: a changed number comes back, entries run out, and all of it is said."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from extractor.baseline import judge, read_baseline, renewed, write_baseline
from extractor.baseline.file import iso_day
from extractor.errors import UsageError
from extractor.model.acceptance import Acceptance
from extractor.rules import check
from tests.conftest import ROOT, run_program
from tests.filings_by_hand import HOSTILE
from tests.handmade import FORMS, whole

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.model.acceptance import Verdict
    from extractor.model.filing import Filing

TODAY = "2026-06-30"
FOLDER = ROOT / "fixtures/archive/beiqiao-zhuyuan-shangwu"
FAULTY = {"applications.new_requests.total": "7", "applications.granted.business": "3"}


def verdict_on(filing: Filing, baseline=(), today: str = TODAY, lang: str = "zh") -> Verdict:
    words = [v.message for v in check(filing, FORMS, "zh")]
    return judge(filing, check(filing, FORMS, lang), words, baseline, today)


def accepted(filing: Filing, reason: str = "已核实", expires: str = "") -> list[Acceptance]:
    return renewed(verdict_on(filing), filing.source, (), reason, expires)


def open_rules(verdict: Verdict) -> list[str]:
    return sorted({j.violation.rule for j in verdict.judged if j.acceptance is None})


def test_all_that_is_accepted_no_longer_counts_in_either_language():
    filing = whole(words=FAULTY)
    entries = accepted(filing)
    assert len(entries) == len(check(filing, FORMS)) > 2
    for lang in ("zh", "en"):
        verdict = verdict_on(filing, entries, lang=lang)
        assert open_rules(verdict) == []
        assert not any(j.fails for j in verdict.judged)
        assert (verdict.expired, verdict.unused) == ((), ())


@pytest.mark.parametrize(
    "changed",
    [
        {"applications.new_requests.total": "8"},
        # the same sum of the parts, by other numbers
        {"applications.new_requests.natural_person": "2", "applications.new_requests.total": "9"},
    ],
)
def test_a_changed_number_comes_back_and_the_old_entry_is_unused(changed):
    entries = accepted(whole(words=FAULTY))
    verdict = verdict_on(whole(words=FAULTY | changed), entries)
    assert "applications-row-total" in open_rules(verdict)
    assert any(e.rule == "applications-row-total" for e in verdict.unused)
    assert "applications-handled-total" not in open_rules(verdict)


def test_a_part_that_changes_brings_a_sum_back_though_its_total_stays():
    words = {"applications.granted.total": "2", "applications.partly_granted.total": "1"}
    swapped = {"applications.granted.total": "1", "applications.partly_granted.total": "2"}
    entries = accepted(whole(words=words))
    assert open_rules(verdict_on(whole(words=words), entries)) == []
    assert "applications-handled-total" in open_rules(verdict_on(whole(words=swapped), entries))


def test_a_blank_that_becomes_a_word_comes_back():
    place = "applications.granted.business"
    entries = accepted(whole(words={place: "doubtful"}))
    assert open_rules(verdict_on(whole(words={place: "doubtful"}), entries)) == []
    assert open_rules(verdict_on(whole(words={place: "unreadable"}), entries)) != []


def test_without_numbers_the_words_are_the_evidence():
    filing = whole()
    without = [replace(filing, sections=tuple(s for s in filing.sections if s.section != n)) for n in (2, 5)]
    entries = [e for e in accepted(without[0]) if e.rule == "section-missing"]
    assert len(entries) == 1
    assert "section-missing" not in open_rules(verdict_on(without[0], entries))
    assert "section-missing" in open_rules(verdict_on(without[1], entries))


def test_an_entry_stands_to_the_end_of_its_day():
    filing = whole(words=FAULTY)
    entries = accepted(filing, expires=TODAY)
    assert open_rules(verdict_on(filing, entries)) == []
    late = verdict_on(filing, entries, today="2026-07-01")
    assert late.expired == tuple(entries)
    assert late.unused == ()
    assert any(j.fails for j in late.judged)


def test_an_entry_of_another_file_or_of_any():
    filing = whole(words=FAULTY)
    entries = accepted(filing)
    other = verdict_on(filing, [e._replace(file="other.html") for e in entries])
    assert len(open_rules(other)) > 1
    assert other.unused == ()
    assert open_rules(verdict_on(filing, [e._replace(file="") for e in entries])) == []


def test_a_new_baseline_keeps_what_stands_and_drops_what_is_gone():
    filing = whole(words=FAULTY)
    first = accepted(filing, "第一次")
    strangers = [first[0]._replace(file="other.html"), first[0]._replace(file="", evidence="x=1")]
    changed = whole(words=FAULTY | {"applications.new_requests.total": "8"})
    known = [*first, *strangers]
    second = renewed(verdict_on(changed, known), filing.source, known, "第二次", "2027-01-01")
    assert open_rules(verdict_on(changed, second)) == []
    assert set(strangers) <= set(second)
    assert {e.reason for e in second} == {"第一次", "第二次"}
    assert not any("=7" in e.evidence for e in second if e.file == filing.source)
    expired = accepted(filing, "旧", "2026-01-01")
    new = renewed(verdict_on(filing, expired), filing.source, expired, "新", "")
    assert {(e.reason, e.expires) for e in new} == {("新", "")}


def test_the_file_is_what_was_written(tmp_path: Path):
    entries = [
        Acceptance("甲.html", "r", "t", "a", "b", f"x=1 {HOSTILE}", '因为 "原件"，如此', "2027-01-01", "m"),
        Acceptance("", "row-unexpected", "", "", "", "=1+1", "@cmd", "", "-x"),
    ]
    path = tmp_path / "b.csv"
    write_baseline(path, entries)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    assert "'=1+1" in data.decode()
    assert list(read_baseline(path)) == entries
    write_baseline(path, read_baseline(path))
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    ("text", "day"),
    [("2027-01-05", "2027-01-05"), ("2027/1/5", "2027-01-05"), ("2027年1月5日", "2027-01-05"), ("", "")],
)
def test_days_as_people_and_spreadsheets_write_them(text: str, day: str):
    assert iso_day(text) == day


@pytest.mark.parametrize("text", ["soon", "2027-13-01", "31/12/2027", "2027-02-30"])
def test_what_is_no_day_is_told(tmp_path: Path, text: str):
    path = tmp_path / "b.csv"
    path.write_text(f"rule,table,row,column,evidence,expires\nr,t,a,b,x=1,{text}\n,,,,,\nr,,,,,\n", "utf-8")
    with pytest.raises(UsageError) as error:
        read_baseline(path)
    assert "row 2: expires is" in str(error.value)
    assert "row 4: evidence is empty" in str(error.value)


def test_the_command_line(tmp_path: Path):
    path, filing = tmp_path / "b.csv", FOLDER / "2024.html"
    first = run_program(
        "check", filing, "--write-baseline", path, "--reason", "已核实", "--expires", "2999/1/1"
    )
    assert first.exit_code == 0
    assert {(e.file, e.reason, e.expires) for e in read_baseline(path)} == {
        ("2024.html", "已核实", "2999-01-01")
    }
    again = run_program("check", filing, "--baseline", path, "--lang", "en")
    assert again.exit_code == 0
    assert "accepted  error  applications-balance" in again.output
    assert "reason: 已核实 (until 2999-01-01)" in again.output
    text = path.read_text("utf-8-sig")
    path.write_text(text.replace("2999-01-01", "2001-01-01"), "utf-8")
    late = run_program("check", filing, "--baseline", path)
    assert late.exit_code == 1
    assert "2 条已过期" in late.output
    path.write_text(text.replace("new_requests=1", "new_requests=2"), "utf-8")
    unused = run_program("check", filing, "--baseline", path, "--format", "json", "--output", tmp_path / "o")
    assert unused.exit_code == 1
    assert "2 条没有用到" in unused.output
    assert len(json.loads((tmp_path / "o").read_text("utf-8"))["baseline"]["unused"]) == 2


def test_wrong_use_is_told(tmp_path: Path):
    filing, path = FOLDER / "2024.html", tmp_path / "b.csv"
    assert run_program("check", filing, "--reason", "x").exit_code == 2
    assert run_program("check", filing, "--write-baseline", path, "--expires", "soon").exit_code == 2
    assert run_program("check", filing, "--write-baseline", tmp_path / "no" / "b.csv").exit_code == 2
    path.write_text("规则,理由\n", "gbk")
    result = run_program("check", filing, "--baseline", path)
    assert result.exit_code == 2
    assert "is GBK" in result.output
    path.write_text("rule,reason\n", "utf-8")
    assert (
        "lacks the columns table, row, column, evidence"
        in run_program("check", filing, "--baseline", path).output
    )
