"""The notebooks run from the first cell to the last on the fixtures' run, and stay small."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import nbformat
import pytest

from extractor.analysis.charts import use_chinese
from tests.conftest import ROOT
from tests.notebooks import run_notebook

if TYPE_CHECKING:
    from pathlib import Path

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
LARGEST = 150_000  # bytes of a notebook with its output


def test_there_are_the_four() -> None:
    assert [n.stem.split("-", 1)[1] for n in NOTEBOOKS] == ["first-look", "quality", "panel", "one-filing"]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_runs(
    path: Path, archive_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "MPLCONFIGDIR"):
        monkeypatch.setenv(variable, str(tmp_path / variable))
    work = tmp_path / "work"
    work.mkdir()
    (work / "output").symlink_to(archive_run)
    (work / "fixtures").symlink_to(ROOT / "fixtures")
    shutil.copy(path, work)
    notebook = nbformat.read(work / path.name, as_version=4)
    nbformat.validate(notebook)
    run_notebook(notebook, work)
    outputs = [o for cell in notebook.cells if cell.cell_type == "code" for o in cell.outputs]
    assert outputs
    assert not [o for o in outputs if o.output_type == "error"]
    complaints = [o.text for o in outputs if o.output_type == "stream" and o.name == "stderr"]
    assert complaints == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_a_notebook_is_small_and_holds_its_output(path: Path) -> None:
    assert path.stat().st_size < LARGEST
    notebook = nbformat.read(path, as_version=4)
    assert all(cell.execution_count for cell in notebook.cells if cell.cell_type == "code")


def test_a_font_for_chinese_is_found() -> None:
    assert use_chinese()
