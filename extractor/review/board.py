"""All filings and violations of a run as columns in memory: which of them are asked for, and how many of what kind.

A filter is a facet and the values wanted of it. Facets of violations are asked of one and the same violation: filings
with an error that is open are those that have an error which is open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extractor.review.claims import Key

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]
    Codes = NDArray[np.int32]

OF_VIOLATION = ("kind", "decision", "rule")
OF_FILING = ("status", "year", "region")
KINDS = ("error", "warning", "info", "undecided")
STANDINGS = ("open", "changed", "filing", "reading", "accepted")
"""What became of a violation: not decided, decided but changed since, or the verdict in force."""
STATUSES = ("ok", "partial", "no_tables", "not_a_report", "unreadable")


@dataclass(frozen=True)
class Filters:
    """What is asked for: values by facet (none: any), words that must all be there, an organization's id."""

    wanted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    words: str = ""
    organization: str = ""


class Count(NamedTuple):
    """A value of a facet, and how many filings have it under the other filters."""

    value: str
    filings: int
    chosen: bool


class Tally(NamedTuple):
    """Numbers of a filing's violations: of each of ``KINDS``, and how many of all are decided."""

    kinds: tuple[int, ...]
    decided: int
    total: int


class RuleCount(NamedTuple):
    """How often a rule is violated and undecided, in how many filings, and how many of these are decided."""

    rule: str
    violated: int
    undecided: int
    filings: int
    decided: int


class _Coded(NamedTuple):
    values: list[str]
    codes: Codes


