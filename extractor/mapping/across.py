"""表四 with its rows side by side: each column's path names a row of the form and a column."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from extractor.mapping.cell_facts import count_fact
from extractor.mapping.matching import fit, match_columns
from extractor.mapping.placing import place, place_at
from extractor.mapping.strays import strays
from extractor.model.filing import CellStatus, Fact, Finding, Match, TableReading
from extractor.tables.parts import ends_early
from extractor.tables.vocabulary import vocabulary

if TYPE_CHECKING:
    from extractor.forms import Forms, Table
    from extractor.model.document import Cell
    from extractor.tables import Header, TableFound
    from extractor.tables.vocabulary import Vocabulary


def map_across(found: TableFound, forms: Forms, template: str, table: Table) -> TableReading:
    """Return the facts of 表四 from headers whose columns lead over rows and columns of the form."""
    words = vocabulary(forms)
    placed: dict[tuple[str, str], Cell] = {}
    seen: set[tuple[str, str]] = set()
    findings: list[Finding] = []
    matches: list[Match] = []
    cells: list[Cell | None]
    for row in found.rows:
        keys, columns = _keys(found.headers[row.header], forms, template, table)
        matches += columns
        if not _is_regular(found.headers[row.header], keys, table, words):
            cells = [None] * len(keys)
            short = True
        elif not row.sees_blanks or row.slots is None or ends_early(row, len(keys)):
            cells, short = place(row, len(keys), None)
        else:
            cells, short = place_at(row.slots, row.cells, len(keys))
        seen.update(keys)
        for key, at in zip(keys, cells, strict=True):
            if at is not None and key in table.cells:
                placed.setdefault(key, at)
        if short:
            lacking = dict.fromkeys(r for (r, _), at in zip(keys, cells, strict=True) if at is None and r)
            findings += [Finding("row-short", r, "", "", row.location) for r in lacking]
    rows = {r for r, _ in seen}
    findings += [Finding("row-missing", r, "", "", found.location) for r in table.rows if r not in rows]
    findings += [
        Finding("column-missing", "", c, "", found.location)
        for c in table.columns
        if not any((r, c) in seen for r in rows if r)
    ]
    facts = tuple(
        count_fact(r, c, placed[r, c]) if (r, c) in placed else Fact(r, c, CellStatus.ABSENT)
        for r, c in table.cells
    )
    return TableReading(
        template,
        table.code,
        facts,
        tuple(findings),
        (),
        tuple(dict.fromkeys(matches)),
        found.location,
        fit(matches),
        strays=strays(found, forms, facts, findings, matches),
    )


def _is_regular(header: Header, keys: list[tuple[str, str]], table: Table, words: Vocabulary) -> bool:
    """Tell a header whose parts are alike: where a label is lacking, those behind it stand elsewhere."""
    sizes = Counter(row for row, _ in keys)
    if len(set(sizes.values())) > 1:
        return False
    if len(sizes) > 1 and any(code and not row for row, code in keys):
        return False  # a part without its name
    return not any(
        not code and (words.code(table.code, "column", text) or words.code(table.code, "row", text))
        for text, (_, code) in zip((c.path[-1] for c in header.columns), keys, strict=True)
    )


def _keys(
    header: Header, forms: Forms, template: str, table: Table
) -> tuple[list[tuple[str, str]], list[Match]]:
    """Return (row, column) for each column of a header, empty codes where it could not be told."""
    words = vocabulary(forms)
    rows = []
    for column in header.columns:
        named = [words.row_named(table.code, text) for text in column.path[:-1]]
        rows.append(next((code for code in reversed(named) if code), ""))
    columns: list[Match] = []
    # Each part has the same five labels: they are matched part by part.
    first = 0
    for i in range(1, len(rows) + 1):
        if i == len(rows) or rows[i] != rows[first]:
            columns += _part(header, first, i, forms, template, table)
            first = i
    codes = [match.code for match in columns]
    whole = [row for row in table.rows for _ in table.columns]
    if codes == list(table.columns) * len(table.rows) and all(
        row in ("", form) for row, form in zip(rows, whole, strict=True)
    ):
        # The names of the parts were lost, or stand over their first columns only: all three are there, in
        # full, in the form's order.
        rows = whole
    return list(zip(rows, codes, strict=True)), columns


def _part(header: Header, first: int, last: int, forms: Forms, template: str, table: Table) -> list[Match]:
    width = len(table.columns)
    out: list[Match] = []
    step = width if (last - first) % width == 0 else last - first
    for i in range(first, last, step):
        out += match_columns(
            forms, template, table, tuple((c.path[-1],) for c in header.columns[i : i + step])
        )
    return out
