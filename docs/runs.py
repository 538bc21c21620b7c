"""The runs over the fixtures that the examples of the documentation are taken from."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from extractor.cli import main

ROOT = Path(__file__).parents[1]
FIXTURES = ROOT / "fixtures"
ODD = ("notice.txt", "empty.html")
"""Inputs that are no report, and that cannot be read."""
CORRECTION = """source,table,row,column,printed,value
2024.html,applications,new_requests,total,1,0
"""


class Runs(NamedTuple):
    """Output folders: of ``archive``, of inputs that are ``odd``, of one filing with a correction, and of ``years``.

    The last by the language of its messages.
    """

    archive: Path
    odd: Path
    corrected: Path
    years: dict[str, Path]


def make_runs(folder: Path, archive: Path | None = None) -> Runs:
    """Run the program over the fixtures; ``archive``: such a run over ``fixtures/archive`` that is there."""
    if archive is None:
        archive = folder / "archive"
        _run(archive, FIXTURES / "archive")
    _run(folder / "odd", *(FIXTURES / "hostile" / name for name in ODD))
    told = folder / "corrections.csv"
    told.write_text(CORRECTION, "utf-8")
    _run(folder / "corrected", FIXTURES / "archive/beiqiao-zhuyuan-shangwu", "--corrections", told)
    home = FIXTURES / "years"
    told = ("--hierarchy", home / "hierarchy.csv", "--aliases", home / "aliases.csv")
    years = {lang: folder / f"years-{lang}" for lang in ("zh", "en")}
    for lang, output in years.items():
        _run(output, home / "archive", *told, "--lang", lang)
    return Runs(archive, folder / "odd", folder / "corrected", years)


def _run(output: Path, *words: str | Path) -> None:
    told = ("run", *words, "--output", output, "--engine", "inline", "--reports", "none")
    done = CliRunner().invoke(main, [str(w) for w in told], catch_exceptions=False)
    if done.exit_code not in (0, 1):
        raise RuntimeError(done.output)
