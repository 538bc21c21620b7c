"""The plan of the house, kept by tests: what a tracked file may not hold, and how long a module may be."""

from __future__ import annotations

import re
import subprocess
import tomllib

import pytest

from tests.conftest import ROOT

LONGEST_MODULE = 400
DEEPEST = 2
NO_NAMES = {"utils", "util", "helpers", "common", "manager", "misc"}
# Pieced together, so that this file does not hold what it looks for.
FORBIDDEN = {
    "a registry's address": re.compile(
        "|".join(("py" + "pi", "python" + "hosted", "npm" + "js")), re.IGNORECASE
    ),
    "a machine's path": re.compile(r"/(?:work|root|home|Users)/\w"),
    "another's name": re.compile(
        r"\b(?:cla" + "ude|anthr" + "opic|open" + r"ai|chat" + r"gpt)\b", re.IGNORECASE
    ),
    "a word about how it was made": re.compile(
        r"\b(?:sub-?ag" + r"ents?|coding ag" + r"ents?|l" + r"lms?|issue " + r"#?\d+)\b", re.IGNORECASE
    ),
}
BINARY = {".zip", ".pdf", ".png", ".jpg", ".tif"}


def tracked() -> list[str]:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip("this is no git checkout: what is tracked cannot be told")
    return [name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what: str) -> None:
    found = [
        f"{name}:{number}: {line.strip()[:100]}"
        for name in tracked()
        if not name.startswith("fixtures/") and not any(name.endswith(b) for b in BINARY)
        for number, line in enumerate((ROOT / name).read_text("utf-8").splitlines(), 1)
        if FORBIDDEN[what].search(line)
    ]
    assert found == []


def test_no_module_is_long() -> None:
    lengths = {p: len(p.read_text("utf-8").splitlines()) for p in (ROOT / "extractor").rglob("*.py")}
    assert {p.relative_to(ROOT).as_posix(): n for p, n in lengths.items() if n > LONGEST_MODULE} == {}


def test_folders_are_shallow_and_named_for_what_they_hold() -> None:
    modules = [p.relative_to(ROOT / "extractor") for p in (ROOT / "extractor").rglob("*.py")]
    assert [m for m in modules if len(m.parts) > DEEPEST] == []
    assert [m for m in modules if m.stem in NO_NAMES or NO_NAMES.intersection(m.parts)] == []


def test_every_dependency_is_imported_and_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    names = [re.split(r"[<>=~!]", d)[0] for d in project["dependencies"]]
    source = "\n".join(p.read_text("utf-8") for p in (ROOT / "extractor").rglob("*.py"))
    kept_for_later = {"beautifulsoup4"}
    for name in sorted(set(names) - kept_for_later):
        assert re.search(rf"^\s*(?:import|from) {name}\b", source, re.MULTILINE), name
    for lock, wanted in (("requirements.lock", names), ("requirements-dev.lock", names)):
        text = (ROOT / lock).read_text("utf-8")
        assert [n for n in wanted if not re.search(rf"^{n}==", text, re.MULTILINE)] == []
        pins = re.findall(r"^(\S+==\S+)(.*\\)?$", text, re.MULTILINE)
        assert pins
        assert all(rest.endswith("\\") for _, rest in pins), "a pin without hashes"
