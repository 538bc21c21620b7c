"""A second, independent reading of a PDF's tables, by pdfplumber's table finder.

It shares nothing with the first reader but the file: not the library that gives the characters, not the
code that makes cells of rulings. It is slow (about a quarter of a second a filing) and asked only where
the first reading leaves a doubt; it is never told what the first one found.
"""

from __future__ import annotations

import io
import logging
from typing import TYPE_CHECKING, Any

import pdfplumber
from pdfplumber.utils.text import extract_text

from extractor.errors import UnreadableError
from extractor.model.document import Block, Cell, Document, Grid

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "pdfplumber"
_NEAR = 3.0  # edges of cells this near are one line of the grid
_MOST_PAGES = 60
_MOST_OBJECTS = 60_000

Edges = tuple[float, float, float, float]


def read(data: bytes) -> Document:
    """Return the ruled tables of a PDF as grids; the text around them is left out.

    Raises ``UnreadableError`` where pdfplumber cannot open the file, or it is too large to be read twice.
    """
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    blocks: list[Block] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            _limit(len(document.pages), _MOST_PAGES, "pages")
            for page in document.pages:
                _limit(
                    sum(len(objects) for objects in page.objects.values()), _MOST_OBJECTS, "objects on a page"
                )
                for table in page.find_tables():
                    grid = _grid(table, page, page.page_number)
                    if grid.width > 1:
                        blocks.append(grid)
                page.close()
    except UnreadableError:
        raise
    except Exception as error:  # whatever pdfminer meets in a damaged file
        raise UnreadableError(f"no second reading: {type(error).__name__}: {error}") from error
    return Document(tuple(blocks), "", (), "application/pdf", NAME)


def _limit(count: int, most: int, what: str) -> None:
    if count > most:
        raise UnreadableError(f"no second reading: {count} {what}, and {most} are the limit")


def _grid(table: Any, page: Any, number: int) -> Grid:
    boxes: list[Edges] = sorted({tuple(box) for box in table.cells}, key=lambda b: (b[1], b[0]))
    xs = _lines(x for box in boxes for x in (box[0], box[2]))
    ys = _lines(y for box in boxes for y in (box[1], box[3]))
    rows: list[list[Cell]] = [[] for _ in range(max(1, len(ys) - 1))]
    for box in boxes:
        left, right = _index(xs, box[0]), _index(xs, box[2])
        top, bottom = _index(ys, box[1]), _index(ys, box[3])
        if right <= left or bottom <= top:
            continue
        place = f"p{number} [{box[0]:.1f},{box[1]:.1f},{box[2]:.1f},{box[3]:.1f}]"
        rows[top].append(Cell(_text(page, box), place, top, left, bottom - top, right - left))
    for row in rows:
        row.sort(key=lambda cell: cell.column)
    x0, top_, x1, bottom_ = table.bbox
    place = f"p{number} [{x0:.1f},{top_:.1f},{x1:.1f},{bottom_:.1f}]"
    return Grid(tuple(tuple(row) for row in rows), len(xs) - 1, True, place)


def _text(page: Any, box: Edges) -> str:
    x0, top, x1, bottom = box
    chars = [
        c
        for c in page.chars
        if x0 <= (c["x0"] + c["x1"]) / 2 <= x1 and top <= (c["top"] + c["bottom"]) / 2 <= bottom
    ]
    text = extract_text(chars, x_tolerance=2) if chars else ""
    out = ""
    for line in text.splitlines():
        bare = " ".join(line.split())
        glue = (
            ""
            if not out or not bare or out[-1] > "\u2e80" or bare[0] > "\u2e80" or out[-1].isdigit()
            else " "
        )
        out += glue + bare
    return out


def _lines(values: Iterator[float]) -> list[float]:
    out: list[float] = []
    for value in sorted(values):
        if not out or value - out[-1] > _NEAR:
            out.append(value)
    return out


def _index(lines: list[float], value: float) -> int:
    return min(range(len(lines)), key=lambda i: abs(lines[i] - value))
