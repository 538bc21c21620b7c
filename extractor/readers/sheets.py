"""The pages of a PDF or picture as PNGs, for showing, with their sizes in the units that places are written in."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2

from extractor.errors import UnreadableError

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PAGES = 500
_WIDEST = 1600
_GREYS = 64
_PDF = b"%PDF-"
_HEAD = 1024


class Size(NamedTuple):
    """The size of a page: points of a PDF, pixels of a picture."""

    width: float
    height: float


def has_pages(data: bytes, media_type: str) -> bool:
    """Tell whether a document is shown by its pages."""
    return media_type.startswith("image/") or media_type == "application/pdf" or _PDF in data[:_HEAD]


def sizes(data: bytes, media_type: str) -> list[Size]:
    """Return the size of each page. Raises ``UnreadableError`` where the document cannot be opened."""
    if media_type.startswith("image/"):
        return [Size(*picture.size) for picture in _pictures(data)]
    try:
        with pypdfium2.PdfDocument(data) as document:
            return [Size(*document.get_page_size(i)) for i in range(min(len(document), MOST_PAGES))]
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(f"PDF 不能打开 (the PDF cannot be opened: {error})") from error


def draw(data: bytes, media_type: str, page: int, width: int) -> bytes:
    """Return a page (from 1) as a PNG, at most ``width`` pixels wide. Raises ``UnreadableError`` where it cannot."""
    width = min(width, _WIDEST)
    if media_type.startswith("image/"):
        pictures = _pictures(data)
        if not 0 < page <= len(pictures):
            raise UnreadableError("没有这一页 (there is no such page)")
        picture = pictures[page - 1]
        picture.thumbnail((width, 4 * width))
        return _png(picture)
    try:
        with pypdfium2.PdfDocument(data) as document:
            sheet = document[page - 1]
            scale = width / max(sheet.get_width(), 1.0)
            scale = min(scale, 4 * width / max(sheet.get_height(), 1.0))
            return _png(sheet.render(scale=scale).to_pil())
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise UnreadableError(f"这一页画不出来 (the page cannot be drawn: {error})") from error


def _pictures(data: bytes) -> list[Image]:
    from PIL import Image  # noqa: PLC0415 - only for scans

    from extractor.readers.ocr_pictures import open_pictures  # noqa: PLC0415 - only for scans

    return [Image.fromarray(picture.pixels) for picture in open_pictures(data)]


def _png(picture: Image) -> bytes:
    out = io.BytesIO()
    picture.convert("RGB").quantize(_GREYS).save(out, "PNG")
    return out.getvalue()
