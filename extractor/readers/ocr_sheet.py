"""A picture of a page → a sheet to read from: evenly lit, upright, straight, with its ink told from its paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Image = NDArray[np.uint8]
    Matrix = NDArray[np.float64]

INCH = 25.4
_LEAST_DPI, _MOST_DPI, _USUAL_DPI = 170.0, 300.0, 200.0
_COLOURED = 55  # between the strongest and the weakest of red, green and blue
_LIGHT_INK = 130  # of 255, by the strongest colour: a seal's own ink is lighter
_SEAL = 9.0  # mm: coloured ink that is larger than this both ways is a seal
_LONGEST_SEAL = 3.0  # times as long as high
_DARKEST, _LIGHTEST = 110.0, 190.0  # where the border between ink and paper may lie
_FAINT = 218  # lighter than this is paper
_PAPER = 200
_SOFTER = 22.0  # how much lighter thin strokes are when the noise is smoothed away
_NOISE = 7.0  # levels of grey by which noisy paper varies
_STEEPEST = 6.0  # degrees
_SAMPLE = 60_000


class Sheet(NamedTuple):
    """A page to read from. All pictures have one size; ``dpi`` is theirs.

    ``grey``: 255 is paper, wherever on the page; ``ink``: 255 where there is ink; ``faint``: where there
    may be; ``seal``: where the page is stamped in colour. ``back`` turns a place of the sheet into one of the
    picture as it was given, in its pixels.
    """

    grey: Image
    ink: Image
    faint: Image
    seal: Image
    dpi: float
    back: Matrix

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.grey.shape[1], self.grey.shape[0]

    def mm(self, length: float) -> int:
        """Return a length in mm as pixels, at least one."""
        return max(1, round(length * self.dpi / INCH))


def prepare(picture: Image, dpi: float) -> Sheet:
    """Return the sheet of a picture (grey, or red, green and blue) that has ``dpi`` pixels an inch."""
    factor = 1.0
    if dpi < _LEAST_DPI:
        factor = _USUAL_DPI / dpi
    elif dpi > _MOST_DPI:
        factor = _MOST_DPI / dpi
    if factor != 1.0:
        way = cv2.INTER_CUBIC if factor > 1 else cv2.INTER_AREA
        picture = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=way)
    dpi *= factor
    grey, seal = _without_seals(picture, dpi)
    grey = _evenly_lit(grey, dpi)
    back = np.array([[1 / factor, 0.0, 0.0], [0.0, 1 / factor, 0.0], [0.0, 0.0, 1.0]])
    return _sheet(grey, seal, dpi, back)


def _sheet(grey: Image, seal: Image, dpi: float, back: Matrix) -> Sheet:
    level, _ = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    level = min(max(level, _DARKEST), _LIGHTEST)
    soft = cv2.GaussianBlur(grey, (3, 3), 0)
    paper = grey[grey > _PAPER]
    noisy = bool(paper.size) and float(paper.std()) > _NOISE
    ink = (soft < min(level + _SOFTER, _LIGHTEST) if noisy else grey < level).astype(np.uint8) * 255
    faint = (soft < max(_FAINT, level)).astype(np.uint8) * 255
    return Sheet(grey, ink, faint, seal, dpi, back)


def _without_seals(picture: Image, dpi: float) -> tuple[Image, Image]:
    """Return the picture in grey, coloured seals taken for paper, and where they are."""
    if picture.ndim == 2:
        return picture, np.zeros_like(picture)
    grey: Image = cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY)
    strongest = picture.max(axis=2)
    coloured = ((strongest.astype(np.int16) - picture.min(axis=2)) > _COLOURED).astype(np.uint8)
    if not coloured.any():
        return grey, np.zeros_like(grey)
    reach = max(3, round(1.5 * dpi / INCH))
    joined = cv2.dilate(coloured, np.ones((reach, reach), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    inside = np.isin(labels, _seals(stats[1:count, :4], _SEAL * dpi / INCH))
    seal = (inside & (cv2.dilate(coloured, np.ones((3, 3), np.uint8)) > 0)).astype(np.uint8) * 255
    # Red ink is as light as paper to a red eye, blue to a blue one; black is dark to all.
    grey[inside] = strongest[inside]
    grey[(seal > 0) & (strongest > _LIGHT_INK)] = 255
    return grey, seal


def _seals(boxes: NDArray[np.int32], least: float) -> list[int]:
    """Return which pieces of coloured ink, counted from 1, are of seals: large ones, and what is in their rings.

    A line of large coloured print, as it heads a document, is none.
    """
    x0, y0, width, height = boxes.T
    longer, shorter = np.maximum(width, height), np.minimum(width, height)
    large = (shorter > least) & (longer < _LONGEST_SEAL * shorter)
    x, y = x0 + width / 2, y0 + height / 2
    seals = large.copy()
    for left, top, wide, high in boxes[large].tolist():
        seals |= (left < x) & (x < left + wide) & (top < y) & (y < top + high)
    return [int(i) + 1 for i in np.flatnonzero(seals)]


def _evenly_lit(grey: Image, dpi: float) -> Image:
    """Return the picture with its paper white all over."""
    step = max(1, round(dpi / 25))
    small = cv2.resize(grey, None, fx=1 / step, fy=1 / step, interpolation=cv2.INTER_AREA)
    # Wider than any stroke of ink at an inch's twenty-fifth a pixel: what is left is the paper.
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    paper = cv2.GaussianBlur(cv2.medianBlur(paper, 5), (0, 0), 4)
    whole = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    lit: Image = cv2.divide(grey, np.maximum(whole, 40), scale=255)
    return lit


def turned(sheet: Sheet, quarters: int) -> Sheet:
    """Return the sheet turned by quarters of a turn with the clock."""
    quarters %= 4
    if not quarters:
        return sheet
    width, height = sheet.size
    code = (cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_180, cv2.ROTATE_90_COUNTERCLOCKWISE)[quarters - 1]
    undo = {
        1: [[0, 1, 0], [-1, 0, height - 1], [0, 0, 1]],
        2: [[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1]],
        3: [[0, -1, width - 1], [1, 0, 0], [0, 0, 1]],
    }[quarters]
    grey, ink, faint, seal = (
        cv2.rotate(picture, code) for picture in (sheet.grey, sheet.ink, sheet.faint, sheet.seal)
    )
    return Sheet(grey, ink, faint, seal, sheet.dpi, sheet.back @ np.array(undo, np.float64))


def straightened(sheet: Sheet) -> Sheet:
    """Return the sheet with its lines level."""
    angle = skew(sheet)
    if abs(angle) < 0.03:
        return sheet
    width, height = sheet.size
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    grey = cv2.warpAffine(
        sheet.grey,
        turn,
        (width, height),
        flags=cv2.INTER_CUBIC,
        borderValue=255,
        borderMode=cv2.BORDER_CONSTANT,
    )
    seal = cv2.warpAffine(sheet.seal, turn, (width, height), flags=cv2.INTER_NEAREST, borderValue=0)
    undo = np.vstack([cv2.invertAffineTransform(turn), [0.0, 0.0, 1.0]])
    return _sheet(grey, seal, sheet.dpi, sheet.back @ undo)


def skew(sheet: Sheet) -> float:
    """Return by how many degrees the lines of a sheet fall to the right.

    The right angle heaps the ink of each line, of text or of a table, onto the fewest levels.
    """
    ys, xs = np.nonzero(sheet.ink)
    if not len(ys):
        return 0.0
    if len(ys) > _SAMPLE:
        chosen = np.random.default_rng(0).choice(len(ys), _SAMPLE, replace=False)
        ys, xs = ys[chosen], xs[chosen]
    ys, xs = ys.astype(np.float64), xs - xs.mean()

    def heap(angle: float) -> float:
        levels = ys - xs * np.tan(np.radians(angle))
        counts = np.bincount((levels - levels.min()).astype(np.int64))
        return float((counts.astype(np.float64) ** 2).sum())

    coarse = np.arange(-_STEEPEST, _STEEPEST + 0.01, 0.25)
    best = max(coarse, key=heap)
    for step in (0.05, 0.01):
        best = max(np.arange(best - 5 * step, best + 5.01 * step, step), key=heap)
    return float(best)
