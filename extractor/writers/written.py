"""Files that were written: their size and hash, and that the disk has them."""

from __future__ import annotations

import hashlib
import os
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path


class Written(NamedTuple):
    """A file: its path below the output folder, its size and its hash."""

    path: str
    size: int
    sha256: str


def written(folder: Path, path: Path) -> Written:
    """Return what stands in the file at ``path``, once the disk has it."""
    with path.open("rb") as file:
        os.fsync(file.fileno())
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return Written(path.relative_to(folder).as_posix(), path.stat().st_size, digest)


def keep_folder(folder: Path) -> None:
    """Wait until the disk has the names in ``folder``, where the system can say so."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
