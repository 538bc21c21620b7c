"""Violations held against a baseline: which are accepted, which entries have run out, which accept nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.baseline.evidence import evidence_of
from extractor.model.acceptance import Acceptance, Judged, Verdict
from extractor.writers.printing import clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractor.model.filing import Filing, Violation

_Key = tuple[str, str, str, str, str]


def judge(
    filing: Filing,
    violations: Sequence[Violation],
    words: Iterable[str],
    baseline: Sequence[Acceptance],
    today: str,
) -> Verdict:
    """Return the verdict on a filing. ``words``: the message of each violation, always in one language.

    An entry accepts a violation of its rule at its place with its evidence, to the end of the day on which it
    expires. Entries for files of another name are no part of this. ``today``: ISO.
    """
    mine = [e for e in baseline if e.file in ("", clean(filing.source))]
    of: dict[_Key, list[Acceptance]] = {}
    for entry in mine:
        of.setdefault(_key(entry), []).append(entry)
    judged: list[Judged] = []
    used: set[Acceptance] = set()
    expired: dict[Acceptance, None] = {}
    for violation, message in zip(violations, words, strict=True):
        evidence = evidence_of(violation, filing, message)
        v = violation
        entries = of.get((v.rule, v.table, v.row, v.column, evidence), [])
        standing = [e for e in entries if not e.expires or e.expires >= today]
        if not standing:
            expired |= dict.fromkeys(entries)
        used.update(entries)
        judged.append(Judged(violation, evidence, standing[0] if standing else None))
    unused = tuple(e for e in mine if e not in used)
    return Verdict(tuple(judged), tuple(expired), unused)


def _key(entry: Acceptance) -> _Key:
    return entry.rule, entry.table, entry.row, entry.column, " ".join(entry.evidence.split())


def renewed(
    verdict: Verdict, source: str, baseline: Iterable[Acceptance], reason: str, expires: str
) -> list[Acceptance]:
    """Return the baseline that accepts all violations of a verdict: what stands stays, with its reason.

    Entries for other files, or for any, stay; those of this file that accept nothing go. ``reason`` and
    ``expires`` are those of the entries that are new.
    """
    gone = {e for e in (*verdict.expired, *verdict.unused) if e.file}
    gone |= set(verdict.expired)
    kept = [e for e in baseline if e not in gone]
    name = clean(source)
    new = (
        Acceptance(
            name,
            v.rule,
            v.table,
            v.row,
            v.column,
            evidence,
            reason,
            expires,
            " ".join(clean(v.message).split()),
        )
        for v, evidence, acceptance in verdict.judged
        if acceptance is None
    )
    return list(dict.fromkeys([*kept, *new]))
