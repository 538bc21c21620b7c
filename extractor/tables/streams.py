"""Official tables in text whose merged cells, or rows, or grid were lost: fields in reading order.

Pipes, tabs, gaps, a cell a line or a cell a paragraph: all become lines of fields; the labels tell where
a row begins, and what stands between two labels is its values.
"""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.document import Cell, Grid, Paragraph
from extractor.tables.collector import RowCollector
from extractor.tables.copies import ACROSS, split_copies
from extractor.tables.fields import Line, spaced_fields, tokens_of, unglued
from extractor.tables.layout import align_by_position
from extractor.tables.parts import DataRow, Header, HeaderColumn, TableFound, run_length
from extractor.tables.reshape import reshaped
from extractor.tables.segments import FEWEST_LABELS, MANY_LABELS, evidence, heads
from extractor.tables.torn import loose_lines, with_halves
from extractor.tables.wrapped import unwrapped
from extractor.text.fields import split_piped
from extractor.text.marks import is_border, is_rule, with_pipes
from extractor.text.normal import label_key
from extractor.text.values import COUNTING_WORDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extractor.forms import Forms, Table
    from extractor.model.document import Document
    from extractor.tables.fields import Token
    from extractor.tables.vocabulary import Vocabulary

# A longer line that names nothing of a form is prose, and ends a table.
_LONGEST_LABEL = 60
_PAGE_NUMBER = re.compile(r"^(?:[\-—–─·]+\s*\d{1,4}\s*[\-—–─·]+|第\s*\d{1,4}\s*页.{0,10})$")
_SUBTOTAL = "小计"
_PIECES_BEHIND = 4
_LETTERS_OF_PIECE = 2


class Region(NamedTuple):
    """The lines of one table, from its first label to its last value."""

    table: str
    lines: list[Line]


def lines_of(document: Document, words: Vocabulary) -> Iterator[Line]:
    """Yield every line of the document that is not in an exact grid, as fields."""
    for block in document.blocks:
        if isinstance(block, Paragraph):
            text = with_pipes(block.text)
            if is_border(text) or (text.count("|") > 1 and is_rule(text)):
                continue
            if text.count("|") > 1:
                yield _piped(block, text)
                continue
            fields = spaced_fields(block, words) if len(block.text.split(maxsplit=1)) > 1 else ()
            if fields:
                yield Line(fields, " ", block)
            else:
                yield Line((Cell(block.text, block.location, 0, 0),), "", block)
        elif isinstance(block, Grid) and not block.exact:
            for grid in reshaped(block, words):
                for row in grid.rows:
                    if grid.separator == "gap" and len(row) > 1:
                        row = tuple(part for cell in row for part in unglued(cell, words))  # noqa: PLW2901
                    yield Line(row, grid.separator, None)
        else:
            yield Line((), "grid", None)


def _piped(paragraph: Paragraph, text: str) -> Line:
    """Return the line of a paragraph that is a row between pipes; ``text`` is its own, every bar a pipe."""
    cells = (Cell(f.text, paragraph.locate(f.offset), 0, i) for i, f in enumerate(split_piped(text)))
    return Line(tuple(cells), "|", paragraph)


def read_streams(
    document: Document, forms: Forms, words: Vocabulary, known: frozenset[str]
) -> dict[str, TableFound]:
    """Return the tables found in text, those already ``known`` from grids left out."""
    found: dict[str, list[Line]] = {}
    for region in _regions(document, forms, words):
        if region.table not in known:
            found.setdefault(region.table, []).extend(region.lines)
    out = {}
    for table, lines in found.items():
        labels: set[str] = set()
        headed = False
        for line in lines:
            labels |= evidence(line.fields, words)[1]
            headed = headed or any(heads(field.text, table, words) for field in line.fields)
            # The labels of its narrow columns may all be broken; its numbers stand side by side.
            headed = headed or (table == ACROSS and _is_whole_row(line, forms))
        if len(labels) < (FEWEST_LABELS if headed else MANY_LABELS):
            continue
        reader = StreamReader(table, forms, words)
        headers, rows = reader.across(lines) if table == ACROSS else reader.labelled(lines)
        if rows:
            taken = frozenset(
                place
                for line in lines
                for place in (
                    line.paragraph.location if line.paragraph else "",
                    *(f.location for f in line.fields),
                )
                if place
            )
            whole = TableFound(table, headers, rows, False, lines[0].fields[0].location, taken)
            out[table] = split_copies(whole, words)
    return out


def _is_whole_row(line: Line, forms: Forms) -> bool:
    """Tell a line of as many numbers as 表四 has, and nothing else."""
    tokens = tokens_of(line)
    whole = {len(form.tables[ACROSS].cells) for form in forms.forms.values() if ACROSS in form.tables}
    return len(tokens) in whole and all(token.is_value for token in tokens)


