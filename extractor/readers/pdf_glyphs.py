"""A PDF page, by pdfium → the characters that can be seen on it, and what is drawn around them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

from extractor.errors import UnreadableError
from extractor.readers import pdf_calls as calls
from extractor.readers.pdf_covers import covering, hidden_under
from extractor.readers.pdf_frame import Edges, Frame
from extractor.readers.pdf_objects import MOST_OBJECTS, Cover, Drawn, Style, read_objects

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from pypdfium2 import PdfPage

MOST_CHARACTERS = 30_000
UNKNOWN = "\ufffd"
"""Stands for a character that is printed but cannot be told."""
# pdfium gives this in place of a hyphen at the end of a line.
_LINE_HYPHEN = 2
_BLANKS = frozenset({*range(33), 0x7F, 0xA0, 0xAD, 0x3000, 0xFEFF, 0xFFFE, 0xFFFF, *range(0x2000, 0x2010)})
_ERASED = _BLANKS - {_LINE_HYPHEN}
_LAST_IDEOGRAPH, _FIRST_PRIVATE, _LAST_PRIVATE, _BEYOND = 0xA000, 0xD800, 0xF900, 0xF0000
_CHARACTERS = [chr(code) for code in range(_LAST_IDEOGRAPH)]
_CHARACTERS[_LINE_HYPHEN] = "-"
_NO_EXTENT = 0.01
_BEHIND = 1e9  # the place of a character that no text is known to draw: nothing hides it
_LOST_SIZE = 6.0  # points: nothing says how large a lost character is
_LARGE = 1.6  # times the usual height: what is as large as this and light is a watermark


class Glyph(NamedTuple):
    """A character with its box; ``turn`` is how it is turned on the page, as ``Frame.turn`` says."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    turn: int = 0


class Page(NamedTuple):
    """A page as displayed. ``hidden``: characters left out because nobody sees them.

    ``foreign``: some of the fonts are not in the file, so that a viewer shows what it likes.
    """

    number: int
    width: float
    height: float
    glyphs: list[Glyph]
    drawn: Drawn
    hidden: int = 0
    foreign: bool = False


def read_page(page: PdfPage, number: int) -> Page:
    """Return the characters that can be seen on the page, and what is drawn on it.

    Raises ``UnreadableError`` for a page with far more on it than any filing has.
    """
    handle = calls.address(page.raw)
    count = pdfium.FPDFPage_CountObjects(page.raw)
    if count > MOST_OBJECTS:
        raise _too_much(number, count)
    left, bottom, right, top = page.get_bbox()
    frame = Frame(page.get_rotation(), left, bottom, right, top)
    drawn = read_objects(handle, count, frame)
    textpage = page.get_textpage()
    try:
        characters = textpage.count_chars()
        if characters > MOST_CHARACTERS:
            raise _too_much(number, characters)
        glyphs, hidden, foreign = _glyphs(calls.address(textpage.raw), max(0, characters), frame, drawn)
    finally:
        textpage.close()
    return Page(number, *frame.size, glyphs, drawn, hidden, foreign)


def _too_much(number: int, count: int) -> UnreadableError:
    return UnreadableError(
        f"PDF 第 {number} 页有 {count} 个对象，不像是年度报告 (too much on page {number} for an annual report)"
    )