class Board:
    """The columns. Numbers of filings are those of the index; what is decided is set as it is decided."""

    def __init__(self, db: sqlite3.Connection) -> None:
        rows = db.execute(
            "SELECT id, source, title, organization, organization_id, year, status, region, errors, warnings FROM filing ORDER BY n"
        ).fetchall()
        columns = list(zip(*rows, strict=True)) or [()] * 10
        self.ids: Sequence[str] = columns[0]
        self.number_of = {key: n for n, key in enumerate(self.ids)}
        self.size = len(rows)
        self._of_filing = {
            "status": _coded([str(s) for s in columns[6]], STATUSES),
            "year": _coded([str(y or "") for y in columns[5]]),
            "region": _coded([str(r or "") for r in columns[7]]),
        }
        self._organizations = _coded([str(o or "") for o in columns[4]])
        self._text, self._starts = _haystack(rows)
        self._holding = lru_cache(maxsize=64)(self._looked_for)
        found = db.execute(
            "SELECT n, rule, severity, outcome, tbl, row, col, nth FROM violation ORDER BY v"
        ).fetchall()
        of = list(zip(*found, strict=True)) or [()] * 8
        self._n: NDArray[np.int32] = np.array(of[0], np.int32)
        kinds = [s if o == "violated" else "undecided" for s, o in zip(of[2], of[3], strict=True)]
        self._of_violation = {
            "kind": _coded(kinds, KINDS),
            "decision": _Coded(list(STANDINGS), np.zeros(len(found), np.int32)),
            "rule": _coded([str(r) for r in of[1]]),
        }
        self._bounds = np.searchsorted(self._n, np.arange(self.size + 1)) if self.size else np.zeros(1, int)
        self._keys = found
        undecided = self._per_filing(self._of_violation["kind"].codes == KINDS.index("undecided"))
        errors, warnings = (np.array(columns[i], np.int64) for i in (8, 9))
        unread = self._of_filing["status"].codes == STATUSES.index("unreadable")
        worst = (np.arange(self.size), -undecided, -warnings, -errors, ~unread if self.size else unread)
        self._order = np.lexsort(worst)
        self._rank = np.empty(self.size, np.int64)
        self._rank[self._order] = np.arange(self.size)

    def violations_of(self, n: int) -> range:
        """Return the numbers of a filing's violations."""
        return range(int(self._bounds[n]), int(self._bounds[n + 1]))

    def key_of(self, v: int) -> Key:
        """Return the key of a violation."""
        n, rule, _, _, table, row, column, nth = self._keys[v]
        return Key(self.ids[n], rule, table, row, column, nth)

    def violation(self, key: Key) -> int | None:
        """Return the number of a violation by its key; None where the run has none such."""
        n = self.number_of.get(key.filing_id)
        if n is None:
            return None
        return next(
            (v for v in self.violations_of(n) if self._keys[v][1] == key.rule and self.key_of(v) == key), None
        )

    def mark(self, v: int, standing: str) -> None:
        """Set what became of a violation."""
        self._of_violation["decision"].codes[v] = STANDINGS.index(standing)

    def standing(self, v: int) -> str:
        """Return what became of a violation."""
        return STANDINGS[int(self._of_violation["decision"].codes[v])]

    def tally(self, n: int) -> Tally:
        """Return the numbers of a filing's violations."""
        here = slice(int(self._bounds[n]), int(self._bounds[n + 1]))
        kinds = np.bincount(self._of_violation["kind"].codes[here], minlength=len(KINDS))
        decided = int(np.count_nonzero(self._of_violation["decision"].codes[here] > 1))
        return Tally(tuple(int(k) for k in kinds), decided, here.stop - here.start)

    def rules_of(self, n: int) -> list[tuple[str, str, str]]:
        """Return the rules of a filing's violations, each once: rule, kind and what became of it (the least decided)."""
        out: dict[str, tuple[str, str, str]] = {}
        kinds, standing = self._of_violation["kind"].codes, self._of_violation["decision"].codes
        for v in sorted(self.violations_of(n), key=lambda v: (kinds[v], standing[v])):
            rule = self._keys[v][1]
            out.setdefault(rule, (rule, KINDS[kinds[v]], STANDINGS[standing[v]]))
        return list(out.values())

    def standings(self) -> dict[str, int]:
        """Return how many violations stand how."""
        counts = np.bincount(self._of_violation["decision"].codes, minlength=len(STANDINGS))
        return dict(zip(STANDINGS, map(int, counts), strict=True))

    def select(self, filters: Filters) -> NDArray[np.int64]:
        """Return the filings that are asked for, those with the gravest faults first."""
        mask = self._common(filters)
        for name in OF_FILING:
            mask &= self._filing_mask(filters, name)
        violations = self._violation_mask(filters, "")
        if violations is not None:
            mask &= self._per_filing(violations) > 0
        return self._order[mask[self._order]]

    def around(self, n: int, filters: Filters) -> tuple[int | None, int | None, int, int]:
        """Return the filings before and after one among those asked for, its place from 1, and how many there are.

        The filing itself need not be among them any more: then its place is that of the next.
        """
        found = self.select(filters)
        ranks = self._rank[found]
        at = int(np.searchsorted(ranks, self._rank[n]))
        here = at < len(found) and found[at] == n
        after = at + here
        return (
            int(found[at - 1]) if at else None,
            int(found[after]) if after < len(found) else None,
            min(at + 1, len(found)),
            len(found),
        )

    def facets(self, filters: Filters) -> dict[str, list[Count]]:
        """Return the values of each facet with their counts; those that no filing has are left out."""
        common = self._common(filters)
        masks = {name: self._filing_mask(filters, name) for name in OF_FILING}
        violations = self._violation_mask(filters, "")
        having = None if violations is None else self._per_filing(violations) > 0
        counts = {}
        for name in OF_FILING:
            mask = common.copy()
            for other in OF_FILING:
                if other != name:
                    mask &= masks[other]
            if having is not None:
                mask &= having
            of = self._of_filing[name]
            counts[name] = _counts(of, np.bincount(of.codes[mask], minlength=len(of.values)), filters, name)
        for mask in masks.values():
            common &= mask
        for name in OF_VIOLATION:
            of = self._of_violation[name]
            wanted = self._violation_mask(filters, name)
            taken = common[self._n] if wanted is None else common[self._n] & wanted
            seen = np.zeros((len(of.values), self.size), bool)
            seen[of.codes[taken], self._n[taken]] = True
            counts[name] = _counts(of, seen.sum(axis=1), filters, name)
        return counts

    def by(self, facet: str) -> tuple[list[str], NDArray[np.int64]]:
        """Return the values of a facet of filings, and for each how many violations of each kind (columns) there are."""
        of, kinds = self._of_filing[facet], self._of_violation["kind"].codes
        flat = of.codes[self._n] * len(KINDS) + kinds
        table = np.bincount(flat, minlength=len(of.values) * len(KINDS)).reshape(len(of.values), len(KINDS))
        return of.values, table

    def filings_by(self, facet: str) -> NDArray[np.int64]:
        """Return how many filings have each value of a facet."""
        of = self._of_filing[facet]
        return np.bincount(of.codes, minlength=len(of.values))

    def values_of(self, facet: str) -> list[str]:
        """Return the values of a facet of filings."""
        return self._of_filing[facet].values

    def rules(self) -> list[RuleCount]:
        """Return how often each rule is violated and undecided, in how many filings, and how much of it is decided."""
        of, kinds = self._of_violation["rule"], self._of_violation["kind"].codes
        standing = self._of_violation["decision"].codes
        size = len(of.values)
        seen = np.zeros((size, self.size), bool)
        seen[of.codes, self._n] = True
        undecided = np.bincount(of.codes[kinds == KINDS.index("undecided")], minlength=size)
        violated = np.bincount(of.codes, minlength=size) - undecided
        decided = np.bincount(of.codes[standing > 1], minlength=size)
        columns = (violated, undecided, seen.sum(axis=1), decided)
        return [RuleCount(rule, *(int(c[i]) for c in columns)) for i, rule in enumerate(of.values)]

    def _common(self, filters: Filters) -> Mask:
        mask = np.ones(self.size, bool)
        if filters.organization:
            of = self._organizations
            code = of.values.index(filters.organization) if filters.organization in of.values else -1
            mask &= of.codes == code
        for word in filters.words.lower().split():
            mask &= self._holding(word)
        return mask

    def _looked_for(self, word: str) -> Mask:
        """Return which filings print a word in source, title or organization, or have it in their id."""
        hits = np.fromiter((m.start() for m in re.finditer(re.escape(word), self._text)), np.int64)
        mask = np.zeros(self.size, bool)
        mask[np.searchsorted(self._starts, hits, "right") - 1] = True
        return mask

    def _filing_mask(self, filters: Filters, name: str) -> Mask:
        return _mask(self._of_filing[name], filters.wanted.get(name, ()))

    def _violation_mask(self, filters: Filters, without: str) -> Mask | None:
        """Return which violations are asked for, leaving one facet out; None where any will do."""
        names = [n for n in OF_VIOLATION if n != without and filters.wanted.get(n)]
        if not names:
            return None
        mask = np.ones(len(self._n), bool)
        for name in names:
            mask &= _mask(self._of_violation[name], filters.wanted[name])
        return mask

    def _per_filing(self, violations: Mask) -> NDArray[np.int64]:
        return np.bincount(self._n[violations], minlength=self.size)


