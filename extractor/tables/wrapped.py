"""Labels that narrow columns wrapped over many lines, beside or around their numbers, put together again.

``pdftotext -layout`` and its like print a table line by line as it stands on the page::

    （三）不 2.其他法
          律行政
     予公开 法规禁    0    0    0    0    0    0    0
          止公开

The pieces of the labels are followed along the form's own labels, in the form's order, letter by letter: each piece
goes on with the label before it, begins a later one, or is part of a group or of a header. The numbers within the
lines of a label are its row. Where one piece does not fit, or two rows claim the same numbers, nothing is put
together and the lines stay as they are.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.document import Cell
from extractor.model.filing import CellStatus
from extractor.tables.fields import Line
from extractor.text.normal import LabelKey, fold, label_key, letters
from extractor.text.values import COUNTING_WORDS, is_value, read_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.forms import Forms, Table
    from extractor.tables.vocabulary import Vocabulary

_TOKEN = re.compile(r"\S+")
_UNIT_AND_NUMBER = re.compile(r"(\D+)(\d[\d.,]*)")
_PAGE = re.compile(r"[\-—–─·\s]*\d{1,4}[\-—–─·\s]*|第\d{1,4}页.{0,10}")
_LETTERS_TO_BEGIN = 4
_LETTERS_TO_TELL = 2
_FEWEST_WRAPPED = 2
_MOST_PIECES = 600
_MOST_BEGINS = 3
_WIDE = 0x2E80
_NUMERALS = frozenset("一二三四五六七八九十")
# How lines are parted that stand as on the page.
_LAID_OUT = ("", " ", "gap", "columns", "\t")
_SHOWING_BLANKS = ("columns", "\t")
_ASIDE = ("group", "column", "noise", "caption")


class _Piece(NamedTuple):
    """A text of a line: what it is compared by, and the line it stands on."""

    cell: Cell
    letters: str
    key: LabelKey
    line: int


class _At(NamedTuple):
    """How far the labels were followed: a row of the form, a way to print its label, the letters read."""

    row: int
    label: str
    read: int


class _Known(NamedTuple):
    """A row of the form: the ways to print its label (longest first), and its number."""

    labels: tuple[str, ...]
    enumerator: int


class _Told(NamedTuple):
    """A row that was put together: which, its pieces, the first and last line of them, and its numbers."""

    row: int
    pieces: list[_Piece]
    first: int
    last: int
    cells: list[Cell]


def unwrapped(lines: Sequence[Line], forms: Forms, words: Vocabulary) -> Sequence[Line]:
    """Return the lines with wrapped labels put together, each with its numbers on one line; else as they are."""
    page = _Page(lines)
    for readers in _readers(forms, words):
        starts = [
            (reader, start) for reader in readers for start in islice(reader.begins(page), _MOST_BEGINS)
        ]
        found = next((found for reader, start in starts if (found := reader.read(page, start))), None)
        if found is not None:
            page = _Page(found)
    return page.lines


class _Page:
    """The lines of a document, with what every reader looks at: told once, and not before it is asked for."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self.lines = lines
        self._parts: dict[int, tuple[list[_Piece], list[Cell]]] = {}

    @cached_property
    def openings(self) -> list[tuple[int, list[LabelKey]]]:
        """The lines that stand as on the page, with the keys of what their fields begin with."""
        return [
            (number, [label_key(part) for cell in line.fields for part in cell.text.split()[:3]])
            for number, line in enumerate(self.lines)
            if line.separator in _LAID_OUT
        ]

    def parts(self, number: int) -> tuple[list[_Piece], list[Cell]]:
        """Return the pieces of text of a line, and the numbers behind them."""
        known = self._parts.get(number)
        if known is None:
            texts, values = _parts(self.lines[number])
            pieces = [_Piece(c, letters(c.text), label_key(c.text), number) for c in texts]
            known = self._parts[number] = pieces, values
        return known


_MADE: dict[str, tuple[tuple[_Reader, ...], ...]] = {}


def _readers(forms: Forms, words: Vocabulary) -> tuple[tuple[_Reader, ...], ...]:
    """Return the readers of each table, one for each form that has it, made once for a version of the forms."""
    if forms.version not in _MADE:
        _MADE[forms.version] = tuple(
            tuple(
                _Reader(form.tables[code], forms, words)
                for form in forms.forms.values()
                if code in form.tables
            )
            for code in ("disclosure", "applications", "statistics")
        )
    return _MADE[forms.version]


