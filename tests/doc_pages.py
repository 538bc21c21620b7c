"""The blocks of README and documentation that a reader would type, and how each kind is run.

- ``sh``: each line is given as it stands, one after the other in one folder. ``extractor …`` runs in this process (of
  ``review``, which does not end, the words are parsed);
  ``make VERB`` and ``python -m MODULE`` must be there and are not run; ``pip install`` must name extras that are there.
- ``console``: ``$ extractor …`` and what it prints; where less is shown than is printed, its beginning.
- ``python``: runs beside the others of its page, in their order; a ``text`` block behind it is what it prints.
- A block behind ``<!-- not run: WHY -->`` is not run. Other kinds (``text``, ``r``, ``stata``, ``sql``, ``yaml``) are read only.
"""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import tomllib
from importlib.util import find_spec
from typing import TYPE_CHECKING, NamedTuple

import click

from extractor.cli import main
from tests.conftest import ROOT, run_program

if TYPE_CHECKING:
    from pathlib import Path

PAGES = sorted([ROOT / "README.md", *(ROOT / "docs/pages").rglob("*.md")])
MOST_NOT_RUN = 6
_BLOCK = re.compile(
    r"(?:<!-- not run: (?P<why>[^>\n]+) -->\n)?```(?P<kind>\w+)\n(?P<text>.*?)^```(?:\n\n```text\n(?P<shown>.*?)^```)?",
    re.DOTALL | re.MULTILINE,
)
ALLOWED = {"check": (0, 1)}
EXTRAS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
SMALL = ("anling-bailu-caizheng", "beiqiao-zhuyuan-shangwu")

CORRECTION = """source,table,row,column,printed,value
beiqiao-zhuyuan-shangwu/2024.html,applications,new_requests,total,1,0
"""


class Block(NamedTuple):
    """A block of a page; ``why`` it is not run, ``shown`` what it prints."""

    kind: str
    text: str
    why: str = ""
    shown: str = ""


def blocks(page: Path) -> list[Block]:
    """The blocks of a page, in their order."""
    found = _BLOCK.finditer(page.read_text("utf-8"))
    return [Block(m["kind"], m["text"], m["why"] or "", m["shown"] or "") for m in found]


def furnish(folder: Path, archive_run: Path) -> None:
    """Put into a folder what the pages speak of: a small archive, single filings, what a user knows, runs."""
    archive = ROOT / "fixtures/archive"
    (folder / "fixtures").mkdir()
    for path in (ROOT / "fixtures").iterdir():
        if path.name not in ("archive", "scans"):
            (folder / "fixtures" / path.name).symlink_to(path)
    for name in SMALL:
        for home in ("fixtures/archive", "FOLDER"):
            shutil.copytree(archive / name, folder / home / name)  # links out of a folder are not followed
    shutil.copy(archive / SMALL[1] / "2024.html", folder / "draft.html")
    for name in ("last-year.html", "last-year.pdf"):  # what a file is told by its bytes
        shutil.copy(archive / SMALL[1] / "2023.html", folder / name)
    shutil.copy(archive / SMALL[1] / "2024.html", folder / "report.html")
    shutil.copy(ROOT / "fixtures/years/aliases.csv", folder / "renamed.csv")
    shutil.copy(ROOT / "fixtures/years/hierarchy.csv", folder / "bodies.csv")
    (folder / "corrections.csv").write_text(CORRECTION, "utf-8")
    (folder / "list.txt").write_text("FOLDER\n")
    shutil.copytree(archive_run, folder / "output", ignore=shutil.ignore_patterns("reports"))


def give(line: str) -> None:
    """Do what a reader does with a line of a ``sh`` block."""
    words = shlex.split(line, comments=True)
    if not words:
        return
    program = words[0].removeprefix(".venv/bin/")
    if program == "extractor" and words[1] == "review":  # serves until it is ended: its words are parsed
        above = click.Context(main, info_name="extractor", **main.context_settings)
        main.commands["review"].make_context("review", words[2:], parent=above)
    elif program == "extractor":
        done = run_program(*words[1:])
        assert done.exit_code in ALLOWED.get(words[1], (0,)), f"{line}\n{done.output}"
    elif program == "make":
        makefile = (ROOT / "Makefile").read_text("utf-8")
        assert re.search(rf"^{words[1]}:", makefile, re.MULTILINE), line
    elif program == "python":
        assert words[1] == "-m", line
        assert find_spec(words[2]), line
    elif program == "pip":
        assert set(re.findall(r"extractor\[([\w,]+)\]", line)) <= set(EXTRAS), line
    else:
        raise AssertionError(f"no way to run: {line}")


def shows(command: str, shown: str) -> None:
    """Give a command and compare what it prints."""
    words = shlex.split(command.removeprefix("$ extractor "))
    assert run_program(*words).output.startswith(shown), command


def runs(block: Block, page: Path, names: dict[str, object]) -> None:
    """Run a ``python`` block among the names of its page, and compare what it prints."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(block.text, str(page), "exec"), names)  # noqa: S102 - the pages are our own
    if block.shown:
        assert out.getvalue() == block.shown
