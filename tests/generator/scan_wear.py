"""What printing, scanning and sending do to a page: skew, noise, blur, light, stamps, one bit a pixel."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests.generator.scan_paper import FONTS

if TYPE_CHECKING:
    from collections.abc import Sequence

RED, BLUE = (205, 38, 38), (40, 60, 190)


@dataclass(frozen=True)
class Wear:
    """How a page was scanned. ``quality``: that of the JPEG it was once (0: none)."""

    skew: float = 0.0
    noise: float = 0.0
    blur: float = 0.0
    specks: int = 0
    bits: int = 8
    light: float = 0.0
    fade: float = 0.0
    quality: int = 0
    turn: int = 0


def worn(
    page: Image.Image, wear: Wear, seed: int, stamp: Sequence[tuple[float, float, str]] = ()
) -> Image.Image:
    """Return the page as scanned; ``stamp``: the middle (in parts of the page) and colour of each stamp."""
    rng = np.random.default_rng(seed)
    if stamp:
        page = page.convert("RGB")
        for x, y, colour in stamp:
            page = _stamped(page, x, y, RED if colour == "red" else BLUE)
    white = (255,) * len(page.getbands()) if len(page.getbands()) > 1 else 255
    if wear.skew:
        page = page.rotate(wear.skew, Image.Resampling.BICUBIC, fillcolor=white)
    if wear.blur:
        page = page.filter(ImageFilter.GaussianBlur(wear.blur))
    out = Image.fromarray(_exposed(np.asarray(page, dtype=np.float32), wear, rng))
    if wear.quality:
        sent = io.BytesIO()
        out.save(sent, "JPEG", quality=wear.quality)
        out = Image.open(sent)
        out.load()
    if wear.bits == 1:
        out = out.convert("L").point(lambda v: 255 if v > 150 else 0).convert("1")
    return out.rotate(wear.turn, expand=True) if wear.turn else out


def _exposed(pixels: np.ndarray, wear: Wear, rng: np.random.Generator) -> np.ndarray:
    """Return the page's pixels as a sensor takes them: faded, unevenly lit, noisy, with dust."""
    if wear.fade:
        pixels = 255 - (255 - pixels) * (1 - wear.fade)
    if wear.light:
        down, across = np.mgrid[0 : pixels.shape[0], 0 : pixels.shape[1]]
        shade = 1 - wear.light * (0.6 * across / pixels.shape[1] + 0.4 * (down / pixels.shape[0]) ** 2)
        pixels = pixels * (shade if pixels.ndim == 2 else shade[..., None])
    if wear.noise:
        pixels = pixels + rng.normal(0, wear.noise, pixels.shape)
    out = np.clip(pixels, 0, 255).astype(np.uint8)
    for _ in range(wear.specks):
        y, x = int(rng.integers(0, out.shape[0] - 3)), int(rng.integers(0, out.shape[1] - 3))
        size = int(rng.integers(1, 3))
        out[y : y + size, x : x + size] = 40
    return out


def _stamped(page: Image.Image, x: float, y: float, colour: tuple[int, int, int]) -> Image.Image:
    """Return the page with a round seal upon it: ink that what is under it shows through."""
    size = round(page.width * 0.19)
    ink = Image.new("L", (size, size), 0)
    pen = ImageDraw.Draw(ink)
    pen.ellipse((3, 3, size - 4, size - 4), outline=190, width=max(2, size // 28))
    path, index = FONTS["song"]
    font = ImageFont.truetype(path, size // 5, index=index)
    pen.text((size / 2, size * 0.3), "测试局", fill=180, font=font, anchor="mm")
    pen.text((size / 2, size * 0.55), "★", fill=200, font=font, anchor="mm")
    pen.text((size / 2, size * 0.78), "公章", fill=180, font=font, anchor="mm")
    left, top = round(page.width * x - size / 2), round(page.height * y - size / 2)
    under = np.asarray(page, dtype=np.float32).copy()
    part = under[top : top + size, left : left + size]
    cover = (np.asarray(ink, dtype=np.float32) / 255)[: part.shape[0], : part.shape[1], None]
    inked = part * (np.array(colour, dtype=np.float32) / 255)  # ink lets pass what it does not take
    part[:] = part * (1 - cover) + inked * cover
    return Image.fromarray(np.clip(under, 0, 255).astype(np.uint8))
