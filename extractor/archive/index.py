"""The index of an archive: what is held of every filing, and who filed it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from extractor.model.filing import FilingStatus
from extractor.organizations.resolve import Organization, Signed, resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pyarrow as pa
    from numpy.typing import NDArray

    from extractor.archive.view import View

COLUMNS = ("filing_id", "source", "organization", "year", "template", "status")
REPORTS = (FilingStatus.OK, FilingStatus.PARTIAL, FilingStatus.NO_TABLES)
ID = "S16"


@dataclass(frozen=True)
class Index:
    """All filings, by position (their order in the archive).

    ``of``: the position of the organization in ``organizations``, -1 where it is unknown or the filing is
    no report; ``years``: 0 where unknown. ``ids`` are those of the filings, ``order`` sorts them.
    """

    ids: NDArray[np.bytes_]
    order: NDArray[np.int64]
    sources: list[str]
    years: NDArray[np.int64]
    templates: list[str]
    of: NDArray[np.int64]
    organizations: list[Organization]

    def __len__(self) -> int:
        return len(self.sources)

    def filing_id(self, position: int) -> str:
        """Return the id of a filing."""
        return bytes(self.ids[position]).decode("ascii")

    def positions(self, ids: NDArray[np.bytes_]) -> NDArray[np.int64]:
        """Return where the filings with these ids stand; -1 for one that is not in the index."""
        if not len(self.ids):
            return np.full(len(ids), -1, np.int64)
        at = np.searchsorted(self.ids, ids, sorter=self.order)
        found = self.order[np.minimum(at, len(self.ids) - 1)]
        return np.where(self.ids[found] == ids, found, -1)

    def in_series(self) -> NDArray[np.bool_]:
        """Tell the filings whose organization and year are known."""
        return (self.of >= 0) & (self.years > 0)


def build_index(view: View, renamed: Mapping[str, str]) -> Index:
    """Return the index of an archive; ``renamed`` is the user's mapping of renamed bodies."""
    table = view.table("filings", COLUMNS)
    sources, names, statuses = (table.column(c).to_pylist() for c in ("source", "organization", "status"))
    # what pyarrow itself has for this would load pandas
    years = np.nan_to_num(table.column("year").cast("float64").to_numpy()).astype(np.int64)
    signed = [
        Signed(name if status in REPORTS else "", int(year), source)
        for name, status, year, source in zip(names, statuses, years, sources, strict=True)
    ]
    resolved = resolve(signed, renamed)
    ids = id_array(table.column("filing_id"))
    return Index(
        ids,
        np.argsort(ids, kind="stable"),
        sources,
        years,
        table.column("template").to_pylist(),
        np.array(resolved.of_filing, np.int64),
        resolved.organizations,
    )


def id_array(column: pa.Array | pa.ChunkedArray) -> NDArray[np.bytes_]:
    """Return ids as an array of bytes."""
    return np.array(column.to_pylist(), dtype=ID) if len(column) else np.empty(0, ID)
