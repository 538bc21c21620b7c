"""A filing kept as bytes, with the pictures that its page shows: what the page is made of, without the document."""

from __future__ import annotations

import base64
import json
import struct
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.codec import decode, encode
from extractor.model.filing import Filing
from extractor.writers.parcel import expand, squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping

    from extractor.writers.evidence import Draw

_SIZES = struct.Struct("<II")
Box = tuple[float, float, float, float]


class Kept(NamedTuple):
    """A filing, and what ``Draw`` said of each box of its document that was asked for."""

    filing: Filing
    pictures: Mapping[tuple[int, Box], bytes]

    def draw(self, page: int, box: Box) -> bytes:
        """Return the picture of a box; empty for one that was never drawn."""
        return self.pictures.get((page, box), b"")


def keep(filing: Filing, pictures: Mapping[tuple[int, Box], bytes]) -> bytes:
    """Return the bytes that ``kept`` understands."""
    text = encode(filing)
    packed = squeeze(text)
    drawn = [[page, box, base64.b64encode(png).decode()] for (page, box), png in pictures.items()]
    return _SIZES.pack(len(packed), len(text)) + packed + (json.dumps(drawn).encode() if drawn else b"")


def kept(data: bytes) -> Kept:
    """Return what was kept. ``ValueError`` where the bytes are damaged."""
    try:
        packed, text = _SIZES.unpack_from(data)
        end = _SIZES.size + packed
        drawn = json.loads(data[end:]) if len(data) > end else []
        pictures = {(page, tuple(box)): base64.b64decode(png) for page, box, png in drawn}
    except (struct.error, TypeError) as error:
        raise ValueError(f"a filing that was kept is damaged ({error})") from error
    return Kept(decode(expand(data[_SIZES.size : end], text), Filing), pictures)


class Sketchbook:
    """Draws by another's hand and remembers every picture."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self.pictures: dict[tuple[int, Box], bytes] = {}

    def draw(self, page: int, box: Box) -> bytes:
        """Return the picture of a box."""
        png = self._draw(page, box)
        if png:
            self.pictures[page, box] = png
        return png