class _Reader:
    """Follows the pieces of one table of one form."""

    def __init__(self, table: Table, forms: Forms, words: Vocabulary) -> None:
        self._keep = table.layout == "blocks"
        self._widths = [len(table.block_of[code].columns) for code in table.rows]
        self._family = label_key(next(iter(table.rows.values())).path[-1]).family
        aliases = forms.aliases.get(table.code, {}).get("rows", {})
        self._rows = [
            _Known(
                tuple(
                    sorted(
                        {label_key(name).core for name in (row.path[-1], *aliases.get(row.code, ()))},
                        key=lambda core: (-len(core), core),
                    )
                ),
                label_key(row.path[-1]).enumerator,
            )
            for row in table.rows.values()
        ]
        self._beginnings = frozenset(
            label[:length] for label in self._rows[0].labels for length in range(1, len(label) + 1)
        )
        self._aside = tuple(core for of, kind, core in words.labels() if of == table.code and kind in _ASIDE)

    def begins(self, page: _Page) -> Iterator[int]:
        """Yield the lines on which the first row's label may begin."""
        for number, keys in page.openings:
            if any(self._opens(key) for key in keys):
                yield number

    def _opens(self, key: LabelKey) -> bool:
        """Tell a piece with which the first row's label begins: short where its number stands before it."""
        return key.core in self._beginnings and (
            key.family == self._family or len(key.core) >= _LETTERS_TO_BEGIN
        )

    def read(self, page: _Page, start: int) -> list[Line] | None:
        """Return the lines with the table's put together; None where that is not needed or does not go."""
        lines = page.lines
        pieces: list[_Piece] = []
        numbers: dict[int, list[Cell]] = {}
        alone: list[int] = []
        for number in range(start, len(lines)):
            if lines[number].separator not in _LAID_OUT or len(pieces) > _MOST_PIECES:
                break
            texts, values = page.parts(number)
            pieces += texts
            if values and not texts and len(values) == 1:
                alone.append(number)
            elif values:
                numbers[number] = values
        owners = self._follow(
            pieces, next((i for i, p in enumerate(pieces) if self._opens(p.key)), len(pieces))
        )
        if owners is None:
            return None
        rows = _rows(pieces, owners)
        if sum(len(row.pieces) > 1 for row in rows) < _FEWEST_WRAPPED:
            return None
        end = rows[-1].last + 1
        if not _give(rows, {n: v for n, v in numbers.items() if n < end}):
            return None
        if any(n < end for n in alone) and any(len(row.cells) != self._widths[row.row] for row in rows):
            # The number of a page, or one that strayed from a row: only where no row is short, the former.
            return None
        first = rows[0].first if self._keep else start
        return [*lines[:first], *_written(rows, lines, end, keep=self._keep), *lines[end:]]

    def _follow(self, pieces: list[_Piece], begin: int) -> list[tuple[int, int]] | None:
        """Return (piece, row) for the pieces of the rows' labels, up to the end of the last row; None if none fit."""
        dead: set[tuple[int, _At]] = set()
        path: list[tuple[Iterator[_At], _At, int]] = []
        at = _At(-1, "", 0)
        number = begin
        options = self._options(pieces, number, at)
        while True:
            step = next((o for o in options if (number + 1, o) not in dead), None)
            if step is None:
                dead.add((number, at))
                if not path:
                    return None
                options, at, number = path.pop()
                continue
            path.append((options, at, number))
            at, number = step, number + 1
            if at.row == len(self._rows) - 1 and at.read == len(at.label):
                return self._owners(path, at)
            options = self._options(pieces, number, at)

    @staticmethod
    def _owners(path: list[tuple[Iterator[_At], _At, int]], last: _At) -> list[tuple[int, int]]:
        """Return which piece is of which row's label: those with which the reading moved on."""
        states = [*(at for _, at, _ in path), last]
        return [
            (number, after.row)
            for (_, before, number), after in zip(path, states[1:], strict=True)
            if after != before
        ]

    def _options(self, pieces: list[_Piece], number: int, at: _At) -> Iterator[_At]:
        """Yield what a piece may be, the likeliest first: more of a label, the beginning of one, none of them."""
        if number >= len(pieces):
            return
        piece = pieces[number]
        if piece.letters and at.label.startswith(piece.letters, at.read):
            yield at._replace(read=at.read + len(piece.letters))
        core = piece.key.core
        if at.read == len(at.label) and core:
            for row in range(at.row + 1, len(self._rows)):
                known = self._rows[row]
                numbered = piece.key.enumerator > 0
                other = numbered and known.enumerator != piece.key.enumerator
                for label in known.labels:
                    if label == core or (
                        label.startswith(core) and not other and len(core) >= _LETTERS_TO_TELL - numbered
                    ):
                        yield _At(row, label, len(core))
        if at.row >= 0 and self._is_aside(piece):
            yield at

    def _is_aside(self, piece: _Piece) -> bool:
        """Tell a piece of a group, of a header printed again, of a unit, or the number of a page."""
        if _is_number(piece) or fold(piece.cell.text) in COUNTING_WORDS or _PAGE.fullmatch(piece.cell.text):
            return True
        if piece.letters in COUNTING_WORDS:
            return True
        return any(
            piece.key.core in known
            or piece.letters in known
            or (len(known) >= _LETTERS_TO_BEGIN and piece.letters.startswith(known))
            for known in self._aside
        )


