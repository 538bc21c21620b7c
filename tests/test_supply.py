"""What the program rests on: nothing copyleft in the core, extras loaded on use alone, and no network at run time."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement

from tests.conftest import ROOT
from tests.offline.sitecustomize import is_here

COPYLEFT = re.compile(r"\b(?:[AL]?GPL|GNU|MPL|Mozilla|EUPL|EPL|CDDL|SSPL|CC-BY-SA)", re.IGNORECASE)
FREE = re.compile(r"\b(?:MIT|BSD|Apache|PSF|ISC|Zlib|0BSD|CC0|Unlicense)", re.IGNORECASE)
# A progress bar: its MPL is of single files, which are used as they are; all else of it is MIT.
KNOWN = {"tqdm": "MPL-2.0 AND MIT"}
# What only an extra brings: the program starts, and reads pages, texts, Word and PDF, without any of it.
OF_EXTRAS = (
    "cv2",
    "duckdb",
    "onnxruntime",
    "pg8000",
    "py7zr",
    "rapidocr",
    "ray",
    "starlette",
    "uvicorn",
    "docx",
)


def core() -> dict[str, Distribution]:
    """Every package that the program needs, without extras, those of those too."""
    found: dict[str, Distribution] = {}
    waiting = ["extractor"]
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        if name in found:
            continue
        try:
            found[name] = distribution(name)
        except PackageNotFoundError:
            pytest.fail(f"{name} is needed and not installed")
        for line in found[name].requires or ():
            required = Requirement(line)
            if required.marker is None or required.marker.evaluate({"extra": ""}):
                waiting.append(required.name)
    return found


def licence(package: Distribution) -> str:
    said = package.metadata
    short = said.get("License-Expression") or said.get("License") or ""
    classifiers = [
        c.rpartition("::")[2].strip() for c in said.get_all("Classifier") or () if c.startswith("License")
    ]
    return short if short and len(short) < 200 else " ".join(classifiers)


def test_nothing_in_the_core_is_copyleft() -> None:
    packages = core()
    assert len(packages) > 15
    told = {name: licence(package) for name, package in packages.items()}
    assert {n: said for n, said in told.items() if COPYLEFT.search(said)} == KNOWN
    assert [n for n, said in told.items() if not FREE.search(said)] == []


def test_extras_are_loaded_only_where_they_are_used() -> None:
    program = (
        "import sys, extractor\n"
        "from extractor.cli import main\n"
        "filing = extractor.read(sys.argv[1])\n"
        "extractor.check(filing)\n"
        f"print([name for name in {OF_EXTRAS!r} if name in sys.modules], filing.status)\n"
    )
    for name in (
        "anling-bailu-caizheng/2021.html",
        "beiqiao-zhuyuan-chengguan/2022.pdf",
        "anling-bailu-zhujian/2022.docx",
    ):
        done = subprocess.run(
            [sys.executable, "-c", program, str(ROOT / "fixtures/archive" / name)],
            capture_output=True,
            text=True,
            check=True,
        )
        assert done.stdout.split()[0] == "[]", done.stdout


@pytest.mark.parametrize("address", ["192.0.2.1", "2001:db8::1", "example.org"])
def test_the_tests_run_without_a_network(address: str) -> None:
    with pytest.raises(RuntimeError, match="was asked for"):
        socket.create_connection((address, 80), timeout=1)
    with (
        pytest.raises(RuntimeError, match="was asked for"),
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one,
    ):
        one.sendto(b"x", (address, 53))


def test_so_do_the_processes_that_they_start() -> None:
    program = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode
    assert "OfflineError" in done.stderr


def test_this_machine_can_be_reached() -> None:
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        with socket.create_connection(server.getsockname(), timeout=5) as client:
            assert client.getpeername() == server.getsockname()
    assert is_here("::1")
    assert not is_here("198.51.100.7")


def test_the_lock_files_are_installed_by_hash() -> None:
    for line in (ROOT / "Makefile").read_text("utf-8").splitlines():
        if "-r requirements" in line and "$(INSTALL)" in line:
            assert "--require-hashes" in line
