"""Every label the forms know, by its normal form: which tables it speaks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from extractor.text.normal import label_key

if TYPE_CHECKING:
    from extractor.forms import Column, Forms, Row


_RESEMBLES = 0.7
_MOST_COMPARED = 4096
_MOST_SPOKEN = 16384
_PARTS = re.compile(r"[：:/／\s（）()—\-·]+")


class Role(NamedTuple):
    """What a label can stand for: ``kind`` is ``row``, ``column``, ``group``, ``caption`` or ``noise``."""

    table: str
    kind: str
    code: str


class Vocabulary:
    """Labels of all forms with their aliases. Look-ups are exact, on the normal form."""

    def __init__(self, forms: Forms) -> None:  # noqa: C901 - every label of every form, once
        roles: dict[str, dict[Role, None]] = {}
        printed: dict[str, dict[str, None]] = {}

        def add(label: str, table: str, kind: str, code: str) -> None:
            core = label_key(label).core
            if core:
                roles.setdefault(core, {})[Role(table, kind, code)] = None
                printed.setdefault(table, {})[label] = None

        for form in forms.forms.values():
            for code, table in form.tables.items():
                known = forms.aliases.get(code, {})
                for block in table.blocks:
                    if block.caption:
                        for label in (block.caption, *known.get("groups", {}).get(block.caption, ())):
                            add(label, code, "caption", block.caption)
                    lines: list[tuple[Row | Column, str]] = [(row, "row") for row in block.rows]
                    lines += [(column, "column") for column in block.columns]
                    for line, kind in lines:
                        for label in (line.path[-1], *known.get(f"{kind}s", {}).get(line.code, ())):
                            add(label, code, kind, line.code)
                        for group in line.path[:-1]:
                            for label in (group, *known.get("groups", {}).get(group, ())):
                                add(label, code, "group", group)
                for label in forms.noise.get(code, ()):
                    add(label, code, "noise", label)
        self._roles = {core: tuple(found) for core, found in roles.items()}
        self._speaks = {core: self._table_of(found) for core, found in self._roles.items()}
        self._by_kind = {
            (role.table, role.kind, core): role.code
            for core, found in reversed(self._roles.items())
            for role in reversed(found)
        }

        self._spoken: dict[str, str] = {}
        self._alike: dict[tuple[str, str], bool] = {}
        columns: dict[str, list[str]] = {}
        for of, kind, core in self._by_kind:
            if kind == "column":
                columns.setdefault(of, []).append(core)
        self._columns = {of: tuple(cores) for of, cores in columns.items()}
        self._printed = {table: tuple(labels) for table, labels in printed.items()}
        self._row_groups = {
            (code, label_key(label).core)
            for form in forms.forms.values()
            for code, table in form.tables.items()
            for row in table.rows.values()
            for group in row.path[:-1]
            for label in (group, *forms.aliases.get(code, {}).get("groups", {}).get(group, ()))
        }

    @staticmethod
    def _table_of(roles: tuple[Role, ...]) -> str:
        """Return the one table that a label speaks for; empty where it stands in several, or is filling."""
        tables = {role.table for role in roles}
        if len(tables) != 1 or all(role.kind == "noise" and len(role.code) < 5 for role in roles):
            return ""
        return tables.pop()

    def printed(self, table: str) -> tuple[str, ...]:
        """Return every label of ``table`` as the forms and aliases print it, numbers included."""
        return self._printed.get(table, ())

    def row_named(self, table: str, text: str) -> str:
        """Return the row that a text names alone or at its end (``行政诉讼：未经复议直接起诉``); empty if none."""
        code = self.code(table, "row", text)
        if not code:
            for part in reversed(_PARTS.split(text)):
                code = self.code(table, "row", part)
                if code:
                    break
        return code

    def is_row_group(self, table: str, text: str) -> bool:
        """Tell whether ``text`` is a group that rows of ``table`` stand in (不予公开), not a band of columns."""
        return (table, label_key(text).core) in self._row_groups

    def resembles(self, table: str, text: str) -> bool:
        """Tell whether ``text`` is, begins, or nearly is, a label of a row, group or caption of ``table``."""
        key = table, label_key(text).core
        found = self._alike.get(key)
        if found is None:
            if len(self._alike) >= _MOST_COMPARED:
                self._alike.clear()
            found = self._alike[key] = self._resembles(*key)
        return found

    def _resembles(self, table: str, core: str) -> bool:
        for of, kind, known in self._by_kind:
            if of == table and kind in ("row", "group", "caption"):
                if known.startswith(core) and len(core) > 1:
                    return True
                if Indel.normalized_similarity(core, known) >= _RESEMBLES:
                    return True
        return False

    def columns(self, table: str) -> tuple[str, ...]:
        """Return the normal form of every column label of ``table``."""
        return self._columns.get(table, ())

    def labels(self) -> tuple[tuple[str, str, str], ...]:
        """Return every (table, kind, normal form) that is known."""
        return tuple(self._by_kind)

    def roles(self, text: str) -> tuple[Role, ...]:
        """Return everything that a printed text can stand for."""
        return self._roles.get(label_key(text).core, ())

    def speaks_for(self, text: str) -> str:
        """Return the table that the text is a label of and no other is; empty otherwise."""
        found = self._spoken.get(text)
        if found is None:
            if len(self._spoken) >= _MOST_SPOKEN:
                self._spoken.clear()
            found = self._spoken[text] = self._speaks.get(label_key(text).core, "")
        return found

    def code(self, table: str, kind: str, text: str) -> str:
        """Return the code that ``text`` names exactly as a row, column, … of ``table``; empty if none."""
        return self._by_kind.get((table, kind, label_key(text).core), "")


_MADE: dict[str, Vocabulary] = {}


def vocabulary(forms: Forms) -> Vocabulary:
    """Return the vocabulary of the forms, made once for a version of them."""
    found = _MADE.get(forms.version)
    if found is None:
        found = _MADE[forms.version] = Vocabulary(forms)
    return found
