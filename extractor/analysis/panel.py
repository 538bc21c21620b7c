"""The panel: a line for each body and year, the variables of all forms, and the rates made of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from extractor.analysis.choose import choose
from extractor.analysis.wide import CODE, NOT_ON_FORM, STATUSES, VALUED, widen
from extractor.forms.crosswalk import load_crosswalk
from extractor.forms.variables import load_variables
from extractor.model.filing import CellStatus

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from extractor.analysis.load import Output

# What lacks most stands first: a derived value is marked with the gravest of what it rests on.
_GRAVITY = tuple(
    CODE[s] for s in ("not_on_form", CellStatus.ABSENT, CellStatus.UNREADABLE, CellStatus.BLANK, "violated")
)
_NUMBERS = (*VALUED, CODE["violated"], CODE["derived"])


@dataclass(frozen=True)
class Panel:
    """``numbers`` and ``status`` are frames with the same lines and columns; ``left_out`` the other filings.

    The first ``keys`` columns of both say whose line it is. Counts are ``Int64``, amounts and rates
    ``Float64``; ``status`` holds a word of ``STATUSES`` for each variable and rate.
    """

    numbers: pd.DataFrame
    status: pd.DataFrame
    left_out: pd.DataFrame
    keys: tuple[str, ...]


def make_panel(output: Output, *, prefer: Sequence[str] = (), strict: bool = False) -> Panel:
    """Return the panel of a run.

    ``prefer``: which of several differing filings counts (``choose``). ``strict`` leaves out every value
    that rests on an identity that fails. A value is never made from a blank: a rate or a sum in which a
    cell is blank, absent or unreadable is empty, and its status says which.
    """
    wide = widen(output)
    chosen = choose(wide, prefer)
    place = chosen.rows["place"].to_numpy(dtype=np.int64)
    there = place >= 0
    values = np.where(there[:, None], wide.numbers[place], np.nan)
    status = np.where(there[:, None], wide.status[place], np.int8(NOT_ON_FORM))
    at = {name: number for number, name in enumerate(wide.names)}
    _add_up(values, status, at)
    shares = [_rate(values, status, at, r.numerator, r.denominator) for r in load_crosswalk().rates]
    if shares:
        values = np.column_stack([values, *(v for v, _ in shares)])
        status = np.column_stack([status, *(s for _, s in shares)])
    if strict:
        values = np.where(status == CODE["violated"], np.nan, values)
    heads = _heads(wide.filings, chosen.rows)
    names = (*wide.names, *(r.name for r in load_crosswalk().rates))
    numbers = {n: _typed(n, values[:, i]) for i, n in enumerate(names)}
    marks = {n: _words(status[:, i]) for i, n in enumerate(names)}
    order = heads.sort_values(["organization", "year", "source"], kind="stable").index
    table = pd.concat([heads, pd.DataFrame(numbers)], axis=1).loc[order].reset_index(drop=True)
    beside = pd.concat([heads, pd.DataFrame(marks)], axis=1).loc[order].reset_index(drop=True)
    return Panel(table, beside, chosen.left_out, tuple(heads.columns))


def _add_up(values: NDArray[np.float64], status: NDArray[np.int8], at: dict[str, int]) -> None:
    """Fill the variables that one generation prints and another gives in parts (``crosswalk.toml``)."""
    for link in load_crosswalk().sums:
        target = at[link.name]
        for cells in link.cells.values():
            if cells == (link.name,):
                continue
            parts = [at[name] for name in cells]
            due = (status[:, target] == NOT_ON_FORM) & (status[:, parts] != NOT_ON_FORM).any(axis=1)
            total, mark = _sum(values[:, parts], status[:, parts])
            values[due, target] = total[due]
            status[due, target] = mark[due]


def _sum(
    values: NDArray[np.float64], status: NDArray[np.int8]
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Return sums over the columns with their marks; a mark for none counts as 0, as the rules have it."""
    nil = status == CODE[CellStatus.NIL]
    numbers = np.isin(status, _NUMBERS)
    total = np.where(nil, 0.0, values).sum(axis=1)
    mark = np.full(len(values), CODE["derived"], dtype=np.int8)
    for code in reversed(_GRAVITY):
        mark[(status == code).any(axis=1)] = code
    mark[nil.all(axis=1)] = CODE[CellStatus.NIL]
    whole = (numbers | nil).all(axis=1) & numbers.any(axis=1)
    # Decimal amounts are added as doubles: twelve places are more than any filing prints.
    return np.where(whole, np.round(total, 12), np.nan), mark


def _rate(
    values: NDArray[np.float64],
    status: NDArray[np.int8],
    at: dict[str, int],
    numerator: Sequence[str],
    denominator: Sequence[str],
) -> tuple[NDArray[np.float64], NDArray[np.int8]]:
    """Return the share of two sums, and its mark; none where the denominator is 0 or a cell lacks."""
    parts = [at[n] for n in numerator]
    base = [at[n] for n in denominator]
    above, _ = _sum(values[:, parts], status[:, parts])
    above = np.where((status[:, parts] == CODE[CellStatus.NIL]).all(axis=1), 0.0, above)
    below, _ = _sum(values[:, base], status[:, base])
    _, mark = _sum(values[:, [*parts, *base]], status[:, [*parts, *base]])
    share = np.divide(above, below, out=np.full(len(values), np.nan), where=below > 0)
    return share, mark


def _heads(filings: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Return whose line each is. A conflict has the name and year, and no filing."""
    first = filings.loc[rows["first"]].reset_index(drop=True)
    lone = rows["conflict"].to_numpy() == 0
    chosen = filings.reindex(rows["place"].where(lone, -1)).reset_index(drop=True)
    heads = {}
    if "organization_id" in filings:
        heads["organization_id"] = first["organization_id"]
    heads |= {
        "organization": first["organization"].astype("string"),
        "year": rows["year"].astype("Int64"),
        "template": chosen["template"].astype("string"),
        "filing_id": chosen["filing_id"].astype("string"),
        "source": chosen["source"].astype("string"),
        "published": chosen["published"],
        "filings": rows["filings"].astype("Int64"),
        "conflict": rows["conflict"].astype("Int64"),
    }
    return pd.DataFrame(heads)


def _words(codes: NDArray[np.int8]) -> pd.Series[Any]:
    """Return codes of ``STATUSES`` as a categorical of its words."""
    return pd.Series(pd.Categorical.from_codes(codes.tolist(), pd.Index(STATUSES)))


def _typed(name: str, numbers: NDArray[np.float64]) -> pd.Series[Any]:
    """Return a column as ``Int64`` where it counts and every number is whole, else as ``Float64``."""
    variable = load_variables().get(name)
    column = pd.Series(numbers, dtype="Float64")
    if variable is None or variable.is_amount:
        return column
    filled = numbers[~np.isnan(numbers)]
    return column.astype("Int64") if (filled == np.round(filled)).all() else column
