"""A self-test from inputs to its score: clean filings are found, faults put in, and what is found counted."""

from __future__ import annotations

import hashlib
import heapq
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from extractor.forms import load_forms
from extractor.inputs.containers import container_type, members
from extractor.inputs.members import Member
from extractor.pipeline import LARGEST
from extractor.selftest.choose import Chooser
from extractor.selftest.faults import kinds, with_fault
from extractor.selftest.places import NO_BORDERS
from extractor.selftest.score import Score, judge, keys
from extractor.selftest.subject import clean_subject

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from extractor.forms import Forms
    from extractor.inputs.sources import Source
    from extractor.readers.ocr import OcrMode
    from extractor.selftest.faults import Fault, Kind
    from extractor.selftest.score import Key, Verdict
    from extractor.selftest.subject import Subject

LOOKED_AT = 20
"""Files looked at for each filing that is asked for: in an archive with few clean ones the search ends there."""
_TRIES = 6


@dataclass(frozen=True)
class Plan:
    """What a self-test is to do: how many clean filings it takes, and the seed of all that is chosen by chance."""

    limit: int = 200
    seed: int = 0
    ocr: OcrMode = "auto"


class Trial(NamedTuple):
    """One fault and what became of it. ``where``: in the ``source`` or in the ``grid`` as read."""

    source: str
    layout: str
    table: str
    kind: str
    where: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    printed: tuple[str, ...]
    instead: tuple[str, ...]
    verdict: Verdict


@dataclass
class Outcome:
    """A finished self-test: the score, each fault, and how many documents were looked at."""

    plan: Plan
    score: Score = field(default_factory=Score)
    trials: list[Trial] = field(default_factory=list)
    looked_at: int = 0
    taken: int = 0


def run_selftest(
    sources: Iterable[Source], plan: Plan, tell: Callable[[Outcome], object] = lambda _: None
) -> Outcome:
    """Put faults into the clean filings among ``sources`` and return what the program made of them.

    The same sources, plan and program give the same outcome, whatever order they come in. ``tell`` is called after
    each filing taken.
    """
    forms = load_forms()
    outcome = Outcome(plan)
    for source in _sample(sources, plan):
        for member in _documents(source):
            if outcome.taken >= plan.limit:
                return outcome
            outcome.looked_at += 1
            subject = clean_subject(member, plan.ocr, forms)
            if subject is not None:
                outcome.taken += 1
                _examine(subject, outcome, forms)
                tell(outcome)
    return outcome


def _sample(sources: Iterable[Source], plan: Plan) -> list[Source]:
    """Return as many files as are looked at, drawn by lot: those whose names hash lowest."""

    def lot(source: Source) -> bytes:
        return hashlib.sha256(f"{plan.seed}:{source.name}".encode()).digest()

    return heapq.nsmallest(plan.limit * LOOKED_AT, (s for s in sources if not s.problem), key=lot)


def _documents(source: Source) -> Iterator[Member]:
    """Yield the documents of a file; what cannot be opened is no clean filing and is passed by."""
    if container_type(source.path):
        yield from (m for m in members(source.path, source.name) if not m.problem)
        return
    try:
        if source.path.stat().st_size <= LARGEST:
            yield Member(source.name, source.path.read_bytes())
    except OSError:
        return


def _examine(subject: Subject, outcome: Outcome, forms: Forms) -> None:
    clean = keys(subject.filing, forms)
    for table, reading in enumerate(subject.filing.tables):
        if reading.findings:
            continue  # printed twice, say: then one cell alone cannot be at fault
        layout = subject.layout(table)
        outcome.score.filings[layout] += 1
        for kind in kinds():
            rng = Random(f"{outcome.plan.seed}:{subject.member.name}:{reading.table}:{kind.name}")  # noqa: S311 - lots
            exact = layout == subject.document.reader
            chooser = Chooser(subject.filing, table, forms, rng, exact=exact)
            _put(kind, layout, chooser, subject, clean, outcome, forms)


def _put(
    kind: Kind,
    layout: str,
    chooser: Chooser,
    subject: Subject,
    clean: frozenset[Key],
    outcome: Outcome,
    forms: Forms,
) -> None:
    """Put faults of one kind into one table."""
    count = outcome.score.kind(kind.name, layout)
    if kind.make == "blank" and layout.endswith(NO_BORDERS):
        count.not_put += 1  # between numbers with nothing drawn around them, a blank cell cannot be printed
        return
    done: set[Fault] = set()
    for _ in range(_TRIES):
        fault = chooser.choose(kind.make, kind.name)
        if fault is None:
            return
        if fault in done:
            continue
        done.add(fault)
        read = subject.with_fault(fault)
        if read is None:
            count.not_put += 1
            continue
        got, where = read
        verdict = judge(clean, with_fault(subject.filing, fault), got, forms)
        outcome.score.add(kind.name, layout, where, verdict)
        outcome.trials.append(_trial(subject, layout, fault, where, verdict))
        if sum(f.kind == kind.name for f in done) >= kind.times:
            return


def _trial(subject: Subject, layout: str, fault: Fault, where: str, verdict: Verdict) -> Trial:
    reading = subject.filing.tables[fault.table]
    facts = fault.touched(reading)
    texts = tuple(change.text for change in fault.changes)
    return Trial(
        subject.member.name,
        layout,
        reading.table,
        fault.kind,
        where,
        tuple(dict.fromkeys(f.row for f in facts)),
        tuple(dict.fromkeys(f.column for f in facts)),
        tuple(f.raw for f in facts),
        texts,
        verdict,
    )
