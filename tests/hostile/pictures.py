"""Pictures that are no pictures, have no size or far too much of it, or unpack to more than memory holds."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

from tests.hostile.case import UNREADABLE, Case, of

if TYPE_CHECKING:
    from collections.abc import Iterator

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SECONDS = 10.0
_MEGABYTES = 900


def png(width: int, height: int, lines: bytes, *, bits: int = 8, colour: int = 0) -> bytes:
    """A PNG of the stated size over whatever lines."""

    def chunk(name: bytes, data: bytes) -> bytes:
        body = name + data
        return struct.pack(">I", len(data)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    return _SIGNATURE + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def bmp(width: int, height: int, data: bytes) -> bytes:
    head = struct.pack("<IiiHHIIiiII", 40, width, height, 1, 24, 0, len(data), 2835, 2835, 0, 0)
    return b"BM" + struct.pack("<IHHI", 54 + len(data), 0, 0, 54) + head + data


def tiff(entries: list[tuple[int, int, int, int]], following: int = 0) -> bytes:
    """A TIFF of one directory; ``following`` is where the next one is said to be."""
    body = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + body + struct.pack("<I", following)


def cases() -> Iterator[Case]:
    """Yield all of them."""
    zeros = zlib.compress(bytes(100_000_000), 9)
    size = [(256, 4, 1, 64), (257, 4, 1, 64), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8)]
    for name, data in (
        ("bomb.png", png(10_000, 10_000, zeros)),
        ("huge.png", png(100_000, 100_000, zeros)),
        ("largest.png", png(2**31 - 1, 2**31 - 1, zeros[:1000])),
        ("nothing.png", png(0, 0, zlib.compress(b""))),
        ("no-height.png", png(600, 0, zlib.compress(b""))),
        ("short.png", png(600, 800, zlib.compress(b"\0" * 100))),
        ("odd-bits.png", png(600, 800, zlib.compress(bytes(1000)), bits=77, colour=9)),
        ("cut.png", png(600, 800, zlib.compress(bytes(481_000)))[:80]),
        ("tiny.png", png(1, 1, zlib.compress(b"\0\0"))),
        ("line.png", png(60_000, 1, zlib.compress(bytes(60_001)))),
        ("column.png", png(1, 60_000, zlib.compress(bytes(120_000)))),
        ("white.png", png(1200, 1600, zlib.compress((b"\0" + b"\xff" * 1200) * 1600, 9))),
        ("black.png", png(1200, 1600, zlib.compress((b"\0" + b"\0" * 1200) * 1600, 9))),
        ("stripes.png", png(1200, 1600, zlib.compress((b"\0" + b"\0\xff" * 600) * 1600, 9))),
        ("huge.bmp", bmp(100_000, 100_000, bytes(100))),
        ("negative.bmp", bmp(-5, -5, bytes(100))),
        ("nothing.bmp", bmp(0, 0, b"")),
        ("loop.tif", tiff(size, 8)),
        ("huge.tif", tiff([(256, 4, 1, 100_000), (257, 4, 1, 100_000), *size[2:]])),
        ("nothing.tif", tiff([])),
        ("far.tif", b"II*\0\xff\xff\xff\xff"),
        (
            "huge.gif",
            b"GIF89a\xff\xff\xff\xff\x80\0\0" + bytes(6) + b",\0\0\0\0\xff\xff\xff\xff\0\x08" + b"\xff" * 300,
        ),
        ("nothing.gif", b"GIF89a\0\0\0\0\0\0\0;"),
        ("cut.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"),
        ("huge.jpg", b"\xff\xd8\xff\xc0\0\x0b\x08\xff\xff\xff\xff\x01\x01\x11\0\xff\xd9"),
        ("junk.webp", b"RIFF\x10\0\0\0WEBPVP8 " + bytes(40)),
    ):
        patience = (
            60.0 if name in ("white.png", "black.png", "stripes.png", "line.png", "column.png") else _SECONDS
        )
        yield Case(name, of(data), UNREADABLE + "|not_a_report", patience, _MEGABYTES)