def _glyphs(text: int, count: int, frame: Frame, drawn: Drawn) -> tuple[list[Glyph], int, bool]:
    """Return the characters that can be seen, how many others there are, and whether a font is not in the file."""
    codes = calls.codes(text, count)
    unknown = calls.errors(text, count)
    flat = calls.boxes(text, count)
    foreign = calls.lack_font(list(drawn.texts))
    covers = covering(drawn, frame)
    owners = calls.objects_of(text, count) if foreign or drawn.styles or covers else []
    if frame.rotation:
        boxes = [frame.box(*box) for box in zip(flat[0::4], flat[3::4], flat[2::4], flat[1::4], strict=True)]
        x0s, tops, x1s, bottoms = map(list, zip(*boxes, strict=True)) if boxes else ([], [], [], [])
    else:
        x0s, x1s = [x - frame.left for x in flat[0::4]], [x - frame.left for x in flat[2::4]]
        tops, bottoms = [frame.top - y for y in flat[1::4]], [frame.top - y for y in flat[3::4]]
    new = tuple.__new__
    out = [
        new(
            Glyph,
            (
                UNKNOWN if lost else _CHARACTERS[code] if code < _LAST_IDEOGRAPH else _character(code),
                x0,
                top,
                x1,
                bottom,
                0,
            ),
        )
        for code, lost, x0, top, x1, bottom in zip(codes, unknown, x0s, tops, x1s, bottoms, strict=True)
        if lost or code not in _ERASED
    ]
    hidden = 0
    if drawn.styles or covers:
        shown = [
            owner
            for owner, code, lost in zip(owners, codes, unknown, strict=True)
            if lost or code not in _ERASED
        ]
        before = len(shown)
        if covers:
            out, shown = _uncovered(out, shown, covers, drawn)
        styled = [drawn.styles.get(owner) for owner in shown]
        out, hidden = _seen(out, styled, drawn.dark)
        hidden += before - len(shown)
    width, height = frame.size
    inside = [g for g in out if g[3] >= 0 and g[1] <= width and g[4] >= 0 and g[2] <= height]
    hidden += len(out) - len(inside)
    return inside + _lost(_mute(foreign, owners), drawn, frame), hidden, bool(foreign)


def _character(code: int) -> str:
    """Return what a code point stands for: one that means something to one font only stands for nothing."""
    if _FIRST_PRIVATE <= code < _LAST_PRIVATE or code >= _BEYOND:
        return UNKNOWN
    return chr(code)


def _uncovered(
    glyphs: list[Glyph], owners: list[int], covers: list[tuple[Cover, Edges]], drawn: Drawn
) -> tuple[list[Glyph], list[int]]:
    """Return the characters that no patch hides, with their texts; those hidden for no clear reason are unknown."""
    middles = [((g[1] + g[3]) / 2, (g[2] + g[4]) / 2) for g in glyphs]
    orders = [drawn.orders.get(owner, _BEHIND) for owner in owners]
    replaced, gone = hidden_under(covers, middles, orders)
    kept = [i for i in range(len(glyphs)) if i not in replaced]
    return [glyphs[i]._replace(text=UNKNOWN) if i in gone else glyphs[i] for i in kept], [
        owners[i] for i in kept
    ]


def _seen(glyphs: list[Glyph], styles: Sequence[Style | None], dark: list[Edges]) -> tuple[list[Glyph], int]:
    """Return the characters that are part of the text as it is seen, and how many are not.

    Not seen are those drawn invisible, in white where nothing dark is under them, or as a watermark: askew,
    or large and light.
    """
    heights = sorted(glyph.bottom - glyph.top for glyph in glyphs)
    large = heights[len(heights) // 2] * _LARGE if heights else 0.0
    out = []
    for glyph, style in zip(glyphs, styles, strict=True):
        if style is None:
            out.append(glyph)
            continue
        if style.unseen or style.turn < 0 or (style.light and glyph.bottom - glyph.top > large):
            continue
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        if style.white and not any(d[0] <= x <= d[2] and d[1] <= y <= d[3] for d in dark):
            continue
        out.append(glyph._replace(turn=style.turn) if style.turn else glyph)
    return out, len(glyphs) - len(out)


def _mute(foreign: dict[int, int], owners: list[int]) -> set[int]:
    """Return the texts in fonts of which pdfium gives no character on the page; of others it leaves out blanks only."""
    if not foreign:
        return set()
    speaking = {foreign[owner] for owner in set(owners) if owner in foreign}
    return {text for text, font in foreign.items() if font not in speaking}


def _lost(items: AbstractSet[int], drawn: Drawn, frame: Frame) -> list[Glyph]:
    """Return an unknown character for each text that has no extent because its font is not to be had.

    ``items`` are texts in fonts that are not in the file, of which pdfium gives no character. It leaves out
    what it has no shape for, and blanks; these two cannot be told apart.
    """
    if not items:
        return []
    out = []
    objects = list(items)
    limits = calls.bounds(objects)
    for item, left, right in zip(objects, limits[0::4], limits[2::4], strict=True):
        if right - left > _NO_EXTENT:
            continue
        style = drawn.styles.get(item)
        if style is not None and style.unseen:
            continue
        *_, x, y = calls.times(tuple(calls.matrices([item])), drawn.texts[item])
        out.append(Glyph(UNKNOWN, *frame.box(x, y, x + _LOST_SIZE, y + _LOST_SIZE)))
    return out
