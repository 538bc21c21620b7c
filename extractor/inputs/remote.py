"""Inputs that are not on this machine's disk: anything that fsspec reaches (``s3://``, ``hdfs://``, ``gs://``, …).

A remote file is fetched whole into a temporary folder when its turn comes, read there as a local one is, and
removed. What its store says of it (size, time, tag) stands for its content, as size and time do on a disk.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*://.")
# What stores call the things that change with the content.
_TAGS = (
    "ETag",
    "etag",
    "md5Hash",
    "checksum",
    "mtime",
    "LastModified",
    "last_modified",
    "updated",
    "created",
)
_LONGEST = 200


class Found(NamedTuple):
    """A remote file: its URL, its path below what was asked for, its size, and what changes with its content."""

    url: str
    below: str
    size: int
    stamp: str


class Fetched(NamedTuple):
    """A remote file that was fetched: the folder that stands for ``root`` here, and the file in it."""

    folder: Path
    path: Path
    root: str

    def reach(self, name: str) -> None:
        """Fetch the file ``name`` (a path below the root) as well, where there is one."""
        target = _inside(self.folder, name)
        if target is None or target.exists():
            return
        system, base = system_of(self.root)
        remote = f"{base.rstrip('/')}/{name}"
        try:
            if system.isfile(remote):
                target.parent.mkdir(parents=True, exist_ok=True)
                system.get_file(remote, str(target))
        except (OSError, ValueError):
            target.unlink(missing_ok=True)

    def url(self, path: Path) -> str:
        """Return the URL that a path in the folder stands for."""
        return f"{self.root.rstrip('/')}/{path.relative_to(self.folder).as_posix()}"


def is_url(text: str) -> bool:
    """Tell whether an input is a URL and no path of this machine."""
    return bool(_URL.match(text))


def last_component(url: str) -> str:
    """Return what the sources of an input begin with."""
    return url.split("://", 1)[1].rstrip("/").rpartition("/")[2] or "root"


def normal(url: str) -> str:
    """Return a URL of a folder as those of the files in it begin."""
    system, path = system_of(url)
    return str(system.unstrip_protocol(path)).rstrip("/")


def is_folder(url: str) -> bool:
    """Tell whether a URL is a folder; ``UsageError`` for what is not there or cannot be reached."""
    system, path = system_of(url)
    try:
        if system.isdir(path):
            return True
        if system.isfile(path):
            return False
    except Exception as error:  # each store has errors of its own
        raise UsageError(f"{url} cannot be reached: {error}") from error
    raise UsageError(f"not found: {url}")


def listed(url: str) -> Iterator[Found]:
    """Yield the files at or below a URL, in the order of their names."""
    system, path = system_of(url)
    try:
        found: dict[str, Any] = (
            system.find(path, detail=True) if system.isdir(path) else {path: system.info(path)}
        )
    except Exception as error:  # each store has errors of its own
        raise UsageError(f"{url} cannot be listed: {error}") from error
    top = path.rstrip("/") + "/"
    for name in sorted(found):
        below = name.removeprefix(top) if name.startswith(top) else name.rpartition("/")[2]
        yield Found(str(system.unstrip_protocol(name)), below, *_told(found[name]))


def stamp_of(url: str) -> tuple[str, int]:
    """Return what changes with the content of a remote file, and its size; empty for what is not there."""
    system, path = system_of(url)
    try:
        size, stamp = _told(system.info(path))
    except (OSError, ValueError):
        return "", 0
    return stamp, size


def head_of(url: str, size: int) -> bytes:
    """Return the first bytes of a remote file. ``OSError`` where it cannot be read."""
    system, path = system_of(url)
    return bytes(system.cat_file(path, start=0, end=size))


@contextmanager
def fetched(url: str, root: str) -> Iterator[Fetched]:
    """Fetch a remote file below a root (``normal``) for as long as it is looked at.

    ``UsageError`` or ``OSError`` where it cannot be had.
    """
    with TemporaryDirectory(prefix="extractor-") as name:
        folder = Path(name)
        path = _inside(folder, url.removeprefix(f"{root}/")) or folder / "document"
        path.parent.mkdir(parents=True, exist_ok=True)
        system, remote = system_of(url)
        system.get_file(remote, str(path))
        yield Fetched(folder, path, root)


def _told(info: Any) -> tuple[int, str]:
    size = int(info.get("size") or 0)
    return size, "-".join([str(size), *(str(info[tag]) for tag in _TAGS if info.get(tag))])


def _inside(folder: Path, name: str) -> Path | None:
    """Return the path below a folder for a name that a store gives; ``None`` for one that would lead out of it."""
    parts = name.split("/")
    if any(part in ("", ".", "..") or "\0" in part or len(part.encode()) > _LONGEST for part in parts):
        return None
    return folder.joinpath(*parts)


def system_of(url: str) -> tuple[Any, str]:
    """Return the file system of a URL and the path in it. ``UsageError`` where a package for it is lacking."""
    protocol, _, rest = url.partition("://")
    system = _of_protocol(protocol, rest.partition("/")[0])
    return system, str(system._strip_protocol(url))  # noqa: SLF001 - fsspec's own way to say it


@cache
def _of_protocol(protocol: str, host: str) -> Any:
    try:
        import fsspec  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError(
            f"{protocol}:// needs the package fsspec, which is not installed: pip install 'extractor[remote]'"
        ) from error
    try:
        return fsspec.core.url_to_fs(f"{protocol}://{host}")[0]
    except (ImportError, ValueError) as error:
        raise UsageError(f"{protocol}:// cannot be used: {error}") from error
