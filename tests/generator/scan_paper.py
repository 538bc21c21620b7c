"""A page as a picture: the same strokes and characters as on a PDF page, in pixels.

Needed to make fixtures, not to test: the fonts come from Debian packages (fonts-arphic-uming,
fonts-noto-cjk, fonts-wqy-microhei, fonts-liberation).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from PIL import Image, ImageChops, ImageDraw, ImageFont

from tests.generator.pdf_canvas import advance

FONTS = {
    "song": ("/usr/share/fonts/truetype/arphic/uming.ttc", 0),
    "serif": ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc", 2),
    "sans": ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", 2),
    "hei": ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", 0),
    "times": ("/usr/share/fonts/truetype/liberation/LiberationSerif-Regular.ttf", 0),
    "arial": ("/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf", 0),
}
FINER = 2  # drawn this much larger, then made smaller: soft edges, as a scanner sees them


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    path, index = FONTS[name]
    return ImageFont.truetype(path, size, index=index)


@dataclass
class Paper:
    """One page, drawn upon as upon a ``Canvas``; ``font`` is for Chinese, ``digits`` for the rest."""

    width: float
    height: float
    dpi: int = 200
    font: str = "song"
    digits: str = "song"
    out: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.scale = self.dpi / 72 * FINER
        self.picture = Image.new("L", (round(self.width * self.scale), round(self.height * self.scale)), 255)
        self.pen = ImageDraw.Draw(self.picture)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        font: str = "F1",
        mode: int = 0,
        grey: float = 0,
        turn: float = 0,
        coded: str = "",
    ) -> None:
        """Text with its baseline's start at x, y; ``turn`` in degrees against the clock."""
        del coded
        if mode == 3 or not text:
            return
        pixels = max(4, round(size * self.scale))
        if font == "F2":
            for i, character in enumerate(text):
                self._put(x - size / 2, y + (i + 0.86) * size, character, pixels, grey)
        elif turn:
            self._turned(x, y, text, size, grey, turn)
        else:
            for character in text:
                self._put(x, y, character, pixels, grey)
                x += advance(character, size)

    def _put(self, x: float, y: float, character: str, pixels: int, grey: float) -> None:
        name = self.digits if character.isascii() else self.font
        at = x * self.scale, y * self.scale
        self.pen.text(at, character, fill=round(grey * 255), font=_font(name, pixels), anchor="ls")

    def _turned(self, x: float, y: float, text: str, size: float, grey: float, turn: float) -> None:
        sheet = Paper(self.width * 2, self.height * 2, self.dpi, self.font, self.digits)
        sheet.text(self.width, self.height, text, size, grey=grey)
        centre = self.width * sheet.scale, self.height * sheet.scale
        turned = sheet.picture.rotate(turn, Image.Resampling.BICUBIC, center=centre, fillcolor=255)
        left, top = round(centre[0] - x * self.scale), round(centre[1] - y * self.scale)
        part = turned.crop((left, top, left + self.picture.width, top + self.picture.height))
        self.picture.paste(ImageChops.darker(self.picture, part))

    def line(self, x0: float, y0: float, x1: float, y1: float, thickness: float = 0.5) -> None:
        """A stroked line."""
        ends = [(x0 * self.scale, y0 * self.scale), (x1 * self.scale, y1 * self.scale)]
        self.pen.line(ends, fill=0, width=max(1, round(max(thickness, 0.7) * self.scale)))

    def box(
        self, x0: float, y0: float, x1: float, y1: float, *, fill: float | None = None, stroke: float = 0
    ) -> None:
        """A rectangle, filled with a grey or stroked with a line."""
        edges = (x0 * self.scale, y0 * self.scale, x1 * self.scale, y1 * self.scale)
        if fill is not None:
            self.pen.rectangle(edges, fill=round(fill * 255))
        if stroke:
            self.pen.rectangle(edges, outline=0, width=max(1, round(stroke * self.scale)))

    def image(self) -> Image.Image:
        """Return the page in grey, at its resolution."""
        size = round(self.picture.width / FINER), round(self.picture.height / FINER)
        return self.picture.resize(size, Image.Resampling.BOX)
