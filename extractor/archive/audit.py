"""The archive's look at its own reading: labels that matched nothing, and groups of which much less is read."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.filing import CellStatus, FilingStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.archive.view import View

MOST_LABELS = 100_000
"""Labels that are held at once; beyond, those seen once only are let go, which stand at the end anyway."""
FEWEST = 5
"""Reports that a group, and all others, must have before they are compared."""
FALL = 0.1
"""How far the share of cells read must be below that of the others to be a warning."""
FALL_OF_TABLES = 0.25
"""The same of the share of reports with a table."""

_REPORTS = (FilingStatus.OK, FilingStatus.PARTIAL, FilingStatus.NO_TABLES)
_NOT_READ = (CellStatus.UNREADABLE, CellStatus.ABSENT)
_STATUSES = tuple(CellStatus)
_LABEL_COLUMNS = ("filing_id", "table", "kind", "text", "candidate", "score")

Row = tuple[str, ...]


class Fall(NamedTuple):
    """A group of which much less is read than elsewhere. ``what``: ``read`` or ``tabled``."""

    by: str
    group: str
    what: str
    share: float
    elsewhere: float


@dataclass
class _Label:
    times: int = 0
    filings: int = 0
    last: str = ""
    example: str = ""
    candidate: str = ""
    score: float = 0.0


@dataclass
class _Group:
    reports: int = 0
    with_tables: int = 0
    cells: int = 0
    statuses: Counter[str] = field(default_factory=Counter)

    def add(self, tables: int, cells: int, statuses: dict[str, int]) -> None:
        self.reports += 1
        self.with_tables += tables > 0
        self.cells += cells
        self.statuses.update(statuses)

    def less(self, other: _Group) -> _Group:
        rest = Counter(self.statuses)
        rest.subtract(other.statuses)
        return _Group(
            self.reports - other.reports,
            self.with_tables - other.with_tables,
            self.cells - other.cells,
            rest,
        )

    @property
    def read(self) -> float | None:
        lacking = sum(self.statuses[status] for status in _NOT_READ)
        return 1 - lacking / self.cells if self.cells else None

    @property
    def tabled(self) -> float | None:
        return self.with_tables / self.reports if self.reports else None


def unmatched_labels(view: View) -> Iterator[Row]:
    """Yield the rows of ``labels``, the most frequent first."""
    labels: dict[tuple[str, str, str], _Label] = defaultdict(_Label)
    for batch in view.batches("audit", _LABEL_COLUMNS):
        for key, table, kind, text, candidate, score in zip(
            *(batch.column(i).to_pylist() for i in range(len(_LABEL_COLUMNS))), strict=True
        ):
            if kind == "number":
                continue
            label = labels[table, kind, text.rpartition("/")[2]]
            label.times += 1
            label.filings += label.last != key
            label.last = key
            label.example = label.example or key
            if (score or 0.0) > label.score:
                label.candidate, label.score = candidate, score
        if len(labels) > MOST_LABELS:
            for seldom in [name for name, label in labels.items() if label.times == 1]:
                del labels[seldom]
    for (table, kind, text), label in sorted(
        labels.items(), key=lambda x: (-x[1].filings, -x[1].times, x[0])
    ):
        alias = f"{_quoted(text)},{label.candidate},{table}" if label.candidate else ""
        score = f"{label.score:.3f}" if label.candidate else ""
        counts = str(label.times), str(label.filings)
        yield table, kind, text, *counts, label.candidate, score, label.example, alias


def shares(view: View) -> tuple[list[Row], list[Fall]]:
    """Return the rows of ``shares``, and the groups of which much less is read than elsewhere."""
    groups: dict[tuple[str, str], _Group] = defaultdict(_Group)
    whole = _Group()
    columns = ("reader", "site", "status", "tables", "cells", *_STATUSES)
    for batch in view.batches("coverage", columns):
        for reader, site, status, tables, cells, *counts in zip(
            *(batch.column(i).to_pylist() for i in range(len(columns))), strict=True
        ):
            if status in _REPORTS:
                statuses = dict(zip(_STATUSES, counts, strict=True))
                for group in (whole, groups["reader", reader], groups["site", site]):
                    group.add(tables, cells, statuses)
    rows: list[Row] = []
    falls: list[Fall] = []
    for (by, name), group in sorted(groups.items()):
        rest = whole.less(group)
        fallen = _fallen(by, name, group, rest)
        falls += fallen
        counted = (group.reports, group.with_tables, group.cells, *(group.statuses[s] for s in _STATUSES))
        measured = (group.read, rest.read, group.tabled, rest.tabled)
        told = fallen[0].what if fallen else ""
        rows.append((by, name, *map(str, counted), *map(_share, measured), told))
    return rows, falls


def _fallen(by: str, name: str, group: _Group, rest: _Group) -> list[Fall]:
    if min(group.reports, rest.reports) < FEWEST:
        return []
    return [
        Fall(by, name, what, own, other)
        for what, own, other, fall in (
            ("tabled", group.tabled, rest.tabled, FALL_OF_TABLES),
            ("read", group.read, rest.read, FALL),
        )
        if own is not None and other is not None and other - own >= fall
    ]


def _share(share: float | None) -> str:
    return "" if share is None else f"{share:.4f}"


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n') else text
