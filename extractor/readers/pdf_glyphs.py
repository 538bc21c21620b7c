"""A PDF page, by pdfium → its visible characters and its rulings, in points from the top left as displayed."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pypdfium2 import PdfPage

# A ruling is this thin; a path thicker both ways is a box, and its sides may be rulings.
THIN = 3.5
_MOST_CHARACTERS = 200_000
_MOST_OBJECTS = 200_000
_INVISIBLE_MODES = (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
_NEARLY_WHITE = 240


class Glyph(NamedTuple):
    """A character with its box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


class Ruling(NamedTuple):
    """A line: ``horizontal`` at ``at`` (y), or vertical at ``at`` (x), from ``start`` to ``end``."""

    horizontal: bool
    at: float
    start: float
    end: float


class Page(NamedTuple):
    """A page as displayed. ``hidden``: characters left out because nobody sees them."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    rulings: list[Ruling]
    hidden: int = 0


class Frame(NamedTuple):
    """How page space turns into space as displayed: the rotation, and the box that is shown."""

    rotation: int
    left: float
    bottom: float
    right: float
    top: float

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Return (x0, top, x1, bottom) as displayed for a box of page space."""
        left, right, low, high = x0 - self.left, x1 - self.left, y0 - self.bottom, y1 - self.bottom
        width, height = self.right - self.left, self.top - self.bottom
        if self.rotation == 0:
            return left, height - high, right, height - low
        if self.rotation == 90:
            return low, left, high, right
        if self.rotation == 180:
            return width - right, low, width - left, high
        return height - high, width - right, height - low, width - left


def read_page(page: PdfPage, number: int) -> Page:
    """Return the characters that can be seen on the page, and its rulings."""
    left, bottom, right, top = (
        page.get_cropbox() if page.get_cropbox(fallback_ok=True) else page.get_mediabox()
    )
    rotation = page.get_rotation()
    frame = Frame(rotation, left, bottom, right, top)
    width, height = right - left, top - bottom
    if rotation in (90, 270):
        width, height = height, width
    unseen = False
    rulings: list[Ruling] = []
    seen = 0
    for item in _objects(page):
        seen += 1
        if seen > _MOST_OBJECTS:
            break
        kind, raw, matrix = item
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            rulings += _rulings_of(raw, matrix, frame)
        elif kind == pdfium.FPDF_PAGEOBJ_TEXT and not unseen:
            unseen = _is_unseen(raw)
    glyphs, hidden = _glyphs(page, frame, width, height, look=unseen)
    return Page(number, width, height, glyphs, rulings, hidden)


Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _objects(page: PdfPage) -> Iterator[tuple[int, object, Matrix]]:
    """Yield (type, object, matrix of the forms around it) for the page's objects, those in forms included."""
    count = pdfium.FPDFPage_CountObjects(page)
    for i in range(min(count, _MOST_OBJECTS)):
        yield from _object(pdfium.FPDFPage_GetObject(page, i), _IDENTITY, 0)


def _object(raw: object, matrix: Matrix, depth: int) -> Iterator[tuple[int, object, Matrix]]:
    kind = pdfium.FPDFPageObj_GetType(raw)
    if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < 8:
        inner = _times(_matrix(raw), matrix)
        for i in range(min(pdfium.FPDFFormObj_CountObjects(raw), _MOST_OBJECTS)):
            yield from _object(pdfium.FPDFFormObj_GetObject(raw, i), inner, depth + 1)
    else:
        yield kind, raw, matrix


def _matrix(raw: object) -> Matrix:
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(raw, found):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(a: Matrix, b: Matrix) -> Matrix:
    return (
        a[0] * b[0] + a[1] * b[2],
        a[0] * b[1] + a[1] * b[3],
        a[2] * b[0] + a[3] * b[2],
        a[2] * b[1] + a[3] * b[3],
        a[4] * b[0] + a[5] * b[2] + b[4],
        a[4] * b[1] + a[5] * b[3] + b[5],
    )


_l, _b, _r, _t = (ctypes.c_float() for _ in range(4))


