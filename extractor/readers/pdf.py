"""PDF files → blocks, by pdfium: ruled tables as grids with exact spans, the rest as paragraphs."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2

from extractor.errors import UnreadableError
from extractor.model.document import Block, Cell, Document, Grid, Paragraph
from extractor.readers.pdf_glyphs import Glyph, Page, read_page
from extractor.readers.pdf_grid import RuledGrid, find_grids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NAME = "pdf"
MOST_PAGES = 300
_PAGE_NUMBER = re.compile(r"^[\s\-—–·]*(?:第?\s*\d{1,4}\s*页?(?:\s*[/共]\s*\d{1,4}\s*页?)?)[\s\-—–·]*$")
_MARKER = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[）)]|\d{1,2}[、．.](?!\d)|[（(]\d{1,2}[）)]|第[一二三四五六]部分)"
)
_ENDS_PARAGRAPH = "。！？；：.!?;:”）)"


class Line(NamedTuple):
    """A line of text on a page."""

    text: str
    page: int
    x0: float
    top: float
    x1: float
    bottom: float


def read(data: bytes) -> Document:
    """Return the blocks of a PDF, the places in points from the top left of each page as displayed.

    Raises ``UnreadableError`` for a file that needs a password, is damaged beyond repair, has no page or
    more than ``MOST_PAGES``, or no text on any page (a scan).
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableError(
                "PDF 已加密，需要密码才能读取 (the PDF needs a password: save it without one)"
            ) from error
        raise UnreadableError(
            "PDF 已损坏，不能打开 (the PDF is damaged and cannot be opened: fetch it again)"
        ) from error
    try:
        count = len(document)
        if not count:
            raise UnreadableError("PDF 没有页面 (the PDF has no page)")
        if count > MOST_PAGES:
            raise UnreadableError(
                f"PDF 有 {count} 页，超过 {MOST_PAGES} 页的上限，不像是年度报告 (more than {MOST_PAGES} pages: no annual report)"
            )
        blocks: list[Block] = []
        lines: list[Line] = []
        glyphs = 0
        tables = 0
        notes = []
        for number in range(count):
            page = _page(document, number)
            glyphs += len(page.glyphs)
            if page.hidden:
                notes.append(f"p{page.number}: {page.hidden} characters that cannot be seen were left out")
            for item in _page_blocks(page):
                if isinstance(item, Line):
                    lines.append(item)
                    continue
                blocks += _paragraphs(lines)
                lines = []
                tables += 1
                blocks.append(item)
        blocks += _paragraphs(lines)
        if not glyphs:
            raise UnreadableError(
                "PDF 中没有文字，可能是扫描件，暂不能识别 (no text in the PDF: a scan, which is not recognised yet)"
            )
        return Document(tuple(blocks), "", (), "application/pdf", NAME, tuple(notes))
    finally:
        document.close()


def _page(document: pypdfium2.PdfDocument, number: int) -> Page:
    try:
        page = document[number]
    except pypdfium2.PdfiumError as error:
        raise UnreadableError(
            f"PDF 第 {number + 1} 页已损坏 (page {number + 1} of the PDF is damaged)"
        ) from error
    try:
        return read_page(page, number + 1)
    finally:
        page.close()


def _page_blocks(page: Page) -> Iterator[Line | Grid]:
    """Yield the grids and the lines of text of a page, from the top down."""
    grids = find_grids(page.rulings)
    inside: list[list[Glyph]] = [[] for _ in grids]
    outside: list[Glyph] = []
    for glyph in page.glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        for i, grid in enumerate(grids):
            if grid.x0 - 1 <= x <= grid.x1 + 1 and grid.top - 1 <= y <= grid.bottom + 1:
                inside[i].append(glyph)
                break
        else:
            outside.append(glyph)
    items: list[tuple[float, Line | Grid]] = [(line.top, line) for line in lines_of(outside, page.number)]
    for grid, glyphs in zip(grids, inside, strict=True):
        if glyphs:
            items.append((grid.top, _table(grid, glyphs, page.number)))
    items.sort(key=lambda item: item[0])
    for _, item in items:
        if isinstance(item, Line) and _is_page_number(item, page):
            continue
        yield item


def _is_page_number(line: Line, page: Page) -> bool:
    at_edge = line.top > page.height * 0.9 or line.bottom < page.height * 0.08
    return at_edge and bool(_PAGE_NUMBER.match(line.text))


