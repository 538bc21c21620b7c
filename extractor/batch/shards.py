"""Shards: the files that hold the parcels of all documents, in the order in which they were read.

They only grow. What a broken run left beyond the last record of the ledger is cut off when the next begins.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, BinaryIO

from extractor.writers.written import keep_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

LARGEST = 1 << 30
"""Bytes after which the next shard is begun."""


class ShardError(ValueError):
    """A shard does not hold what the ledger says."""


class ShardReader:
    """Reads from the shards in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[int, BinaryIO] = {}

    def path(self, number: int) -> Path:
        """Return where a shard is."""
        return self._folder / f"{number:05}.shard"

    def read(self, number: int, start: int, size: int) -> bytes:
        """Return ``size`` bytes. ``ShardError`` where they are not there."""
        try:
            if number not in self._open:
                self._open[number] = self.path(number).open("rb")
            data = os.pread(self._open[number].fileno(), size, start)
        except OSError as error:
            raise ShardError(f"{self.path(number)} cannot be read: {error.strerror}") from error
        if len(data) != size:
            raise ShardError(f"{self.path(number)} is cut short")
        return data

    def close(self) -> None:
        """Close all files."""
        for file in self._open.values():
            file.close()
        self._open.clear()


class Shards(ShardReader):
    """The shards in a folder. ``known``: the bytes of each that the ledger has records of."""

    def __init__(self, folder: Path, known: Mapping[int, int]) -> None:
        super().__init__(folder)
        folder.mkdir(parents=True, exist_ok=True)
        self.number = max(known, default=0)
        self._end = known.get(self.number, 0)
        self._file: BinaryIO | None = None
        for path in folder.glob("*.shard"):
            if int(path.stem) not in known:
                path.unlink()

    def begin_next(self) -> None:
        """Begin another shard; what was written so far stands."""
        self.keep()
        if self._file is not None:
            self._file.close()
        self._file, self.number, self._end = None, self.number + 1, 0

    def append(self, data: bytes) -> tuple[int, int]:
        """Write ``data``; returns the shard and the place in it."""
        if self._end >= LARGEST:
            self.begin_next()
        if self._file is None:
            path = self.path(self.number)
            path.touch()
            self._file = path.open("r+b")
            self._file.truncate(self._end)
            self._file.seek(self._end)
            keep_folder(self._folder)
        at = self.number, self._end
        self._file.write(data)
        self._end += len(data)
        return at

    def forget_until(self, number: int) -> None:
        """Remove the shards up to one that nothing points to any more."""
        super().close()
        for path in self._folder.glob("*.shard"):
            if int(path.stem) <= number:
                path.unlink()

    def size(self) -> int:
        """Return the bytes of all shards."""
        return sum(path.stat().st_size for path in self._folder.glob("*.shard"))

    def keep(self) -> None:
        """Wait until the disk has all that was written."""
        if self._file is not None:
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close all files."""
        super().close()
        if self._file is not None:
            with suppress(OSError):  # a full disk, which was said before
                self._file.close()
            self._file = None
