"""What the README shows is what comes out: its snippets run, its commands and files are there."""

from __future__ import annotations

import contextlib
import io
import re
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT, run_program
from tests.scoring import rows

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "README.md").read_text("utf-8")
SNIPPETS = re.findall(r"```python\n(.*?)```(?:\n\n```text\n(.*?)```)?", README, re.DOTALL)
SCREENS = re.findall(r"```console\n\$ extractor ([^\n]*)\n(.*?)```", README, re.DOTALL)


@pytest.fixture
def checkout(archive_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand where a user stands after `make run`."""
    (tmp_path / "output").symlink_to(archive_run)
    (tmp_path / "fixtures").symlink_to(ROOT / "fixtures")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize(("code", "shown"), SNIPPETS)
def test_snippets_print_what_is_shown(code: str, shown: str) -> None:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - the README is our own
    assert out.getvalue()
    if shown:
        assert out.getvalue() == shown


@pytest.mark.usefixtures("checkout")
@pytest.mark.parametrize(("command", "shown"), SCREENS)
def test_screens_are_what_is_shown(command: str, shown: str) -> None:
    assert run_program(*command.split()).output == shown


def test_there_is_something_to_test() -> None:
    assert len(SNIPPETS) == 3
    assert SCREENS


def test_files_that_are_named_are_written(archive_run: Path) -> None:
    named = set(re.findall(r"^\| `([a-z]+\.[a-z]+)`", README, re.MULTILINE))
    assert named == {p.name for p in archive_run.iterdir() if p.is_file()}


def test_the_filings_are_as_many_as_it_says(archive_run: Path) -> None:
    assert f"| {len(rows(archive_run / 'filings.csv'))} made filings" in README


def test_verbs_and_links_are_there() -> None:
    for verb in set(re.findall(r"(?:^|bin/)extractor (\w+)", README, re.MULTILINE)):
        assert run_program(verb, "--help").exit_code == 0
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for verb in set(re.findall(r"`make (\w+)`", README)):
        assert re.search(rf"^{verb}:", makefile, re.MULTILINE)
    for link in re.findall(r"\]\(([^)#]+)\)", README):
        assert (ROOT / link).exists(), link
