"""Runs of the program over whole folders, each done once for all tests of a process."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

from extractor.batch.order import STATE
from extractor.cli import main
from extractor.inputs.containers import container_type, members
from extractor.inputs.members import Limits
from tests.offline import sitecustomize

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]
# No test, and no process that one starts, reaches beyond this machine: the program fetches nothing.
sitecustomize.deny()
os.environ["PYTHONPATH"] = os.pathsep.join(
    filter(None, (str(ROOT / "tests/offline"), os.environ.get("PYTHONPATH", "")))
)
SMALL = Limits(member=2_000_000, depth=3, ratio=50, spared=200_000)
REPORTS = ROOT.parent / "shared" / "reports"


def content(folder: Path) -> dict[str, bytes]:
    """Every file of an output folder but those of the ledger, which knows times and places on the disk."""
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and p.relative_to(folder).parts[0] != STATE
    }


def run_program(*words: str | Path) -> Result:
    """Run the command line in this process."""
    return CliRunner().invoke(main, [str(w) for w in words], catch_exceptions=False)


@pytest.fixture(scope="session")
def archive_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a run over fixtures/archive."""
    output = tmp_path_factory.mktemp("archive") / "output"
    result = run_program("run", ROOT / "fixtures/archive", "--output", output, "--engine", "inline")
    assert result.exit_code == 0, result.output
    return output


@pytest.fixture(scope="session")
def parquet_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as Parquet, without reports."""
    output = tmp_path_factory.mktemp("parquet") / "output"
    words = ("--output", output, "--engine", "inline", "--format", "parquet", "--reports", "none")
    assert run_program("run", ROOT / "fixtures/archive", *words).exit_code == 0
    return output


@pytest.fixture(scope="session")
def years_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a run over fixtures/years, with what its user says of the bodies."""
    output = tmp_path_factory.mktemp("years") / "output"
    home = ROOT / "fixtures/years"
    told = ("--hierarchy", home / "hierarchy.csv", "--aliases", home / "aliases.csv")
    result = run_program("run", home / "archive", "--output", output, "--jobs", "1", *told)
    assert result.exit_code == 0, result.output
    return output


@pytest.fixture(scope="session")
def real_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of a run over the real reports beside this checkout."""
    if not REPORTS.exists():
        pytest.skip(f"the real reports are not here: {REPORTS}")
    output = tmp_path_factory.mktemp("real") / "output"
    result = run_program("run", REPORTS / "archive", "--output", output, "--engine", "inline")
    assert result.exit_code == 0, result.output
    return output


@pytest.fixture
def held(tmp_path: Path) -> Callable[..., dict[str, bytes | str]]:
    """What a container holds: name → bytes, or the problem."""

    def read(data: bytes, limits: Limits = SMALL) -> dict[str, bytes | str]:
        path = tmp_path / "c"
        path.write_bytes(data)
        assert container_type(path)
        found = list(members(path, "c", limits))
        assert len({m.name for m in found}) == len(found)
        return {m.name: m.problem or m.data for m in found}

    return read
