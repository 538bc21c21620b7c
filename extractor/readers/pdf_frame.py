"""How page space turns into space as displayed: the rotation, and the box that is shown."""

from __future__ import annotations

import math
from typing import NamedTuple

Edges = tuple[float, float, float, float]
"""x0, top, x1, bottom, in points from the top left of the page as displayed."""


class Frame(NamedTuple):
    """A page's rotation, and the corners of the part that is shown, in page space."""

    rotation: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as displayed."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Edges:
        """Return a box of page space as displayed."""
        left, right, low, high = x0 - self.left, x1 - self.left, y0 - self.bottom, y1 - self.bottom
        width, height = self.right - self.left, self.top - self.bottom
        if self.rotation == 0:
            return left, height - high, right, height - low
        if self.rotation == 90:
            return low, left, high, right
        if self.rotation == 180:
            return width - right, low, width - left, high
        return height - high, width - right, height - low, width - left

    def turn(self, a: float, b: float) -> int:
        """Return how text is turned as displayed: 0, 90 (it runs upwards), 180, 270; -1 where it stands askew.

        ``a`` and ``b`` are the first two numbers of its matrix: the way of its baseline.
        """
        degrees = (math.degrees(math.atan2(b, a)) - self.rotation) % 360
        nearest = round(degrees / 90) * 90
        return nearest % 360 if abs(degrees - nearest) < _ASKEW else -1


_ASKEW = 3.0
