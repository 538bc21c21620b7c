"""What the README says is so: its files, counts, verbs and links are there. ``test_docs.py`` runs what it shows."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.conftest import ROOT, run_program
from tests.scoring import rows

if TYPE_CHECKING:
    from pathlib import Path

README = (ROOT / "README.md").read_text("utf-8")


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