def _parts(line: Line) -> tuple[list[Cell], list[Cell]]:
    """Return the texts of a line and the numbers behind them; numbers among texts are texts."""
    if line.separator in _SHOWING_BLANKS:
        texts = [i for i, field in enumerate(line.fields) if not is_value(field.text)]
        behind = texts[-1] + 1 if texts else 0
        return [
            _part_of(field, *m.span()) for field in line.fields[:behind] for m in _TOKEN.finditer(field.text)
        ], list(line.fields[behind:])
    tokens = []
    for field in line.fields:
        column = field.location.rpartition(":")[2]
        shift = field.column if line.separator == "gap" else int(column) - 1 if column.isdigit() else 0
        tokens += [_part_of(field._replace(column=shift), *m.span()) for m in _TOKEN.finditer(field.text)]
    if tokens and (glued := _UNIT_AND_NUMBER.fullmatch(tokens[-1].text)) and fold(glued[1]) in COUNTING_WORDS:
        tokens[-1:] = [_part_of(tokens[-1], *glued.span(1)), _part_of(tokens[-1], *glued.span(2))]
    first = len(tokens)
    while first and read_value(tokens[first - 1].text).status in (CellStatus.REPORTED, CellStatus.NIL):
        first -= 1
    return tokens[:first], tokens[first:]


def _part_of(field: Cell, first: int, last: int) -> Cell:
    """Return a part of a field with its own place."""
    head, _, column = field.location.rpartition(":")
    text = field.text[first:last]
    return field._replace(
        text=text,
        location=f"{head}:{int(column) + first}" if column.isdigit() else field.location,
        column=field.column + _width(field.text[:first]),
        colspan=_width(text),
    )


def _width(text: str) -> int:
    return sum(2 if ord(c) >= _WIDE else 1 for c in text)


def _rows(pieces: list[_Piece], owners: list[tuple[int, int]]) -> list[_Told]:
    of_row: dict[int, list[int]] = {}
    for number, row in owners:
        of_row.setdefault(row, []).append(number)
    rows = []
    end = -1
    for row, own in of_row.items():
        first = own[0]
        for before in range(own[0] - 1, end, -1):
            if _is_number(pieces[before]):
                first = before  # cut from its label, and printed above it
            elif fold(pieces[before].cell.text) not in COUNTING_WORDS:
                break
        rows.append(_Told(row, [pieces[i] for i in own], pieces[first].line, pieces[own[-1]].line, []))
        end = own[-1]
    return rows


def _is_number(piece: _Piece) -> bool:
    """Tell the number of a group or row that was cut from its label, and maybe within its brackets."""
    return not piece.key.core or (
        len(piece.letters) <= _LETTERS_TO_TELL and _NUMERALS.issuperset(piece.letters)
    )


def _give(rows: list[_Told], numbers: dict[int, list[Cell]]) -> bool:
    """Give each line of numbers to the row in whose lines it stands; False where one has no row, or a row has two.

    On a line that ends one label and begins the next, the numbers stand behind the later. Numbers between two rows
    are those of a wrapped label below or above, set in the middle of its lines, where only one of the two lacks any.
    """
    between = []
    for line, cells in numbers.items():
        at = next((i for i in range(len(rows) - 1, -1, -1) if rows[i].first <= line <= rows[i].last), -1)
        if at < 0:
            between.append(line)
        elif rows[at].cells:
            return False
        else:
            rows[at].cells.extend(cells)
    for line in between:
        above = next((row for row in reversed(rows) if row.last < line), None)
        below = next((row for row in rows if row.first > line), None)
        lacking = [row for row in (above, below) if row is not None and not row.cells]
        if len(lacking) == 1 and lacking[0].first < lacking[0].last:
            lacking[0].cells.extend(numbers[line])
        elif any(read_value(cell.text).status is not CellStatus.NIL for cell in numbers[line]):
            return False  # marks for none beside a heading are nobody's
    return True


def _written(rows: list[_Told], lines: Sequence[Line], end: int, *, keep: bool) -> Iterator[Line]:
    """Yield a line for each row: the places of all that was put together (blank cells), the label, the numbers.

    ``keep``: the lines between rows are captions and headers of the blocks, and stay; else pieces of groups.
    """
    for number, row in enumerate(rows):
        stop = max(row.last + 1, rows[number + 1].first if number + 1 < len(rows) else end)
        own = lines[row.first : row.last + 1 if keep else stop]
        places = [
            place
            for line in own
            for place in (
                line.paragraph.location if line.paragraph else "",
                *(f.location for f in line.fields),
            )
            if place
        ]
        label = row.pieces[0].cell._replace(text="".join(piece.cell.text for piece in row.pieces))
        blanks = (Cell("", place, 0, 0) for place in places if place != label.location)
        separator = next((line.separator for line in own if line.separator in _SHOWING_BLANKS), "gap")
        yield Line((*blanks, label, *row.cells), separator, None)
        if keep:
            yield from lines[row.last + 1 : stop]
