"""Tables laid out as some before them: where each template cell stands is known, only the cells are read.

Most filings of a site print the same labels in the same spans. Their decisions are taken once: what a
table's labels, spans and kinds of cell (number, blank, mark for none) say is the key, and the places of
the template cells are kept. Whatever depends on the numbers themselves is never kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from extractor.mapping.cell_facts import ABSENT, AMOUNT
from extractor.mapping.facts import Candidate, map_table
from extractor.mapping.remembered import Layout, Sheet, positions, printed
from extractor.model.document import Grid, Paragraph
from extractor.model.filing import CellStatus
from extractor.model.shape import ShapedRows
from extractor.tables import find_tables
from extractor.tables.across import names_part
from extractor.tables.parts import ends_early
from extractor.tables.segments import is_near
from extractor.tables.vocabulary import vocabulary
from extractor.text.values import read_value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from extractor.forms import Forms
    from extractor.mapping.remembered import Address
    from extractor.model.document import Cell, Document
    from extractor.model.filing import TableReading
    from extractor.model.shape import Shape
    from extractor.tables import TableFound

_MOST = 1024  # layouts kept; an archive has fewer, and a hostile one must not fill the memory
_MOST_ONCE = 100_000
_MOST_TEXTS = 50_000
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class TablesRead:
    """What a document's tables could be: candidates for each table, the best first, and the places taken."""

    candidates: tuple[tuple[Candidate, ...], ...]
    taken: frozenset[str]


class _Evidence(NamedTuple):
    """A grid that prints a label of a form, and what its reading depends on besides its cells.

    ``named``: the part of 表四 that the line before names; ``near``: it stands close behind the grid before.
    """

    grid: Grid
    named: str
    near: bool


class _Kept(NamedTuple):
    """The layouts of some grids, and which of their cells are in no table: the headings between them."""

    tables: tuple[tuple[Layout, ...], ...]
    free: frozenset[Address]


class _Sheets(NamedTuple):
    """The same for grids of known shapes, and which of all their cells hold numbers."""

    tables: tuple[tuple[Sheet, ...], ...]
    free: frozenset[Address]
    numbers: tuple[int, ...]


