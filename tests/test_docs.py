"""The documentation: what its pages tell a reader to type works, the generated ones are current, the site is built."""

from __future__ import annotations

import re
import subprocess
import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest

from docs.generate import pages
from docs.runs import make_runs
from tests.conftest import ROOT, run_program
from tests.doc_pages import MOST_NOT_RUN, PAGES, blocks, furnish, give, runs, shows

if TYPE_CHECKING:
    from pathlib import Path

DOCS = ROOT / "docs/pages"
TYPED = [p for p in PAGES if any(b.kind in ("sh", "console") for b in blocks(p))]
PROGRAMMED = [p for p in PAGES if any(b.kind == "python" for b in blocks(p))]


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", TYPED, ids=named)
def test_every_command_does_what_it_says(
    page: Path, archive_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    furnish(tmp_path, archive_run)
    for number in "12":
        words = ("run", tmp_path / "FOLDER", "--limit", number, "--jobs", "1", "--output")
        assert run_program(*words, tmp_path / f"machine{number}/output").exit_code == 0
    monkeypatch.chdir(tmp_path)
    for block in blocks(page):
        if block.kind == "sh" and not block.why:
            for line in block.text.replace("\\\n", " ").splitlines():
                give(line)
        elif block.kind == "console":
            command, _, shown = block.text.partition("\n")
            shows(command, shown)


@pytest.fixture(scope="module")
def panel(archive_run: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs") / "panel"
    assert (
        run_program(
            "panel", archive_run, "--output", folder, "--format", "csv", "--format", "parquet"
        ).exit_code
        == 0
    )
    return folder


@pytest.mark.parametrize("page", PROGRAMMED, ids=named)
def test_every_program_prints_what_is_shown(
    page: Path, archive_run: Path, panel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, target in {"output": archive_run, "fixtures": ROOT / "fixtures", "panel": panel}.items():
        (tmp_path / name).symlink_to(target)
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    for block in blocks(page):
        if block.kind == "python" and not block.why:
            runs(block, page, names)


def test_few_blocks_are_not_run_and_say_why() -> None:
    of_all = [(named(p), b) for p in PAGES for b in blocks(p)]
    assert sum(bool(b.why) for _, b in of_all) <= MOST_NOT_RUN
    assert len([b for _, b in of_all if b.kind in ("sh", "python", "console") and not b.why]) > 30
    kinds = {"sh", "console", "python", "text", "r", "stata", "sql", "yaml"}
    assert {(n, b.kind) for n, b in of_all if b.kind not in kinds} == set()


def test_generated_pages_are_current(archive_run: Path, tmp_path: Path) -> None:
    """`make docs` writes them."""
    made = pages(make_runs(tmp_path, archive_run))
    assert [name for name, text in made.items() if (DOCS / name).read_text("utf-8") != text] == []


class _Asks(HTMLParser):
    """What a page asks for when it is opened: scripts, styles, pictures, frames, fonts."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in ("script", "img", "iframe", "source", "embed"):
            self.asked.append(given.get("src") or "")
        if tag == "link" and given.get("rel") != "canonical":
            self.asked.append(given.get("href") or "")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return folder


def test_the_site_asks_nothing_of_the_network(site: Path) -> None:
    opened = sorted(site.rglob("*.html"))
    assert len(opened) > 15
    for page in opened:
        asks = _Asks()
        asks.feed(page.read_text("utf-8"))
        for address in filter(None, asks.asked):
            assert not urlsplit(address).netloc, (page, address)
            if page.name != "404.html" and not address.startswith("data:"):
                assert (page.parent / unquote(urlsplit(address).path)).exists(), (page, address)
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(\s*['\"]?(?:https?:)?//", style.read_text("utf-8")), style
        assert "@import" not in style.read_text("utf-8"), style


def test_search_has_every_page_in_a_script(site: Path) -> None:
    script = (site / "search/main.js").read_text("utf-8")
    assert sorted(p.name for p in (site / "search").iterdir()) == ["main.js"]
    for page in (
        p.relative_to(site).as_posix()
        for p in site.rglob("*.html")
        if p.name not in ("404.html", "search.html")
    ):
        assert f'["{page}' in script, page
    assert "fetch(" not in script
    assert "Worker" not in script


def test_the_api_is_there_from_its_docstrings(site: Path) -> None:
    page = (site / "python.html").read_text("utf-8")
    for name in ("extractor.api.read", "extractor.api.load", "extractor.model.filing.Filing"):
        assert f'id="{name}"' in page
    assert "Raises" in page
