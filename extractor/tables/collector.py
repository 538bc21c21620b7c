"""Fields of text in reading order → rows: label pieces and values, cut where the next label begins."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.filing import CellStatus
from extractor.tables.parts import DataRow
from extractor.text.normal import label_key
from extractor.text.values import COUNTING_WORDS, read_value

if TYPE_CHECKING:
    from extractor.model.document import Cell
    from extractor.tables.fields import Line, Token
    from extractor.tables.vocabulary import Vocabulary

_NEAR = 3
_PARTED = ("|", "\t")


# Between these, an empty cell is seen.
_SHOWN = ("|", "\t", "columns")


class RowCollector:
    """Collects label pieces and values, and makes a row of them where the next label begins."""

    def __init__(self, table: str, words: Vocabulary, widths: dict[str, int]) -> None:
        self.rows: list[DataRow] = []
        self._table = table
        self._words = words
        self._widths = widths
        self._pieces: list[str] = []
        self._values: list[Cell] = []
        self._sees_blanks = True
        self._flat = False
        self._floating = False
        self._aligned = False
        self._several = False  # the line before held several numbers
        self._strayed = False  # below such a line, a number stands alone
        self._doubtful = False  # a number stood before the row that may be part of one of its own
        self._location = ""

    def take(self, line: Line, tokens: list[Token], *, loose: bool = False) -> None:
        """Take in one line of fields; a ``loose`` one has numbers that may be those of the row above or below."""
        if loose:
            self._strayed = self._doubtful = True
        if self._is_rest(tokens, line.separator):
            rest = (token.cell for token in tokens if token.text)
            self.rows[-1] = self.rows[-1]._replace(cells=(*self.rows[-1].cells, *rest), strayed=True)
            return
        self._flat = line.separator in ("", " ", "cells")
        alone = len(tokens) == 1 and tokens[0].is_value
        self._strayed = self._strayed or (alone and bool(self._values) and self._several)
        self._several = line.separator == " " and sum(token.is_value for token in tokens) > 1
        if not self._flat:
            self._take_row(tokens, line.separator)
        else:
            for token in tokens:
                self._take_token(token, explicit=line.separator == "cells")

    def _is_rest(self, tokens: list[Token], separator: str) -> bool:
        """Tell numbers without a label right below a row, too few to be one: the rest of a number, or lost ones."""
        filled = [token for token in tokens if token.text]
        if not filled or not filled[0].is_value or self._pieces or self._values or not self.rows:
            return False
        above = self.rows[-1]
        width = self._widths.get(self._row_named(above.labels), 0) if separator in _PARTED else 1
        if not above.cells or above.floating or not all(token.is_value for token in filled):
            return False
        if len(filled) >= max(2, width):
            return False
        here, there = _line_of(filled[0].cell), _line_of(above.cells[-1])
        # What begins with a 0 is the rest of something, also below an empty line; so is what stands below a
        # table between pipes, where no number of a page does.
        near = _NEAR if above.sees_blanks or read_value(filled[0].text).doubtful else 1
        return bool(here) and there < here <= there + near

    def _row_named(self, labels: tuple[str, ...]) -> str:
        return next((code for text in reversed(labels) if (code := self._role(text, "row"))), "")

    @property
    def left(self) -> tuple[str, ...]:
        """The label pieces behind the last values."""
        return tuple(self._pieces)

    def end(self) -> None:
        """Make a row of what is left."""
        self._flush()

    def _role(self, text: str, kind: str) -> str:
        return self._words.code(self._table, kind, text)

    def _take_row(self, tokens: list[Token], separator: str) -> None:  # noqa: C901 - what a line may hold, in order
        """A line that is a row: labels, then cells. A line with labels only is a header, or part of a label."""
        self._flush()
        last = -1
        valued = False
        named = False  # a label of a row was passed: only its unit may follow before the cells
        for i, token in enumerate(tokens):
            if token.is_value and named:
                break
            valued = valued or token.is_value
            if token.is_label:
                if named and separator in _SHOWN and not self._known(token.text):
                    break
                if valued:
                    break
                last = i
                named = named or self._names_row(token.text)
        labels = [token.text for token in tokens[: last + 1] if token.is_label]
        cells = [token.cell for token in tokens[last + 1 :]]
        filled = any(cell.text for cell in cells)
        if labels and not self._pieces:
            self._location = tokens[last].cell.location
        self._pieces += labels
        if self._is_header_line(labels):
            return
        if filled or (cells and named and separator in _SHOWN):
            if separator in _SHOWN:
                # Where a row starts is counted from its label: a group before that moves it.
                at = tokens[last].cell.column + 1 if last >= 0 else 0
                cells = [cell._replace(column=cell.column - at) for cell in cells]
            self._values = cells
            self._floating = not labels
            self._sees_blanks = separator in _SHOWN
            self._aligned = separator == "columns"
            if not self._location:
                self._location = cells[0].location
            self._flush()

    def _names_row(self, text: str) -> bool:
        """Tell a row label; what may head a column too (总计) is one only after the first row."""
        return bool(self._role(text, "row")) and (bool(self.rows) or not self._role(text, "column"))

    def _is_header_line(self, labels: list[str]) -> bool:
        """Tell a line that prints a label of columns which is no label of a row."""
        return any(
            (self._role(text, "column") or self._role(text, "noise")) and not self._role(text, "row")
            for text in labels
        )

    def _known(self, text: str) -> bool:
        return (
            text in COUNTING_WORDS
            or bool(self._words.roles(text))
            or len(text) > 6
            or bool(label_key(text).enumerator)
        )

    def _take_token(self, token: Token, *, explicit: bool) -> None:
        if token.is_label and token.text in COUNTING_WORDS and self._values:
            return  # a unit behind a number (a code, say): the row goes on
        if (
            token.is_label
            and not (self._values and _is_amount(token.text))
            and not self._is_bad_value(token.text)
        ):
            if self._values:
                labels = [piece for piece in self._pieces if piece not in COUNTING_WORDS]
                if not any(v.text for v in self._values) and not (
                    explicit and labels and self._names_row(labels[-1])
                ):
                    # Blanks after a caption or a header are what merged cells left behind.
                    self._values = []
                else:
                    self._flush()
            if not self._location:
                self._location = token.cell.location
            self._pieces.append(token.text)
        else:
            self._values.append(token.cell)
            self._sees_blanks = explicit

    def _is_bad_value(self, text: str) -> bool:
        """Tell a short text that stands where a number is due: it fills the cell, and is no label."""
        if len(text) > 4 or self._known(text) or not self._pieces:
            return False
        if self._words.resembles(self._table, text):
            return False
        label = next((piece for piece in reversed(self._pieces) if piece not in COUNTING_WORDS), "")
        # Before the first row, 其他 and 总计 are columns, and what follows is more of the header.
        width = self._widths.get(self._role(label, "row"), 0) if self._names_row(label) else 0
        return bool(width) and len(self._values) < width

    def _flush(self) -> None:
        if self._values:
            values = self._values
            if self._flat:
                # Where no line is a row, a cell's column is its count from the label.
                values = [cell._replace(column=i) for i, cell in enumerate(values)]
            self.rows.append(
                DataRow(
                    tuple(self._pieces),
                    tuple(values),
                    -1,
                    "",
                    None,
                    values[0].column,
                    self._sees_blanks,
                    self._location or self._values[0].location,
                    floating=self._flat or self._floating,
                    aligned=self._aligned,
                    strayed=self._strayed or self._is_around(values[0]),
                )
            )
            self._pieces = []
            self._values = []
            self._floating = False
            self._aligned = False
            self._strayed, self._doubtful = self._doubtful, False
            self._location = ""

    def _is_around(self, value: Cell) -> bool:
        """Tell a label with a number right above its line and one below: the two may be one number, on two lines."""
        if not self._location or not self.rows:
            return False
        above = self.rows[-1]
        if not above.strayed and (above.labels or len(above.cells) != 1):
            return False
        label = _line_of(value._replace(location=self._location))
        return 0 < label < _line_of(value) and _line_of(above.cells[-1]) == label - 1


def _is_amount(text: str) -> bool:
    """Tell a unit with a number behind it: more of the row where that has a number before."""
    unit, _, number = text.partition(" ")
    return unit in COUNTING_WORDS and read_value(number).status is CellStatus.REPORTED


def _line_of(cell: Cell) -> int:
    """Return the line of a text that a cell stands on, 0 in a document without lines."""
    line, _, column = cell.location.partition(":")
    return int(line) if line.isdigit() and column.isdigit() else 0
