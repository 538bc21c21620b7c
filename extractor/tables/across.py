"""表四 in exact grids: rows of the form stand side by side, so a column's path names row and column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.filing import CellStatus
from extractor.tables.copies import ACROSS
from extractor.tables.covers import Cover, covered_rows
from extractor.tables.labelled import leaf_columns, place_by_position
from extractor.tables.parts import DataRow, Header, HeaderColumn, numbers_columns
from extractor.text.values import read_value

if TYPE_CHECKING:
    from extractor.tables.segments import Strip
    from extractor.tables.vocabulary import Vocabulary


_LONGEST_NAME = 40


def names_part(text: str, words: Vocabulary) -> str:
    """Return the part of 表四 that a line before a grid names; empty for none, and for prose."""
    return words.row_named(ACROSS, text) if len(text) < _LONGEST_NAME else ""


class AcrossReader:
    """Goes down the strips of 表四: header rows, then a row of values; or the three parts one by one."""

    def __init__(self, table: str, words: Vocabulary) -> None:
        self.headers: list[Header] = []
        self.rows: list[DataRow] = []
        self.numbered = False
        self._table = table
        self._words = words

    def read(self, strip: Strip) -> None:
        """Take in one strip; a part whose name stands in the line before the grid takes it from there."""
        header: list[list[Cover]] = []
        columns: tuple[HeaderColumn, ...] = ()  # those of the header before, for a second row below it
        beside: list[HeaderColumn] = []
        held: list[Cover] = []  # numbers that may be those of the columns
        band = strip.before if names_part(strip.before, self._words) else ""
        for covers in covered_rows(strip.grid)[strip.first : strip.last]:
            own = [cover for cover in covers if cover.own]
            if not own:
                continue
            if self._names(own):
                header.append(covers)
                continue
            if not self._is_values(own) or not (header or columns):
                continue
            numbers = numbers_columns([c.cell.text for c in own])
            if numbers and not held:
                held = own
                continue
            self.numbered = self.numbered or bool(held)
            held = []
            columns, beside = self._columns(header, band) if header else (columns, beside)
            self._row(own, columns, beside, header)
            header, band = [], ""
        if held:  # no other row follows: these are the numbers of the table
            columns, beside = self._columns(header, band) if header else (columns, beside)
            self._row(held, columns, beside, header)

    def _columns(
        self, header: list[list[Cover]], band: str
    ) -> tuple[tuple[HeaderColumn, ...], list[HeaderColumn]]:
        """Return the columns of a header that are the form's, under their part, and those beside them."""
        every = leaf_columns(header)
        columns = tuple(column for column in every if not self._beside(column))
        if band:
            columns = tuple(HeaderColumn((band, *c.path), c.start, c.end) for c in columns)
        return columns, [column for column in every if self._beside(column)]

    def _row(
        self,
        own: list[Cover],
        columns: tuple[HeaderColumn, ...],
        beside: list[HeaderColumn],
        header: list[list[Cover]],
    ) -> None:
        own = [c for c in own if not any(b.start <= c.start and c.end <= b.end for b in beside)] or own
        self.headers.append(Header(columns, tuple(c.cell.text for row in header for c in row if c.own)))
        self.rows.append(
            DataRow(
                (),
                tuple(c.cell for c in own),
                len(self.headers) - 1,
                "",
                place_by_position(own, columns),
                own[0].start,
                True,
                own[0].cell.location,
            )
        )

    def _names(self, own: list[Cover]) -> bool:
        """Tell a row that prints labels of this table."""
        return any(
            cover.cell.text
            and (
                any(role.table == self._table for role in self._words.roles(cover.cell.text))
                or self._words.row_named(self._table, cover.cell.text)
            )
            for cover in own
        )

    def _beside(self, column: HeaderColumn) -> bool:
        """Tell a column that is no part of the form: of running numbers, say."""
        return self._words.code(self._table, "noise", column.path[-1]) != ""

    def _is_values(self, own: list[Cover]) -> bool:
        """Tell the row of values: numbers in it, or nothing but empty cells and marks for none."""
        statuses = [read_value(cover.cell.text).status for cover in own]
        if CellStatus.REPORTED in statuses:
            return True
        return len(own) >= 5 and CellStatus.UNREADABLE not in statuses