def _table(grid: RuledGrid, glyphs: list[Glyph], page: int) -> Grid:
    """Return the grid with each character in the box that its middle is in."""
    columns: dict[int, list[int]] = {}
    held: list[list[Glyph]] = [[] for _ in grid.boxes]
    for i, box in enumerate(grid.boxes):
        for row in range(box.row, box.row + box.rowspan):
            columns.setdefault(row, []).append(i)
    edges = sorted({(box.top, box.row) for box in grid.boxes})
    for glyph in glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        row = max((r for top, r in edges if top <= y), default=0)
        for i in columns.get(row, ()):
            box = grid.boxes[i]
            if box.x0 <= x <= box.x1 and box.top <= y <= box.bottom:
                held[i].append(glyph)
                break
    rows: list[list[Cell]] = [[] for _ in range(grid.rows)]
    for box, content in zip(grid.boxes, held, strict=True):
        place = f"p{page} [{box.x0:.1f},{box.top:.1f},{box.x1:.1f},{box.bottom:.1f}]"
        rows[box.row].append(Cell(cell_text(content), place, box.row, box.column, box.rowspan, box.colspan))
    place = f"p{page} [{grid.x0:.1f},{grid.top:.1f},{grid.x1:.1f},{grid.bottom:.1f}]"
    return Grid(tuple(tuple(row) for row in rows), grid.columns, True, place)


def cell_text(glyphs: list[Glyph]) -> str:
    """Return the text of a cell: lines from the top down, a blank where a gap or a line end parts words."""
    if len(glyphs) == 1:
        return glyphs[0].text
    out = ""
    for line in lines_of(glyphs, 0):
        if out and not (
            _is_wide(out[-1]) or _is_wide(line.text[0]) or (out[-1].isdigit() and line.text[0].isdigit())
        ):
            out += " "
        out += line.text
    return out


def _is_wide(character: str) -> bool:
    return character >= "\u2e80"


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """Return the characters as lines, from the top down; a wide gap in a line becomes blanks."""
    every = list(glyphs)
    if not every:
        return []
    size = _size(every)
    rows: list[list[Glyph]] = []
    middles: list[float] = []
    small: list[Glyph] = []
    for glyph in sorted(every, key=lambda g: g.top + g.bottom):
        if glyph.bottom - glyph.top < size * 0.5:
            small.append(glyph)  # a comma or a quote says little of where its line is
            continue
        middle = (glyph.top + glyph.bottom) / 2
        if middles and middle - middles[-1] < size * 0.5:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            middles.append(middle)
    for glyph in small:
        middle = (glyph.top + glyph.bottom) / 2
        near = min(range(len(rows)), key=lambda i: abs(middles[i] - middle), default=-1)
        if near >= 0 and abs(middles[near] - middle) < size * 0.9:
            rows[near].append(glyph)
        else:
            rows.append([glyph])
            middles.append(middle)
    order = sorted(range(len(rows)), key=lambda i: middles[i])
    return [_line(sorted(rows[i], key=lambda g: g.x0), size, page) for i in order]


def _size(glyphs: list[Glyph]) -> float:
    """Return the size of the type: what most characters measure, the larger way."""
    measures = sorted(max(g.x1 - g.x0, g.bottom - g.top) for g in glyphs)
    return max(measures[len(measures) * 3 // 4], 3.0)


def _line(row: list[Glyph], size: float, page: int) -> Line:
    text = row[0].text
    for before, glyph in zip(row, row[1:], strict=False):
        # From middle to middle: a comma's box is small, but its step is a full one.
        steps = ((glyph.x0 + glyph.x1) - (before.x0 + before.x1)) / 2 / size
        if steps > 3.2:
            text += "   "
        elif glyph.x0 - before.x1 > size * 0.35 and not _is_wide(before.text) and not _is_wide(glyph.text):
            text += " "
        text += glyph.text
    return Line(
        text, page, row[0].x0, min(g.top for g in row), max(g.x1 for g in row), max(g.bottom for g in row)
    )


def _paragraphs(lines: list[Line]) -> Iterator[Paragraph]:
    """Join lines that run on, over page breaks too: a line that reaches the right edge goes on in the next."""
    if not lines:
        return
    right = max(line.x1 for line in lines)
    left = min(line.x0 for line in lines)
    open_line: list[Line] = []
    for line in lines:
        if open_line and not _goes_on(open_line[-1], line, left, right):
            yield _paragraph(open_line)
            open_line = []
        open_line.append(line)
    if open_line:
        yield _paragraph(open_line)


def _goes_on(before: Line, line: Line, left: float, right: float) -> bool:
    size = max(before.bottom - before.top, 6.0)
    if _MARKER.match(line.text) or line.x0 > left + size * 1.2:
        return False
    if before.x1 < right - size * 2.5:
        return False
    return line.page != before.page or line.top - before.bottom < size * 2


def _paragraph(lines: list[Line]) -> Paragraph:
    text = ""
    for line in lines:
        if text and not (_is_wide(text[-1]) or _is_wide(line.text[0])):
            text += " "
        text += line.text
    first = lines[0]
    return Paragraph(
        text, f"p{first.page} [{first.x0:.1f},{first.top:.1f},{first.x1:.1f},{first.bottom:.1f}]"
    )
