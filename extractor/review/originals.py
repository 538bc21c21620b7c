"""The documents of a run, found again below the inputs by the sources that the index knows.

A path is never made of what a browser sends: a filing's id is looked up in the index, and its source is followed
name by name below an input, never out of it. Bytes that are not those the run read are said to be others.
"""

from __future__ import annotations

import hashlib
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import UsageError
from extractor.inputs.containers import container_type, members
from extractor.inputs.sources import printable
from extractor.pipeline import LARGEST

if TYPE_CHECKING:
    from collections.abc import Iterable


class Original(NamedTuple):
    """The bytes of a document; ``problem`` says why there are none. ``same``: they are those that were read."""

    data: bytes
    same: bool
    problem: str = ""


class Originals:
    """Finds documents below the inputs of a run, given as they were given to it."""

    def __init__(self, inputs: Iterable[Path]) -> None:
        self._roots: list[tuple[str, Path]] = []
        given = [*inputs]
        missing = [str(p) for p in given if not p.exists()]
        if missing:
            raise UsageError(f"--source: not found: {', '.join(missing)}")
        self._roots = [(printable(p.resolve().name), p.resolve()) for p in given]
        self._find = lru_cache(maxsize=8)(self._looked_for)

    def __bool__(self) -> bool:
        return bool(self._roots)

    def get(self, source: str, sha256: str) -> Original:
        """Return the document with a source of the index; ``sha256`` is what the run read, empty if not known."""
        if not self._roots:
            return Original(b"", same=False, problem="no source")
        return self._find(source, sha256)

    def _looked_for(self, source: str, sha256: str) -> Original:
        for path, rest in self._candidates(source):
            try:
                data = _read(path, source) if rest else _bytes(path)
            except OSError as error:
                return Original(b"", same=False, problem=error.strerror or str(error))
            if data is not None:
                return Original(data, hashlib.sha256(data).hexdigest() == sha256 or not sha256)
        return Original(b"", same=False, problem="not found")

    def _candidates(self, source: str) -> Iterable[tuple[Path, bool]]:
        """Yield the files that a source may be (in): the file itself, then the containers on the way."""
        for name, root in self._roots:
            below = source.removeprefix(name + "/")
            for tail in dict.fromkeys((below, source)):
                for end in (len(tail), *(i for i, c in enumerate(tail) if c == "!")):
                    path = _below(root, tail[:end])
                    if path is not None:
                        yield path, end < len(tail)


def _below(root: Path, name: str) -> Path | None:
    """Return the file with a name below an input; None where there is none, or where it leads out of it."""
    if root.is_file():
        return root if name == printable(root.name) else None
    here = root
    for part in name.split("/"):
        entry = None if part in ("", ".", "..") else _entry(here, part)
        if entry is None:
            return None
        here = entry
    resolved = here.resolve()
    return resolved if resolved.is_relative_to(root) and resolved.is_file() else None


def _entry(folder: Path, name: str) -> Path | None:
    """Return the entry of a folder that is printed as ``name``: a name that is no UTF-8 is written with escapes."""
    straight = folder / name
    try:
        if straight.exists():
            return straight
        if "\\" in name:
            with os.scandir(folder) as listing:
                return next((Path(e.path) for e in listing if printable(e.name) == name), None)
    except (OSError, ValueError):
        return None
    return None


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.stat().st_size <= LARGEST else None


def _read(path: Path, source: str) -> bytes | None:
    """Return a member of a container by its source, which ends in the names behind the container's own."""
    if not container_type(path):
        return None
    start = printable(path.name)
    at = source.rfind(f"{start}!")
    if at < 0:
        return None
    own = source[: at + len(start)]
    for member in members(path, own, only=lambda name, _url: name == source):
        if member.name == source and not member.problem:
            return member.data
    return None
