"""Where the cells stand that a rule between filings cites: looked up afterwards, for those alone."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.archive.index import Index
    from extractor.archive.view import View


class Cell(NamedTuple):
    """A cell of a filing (by position)."""

    filing: int
    table: str
    row: str
    column: str


def locations(view: View, index: Index, cells: Iterable[Cell]) -> dict[Cell, str]:
    """Return the place of each cell, empty where it has none; one reading of each table that is asked for."""
    asked: dict[str, dict[tuple[str, str, str], Cell]] = defaultdict(dict)
    for cell in cells:
        asked[cell.table][index.filing_id(cell.filing), cell.row, cell.column] = cell
    found = dict.fromkeys((c for of in asked.values() for c in of.values()), "")
    for table, wanted in asked.items():
        ids = pa.array(sorted({key[0] for key in wanted}))
        for batch in view.batches(table, ("filing_id", "row", "column", "location")):
            some = batch.filter(pc.is_in(batch.column("filing_id"), ids))
            columns = (some.column(name).to_pylist() for name in ("filing_id", "row", "column", "location"))
            for key, row, column, location in zip(*columns, strict=True):
                named = wanted.get((key, row, column))
                if named is not None:
                    found[named] = location
    return found
