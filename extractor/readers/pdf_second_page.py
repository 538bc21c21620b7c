"""A page as pdfplumber sees it, without the characters that nobody sees: for the second reading."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfplumber.page import Page

if TYPE_CHECKING:
    from pdfminer.layout import LTPage

UNKNOWN = "\ufffd"
_UNSEEN_MODES = frozenset({3, 7})
_THIN = 3.5
_WRITTEN = frozenset({"/'Widget'", "/'FreeText'"})
_WHITE, _DARK, _LIGHT = 0.94, 0.5, 0.58
_ASKEW = math.sin(math.radians(3))
_LARGE = 1.6  # times the usual size: what is as large as this and light is a watermark
_SAME = 0.45  # of a character's width: two alike that stand nearer are one, printed twice
_WORDLESS = ("UCS2", "UTF16")  # names of encodings in which every code has two bytes


class _Device(PDFPageAggregator):
    """Takes down a page's characters, but for those drawn invisible; knows when a code means nothing."""

    _unseen = False
    _lost = False

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Draw a string: its position moves on whether it is seen or not."""
        font = textstate.font
        self._unseen = textstate.render in _UNSEEN_MODES
        self._lost = _loses(font, seq)
        super().render_string(textstate, seq, ncs, graphicstate)

    def paint_path(self, gstate: Any, stroke: Any, fill: Any, evenodd: Any, path: Any) -> None:
        """Draw a path; of text under a patch of colour nobody knows whether it is to be seen."""
        count = len(self.cur_item._objs)  # noqa: SLF001 - as below
        super().paint_path(gstate, stroke, fill, evenodd, path)
        items: list[Any] = self.cur_item._objs  # noqa: SLF001 - as below
        for patch in items[count:] if fill else ():
            if patch.width > _THIN and patch.height > _THIN:
                for item in items[:count]:
                    if isinstance(item, LTChar) and _lies_in(item, patch):
                        item._text = UNKNOWN  # noqa: SLF001 - as below

    def render_char(self, *arguments: Any, **named: Any) -> float:
        """Draw a character."""
        step = super().render_char(*arguments, **named)
        items: list[Any] = self.cur_item._objs  # noqa: SLF001 - the device keeps what it drew nowhere else
        if self._unseen:
            items.pop()
        elif self._lost:
            items[-1]._text = UNKNOWN  # noqa: SLF001 - the item has no way to be told what it says
        return step


def _lies_in(item: Any, patch: Any) -> bool:
    x, y = (item.x0 + item.x1) / 2, (item.y0 + item.y1) / 2
    return bool(patch.x0 < x < patch.x1 and patch.y0 < y < patch.y1)


def _loses(font: Any, seq: Any) -> bool:
    """Tell a string of which pdfminer drops characters: its tables have no glyph for their codes."""
    name = str(getattr(getattr(font, "cmap", None), "attrs", {}).get("CMapName", ""))
    if not any(word in name for word in _WORDLESS):
        return False
    return any(2 * len(list(font.decode(part))) < len(part) for part in seq if isinstance(part, bytes))


class SeenPage(Page):
    """A page whose characters are drawn by ``_Device``."""

    @property
    def layout(self) -> LTPage:
        """What is drawn on the page."""
        if not hasattr(self, "_layout"):
            device = _Device(self.pdf.rsrcmgr, pageno=self.page_number)
            PDFPageInterpreter(self.pdf.rsrcmgr, device).process_page(self.page_obj)
            self._layout = device.get_result()
        return self._layout

    @property
    def shown(self) -> tuple[float, float, float, float]:
        """The part of the page that is displayed, in the page's own coordinates."""
        crop, media = self.cropbox, self.mediabox
        return max(crop[0], media[0]), max(crop[1], media[1]), min(crop[2], media[2]), min(crop[3], media[3])


def written_over(page: SeenPage) -> list[dict[str, Any]]:
    """Return an unknown character for each field, or text written on the page: pdfplumber does not see what it says."""
    return [
        {
            **box,
            "text": UNKNOWN,
            "size": box["bottom"] - box["top"],
            "matrix": (1, 0, 0, 1, 0, 0),
            "upright": True,
        }
        for box in page.annots
        if str(box["data"].get("Subtype")) in _WRITTEN
    ]


def seen_characters(page: SeenPage) -> list[dict[str, Any]]:
    """Return the characters of a page that are part of its text as it is seen, each printed once."""
    chars: list[dict[str, Any]] = page.chars
    heights = sorted(c["size"] for c in chars)
    large = heights[len(heights) // 2] * _LARGE if heights else 0.0
    x0, top, x1, bottom = page.shown
    dark = [r for r in page.rects if r["fill"] and _lightness(r["non_stroking_color"]) < _DARK]
    out: list[dict[str, Any]] = []
    for c in chars:
        x, y = (c["x0"] + c["x1"]) / 2, (c["top"] + c["bottom"]) / 2
        a, b = c["matrix"][:2]
        length = math.hypot(a, b) or 1.0
        light = _lightness(c["non_stroking_color"])
        if not (x0 <= x <= x1 and top <= y <= bottom) or min(abs(a), abs(b)) > _ASKEW * length:
            continue
        if light > _LIGHT and c["size"] > large:
            continue
        if light > _WHITE and not any(_holds(r, x, y) for r in dark):
            continue
        out.append(c)
    return _once(out)


def _holds(rect: dict[str, Any], x: float, y: float) -> bool:
    return bool(rect["x0"] <= x <= rect["x1"] and rect["top"] <= y <= rect["bottom"])


def _lightness(colour: Any) -> float:
    """Return 0 for black to 1 for white; a pattern, or no colour, is black."""
    parts = list(colour) if isinstance(colour, (tuple, list)) else [colour]
    if not parts or not all(isinstance(part, (int, float)) for part in parts):
        return 0.0
    if len(parts) == 4:
        return max(0.0, float(1 - max(parts[:3]) - parts[3]))
    return float(min(parts))


def _once(chars: list[dict[str, Any]]) -> list[dict[str, Any]]:
    kept: list[dict[str, Any]] = []
    at: dict[tuple[str, int, int], list[dict[str, Any]]] = {}
    for c in chars:
        column, level = round(c["x0"] / 8), round(c["top"] / 8)
        near = [
            other
            for i in (-1, 0, 1)
            for j in (-1, 0, 1)
            for other in at.get((c["text"], column + i, level + j), ())
        ]
        width, height = c["x1"] - c["x0"], c["bottom"] - c["top"]
        if any(
            abs(o["x0"] - c["x0"]) < _SAME * width and abs(o["top"] - c["top"]) < _SAME * height for o in near
        ):
            continue
        at.setdefault((c["text"], column, level), []).append(c)
        kept.append(c)
    return kept
