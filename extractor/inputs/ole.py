"""Compound files, which old Office programs write: the names at their root, which tell what they are.

Source: MS-CFB (2.2 header, 2.3 FAT, 2.6 directory).
"""

from __future__ import annotations

import struct

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = 512
_ENTRY = 128
_IN_HEADER = 109  # places of FAT sectors that the header itself lists
_MOST = 20_000  # sectors of the directory, and entries of it, that are looked at
_NONE = 0xFFFFFFFA  # from here on, a number is no sector
_TYPES = (
    ("EncryptedPackage", "application/x-encrypted-office"),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("MatOST", "application/vnd.ms-works"),
    ("FileHeader", "application/x-hwp"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
)


def media_type(data: bytes) -> str:
    """Return what a compound file is; ``application/x-ole-storage`` where its names do not tell."""
    names = root_names(data)
    return next((kind for name, kind in _TYPES if name in names), "application/x-ole-storage")


def root_names(data: bytes) -> frozenset[str]:
    """Return the names of what stands at the root; empty where the file is too damaged to say."""
    try:
        entries = _directory(data)
        return frozenset(_children(entries))
    except (struct.error, IndexError, ValueError):
        return frozenset()


def _directory(data: bytes) -> list[bytes]:
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise ValueError("no such sector size")
    size = 1 << shift
    (first,) = struct.unpack_from("<I", data, 48)
    listed = struct.unpack_from(f"<{_IN_HEADER}I", data, 76)
    entries: list[bytes] = []
    sector = first
    for _ in range(_MOST):
        if sector >= _NONE or len(entries) >= _MOST:
            break
        start = _place(sector, size)
        block = data[start : start + size]
        if len(block) < size:
            break
        entries += (block[at : at + _ENTRY] for at in range(0, size, _ENTRY))
        # The next sector of the chain, by the FAT.
        fat = listed[sector // (size // 4)]
        (sector,) = struct.unpack_from("<I", data, _place(fat, size) + sector % (size // 4) * 4)
    return entries


def _place(sector: int, size: int) -> int:
    # The header takes a whole sector, also where sectors are larger than it.
    return max(_HEADER, size) + sector * size


def _children(entries: list[bytes]) -> list[str]:
    found: list[str] = []
    seen: set[int] = set()
    waiting = [struct.unpack_from("<I", entries[0], 76)[0]]
    while waiting:
        number = waiting.pop()
        if number >= len(entries) or number in seen:
            continue
        seen.add(number)
        entry = entries[number]
        length, kind = struct.unpack_from("<HB", entry, 64)
        if kind:
            found.append(entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace"))
        waiting += struct.unpack_from("<II", entry, 68)
    return found
