"""Pages of a PDF that are pictures of paper: which they are, and their leaves as recognised.

A page is one where pictures cover it and no text is to be seen; where the text is a layer that nobody sees,
made by some other program's recognition; or where the text stands on the ink of the picture itself, so that
it says once more, perhaps wrongly, what the picture shows. Such a layer is not trusted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pypdfium2.raw as pdfium
from pypdfium2 import PdfiumError

from extractor.errors import UnreadableError
from extractor.model.document import Recognised as Text
from extractor.readers.ocr import LACKING, RECOGNISED, available
from extractor.readers.pdf_glyphs import UNKNOWN
from extractor.readers.pdf_lines import FreeLine
from extractor.readers.pdf_places import overlap
from extractor.readers.pdf_tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray
    from pypdfium2 import PdfDocument, PdfPage

    from extractor.model.document import Block
    from extractor.readers.ocr import OcrMode
    from extractor.readers.ocr_page import Recognised
    from extractor.readers.pdf_flow import Leaf
    from extractor.readers.pdf_glyphs import Page

MOST_SCANS = 60
_POINT = 72.0
_DPI, _FINE_DPI, _COARSE_DPI = 200, 300, 75
_FINE_FROM = 280
_SOME, _WHOLE = 0.15, 0.8  # of a page that pictures cover
_FEW = 60  # characters: a page number, a watermark, what a scanner's program prints
_DARK = 140
_INKED = 0.004  # of a page of print
_UNDER = 0.6  # of the characters that stand on ink of the picture
_DEEPEST = 4
_LARGEST = 1_500.0  # points; a page larger than this is no sheet of paper
_SAME = 0.55


class Scans:
    """The scanned pages of one PDF, recognised as they are met."""

    def __init__(self, document: PdfDocument, mode: OcrMode, *, finer: bool = False) -> None:
        self._document = document
        self._mode = mode
        self._finer = finer
        self._recognised: dict[int, Recognised] = {}
        self._backs: dict[int, NDArray[np.float64]] = {}
        self._lacking: list[int] = []
        self.numbers: list[int] = []
        """The pages that are scans."""

    def leaf(self, page: Page) -> Leaf | None:
        """Return a scanned page's leaf; None for a page that is to be read as it is.

        Where scans cannot be recognised the page is noted, and ``complain`` says so at the end.
        """
        if self._mode != "always" and not self._is_scan(page):
            return None
        self.numbers.append(page.number)
        if self._mode == "off" or not available():
            self._lacking.append(page.number)
            return None
        if len(self.numbers) > MOST_SCANS:
            raise UnreadableError(
                f"扫描页超过 {MOST_SCANS} 页，不像是年度报告 (more than {MOST_SCANS} scanned pages: no annual report)"
            )
        return self._recognise(page).leaf

    def complain(self) -> None:
        """Raise ``UnreadableError`` where there are scanned pages that could not be recognised."""
        if not self._lacking:
            return
        pages = "、".join(str(number) for number in self._lacking[:10])
        if self._mode == "off":
            raise UnreadableError(
                f"第 {pages} 页是扫描件，而 --ocr off 不作识别 (scanned pages, and --ocr off forbids to recognise them)"
            )
        raise UnreadableError(f"第 {pages} 页是扫描件 (scanned pages)。{LACKING}")

    def mended(self, page: Page, leaf: Leaf) -> Leaf:
        """Return the leaf with what a font without a map hides filled in from the picture of the page.

        Only where all fonts are in the file: for one that is not, a viewer shows what it likes.
        """
        lost = any(UNKNOWN in text for item in leaf.items for text in _texts(item))
        if not lost or self._mode == "off" or not available() or page.foreign:
            return leaf
        seen = self._recognise(page)
        tables = [slot for item in seen.leaf.items if isinstance(item, Table) for slot in item.cells]
        lines = [item for item in seen.leaf.items if isinstance(item, FreeLine)]
        items: list[FreeLine | Table] = []
        for item in leaf.items:
            if isinstance(item, FreeLine):
                same = [x for x in lines if UNKNOWN in item.text and overlap(x.place, item.place) > _SAME]
                items.append(item._replace(text=same[0].text) if len(same) == 1 else item)
                continue
            cells = []
            for slot in item.cells:
                told = [x for x in tables if UNKNOWN in slot.text and overlap(x.place, slot.place) > _SAME]
                if len(told) == 1:
                    seen.certainty[slot.place] = seen.certainty.get(told[0].place, 1.0)
                    cells.append(slot._replace(text=told[0].text))
                else:
                    cells.append(slot)
            items.append(item._replace(cells=cells))
        del self._backs[page.number]  # the places are the page's own
        return leaf._replace(items=items)

    @property
    def sure(self) -> Text:
        """What was recognised on the pages that are scans, and which characters of it are sure."""
        pages = [self._recognised[n] for n in self.numbers if n in self._recognised]
        return Text("".join(p.sure.said for p in pages), "".join(p.sure.sure for p in pages))

    def placed(self, blocks: Iterator[Block]) -> Iterator[Block]:
        """Yield the blocks with the places of recognised ones where they are on the page as displayed."""
        if not self._recognised:
            return blocks
        from extractor.readers.ocr_read import certainty_of, placed  # noqa: PLC0415 - an extra

        return iter(placed(blocks, self._backs, certainty_of(self._recognised.values()), digits=1))

    def _recognise(self, page: Page) -> Recognised:
        from extractor.readers.ocr_read import read_page  # noqa: PLC0415 - an extra

        handle = self._document[page.number - 1]
        try:
            dpi = _FINE_DPI if _finest(handle) >= _FINE_FROM else _DPI
            picture = _drawn(handle, dpi)
        finally:
            handle.close()
        seen, back = read_page(picture, dpi, page.number, finer=self._finer)
        scale = _POINT / dpi
        self._backs[page.number] = np.diag([scale, scale, 1.0]) @ back
        self._recognised[page.number] = seen
        return seen

    def _is_scan(self, page: Page) -> bool:
        if page.width > _LARGEST or page.height > _LARGEST:
            return False
        count = len(page.glyphs)
        handle = self._document[page.number - 1]
        try:
            covered = _covered(handle)
            if covered < _SOME:
                return False
            if not count:
                return True
            if covered < _WHOLE:
                return False
            if page.hidden > count:
                return True
            return _says_again(handle, page)
        finally:
            handle.close()


def _texts(item: FreeLine | Table) -> Iterator[str]:
    if isinstance(item, FreeLine):
        yield item.text
    else:
        yield from (slot.text for slot in item.cells)


def _pictures(page: PdfPage) -> Iterator[tuple[float, float, float, float, int]]:
    """Yield the box of each picture on a page, in page space, and its width in pixels."""
    try:
        for item in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=_DEEPEST):
            yield (*item.get_bounds(), item.get_px_size()[0])
    except PdfiumError:
        return


def _covered(page: PdfPage) -> float:
    """Return how much of a page pictures cover: scanners cut a page into strips, which do not overlap."""
    left, bottom, right, top = page.get_cropbox()
    whole: float = max(1.0, (right - left) * (top - bottom))
    area: float = 0.0
    for x0, low, x1, high, _ in _pictures(page):
        area += max(0.0, min(x1, right) - max(x0, left)) * max(0.0, min(high, top) - max(low, bottom))
    return area / whole


def _finest(page: PdfPage) -> float:
    """Return the pixels an inch of the finest large picture on a page."""
    finest = 0.0
    for x0, _, x1, _, pixels in _pictures(page):
        if x1 - x0 > _POINT:
            finest = max(finest, pixels * _POINT / (x1 - x0))
    return finest


def _drawn(page: PdfPage, dpi: int) -> NDArray[np.uint8]:
    """Return a page as displayed: in grey where nothing on it is in colour."""
    bitmap = page.render(scale=dpi / _POINT, rev_byteorder=True, prefer_bgrx=False)
    pixels: NDArray[np.uint8] = np.array(bitmap.to_numpy()[:, :, :3])
    if int(np.abs(pixels[:, :, 0].astype(np.int16) - pixels[:, :, 2]).max(initial=0)) < 8:
        return np.ascontiguousarray(pixels[:, :, 1])
    return pixels


def _says_again(page: PdfPage, content: Page) -> bool:
    """Tell a page whose pictures show its text by themselves, or show a page of print under a few characters."""
    for item in list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1)):
        page.remove_obj(item)
    picture = _drawn(page, _COARSE_DPI)
    dark = (picture if picture.ndim == 2 else picture.min(axis=2)) < _DARK
    if len(content.glyphs) < _FEW:
        return bool(dark.mean() > _INKED)
    unit = _COARSE_DPI / _POINT
    under = sum(
        bool(
            dark[int(g.top * unit) : int(g.bottom * unit) + 1, int(g.x0 * unit) : int(g.x1 * unit) + 1].any()
        )
        for g in content.glyphs
    )
    return under > _UNDER * len(content.glyphs)


def reader_name(own: str, scans: Scans, leaves: Sequence[Leaf]) -> str:
    """Return what read a document: its own reader, the recogniser, or both."""
    if not scans.numbers:
        return own
    return RECOGNISED if len(scans.numbers) == len(leaves) else f"{own}+{RECOGNISED}"
