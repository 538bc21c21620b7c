"""One run at a time in an output folder: a lock that the system lets go of with the process, however it ends."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from extractor.errors import ExtractorError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAME = "lock"


class BusyError(ExtractorError):
    """Another run is writing to the folder."""


@contextmanager
def locked(state: Path, output: Path) -> Iterator[None]:
    """Hold the lock of an output folder. ``BusyError`` where another process holds it."""
    import fcntl  # noqa: PLC0415 - Windows has none

    descriptor = os.open(state / NAME, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip() or "?"
            raise BusyError(
                f"another run (process {holder}) is writing to {output}; wait until it ends, or give another --output"
            ) from error
        os.truncate(descriptor, 0)
        os.write(descriptor, str(os.getpid()).encode())
        yield
    finally:
        os.close(descriptor)


def is_locked(state: Path) -> bool:
    """Tell whether a run holds the lock now."""
    import fcntl  # noqa: PLC0415 - Windows has none

    try:
        descriptor = os.open(state / NAME, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(descriptor)
    return False
