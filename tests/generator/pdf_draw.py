"""A filing drawn page by page: paragraphs, tables cut by page breaks, and what stands around them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.generator.grids import grids
from tests.generator.model import Document, Table
from tests.generator.oracle import heading
from tests.generator.pdf_canvas import Canvas, width, wrap
from tests.generator.pdf_rulings import RULINGS, Edges
from tests.generator.pdf_sheet import LEADING, Placed, Sheet, Text, lay_out
from tests.generator.pdf_write import Pdf, coded, drawn_digits, form, song

if TYPE_CHECKING:
    import random

    from tests.generator.grids import Grid

A4 = (595.0, 842.0)
MARGIN = 60.0
BODY = 10.5
_PRIVATE = 0xE010
# As maps of fonts made from subsets have them: radicals, which look the same.
RADICALS = str.maketrans(
    "一二人文行自大用生立非示方日金不民长车见门", "⼀⼆⼈⽂⾏⾃⼤⽤⽣⽴⾮⽰⽅⽇⾦\uf967⺠⻓⻋⻅⻔"
)
UNMAPPED = "\ue000"
"""Stands before a number that is printed in a font without a map."""


@dataclass(frozen=True)
class Look:
    """What makes one drawn PDF differ from another; see the fields' comments."""

    rulings: str = "lines"
    size: float = 9.0  # of the text in tables
    landscape: bool = False
    rotate: int = 0
    cut: str = "rows"  # a page break falls between rows, or through one: "inside"
    labels: str = (
        "strip"  # merged labels at a break: where they stood ("strip"), or in the first part ("first")
    )
    repeat: bool = False  # the header again on the next page
    open_foot: bool = False  # no line closes a table at a page break
    foot: str = ""  # a line at the foot of each page; # is the page number
    head: str = ""  # a line at the head of each page
    caption: str = ""  # a line before a table that goes on
    vertical: str = ""  # a merged label written downwards: "chars", "font", "clockwise", "anticlockwise"
    align: str = "center"
    top: bool = False  # text at the top of its cell
    bold: bool = False  # headings and labels printed twice, a hair apart
    ghost: str = ""  # what cannot be seen: "layer", "white", "outside", "watermark"
    unmapped: str = (
        ""  # some numbers in a font without a map ("codes", "drawn") or with private characters ("private")
    )
    apart: bool = False  # digits of one number set apart
    dark_header: bool = False  # header cells in white on black
    narrow: bool = False  # value columns so narrow that long numbers wrap
    style: str = ""  # how text is set, see Canvas: "glyphs", "scaled"
    wrap: str = ""  # all of a page in a form in a form ("forms"), or under turned-over axes ("flipped")
    offset: bool = False  # the page does not begin at 0, 0, and not all of it is shown
    radicals: bool = False  # labels in a font whose map gives radicals in place of characters
    type3: bool = False  # digits in a font that draws them by procedures
    shade: bool = False  # a patch of colour under header and total cells
    covered: bool = False  # some numbers are written over others that a white patch hides
    tight: float = 0.0  # room that is lost at the foot of the first page, so that breaks fall elsewhere
    pad: float = 3.0


