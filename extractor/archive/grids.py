"""The official tables of an archive as matrices: one line for a filing, one column for a template cell."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from extractor.model.filing import VALUED, CellStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from extractor.archive.index import Index
    from extractor.archive.view import View
    from extractor.forms import Forms
    from extractor.forms.form import CellKey

NUMBER, NIL, BLANK, UNREADABLE, ABSENT = range(5)
"""What a cell is, as far as the rules between filings ask: ``reported``, ``deduced`` and ``corrected`` are numbers."""
_CODES = {
    **dict.fromkeys(VALUED, NUMBER),
    CellStatus.NIL: NIL,
    CellStatus.BLANK: BLANK,
    CellStatus.UNREADABLE: UNREADABLE,
    CellStatus.ABSENT: ABSENT,
}
EXACT = 1e15
"""A float holds every whole number below this; a greater one is no number that can be reckoned with here."""
Key = tuple[str, str]
"""(template, table)"""


class Lines(NamedTuple):
    """Some lines of a grid: numbers (0 where there is none) and what each cell is."""

    values: NDArray[np.float64]
    states: NDArray[np.uint8]


@dataclass
class Grid:
    """One official table of one form over the archive.

    ``positions``: the filing of each line; ``line_of``: the line of each filing, -1 where it has none.
    The matrices lie in a file, so that memory does not grow with them.
    """

    cells: tuple[CellKey, ...]
    positions: NDArray[np.int64]
    line_of: NDArray[np.int64]
    lines: Lines

    def at(self, row: str, column: str) -> int:
        """Return the column of the matrices for a cell; ValueError where the form has none."""
        return self.cells.index((row, column))


@dataclass
class _Growing:
    cells: tuple[CellKey, ...]
    values: IO[bytes]
    states: IO[bytes]
    positions: list[NDArray[np.int64]] = field(default_factory=list)


def read_grids(view: View, index: Index, forms: Forms, scratch: Path | None = None) -> dict[Key, Grid]:
    """Return the grids of an archive by (template, table); ``scratch``: the folder for their files.

    Where a filing has a table twice, its first counts.
    """
    growing: dict[Key, _Growing] = {}
    for table in ("disclosure", "applications", "proceedings", "statistics"):
        sizes = {c: len(f.tables[table].cells) for c, f in forms.forms.items() if table in f.tables}
        for template, lines, positions in _chunks(view, table, index, sizes):
            key = (template, table)
            if key not in growing:
                growing[key] = _Growing(forms.table(*key).cells, _file(scratch), _file(scratch))
            growing[key].values.write(np.ascontiguousarray(lines.values).data)
            growing[key].states.write(np.ascontiguousarray(lines.states).data)
            growing[key].positions.append(positions)
    return {key: _grid(one, len(index)) for key, one in growing.items()}


def _file(scratch: Path | None) -> IO[bytes]:
    return tempfile.TemporaryFile(dir=scratch)


def _grid(one: _Growing, filings: int) -> Grid:
    positions = np.concatenate(one.positions)
    shape = (len(positions), len(one.cells))
    with one.values as values, one.states as states:
        for file in (values, states):
            file.flush()
        lines = Lines(
            np.memmap(values, np.float64, "r", shape=shape), np.memmap(states, np.uint8, "r", shape=shape)
        )
    line_of = np.full(filings, -1, np.int64)
    line_of[positions[::-1]] = np.arange(len(positions))[::-1]
    return Grid(one.cells, positions, line_of, lines)


def _chunks(
    view: View, table: str, index: Index, sizes: dict[str, int]
) -> Iterator[tuple[str, Lines, NDArray[np.int64]]]:
    """Yield whole tables of one form, many at once, with the filings that they are of.

    A table that is cut by the end of a batch waits for the next one.
    """
    rest: pa.RecordBatch | None = None
    for batch in view.batches(table, ("filing_id", "template", "value", "status")):
        joined = batch if rest is None else pa.concat_batches([rest, batch])
        starts = _starts(joined)
        cut = int(starts[-1]) if len(starts) else 0
        rest = joined.slice(cut)
        if cut:
            yield from _whole(joined.slice(0, cut), starts[:-1], index, sizes)
    if rest is not None and len(rest):
        yield from _whole(rest, _starts(rest), index, sizes)


def _starts(batch: pa.RecordBatch) -> NDArray[np.int64]:
    """Return where another filing or another form begins."""
    if not len(batch):
        return np.empty(0, np.int64)
    changed = np.zeros(len(batch), bool)
    changed[0] = True
    for name in ("filing_id", "template"):
        column = batch.column(name)
        changed[1:] |= pc.not_equal(column.slice(1), column.slice(0, len(column) - 1)).to_numpy(
            zero_copy_only=False
        )
    return np.flatnonzero(changed)


def _whole(
    batch: pa.RecordBatch, starts: NDArray[np.int64], index: Index, sizes: dict[str, int]
) -> Iterator[tuple[str, Lines, NDArray[np.int64]]]:
    templates = np.array(batch.column("template").take(pa.array(starts)).to_pylist())
    ids = np.array(batch.column("filing_id").take(pa.array(starts)).to_pylist(), dtype="S16")
    positions = index.positions(ids)
    lengths = np.diff(np.append(starts, len(batch)))
    values = batch.column("value").to_numpy(zero_copy_only=False).astype(np.float64)
    states = _states(batch.column("status"))
    states[(states == NUMBER) & ~(np.abs(values) < EXACT)] = UNREADABLE
    values = np.where(states == NUMBER, values, 0.0)
    for template, size in sizes.items():
        # a table that has not just its form's cells would be a fault of the run that wrote it
        mine = starts[(templates == template) & (lengths == size) & (positions >= 0)]
        if len(mine):
            cells = mine[:, None] + np.arange(size)
            of = positions[(templates == template) & (lengths == size) & (positions >= 0)]
            yield template, Lines(values[cells], states[cells]), of


def _states(column: pa.Array) -> NDArray[np.uint8]:
    encoded = column.dictionary_encode()
    codes = np.array([_CODES[CellStatus(s)] for s in encoded.dictionary.to_pylist()], np.uint8)
    states: NDArray[np.uint8] = codes[encoded.indices.to_numpy(zero_copy_only=False)]
    return states
