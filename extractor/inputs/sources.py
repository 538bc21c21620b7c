"""What a run is to read: files and folders as given, walked in order, each file with its source name."""

from __future__ import annotations

import errno
import os
import stat
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import UsageError
from extractor.inputs import remote
from extractor.inputs.beside import Root
from extractor.inputs.member_names import printable_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Source(NamedTuple):
    """A file to read. ``problem`` is set where it cannot be read, and then says why.

    ``remote``: what its store says of it, where it is not on this machine; ``path`` is then its name there.
    """

    path: Path
    name: str
    problem: str = ""
    remote: remote.Found | None = None


class Skipped(NamedTuple):
    """Something that was met on the way and is no input, and why."""

    path: Path
    reason: str


@dataclass
class Selection:
    """Which files below the inputs are wanted, and a list of those that were passed by.

    ``include`` and ``exclude`` are shell patterns, upper and lower case told apart. One with a ``/`` is
    held against the whole source, one without against the name alone; ``*`` also crosses folders.
    ``roots``: the inputs that are folders, known once the first file is found.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    limit: int | None = None
    output: Path | None = None
    skipped: list[Skipped] = field(default_factory=list)
    filtered: int = 0
    roots: tuple[Root, ...] = ()

    def wants(self, name: str) -> bool:
        """Tell whether the source is asked for; counts those that are not."""
        wanted = (not self.include or _matches(name, self.include)) and not _matches(name, self.exclude)
        self.filtered += not wanted
        return wanted


def find_sources(
    inputs: Iterable[Path | str], listed: Iterable[Path], selection: Selection
) -> Iterator[Source]:
    """Yield the files of all inputs in the order of their sources, which are unique.

    ``inputs``: files and folders, and URLs of such (as ``str``; what is no URL is a path).
    With one of them, and nothing listed, a source is the path below it
    (of a file, its name); with several it begins with the input's last component. ``listed``: further
    inputs from a list; each keeps the path it is listed with, so that a source does not depend on what
    else is in the list. Folders are walked with everything in them, but for ``selection.output``.

    Links are followed only where an input itself is one. Raises ``UsageError`` for an input that is not
    there, naming all of them.
    """
    given = [i if isinstance(i, Path) or remote.is_url(i) else Path(i) for i in inputs]
    roots = _named(given, [*listed])
    here = [(path, name) for path, name in roots if isinstance(path, Path)]
    missing = [str(path) for path, _ in here if not os.path.lexists(path)]
    if missing:
        raise UsageError(f"not found: {', '.join(missing)}")
    _refuse_output(here, selection.output)
    selection.roots = tuple(_root(path, name) for path, name in roots if _is_folder(path))
    found = (s for path, name in sorted(roots, key=_root_order) for s in _expand(path, name, selection))
    wanted = (s for s in _unique(found) if selection.wants(s.name))
    yield from islice(wanted, selection.limit)


def _named(inputs: list[Path | str], listed: list[Path]) -> list[tuple[Path | str, str]]:
    """Pair each input with what its sources begin with; empty for the only one, if it is a folder."""
    if len(inputs) == 1 and not listed:
        only = inputs[0]
        return [(only, "" if _is_folder(only) else _last_component(only))]
    taken: set[str] = set()
    named = [(path, _last_component(path)) for path in inputs]
    named += [(path, _as_listed(path)) for path in listed]
    return [(path, _first_free(name, taken)) for path, name in named]


def _first_free(name: str, taken: set[str]) -> str:
    """Return ``name``, or with ``~2``, ``~3`` … the first that is not taken; takes it."""
    free, n = name, 1
    while free in taken:
        n += 1
        free = f"{name}~{n}"
    taken.add(free)
    return free


def _is_folder(path: Path | str) -> bool:
    return path.is_dir() if isinstance(path, Path) else remote.is_folder(path)


def _last_component(path: Path | str) -> str:
    if isinstance(path, str):
        return remote.last_component(path)
    return printable(path.name if path.name not in ("", "..") else path.resolve().name) or "root"


def _as_listed(path: Path) -> str:
    parts = Path(os.path.normpath(path)).parts
    kept = [p for p in parts if p not in ("..", "/")]
    return printable("/".join(kept)) or "root"


def _root(path: Path | str, name: str) -> Root:
    prefix = f"{name}/" if name else ""
    if isinstance(path, str):
        return Root(Path(), prefix, remote.normal(path))
    return Root(Path(os.path.abspath(path)), prefix)  # noqa: PTH100 - Path.absolute keeps ".."


def _root_order(root: tuple[Path | str, str]) -> str:
    path, name = root
    return f"{name}/" if _is_folder(path) else name


def _refuse_output(roots: list[tuple[Path, str]], output: Path | None) -> None:
    if output is not None and any(path.resolve() == output.resolve() for path, _ in roots):
        raise UsageError(f"the output folder {output} is itself an input; give another --output")


def _expand(path: Path | str, name: str, selection: Selection) -> Iterator[Source]:
    prefix = f"{name}/" if name else ""
    if isinstance(path, str):
        folder = remote.is_folder(path)
        for found in remote.listed(path):
            yield Source(Path(found.url), prefix + found.below if folder else name, "", found)
    elif path.is_dir():
        yield from _walk(path, prefix, path.resolve(), selection)
    else:
        yield _file(path, name)


def _file(path: Path, name: str) -> Source:
    """Return an input that was named itself; a pipe or device would wait for ever and is not read."""
    try:
        mode = path.stat().st_mode
    except OSError as error:
        return Source(path, name, _why(error))
    return Source(path, name, "" if stat.S_ISREG(mode) else "neither a file nor a folder")


def _walk(folder: Path, prefix: str, root: Path, selection: Selection) -> Iterator[Source]:
    """Yield the files below ``folder`` in the order of their sources, whatever order the disk has."""
    try:
        with os.scandir(folder) as listing:
            entries = list(listing)
    except OSError as error:
        yield Source(
            folder,
            prefix.rstrip("/") or printable(folder.name),
            f"文件夹不能读取：{_why(error)} (the folder cannot be listed; check its permissions)",
        )
        return
    output = selection.output.resolve() if selection.output else None
    # A folder sorts as "name/": then walking it in turn gives the order of whole sources.
    keyed = [(printable(e.name) + ("/" if e.is_dir(follow_symlinks=False) else ""), e) for e in entries]
    for key, entry in sorted(keyed, key=lambda k: (k[0], k[1].name)):
        path = Path(entry.path)
        if entry.is_symlink():
            reason = _refusal(path, root)
            if reason:
                selection.skipped.append(Skipped(path, reason))
            else:
                yield Source(path, prefix + key)
        elif key.endswith("/"):
            if output is not None and path.resolve() == output:
                selection.skipped.append(Skipped(path, "the output folder"))
            else:
                yield from _walk(path, prefix + key, root, selection)
        elif entry.is_file(follow_symlinks=False):
            yield Source(path, prefix + key)
        else:
            selection.skipped.append(Skipped(path, "neither a file nor a folder"))


def _refusal(link: Path, root: Path) -> str:
    """Say why a link is not followed; empty for one to a file below ``root``, the input it stands in."""
    try:
        target = link.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        return f"link that leads nowhere: {_why(error)}"
    if target.is_dir():
        return "link to a folder"
    if not target.is_file():
        return "link to what is neither a file nor a folder"
    return "" if target.is_relative_to(root) else "link out of the input"


def _unique(found: Iterable[Source]) -> Iterator[Source]:
    """Make equal sources differ: names that are no UTF-8 can be printed alike, and stand together."""
    taken: set[str] = set()
    for source in found:
        if source.name in taken:
            source = source._replace(name=_first_free(source.name, taken))  # noqa: PLW2901
        taken.add(source.name)
        yield source


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    last = name.rpartition("/")[2]
    return any(
        fnmatchcase(name if "/" in pattern else last, pattern.removeprefix("/")) for pattern in patterns
    )


def printable(name: str) -> str:
    r"""Return a file name as UTF-8 text; bytes that are none, and control characters, are written ``\xff``."""
    return printable_text(os.fsencode(name).decode("utf-8", "backslashreplace"))


def _why(error: Exception) -> str:
    if isinstance(error, RuntimeError) or (isinstance(error, OSError) and error.errno == errno.ELOOP):
        return "links in a circle"
    return (error.strerror if isinstance(error, OSError) else "") or str(error)
