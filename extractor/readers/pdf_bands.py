"""Tables with horizontal rulings only: where numbers stand in clear columns, the upright lines are put in.

The lines say which row a text is in; the columns are those that the numbers keep free between them. Where
a number stands in two columns, or two stand in one, nothing is made: such a table is read as lines of text.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from extractor.readers.pdf_grid import RuledGrid, make_grid, merged
from extractor.readers.pdf_lines import Field, Line, fields_of, is_number
from extractor.readers.pdf_marks import is_heading
from extractor.readers.pdf_objects import Ruling

if TYPE_CHECKING:
    from collections.abc import Sequence

_FARTHEST = 110.0  # points between two lines of one table
_FEWEST_LINES = 2
_FEWEST_ROWS = 2
_LONGEST = 60  # characters of a cell
_CLEAR = 1.0
_NARROWEST = 8.0
_CLOSE = 0.15  # sizes between two characters of one text
_CENTRED = 0.5  # of a column's width


Written = tuple[Line, list[Field]]
"""A line of text with its fields."""


class Band(NamedTuple):
    """What stands between two rulings: its levels, its lines of text as fields, and the numbers among these."""

    top: float
    bottom: float
    lines: list[Written]
    numbers: list[Field]


def find_bands(horizontals: Sequence[Ruling], lines: Sequence[Line]) -> list[RuledGrid]:
    """Return the grids that horizontal lines and columns of numbers make."""
    out = []
    for stack in _stacks(merged(list(horizontals))):
        for part in _tables(stack, lines):
            grid = _grid(part, stack)
            if grid is not None:
                out.append(grid)
    return out


def _stacks(rulings: list[Ruling]) -> list[list[Ruling]]:
    """Return the sets of lines that stand above each other."""
    stacks: list[list[Ruling]] = []
    for ruling in sorted(rulings, key=lambda r: r.at):
        for stack in reversed(stacks):
            start, end = min(r.start for r in stack), max(r.end for r in stack)
            shared = min(ruling.end, end) - max(ruling.start, start)
            if ruling.at - stack[-1].at < _FARTHEST and shared > 0.5 * min(
                ruling.end - ruling.start, end - start
            ):
                stack.append(ruling)
                break
        else:
            stacks.append([ruling])
    return [stack for stack in stacks if len(stack) >= _FEWEST_LINES]


def _tables(stack: list[Ruling], lines: Sequence[Line]) -> list[list[Band]]:
    """Return the bands of each table in a stack: prose, a heading or nothing between two lines parts tables."""
    levels: list[float] = []
    for ruling in stack:
        if not levels or ruling.at - levels[-1] > _NARROWEST:
            levels.append(ruling.at)
    start, end = min(r.start for r in stack), max(r.end for r in stack)
    tables: list[list[Band]] = [[]]
    found = [(line, fields_of(line, 0.7)) for line in lines if line.x1 > start and line.x0 < end]
    spaces = [
        (top, bottom, [held for held in found if top <= held[0].middle < bottom])
        for top, bottom in zip(levels, [*levels[1:], levels[-1] + _FARTHEST], strict=True)
    ]
    *_, (top, _, below) = spaces
    below = _open_row(below, spaces[-2][2] if len(spaces) > 1 else [])
    spaces[-1] = top, max((line.bottom for line, _ in below), default=top), below
    above = [held for held in found if levels[0] - _FARTHEST < held[0].middle < levels[0]]
    above = _open_row(above[::-1], spaces[0][2])[::-1]
    if above:
        spaces.insert(0, (min(line.top for line, _ in above), levels[0], above))
    for top, bottom, inside in spaces:
        texts = [field.text for _, fields in inside for field in fields]
        numbers = [f for _, fields in inside for f in fields if is_number(f.text)]
        heading = bool(inside) and len(inside[0][1]) == 1 and not numbers and is_heading(texts[0])
        if not texts or max(map(len, texts)) > _LONGEST or heading:
            tables.append([])
            continue
        tables[-1].append(Band(top, bottom, inside, numbers))
    return [bands for bands in tables if sum(1 for band in bands if band.numbers) >= 1]


def _open_row(inside: list[Written], beside: list[Written]) -> list[Written]:
    """Return the lines beyond the last ruling that are a row of the table still: numbers as in the row beside.

    ``inside`` are the lines there, those nearest to the ruling first.
    """
    wanted = sum(1 for _, fields in beside for f in fields if is_number(f.text))
    for count, (line, fields) in enumerate(inside):
        if count and abs(line.middle - inside[count - 1][0].middle) > 2 * line.size:
            return []
        if 1 < wanted == sum(1 for f in fields if is_number(f.text)):
            return inside[: count + 1]
    return []


def _grid(bands: list[Band], stack: list[Ruling]) -> RuledGrid | None:
    start, end = min(r.start for r in stack), max(r.end for r in stack)
    top, bottom = bands[0].top, bands[-1].bottom
    across = [r for r in stack if top - _CLEAR <= r.at <= bottom + _CLEAR]
    down: list[Ruling] = []
    known: list[float] = []
    for block in _blocks(bands):
        gutters = _gutters(block, across, start, end, known)
        if gutters is None:
            return None
        known += [x for x in gutters if x not in known]
        for band in block:
            free = [x for x in gutters if not _crossed(band, x)]
            if not band.numbers:
                inner = _inside_labels(band, [start, *gutters, end], across)
                free = [x for x in free if x not in inner]
            down += [Ruling(False, x, band.top, band.bottom) for x in (start, *free, end)]
    return make_grid(across, down)


def _blocks(bands: list[Band]) -> list[list[Band]]:
    """Return the parts of a table: captions and header, then rows of numbers."""
    blocks: list[list[Band]] = [[]]
    for band in bands:
        if blocks[-1] and not band.numbers and blocks[-1][-1].numbers:
            blocks.append([])
        blocks[-1].append(band)
    return blocks


def _gutters(
    block: list[Band], across: list[Ruling], start: float, end: float, known: list[float]
) -> list[float] | None:
    """Return where the columns of a block part; None where a number is not clearly in one column."""
    numbers = sorted((f.x0, f.x1) for band in block for f in band.numbers)
    if not numbers:
        return []
    columns: list[list[float]] = []
    for x0, x1 in numbers:
        if columns and x0 < columns[-1][1] + _CLEAR:
            columns[-1][1] = max(columns[-1][1], x1)
        else:
            columns.append([x0, x1])
    for band in block:
        held = [next(i for i, c in enumerate(columns) if c[0] <= f.x0 and f.x1 <= c[1]) for f in band.numbers]
        if len(set(held)) < len(held):
            return None
    first = columns[0][0]
    labels = [f for band in block if band.numbers for _, fields in band.lines for f in fields if f.x0 < first]
    heads = [band for band in block if not band.numbers]
    widened = _with_heads(columns, heads, labels)
    if widened is None:
        return None
    columns = widened
    first = columns[0][0]
    edges = [(max((f.x1 for f in labels if f.x1 < first), default=start), first)] if labels else []
    edges += [(a[1], b[0]) for a, b in pairwise(columns)]
    edges += [(a[1], b[0]) for a, b in pairwise(_groups(labels, first)) if b[0] - a[1] > _NARROWEST]
    out = []
    for low, high in edges:
        same = [x for x in known if low <= x <= high]
        out.append(same[0] if same else (low + high) / 2)
    out += [
        r.start
        for r in across
        if start + _NARROWEST < r.start < first - _CLEAR
        and block[0].top <= r.at <= block[-1].bottom
        and all(abs(r.start - x) > _NARROWEST for x in out)
    ]
    return sorted(set(out)) if end > start else None


def _groups(labels: list[Field], end: float) -> list[list[float]]:
    """Return where the columns of labels stand: a group, a label, its unit."""
    out: list[list[float]] = []
    for x0, x1 in sorted((f.x0, f.x1) for f in labels if f.x1 < end):
        if out and x0 < out[-1][1]:
            out[-1][1] = max(out[-1][1], x1)
        else:
            out.append([x0, x1])
    return out


def _with_heads(
    columns: list[list[float]], heads: list[Band], labels: list[Field]
) -> list[list[float]] | None:
    """Widen the columns by the labels over them; None where a label is not clearly over one column.

    As many labels as columns belong to each other in their order, wherever the numbers are aligned; else
    each label must stand right over a column.
    """
    leaves = _leaves(columns, heads, labels)
    out = [list(column) for column in columns]
    if len(leaves) == len(columns):
        pairs = list(enumerate(leaves))
    else:
        pairs = []
        for leaf in leaves:
            over = [i for i, c in enumerate(columns) if leaf[0] < c[1] and c[0] < leaf[1]]
            if not over:
                return None
            if len(over) == 1:
                pairs.append((over[0], leaf))
    for i, leaf in pairs:
        out[i] = [min(out[i][0], leaf[0]), max(out[i][1], leaf[1])]
    if any(b[0] < a[1] + _CLEAR for a, b in pairwise(out)):
        return None
    return out


def _leaves(columns: list[list[float]], heads: list[Band], labels: list[Field]) -> list[list[float]]:
    """Return where the lowest labels of a header stand, those over the labels of rows left out."""
    leaves: list[list[float]] = []
    for i, band in enumerate(reversed(heads)):
        found = _spans(band, -1e9, 1e9)
        if i and len(found) == 1:
            continue  # a caption
        for x0, x1 in found:
            over_rows = any(f.x0 < x1 and x0 < f.x1 for f in labels)
            over_column = any(x0 < c[1] and c[0] < x1 for c in columns)
            if (over_column or not over_rows) and not any(x0 < b and a < x1 for a, b in leaves):
                leaves.append([x0, x1])
    return sorted(leaves)


def _crossed(band: Band, x: float) -> bool:
    """Tell whether text goes across a level: a character does, or two that stand close do."""
    for line, _ in band.lines:
        for before, glyph in pairwise(line.glyphs):
            if before.x0 < x < glyph.x1 and (
                glyph.x0 - before.x1 < _CLOSE * line.size or not before.x1 - _CLEAR < x < glyph.x0 + _CLEAR
            ):
                return True
        if len(line.glyphs) == 1 and line.x0 + _CLEAR < x < line.x1 - _CLEAR:
            return True
    return False


def _inside_labels(band: Band, levels: list[float], across: list[Ruling]) -> set[float]:
    """Return the levels that lie inside a label over several columns: it stands in the middle of them all.

    Between two places where the lines above and below it end, each label has the columns that it is the
    middle of; where no way to share the columns among the labels does that, nothing is said.
    """
    drawn = [
        _is_drawn(across, band.top, a, b) and _is_drawn(across, band.bottom, a, b)
        for a, b in pairwise(levels)
    ]
    out: set[float] = set()
    first = 0
    while first < len(drawn):
        last = first
        while last < len(drawn) and drawn[last]:
            last += 1
        if last > first + 1:
            run = levels[first : last + 1]
            middles = _labels(band, run[0], run[-1])
            ends = _shared(run, middles)
            out.update(x for x in run[1:-1] if ends and x not in ends)
        first = max(last, first + 1)
    return out


def _is_drawn(across: list[Ruling], level: float, start: float, end: float) -> bool:
    covered = sum(
        max(0.0, min(r.end, end) - max(r.start, start)) for r in across if abs(r.at - level) < _NARROWEST / 2
    )
    return covered > 0.6 * (end - start)


def _labels(band: Band, start: float, end: float) -> list[float]:
    """Return the middles of the labels of a band between two levels; lines above each other are one label."""
    return [(a + b) / 2 for a, b in _spans(band, start, end)]


def _spans(band: Band, start: float, end: float) -> list[list[float]]:
    """Return where the labels of a band stand whose middle is between two levels."""
    spans: list[list[float]] = []
    for x0, x1 in sorted((f.x0, f.x1) for _, fields in band.lines for f in fields):
        if not start <= (x0 + x1) / 2 <= end:
            continue
        if spans and x0 < spans[-1][1] - _CLEAR:
            spans[-1][1] = max(spans[-1][1], x1)
        else:
            spans.append([x0, x1])
    return spans


def _shared(levels: list[float], middles: list[float]) -> set[float]:
    """Return the levels at which the labels' shares end, where each label is the middle of its share."""
    ends: set[float] = set()
    at = 0
    for middle in middles:
        rest = range(at + 1, len(levels))
        nearest = min(rest, key=lambda i: abs((levels[at] + levels[i]) / 2 - middle), default=0)
        if not nearest or abs((levels[at] + levels[nearest]) / 2 - middle) > _CENTRED * (
            levels[nearest] - levels[nearest - 1]
        ):
            return set()
        at = nearest
        ends.add(levels[at])
    return ends if at == len(levels) - 1 else set()
