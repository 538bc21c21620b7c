"""A table found on the page → its facts under each form that has such a table."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from extractor.mapping.across import map_across
from extractor.mapping.cell_facts import ABSENT, AMOUNT, amount_fact, count_fact
from extractor.mapping.glued import parted_cells
from extractor.mapping.matching import fit, in_order, match_columns, match_rows
from extractor.mapping.placing import FULL_ROWS_NEEDED, place, place_at, start_of_kind
from extractor.mapping.strays import strays
from extractor.model.filing import CellStatus, Fact, Finding, Match, TableReading
from extractor.tables.parts import ends_early
from extractor.tables.vocabulary import vocabulary
from extractor.text.normal import compact, fold, label_key
from extractor.text.values import COUNTING_WORDS, read_value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from extractor.forms import Block, Forms, Table
    from extractor.model.document import Cell
    from extractor.tables import DataRow, TableFound

_UNIT = re.compile(r"[十百千万亿]*元")
_TORN = re.compile(r"[百千万亿](?!元|分位)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table under one form: how well it fits, and the way to its reading."""

    table: str
    template: str
    score: float
    read: Callable[[], TableReading]


def map_table(found: TableFound, forms: Forms) -> tuple[Candidate, ...]:
    """Return a table under each form that has it, the best first; the facts are read where they are asked for."""
    candidates = [
        Mapper(forms, template, table).candidate(found)
        for template, form in forms.forms.items()
        if (table := form.tables.get(found.table)) is not None
    ]
    candidates.sort(key=lambda candidate: -candidate.score)
    if len(candidates) > 1:
        best, second = candidates[:2]
        read = cache(partial(_read_with_runner_up, best.read, second.template, second.score))
        candidates[0] = replace(best, read=read)
    return tuple(candidates)


def _read_with_runner_up(read: Callable[[], TableReading], template: str, score: float) -> TableReading:
    return replace(read(), runner_up=template, runner_up_score=score)


class _Told(NamedTuple):
    """What the labels of a table were told to be: its rows, and the columns of each header."""

    rows: tuple[Match, ...]
    headers: list[tuple[Match, ...]]

    @property
    def every(self) -> tuple[Match, ...]:
        return (*self.rows, *(match for header in self.headers for match in header))


