"""What is drawn on a page: rulings, patches of colour, and text that nobody sees."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import pypdfium2.raw as pdfium

from extractor.readers import pdf_calls as calls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.readers.pdf_frame import Edges, Frame

# A ruling is this thin; a path thicker both ways is a box, and its sides may be rulings.
THIN = 3.5
MOST_OBJECTS = 30_000
_MOST_POINTS = 20_000
_DEEPEST_FORM = 8
_LINE = 2  # the points of a path that is one line
_BOX = 5
_UNSEEN_MODES = frozenset({pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP})
_STROKED = frozenset({pdfium.FPDF_TEXTRENDERMODE_STROKE, pdfium.FPDF_TEXTRENDERMODE_STROKE_CLIP})
_WHITE = 240
_LIGHT = 150
_DARK = 128
_FAINT, _CLEAR = 16, 160  # of 255: less is not seen; less is seen through
_OPAQUE = 250


class Ruling(NamedTuple):
    """A line: ``horizontal`` at ``at`` (y), or vertical at ``at`` (x), from ``start`` to ``end``."""

    horizontal: bool
    at: float
    start: float
    end: float


class Style(NamedTuple):
    """How text is drawn that is not plainly black and upright. ``turn``: see ``Frame.turn``."""

    unseen: bool
    white: bool
    light: bool
    turn: int


class Cover(NamedTuple):
    """A patch that lets nothing be seen of what was drawn there before it.

    ``order``: its place among all objects, as in ``Drawn.orders``; ``item`` and ``outer``: the object, and the
    matrix of the forms around it.
    """

    order: float
    box: Edges
    item: int
    outer: calls.Matrix


class Drawn(NamedTuple):
    """What is drawn on a page, apart from plain text.

    ``rulings`` are lines and thin boxes; ``fills`` are patches of colour, which may be cells; ``dark``
    are those on which white can be read; ``styles`` are the text objects that need a second look;
    ``texts`` are all text objects, with the matrix of the forms around each, ``orders`` where each comes in
    the order of drawing; ``covers`` are patches drawn after some text, which they may hide.
    """

    rulings: list[Ruling]
    fills: list[Edges]
    dark: list[Edges]
    styles: dict[int, Style]
    texts: dict[int, calls.Matrix]
    orders: dict[int, float]
    covers: list[Cover]


def read_objects(page: int, count: int, frame: Frame) -> Drawn:
    """Return what the ``count`` objects of a page draw, those of the forms on it included."""
    drawn = Drawn([], [], [], {}, {}, {}, [])
    held = [(calls.page_objects(page, count), calls.IDENTITY, 0, 0.0, 1.0)]
    seen = count
    for objects, matrix, depth, first, step in held:
        kinds = calls.kinds(objects)
        places = [i for i, kind in enumerate(kinds) if kind == pdfium.FPDF_PAGEOBJ_TEXT]
        texts = [objects[i] for i in places]
        _texts(texts, matrix, frame, drawn)
        drawn.orders.update(zip(texts, [first + step * i for i in places], strict=True))
        places = [i for i, kind in enumerate(kinds) if kind == pdfium.FPDF_PAGEOBJ_PATH]
        orders = [first + step * i for i in places]
        _paths([objects[i] for i in places], orders, matrix, frame, drawn)
        if pdfium.FPDF_PAGEOBJ_FORM not in kinds or depth == _DEEPEST_FORM:
            continue
        for i, (form, kind) in enumerate(zip(objects, kinds, strict=True)):
            if kind == pdfium.FPDF_PAGEOBJ_FORM and seen < MOST_OBJECTS:
                inner = calls.times(tuple(calls.matrices([form])), matrix)
                found = calls.form_objects(form, min(calls.count_form_objects(form), MOST_OBJECTS - seen))
                seen += len(found)
                within = step / (len(found) + 2)
                held.append((found, inner, depth + 1, first + step * i + within, within))
    if drawn.covers and drawn.orders:
        earliest = min(drawn.orders.values())
        drawn.covers[:] = [cover for cover in drawn.covers if cover.order > earliest]
    return drawn


def _texts(objects: list[int], outer: calls.Matrix, frame: Frame, drawn: Drawn) -> None:
    """Note the text objects, and those among them that are unseen, light or turned."""
    drawn.texts.update(dict.fromkeys(objects, outer))
    styles = drawn.styles
    ways = calls.matrices(objects)
    colours = calls.fills(objects)
    upright = frame.rotation == 0 and outer == calls.IDENTITY
    for item, mode, a, b, c, d, red, green, blue, alpha in zip(
        objects,
        calls.modes(objects),
        ways[0::6],
        ways[1::6],
        ways[2::6],
        ways[3::6],
        colours[0::4],
        colours[1::4],
        colours[2::4],
        colours[3::4],
        strict=True,
    ):
        if (
            upright
            and not mode
            and a > 0
            and not b
            and alpha > _CLEAR
            and (red < _LIGHT or green < _LIGHT or blue < _LIGHT)
        ):
            continue
        way = calls.times((a, b, c, d, 0.0, 0.0), outer)
        lightness = 0 if mode in _STROKED else min(red, green, blue)
        style = Style(
            mode in _UNSEEN_MODES or alpha < _FAINT,
            lightness > _WHITE,
            lightness > _LIGHT or alpha < _CLEAR,
            frame.turn(way[0], way[1]),
        )
        if any(style):
            styles[item] = style


def _paths(objects: list[int], orders: list[float], outer: calls.Matrix, frame: Frame, drawn: Drawn) -> None:
    limits = calls.bounds(objects)
    thick: list[tuple[int, Edges, float]] = []
    plain = not frame.rotation and outer == calls.IDENTITY
    for item, order, left, low, right, high in zip(
        objects, orders, limits[0::4], limits[1::4], limits[2::4], limits[3::4], strict=True
    ):
        if plain:
            box = left - frame.left, frame.top - high, right - frame.left, frame.top - low
        else:
            box = frame.box(*outer_box((left, low, right, high), outer))
        wide, tall = box[2] - box[0] > THIN, box[3] - box[1] > THIN
        if not (wide and tall):
            if wide:
                drawn.rulings.append(Ruling(True, (box[1] + box[3]) / 2, box[0], box[2]))
            elif tall:
                drawn.rulings.append(Ruling(False, (box[0] + box[2]) / 2, box[1], box[3]))
            continue
        thick.append((item, box, order))
    if thick:
        _boxes(thick, outer, frame, drawn)


def outer_box(box: Edges, matrix: calls.Matrix) -> Edges:
    """Return the box around a box that a matrix moves."""
    if matrix == calls.IDENTITY:
        return box
    corners = [
        (x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5])
        for x in (box[0], box[2])
        for y in (box[1], box[3])
    ]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _boxes(thick: list[tuple[int, Edges, float]], outer: calls.Matrix, frame: Frame, drawn: Drawn) -> None:
    """Take in the paths that are no lines: frames, patches of colour, or many of these in one."""
    items = [item for item, *_ in thick]
    modes, colours = calls.draw_modes(items), calls.fills(items)
    for (item, box, order), points, filled, stroked, red, green, blue, alpha in zip(
        thick,
        calls.counts(items),
        modes[0::2],
        modes[1::2],
        colours[0::4],
        colours[1::4],
        colours[2::4],
        colours[3::4],
        strict=True,
    ):
        if points <= _LINE:
            continue
        seen = filled and alpha >= _FAINT
        lightness = min(red, green, blue)
        for part in [box] if points <= _BOX else _parts(item, outer, frame):
            if filled and alpha >= _OPAQUE and part[2] - part[0] > THIN and part[3] - part[1] > THIN:
                drawn.covers.append(Cover(order, part, item, outer))
            if stroked:
                drawn.rulings.extend(sides(part))
            elif not seen:
                continue
            elif part[2] - part[0] <= THIN or part[3] - part[1] <= THIN:
                drawn.rulings.extend(sides(part))
            elif lightness <= _WHITE or _lies_on(part, drawn.dark):
                drawn.fills.append(part)  # a white one is a cell on a table that is black all over
            if seen and not stroked and lightness < _DARK:
                drawn.dark.append(part)


def _lies_on(box: Edges, dark: list[Edges]) -> bool:
    return any(
        d[0] - 1 <= box[0] and d[1] - 1 <= box[1] and box[2] <= d[2] + 1 and box[3] <= d[3] + 1 for d in dark
    )


def _parts(item: int, outer: calls.Matrix, frame: Frame) -> Iterator[Edges]:
    """Yield the boxes and lines that a path is made of; a part of more corners than a box has is none."""
    own = tuple(calls.matrices([item]))
    matrix = calls.times(own, outer)
    part: list[tuple[float, float]] = []
    for begins, x, y in [*calls.points(item, _MOST_POINTS), (True, 0.0, 0.0)]:
        if begins:
            if 2 <= len(part) <= _BOX:
                xs, ys = [p[0] for p in part], [p[1] for p in part]
                box = frame.box(min(xs), min(ys), max(xs), max(ys))
                if len(part) > _LINE or box[2] - box[0] <= THIN or box[3] - box[1] <= THIN:
                    yield box
            part = []
        part.append((x * matrix[0] + y * matrix[2] + matrix[4], x * matrix[1] + y * matrix[3] + matrix[5]))


def sides(box: Edges) -> list[Ruling]:
    """Return the rulings that a box is: itself where it is thin, else its four sides."""
    x0, top, x1, bottom = box
    wide, tall = x1 - x0 > THIN, bottom - top > THIN
    if wide and not tall:
        return [Ruling(True, (top + bottom) / 2, x0, x1)]
    if tall and not wide:
        return [Ruling(False, (x0 + x1) / 2, top, bottom)]
    if not wide:
        return []
    return [
        Ruling(True, top, x0, x1),
        Ruling(True, bottom, x0, x1),
        Ruling(False, x0, top, bottom),
        Ruling(False, x1, top, bottom),
    ]
