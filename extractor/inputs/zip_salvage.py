"""Zip archives without their directory (cut short, say): what can be read from their start."""

from __future__ import annotations

import struct
import zlib
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import UnreadableError
from extractor.inputs.member_names import decoded_name
from extractor.inputs.members import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from extractor.inputs.members import Budget

_HEADER = struct.Struct("<4sHHHHHIIIHH")
_SIGNATURE = b"PK\x03\x04"
_DESCRIPTOR = b"PK\x07\x08"
_UTF8_FLAG, _ENCRYPTED_FLAG, _STREAMED_FLAG = 0x800, 0x1, 0x8
_STORED, _DEFLATED = 0, 8
_CHUNK = 65536


class _Header(NamedTuple):
    name: str
    flags: int
    method: int
    crc: int
    packed: int
    unpacked: int


def first_name(file: BinaryIO) -> str:
    """Return the name of the first member; empty where there is none."""
    header = _header(file)
    return header.name if header else ""


def entries(file: BinaryIO, budget: Budget) -> Iterator[Entry]:
    """Yield the members from the start of ``file`` as long as one follows the other whole.

    A member whose check sum is wrong, or that the file ends in, is none of them.
    """
    while header := _header(file):
        if header.flags & _ENCRYPTED_FLAG or header.method not in (_STORED, _DEFLATED):
            return
        if header.method == _STORED and header.flags & _STREAMED_FLAG:
            return  # its length is written behind it, and nothing tells where that is
        try:
            budget.allow(header.unpacked, header.packed or None)
            data = _inflated(file, budget) if header.method == _DEFLATED else file.read(header.packed)
        except (UnreadableError, zlib.error):
            return
        crc = _descriptor(file) if header.flags & _STREAMED_FLAG else header.crc
        if zlib.crc32(data) != crc:
            return
        if not header.name.endswith("/"):
            yield Entry(header.name, partial(bytes, data))


def _header(file: BinaryIO) -> _Header | None:
    raw = file.read(_HEADER.size)
    if len(raw) < _HEADER.size or not raw.startswith(_SIGNATURE):
        return None
    _, _, flags, method, _, _, crc, packed, unpacked, name, extra = _HEADER.unpack(raw)
    printed = file.read(name)
    file.read(extra)
    text = printed.decode("utf-8", "replace") if flags & _UTF8_FLAG else decoded_name(printed)
    return _Header(text, flags, method, crc, packed, unpacked)


def _inflated(file: BinaryIO, budget: Budget) -> bytes:
    """Return what is packed from here on, and leave the file behind it. Raises where it does not end."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    parts = []
    unpacked = packed = 0
    while not inflater.eof:
        chunk = inflater.unconsumed_tail or file.read(_CHUNK)
        if not chunk:
            raise UnreadableError("cut short")
        packed += len(chunk)
        parts.append(inflater.decompress(chunk, 16 * _CHUNK))
        packed -= len(inflater.unconsumed_tail)
        unpacked += len(parts[-1])
        budget.allow(unpacked, packed)
    file.seek(-len(inflater.unused_data), 1)
    return b"".join(parts)


def _descriptor(file: BinaryIO) -> int:
    """Return the check sum behind a streamed member; its signature may be left out, its sizes be 64 bits."""
    start = file.tell()
    raw = file.read(24)
    at = 4 if raw.startswith(_DESCRIPTOR) else 0
    if len(raw) < at + 12:
        return -1
    wide = raw[at + 12 : at + 16] not in (_SIGNATURE, b"PK\x01\x02", b"") and len(raw) >= at + 20
    file.seek(start + at + (20 if wide else 12))
    crc: int = struct.unpack_from("<I", raw, at)[0]
    return crc