class Mapper:
    """Maps one found table onto one table of one form."""

    def __init__(self, forms: Forms, template: str, table: Table) -> None:
        self._forms = forms
        self._template = template
        self._table = table

    def candidate(self, found: TableFound) -> Candidate:
        """Return how well the table fits; of a plain one, no cell is looked at yet."""
        if found.copies or self._is_special(found):
            reading = self.read(found)
            return Candidate(self._table.code, self._template, reading.score, lambda: reading)
        told = self._tell(found)
        read = cache(partial(self._plain, found, told))
        return Candidate(self._table.code, self._template, fit(told.every), read)

    def read(self, found: TableFound) -> TableReading:
        """Return the reading; a table printed twice is read twice and compared."""
        first = self._one(found)
        if not found.copies:
            return first
        return _compare([first, *(self._one(copy) for copy in found.copies)])

    def _one(self, found: TableFound) -> TableReading:
        if any(row.glued for row in found.rows):
            return self._glued(found)
        if self._is_special(found):
            return map_across(found, self._forms, self._template, self._table)
        return self._plain(found, self._tell(found))

    def _is_special(self, found: TableFound) -> bool:
        """Tell a table that is not read row by row: run together, or with its rows beside each other."""
        if any(row.glued for row in found.rows):
            return True
        return self._table.layout == "across" and not any(row.labels for row in found.rows)

    def _tell(self, found: TableFound) -> _Told:
        forms, template, table = self._forms, self._template, self._table
        rows = match_rows(forms, template, table, found.rows, broken=not found.exact)
        headers = [
            in_order(match_columns(forms, template, table, tuple(c.path for c in header.columns)))
            for header in found.headers
        ]
        return _Told(rows, [_in_place(found, number, matches) for number, matches in enumerate(headers)])

    def _plain(self, found: TableFound, told: _Told) -> TableReading:
        """Return the reading of a table whose rows have labels."""
        table = self._table
        row_matches, headers = told
        placed, findings = self._place(found, row_matches, headers)
        rows_at = {match.code: row for match, row in zip(row_matches, found.rows, strict=True) if match.code}
        findings += self._missing(found, rows_at, headers)
        findings += self._unexpected(found, row_matches, headers)
        facts = tuple(
            self._fact(r, c, placed.get((r, c)), rows_at.get(r), found, headers) for r, c in table.cells
        )
        facts = tuple(_doubted(fact, placed) for fact in facts)
        columns = tuple(dict.fromkeys(m for header in headers for m in header))
        return TableReading(
            self._template,
            table.code,
            facts,
            tuple(findings),
            row_matches,
            columns,
            found.location,
            fit(told.every),
            strays=strays(found, self._forms, facts, findings, told.every),
        )

    def _glued(self, found: TableFound) -> TableReading:
        """Return the reading of a table whose cells were run together."""
        table = self._table
        matches = match_rows(
            self._forms, self._template, table, [row for row in found.rows if row.labels], broken=True
        )
        codes = [match.code for match in matches] or [""]
        strings = {
            code: row.cells[0]
            for code, row in zip(codes, found.rows, strict=True)
            if code or table.layout == "across"
        }
        cells, parted = parted_cells(strings, self._forms.forms[self._template], table)
        facts = []
        for row, column in table.cells:
            key = row, column
            unit = table.unit(row, column)
            if key in parted:
                facts.append(parted[key])
            elif key not in cells:
                facts.append(Fact(row, column, ABSENT))
            elif unit == AMOUNT:
                labels = next(r.labels for c, r in zip(codes, found.rows, strict=True) if c == row)
                printed = _UNIT.search(compact(fold("".join(labels))))
                facts.append(amount_fact(row, column, cells[key], printed.group() if printed else ""))
            else:
                facts.append(count_fact(row, column, cells[key], unit))
        findings = [
            Finding("row-missing", code, "", "", found.location)
            for code in table.rows
            if code not in strings and "" not in strings
        ]
        return TableReading(
            self._template,
            table.code,
            tuple(facts),
            tuple(findings),
            matches,
            (),
            found.location,
            fit(matches),
        )

    def _place(  # noqa: C901, PLR0912 - the ways to place a row, one after the other
        self, found: TableFound, matches: Sequence[Match], headers: list[tuple[Match, ...]]
    ) -> tuple[dict[tuple[str, str], Cell], list[Finding]]:
        """Return the cell that stands for each template cell, and the rows that are short of one."""
        table = self._table
        placed: dict[tuple[str, str], Cell] = {}
        findings: list[Finding] = []
        kinds: dict[object, list[DataRow]] = defaultdict(list)
        starts: dict[tuple[object, int], int | None] = {}
        begun: Counter[object] = Counter()  # full rows of a kind, by where they start
        for match, row in zip(matches, found.rows, strict=True):
            if match.code and row.slots is None:
                kinds[self._kind(match.code, row)].append(row)
            elif match.code and row.slots:
                width = len(self._codes(row, headers, table.block_of[match.code]))
                begun[self._kind(match.code, row), row.start] += not ends_early(row, width)
        for match, row in zip(matches, found.rows, strict=True):
            if not match.code:
                continue
            block = table.block_of[match.code]
            codes = self._codes(row, headers, block)
            if row.slots is not None and not row.strayed:
                cells, short = place_at(row.slots, row.cells, len(codes))
                alike = begun[self._kind(match.code, row), row.start]
                if ends_early(row, len(codes)) and alike < FULL_ROWS_NEEDED:
                    cells, short = place(row, len(codes), None)
            elif row.aligned and not row.strayed and len(row.cells) == len(codes):
                cells, short = list(row.cells), False
            else:
                kind = self._kind(match.code, row)
                if (kind, len(codes)) not in starts:
                    starts[kind, len(codes)] = start_of_kind(kinds[kind], len(codes))
                cells, short = place(row, len(codes), starts[kind, len(codes)])
            wanted = {column.code for column in block.columns}
            for code, at in zip(codes, cells, strict=True):
                if at is not None and code in wanted:
                    placed.setdefault((match.code, code), at)
            kept = {id(at) for code, at in zip(codes, cells, strict=True) if not code or code in wanted}
            lost = any(cell.text and id(cell) not in kept for cell in row.cells)
            if short or lost:
                lacking = [c for c, at in zip(codes, cells, strict=True) if at is None and c in wanted]
                if lacking or lost or len(row.cells) > len(codes):
                    detail = f"{len([c for c in row.cells if c.text])}/{len(codes)}"
                    findings.append(
                        Finding("row-short", match.code, "", " ".join(row.labels), row.location, detail)
                    )
        return placed, findings

    def _kind(self, code: str, row: DataRow) -> object:
        return len(self._table.rows[code].path), self._table.block_of[code].caption, row.header

    def _codes(self, row: DataRow, headers: list[tuple[Match, ...]], block: Block) -> list[str]:
        """Return the codes of the value columns in the order of the page; the form's where no header is."""
        if row.header >= 0 and headers[row.header]:
            return [match.code for match in headers[row.header]]
        return [column.code for column in block.columns]

    def _missing(
        self, found: TableFound, rows_at: dict[str, DataRow], headers: list[tuple[Match, ...]]
    ) -> list[Finding]:
        table = self._table
        findings = [
            Finding("row-missing", code, "", "", found.location) for code in table.rows if code not in rows_at
        ]
        for block in table.blocks:
            present = [rows_at[row.code] for row in block.rows if row.code in rows_at]
            used = {row.header for row in present if row.header >= 0}
            if not used:
                continue
            printed = {match.code for i in used for match in headers[i]}
            at = block.rows[0].code if len(table.blocks) > 1 else ""
            findings += [
                Finding("column-missing", at, column.code, "", present[0].location)
                for column in block.columns
                if column.code not in printed
            ]
        return findings

    def _unexpected(
        self, found: TableFound, matches: Sequence[Match], headers: list[tuple[Match, ...]]
    ) -> list[Finding]:
        out = []
        for match, row in zip(matches, found.rows, strict=True):
            if match.code or not row.cells or self._is_filling(row):
                continue
            beside = _beside_form(row, found, headers)
            if any(
                read_value(cell.text).status is CellStatus.REPORTED and cell.column not in beside
                for cell in row.cells
            ):
                printed = " ".join((*row.labels, *(c.text for c in row.cells)))
                out.append(Finding("row-unexpected", "", "", printed, row.location))
        return out

    def _is_filling(self, row: DataRow) -> bool:
        """Tell a row of the header, not of the table: the numbers of columns (栏次), their units."""
        words = vocabulary(self._forms)
        return bool(row.labels) and all(words.code(self._table.code, "noise", t) for t in row.labels)

    def _fact(
        self,
        row: str,
        column: str,
        cell: Cell | None,
        source: DataRow | None,
        found: TableFound,
        headers: list[tuple[Match, ...]],
    ) -> Fact:
        if cell is None:
            return Fact(row, column, ABSENT)
        unit = self._table.unit(row, column)
        if unit != AMOUNT:
            return count_fact(row, column, cell, unit)
        printed = "" if source is None else self._unit_printed(column, source, found, headers)
        return amount_fact(row, column, cell, printed)

    def _unit_printed(
        self, column: str, row: DataRow, found: TableFound, headers: list[tuple[Match, ...]]
    ) -> str:
        """Return the unit that the header, the 单位 cell or the row's label prints for an amount."""
        texts = list(row.labels[-1:]) if row.labels and row.labels[-1] in COUNTING_WORDS else []
        if row.header >= 0:
            header = found.headers[row.header]
            texts += [
                " ".join(c.path)
                for c, match in zip(header.columns, headers[row.header], strict=True)
                if match.code == column
            ]
        texts += [text for text in row.labels if label_key(text).core]
        printed = [compact(fold(text)) for text in texts]
        unit = next((told.group() for text in printed if (told := _UNIT.search(text))), "")
        # 万 at the end of a line and 元 on a later one, with another label's piece between: not 元 alone.
        return "" if unit == "元" and any(_TORN.search(text) for text in printed) else unit


