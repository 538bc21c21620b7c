"""Pictures of parts of a PDF's pages, by pdfium: the evidence beside what was read."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pypdfium2

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

# Points to pixels: enough to read small print, and a table stays under some ten kilobytes.
SCALE = 1.4
_GREYS = 16
_LARGEST = 2_000.0  # points; a page larger than this is no sheet of paper

Box = tuple[float, float, float, float]


class Pictures:
    """Draws parts of the pages of one PDF; a context manager, since pdfium holds the file open."""

    def __init__(self, data: bytes) -> None:
        self._document = pypdfium2.PdfDocument(data)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._document.close()

    def draw(self, page: int, box: Box) -> bytes:
        """Return a PNG of a part of a page (from 1), the box in points from the top left as displayed.

        Empty where the page cannot be drawn.
        """
        x0, top, x1, bottom = box
        try:
            sheet = self._document[page - 1]
            width, height = sheet.get_size()
            if width > _LARGEST or height > _LARGEST or x1 <= x0 or bottom <= top:
                return b""
            crop = (max(0.0, x0), max(0.0, height - bottom), max(0.0, width - x1), max(0.0, top))
            bitmap = sheet.render(scale=SCALE, crop=crop, grayscale=True)
            picture = bitmap.to_pil().quantize(_GREYS)
            sheet.close()
        except (pypdfium2.PdfiumError, IndexError, ValueError):
            return b""
        out = io.BytesIO()
        picture.save(out, "PNG", optimize=True)
        return out.getvalue()
