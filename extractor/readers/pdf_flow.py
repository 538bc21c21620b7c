"""Pages → the blocks of a document: what pages repeat is left out, what they cut is joined again."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.readers.pdf_gaps import gap_grid, gap_tables
from extractor.readers.pdf_lines import FreeLine
from extractor.readers.pdf_prose import is_continued, is_page_number, paragraphs, running_lines
from extractor.readers.pdf_tables import Table, as_grid, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.model.document import Block
    from extractor.readers.pdf_columns import Columns


class Leaf(NamedTuple):
    """What a page holds: its height, and its lines and tables from the top down."""

    height: float
    items: list[FreeLine | Table]

    def lines(self) -> list[FreeLine]:
        """The lines outside tables."""
        return [item for item in self.items if isinstance(item, FreeLine)]


def blocks_of(leaves: Sequence[Leaf]) -> Iterator[Block]:
    """Yield the blocks of a document, given its pages in order."""
    yield from _blocks(_items(leaves))


def _items(leaves: Sequence[Leaf]) -> Iterator[FreeLine | Table]:
    """Yield the lines and tables of all pages; what pages repeat is left out, tables are joined again."""
    running = running_lines([(leaf.height, leaf.lines()) for leaf in leaves])
    last: Table | None = None
    for leaf in leaves:
        first = True
        skipped: list[FreeLine] = []
        for item in leaf.items:
            if isinstance(item, FreeLine):
                if is_page_number(item, leaf.height) or (item.page, item.top) in running:
                    continue
                if first and last is not None and is_continued(item):
                    skipped.append(item)
                    continue
                if last is not None:
                    yield last
                    last = None
                yield from skipped
                skipped = []
                yield item
            elif first and last is not None and (whole := joined(last, item)) is not None:
                last = whole
                skipped = []
            else:
                if last is not None:
                    yield last
                yield from skipped
                skipped = []
                last = item
            first = False
    if last is not None:
        yield last


def _blocks(items: Iterator[FreeLine | Table]) -> Iterator[Block]:
    lines: list[FreeLine] = []
    columns: Columns = ()
    for item in [*items, None]:
        if isinstance(item, FreeLine):
            lines.append(item)
            continue
        at = 0
        for first, end in gap_tables(lines):
            yield from paragraphs(lines[at:first])
            grid, columns = gap_grid(lines[first:end], columns if first == at else ())
            yield grid
            at = end
        yield from paragraphs(lines[at:])
        lines, columns = [], ()
        if item is not None:
            yield as_grid(item)
