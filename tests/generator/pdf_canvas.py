"""What is drawn on one page of a PDF, from the top left, as its content stream."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from tests.generator.pdf_write import CODE_SHIFT

WIDE = 0x2E80
FULL_WIDTH = "“”‘’…—−∕·①②③"


def advance(character: str, size: float) -> float:
    """How far a character moves the pen."""
    return size if ord(character) >= 0x2000 or character in FULL_WIDTH else size / 2


def width(text: str, size: float) -> float:
    """How wide a text is in one line."""
    return sum(advance(c, size) for c in text)


def wrap(text: str, room: float, size: float) -> list[str]:
    """A text as lines of at most the room's width; a line holds at least one character."""
    lines = [""]
    for character in text:
        if character == "\n":
            lines.append("")
        elif lines[-1] and width(lines[-1] + character, size) > room:
            lines.append(character)
        else:
            lines[-1] += character
    return lines


def _codes(text: str, coded: str) -> str:
    return "".join(f"{CODE_SHIFT + coded.index(c):04X}" for c in text)


@dataclass
class Canvas:
    """One page, ``height`` high as displayed; y counts down from its top."""

    width: float
    height: float
    out: list[str] = field(default_factory=list)
    style: str = ""
    """How text is set: ``glyphs`` (each character by itself), ``scaled`` (a font of size 1, made larger)."""

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
        plain: bool = False,
    ) -> None:
        """Text with its baseline's start at x, y; ``turn`` in degrees against the clock.

        ``coded``: the characters of the font, where its codes are their places in it; ``plain``: its codes are
        those of ASCII.
        """
        if not text:
            return
        if self.style == "glyphs" and len(text) > 1 and not turn:
            for character in text:
                self.text(x, y, character, size, font=font, mode=mode, grey=grey, coded=coded)
                x += advance(character, size)
            return
        code = text.encode("utf-16-be").hex() if not coded else _codes(text, coded)
        if plain:
            code = text.encode("ascii").hex()
        a, b = math.cos(math.radians(turn)), math.sin(math.radians(turn))
        shade = f"{grey:g} g " if grey else ""
        shown = f"{mode} Tr " if mode else ""
        reset = ("0 Tr " if mode else "") + ("0 g" if grey else "")
        if self.style == "scaled":
            a, b, size = a * size, b * size, 1
        self.out.append(
            f"BT {shade}{shown}/{font} {size:g} Tf {a:.4f} {b:.4f} {-b:.4f} {a:.4f} {x:.2f} {self.height - y:.2f} Tm"
            f" <{code}> Tj {reset} ET"
        )

    def line(self, x0: float, y0: float, x1: float, y1: float, thickness: float = 0.5) -> None:
        """A stroked line."""
        self.out.append(
            f"{thickness:g} w {x0:.2f} {self.height - y0:.2f} m {x1:.2f} {self.height - y1:.2f} l S"
        )

    def box(
        self, x0: float, y0: float, x1: float, y1: float, *, fill: float | None = None, stroke: float = 0
    ) -> None:
        """A rectangle, filled with a grey or stroked with a line."""
        shape = f"{x0:.2f} {self.height - y1:.2f} {x1 - x0:.2f} {y1 - y0:.2f} re"
        if fill is not None:
            self.out.append(f"{fill:g} g {shape} f 0 g")
        if stroke:
            self.out.append(f"{stroke:g} w {shape} S")

    def content(self, rotate: int = 0) -> bytes:
        """The content stream, turned so that a page with ``rotate`` is displayed upright."""
        turned = {
            0: "",
            90: f"0 1 -1 0 {self.height:g} 0 cm\n",
            180: f"-1 0 0 -1 {self.width:g} {self.height:g} cm\n",
            270: f"0 -1 1 0 0 {self.width:g} cm\n",
        }[rotate]
        return (turned + "\n".join(self.out)).encode("latin-1")
