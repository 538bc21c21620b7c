"""Imports go one way: the contracts of pyproject.toml hold, and a wrong import breaks them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = (
    "import sys\n"
    "from importlinter.cli import lint_imports\n"
    "sys.exit(lint_imports('pyproject.toml', no_cache=True, no_logo=True))"
)


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the package that stands in ``folder``."""
    return subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_hold() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 broken" in done.stdout


@pytest.mark.parametrize(
    ("module", "line", "told"),
    [
        ("text/normal.py", "import extractor.pipeline", "extractor.text.normal -> extractor.pipeline"),
        ("readers/spans.py", "import extractor.forms", "extractor.readers.spans -> extractor.forms"),
        ("rules/engine.py", "import extractor.readers", "extractor.rules.engine -> extractor.readers"),
        ("mapping/facts.py", "import pandas", "extractor.mapping.facts -> pandas"),
        ("strays.py", "import os", "extractor.strays"),
    ],
)
def test_a_wrong_import_is_caught(tmp_path: Path, module: str, line: str, told: str) -> None:
    shutil.copytree(ROOT / "extractor", tmp_path / "extractor", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "extractor" / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{line}\n")
    done = lint(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert told in done.stdout