def _regions(document: Document, forms: Forms, words: Vocabulary) -> list[Region]:
    out: list[Region] = []
    current: Region | None = None
    held: list[Line] = []  # lines since the last that surely belongs: part of the table only if more follows
    for line in unwrapped(list(lines_of(document, words)), forms, words):
        if line.separator == "grid":
            current, held = None, []
            continue
        table, _ = evidence(line.fields, words)
        if table and (current is None or current.table != table):
            current = Region(table, [line])
            out.append(current)
            held = []
            continue
        if current is None:
            continue
        if not table and _closes(line, current.table, words):
            current, held = None, []
            continue
        held.append(line)
        if table or any(token.is_value for token in tokens_of(line)):
            current.lines.extend(held)
            held = []
    return out


def _closes(line: Line, table: str, words: Vocabulary) -> bool:
    """Tell a line that ends a table: prose, or a heading that is no label of the table."""
    texts = [field.text for field in line.fields if field.text]
    if len(texts) != 1:
        return False
    text = texts[0]
    if len(text) > _LONGEST_LABEL:
        return True
    return label_key(text).family == "一" and not words.resembles(table, text)


class StreamReader:
    """Cuts the lines of one table into headers and rows."""

    def __init__(self, table: str, forms: Forms, words: Vocabulary) -> None:
        self._table = table
        self._words = words
        self._official = [form.tables[table] for form in forms.forms.values() if table in form.tables]
        self._widths: dict[str, int] = {}
        self._certain: dict[str, int] = {}  # of the rows that have as many columns in every form
        for official in self._official:
            for code, block in official.block_of.items():
                width = len(block.columns)
                if self._certain.setdefault(code, width) != width:
                    self._certain[code] = 0
                self._widths[code] = max(self._widths.get(code, 0), width)

    def labelled(self, lines: list[Line]) -> tuple[tuple[Header, ...], tuple[DataRow, ...]]:
        """Return headers and rows of 表二, 表三 or the 统计表."""
        collector = RowCollector(self._table, self._words, self._widths)
        kept = [line for line in lines if not _is_page_number(line)]
        tokens = [tokens_of(line) for line in kept]
        loose = loose_lines(tokens, self._width_named)
        for number, line in enumerate(kept):
            collector.take(line, tokens[number], loose=number in loose)
        collector.end()
        headers, rows = self._drop_partial(
            *_with_headers(
                with_halves(
                    collector.rows,
                    lambda text: bool(self._words.code(self._table, "row", text)),
                    self._width,
                ),
                self._header,
                lambda text: bool(self._words.code(self._table, "caption", text)),
            )
        )
        rows = _with_endings(rows, collector.left)
        return headers, align_by_position(rows, headers, self._certain, self._code)

    def _drop_partial(
        self, headers: tuple[Header, ...], rows: tuple[DataRow, ...]
    ) -> tuple[tuple[Header, ...], tuple[DataRow, ...]]:
        """Take no notice of a header of which a part was lost: its rows print more columns than it does."""
        longest: dict[int, int] = {}
        for row in rows:
            filled = run_length(row)
            if filled <= self._width(row):
                longest[row.header] = max(longest.get(row.header, 0), filled)
        lost = {i for i, header in enumerate(headers) if len(header.columns) < longest.get(i, 0)}
        return headers, tuple(row._replace(header=-1) if row.header in lost else row for row in rows)

    def _code(self, row: DataRow) -> str:
        """Return the row that the last telling label of a row names; empty if none does."""
        return next(
            (code for text in reversed(row.labels) if (code := self._words.code(self._table, "row", text))),
            "",
        )

    def _width_named(self, line: list[Token]) -> int:
        """Return how many numbers the row has that a line names: 0 for a group, -1 where it names nothing."""
        texts = [token.text for token in line if token.is_label]
        texts += [text.rpartition(" ")[0] for text in texts if text.rpartition(" ")[2] in COUNTING_WORDS]
        code = next((code for text in texts if (code := self._words.code(self._table, "row", text))), "")
        return self._widths[code] if code else min(0, any(map(self._words.roles, texts)) - 1)

    def _width(self, row: DataRow) -> int:
        return self._widths.get(self._code(row), max(self._widths.values()))

    def _header(self, texts: tuple[str, ...]) -> Header | None:
        """Return the header that the label texts before a row print; None where they print none.

        The bands over the columns (法人或其他组织) stand first, and 总计 beside them: it is moved to the
        end, where it stands on the page.
        """
        columns: dict[str, str] = {}
        texts = self._joined(texts)
        for text in texts:
            code = self._words.code(self._table, "column", text)
            if code and code not in columns:
                columns[code] = text
            elif label_key(text).core == _SUBTOTAL:
                columns[_SUBTOTAL] = text
        if all(self._words.code(self._table, "row", text) for text in columns.values()):
            # 总计 and 其他 alone are labels of rows.
            return None
        if any(self._is_torn(text) for text in texts):
            return None
        banded = any(
            self._words.code(self._table, "group", text) and not self._words.is_row_group(self._table, text)
            for text in texts
        )
        order = list(columns)
        if banded:
            # Above and beside the band stand 自然人 and 总计, whatever line the text has them on.
            order = [c for c in ("natural_person",) if c in columns] + [
                c for c in order if c not in ("natural_person", "total")
            ]
            order += [c for c in ("total",) if c in columns]
        return Header(
            tuple(HeaderColumn((columns[code],), i, i + 1) for i, code in enumerate(order)),
            texts,
            certain=False,
        )

    def _is_torn(self, text: str) -> bool:
        """Tell a piece of a column's label: which column those that are whole then are, their order does not say."""
        core = label_key(text).core
        return (
            len(core) >= _LETTERS_OF_PIECE
            and not self._words.roles(text)
            and any(core != known and core in known for known in self._words.columns(self._table))
        )

    def _joined(self, pieces: tuple[str, ...]) -> tuple[str, ...]:
        """Join pieces of a label that was broken over lines (科研, 机构) where together they are one."""
        out = []
        i = 0
        while i < len(pieces):
            for count in (3, 2):
                whole = "".join(pieces[i : i + count])
                if i + count <= len(pieces) and any(
                    role.table == self._table for role in self._words.roles(whole)
                ):
                    break
            else:
                count, whole = 1, pieces[i]
            out.append(whole)
            i += count
        return tuple(out)

    def across(  # noqa: C901 - one pass with what is open held beside it
        self, lines: list[Line]
    ) -> tuple[tuple[Header, ...], tuple[DataRow, ...]]:
        """Return headers and rows of 表四: labels, then five numbers for each part named since the last."""
        official = self._official[-1]
        pieces: list[str] = []
        values: list[Cell] = []
        headers: list[Header] = []
        rows: list[DataRow] = []
        sees_blanks = True

        def flush() -> None:
            nonlocal pieces, values
            if values:
                while not values[-1].text and len(values) > 1:
                    values.pop()
                paths = self._paths(official, self._joined(tuple(pieces)), len(values))
                headers.append(
                    Header(
                        tuple(HeaderColumn(path, i, i + 1) for i, path in enumerate(paths)), (), certain=False
                    )
                )
                full = len(values) == len(paths)
                slots = tuple(range(len(paths))) if full else None
                place = values[0].location
                rows.append(
                    DataRow((), tuple(values), len(headers) - 1, "", slots, 0, sees_blanks and full, place)
                )
                pieces = []
            values = []

        for line in lines:
            if _is_page_number(line):
                continue
            tokens = tokens_of(line)
            has_label = any(token.is_label for token in tokens)
            for token in tokens:
                if token.is_label:
                    if any(v.text for v in values) and self._is_known(token.text):
                        flush()
                    pieces.append(token.text)
                elif token.is_value or (not has_label and pieces and (values or len(tokens) >= 5)):
                    # Blanks between labels are what merged cells left; between numbers they are cells.
                    values.append(token.cell)
            if not line.separator:
                sees_blanks = False
        flush()
        return tuple(headers), tuple(rows)

    def _is_known(self, text: str) -> bool:
        return bool(self._words.roles(text) or self._words.row_named(self._table, text))

    def _paths(self, official: Table, labels: tuple[str, ...], count: int) -> list[tuple[str, str]]:
        """Return the row and column label of each value: the parts named, each with its five columns."""
        named = dict.fromkeys(self._words.row_named(self._table, text) for text in labels)
        parts = [row for row in named if row in official.rows]
        if parts != [row for row in official.rows if row in parts]:
            return [("", "")] * count
        width = len(official.columns)
        if len(parts) * width != count and count > width:
            parts = list(official.rows)
        printed = [c for text in labels if (c := self._words.code(self._table, "column", text))]
        order = printed[:width]
        if sorted(order) != sorted(official.columns) or printed != order * (len(printed) // width):
            # A label is lacking, or broken: the form's order, unless those printed whole contradict it.
            order = list(official.columns)
            known = {label_key(column.label).core: order.index(c) for c, column in official.columns.items()}
            whole = [known[core] for text in labels if (core := label_key(text).core) in known]
            if sum(b <= a for a, b in itertools.pairwise(whole)) >= max(1, len(parts)):
                return [("", "")] * count
        return [
            (official.rows[p].path[-1], official.columns[c].label)
            for p in parts or official.rows
            for c in order
        ]


def _is_page_number(line: Line) -> bool:
    return len(line.fields) == 1 and bool(_PAGE_NUMBER.match(line.fields[0].text))


def _with_headers(
    rows: list[DataRow], make: Callable[[tuple[str, ...]], Header | None], ends_block: Callable[[str], bool]
) -> tuple[tuple[Header, ...], tuple[DataRow, ...]]:
    """Give each row the header printed before it, or the one before that within its block."""
    headers: list[Header] = []
    out: list[DataRow] = []
    current = -1
    for row in rows:
        header = make(row.labels)
        if any(ends_block(text) for text in row.labels):
            current = -1
        if header is not None:
            headers.append(header)
            current = len(headers) - 1
        out.append(row._replace(header=current))
    return tuple(headers), tuple(out)


def _with_endings(rows: tuple[DataRow, ...], left: tuple[str, ...]) -> tuple[DataRow, ...]:
    """Show each row the pieces printed behind it, ``left`` those behind the last: its label may end, or stand, there."""
    return tuple(
        row._replace(after=behind.labels[:_PIECES_BEHIND])
        for row, behind in zip(rows, (*rows[1:], DataRow(left, ())), strict=False)
    )
