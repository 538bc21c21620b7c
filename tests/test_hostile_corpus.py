"""The hostile corpus: what each input comes to, within its time and memory; and nothing outside the output."""

from __future__ import annotations

import csv
import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from lxml import html

from extractor.writers.spreadsheet import inert
from tests.conftest import ROOT
from tests.hostile import containers, markup, names, pdfs, pictures, word

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.hostile.case import Case

CLASSES = (markup, pdfs, pictures, word, containers)
FEWEST = 150
TRUNCATED = list(pdfs.truncated())
_Answer = dict[str, object]


@pytest.fixture(scope="module")
def server() -> Iterator[Callable[[Path], _Answer]]:
    """What does the work on a file in a process of its own, and says what it took."""
    command = [sys.executable, "-m", "tests.hostile.serve"]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        stdin, stdout = process.stdin, process.stdout
        assert stdin is not None
        assert stdout is not None

        def ask(path: Path) -> _Answer:
            stdin.write(f"{os.fsencode(path).hex()}\n")
            stdin.flush()
            answer: _Answer = json.loads(stdout.readline())
            return answer

        yield ask
        stdin.close()


def judge(case: Case, path: Path, server: Callable[[Path], _Answer]) -> None:
    path.write_bytes(case.make())
    got = server(path)
    path.unlink()
    assert "fault" not in got, got["fault"]
    statuses, errors = got["statuses"], got["errors"]
    assert isinstance(statuses, list)
    assert isinstance(errors, list)
    assert set(statuses) <= set(case.statuses.split("|")), errors[:3]
    assert statuses
    assert case.documents in (None, len(statuses))
    for status, error in zip(statuses, errors, strict=True):
        assert bool(error) == (status in ("unreadable", "not_a_report"))
        assert "fault of the program" not in error
    assert float(str(got["seconds"])) < case.seconds
    assert float(str(got["megabytes"])) < case.megabytes


def test_the_corpus_is_large_and_its_names_are_its_own() -> None:
    cases = [case for kind in CLASSES for case in kind.cases()]
    assert len({case.name for case in cases}) == len(cases)
    assert len(cases) + len(names.NAMES) >= FEWEST


@pytest.mark.parametrize("case", [c for kind in CLASSES for c in kind.cases()], ids=lambda case: case.name)
def test_it_comes_to_what_it_must_within_its_limits(
    case: Case, tmp_path: Path, server: Callable[[Path], _Answer]
) -> None:
    judge(case, tmp_path / case.name, server)


def test_a_pdf_may_be_cut_at_any_kilobyte(tmp_path: Path, server: Callable[[Path], _Answer]) -> None:
    assert len(TRUNCATED) > 60
    for case in TRUNCATED:
        judge(case, tmp_path / case.name, server)


@pytest.fixture(scope="module")
def named_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an output of a run over files with hostile names, a hostile filing in each."""
    home = tmp_path_factory.mktemp("names")
    page = markup.report()
    bad = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>{{ 7*7 }}=1+1"
    title = page.index("<title>") + 7
    page = page[:title] + html_text(bad) + page[title:]
    page = page.replace("<td>0", f"<td>0{html_text(bad)}", 3)
    page = re.sub(r"(<h2[^>]*>)", lambda m: m[1] + html_text(bad), page, count=2)
    (home / "in").mkdir()
    for number, name in enumerate(names.NAMES):
        with open(os.path.join(os.fsencode(home / "in"), name), "wb") as file:  # noqa: PTH118, PTH123 - bytes
            file.write(f"{page}<!--{number}-->".encode())
    before = tree(home)
    done = subprocess.run(
        [sys.executable, "-m", "extractor", "run", "in", "--output", "out", "--engine", "inline"],
        cwd=home,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    assert b"\x1b]0" not in done.stdout + done.stderr
    outside = {path for path in tree(home) - before if not path.startswith(b"out")}
    assert outside == set()
    return home


def html_text(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def tree(folder: Path) -> set[bytes]:
    top = os.fsencode(folder)
    return {
        os.path.relpath(os.path.join(at, name), top)  # noqa: PTH118 - bytes
        for at, _, found in os.walk(top)
        for name in found
    }


def test_every_hostile_name_is_a_source_of_its_own(named_run: Path) -> None:
    with (named_run / "out/filings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(names.NAMES)
    assert len({row["source"] for row in rows}) == len({row["filing_id"] for row in rows}) == len(rows)


def test_no_cell_of_a_table_runs_in_a_spreadsheet(named_run: Path) -> None:
    """What Excel would run is inert in the workbook that is made for it; the CSVs hold what is printed."""
    assert inert("=1+1") == "'=1+1"
    for name in ("filings", "violations", "audit"):
        text = (named_run / f"out/{name}.csv").read_text("utf-8")
        assert "\x00" not in text


def test_reports_stand_in_the_output_under_names_that_any_system_takes(named_run: Path) -> None:
    reports = [path for path in tree(named_run / "out") if path.startswith(b"reports")]
    pages = [path for path in reports if path.endswith(b".html")]
    assert len(pages) == len(names.NAMES)
    for path in pages:
        name = path.decode("utf-8").rpartition("/")[2]
        assert not re.search(r'[\x00-\x1f\x7f<>:"\\|?*\u202a-\u202e\u2066-\u2069]', name), name
        assert len(name.encode()) <= 255
        assert not re.match(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)", name, re.IGNORECASE), name


def test_no_page_holds_an_element_that_a_filing_brought(named_run: Path) -> None:
    pages = [p for p in (named_run / "out").rglob("*.html") if ".extractor" not in p.parts]
    assert len(pages) > len(names.NAMES)
    for page in pages:
        tree_of = html.fromstring(page.read_bytes())
        scripts = tree_of.findall(".//script")
        assert len(scripts) <= 1
        assert all("alert" not in (script.text or "") for script in scripts)
        assert tree_of.findall(".//img") == []
        for element in tree_of.iter():
            assert not any(str(name).startswith("on") for name in element.attrib), element.attrib
        for link in tree_of.findall(".//a"):
            assert not (link.get("href") or "").strip().lower().startswith(("javascript:", "data:", "//"))
        assert "49=1+1" not in page.read_text("utf-8")