class TableReader:
    """Reads the tables of documents, remembering the layouts it has seen."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._words = vocabulary(forms)
        self._kept: dict[tuple[object, ...], _Kept] = {}
        self._sheets: dict[tuple[object, ...], _Sheets | None] = {}
        self._met_once: set[int] = set()
        self._atoms: dict[str, object] = {}
        self._shapes: dict[Shape, bool] = {}

    def read(self, document: Document) -> TablesRead:
        """Return the candidates for every official table of the document."""
        evidence = self._evidence(document)
        return self._of_shapes(evidence) or self._of_cells(document, evidence)

    def _of_shapes(self, evidence: list[_Evidence]) -> TablesRead | None:
        """Return the tables of grids whose shapes were met together before."""
        grids = [e.grid for e in evidence]
        rows = [grid.rows for grid in grids]
        if not rows or not all(isinstance(r, ShapedRows) for r in rows):
            return None
        shaped = cast("list[ShapedRows]", rows)
        key = tuple([(e.named, e.near, r.shape) for e, r in zip(evidence, shaped, strict=True)])
        sheets = self._sheets.get(key)
        if sheets is None and key not in self._sheets:
            kept = self._kept.get(self._key(evidence))
            if kept is None:
                return None
            if len(self._sheets) >= _MOST:
                self._sheets.clear()
            sheets = self._sheets[key] = _sheets_of(kept, [r.shape for r in shaped])
        cells = printed(shaped, sheets.numbers) if sheets else None
        if sheets is None or cells is None:
            return None
        return TablesRead(
            tuple(
                tuple(_candidate(s.layout.reading, partial(s.fill, cells, grids)) for s in of_table)
                for of_table in sheets.tables
            ),
            frozenset()
            .union(*(r.shape.set_of_places(r.table) for r in shaped))
            .difference(shaped[grid].place(row, cell) for grid, row, cell in sheets.free),
        )

    def _of_cells(self, document: Document, evidence: list[_Evidence]) -> TablesRead:
        """Return the tables by what each cell says: as some before, or else by their labels."""
        grids, key = [e.grid for e in evidence], self._key(evidence)
        kept = self._kept.get(key) if grids else None
        if kept is not None:
            return TablesRead(
                tuple(
                    tuple(_candidate(x.reading, partial(x.fill, grids)) for x in layouts)
                    for layouts in kept.tables
                ),
                frozenset([cell.location for grid in grids for row in grid.rows for cell in row]).difference(
                    grids[grid].rows[row][cell].location for grid, row, cell in kept.free
                ),
            )
        found = find_tables(document, self._forms)
        candidates = tuple(map_table(table, self._forms) for table in found)
        taken = frozenset[str]().union(*(table.taken for table in found))
        tables = {table.table for table in found}
        whole = any(form.tables.keys() <= tables for form in self._forms.forms.values())
        # A table that the grids lack may stand in the text, which is no part of the key.
        if grids and whole and all(map(_is_regular, found)) and self._met_before(hash(key)):
            self._keep(key, grids, candidates, taken)
        return TablesRead(candidates, taken)

    def _met_before(self, key: int) -> bool:
        """Tell a layout that comes again: most of those of a varied archive do not, and are not worth keeping."""
        if key in self._met_once:
            return True
        if len(self._met_once) >= _MOST_ONCE:
            self._met_once.clear()
        self._met_once.add(key)
        return False

    def _keep(
        self,
        key: tuple[object, ...],
        grids: list[Grid],
        candidates: tuple[tuple[Candidate, ...], ...],
        taken: frozenset[str],
    ) -> None:
        where = {
            cell.location: (g, r, i)
            for g, grid in enumerate(grids)
            for r, row in enumerate(grid.rows)
            for i, cell in enumerate(row)
        }
        free = frozenset(at for place, at in where.items() if place not in taken)
        for g, grid in enumerate(grids):
            where.setdefault(grid.location, (g, -1, -1))
        layouts = []
        for of_table in candidates:
            # Only the best are ever asked for; a row that the form lacks is shown with its own numbers.
            best = [c.read() for c in of_table if c.score == of_table[0].score]
            made = [self._layout(reading, where) for reading in best]
            if None in made or any(
                r.strays or any(f.rule == "row-unexpected" for f in r.findings) for r in best
            ):
                return
            layouts.append(tuple(x for x in made if x is not None))
        if len(self._kept) >= _MOST:
            self._kept.clear()
        self._kept[key] = _Kept(tuple(layouts), free)

    def _layout(self, reading: TableReading, where: dict[str, Address]) -> Layout | None:
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
        return Layout(
            reading,
            tuple(cells),
            where.get(reading.location),
            tuple(where.get(f.location) for f in reading.findings),
        )

    def _evidence(self, document: Document) -> list[_Evidence]:
        """Return the grids that print a label of a form; none where a grid is inexact: then text may hold more."""
        evidence: list[_Evidence] = []
        between: list[Paragraph] = []
        for block in document.blocks:
            if not isinstance(block, Grid):
                between.append(block)
                continue
            if not block.exact:
                return []
            if self._is_evident(block):
                named = names_part(between[-1].text, self._words) if between else ""
                evidence.append(_Evidence(block, named, bool(evidence) and is_near(between)))
            between = []
        return evidence

    def _is_evident(self, grid: Grid) -> bool:
        rows = grid.rows
        if not isinstance(rows, ShapedRows):
            return self._says_label(rows)
        found = self._shapes.get(rows.shape)
        if found is None:
            if len(self._shapes) >= _MOST:
                self._shapes.clear()
            found = self._shapes[rows.shape] = self._says_label(rows)
        return found

    def _says_label(self, rows: Sequence[tuple[Cell, ...]]) -> bool:
        speaks_for = self._words.speaks_for
        return any(len(text) <= _LONGEST and speaks_for(text) for row in rows for text, *_ in row)

    def _key(self, evidence: list[_Evidence]) -> tuple[object, ...]:
        """Return all that the reading of some grids depends on."""
        if len(self._atoms) >= _MOST_TEXTS:
            self._atoms.clear()
        atoms = self._atoms
        key: list[object] = []
        for grid, named, near in evidence:
            shape: list[object] = []
            for row in grid.rows:
                for text, _location, _row, _column, rowspan, colspan, _confidence in row:
                    atom = atoms.get(text)
                    shape.append(self._atom(text) if atom is None else atom)
                    if rowspan != 1 or colspan != 1:
                        shape.append((rowspan, colspan))
                shape.append(None)
            key.append((named, near, tuple(shape)))
        return tuple(key)

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
        return atom


def _is_regular(found: TableFound) -> bool:
    """Tell a table whose reading depends on its labels and spans alone, not on where numbers happen to be."""
    return (
        found.exact
        and not found.copies
        and not found.numbered
        and all(
            not row.cells
            or (row.slots is not None and not ends_early(row, len(found.headers[row.header].columns)))
            for row in found.rows
        )
    )


def _candidate(reading: TableReading, read: Callable[[], TableReading]) -> Candidate:
    return Candidate(reading.table, reading.template, reading.score, read)


def _sheets_of(kept: _Kept, shapes: list[Shape]) -> _Sheets | None:
    try:
        sheets = tuple(tuple(Sheet(layout, shapes) for layout in of_table) for of_table in kept.tables)
    except ValueError:
        return None
    return _Sheets(sheets, kept.free, positions(shapes)[1])


_READERS: dict[str, TableReader] = {}


def table_reader(forms: Forms) -> TableReader:
    """Return the reader for the forms, one for a process."""
    found = _READERS.get(forms.version)
    if found is None:
        found = _READERS[forms.version] = TableReader(forms)
    return found


def forget() -> None:
    """Forget every layout met so far."""
    _READERS.clear()
