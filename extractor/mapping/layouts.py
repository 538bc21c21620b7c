"""Tables laid out as some before them: where each template cell stands is known, only the cells are read.

Most filings of a site print the same labels in the same spans. Their decisions are taken once: what a
table's labels, spans and kinds of cell (number, blank, mark for none) say is the key, and the places of
the template cells are kept. Whatever depends on the numbers themselves is never kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extractor.mapping.cell_facts import ABSENT, AMOUNT, amount_fact, count_fact
from extractor.mapping.facts import map_table
from extractor.model.document import Grid, Paragraph
from extractor.model.filing import CellStatus, Fact, TableReading
from extractor.tables import find_tables
from extractor.tables.across import names_part
from extractor.tables.parts import ends_early
from extractor.tables.vocabulary import vocabulary
from extractor.text.values import read_value

if TYPE_CHECKING:
    from collections.abc import Callable

    from extractor.forms import Forms
    from extractor.model.document import Document
    from extractor.tables import TableFound

Address = tuple[int, int, int]
"""A cell: the number of its grid among those that print labels of a form, its row, its place in the row."""

_MOST = 1024  # layouts kept; an archive has fewer, and a hostile one must not fill the memory
_MOST_TEXTS = 50_000
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Candidate:
    """A table under one form: how well it fits, and the way to its reading."""

    table: str
    template: str
    score: float
    read: Callable[[], TableReading]


@dataclass(frozen=True, slots=True)
class TablesRead:
    """What a document's tables could be: candidates for each table, the best first, and the places taken."""

    candidates: tuple[tuple[Candidate, ...], ...]
    taken: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Layout:
    """A reading without its numbers: each template cell with its address, unit, and the unit printed."""

    reading: TableReading
    cells: tuple[tuple[str, str, Address | None, str, str], ...]
    location: Address | None
    findings: tuple[Address | None, ...]

    def fill(self, grids: list[Grid]) -> TableReading:
        """Return the reading with the cells of these grids."""
        facts = []
        for row, column, address, unit, printed in self.cells:
            if address is None:
                facts.append(Fact(row, column, ABSENT))
                continue
            grid, r, i = address
            cell = grids[grid].rows[r][i]
            if unit == AMOUNT:
                facts.append(amount_fact(row, column, cell, printed))
            else:
                facts.append(count_fact(row, column, cell, unit))
        reading = self.reading
        findings = reading.findings
        if findings:
            findings = tuple(
                replace(finding, location=_place(grids, at, finding.location))
                for finding, at in zip(findings, self.findings, strict=True)
            )
        return replace(
            reading,
            facts=tuple(facts),
            findings=findings,
            location=_place(grids, self.location, reading.location),
        )


def _place(grids: list[Grid], address: Address | None, otherwise: str) -> str:
    if address is None:
        return otherwise
    grid, row, cell = address
    if row < 0:
        return grids[grid].location
    return grids[grid].rows[row][cell].location


