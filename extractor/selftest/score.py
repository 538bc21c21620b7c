"""What a run found of the faults, against what it had to find: by rule and layout, by kind, cell by cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.filing import VALUED
from extractor.rules import check

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.forms import Forms
    from extractor.model.filing import Filing


class Key(NamedTuple):
    """A violation, as far as a reader owes it: the rule, its outcome, where, and by how much."""

    rule: str
    outcome: str
    table: str
    row: str
    column: str
    difference: str


def keys(filing: Filing, forms: Forms) -> frozenset[Key]:
    """Return the violations of a filing."""
    return frozenset(
        Key(
            v.rule,
            v.outcome,
            v.table,
            v.row,
            v.column,
            "" if v.difference is None else str(v.difference.normalize()),
        )
        for v in check(filing, forms)
    )


class Verdict(NamedTuple):
    """What became of one fault: violations that were due and found, due and not found, found and not due.

    ``wrong``: cells that are given as a number that is not printed there; ``lost``: cells whose number was not
    given; ``cells``: all that were compared.
    """

    found: frozenset[Key]
    missed: frozenset[Key]
    false: frozenset[Key]
    cells: int
    wrong: int
    lost: int


def judge(clean: frozenset[Key], due: Filing, got: Filing, forms: Forms) -> Verdict:
    """Return the verdict on a reading ``got`` of a fault after which a filing is ``due``.

    What the filing without the fault owes already, and both have, counts for nothing.
    """
    expected, found = keys(due, forms), keys(got, forms)
    cells, wrong, lost = _cells(due, got)
    return Verdict((expected & found) - clean, expected - found, found - expected, cells, wrong, lost)


def _cells(due: Filing, got: Filing) -> tuple[int, int, int]:
    read = {(t.table, f.row, f.column): f for t in got.tables if (t.table) for f in t.facts}
    cells = wrong = lost = 0
    for table in due.tables:
        for fact in table.facts:
            seen = read.get((table.table, fact.row, fact.column))
            value = seen.value if seen is not None and seen.status in VALUED else None
            cells += 1
            wrong += value is not None and value != fact.value
            lost += value is None and fact.value is not None
    return cells, wrong, lost


@dataclass
class Rate:
    """Hits, misses and false finds."""

    found: int = 0
    missed: int = 0
    false: int = 0

    @property
    def recall(self) -> float | None:
        """The share of what was due that was found; None where nothing was due."""
        due = self.found + self.missed
        return self.found / due if due else None

    @property
    def precision(self) -> float | None:
        """The share of what was found that was due; None where nothing was found."""
        said = self.found + self.false
        return self.found / said if said else None

    def add(self, other: Rate) -> None:
        """Take in another count."""
        self.found += other.found
        self.missed += other.missed
        self.false += other.false


@dataclass
class KindCount:
    """Faults of one kind in one layout. ``unseen``: no rule can see them; ``told``: all that was due was found.

    ``not_put``: what the document holds could not be changed, or the layout cannot print such a fault.
    """

    put: int = 0
    unseen: int = 0
    told: int = 0
    false: int = 0
    not_put: int = 0

    def add(self, other: KindCount) -> None:
        """Take in another count."""
        self.put += other.put
        self.unseen += other.unseen
        self.told += other.told
        self.false += other.false
        self.not_put += other.not_put


@dataclass
class Score:
    """All verdicts, added up."""

    rules: dict[tuple[str, str], Rate] = field(default_factory=dict)
    kinds: dict[tuple[str, str], KindCount] = field(default_factory=dict)
    cells: dict[str, Counter[str]] = field(default_factory=dict)
    filings: Counter[str] = field(default_factory=Counter)

    def kind(self, kind: str, layout: str) -> KindCount:
        """Return the count of a kind of fault in a layout."""
        return self.kinds.setdefault((kind, layout), KindCount())

    def add(self, kind: str, layout: str, where: str, verdict: Verdict) -> None:
        """Count one fault."""
        count = self.kind(kind, layout)
        count.put += 1
        due = bool(verdict.found or verdict.missed)
        count.unseen += not due
        count.told += due and not verdict.missed
        count.false += bool(verdict.false)
        for name in ("found", "missed", "false"):
            for key in getattr(verdict, name):
                rate = self.rules.setdefault((key.rule, layout), Rate())
                setattr(rate, name, getattr(rate, name) + 1)
        cells = self.cells.setdefault(layout, Counter())
        cells.update(cells=verdict.cells, wrong=verdict.wrong, lost=verdict.lost, faults=1)
        cells[where] += 1

    def layouts(self) -> list[str]:
        """Return the layouts that faults were put into."""
        return sorted(self.cells)

    def by_rule(self) -> Iterator[tuple[str, Rate]]:
        """Yield the rules with their rates over all layouts."""
        for rule in dict.fromkeys(rule for rule, _ in self.rules):
            total = Rate()
            for (other, _), rate in self.rules.items():
                if other == rule:
                    total.add(rate)
            yield rule, total
