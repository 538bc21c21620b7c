"""Inputs changed at random, for what no coverage guides: cut, doubled, exchanged, overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

ODD = (0, 1, 127, 128, 255, 10, 13, 32, 34, 39, 47, 60, 62, 92, 124)
WORDS = (
    b"\xff\xff\xff\xff",
    b"-1",
    b"99999999999",
    b"\x00" * 8,
    "总计".encode(),
    b"<table>",
    b"</td>",
    b"&#0;",
    b"\r\n",
)


def mutated(data: bytes, rng: random.Random, other: bytes = b"") -> bytes:
    """Return an input with a few changes."""
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16))):
        at = rng.randrange(len(out) + 1)
        size = rng.choice((1, 1, 2, 8, 64, 512))
        way = rng.randrange(7)
        if way == 0:
            del out[at : at + size]
        elif way == 1:
            out[at:at] = out[at : at + size] * rng.choice((1, 2, 50))
        elif way == 2:
            out[at:at] = rng.choice(WORDS)
        elif way == 3 and at < len(out):
            out[at] = rng.choice(ODD)
        elif way == 4 and at < len(out):
            out[at] ^= 1 << rng.randrange(8)
        elif way == 5 and other:
            start = rng.randrange(len(other))
            out[at : at + size] = other[start : start + size]
        elif way == 6:
            out[at : at + size] = rng.randbytes(size)
    return bytes(out)
