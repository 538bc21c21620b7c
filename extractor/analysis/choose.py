"""Which filing speaks for a body in a year, where an archive holds several."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from extractor.analysis.wide import CODE, VALUED
from extractor.model.filing import CellStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extractor.analysis.wide import Wide


@dataclass(frozen=True)
class Chosen:
    """``rows``: one line for each body and year, ``place`` the filing's row in the matrix (−1: conflict).

    ``left_out``: the filings that speak for no line, with the reason in ``reason``.
    """

    rows: pd.DataFrame
    left_out: pd.DataFrame


def choose(wide: Wide, prefer: Sequence[str] = ()) -> Chosen:
    """Return the filing for each body and year.

    A body is its ``organization_id`` where the run tells one, else its name as printed. Of several filings
    of one body and year that agree in every number both print, the one with the most ``reported`` cells
    counts, the first of equals. Where they differ none does, and the line is a conflict; but the first
    pattern of ``prefer`` (matched with the source, as ``*/2022.html``) that fits exactly one of them
    decides.
    """
    filings = wide.filings
    names = filings["organization"].astype("string")
    body = (
        filings["organization_id"].astype("string").fillna(names) if "organization_id" in filings else names
    )
    has_cells = (wide.status != CODE["not_on_form"]).any(axis=1)
    reason = pd.Series("", index=filings.index, dtype="string")
    reason = reason.mask(~has_cells, filings["status"].astype("string"))
    reason = reason.mask(has_cells & filings["year"].isna(), "year_unknown")
    reason = reason.mask(has_cells & names.isna(), "organization_unknown")
    lines = []
    open_ones = filings.assign(body=body)[reason == ""]
    for _, group in open_ones.groupby(["body", "year"], sort=False, observed=True):
        place, conflict = _one_of(wide, group, prefer)
        for number in group.index:
            if number != place:
                reason[number] = "conflict" if place < 0 else ("not_preferred" if conflict else "duplicate")
        lines.append((place, group.index[0], int(group["year"].iloc[0]), len(group), int(place < 0)))
    rows = pd.DataFrame(lines, columns=["place", "first", "year", "filings", "conflict"])
    left = filings.loc[reason != "", ["filing_id", "source", "organization", "year", "status"]]
    return Chosen(rows, left.assign(reason=reason[reason != ""]).reset_index(drop=True))


def _one_of(wide: Wide, group: pd.DataFrame, prefer: Sequence[str]) -> tuple[int, bool]:
    """Return the row of the filing that counts (−1: none), and whether the filings differ."""
    places = group.index.to_numpy()
    if len(places) == 1:
        return int(places[0]), False
    if not _differ(wide, places) and len(set(group["template"].astype(str))) == 1:
        reported = (wide.status[places] == CODE[CellStatus.REPORTED]) | (
            wide.status[places] == CODE["violated"]
        )
        return int(places[reported.sum(axis=1).argmax()]), False
    for pattern in prefer:
        fitting = [p for p, s in zip(places, group["source"], strict=True) if fnmatchcase(s, pattern)]
        if len(fitting) == 1:
            return int(fitting[0]), True
    return -1, True


def _differ(wide: Wide, places: NDArray[np.int64]) -> bool:
    """Tell whether two of the filings print different numbers in one cell."""
    values = wide.numbers[places]
    filled = np.isin(wide.status[places], (*VALUED, CODE["violated"])) & ~np.isnan(values)
    low = np.where(filled, values, np.inf).min(axis=0)
    high = np.where(filled, values, -np.inf).max(axis=0)
    return bool((low < high).any())
