"""Facts of a table whose cells were run together: parted where the form's identities leave no choice."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.mapping.partings import Budget, Check, TooManyError, agreed, partings, settle_rows
from extractor.model.filing import CellStatus, Fact

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.forms import Form, Table
    from extractor.mapping.partings import Way
    from extractor.model.document import Cell

    CellKey = tuple[str, str]

_PIECE = re.compile(r"\S+")


def parted_cells(
    strings: dict[str, Cell], form: Form, table: Table
) -> tuple[dict[CellKey, Cell], dict[CellKey, Fact]]:
    """Return the cells that need no parting, and the facts of those that do.

    ``strings``: the digits of each row (its code; for 表四, whose rows stand side by side, the empty code
    for all). A string with a piece for each cell, or for a single cell, is cells as printed.
    """
    cells: dict[CellKey, Cell] = {}
    ways: dict[str, list[Way]] = {}
    keys_of: dict[str, list[CellKey]] = {}
    open_rows: set[str] = set()
    budget = Budget()
    for code, cell in strings.items():
        keys = [key for key in table.cells if key[0] == code] if code else list(table.cells)
        pieces = list(_PIECE.finditer(cell.text))
        keys_of[code] = keys
        if len(pieces) == len(keys) or len(keys) == 1:
            found = [piece.group() for piece in pieces] if len(keys) > 1 else [cell.text]
            cells.update({key: cell._replace(text=text) for key, text in zip(keys, found, strict=True)})
            if all(text.isdigit() for text in found):
                ways[code] = [tuple(int(text) for text in found)]
            continue
        open_rows.add(code)
        ways[code] = _ways([piece.group() for piece in pieces], keys, form, table, budget)
    facts: dict[CellKey, Fact] = {}
    whole = _whole(ways, form, table)
    for code in open_rows:
        cell = strings[code]
        for key, number in zip(keys_of[code], agreed(whole[code], len(keys_of[code])), strict=True):
            if number is None:
                facts[key] = Fact(*key, CellStatus.UNREADABLE, None, cell.text, cell.location, doubtful=True)
            else:
                facts[key] = Fact(*key, CellStatus.DEDUCED, Decimal(number), cell.text, cell.location)
    return cells, facts


def _whole(ways: dict[str, list[Way]], form: Form, table: Table) -> dict[str, list[Way]]:
    """Return the ways that stand under all identities; those of each row alone where none do."""
    along = [i for i in form.identities if i.table == table.code and i.along == "column"]
    if any(not found for found in ways.values()):
        return ways
    try:
        return settle_rows(ways, along) or ways
    except TooManyError:
        # The row's own ways are more than all identities would leave: what they agree on is certain.
        return ways


def _ways(pieces: list[str], keys: Sequence[CellKey], form: Form, table: Table, budget: Budget) -> list[Way]:
    if not all(piece.isdigit() for piece in pieces):
        return []
    at = {key: i for i, key in enumerate(keys)}
    checks = []
    for identity in form.identities:
        if identity.table != table.code or identity.along != "row" or len(identity.total) != 1:
            continue
        for row in dict.fromkeys(row for row, _ in keys):
            parts = [(row, code) for code in identity.parts]
            total = (row, identity.total[0])
            if (not identity.only or row in identity.only) and all(key in at for key in (*parts, total)):
                checks.append(Check([at[key] for key in parts], at[total], identity.relation == "sum"))
    try:
        return partings(pieces, checks, len(keys), budget)
    except TooManyError:
        return []
