"""Tar archives, read as a stream: members in the order they are stored in."""

from __future__ import annotations

import tarfile
from functools import partial
from typing import TYPE_CHECKING, Any

from extractor.errors import UnreadableError
from extractor.inputs.member_names import decoded_name
from extractor.inputs.members import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from extractor.inputs.members import Budget

_BLOCK = 512
_DAMAGE = (tarfile.TarError, EOFError, OSError, ValueError, OverflowError)
_CUT = "压缩包不完整或已损坏，只读取了还能读出的文件 (the archive is cut short or damaged; only what could still be read was read)"
_FOR_THE_SYSTEM = "._"  # what macOS adds about a file, beside it


def is_tar(head: bytes) -> bool:
    """Tell a tar archive by the check sum of its first header."""
    if len(head) < _BLOCK or not head[0] or not head[148:156].strip(b" \0").isdigit():
        return False
    try:
        tarfile.TarInfo.frombuf(head[:_BLOCK], "utf-8", "surrogateescape")
    except tarfile.HeaderError:
        return False
    return True


def entries(file: BinaryIO, budget: Budget) -> Iterator[Entry]:
    """Yield the files in an archive; links in it are entries that cannot be read.

    Raises ``UnreadableError`` where it is damaged or has no end, after what stands before that.
    """
    ended = []

    class Header(tarfile.TarInfo):
        """A header; the blocks of zeros that end an archive are taken note of (tarfile does not tell)."""

        @classmethod
        def frombuf(cls, buf: Any, encoding: str, errors: str) -> Any:
            try:
                return super().frombuf(buf, encoding, errors)
            except tarfile.EOFHeaderError:  # type: ignore[attr-defined] # not in its stubs
                ended.append(True)
                raise

    try:
        with tarfile.open(
            fileobj=file, mode="r|", tarinfo=Header, encoding="utf-8", errors="surrogateescape"
        ) as archive:
            while info := archive.next():
                archive.members = []  # type: ignore[attr-defined] # else it keeps every header it has seen
                name = decoded_name(info.name.encode("utf-8", "surrogateescape"))
                if info.isdir() or name.rpartition("/")[2].startswith(_FOR_THE_SYSTEM):
                    continue
                yield Entry(name, partial(_read, archive, info, budget))
    except _DAMAGE as error:
        raise UnreadableError(_CUT) from error
    if not ended:
        raise UnreadableError(_CUT)


def _read(archive: tarfile.TarFile, info: tarfile.TarInfo, budget: Budget) -> bytes:
    if not info.isfile():
        raise UnreadableError(
            "是链接或设备，不是文件；未读取 (a link or a device in the archive, not a file: not followed)"
        )
    budget.allow(info.size)
    try:
        member = archive.extractfile(info)
        data = member.read() if member else b""
    except _DAMAGE as error:
        raise UnreadableError(f"文件不完整：{error} (cut short)") from error
    if len(data) < info.size:
        raise UnreadableError("文件不完整 (cut short)")
    return data
