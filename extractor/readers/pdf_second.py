"""A second, independent reading of a PDF's tables, by pdfplumber's table finder.

It shares nothing with the first reader but the file: not the library that gives the characters, not the
code that makes cells of rulings. It is slow (about a quarter of a second a filing) and asked only where
the first reading leaves a doubt; it is never told what the first one found.
"""

from __future__ import annotations

import io
import logging
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import pdfplumber
from pdfminer.pdfpage import PDFPage
from pdfplumber.utils.text import extract_text

from extractor.errors import UnreadableError
from extractor.model.document import Cell, Document, Grid
from extractor.readers.pdf_second_join import Sheet, join_rows
from extractor.readers.pdf_second_page import SeenPage, seen_characters, written_over

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "pdfplumber"
_NEAR = 3.0  # edges of cells this near are one line of the grid
_MOST_PAGES = 60
_MOST_OBJECTS = 60_000
_VALUE = re.compile(r"^(?:[+\-−]?\d[\d,.]*|[/／∕\\*]|[-—–]{1,3})$")
_CLEAR = 0.6  # sizes between two numbers
_CJK = "\u2e80"

Edges = tuple[float, float, float, float]
Chars = list[dict[str, Any]]


def read(data: bytes) -> Document:
    """Return the ruled tables of a PDF as grids; the text around them is left out.

    Raises ``UnreadableError`` where pdfplumber cannot open the file, or it is too large to be read twice.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    sheets: list[Sheet] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for number, sheet in enumerate(PDFPage.create_pages(document.doc), 1):
                _limit(number, _MOST_PAGES, "pages")
                page = SeenPage(document, sheet, number)
                sheets += _sheets(page)
                page.close()
    except UnreadableError:
        raise
    except Exception as error:  # whatever pdfminer meets in a damaged file
        raise UnreadableError(f"no second reading: {type(error).__name__}: {error}") from error
    return Document(tuple(join_rows(sheets)), "", (), "application/pdf", NAME)


def _limit(count: int, most: int, what: str) -> None:
    if count > most:
        raise UnreadableError(f"no second reading: {count} {what}, and {most} are the limit")


def _sheets(page: SeenPage) -> Iterator[Sheet]:
    _limit(sum(len(objects) for objects in page.objects.values()), _MOST_OBJECTS, "objects on a page")
    chars = [*seen_characters(page), *written_over(page)]
    for table in page.find_tables():
        sheet = _sheet(table, chars, page)
        if sheet.grid.width > 1:
            yield sheet


def _sheet(table: Any, chars: Chars, page: SeenPage) -> Sheet:
    boxes: list[Edges] = sorted({tuple(box) for box in table.cells}, key=lambda b: (b[1], b[0]))
    xs = _lines(x for box in boxes for x in (box[0], box[2]))
    ys = _lines(y for box in boxes for y in (box[1], box[3]))
    rows: list[list[Cell]] = [[] for _ in range(max(1, len(ys) - 1))]
    for whole in boxes:
        for box, inside in _parted(whole, _inside(chars, whole), xs, ys):
            left, right = _index(xs, box[0]), _index(xs, box[2])
            top, bottom = _index(ys, box[1]), _index(ys, box[3])
            if right > left and bottom > top:
                cell = Cell(_text(inside), _place(page, box), top, left, bottom - top, right - left)
                rows[top].append(cell)
    for row in rows:
        row.sort(key=lambda cell: cell.column)
    grid = Grid(tuple(tuple(row) for row in rows), len(xs) - 1, True, _place(page, table.bbox))
    return Sheet(page.page_number, xs, grid)


def _place(page: SeenPage, box: Edges) -> str:
    left, head, *_ = page.shown
    return f"p{page.page_number} [{box[0] - left:.1f},{box[1] - head:.1f},{box[2] - left:.1f},{box[3] - head:.1f}]"


def _inside(chars: Chars, box: Edges) -> Chars:
    x0, top, x1, bottom = box
    return [
        c
        for c in chars
        if x0 <= (c["x0"] + c["x1"]) / 2 <= x1 and top <= (c["top"] + c["bottom"]) / 2 <= bottom
    ]


def _parted(box: Edges, chars: Chars, xs: list[float], ys: list[float]) -> list[tuple[Edges, Chars]]:
    """Return a cell over several of the table's columns or rows as these, where each has a number of its own.

    A stroke that is missing between two numbers joins their cells; nothing else prints two in one.
    """
    across = [x for x in xs if box[0] - _NEAR <= x <= box[2] + _NEAR]
    down = [y for y in ys if box[1] - _NEAR <= y <= box[3] + _NEAR]
    if (len(across) <= 2 and len(down) <= 2) or not chars:
        return [(box, chars)]
    held: dict[tuple[int, int], Chars] = defaultdict(list)
    for c in chars:
        held[
            _interval(across, (c["x0"] + c["x1"]) / 2), _interval(down, (c["top"] + c["bottom"]) / 2)
        ].append(c)
    if len(held) < 2 or not _are_apart(held) or not all(_VALUE.match(_text(of)) for of in held.values()):
        return [(box, chars)]
    return [
        ((across[i], down[j], across[i + 1], down[j + 1]), held.get((i, j), []))
        for j in range(len(down) - 1)
        for i in range(len(across) - 1)
    ]


def _are_apart(held: dict[tuple[int, int], Chars]) -> bool:
    """Tell pieces with room between them from one text that runs over a line of the table."""
    for (i, j), chars in held.items():
        beside = held.get((i + 1, j))
        if beside:
            end = max(c["x1"] for c in chars)
            if min(c["x0"] for c in beside) - end < _CLEAR * chars[0]["size"]:
                return False
    return True


def _interval(lines: list[float], value: float) -> int:
    return max(0, min(sum(1 for line in lines if line <= value) - 1, len(lines) - 2))


def _text(chars: Chars) -> str:
    """Return the text of a cell, its lines joined as one."""
    turned = [c for c in chars if abs(c["matrix"][0]) < abs(c["matrix"][1])]
    if len(turned) * 2 > len(chars):
        up = turned[0]["matrix"][1] > 0
        return "".join(c["text"] for c in sorted(turned, key=lambda c: -c["top"] if up else c["top"]))
    out = ""
    for line in extract_text(chars, x_tolerance=2).splitlines() if chars else ():
        bare = " ".join(line.split())
        if out and bare and not (out[-1] > _CJK or bare[0] > _CJK or out[-1].isdigit()):
            out += " "
        out += bare
    return out


def _lines(values: Iterator[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


def _index(lines: list[float], value: float) -> int:
    return min(range(len(lines)), key=lambda i: abs(lines[i] - value))
