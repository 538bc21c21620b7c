"""What a run came to: counts by status, rule, year and organization, and the filings to list."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import astuple, dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.model.correction import CorrectionOutcome
from extractor.model.filing import FilingStatus
from extractor.writers.schema import SCHEMAS, SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.writers.rows import FilingRows, Row

LISTED = 5000
"""A page with more rows than this is slow to open and to search."""
_F = {name: i for i, name in enumerate(SCHEMAS["filings"].columns)}
_V = {name: i for i, name in enumerate(SCHEMAS["violations"].columns)}
_OUTCOME = SCHEMAS["corrections"].columns.index("outcome")


class Entry(NamedTuple):
    """A filing in the list: ``rules``: the codes it violates; ``report``: empty where none was written."""

    source: str
    title: str
    organization: str
    year: str
    template: str
    status: str
    error: str
    errors: int
    warnings: int
    undecided: int
    rules: tuple[str, ...]
    report: str


@dataclass
class RuleCount:
    """How often a rule is violated or undecided, and in how many filings."""

    severity: str
    violated: int = 0
    undecided: int = 0
    filings: int = 0


@dataclass
class Tally:
    """Counts over the filings of a run, taken one by one; memory grows with the organizations only.

    ``corrected``: corrections that were applied; ``not_corrected``: the rows of the others, as many as a user gives.
    """

    statuses: Counter[str] = field(default_factory=Counter)
    rules: dict[str, RuleCount] = field(default_factory=dict)
    years: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    organizations: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    corrected: int = 0
    not_corrected: list[Row] = field(default_factory=list)
    _listed: tuple[list[Entry], list[Entry], list[Entry]] = field(default_factory=lambda: ([], [], []))

    @property
    def filings(self) -> int:
        """How many there are."""
        return self.statuses.total()

    @property
    def entries(self) -> list[Entry]:
        """The filings to list, at most ``LISTED``: flagged first, each group in the order of sources."""
        return [entry for group in self._listed for entry in group][:LISTED]

    def by_severity(self) -> list[tuple[str, RuleCount]]:
        """Return the rules that were not always held, the gravest and most frequent first."""
        return sorted(
            self.rules.items(),
            key=lambda r: (SEVERITIES.index(r[1].severity), -r[1].violated, -r[1].undecided, r[0]),
        )

    def add(self, rows: FilingRows, report: str) -> None:
        """Take the rows of the next filing; ``report`` is the path of its report, if one was written."""
        entry = _entry(rows, report)
        self.statuses[entry.status] += 1
        counts = Counter({"filings": 1, "errors": entry.errors, "warnings": entry.warnings})
        counts[entry.status] += 1
        self.years[entry.year].update(counts)
        self.organizations[entry.organization].update(counts)
        for rule in {v[_V["rule"]] for v in rows.violations}:
            self.rules.setdefault(rule, RuleCount("")).filings += 1
        for v in rows.violations:
            count = self.rules[v[_V["rule"]]]
            count.severity = v[_V["severity"]]
            if v[_V["outcome"]] == "violated":
                count.violated += 1
            else:
                count.undecided += 1
        self.correct(rows.corrections)
        group = self._listed[flag(rows)]
        if len(group) < LISTED:
            group.append(entry)

    def correct(self, corrections: Iterable[Row]) -> None:
        """Take rows of ``corrections``."""
        for row in corrections:
            if row[_OUTCOME] == CorrectionOutcome.APPLIED:
                self.corrected += 1
            else:
                self.not_corrected.append(row)

    def as_told(self) -> dict[str, Any]:
        """Return the counts by status, by rule and of corrections as plain values; ``of_told`` takes them."""
        return {
            "statuses": dict(self.statuses),
            "rules": {c: astuple(r) for c, r in self.rules.items()},
            "corrected": self.corrected,
            "not_corrected": self.not_corrected,
        }

    @classmethod
    def of_told(cls, told: dict[str, Any]) -> Tally:
        """Return a tally with the counts that ``as_told`` gave, and no more."""
        return cls(
            Counter(told["statuses"]),
            {c: RuleCount(*r) for c, r in told["rules"].items()},
            corrected=told["corrected"],
            not_corrected=[tuple(row) for row in told["not_corrected"]],
        )


def flag(rows: FilingRows) -> int:
    """Return 0 for a filing with errors or no use, 1 for one that asks for a look, 2 for a clean one."""
    (filing,) = rows.filings
    status = filing[_F["status"]]
    if status in (FilingStatus.UNREADABLE, FilingStatus.NOT_A_REPORT) or filing[_F["errors"]] != "0":
        return 0
    return 1 if status != FilingStatus.OK or rows.violations else 2


def _entry(rows: FilingRows, report: str) -> Entry:
    (filing,) = rows.filings
    undecided = sum(v[_V["outcome"]] == "undecided" for v in rows.violations)
    rules = dict.fromkeys(v[_V["rule"]] for v in rows.violations)
    return Entry(
        filing[_F["source"]],
        filing[_F["title"]],
        filing[_F["organization"]],
        filing[_F["year"]],
        filing[_F["template"]],
        filing[_F["status"]],
        filing[_F["error"]],
        int(filing[_F["errors"]]),
        int(filing[_F["warnings"]]),
        undecided,
        tuple(rules),
        report,
    )
