"""Text that a patch of colour drawn after it hides: a number that was written over, say."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from extractor.readers import pdf_calls as calls
from extractor.readers.pdf_objects import outer_box

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.readers.pdf_frame import Edges, Frame
    from extractor.readers.pdf_objects import Cover, Drawn

_BAND = 12.0  # points: texts are sought by the band of the page that they are in
_MOST_POINTS = 200


def covering(drawn: Drawn, frame: Frame) -> list[tuple[Cover, Edges]]:
    """Return the patches under which some text lies, each with the part of it that is shown."""
    if not drawn.covers:
        return []
    bands: dict[int, list[tuple[float, float, float]]] = defaultdict(list)
    texts = list(drawn.texts)
    limits = calls.bounds(texts)
    for text, *box in zip(texts, limits[0::4], limits[1::4], limits[2::4], limits[3::4], strict=True):
        x0, top, x1, bottom = frame.box(*outer_box((box[0], box[1], box[2], box[3]), drawn.texts[text]))
        for band in range(int(top // _BAND), int(bottom // _BAND) + 1):
            bands[band].append((drawn.orders[text], x0, x1))
    out = []
    for cover in drawn.covers:
        x0, top, x1, bottom = cover.box
        over = any(
            order < cover.order and left < x1 and x0 < right
            for band in range(int(top // _BAND), int(bottom // _BAND) + 1)
            for order, left, right in bands.get(band, ())
        )
        if over and not calls.is_transparent(cover.item):
            shown = _clipped(cover, frame)
            if shown[2] > shown[0] and shown[3] > shown[1]:
                out.append((cover, shown))
    return out


def _clipped(cover: Cover, frame: Frame) -> Edges:
    x0, top, x1, bottom = cover.box
    for points in calls.clips(cover.item, _MOST_POINTS):
        if points:
            xs, ys = [p[0] for p in points], [p[1] for p in points]
            clip = frame.box(*outer_box((min(xs), min(ys), max(xs), max(ys)), cover.outer))
            x0, top, x1, bottom = max(x0, clip[0]), max(top, clip[1]), min(x1, clip[2]), min(bottom, clip[3])
    return x0, top, x1, bottom


def hidden_under(
    covers: Sequence[tuple[Cover, Edges]], middles: Sequence[tuple[float, float]], orders: Sequence[float]
) -> tuple[set[int], set[int]]:
    """Return which characters are hidden with another written over them, and which with nothing over them.

    ``middles`` and ``orders``: the middle of each character, and where its text comes in the order of drawing.
    What a patch hides and nothing replaces may have been meant to be seen: nobody can tell.
    """
    replaced: set[int] = set()
    gone: set[int] = set()
    for cover, (x0, top, x1, bottom) in covers:
        inside = [i for i, (x, y) in enumerate(middles) if x0 < x < x1 and top < y < bottom]
        under = {i for i in inside if orders[i] < cover.order}
        if under:
            (replaced if len(under) < len(inside) else gone).update(under)
    return replaced, gone - replaced
