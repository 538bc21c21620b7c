"""Scans → documents: pictures of pages, each recognised, with places in the pixels of the picture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from extractor.model.document import Block, Document, Grid
from extractor.readers.ocr import RECOGNISED
from extractor.readers.ocr_engine import engine
from extractor.readers.ocr_page import recognise
from extractor.readers.ocr_pictures import open_pictures
from extractor.readers.ocr_sheet import prepare
from extractor.readers.ocr_sure import together
from extractor.readers.ocr_upright import upright
from extractor.readers.pdf_flow import blocks_of
from extractor.readers.pdf_places import place_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from extractor.readers.ocr_page import Recognised
    from extractor.readers.ocr_sheet import Image, Matrix

_POINT = 72.0

NEVER_SURE = 0.999
"""What is recognised is never as certain as what is printed in text (1)."""


def read_picture(data: bytes, media_type: str, *, finer: bool = False) -> Document:
    """Return the blocks of a picture file, places in its pixels.

    ``finer``: a second reading, of the tables alone, in other preparations. Raises ``UnreadableError`` for
    a file that cannot be opened, and without the extra.
    """
    pages = []
    backs = {}
    for number, picture in enumerate(open_pictures(data), 1):
        recognised, back = read_page(picture.pixels, picture.dpi, number, finer=finer)
        pages.append(recognised)
        backs[number] = back
    blocks = placed(blocks_of([page.leaf for page in pages]), backs, certainty_of(pages), digits=0)
    sure = together(page.sure for page in pages)
    return Document(tuple(blocks), "", (), media_type, RECOGNISED, recognised=sure)


def read_page(picture: Image, dpi: float, number: int, *, finer: bool = False) -> tuple[Recognised, Matrix]:
    """Return what a picture of a page says, and what turns the places in it (points) into the picture's pixels."""
    sheet = upright(prepare(picture, dpi), engine())
    unit = sheet.dpi / _POINT
    back = sheet.back @ np.diag([unit, unit, 1.0])
    return recognise(sheet, number, engine(), finer=finer), back


def certainty_of(pages: Iterable[Recognised]) -> dict[str, float]:
    """Return how certain the text at each place is."""
    return {place: sure for page in pages for place, sure in page.certainty.items()}


def placed(
    blocks: Iterable[Block], backs: Mapping[int, Matrix], certainty: Mapping[str, float], *, digits: int
) -> Iterable[Block]:
    """Yield the blocks with their places where they are on the page as it was given."""
    for block in blocks:
        place = _placed(block.location, backs, digits)
        if isinstance(block, Grid):
            rows = tuple(
                tuple(
                    cell._replace(
                        location=_placed(cell.location, backs, digits),
                        confidence=min(certainty.get(cell.location, 1.0), NEVER_SURE),
                    )
                    for cell in row
                )
                for row in block.rows
            )
            yield replace(block, rows=rows, location=place)
        else:
            yield block._replace(location=place)


def _placed(place: str, backs: Mapping[int, Matrix], digits: int) -> str:
    found = place_of(place)
    back = backs.get(found.page) if found else None
    if found is None or back is None:
        return place
    page, x0, top, x1, bottom = found
    corners = back @ np.array([[x0, x1, x0, x1], [top, top, bottom, bottom], [1, 1, 1, 1]])
    edges = (corners[0].min(), corners[1].min(), corners[0].max(), corners[1].max())
    return f"p{page} [{','.join(f'{max(0.0, float(e)):.{digits}f}' for e in edges)}]"