def _rulings_of(raw: object, matrix: Matrix, frame: Frame) -> list[Ruling]:
    segments = pdfium.FPDFPath_CountSegments(raw)
    if segments <= 5 and matrix == _IDENTITY:
        if not pdfium.FPDFPageObj_GetBounds(raw, _l, _b, _r, _t):
            return []
        sides = _sides(*frame.box(_l.value, _b.value, _r.value, _t.value))
        # A white patch under the text is no cell.
        return [] if len(sides) > 1 and _is_patch(raw) else sides
    out: list[Ruling] = []
    whole = _times(_matrix(raw), matrix)
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()

    def place(px: float, py: float) -> tuple[float, float]:
        return px * whole[0] + py * whole[2] + whole[4], px * whole[1] + py * whole[3] + whole[5]

    def close() -> None:
        if 2 <= len(points) <= 5:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            out.extend(_sides(*frame.box(min(xs), min(ys), max(xs), max(ys))))
        points.clear()

    for i in range(min(segments, _MOST_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(raw, i)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            close()
        points.append(place(x.value, y.value))
    close()
    return out


def _is_patch(raw: object) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(raw, mode, stroke):
        return False
    if stroke.value:
        return False
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not mode.value or not pdfium.FPDFPageObj_GetFillColor(raw, red, green, blue, alpha):
        return True
    return alpha.value < 16 or min(red.value, green.value, blue.value) > _NEARLY_WHITE


def _sides(x0: float, top: float, x1: float, bottom: float) -> list[Ruling]:
    """Return the rulings that a box is: itself where it is thin, else its four sides."""
    wide, tall = x1 - x0 > THIN, bottom - top > THIN
    if wide and not tall:
        return [Ruling(True, (top + bottom) / 2, x0, x1)]
    if tall and not wide:
        return [Ruling(False, (x0 + x1) / 2, top, bottom)]
    if not wide:
        return []
    return [
        Ruling(True, top, x0, x1),
        Ruling(True, bottom, x0, x1),
        Ruling(False, x0, top, bottom),
        Ruling(False, x1, top, bottom),
    ]


def _is_unseen(raw: object) -> bool:
    """Tell a text object that is drawn invisible, or in white."""
    if pdfium.FPDFTextObj_GetTextRenderMode(raw) in _INVISIBLE_MODES:
        return True
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFPageObj_GetFillColor(raw, red, green, blue, alpha):
        return False
    return alpha.value < 16 or min(red.value, green.value, blue.value) > _NEARLY_WHITE


def _glyphs(
    page: PdfPage, frame: Frame, width: float, height: float, *, look: bool
) -> tuple[list[Glyph], int]:
    """Return the characters on the page; where something is drawn unseen, each one is looked at (``look``)."""
    textpage = page.get_textpage()
    raw = textpage.raw
    out: list[Glyph] = []
    at: set[tuple[str, int, int]] = set()
    hidden = 0
    x0, x1, y0, y1 = (ctypes.c_double() for _ in range(4))
    get_unicode, get_box = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetCharBox
    upright = frame.rotation == 0
    for i in range(min(textpage.count_chars(), _MOST_CHARACTERS)):
        code = get_unicode(raw, i)
        if code <= 32 or code in (0xA0, 0x3000, 0xFFFE, 0xFFFF):
            continue
        if not get_box(raw, i, x0, x1, y0, y1):
            continue
        if look and _is_unseen(pdfium.FPDFText_GetTextObject(raw, i)):
            hidden += 1
            continue
        if upright:
            box = x0.value - frame.left, frame.top - y1.value, x1.value - frame.left, frame.top - y0.value
        else:
            box = frame.box(x0.value, y0.value, x1.value, y1.value)
        if box[2] < 0 or box[0] > width or box[3] < 0 or box[1] > height:
            hidden += 1
            continue
        text = chr(code) if code < 0x110000 else "\ufffd"
        # Bold type may be made by printing a character twice, a hair apart.
        key = (text, round(box[0] / 1.5), round(box[1] / 1.5))
        if key in at:
            continue
        at.add(key)
        out.append(Glyph(text, *box))
    textpage.close()
    return out, hidden
