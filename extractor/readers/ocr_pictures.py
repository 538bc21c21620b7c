"""Picture files → the pages in them, with how many pixels an inch each has."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from extractor.errors import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

MOST_PAGES = 60
MOST_PIXELS = 120_000_000
_LEAST_SIDE = 200
_A4 = 8.27, 11.69  # inches
_LANDSCAPE, _SIDEWAYS = 1.15, 2.2


class Picture(NamedTuple):
    """A page as red, green and blue or grey, and its pixels an inch."""

    pixels: NDArray[np.uint8]
    dpi: float


def open_pictures(data: bytes) -> Iterator[Picture]:
    """Yield the pages of a picture file, turned as its own mark says it was held.

    Raises ``UnreadableError`` for a damaged file, one with too many pages, or one far too large or small.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            image = Image.open(io.BytesIO(data))
            for number in range(_count(image)):
                image.seek(number)
                yield _page(image)
    except UnreadableError:
        raise
    except Image.DecompressionBombError as error:
        raise UnreadableError("图片过大，不能读取 (the picture is too large)") from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise UnreadableError(
            "图片已损坏或格式不支持，不能打开 (the picture is damaged or of a kind that cannot be read)"
        ) from error


def _count(image: Image.Image) -> int:
    count: int = getattr(image, "n_frames", 1)
    if count > MOST_PAGES:
        raise UnreadableError(
            f"图片有 {count} 页，超过 {MOST_PAGES} 页的上限 (more than {MOST_PAGES} pages in one picture)"
        )
    return count


def _page(image: Image.Image) -> Picture:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise UnreadableError(
            f"图片过大：{width}×{height} 像素 (the picture is too large: {width} by {height} pixels)"
        )
    if min(width, height) < _LEAST_SIDE:
        raise UnreadableError(
            f"图片过小：{width}×{height} 像素，不足以识别 (the picture is too small to be read: {width} by {height} pixels)"
        )
    page = ImageOps.exif_transpose(image)
    if page.mode in ("RGBA", "LA", "P", "PA"):
        clear = page.convert("RGBA")
        white = Image.new("RGBA", clear.size, "white")
        page = Image.alpha_composite(white, clear).convert("RGB")
    elif page.mode in ("1", "L", "I;16", "I", "F"):
        page = page.convert("L")
    else:
        page = page.convert("RGB")
    return Picture(np.array(page), _dpi(*page.size))


def _dpi(width: int, height: int) -> float:
    """Return the pixels an inch if the picture is of a sheet of A4, as wide as that is; files seldom say it right.

    A picture far wider than high is of sheets one below the other, held sideways.
    """
    if width / height > _SIDEWAYS:
        return height / _A4[0]
    return width / (_A4[1] if width / height > _LANDSCAPE else _A4[0])
