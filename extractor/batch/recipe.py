"""The recipe of a row: a digest of everything beside the document that can change it."""

from __future__ import annotations

import hashlib
import json
import re
import sys
from functools import cache
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.forms import load_forms
from extractor.version import VERSION

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_NAME = re.compile(r"[\w.-]+")
_DEVELOPS = re.compile(r"extra\s*==\s*['\"]dev['\"]")


def recipe(options: Mapping[str, str], side_files: Iterable[Path] = ()) -> str:
    """Return the digest for some options (by name) and the content of some side files.

    The rest is the program itself, its forms, Python, and every package it is built on: a new
    release of a parser may read a page otherwise.
    """
    parts = {
        "forms": load_forms().version,
        "program": VERSION,
        "source": _source(),
        "packages": _packages(),
        "options": dict(options),
        "side files": [hashlib.sha256(path.read_bytes()).hexdigest() for path in side_files],
    }
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:32]


@cache
def _source() -> str:
    """Return the digest of the program's own files: a version number says too little while it is worked on."""
    root = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for path in sorted(p for p in root.rglob("*") if p.is_file() and p.suffix not in (".pyc", ".pyi")):
        digest.update(path.relative_to(root).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _packages() -> list[str]:
    """Return the releases of Python and of all that the program is built on, extras with it."""
    found: dict[str, str] = {"python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    waiting = ["extractor"]
    while waiting:
        name = waiting.pop()
        try:
            there = distribution(name)
        except PackageNotFoundError:
            continue  # an extra that is not installed
        found[name] = there.version
        for line in there.requires or ():
            required = _NAME.match(line)
            if required and not _DEVELOPS.search(line):
                needed = required[0].lower()
                waiting += [needed] if needed not in found and needed not in waiting else []
    return sorted(f"{name}=={version}" for name, version in found.items())
