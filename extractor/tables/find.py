"""Find the official tables of a document, whatever their serialisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.filing import CellStatus
from extractor.tables.across import AcrossReader
from extractor.tables.copies import ACROSS, split_copies
from extractor.tables.labelled import LabelledReader
from extractor.tables.parts import TableFound
from extractor.tables.runs import read_runs
from extractor.tables.segments import Strip, segment
from extractor.tables.streams import read_streams
from extractor.tables.vocabulary import Vocabulary, vocabulary
from extractor.text.values import read_value

if TYPE_CHECKING:
    from extractor.forms import Forms
    from extractor.model.document import Document


def find_tables(document: Document, forms: Forms) -> tuple[TableFound, ...]:
    """Return the official tables found, in the order of the forms.

    Grids with known spans are read as such; what they do not hold is looked for in the text.
    """
    words = vocabulary(forms)
    found = {table: _exact(table, strips, words) for table, strips in segment(document, words).items()}
    if any(form.tables.keys() <= found.keys() for form in forms.forms.values()):
        return _in_order(found, forms)
    found |= read_streams(document, forms, words, frozenset(found))
    if not any(form.tables.keys() <= found.keys() for form in forms.forms.values()):
        for part in read_runs(document, forms, words, frozenset(found)):
            found[part.table] = part
    return _in_order(found, forms)


def _in_order(found: dict[str, TableFound], forms: Forms) -> tuple[TableFound, ...]:
    order = list(dict.fromkeys(code for form in forms.forms.values() for code in form.tables))
    return tuple(
        found[table] for table in order if table in found and (found[table].rows or found[table].headers)
    )


def _exact(table: str, strips: list[Strip], words: Vocabulary) -> TableFound:
    reader: AcrossReader | LabelledReader
    labelled = LabelledReader(table, words)
    if table == ACROSS and not _names_rows_at_left(strips, words):
        reader = AcrossReader(table, words)
    else:
        reader = labelled
    for strip in strips:
        reader.read(strip)
    taken = frozenset(
        cell.location for strip in strips for row in strip.grid.rows[strip.first : strip.last] for cell in row
    )
    whole = TableFound(
        table,
        tuple(reader.headers),
        tuple(reader.rows),
        True,
        strips[0].grid.location,
        taken,
        numbered=reader.numbered,
    )
    return split_copies(whole, words)


def _names_rows_at_left(strips: list[Strip], words: Vocabulary) -> bool:
    """Tell a 表四 that was set with its rows below each other: a row label with numbers behind it."""
    hits = 0
    for strip in strips:
        for row in strip.grid.rows[strip.first : strip.last]:
            texts = [cell.text for cell in row if cell.text]
            if (
                len(texts) > 1
                and any(words.code(ACROSS, "row", t) for t in texts[:2])
                and read_value(texts[-1]).status is CellStatus.REPORTED
            ):
                hits += 1
    return hits >= 2
