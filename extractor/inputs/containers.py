"""Files that hold documents: told by their bytes, opened, and streamed member by member, nested ones too."""

from __future__ import annotations

import hashlib
import io
from functools import partial
from typing import TYPE_CHECKING, cast

from extractor.errors import UnreadableError
from extractor.inputs import json_lines, mime, parquet_files, seven_zip, tars, warcs, zips
from extractor.inputs.member_names import printable_text
from extractor.inputs.members import Budget, Entry, Limits, Member, SpentError
from extractor.inputs.packed import SUFFIXES, packing_of, unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import BinaryIO

    from extractor.inputs.packed import Unpacked

    _Opener = Callable[[BinaryIO, Budget], Iterator[Entry]]
    Only = Callable[[str, str], bool] | None

LIMITS = Limits()
HEAD = 8192
"""Bytes from the start of a file that tell what kind of container it is."""

_OPENERS: dict[str, _Opener] = {
    "application/zip": zips.entries,
    "application/x-tar": tars.entries,
    "application/x-7z-compressed": seven_zip.entries,
    "application/warc": warcs.entries,
    "application/jsonl": json_lines.entries,
    "application/vnd.apache.parquet": parquet_files.entries,
    "message/rfc822": mime.entries,
}


def container_type(path: Path) -> str:
    """Return the media type of the container in a file; empty where it is none, or cannot be opened."""
    try:
        with path.open("rb") as file:
            return _kind(file)
    except OSError:
        return ""


def members(path: Path, source: str, limits: Limits = LIMITS, only: Only = None) -> Iterator[Member]:
    """Yield every document in the container at ``path``, each with its source: ``source!member``.

    They come one at a time, as the container has them, nothing is written to disk, and names are unique
    (``~2``). Nested containers are opened in turn (``a.zip!b.zip!c.html``). What is wrong with one
    member is its ``problem``; what is wrong with the container comes as a member with the container's
    own name, after all that could be read. Whether they are in the order of their sources depends on
    the format.

    ``only``: tells by name and URL which documents are asked for; the others are not read.
    """
    try:
        with path.open("rb") as file:
            size = file.seek(0, io.SEEK_END)
            file.seek(0)
            for member in _Reading(Budget(limits, size), only).whole(file, source):
                if member.name == source:  # it is the last
                    file.seek(0)
                    member = member._replace(sha256=hashlib.file_digest(file, "sha256").hexdigest())  # noqa: PLW2901
                yield member
    except OSError as error:
        yield Member(
            source, b"", f"文件不能读取：{error.strerror or error} (the file cannot be read to its end)"
        )


class _Reading:
    """Goes through a file and the containers inside it, once."""

    def __init__(self, budget: Budget, only: Only) -> None:
        self._budget = budget
        self._only = only

    def whole(self, file: BinaryIO, source: str) -> Iterator[Member]:
        """Yield the documents in a file."""
        try:
            yield from self._members(file, source, 1)
        except SpentError as error:
            yield Member(source, b"", str(error))

    def _members(self, file: BinaryIO, source: str, depth: int) -> Iterator[Member]:
        taken: set[str] = set()
        try:
            for entry in _entries(file, source, self._budget):
                name = _free(printable_text(f"{source}!{entry.name}"), taken)
                if self._only is None or self._only(name, entry.url):
                    yield from self._member(entry, name, depth)
        except SpentError:
            raise
        except UnreadableError as error:
            yield Member(source, b"", str(error))
        else:
            if not taken:
                yield Member(source, b"", "里面没有文件 (there are no files in it)")

    def _member(self, entry: Entry, name: str, depth: int) -> Iterator[Member]:
        try:
            data = entry.read()
            self._budget.allow(len(data))
            self._budget.spend(len(data))
        except SpentError:
            raise
        except UnreadableError as error:
            yield Member(name, b"", str(error), entry.hint, entry.url)
            return
        if not _kind(io.BytesIO(data)):
            yield Member(name, data, "", entry.hint, entry.url)
        elif depth < self._budget.limits.depth:
            yield from self._members(io.BytesIO(data), name, depth + 1)
        else:
            yield Member(
                name,
                b"",
                f"压缩包嵌套超过 {self._budget.limits.depth} 层，未读取 "
                f"(containers inside each other more than {self._budget.limits.depth} deep: not read)",
            )


def _entries(file: BinaryIO, source: str, budget: Budget) -> Iterator[Entry]:
    kind = _kind(file)
    if kind not in SUFFIXES:
        yield from _OPENERS[kind](file, budget)
        return
    stream = unpacked(file, kind, budget)
    inner = _streamed(stream.peek(HEAD)[:HEAD])
    try:
        if inner:
            yield from _OPENERS[inner](cast("BinaryIO", stream), budget)
        else:
            yield Entry(_without_suffix(source, kind), partial(_whole, stream, budget))
    except UnreadableError as error:
        raise UnreadableError(stream.fault or str(error)) from error
    if inner and stream.fault:
        raise UnreadableError(stream.fault)


def _whole(stream: Unpacked, budget: Budget) -> bytes:
    data = stream.read(budget.limits.member + 1)
    if stream.fault:
        raise UnreadableError(stream.fault)
    return data


def _without_suffix(source: str, kind: str) -> str:
    """Return the name of the one file in a compressed file, by the name of that."""
    name = source.rpartition("/")[2].rpartition("!")[2]
    suffix = next((s for s in SUFFIXES[kind] if name.lower().endswith(s)), "")
    return name[: len(name) - len(suffix)] or name


def _kind(file: BinaryIO) -> str:
    """Return the media type of the container in a file that is at its start, and go back there."""
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(zips.SIGNATURES):
        return "application/zip" if zips.is_plain(file) else ""
    if head.startswith(seven_zip.SIGNATURE):
        return "application/x-7z-compressed"
    if head.startswith(parquet_files.SIGNATURE):
        return "application/vnd.apache.parquet"
    return packing_of(head) or _streamed(head)


def _streamed(head: bytes) -> str:
    """Return the media type of a container that can be read as a stream, by its first bytes."""
    if head.startswith(warcs.SIGNATURE):
        return "application/warc"
    if tars.is_tar(head):
        return "application/x-tar"
    if json_lines.is_json_lines(head):
        return "application/jsonl"
    return "message/rfc822" if mime.is_message(head) else ""


def _free(name: str, taken: set[str]) -> str:
    """Return ``name``, or with ``~2``, ``~3`` … the first that is not taken; takes it."""
    free, n = name, 1
    while free in taken:
        n += 1
        free = f"{name}~{n}"
    taken.add(free)
    return free
