"""All cells of a run as a matrix: a row for each filing, a column for each variable of the forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from extractor.analysis.load import as_text
from extractor.forms import instances, load_forms
from extractor.forms.variables import load_variables
from extractor.model.filing import CellStatus
from extractor.writers.schema import FACT_TABLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from extractor.analysis.load import Output

NOT_ON_FORM = 0
STATUSES: tuple[str, ...] = ("not_on_form", *CellStatus, "violated", "derived")
"""What stands behind a value of the panel: the status of its cell; ``violated``: a number that takes part in
an identity that fails; ``derived``: made of other cells, all of them there; ``not_on_form``: nothing."""
CODE = {status: code for code, status in enumerate(STATUSES)}
VALUED = tuple(CODE[s] for s in (CellStatus.REPORTED, CellStatus.DEDUCED, CellStatus.CORRECTED))
MOST_DIGITS = 15
"""As many digits a double holds exactly; a longer number is left out of the matrix as unreadable."""


@dataclass(frozen=True)
class Wide:
    """``numbers`` (NaN: none) and ``status`` (codes of ``STATUSES``), filings × ``names``."""

    filings: pd.DataFrame
    names: tuple[str, ...]
    numbers: NDArray[np.float64]
    status: NDArray[np.int8]


def widen(output: Output) -> Wide:
    """Return the matrix of a run; its rows are those of ``filings``, in their order."""
    filings = output["filings"].reset_index(drop=True)
    names = tuple(load_variables())
    values = np.full((len(filings), len(names)), np.nan)
    status = np.zeros((len(filings), len(names)), dtype=np.int8)
    index = pd.Index(filings["filing_id"].astype(str))
    for table in FACT_TABLES:
        if table in output:
            _fill(output.columns(table), table, index, values, status)
    _mark_violated(output, index, status)
    return Wide(filings, names, values, status)


def _fill(
    columns: pa.Table, table: str, index: pd.Index[str], values: NDArray[np.float64], status: NDArray[np.int8]
) -> None:
    at = _positions(table)
    rows, row_names = _codes(columns["row"])
    cols, column_names = _codes(columns["column"])
    place = np.array([[at.get((r, c), -1) for c in column_names] for r in row_names], dtype=np.int32)
    ids, id_names = _codes(columns["filing_id"])
    filing = index.get_indexer(pd.Index(id_names))[ids]
    variable = place[rows, cols] if len(rows) else rows
    codes, status_names = _codes(columns["status"])
    known = np.array([CODE[s] for s in status_names], dtype=np.int8)[codes] if len(codes) else codes
    text = as_text(columns["value"])
    number = text.cast(pa.float64()).to_numpy()
    long = pc.fill_null(pc.greater(pc.utf8_length(text), MOST_DIGITS), fill_value=False).to_numpy()
    held = np.where(long, _too_long(text, long), False) if long.any() else long
    values[filing, variable] = np.where(held, np.nan, number)
    status[filing, variable] = np.where(held, CODE[CellStatus.UNREADABLE], known)


def _too_long(text: pa.ChunkedArray, long: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Tell which of the long numbers have more digits than a double holds (trailing zeros are none)."""
    digits = pc.replace_substring_regex(text, r"^[-+]?0*|\.", "").to_numpy()
    return np.array([bool(n) and len(str(d)) > MOST_DIGITS for d, n in zip(digits, long, strict=True)])


def _codes(column: pa.ChunkedArray) -> tuple[NDArray[Any], list[str]]:
    """Return a column of texts as numbers, and what they stand for."""
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    whole = column.unify_dictionaries().combine_chunks()
    if isinstance(whole, pa.ChunkedArray):
        whole = whole.chunk(0) if whole.num_chunks else pa.array([], column.type)
    return whole.indices.to_numpy(zero_copy_only=False), whole.dictionary.to_pylist()


def _positions(table: str) -> dict[tuple[str, str], int]:
    """Return where the cells of a table stand among the variables, by row and column code."""
    return {
        (place.row, place.column): number
        for number, variable in enumerate(load_variables().values())
        for place in variable.places
        if place.table == table
    }


def _mark_violated(output: Output, index: pd.Index[str], status: NDArray[np.int8]) -> None:
    """Mark the numbers that take part in an identity that fails."""
    if "violations" not in output:
        return
    cells = _identity_cells()
    frame = output["violations"]
    frame = frame[frame["outcome"] == "violated"]
    keys = ("template", "table", "rule", "row", "column")
    for number, *key in zip(
        index.get_indexer(pd.Index(frame["filing_id"])), *(frame[k].astype(str) for k in keys), strict=True
    ):
        for variable in cells.get(tuple(key), ()):
            if status[number, variable] in VALUED:
                status[number, variable] = CODE["violated"]


def _identity_cells() -> dict[tuple[str, ...], list[int]]:
    """Return the variables that take part in each identity, by what a violation of it names."""
    out: dict[tuple[str, ...], list[int]] = {}
    for form in load_forms().forms.values():
        for identity in form.identities:
            table = form.tables[identity.table]
            at = _positions(table.code)
            for instance in instances(table, identity):
                key = (form.code, table.code, identity.rule, *table.cells[instance.at])
                out.setdefault(key, []).extend(at[table.cells[i]] for i in instance.cells)
    return out
