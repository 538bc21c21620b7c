"""An output folder that is not on this machine's disk (``s3://``, ``hdfs://``, …): made here, and mirrored there.

The run writes to a folder of this machine that stands for the URL. What changed is then sent, the tables before
the ledger that vouches for them; what is gone is removed. Another machine that goes on with the same URL fetches the
folder first. Stores have no locks that end with a process, so a note says who writes; one that was left behind by
a process of this machine is passed over, any other has to be removed by hand.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.batch.lock import BusyError
from extractor.batch.order import STATE
from extractor.batch.work import OutputError
from extractor.errors import UsageError
from extractor.inputs import remote

if TYPE_CHECKING:
    from collections.abc import Iterator

_MIRROR = f"{STATE}/mirror.json"
_HOLDER = f"{STATE}/writing.json"
_OWN = (f"{STATE}/lock", _MIRROR, _HOLDER)


@contextmanager
def staged(url: str) -> Iterator[Path]:
    """Give the folder of this machine that stands for an output URL, and send what changed in it at the end.

    Also after a run that was broken off, so that it can be gone on with from anywhere. ``BusyError`` where another
    run writes there, ``UsageError`` where it is not ours to write to, ``OutputError`` where it does not take what is sent.
    """
    store = _Store(url)
    folder = stands_for(store.root)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        store.hold()
        try:
            store.fetch(folder)
            try:
                yield folder
            finally:
                store.send(folder)
        finally:
            store.release()
    except OSError as error:
        if _is_of(error, folder):
            raise
        raise OutputError(
            f"{url} does not take the output: {error}; what was read is kept on this machine, and the same command goes on"
        ) from error


def stands_for(url: str) -> Path:
    """Return the folder of this machine that stands for a URL."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "extractor" / "outputs" / hashlib.sha256(url.encode()).hexdigest()[:24]


class _Store:
    """A folder of a store, and the list of what was sent to it: path → size and time of the file that was sent."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._system, self._path = remote.system_of(url)
        self.root = str(self._system.unstrip_protocol(self._path)).rstrip("/")

    def hold(self) -> None:
        """Note that this process writes here. ``BusyError`` where another does."""
        holder = self._json(_HOLDER)
        here = socket.gethostname()
        if holder and not (holder.get("host") == here and not _lives(int(holder.get("process", 0)))):
            raise BusyError(
                f"a run on {holder.get('host')} (process {holder.get('process')}) is writing to {self._url}; wait until "
                f"it ends, or remove {self.root}/{_HOLDER} if it is no more"
            )
        if not holder and not self._json(_MIRROR) and self._system.exists(self._path) and self._holds_any():
            raise UsageError(f"{self._url} holds files that no run of ours wrote; give another --output")
        self._put(_HOLDER, json.dumps({"host": here, "process": os.getpid()}))

    def _holds_any(self) -> bool:
        return bool(self._system.find(self._path, maxdepth=1))

    def release(self) -> None:
        """Note that nobody writes here."""
        if self._system.exists(self._at(_HOLDER)):
            self._system.rm_file(self._at(_HOLDER))

    def fetch(self, folder: Path) -> None:
        """Bring here what is there, unless it is what this machine sent last."""
        there, here = self._json(_MIRROR), _read(folder / _MIRROR)
        if not there or there.get("id") == here.get("id"):
            return
        for name in there["files"]:
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            self._system.get_file(self._at(name), str(target))
        for name in set(_files(folder)) - set(there["files"]):
            (folder / name).unlink()
        there["files"] = _files(folder)
        _write(folder / _MIRROR, there)

    def send(self, folder: Path) -> None:
        """Send what changed since the last time, the state last; remove what is gone."""
        was, files = _read(folder / _MIRROR).get("files", {}), _files(folder)
        changed = [name for name, told in files.items() if was.get(name) != told]
        if not changed and was.keys() == files.keys() and self._json(_MIRROR):
            return
        for name in sorted(changed, key=lambda n: (n.startswith(STATE), n)):
            target = self._at(name)
            self._system.makedirs(target.rpartition("/")[0], exist_ok=True)
            self._system.put_file(str(folder / name), target)
        for name in was.keys() - files.keys():
            if self._system.exists(self._at(name)):
                self._system.rm_file(self._at(name))
        told = {"id": uuid.uuid4().hex, "files": files}
        self._put(_MIRROR, json.dumps(told))
        _write(folder / _MIRROR, told)

    def _at(self, name: str) -> str:
        return f"{self._path.rstrip('/')}/{name}"

    def _json(self, name: str) -> dict[str, Any]:
        self._system.invalidate_cache()
        try:
            return dict(json.loads(self._system.cat_file(self._at(name))))
        except FileNotFoundError:
            return {}

    def _put(self, name: str, text: str) -> None:
        self._system.makedirs(self._at(name).rpartition("/")[0], exist_ok=True)
        self._system.pipe_file(self._at(name), text.encode())


def _files(folder: Path) -> dict[str, list[int]]:
    """Return size and time of the files that are mirrored, by their paths below the folder."""
    found: dict[str, list[int]] = {}
    for at, _, names in os.walk(folder):
        for name in names:
            path = Path(at, name)
            below = path.relative_to(folder).as_posix()
            if below not in _OWN and path.is_file():
                stat = path.stat()
                found[below] = [stat.st_size, stat.st_mtime_ns]
    return dict(sorted(found.items()))


def _read(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError):
        return {}


def _write(path: Path, told: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told), encoding="utf-8")


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _is_of(error: OSError, folder: Path) -> bool:
    return str(error.filename or "").startswith(str(folder))
