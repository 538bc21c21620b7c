"""The filings of an organization in the order of their years."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from extractor.archive.index import Index

YEARS = 10_000


@dataclass(frozen=True)
class Series:
    """The filings whose organization and year are known, sorted by both; ``keys`` is of both in one number.

    ``starts`` and ``ends`` bound the filings of each key of ``distinct``.
    """

    filings: NDArray[np.int64]
    keys: NDArray[np.int64]
    distinct: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]

    def group(self, key: int) -> NDArray[np.int64]:
        """Return the filings of an organization and year, in the order of the archive."""
        at = int(np.searchsorted(self.distinct, key))
        if at == len(self.distinct) or self.distinct[at] != key:
            return np.empty(0, np.int64)
        return self.filings[self.starts[at] : self.ends[at]]

    def crowded(self) -> Iterator[NDArray[np.int64]]:
        """Yield the filings of each organization and year that has several."""
        for at in np.flatnonzero(self.ends - self.starts > 1):
            yield self.filings[self.starts[at] : self.ends[at]]

    def pairs(self) -> NDArray[np.int64]:
        """Return (filing, key of the year before) for every filing with a year before it in the archive."""
        before = self.keys - 1
        at = np.minimum(np.searchsorted(self.distinct, before), len(self.distinct) - 1)
        there = self.distinct[at] == before if len(self.distinct) else np.zeros(0, bool)
        return np.stack([self.filings[there], at[there]], axis=1)


def build_series(index: Index) -> Series:
    """Return the series of an index."""
    filings = np.flatnonzero(index.in_series())
    keys = index.of[filings] * YEARS + index.years[filings]
    order = np.lexsort((filings, keys))
    filings, keys = filings[order], keys[order]
    distinct, starts, counts = np.unique(keys, return_index=True, return_counts=True)
    return Series(filings, keys, distinct, starts, starts + counts)
