"""Zip archives: names in the encodings that Chinese systems write, members in the order of their names."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from functools import partial
from typing import TYPE_CHECKING

from extractor.errors import UnreadableError
from extractor.inputs import zip_salvage
from extractor.inputs.member_names import decoded_name
from extractor.inputs.members import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from extractor.inputs.members import Budget

SIGNATURES = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08PK\x03\x04")
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_UNICODE_PATH = 0x7075
_LONGEST_STATEMENT = 200
# One of these makes a zip a document of its own: Office, OFD, OpenDocument and EPUB, Java.
_OF_DOCUMENTS = frozenset(("[Content_Types].xml", "OFD.xml", "mimetype", "META-INF/MANIFEST.MF"))
_FOR_THE_SYSTEM = ("__MACOSX/",)  # what macOS adds about the files: no documents
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, struct.error, OverflowError)


_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
# Documents that are zips inside, by the beginning of a name in them.
_DOCUMENTS = (
    ("word/", _WORD),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
    ("OFD.xml", "application/ofd"),
)


def document_type(data: bytes) -> str:
    """Return the media type of a document that is a zip; ``application/zip`` for any other.

    Of one that is cut short the names are looked for where its members begin.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            stated = "mimetype" in names and archive.getinfo("mimetype").file_size < _LONGEST_STATEMENT
            if stated:
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except (*_DAMAGE, RuntimeError, NotImplementedError):
        names = [n for n, _ in _DOCUMENTS if b"PK\x03\x04" in data and n.encode() in data]
    return next(
        (kind for start, kind in _DOCUMENTS if any(n.startswith(start) for n in names)), "application/zip"
    )


def is_plain(file: BinaryIO) -> bool:
    """Tell an archive of files from a document that is a zip inside; leaves ``file`` at its start.

    One that is too damaged to list is an archive if its first member does not belong to a document.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
    except _DAMAGE:
        file.seek(0)
        names = {zip_salvage.first_name(file)}
    file.seek(0)
    return not names & _OF_DOCUMENTS


def entries(file: BinaryIO, budget: Budget) -> Iterator[Entry]:
    """Yield the files in an archive, in the order of their names.

    Raises ``UnreadableError`` where the archive is damaged, after what can still be read from its start.
    """
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGE:
        file.seek(0)
        yield from zip_salvage.entries(file, budget)
        raise UnreadableError(
            "压缩包不完整或已损坏，只读取了还能读出的文件 (the archive is cut short or damaged; "
            "only what could still be read was read)"
        ) from None
    with archive:
        named = [
            (name_of(info), info) for info in archive.infolist() if not info.filename.endswith("/")
        ]  # is_dir() falls over an empty name
        for name, info in sorted(named, key=lambda pair: pair[0]):
            if not name.startswith(_FOR_THE_SYSTEM):
                yield Entry(name, partial(_read, archive, info, budget))


def name_of(info: zipfile.ZipInfo) -> str:
    """Return the name of a member: UTF-8 where it says so, else by what its bytes are."""
    if info.flag_bits & _UTF8_FLAG:
        return info.filename
    return _unicode_path(info.extra) or decoded_name(info.orig_filename.encode("cp437", "replace"))


def _unicode_path(extra: bytes) -> str:
    """Return the name in an Info-ZIP Unicode Path field (APPNOTE 4.6.9); empty where there is none."""
    while len(extra) >= 4:
        kind, size = struct.unpack_from("<HH", extra)
        if kind == _UNICODE_PATH and 5 < size <= len(extra) - 4:
            return extra[9 : 4 + size].decode("utf-8", "replace")
        extra = extra[4 + size :]
    return ""


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, budget: Budget) -> bytes:
    if info.flag_bits & _ENCRYPTED_FLAG:
        raise UnreadableError(
            "文件已加密；请用密码解压后再读取 (encrypted: unpack it with its password first)"
        )
    budget.allow(info.file_size, info.compress_size)
    try:
        with archive.open(info) as member:
            # What the archive says of sizes may be a lie: never more than that is taken.
            data = member.read(info.file_size + 1)
    except NotImplementedError as error:
        raise UnreadableError(
            f"压缩方法不支持：{error}；请先解压 (packed in a way that is not read: unpack it first)"
        ) from error
    except (*_DAMAGE, RuntimeError) as error:
        raise UnreadableError(f"文件已损坏：{error} (the member is damaged)") from error
    return data
