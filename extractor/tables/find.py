"""Find the official tables of a document, whatever their serialisation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.tables.across import AcrossReader
from extractor.tables.labelled import LabelledReader
from extractor.tables.parts import DataRow, TableFound
from extractor.tables.segments import Strip, segment
from extractor.tables.streams import read_streams
from extractor.tables.vocabulary import Vocabulary, vocabulary

if TYPE_CHECKING:
    from extractor.forms import Forms
    from extractor.model.document import Document

ACROSS = "proceedings"


def find_tables(document: Document, forms: Forms) -> tuple[TableFound, ...]:
    """Return the official tables found, in the order of the forms.

    Grids with known spans are read as such; what they do not hold is looked for in the text.
    """
    words = vocabulary(forms)
    found = {table: _exact(table, strips, words) for table, strips in segment(document, words).items()}
    if any(form.tables.keys() <= found.keys() for form in forms.forms.values()):
        return _in_order(found, forms)
    for table, part in read_streams(document, forms, words, frozenset(found)).items():
        found[table] = part
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
    whole = TableFound(table, tuple(reader.headers), tuple(reader.rows), True, strips[0].grid.location, taken)
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
                and texts[-1].isdigit()
            ):
                hits += 1
    return hits >= 2


def split_copies(whole: TableFound, words: Vocabulary) -> TableFound:
    """Part a table that is printed twice: its first data row occurs again. A repeated header is no copy."""
    starts = [0]
    if whole.table == ACROSS and not any(row.labels for row in whole.rows):
        printed: set[tuple[str, ...]] = set()
        for number, row in enumerate(whole.rows):
            paths = {c.path for c in whole.headers[row.header].columns} if row.header >= 0 else set()
            if printed & paths:
                starts.append(number)
                printed = set()
            printed |= paths
    else:
        first = next((code for row in whole.rows if (code := _code(row, whole.table, words))), "")
        begin = next((n for n, row in enumerate(whole.rows) if _code(row, whole.table, words) == first), 0)
        starts += [
            n
            for n, row in enumerate(whole.rows)
            if n > begin and first and _code(row, whole.table, words) == first
        ]
    if len(starts) == 1:
        return whole
    parts = [
        TableFound(
            whole.table, whole.headers, whole.rows[a:b], whole.exact, whole.rows[a].location, whole.taken
        )
        for a, b in zip(starts, [*starts[1:], len(whole.rows)], strict=True)
    ]
    return TableFound(
        whole.table, whole.headers, parts[0].rows, whole.exact, whole.location, whole.taken, tuple(parts[1:])
    )


def _code(row: DataRow, table: str, words: Vocabulary) -> str:
    return words.code(table, "row", row.labels[-1]) if row.labels and row.cells else ""
