"""PDF files → blocks, by pdfium: ruled tables as grids with exact spans, the rest as paragraphs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pypdfium2

from extractor.errors import UnreadableError
from extractor.model.document import Document
from extractor.readers import pdf_calls as calls
from extractor.readers.pdf_bands import find_bands
from extractor.readers.pdf_cells import fill
from extractor.readers.pdf_flow import Leaf, blocks_of
from extractor.readers.pdf_glyphs import Glyph, Page, read_page
from extractor.readers.pdf_grid import RuledGrid, find_grids
from extractor.readers.pdf_lines import Field, FreeLine, Line, fields_of, lines_of, text_of
from extractor.readers.pdf_nesting import drawn_through_forms
from extractor.readers.pdf_objects import MOST_OBJECTS
from extractor.readers.pdf_scans import Scans, reader_name
from extractor.readers.pdf_tables import Table, make_table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.readers.ocr import OcrMode

NAME = "pdf"
_NO_FILE = b"/dev/null/none"
MOST_PAGES = 300
MOST_CHARACTERS = 400_000
_ON_EDGE = 1.5  # points that a character's middle may lie outside the lines of a table
_FIELD_GAP = 0.5  # sizes: no narrower gap parts two fields


def read(data: bytes, ocr: OcrMode = "auto", *, finer: bool = False) -> Document:
    """Return the blocks of a PDF, the places in points from the top left of each page as displayed.

    Scanned pages are recognised where ``ocr`` allows (``finer``: for a second reading). Raises
    ``UnreadableError`` for a file that needs a password, is damaged beyond repair, has no page or more than
    ``MOST_PAGES``, more than ``MOST_CHARACTERS``, scanned pages that cannot be recognised, or nothing on any page.
    """
    document = _open(data)
    try:
        count = len(document)
        if not count:
            raise UnreadableError("PDF 没有页面 (the PDF has no page)")
        if count > MOST_PAGES:
            raise UnreadableError(
                f"PDF 有 {count} 页，超过 {MOST_PAGES} 页的上限，不像是年度报告 (more than {MOST_PAGES} pages: no annual report)"
            )
        scans = Scans(document, ocr, finer=finer)
        leaves: list[Leaf] = []
        notes = []
        characters = 0
        for number in range(count):
            page = _page(document, number)
            if not page.glyphs:
                notes.append(f"p{page.number}: no text (a scan, a picture, or empty)")
            characters += len(page.glyphs)
            if characters > MOST_CHARACTERS:
                raise UnreadableError(
                    f"PDF 到第 {page.number} 页已有 {characters} 个字，不像是年度报告 (too much text for an annual report)"
                )
            if page.hidden:
                notes.append(f"p{page.number}: {page.hidden} characters that cannot be seen were left out")
            scanned = scans.leaf(page)
            leaves.append(scans.mended(page, _leaf(page)) if scanned is None else scanned)
        scans.complain()
    finally:
        document.close()
    if not scans.numbers and not any(leaf.items for leaf in leaves):
        raise UnreadableError("PDF 各页都没有内容 (nothing stands on any page of the PDF)")
    blocks = tuple(scans.placed(blocks_of(leaves)))
    return Document(
        blocks, "", (), "application/pdf", reader_name(NAME, scans, leaves), tuple(notes), scans.sure
    )


def _open(data: bytes) -> pypdfium2.PdfDocument:
    count = drawn_through_forms(data)
    if count > MOST_OBJECTS:
        raise UnreadableError(
            f"PDF 层层套用的图形共 {count} 个对象，不像是年度报告 (forms in forms draw {count} objects: no annual report)"
        )
    # pdfium keeps the last error of the process, and sets none for a sound file without pages: what stood there before
    # would be told of this one. So an error stands there that no bytes in memory give.
    pypdfium2.raw.FPDF_LoadDocument(_NO_FILE, None)
    try:
        return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise UnreadableError(
                "PDF 已加密，需要密码才能读取 (the PDF needs a password: save it without one)"
            ) from error
        if error.err_code == pypdfium2.raw.FPDF_ERR_FILE:  # the file is sound, and there is nothing in it
            raise UnreadableError("PDF 没有页面 (the PDF has no page)") from error
        raise UnreadableError(
            "PDF 已损坏，不能打开 (the PDF is damaged and cannot be opened: fetch it again)"
        ) from error


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    """Return a page; what is filled into its fields, or written on it in a viewer, is part of it."""
    page = _loaded(document, number)
    try:
        if calls.make_part_of_page(calls.address(page.raw)):
            page.close()
            page = _loaded(document, number)
        return read_page(page, number + 1)
    finally:
        page.close()


def _loaded(document: pypdfium2.PdfDocument, number: int) -> pypdfium2.PdfPage:
    try:
        return document[number]
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(
            f"PDF 第 {number + 1} 页已损坏 (page {number + 1} of the PDF is damaged)"
        ) from error


def _leaf(page: Page) -> Leaf:
    """Return the tables and the lines of text of a page."""
    grids, horizontals = find_grids(page.drawn)
    outside = page.glyphs
    held: list[tuple[RuledGrid, list[Glyph]]] = []
    if grids:
        held, outside = _sorted_in(grids, outside)
    lines = lines_of(outside)
    if len(horizontals) > 1:
        bands = find_bands(horizontals, lines)
        if bands:
            more, outside = _sorted_in(bands, outside)
            held += more
            lines = lines_of(outside)
    items: list[FreeLine | Table] = [_free(line, page.number) for line in lines]
    items += [make_table(grid, fill(grid, glyphs), page.number) for grid, glyphs in held if glyphs]
    items.sort(key=lambda item: item.top)
    return Leaf(page.height, items)


def _sorted_in(
    grids: Sequence[RuledGrid], glyphs: list[Glyph]
) -> tuple[list[tuple[RuledGrid, list[Glyph]]], list[Glyph]]:
    """Return the characters in each grid, and those in none."""
    held: list[list[Glyph]] = [[] for _ in grids]
    outside: list[Glyph] = []
    if len(grids) == 1:
        x0, top, x1, bottom = grids[0].edges
        low, high, left, right = (
            2 * (top - _ON_EDGE),
            2 * (bottom + _ON_EDGE),
            2 * (x0 - _ON_EDGE),
            2 * (x1 + _ON_EDGE),
        )
        for glyph in glyphs:
            inside = low <= glyph[2] + glyph[4] <= high and left <= glyph[1] + glyph[3] <= right
            (held[0] if inside else outside).append(glyph)
        return [(grids[0], held[0])], outside
    edges = [(grid.edges, into) for grid, into in zip(grids, held, strict=True)]
    for glyph in glyphs:
        x, y = (glyph[1] + glyph[3]) / 2, (glyph[2] + glyph[4]) / 2
        for (x0, top, x1, bottom), into in edges:
            if top - _ON_EDGE <= y <= bottom + _ON_EDGE and x0 - _ON_EDGE <= x <= x1 + _ON_EDGE:
                into.append(glyph)
                break
        else:
            outside.append(glyph)
    return list(zip(grids, held, strict=True)), outside


def _free(line: Line, page: int) -> FreeLine:
    text = text_of(line)
    wide = line.size * _FIELD_GAP
    parted = any(b[1] - a[3] > wide for a, b in pairwise(line.glyphs))
    fields = fields_of(line, 0.9) if parted else [Field(text, line.x0, line.x1)]
    return FreeLine(text, fields, page, line.x0, line.top, line.x1, line.bottom, line.size)
