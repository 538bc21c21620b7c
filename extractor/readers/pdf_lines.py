"""Characters with their places → lines of text, and the fields that wide gaps part them into."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from extractor.readers.pdf_glyphs import UNKNOWN, Glyph

_NUMBER = re.compile(
    r"^(?:[+\-−增减]?[\d０-９][\d,，.０-９\s]*(?:[个件条次万元人篇项]{1,2}|\*+|[（(]注?\d*[）)]|[①-⑳])?"
    r"|[/／∕\\*]|[-—–]{1,3}|无|不适用|不涉及)$"
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

# In sizes of the type.
_SAME_LINE = 0.5
_WORD_GAP = 0.25
_WIDE_GAP = 1.9
_DIGIT_GAP = 0.6  # a gap this wide parts two numbers of a line
_SMALLEST = 3.0
_EM_OF_HEIGHT = 0.85  # a font is taller than its size, by more or less
# In widths of a character: two that begin this near are one, printed twice; or one over another.
_SAME_PLACE = 0.5
_OTHER_PLACE = 0.25
_DIGIT_PLACE = 0.65  # condensed type takes less off a digit's width
_WIDE = "\u2e80"


class Line(NamedTuple):
    """A line of text: its characters from left to right, its box, and the size of its type."""

    glyphs: list[Glyph]
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return (self.top + self.bottom) / 2


class Field(NamedTuple):
    """A part of a line with gaps around it."""

    text: str
    x0: float
    x1: float


def lines_of(glyphs: Sequence[Glyph]) -> list[Line]:
    """Return the characters as lines, from the top down."""
    if not glyphs:
        return []
    if len(glyphs) == 1:
        text, x0, top, x1, bottom, _ = glyphs[0]
        return [
            Line(
                [glyphs[0]],
                x0,
                top,
                x1,
                bottom,
                max(x1 - x0, _SMALLEST) if text >= _WIDE else size_of(glyphs),
            )
        ]
    levels = [g[2] + g[4] for g in glyphs]
    if max(levels) - min(levels) < 2 * _SAME_LINE * _SMALLEST:
        return [_line(list(glyphs))]  # as nearly every cell is
    limit = 2 * _SAME_LINE * _height_of(glyphs)
    rows: list[list[Glyph]] = []
    level = -1e9
    for glyph in sorted(glyphs, key=_level):
        at = glyph[2] + glyph[4]
        if at - level < limit:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            level = at
    return [_line(row) for row in rows]


def _level(glyph: Glyph) -> float:
    return glyph[2] + glyph[4]


def _start(glyph: Glyph) -> float:
    return glyph[1]


def _height_of(glyphs: Sequence[Glyph]) -> float:
    heights = sorted([g[4] - g[2] for g in glyphs])
    return max(heights[len(heights) // 2], _SMALLEST)


def size_of(glyphs: Sequence[Glyph]) -> float:
    """Return the size of the type: how wide most of its Chinese characters are; without any, by their height."""
    widths = sorted([g[3] - g[1] for g in glyphs if g[0] >= _WIDE])
    if widths:
        return max(widths[len(widths) // 2], _SMALLEST)
    return _height_of(glyphs) * _EM_OF_HEIGHT


def _line(row: list[Glyph]) -> Line:
    row.sort(key=_start)
    size = size_of(row)
    for before, glyph in pairwise(row):
        if glyph[1] - before[1] < _DIGIT_PLACE * (glyph[3] - glyph[1]):
            row = _once(row)
            break
    return Line(
        row, row[0][1], min([g[2] for g in row]), max([g[3] for g in row]), max([g[4] for g in row]), size
    )


def _once(row: list[Glyph]) -> list[Glyph]:
    """Return the line with what is printed twice in one place once; two different things there are unknown."""
    out = [row[0]]
    for glyph in row[1:]:
        last = out[-1]
        apart = glyph.x0 - last.x0
        narrower = min(glyph.x1 - glyph.x0, last.x1 - last.x0)
        if glyph.text == last.text and apart < _SAME_PLACE * narrower:
            continue
        digits = glyph.text.isdigit() or last.text.isdigit()
        if apart < (_DIGIT_PLACE if digits else _OTHER_PLACE) * narrower:
            out[-1] = last._replace(text=UNKNOWN)
        else:
            out.append(glyph)
    return out


def text_of(line: Line) -> str:
    """Return the text of a line; a wide gap becomes blanks."""
    glyphs = line.glyphs
    before = glyphs[0]
    out = [before[0]]
    word, wide = line.size * _WORD_GAP, line.size * _WIDE_GAP
    for glyph in glyphs[1:]:
        gap = glyph[1] - before[3]
        if gap > word:
            if gap > wide:
                out.append("   ")
            elif before[0] < _WIDE and glyph[0] < _WIDE:
                out.append(" ")
        out.append(glyph[0])
        before = glyph
    return "".join(out)


def fields_of(line: Line, gap: float = 1.0) -> list[Field]:
    """Return the parts of a line between gaps of more than ``gap`` sizes, or less between two numbers."""
    out: list[Field] = []
    start = 0
    glyphs = line.glyphs
    for i in range(1, len(glyphs) + 1):
        if i < len(glyphs):
            before, glyph = glyphs[i - 1], glyphs[i]
            room = (glyph.x0 - before.x1) / line.size
            if room <= gap and not (
                room > _DIGIT_GAP and before.text in "0123456789/-—" and glyph.text in "0123456789/-—"
            ):
                continue
        part = glyphs[start:i]
        whole = Line(part, part[0].x0, line.top, max(g.x1 for g in part), line.bottom, line.size)
        out.append(Field(text_of(whole), whole.x0, whole.x1))
        start = i
    return out


def join(texts: Iterable[str]) -> str:
    """Join lines of one text: a blank stands between words of letters only, and nowhere in a number."""
    out = ""
    for text in texts:
        if (
            out
            and text
            and not (is_wide(out[-1]) or is_wide(text[0]) or (out[-1].isdigit() and text[0].isdigit()))
        ):
            out += " "
        out += text
    return out


def is_wide(character: str) -> bool:
    """Tell a Chinese character or mark."""
    return character >= _WIDE


def is_number(text: str) -> bool:
    """Tell what stands in a column of numbers: a number with its sign, unit or note, or a mark for none."""
    return bool(_NUMBER.match(text))


class FreeLine(NamedTuple):
    """A line of text outside ruled tables: its text, its fields between wide gaps, and its box on the page."""

    text: str
    fields: list[Field]
    page: int
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def place(self) -> str:
        """The place as the contract writes it."""
        return f"p{self.page} [{self.x0:.1f},{self.top:.1f},{self.x1:.1f},{self.bottom:.1f}]"

    def numbers(self) -> list[Field]:
        """Return the fields that are numbers, or marks for none."""
        return [field for field in self.fields if is_number(field.text)]