class Drawing:
    """Draws one document in one look."""

    def __init__(
        self,
        document: Document,
        look: Look,
        rng: random.Random,
        *,
        pdf: Pdf | None = None,
        title_font: float = 18,
    ) -> None:
        self.document = document
        self.look = look
        self.rng = rng
        self.width, self.height = (A4[1], A4[0]) if look.landscape else A4
        self.pages: list[Canvas] = []
        self.y = 0.0
        self.later: list[tuple[Canvas, float, float, str, float]] = []  # written when all letters are known
        self.title_size = title_font
        self.pdf = pdf or Pdf()
        self.letters = ""
        self.digits = "0123456789.-/" if look.unmapped == "codes" else "0123456789"

    @property
    def page(self) -> Canvas:
        """The page that is being drawn."""
        return self.pages[-1]

    @property
    def room(self) -> float:
        """What is left of the page."""
        lost = self.look.tight if len(self.pages) == 1 else 0
        return self.height - MARGIN - lost - self.y

    def data(self, *, password: str | None = None) -> bytes:
        """Return the whole PDF, encrypted where there is a password."""
        self.new_page()
        for line in self.document.title:
            self.line(line, self.title_size, (self.width - width(line, self.title_size)) / 2)
        if self.document.published:
            self.paragraph(f"发布日期：{self.document.published}")
        for text in self.document.preamble:
            self.paragraph(text)
        for section in self.document.sections:
            self.heading(heading(section))
            for item in section.items:
                if isinstance(item, Table):
                    for grid in grids(item):
                        self.table(grid)
                        self.y += 8
                else:
                    self.paragraph(item)
        for text in self.document.signature:
            self.line(text, BODY, self.width - MARGIN - width(text, BODY))
        self._file()
        return self.pdf.data(user_password=password)

    def _file(self) -> None:
        for page, x, y, text, size in self.later:
            page.text(x, y, text, size, font="F4", coded=self.letters)
        pdf = self.pdf
        fonts = {"F1": song(pdf)}
        if self.look.radicals:
            fonts["F4"] = coded(pdf, self.letters, mapped=self.letters.translate(RADICALS))
        if self.look.type3:
            fonts["F5"] = drawn_digits(pdf, mapped=True)
        if self.look.vertical == "font":
            fonts["F2"] = song(pdf, vertical=True)
        if self.look.unmapped == "codes":
            fonts["F3"] = coded(pdf, self.digits)
        elif self.look.unmapped == "drawn":
            fonts["F3"] = drawn_digits(pdf, mapped=False)
        elif self.look.unmapped == "private":
            fonts["F3"] = coded(
                pdf, self.digits, mapped="".join(chr(_PRIVATE + i) for i in range(len(self.digits)))
            )
        for number, canvas in enumerate(self.pages, 1):
            self._around(canvas, number)
            self._page(pdf, canvas, fonts)

    def _page(self, pdf: Pdf, canvas: Canvas, fonts: dict[str, int]) -> None:
        look = self.look
        turned = look.rotate in (90, 270)
        across, down = (self.height, self.width) if turned else (self.width, self.height)
        content, resources = canvas.content(look.rotate), ""
        if look.wrap == "flipped":
            content = b"q .5 0 0 -.5 0 %g cm q 2 0 0 -2 0 %g cm\n%s\nQ Q" % (down, 2 * down, content)
        elif look.wrap == "forms":
            inner = form(pdf, content, fonts, (across, down), "2 0 0 2 10 20")
            outer = form(
                pdf, b"q 1 0 0 1 -10 -20 cm /X0 Do Q", {}, (3 * across, 3 * down), "1 0 0 1 6 8", inner
            )
            resources = f"/XObject << /X0 {outer} 0 R >>"
            content = b"q .5 0 0 .5 -3 -4 cm /X0 Do Q"
        box = (0.0, 0.0, across, down)
        if look.offset:
            box = (-30.0, -50.0, across + 20, down + 40)
        extra = f"/CropBox [0 0 {across:g} {down:g}]" if look.offset else ""
        pdf.page(across, down, content, fonts, rotate=look.rotate, extra=extra, resources=resources, box=box)

    def _around(self, canvas: Canvas, number: int) -> None:
        """Head and foot of a page, and what a viewer does not show."""
        look = self.look
        for text, y in ((look.head, MARGIN * 0.6), (look.foot, self.height - MARGIN * 0.5)):
            shown = text.replace("#", str(number))
            canvas.text((self.width - width(shown, 9)) / 2, y, shown, 9)
        if look.ghost == "watermark":
            for i in range(3):
                canvas.text(
                    120, 300 + 200 * i, f"内部资料{self.document.year}", 40, grey=0.85, turn=30 + 15 * (i % 2)
                )
        elif look.ghost == "layer":
            for i in range(12):
                canvas.text(MARGIN + 60 * (i % 5), 120 + 50 * i, f"扫描{i * 7}", 9, mode=3)
        elif look.ghost == "white":
            for i in range(24):
                canvas.text(MARGIN + 40 * (i % 12), 100 + 28 * i, str(i * 3 + 1), 9, grey=1)
        elif look.ghost == "outside":
            for i in range(12):
                canvas.text(self.width + 10, 100 + 40 * i, f"第{i}行 {i * 5}", 9)
                canvas.text(MARGIN, -20.0 - i, str(i), 9)

    def new_page(self) -> None:
        """Begin a page."""
        self.pages.append(Canvas(self.width, self.height, style=self.look.style))
        self.y = MARGIN

    def line(self, text: str, size: float, x: float) -> None:
        """One line of running text at x."""
        if self.room < size * 1.6:
            self.new_page()
        self.page.text(x, self.y + size * 1.1, text, size)
        self.y += size * 1.6

    def heading(self, text: str) -> None:
        """The heading of a section; it stays with what stands under it."""
        if self.room < 60:
            self.new_page()
        self.line(text, BODY + 2, MARGIN + 2 * BODY)
        if self.look.bold:
            self.page.text(MARGIN + 2 * BODY + 0.3, self.y - (BODY + 2) * 0.5, text, BODY + 2)

    def paragraph(self, text: str) -> None:
        """A paragraph, its first line indented by two characters."""
        for i, line in enumerate(wrap("\u3000\u3000" + text, self.width - 2 * MARGIN, BODY)):
            shown = line.lstrip("\u3000")
            self.line(shown, BODY, MARGIN + (2 * BODY if i == 0 else 0))

    def table(self, grid: Grid) -> None:
        """A table, on as many pages as it takes."""
        sheet = lay_out(
            grid,
            self._weights(grid),
            self.width - 2 * MARGIN,
            self.look.size,
            upright=(0,) if grid.name == "applications" and self.look.vertical else (),
            top=self.look.top,
            align=self.look.align,
            pad=self.look.pad,
        )
        start, end = 0.0, sheet.ys[-1]
        while start < end - 0.01:
            again = self.look.repeat and start > 0
            stop = self._break(sheet, start, self.room - (sheet.ys[sheet.header] if again else 0))
            if stop <= start:
                self.new_page()
                if self.look.caption and start > 0:
                    self.line(self.look.caption, BODY, MARGIN)
                continue
            if again:
                self._part(sheet, 0, sheet.ys[sheet.header])
            self._part(sheet, start, stop)
            start = stop
            if start < end - 0.01:
                self.new_page()
                if self.look.caption:
                    self.line(self.look.caption, BODY, MARGIN)

    def _weights(self, grid: Grid) -> list[float]:
        if grid.name == "applications":
            value = 0.8 if self.look.narrow else 1.3
            labels = [0.9, 1.6, 3.4] if not self.look.narrow else [0.9, 2, 5]
            return [*labels, *[value] * (grid.width - 3)]
        if grid.name == "statistics":
            return [6, 1, 1.6]
        if grid.name == "disclosure":
            return [2.2, *[1.3] * (grid.width - 1)]
        return [1.0] * grid.width

    def _break(self, sheet: Sheet, start: float, room: float) -> float:
        """Where the part ends that begins at ``start`` and has so much room: at a row's end, or in a row."""
        limit = start + room
        if sheet.ys[-1] <= limit:
            return sheet.ys[-1]
        stop = max((y for y in sheet.ys if y <= limit), default=start)
        if stop <= sheet.ys[sheet.header] and start == 0:
            return start
        if self.look.cut != "inside":
            return stop
        row = max(i for i, y in enumerate(sheet.ys) if y <= limit)
        inside = [p for p in sheet.cells if p.row == row and p.cell.rowspan == 1]
        gaps = {
            line.y + sheet.size * LEADING / 2
            for p in inside
            for line in p.lines[:-1]
            if sheet.ys[row] < line.y < limit - sheet.size * LEADING / 2
        }
        # No line of any cell is cut in two.
        middles = [line.y for p in sheet.cells if p.row <= row for line in p.lines]
        free = [gap for gap in gaps if all(abs(gap - y) > sheet.size * LEADING * 0.45 for y in middles)]
        return max(free, default=stop)

    def _part(self, sheet: Sheet, start: float, stop: float) -> None:
        """Draw the part of a sheet between two levels, and move down by its height."""
        boxes: list[Edges] = []
        left, down = MARGIN, self.y - start
        parts = []
        for placed in sheet.cells:
            top, bottom = max(placed.y0, start), min(placed.y1, stop)
            if bottom - top < 1:
                continue
            boxes.append((left + placed.x0, top + down, left + placed.x1, bottom + down))
            parts.append((placed, self._lines(placed, sheet, start, stop)))
        before = len(self.page.out)
        RULINGS[self.look.rulings](self.page, boxes, self.rng)
        if self.look.open_foot and stop < sheet.ys[-1] - 0.01:
            level = f"{self.height - (stop + down):.2f}"
            self.page.out[before:] = [
                op for op in self.page.out[before:] if not (f" {level} m" in op and f" {level} l" in op)
            ]
        for placed, texts in parts:
            if self.look.dark_header and placed.cell.role == "head":
                x0, x1 = left + placed.x0, left + placed.x1
                self.page.box(
                    x0,
                    max(placed.y0, start) + down,
                    x1,
                    min(placed.y1, stop) + down,
                    fill=0.2,
                )
            elif self.look.shade and (placed.cell.role == "head" or "总计" in placed.cell.text):
                x0, x1 = left + placed.x0, left + placed.x1
                y0, y1 = max(placed.y0, start) + down, min(placed.y1, stop) + down
                self.page.box(x0 + 0.3, y0 + 0.3, x1 - 0.3, y1 - 0.3, fill=0.85)
            self._write(placed, texts, left, down, sheet)
        self.y += stop - start

    def _lines(self, placed: Placed, sheet: Sheet, start: float, stop: float) -> list[Text]:
        if placed.y0 >= start and placed.y1 <= stop:
            return placed.lines
        if self.look.labels == "first" and placed.cell.rowspan > 1:
            if placed.y0 < start:
                return []
            middle = (placed.y0 + stop) / 2
            step = sheet.size * LEADING
            first = middle - step * len(placed.lines) / 2
            if first > start and first + step * len(placed.lines) <= stop + 1:
                return [
                    Text(line.x, first + step * (i + 0.5), line.text) for i, line in enumerate(placed.lines)
                ]
        return [line for line in placed.lines if start <= line.y < stop]

    def _write(self, placed: Placed, texts: list[Text], left: float, down: float, sheet: Sheet) -> None:
        size, look = sheet.size, self.look
        tall = placed.cell.rowspan > 1 and placed.column == 0 and placed.cell.role == "label"
        if tall and look.vertical in ("font", "clockwise", "anticlockwise") and texts:
            self._downwards("".join(t.text for t in texts), texts, left, down, size)
            return
        grey = 1.0 if look.dark_header and placed.cell.role == "head" else 0.0
        for text in texts:
            x, y = left + text.x, text.y + down + size * 0.36
            self._cover(placed, left, down, (x, y), size)
            number = placed.cell.role == "value" and text.text.isascii() and text.text.isdigit()
            if self._in_odd_font(text.text, x, y, size, placed.cell.role):
                continue
            if number and look.apart and len(text.text) > 1:
                for i, digit in enumerate(text.text):
                    self.page.text(x - size * 0.4 + i * size * 1.0, y, digit, size)
            else:
                self.page.text(x, y, text.text, size, grey=grey)
                if look.bold and placed.cell.role != "value":
                    self.page.text(x + 0.3, y, text.text, size, grey=grey)
                elif look.bold:
                    self.page.text(x + 0.4, y + 0.2, text.text, size)

    def _in_odd_font(self, text: str, x: float, y: float, size: float, role: str) -> bool:
        """Write a text in the font that the look has for it; false where it has none."""
        if text.startswith(UNMAPPED):
            plain = self.look.unmapped == "drawn"
            coded = "" if plain else self.digits
            self.page.text(x + size / 2, y, text[1:], size, font="F3", coded=coded, plain=plain)
        elif self.look.type3 and role == "value" and text.isascii() and text.isdigit():
            self.page.text(x, y, text, size, font="F5", plain=True)
        elif self.look.radicals and role != "value":
            self.letters += "".join(c for c in dict.fromkeys(text) if c not in self.letters)
            self.later.append((self.page, x, y, text, size))
        else:
            return False
        return True

    def _cover(self, placed: Placed, left: float, down: float, at: tuple[float, float], size: float) -> None:
        """Write another number where one will stand, now and then, and hide it under a white patch."""
        if not self.look.covered or placed.cell.role != "value" or self.rng.random() > 0.1:
            return
        self.page.text(at[0] - size * 0.3, at[1], str(self.rng.randint(10, 99)), size)
        box = (left + placed.x0, placed.y0 + down, left + placed.x1, placed.y1 + down)
        self.page.box(box[0] + 1, box[1] + 1, box[2] - 1, box[3] - 1, fill=1)

    def _downwards(self, text: str, texts: list[Text], left: float, down: float, size: float) -> None:
        x, top = left + texts[0].x, texts[0].y + down - size * LEADING / 2
        bottom = texts[-1].y + down + size * LEADING / 2
        if self.look.vertical == "font":
            self.page.text(x + size / 2, top, text, size, font="F2")
        elif self.look.vertical == "clockwise":
            self.page.text(x + size * 0.14, top, text, size, turn=-90)
        else:
            self.page.text(x + size * 0.86, bottom, text, size, turn=90)
