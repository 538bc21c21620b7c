"""The command line: verbs, options, exit codes and words, as the contract has them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from click.testing import CliRunner

import extractor
from extractor.cli import main
from extractor.forms import load_forms
from extractor.writers.schema import ARCHIVE_SCHEMAS
from tests import stand_in

TABLES = (
    "filings",
    "disclosure",
    "applications",
    "proceedings",
    "statistics",
    "sections",
    "narrative",
    "violations",
    "suggestions",
    "corrections",
    "coverage",
    "audit",
)


@pytest.fixture(autouse=True)
def _stand_in(monkeypatch):
    monkeypatch.setattr("extractor.batch.work.trace_file", stand_in.trace)
    monkeypatch.setattr("extractor.api.trace_file", stand_in.trace)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("in/a/plain.txt", "in/a/marked.txt", "in/b/plain.htm"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(path.stem, encoding="utf-8")
    return tmp_path


def call(*words: str, stdin: bytes | None = None):
    return CliRunner().invoke(main, [*words], input=stdin)


def run(*words: str, stdin: bytes | None = None):
    return call("run", *words, "--output", "out", "--engine", "inline", stdin=stdin)


def sources() -> list[str]:
    return list(pd.read_csv("out/filings.csv").source)


def test_run_writes_everything_and_says_where(folder):
    result = run("in")
    assert result.exit_code == 0, result.output
    assert {p.name for p in (folder / "out").iterdir()} == {
        *(f"{t}.csv" for t in (*TABLES, *ARCHIVE_SCHEMAS)), "index.html", "datapackage.json", "run.json", "reports", ".extractor",
    }  # fmt: skip
    assert "out/index.html" in result.output
    assert "applications-row-total" in result.output
    assert sources() == ["a/marked.txt", "a/plain.txt", "b/plain.htm"]


def test_run_ends_with_1_for_an_unreadable_file_and_reads_the_others(folder):
    (folder / "in/broken").write_text("bad")
    result = run("in")
    assert result.exit_code == 1
    assert len(sources()) == 4


def test_a_file_that_is_no_report_is_processed(folder):
    (folder / "in/list.html").write_text("other")
    assert run("in").exit_code == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["gone"], "not found: gone"),
        ([], "at least one INPUT"),
        (["in", "--jobs", "0"], "--jobs"),
        (["in", "--format", "xlsx"], "--format"),
        (["in", "--reports", "some"], "--reports"),
        (["in", "--include", "*.pdf"], "look at --include"),
        (["out"], "itself an input"),
        (["in", "--no-such-option"], "No such option"),
    ],
)
def test_wrong_usage_ends_with_2_and_says_what_to_do(folder, words, says):
    (folder / "out").mkdir()
    result = run(*words)
    assert result.exit_code == 2
    assert says in result.output
    assert not list((folder / "out").iterdir())


@pytest.mark.usefixtures("folder")
def test_output_must_be_given():
    assert call("run", "in").exit_code == 2


def test_options_that_choose(folder):
    assert run("in", "--include", "*.txt", "--exclude", "*/marked*").exit_code == 0
    assert sources() == ["a/plain.txt"]
    assert run("in", "--limit", "2", "--reports", "none").exit_code == 0
    assert sources() == ["a/marked.txt", "a/plain.txt"]
    assert not (folder / "out/reports").exists()


def test_files_from_a_list(folder):
    assert run("--files-from", "-", stdin=b"in/b/plain.htm\n./in/a/plain.txt\n").exit_code == 0
    assert sources() == ["in/a/plain.txt", "in/b/plain.htm"]
    (folder / "list").write_text("in/a\n", encoding="utf-8")
    assert run("in/b", "--files-from", "list").exit_code == 0
    assert sources() == ["b/plain.htm", "in/a/marked.txt", "in/a/plain.txt"]


def test_dry_run_writes_nothing(folder):
    result = run("in", "--dry-run", "--lang", "en")
    assert result.exit_code == 0
    assert "3 files would be read" in result.output
    assert "         3         0.0 MB  text/plain" in result.output
    assert "GB needed" in result.output
    assert not (folder / "out").exists()


@pytest.mark.usefixtures("folder")
def test_profile_prints_stages():
    result = run("in", "--profile")
    assert "pretending" in result.output
    assert "rules" in result.output


def test_parquet(folder):
    assert run("in", "--format", "parquet").exit_code == 0
    assert len(pd.read_parquet(folder / "out/filings.parquet")) == 3


def test_english_is_english(folder):
    result = run("in", "--lang", "en")
    assert "Violations by rule" in result.output
    assert "Filings read" in (folder / "out/index.html").read_text("utf-8")


def test_a_folder_that_cannot_be_written_is_said(folder):
    (folder / "out").mkdir()
    (folder / "out/reports").write_text("in the way")
    result = run("in")
    assert result.exit_code == 74
    assert "cannot write" in result.output


@pytest.mark.parametrize(("word", "code"), [("marked", 1), ("bad", 3), ("other", 3)])
def test_check_exit_codes(folder, word, code):
    (folder / "draft.html").write_text(word)
    assert call("check", "draft.html").exit_code == code


@pytest.mark.usefixtures("folder")
def test_check_of_nothing_wrong(monkeypatch):
    monkeypatch.setattr("extractor.api.check_rules", lambda *_: [])
    result = call("check", "in/a/plain.txt")
    assert result.exit_code == 0
    assert "未发现问题" in result.output


@pytest.mark.usefixtures("folder")
def test_check_does_not_fail_on_warnings_or_what_is_undecided(monkeypatch):
    violations = [
        v for v in stand_in.marked_filing().violations if (v.severity, v.outcome) != ("error", "violated")
    ]
    assert {v.outcome for v in violations} == {"violated", "undecided"}
    monkeypatch.setattr("extractor.api.check_rules", lambda *_: violations)
    result = call("check", "in/a/marked.txt", "--lang", "en")
    assert result.exit_code == 0
    assert "0 errors, 1 warnings, 1 info, 1 undecided" in result.output
    assert "cell-blank  (at 2/6/3)" in result.output


@pytest.mark.usefixtures("folder")
def test_check_of_what_is_not_there():
    assert call("check", "gone.html").exit_code == 2
    assert call("check", "in").exit_code == 2


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_rules_prints_the_catalogue(lang):
    result = call("rules", "--lang", lang)
    assert result.exit_code == 0
    for rule in load_forms().rulebook.rules:
        assert rule.code in result.output


def test_show_writes_a_page_for_any_file(folder):
    (folder / "empty.html").write_text("")
    (folder / "page.html").write_text("<html><body><h1>标题</h1><table><tr><td>1<td>2</table></body></html>")
    for name in ("empty.html", "page.html"):
        result = call("show", name, "--output", "seen.html")
        assert result.exit_code == 0, result.output
        assert name in Path("seen.html").read_text("utf-8")
    assert call("show", "page.html", "--output", "no/such/folder.html").exit_code == 2


def test_help_teaches_by_example():
    assert "extractor run FOLDER --output output" in call("--help").output
    for verb in ("run", "check", "show"):
        assert f"extractor {verb} " in call(verb, "--help").output
    assert "Exit codes" in call("run", "--help").output


def test_help_loads_no_reader_and_no_pandas():
    slow = ("pandas", "lxml", "jieba", "jinja2")
    program = f"import sys, extractor.cli; print([m for m in {slow} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.usefixtures("folder")
def test_a_pipe_that_is_closed_is_no_crash():
    command = f"{sys.executable} -m extractor rules | head -1"
    done = subprocess.run(command, shell=True, check=False, capture_output=True, text=True, env=os.environ)  # noqa: S602
    assert "Traceback" not in done.stderr


# the Python face


@pytest.mark.usefixtures("folder")
def test_api_reads_checks_and_frames():
    filing = extractor.read("in/a/marked.txt")
    assert isinstance(filing, extractor.Filing)
    assert filing.source == "marked.txt"
    assert all(isinstance(v, extractor.Violation) for v in extractor.check(filing))
    frames = extractor.to_frames([filing])
    assert tuple(frames) == TABLES
    assert len(frames["applications"]) == 175


@pytest.mark.usefixtures("folder")
def test_frames_are_checked_even_if_nobody_did(monkeypatch):
    asked = []
    monkeypatch.setattr("extractor.api.check_rules", lambda filing, *_: asked.append(filing) or [])
    extractor.to_frames([extractor.read("in/a/plain.txt"), extractor.read("in/a/marked.txt")])
    assert [f.source for f in asked] == ["plain.txt"]


@pytest.mark.usefixtures("folder")
def test_api_says_what_is_no_file():
    with pytest.raises(FileNotFoundError):
        extractor.read("gone")
    with pytest.raises(IsADirectoryError, match="extractor run"):
        extractor.read("in")
    with pytest.raises(AttributeError):
        _ = extractor.nonsense


def test_every_public_name_is_there():
    assert all(getattr(extractor, name) for name in extractor.__all__)
