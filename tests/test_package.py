"""The package as it is built: everything that the program reads at run time is in the wheel."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

from tests.conftest import ROOT

if TYPE_CHECKING:
    from pathlib import Path

NEITHER = shutil.ignore_patterns("__pycache__")


def test_the_wheel_holds_every_file_of_the_package_and_the_licence(tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(ROOT / "extractor", source / "extractor", ignore=NEITHER)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    options = ("--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--wheel-dir", str(tmp_path))
    subprocess.run(
        [sys.executable, "-m", "pip", "wheel", *options, str(source)], check=True, capture_output=True
    )
    with zipfile.ZipFile(next(tmp_path.glob("extractor-*.whl"))) as wheel:
        held = set(wheel.namelist())
    files = {p.relative_to(source).as_posix() for p in (source / "extractor").rglob("*") if p.is_file()}
    assert files - held == set()
    assert any(name.endswith("/LICENSE") for name in held)