def _beside_form(row: DataRow, found: TableFound, headers: list[tuple[Match, ...]]) -> set[int]:
    """Return the columns of the page over which the header of a row prints none of the form's."""
    if row.header < 0 or not found.headers[row.header].certain:
        return set()
    columns = zip(found.headers[row.header].columns, headers[row.header], strict=True)
    return {at for column, match in columns if not match.code for at in range(column.start, column.end)}


def _in_place(found: TableFound, number: int, matches: tuple[Match, ...]) -> tuple[Match, ...]:
    """Take back the columns under a band that has numbers right under it.

    A label under it is lacking there, and those behind the lacking one stand over other columns.
    """
    columns = found.headers[number].columns
    bands = {text for column in columns for text in column.path[:-1]}
    filled = {slot for row in found.rows if row.header == number for slot in row.slots or ()}
    lacking = {
        column.path[-1]
        for i, (column, match) in enumerate(zip(columns, matches, strict=True))
        if i in filled and not match.code and column.path[-1] in bands
    }
    return tuple(
        Match(match.printed, "", "none", 0.0) if lacking.intersection(column.path[:-1]) else match
        for column, match in zip(columns, matches, strict=True)
    )


def _doubted(fact: Fact, placed: dict[tuple[str, str], Cell]) -> Fact:
    """Return the fact of digits on two lines as unreadable where a cell of its row or column is blank.

    Digits of one cell on two lines are one number; beside a blank they may as well be two cells' numbers.
    """
    if "\n" not in fact.raw or fact.status is not CellStatus.REPORTED:
        return fact
    for (row, column), cell in placed.items():
        if (row == fact.row) != (column == fact.column) and not cell.text:
            return fact._replace(status=CellStatus.UNREADABLE, value=None, doubtful=True)
    return fact


def _compare(readings: list[TableReading]) -> TableReading:
    """Return the first of several printings; cells on which they differ are unreadable with all texts."""
    first = readings[0]
    facts = []
    differing = []
    for fact, *others in zip(*(reading.facts for reading in readings), strict=True):
        if all((o.status, o.value) == (fact.status, fact.value) for o in others):
            facts.append(fact)
            continue
        differing.append((fact.row, fact.column))
        raw = " | ".join(f.raw for f in (fact, *others))
        facts.append(
            Fact(
                fact.row,
                fact.column,
                CellStatus.UNREADABLE,
                None,
                raw,
                fact.location or others[0].location,
                True,
            )
        )
    detail = " ".join("/".join(cell) for cell in differing)
    finding = Finding("table-duplicated", "", "", "", readings[1].location, detail)
    return TableReading(
        first.template,
        first.table,
        tuple(facts),
        (*first.findings, finding),
        first.row_matches,
        first.column_matches,
        first.location,
        first.score,
    )