def _coded(texts: Sequence[str], values: Sequence[str] = ()) -> _Coded:
    known = list(values) or sorted(set(texts))
    known += sorted(set(texts).difference(known))
    code = {value: i for i, value in enumerate(known)}
    return _Coded(known, np.fromiter((code[t] for t in texts), np.int32, len(texts)))


def _mask(of: _Coded, wanted: Sequence[str]) -> Mask:
    if not wanted:
        return np.ones(len(of.codes), bool)
    able = np.zeros(len(of.values) + 1, bool)
    able[[of.values.index(w) for w in wanted if w in of.values]] = True
    return able[of.codes]


def _counts(of: _Coded, numbers: NDArray[np.int64], filters: Filters, name: str) -> list[Count]:
    chosen = filters.wanted.get(name, ())
    return [
        Count(value, int(number), value in chosen)
        for value, number in zip(of.values, numbers, strict=True)
        if number or value in chosen
    ]


def _haystack(rows: Sequence[tuple[object, ...]]) -> tuple[str, NDArray[np.int64]]:
    """Return all that is searched as one text, and where each filing's part begins: found as fast as memory is read."""
    texts = ["\n".join(str(part or "") for part in row[:4]).lower() + "\n\n" for row in rows]
    starts = np.zeros(len(texts), np.int64)
    np.cumsum([len(t) for t in texts[:-1]], out=starts[1:])
    return "".join(texts), starts
