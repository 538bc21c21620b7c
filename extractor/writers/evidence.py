"""Where a table stands on the pages of a PDF: pictures of its places, with the cells at fault outlined."""

from __future__ import annotations

import base64
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from extractor.forms.form import CellKey
    from extractor.model.filing import TableReading

    Draw = Callable[[int, tuple[float, float, float, float]], bytes]
    """Draws a box (points from the top left) of a page (from 1) as a PNG; empty where it cannot."""

_PLACE = re.compile(r"^p(\d+) \[([\d.]+),([\d.]+),([\d.]+),([\d.]+)\]$")
_MARGIN = 14.0
# The labels at the left have no facts, but the reader of the picture needs them.
_LABELS = 240.0
_MOST_PAGES = 6


class Outline(NamedTuple):
    """A cell on a picture, in points from its top left: its key, and the classes it is drawn with."""

    key: CellKey
    css: str
    x: float
    y: float
    width: float
    height: float


class Picture(NamedTuple):
    """A part of a page: the PNG as a ``data:`` address, its size in points, and the cells on it."""

    page: int
    address: str
    width: float
    height: float
    outlines: list[Outline]


def pictures_of(reading: TableReading, faults: dict[CellKey, str], draw: Draw) -> list[Picture]:
    """Return a picture for each page that the table stands on, where a cell of it is at fault.

    ``faults`` gives the classes of each cell at fault. Empty for a table without one: nothing is to be shown.
    """
    if not faults:
        return []
    boxes: dict[int, list[tuple[CellKey, tuple[float, float, float, float]]]] = defaultdict(list)
    for fact in reading.facts:
        found = _PLACE.match(fact.location)
        if found:
            x0, top, x1, bottom = (float(found[i]) for i in range(2, 6))
            boxes[int(found[1])].append(((fact.row, fact.column), (x0, top, x1, bottom)))
    pages = sorted(page for page, cells in boxes.items() if any(key in faults for key, _ in cells))
    whole = _PLACE.match(reading.location)
    head = (int(whole[1]), float(whole[3])) if whole else (0, 0.0)
    return list(_drawn(pages[:_MOST_PAGES], boxes, faults, head, draw))


def _drawn(
    pages: list[int],
    boxes: dict[int, list[tuple[CellKey, tuple[float, float, float, float]]]],
    faults: dict[CellKey, str],
    head: tuple[int, float],
    draw: Draw,
) -> Iterable[Picture]:
    """Yield the pictures; on the page where the table begins (``head``: page, top) its header is on it."""
    for page in pages:
        cells = boxes[page]
        x0 = max(0.0, min(box[0] for _, box in cells) - _LABELS)
        first = min(box[1] for _, box in cells)
        top = max(0.0, (min(first, head[1]) if page == head[0] else first) - _MARGIN)
        x1 = max(box[2] for _, box in cells) + _MARGIN
        bottom = max(box[3] for _, box in cells) + _MARGIN
        png = draw(page, (x0, top, x1, bottom))
        if png:
            yield Picture(
                page,
                "data:image/png;base64," + base64.b64encode(png).decode("ascii"),
                x1 - x0,
                bottom - top,
                [
                    Outline(key, faults[key], box[0] - x0, box[1] - top, box[2] - box[0], box[3] - box[1])
                    for key, box in cells
                    if key in faults
                ],
            )
