"""Compound files with nothing but names in them, for telling kinds of old Office files apart."""

from __future__ import annotations

import struct

_SECTOR = 512
_END, _FAT = 0xFFFFFFFE, 0xFFFFFFFD
_NOTHING = 0xFFFFFFFF


def compound(*names: str, sector: int = _SECTOR) -> bytes:
    """A compound file with empty streams of these names at its root."""
    entries = [_entry("Root Entry", 5, child=1 if names else _NOTHING)]
    for i, name in enumerate(names, 1):
        entries.append(_entry(name, 2, right=i + 1 if i < len(names) else _NOTHING))
    directory = b"".join(entries)
    directory += bytes(-len(directory) % sector)
    count = len(directory) // sector
    fat = [_FAT, *range(2, count + 1), _END]
    fat += [_NOTHING] * (sector // 4 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    shift = sector.bit_length() - 1
    header += struct.pack("<HHHHH", 0x3E, 3 if sector == _SECTOR else 4, 0xFFFE, shift, 6) + bytes(6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<109I", 0, *[_NOTHING] * 108)
    return header + bytes(sector - 512) + struct.pack(f"<{sector // 4}I", *fat) + directory


def _entry(name: str, kind: int, *, child: int = _NOTHING, right: int = _NOTHING) -> bytes:
    written = (name + "\0").encode("utf-16-le")
    return (
        written.ljust(64, b"\0")
        + struct.pack("<HBB", len(written), kind, 1)
        + struct.pack("<III", _NOTHING, right, child)
        + bytes(36)
        + struct.pack("<IQ", _END, 0)
    )
