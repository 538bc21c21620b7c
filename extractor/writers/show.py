"""What the program saw in one file: blocks, grids with places, what each cell was told to be, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.model.document import Document, Grid
from extractor.version import VERSION
from extractor.writers.pages import render
from extractor.writers.printing import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.forms import Forms
    from extractor.model.document import Block, Cell
    from extractor.model.filing import Filing, Section, TableReading, Violation
    from extractor.writers.words import Language

BLOCKS = 5000
GRID_ROWS = 500
"""A page that draws more than this does not open; how much is left out is said."""


class SeenCell(NamedTuple):
    """A cell of a grid and what it was told to be: a ``label``, a ``number``, nothing; ``path``: in full."""

    cell: Cell
    css: str
    told: str
    path: str


class _Told(NamedTuple):
    """What was told of cells, by place; of labels whose place is not known, by their text."""

    places: dict[str, tuple[str, str, str]]
    texts: dict[str, list[tuple[str, str, str]]]

    def of(self, cell: Cell) -> tuple[str, str, str]:
        if cell.location in self.places:
            return self.places[cell.location]
        same = self.texts.get(cell.text, [])
        # the same words may be a row here and a column there: all that they were told to be
        return (
            (same[0][0], " | ".join(dict.fromkeys(t for _, t, _ in same)), same[0][2])
            if same
            else ("", "", "")
        )


class SeenBlock(NamedTuple):
    """A block of the document; ``rows`` are those of a grid, ``hidden`` counts what is not drawn."""

    block: Block
    grid: Grid | None
    rows: list[list[SeenCell]]
    hidden: int
    section: Section | None


def show_page(
    document: Document | None,
    filing: Filing,
    violations: list[Violation],
    *,
    details: Sequence[tuple[str, str]],
    forms: Forms,
    language: Language,
) -> str:
    """Return the page; ``details`` are further names and values about the reading (encoding, say).

    A file that could not be read has no document: the page then says why, and shows no block.
    """
    document = document or Document((), "", (), filing.media_type, filing.reader)
    told = _told(filing, forms)
    sections = {s.location: s for s in filing.sections}
    blocks = [_seen(b, told, sections) for b in document.blocks[:BLOCKS]]
    return render(
        "show.html",
        language,
        version=VERSION,
        document=document,
        filing=filing,
        violations=violations,
        details=details,
        blocks=blocks,
        blocks_hidden=len(document.blocks) - len(blocks),
        tables=[(t, _facts(t, forms)) for t in filing.tables],
    )


def _told(filing: Filing, forms: Forms) -> _Told:
    told = _Told({}, {})
    for table in filing.tables:
        form = forms.table(table.template, table.table)
        for match in (*table.row_matches, *table.column_matches):
            sure = match.method in ("exact", "alias")
            css = "lostlabel" if not match.code else "label" if sure else "label weak"
            second = f" / {match.runner_up} {match.runner_up_score:.2f}" if match.runner_up else ""
            seen = css, f"{match.code or '—'} {match.method} {match.score:.2f}{second}", match.printed
            if match.location:
                told.places[match.location] = seen
            else:
                told.texts.setdefault(match.printed.rpartition("/")[2], []).append(seen)
        for fact in table.facts:
            path = f"{form.rows[fact.row].label} × {form.columns[fact.column].label}"
            value = plain(fact.value) or fact.status
            told.places[fact.location] = "number", f"{fact.row} × {fact.column} = {value}", path
    told.places.pop("", None)
    return told


def _seen(block: Block, told: _Told, sections: dict[str, Section]) -> SeenBlock:
    if not isinstance(block, Grid):
        return SeenBlock(block, None, [], 0, sections.get(block.location))
    rows = [[SeenCell(c, *told.of(c)) for c in row] for row in block.rows[:GRID_ROWS]]
    return SeenBlock(block, block, rows, len(block.rows) - len(rows), None)


def _facts(table: TableReading, forms: Forms) -> list[tuple[str, str, str, str, str, str]]:
    form = forms.table(table.template, table.table)
    rows, columns = form.rows, form.columns
    return [
        (rows[f.row].label, columns[f.column].label, f.status.value, plain(f.value), f.raw, f.location)
        for f in table.facts
    ]
