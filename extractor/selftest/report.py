"""A finished self-test → the lines of its report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.forms import load_forms
from extractor.selftest.faults import kinds
from extractor.selftest.score import KindCount, Rate
from extractor.writers.selftested import FaultLine, KindLine, LayoutLine, Report, RuleLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractor.selftest.run import Outcome, Trial
    from extractor.selftest.score import Key, Score
    from extractor.writers.words import Language


def report_of(outcome: Outcome, language: Language) -> Report:
    """Return the report of a self-test, in the order of the rulebook, then of the layouts' names."""
    score = outcome.score
    return Report(
        outcome.looked_at,
        outcome.taken,
        outcome.plan.seed,
        list(_rules(score)),
        list(_kinds(score, language)),
        list(_layouts(score)),
        sorted(map(_fault, outcome.trials)),
    )


def _rules(score: Score) -> Iterator[RuleLine]:
    book = load_forms().rulebook
    order = book.order
    for rule, total in sorted(score.by_rule(), key=lambda item: order[item[0]]):
        yield _rule(rule, book.by_code[rule].group, "", total)
    for (rule, layout), rate in sorted(score.rules.items(), key=lambda item: (order[item[0][0]], item[0][1])):
        yield _rule(rule, book.by_code[rule].group, layout, rate)


def _rule(rule: str, group: str, layout: str, rate: Rate) -> RuleLine:
    due = rate.found + rate.missed
    return RuleLine(
        rule, group, layout, due, rate.found, rate.missed, rate.false, rate.precision, rate.recall
    )


def _kinds(score: Score, language: Language) -> Iterator[KindLine]:
    for kind in kinds():
        of_kind = {
            layout: count for (name, layout), count in sorted(score.kinds.items()) if name == kind.name
        }
        every = KindCount()
        for count in of_kind.values():
            every.add(count)
        for layout, count in {"": every, **of_kind}.items():
            numbers = (count.put, count.unseen, count.told, count.false, count.not_put)
            yield KindLine(kind.name, kind.words[language], layout, *numbers)


def _layouts(score: Score) -> Iterator[LayoutLine]:
    for layout in score.layouts():
        c = score.cells[layout]
        tables = score.filings[layout]
        yield LayoutLine(
            layout, tables, c["faults"], c["source"], c["grid"], c["cells"], c["wrong"], c["lost"]
        )


def _fault(trial: Trial) -> FaultLine:
    v = trial.verdict
    return FaultLine(
        trial.source,
        trial.layout,
        trial.table,
        trial.kind,
        trial.where,
        " ".join(trial.rows),
        " ".join(trial.columns),
        " ".join(trial.printed),
        " ".join(text or "□" for text in trial.instead),
        _keys(v.found),
        _keys(v.missed),
        _keys(v.false),
        v.wrong,
        v.lost,
    )


def _keys(found: Iterable[Key]) -> str:
    return " ".join(sorted(f"{k.rule}({k.row},{k.column},{k.outcome})" for k in found))
