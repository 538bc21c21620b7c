"""Exact grids → headers and labelled rows: 表二, 表三 and the 统计表."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import Levenshtein

from extractor.model.filing import CellStatus
from extractor.tables.covers import Cover, covered_rows
from extractor.tables.parts import DataRow, Header, HeaderColumn, numbers_columns
from extractor.text.normal import label_key
from extractor.text.values import COUNTING_WORDS, is_value, read_value

if TYPE_CHECKING:
    from extractor.model.document import Cell
    from extractor.tables.segments import Strip
    from extractor.tables.vocabulary import Vocabulary

# A misprinted column label still tells where the values begin.
_LIKE_A_COLUMN = 0.6


class LabelledReader:
    """Goes down the strips of one table, holding the caption and the header that are in force."""

    def __init__(self, table: str, words: Vocabulary) -> None:
        self.headers: list[Header] = []
        self.rows: list[DataRow] = []
        self.numbered = False
        self._table = table
        self._words = words
        self._caption = ""
        self._open: list[list[Cover]] = []  # the rows of a header that is still going on
        self._columns = words.columns(table)

    def read(self, strip: Strip) -> None:
        """Take in the rows of one strip. The header of the strip before stays in force without a new one."""
        covered = covered_rows(strip.grid)
        self._open = []
        # Columns of a header are those of its own grid; a wider or narrower one has others.
        self._lined_up = strip.grid.width == self._header_width
        self._width = strip.grid.width
        for number in range(strip.first, strip.last):
            covers = covered[number]
            own = [cover for cover in covers if cover.own and cover.cell.text]
            if not own and not any(cover.own for cover in covers):
                continue
            texts = [cover for cover in covers if cover.cell.text]
            if not texts:
                continue
            caption = self._words.code(self._table, "caption", texts[0].cell.text)
            if caption and len(own) == 1:
                self._close()
                self._caption = caption
                self._header_in_force = -1
            elif self._is_header(texts, own):
                self._open.append(covers)
            else:
                self._close()
                row = self._data_row(covers)
                if self._numbers_columns(row):
                    self.numbered = True
                else:
                    self.rows.append(row)
        self._close()

    _header_in_force = -1
    _header_width = 0
    _width = 0
    _lined_up = False

    def _close(self) -> None:
        """End the header that is going on, if one is."""
        if self._open:
            self.headers.append(self._header(self._open))
            self._header_in_force = len(self.headers) - 1
            self._header_width = self._width
            self._lined_up = True
            self._open = []

    def _numbers_columns(self, row: DataRow) -> bool:
        """Tell the row between header and data that numbers the columns."""
        return (
            not any(self._words.code(self._table, "row", label) for label in row.labels)
            and (not self.rows or self.rows[-1].header != row.header)
            and numbers_columns([cell.text for cell in row.cells])
        )

    def _is_header(self, texts: list[Cover], own: list[Cover]) -> bool:
        if not own or any(read_value(c.cell.text).status is CellStatus.REPORTED for c in own):
            return False
        others = [c.cell.text for c in own if not self._words.roles(c.cell.text)]
        if numbers_columns(others, 2 if len(others) == len(own) else 1):
            return False
        if self._open and any(c.cell.row == self._open[0][0].cell.row and not c.own for c in texts):
            # A cell of the header's first row reaches down here.
            return True
        labels = texts[:1]
        if self._header_in_force >= 0:
            first = self._first_value_column()
            labels = [c for c in texts if c.start < first] or labels
        if any(self._names_row(c.cell.text, alone=self._header_in_force < 0) for c in labels):
            return False
        hits = sum(1 for c in own if self._names_column(c.cell.text))
        return hits > 0 or (self._header_in_force < 0 and bool(self._caption) and not self._open)

    def _first_value_column(self) -> int:
        columns = self.headers[self._header_in_force].columns
        return columns[0].start if columns else 0

    def _names_row(self, text: str, alone: bool) -> bool:
        kinds = {role.kind for role in self._words.roles(text) if role.table == self._table}
        if "row" in kinds:
            return not (alone and "column" in kinds)
        return "group" in kinds and self._words.is_row_group(self._table, text)

    def _names_column(self, text: str) -> bool:
        return any(
            role.kind in ("column", "noise", "group")
            for role in self._words.roles(text)
            if role.table == self._table
        )

    def _like_column(self, text: str) -> bool:
        core = label_key(text).core
        if self._words.code(self._table, "column", text):
            return True
        return any(
            Levenshtein.normalized_similarity(core, known, score_cutoff=_LIKE_A_COLUMN) > 0
            for known in self._columns
        )

    def _header(self, rows: list[list[Cover]]) -> Header:
        texts = tuple(c.cell.text for covers in rows for c in covers if c.own and c.cell.text)
        every = leaf_columns(rows)
        empty = {c for cover in rows[-1] if not cover.cell.text for c in range(cover.start, cover.end)}
        leaves = [leaf for leaf in every if not _is_spacer(leaf, every, empty)]
        first = next((i for i, leaf in enumerate(leaves) if self._like_column(leaf.path[-1])), 1)
        return Header(tuple(leaves[first:]), texts)

    def _data_row(self, covers: list[Cover]) -> DataRow:
        header = self._header_in_force
        printed = self.headers[header].columns if header >= 0 else ()
        columns = printed if self._lined_up else ()
        bound = columns[0].start if columns else 0
        named: list[Cover] = []
        cells: list[Cover] = []
        for cover in covers:
            text = cover.cell.text
            left = cover.start < bound if columns else not any(c.cell.text for c in cells)
            if left and not is_value(text):
                named.append(cover)
                cells = []
            elif cover.own and text and named and _outreaches(cover.cell, named[-1].cell):
                continue  # one number for several rows is none of their own
            elif cover.own and (not left or (named and (text or not columns))):
                cells.append(cover)
        # A row is named by a label of its own; one that reaches down from above is its group, wherever.
        labels = [cover.cell for cover in sorted(named, key=lambda cover: cover.own)]
        slots = place_by_position(cells, columns)
        if slots is None and len(cells) == len(printed):
            slots = tuple(range(len(printed)))
        return DataRow(
            tuple(cell.text for cell in labels),
            tuple(c.cell for c in cells),
            header,
            self._caption,
            slots,
            cells[0].start if cells else 0,
            True,
            labels[-1].location if labels else (covers[0].cell.location if covers else ""),
        )


def _is_spacer(leaf: HeaderColumn, leaves: list[HeaderColumn], empty: set[int]) -> bool:
    """Tell a column with an empty header cell under the band of others: it keeps them apart, no more."""
    return empty.issuperset(range(leaf.start, leaf.end)) and any(leaf.path[-1] in o.path[:-1] for o in leaves)


def _outreaches(cell: Cell, label: Cell) -> bool:
    return cell.rowspan > 1 and cell.row + cell.rowspan > label.row + label.rowspan


def leaf_columns(rows: list[list[Cover]]) -> list[HeaderColumn]:
    """Return the lowest printed label over each grid column, with those above it, left to right.

    Neighbouring grid columns under one label are one column; a grid column without a label is none.
    """
    stacks: dict[int, list[Cell]] = {}
    for covers in rows:
        for cover in covers:
            if cover.cell.text:
                for column in range(cover.start, min(cover.end, cover.start + 200)):
                    stack = stacks.setdefault(column, [])
                    if not stack or stack[-1] is not cover.cell:
                        # A row of units below the labels names no column.
                        stack.insert(
                            len(stack) - (cover.cell.text in COUNTING_WORDS and bool(stack)), cover.cell
                        )
    leaves: list[HeaderColumn] = []
    last: Cell | None = None
    for column in sorted(stacks):
        leaf = stacks[column][-1]
        if leaf is last and leaves[-1].end == column:
            leaves[-1] = HeaderColumn(leaves[-1].path, leaves[-1].start, column + 1)
        else:
            leaves.append(HeaderColumn(tuple(c.text for c in stacks[column]), column, column + 1))
        last = leaf
    return leaves


def _under(cover: Cover, columns: tuple[HeaderColumn, ...]) -> bool:
    return any(cover.start < column.end and column.start < cover.end for column in columns)


def place_by_position(cells: list[Cover], columns: tuple[HeaderColumn, ...]) -> tuple[int, ...] | None:
    """Return for each value cell the index of its header column, or None where the page leaves a doubt.

    Certain are: each cell under one header column of its own; or, where the spans of header and row do not
    line up, as many cells as the header has columns.
    """
    if not columns or not cells:
        return None
    at = {(column.start, column.end): i for i, column in enumerate(columns)}
    straight = [at.get((cover.start, cover.end), -1) for cover in cells]
    if -1 not in straight and len(set(straight)) == len(straight):
        return tuple(straight)  # no columns overlap: each cell stands under its own alone
    slots = []
    for cover in cells:
        under = [
            i for i, column in enumerate(columns) if cover.start < column.end and column.start < cover.end
        ]
        slots.append(under[0] if len(under) == 1 else -1)
    told = [
        s
        for s, cover in zip(slots, cells, strict=True)
        if s >= 0 or cover.cell.text or _under(cover, columns)
    ]
    if told and -1 not in told and len(set(told)) == len(told):
        # An empty cell under no column keeps columns apart.
        return tuple(slots)
    if len(cells) == len(columns):
        return tuple(range(len(columns)))
    filled = len(cells)
    while filled > len(columns) and not cells[filled - 1].cell.text:
        filled -= 1
    if filled == len(columns):
        return (*range(len(columns)), *([-1] * (len(cells) - filled)))
    return None
