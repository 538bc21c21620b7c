"""The words of a violation: names of tables, rows, columns and numbers in one language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from extractor.forms import Forms, Rule, Table

ENUMERATOR = re.compile(r"^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\d+\.|其中：)")
ASIDE = re.compile(r"（[^（）]*）$")


class Voice:
    """Puts names and numbers into the templates of the rulebook, in ``zh`` or ``en``."""

    def __init__(self, forms: Forms, language: str) -> None:
        if language not in ("zh", "en"):
            msg = f"messages are in zh or en, not in {language!r}"
            raise ValueError(msg)
        self.forms = forms
        self.book = forms.rulebook
        self.language = language

    def rule(self, code: str) -> Rule:
        """Return a rule of the catalogue; KeyError where there is none."""
        return self.book.by_code[code]

    def message(self, rule: Rule, outcome: str, slots: dict[str, str]) -> str:
        """Return the message of a rule with its slots filled."""
        words = rule.undecided if outcome == "undecided" and rule.undecided else rule.message
        return words[self.language].format_map(slots)

    def phrase(self, key: str, **slots: str) -> str:
        """Return a part of a message with its slots filled."""
        return self.book.phrases[key][self.language].format_map(slots)

    def join(self, key: str, texts: Iterable[str]) -> str:
        """Join texts with a phrase (``plus``, ``and``, ``comma``, ``semicolon``)."""
        return self.phrase(key).join(texts)

    def title(self, table: str) -> str:
        """Return what an official table is called (表三)."""
        return self.book.names[table]["title"][self.language]

    def heading(self, table: Table) -> str:
        """Return the full title of an official table."""
        return table.title if self.language == "zh" else table.title_en

    def name(self, table: Table, code: str) -> str:
        """Return what a row or column is called in a sentence: its label without number and aside."""
        given = self.book.names[table.code].get(code)
        if given:
            return given[self.language]
        if self.language == "en":
            return code.replace("_", " ")
        line = table.rows.get(code) or table.columns[code]
        return ASIDE.sub("", ENUMERATOR.sub("", line.path[-1]))

    def quantity(self, table: Table, code: str) -> str:
        """Return what a quantity of the narrative is called: a row, a group of rows, or several."""
        names = self.forms.narration.names
        return self.join(
            "and",
            (names[c][self.language] if c in names else self.name(table, c) for c in code.split("+")),
        )

    def cell(self, table: Table, row: str, column: str) -> str:
        """Return what a cell is called; the one column of the 统计表 needs no name."""
        if len(table.columns) == 1:
            return self.line(table, row=row)
        return self.phrase(
            "cell", table=self.title(table.code), row=self.name(table, row), column=self.name(table, column)
        )

    def line(self, table: Table, row: str = "", column: str = "") -> str:
        """Return what a row, or else a column, is called; the one column of the 统计表 is the table."""
        title = self.title(table.code)
        if row:
            return self.phrase("row_line", table=title, row=self.name(table, row))
        if len(table.columns) == 1:
            return title
        return self.phrase("column_line", table=title, column=self.name(table, column))

    def place(self, table: Table, row: str = "") -> str:
        """Return what the surroundings of a row are called: the table, with the block of 表二."""
        caption = table.block_of[row].caption if row else ""
        title = self.title(table.code)
        return self.phrase("block", table=title, caption=caption) if caption else title

    @staticmethod
    def number(value: Decimal) -> str:
        """Return a number as plain digits."""
        return f"{value:f}".replace("-", "−")


@lru_cache(maxsize=8)
def voice_of(forms: Forms, language: str) -> Voice:
    """Return the voice of a language, made once."""
    return Voice(forms, language)


def row_label(table: Table, row: str) -> str:
    """Return the printed label of a row, its block's caption in front, as ``fields.csv`` has it."""
    caption = table.block_of[row].caption
    return f"{caption}/{table.rows[row].label}" if caption else table.rows[row].label


def column_label(table: Table, row: str, column: str) -> str:
    """Return the printed label of a column; in 表二, of the block that ``row`` stands in."""
    columns = table.block_of[row].columns if row else table.columns.values()
    return next(c.label for c in columns if c.code == column)