class TableReader:
    """Reads the tables of documents, remembering the layouts it has seen."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._words = vocabulary(forms)
        self._kept: dict[tuple[object, ...], tuple[tuple[_Layout, ...], ...]] = {}
        self._atoms: dict[str, object] = {}
        self._evident: set[str] = set()

    def read(self, document: Document) -> TablesRead:
        """Return the candidates for every official table of the document."""
        grids, key = self._key(document)
        kept = self._kept.get(key) if grids else None
        if kept is not None:
            return TablesRead(
                tuple(
                    tuple(
                        Candidate(x.reading.table, x.reading.template, x.reading.score, _filler(x, grids))
                        for x in layouts
                    )
                    for layouts in kept
                ),
                frozenset([cell.location for grid in grids for row in grid.rows for cell in row]),
            )
        found = find_tables(document, self._forms)
        readings = [map_table(table, self._forms).readings for table in found]
        taken = frozenset[str]().union(*(table.taken for table in found))
        tables = {table.table for table in found}
        whole = any(form.tables.keys() <= tables for form in self._forms.forms.values())
        # A table that the grids lack may stand in the text, which is no part of the key.
        if grids and whole and all(map(_is_regular, found)):
            self._keep(key, grids, readings, taken)
        return TablesRead(
            tuple(
                tuple(Candidate(r.table, r.template, r.score, _given(r)) for r in of_table)
                for of_table in readings
            ),
            taken,
        )

    def _keep(
        self,
        key: tuple[object, ...],
        grids: list[Grid],
        readings: list[tuple[TableReading, ...]],
        taken: frozenset[str],
    ) -> None:
        if any(cell.location not in taken for grid in grids for row in grid.rows for cell in row):
            return  # a grid that is only in part of a table: its headings are not to be taken
        where = {
            cell.location: (g, r, i)
            for g, grid in enumerate(grids)
            for r, row in enumerate(grid.rows)
            for i, cell in enumerate(row)
        }
        for g, grid in enumerate(grids):
            where.setdefault(grid.location, (g, -1, -1))
        layouts = []
        for of_table in readings:
            # Only the best are ever asked for; a row that the form lacks is shown with its own numbers.
            best = [reading for reading in of_table if reading.score == of_table[0].score]
            made = [self._layout(reading, where) for reading in best]
            if None in made or any(f.rule == "row-unexpected" for r in best for f in r.findings):
                return
            layouts.append(tuple(x for x in made if x is not None))
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[key] = tuple(layouts)

    def _layout(self, reading: TableReading, where: dict[str, Address]) -> _Layout | None:
        table = self._forms.table(reading.template, reading.table)
        cells = []
        for fact in reading.facts:
            address = where.get(fact.location) if fact.location else None
            if (fact.status is not ABSENT and address is None) or "\n" in fact.raw:
                return None
            unit = table.unit(fact.row, fact.column)
            if unit == AMOUNT and read_value(fact.raw).unit:
                return None  # the cell prints its own unit: what the header prints is not known here
            cells.append((fact.row, fact.column, address, unit, fact.unit_printed))
        return _Layout(
            reading,
            tuple(cells),
            where.get(reading.location),
            tuple(where.get(f.location) for f in reading.findings),
        )

    def _key(  # noqa: C901 - one pass over every cell, kept flat for speed
        self, document: Document
    ) -> tuple[list[Grid], tuple[object, ...]]:
        """Return the grids that print a label of a form, and all that their reading depends on."""
        grids: list[Grid] = []
        key: list[object] = []
        if len(self._atoms) >= _MOST_TEXTS:
            self._atoms.clear()
            self._evident.clear()
        atoms, evident = self._atoms, self._evident
        before: Paragraph | None = None
        for block in document.blocks:
            if not isinstance(block, Grid):
                before = block
                continue
            if not block.exact:
                return [], ()
            told = False
            shape: list[object] = []
            for row in block.rows:
                for text, _location, _row, _column, rowspan, colspan in row:
                    atom = atoms.get(text)
                    if atom is None:
                        atom = self._atom(text)
                    elif not told and text in evident:
                        told = True
                    shape.append(atom)
                    if rowspan != 1 or colspan != 1:
                        shape.append((rowspan, colspan))
                shape.append(None)
            if told or any(text in evident for row in block.rows for text, *_ in row):
                grids.append(block)
                named = names_part(before.text, self._words) if before else ""
                key.append((named, tuple(shape)))
        return grids, tuple(key)

    def _atom(self, text: str) -> object:
        """Return what of a cell's text decides anything: its kind where it is a value, else the text."""
        reading = read_value(text)
        atom: object = text
        if reading.status is CellStatus.BLANK:
            atom = 0
        elif reading.status is CellStatus.NIL:
            atom = 1
        elif reading.status is CellStatus.REPORTED and not reading.unit and "\n" not in text:
            atom = 2
        if len(text) <= _LONGEST:
            self._atoms[text] = atom
            if self._words.speaks_for(text):
                self._evident.add(text)
        return atom


def _is_regular(found: TableFound) -> bool:
    """Tell a table whose reading depends on its labels and spans alone, not on where numbers happen to be."""
    return (
        found.exact
        and not found.copies
        and all(
            not row.cells
            or (row.slots is not None and not ends_early(row, len(found.headers[row.header].columns)))
            for row in found.rows
        )
    )


def _filler(layout: _Layout, grids: list[Grid]) -> Callable[[], TableReading]:
    return lambda: layout.fill(grids)


def _given(reading: TableReading) -> Callable[[], TableReading]:
    return lambda: reading


_READERS: dict[str, TableReader] = {}


def table_reader(forms: Forms) -> TableReader:
    """Return the reader for the forms, one for a process."""
    found = _READERS.get(forms.version)
    if found is None:
        found = _READERS[forms.version] = TableReader(forms)
    return found
