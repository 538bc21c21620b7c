"""A run: everything that the inputs hold, read, and written to the output folder."""

from __future__ import annotations

import os
import sys
from collections import Counter
from time import perf_counter, time
from typing import TYPE_CHECKING, Any

from extractor.batch.engines import engine
from extractor.batch.finish import INDEX, Finish, named, tell_losses
from extractor.batch.lock import locked
from extractor.batch.opening import open_ledger, open_shards
from extractor.batch.order import Outcome
from extractor.batch.plan import Terms, items, make_plan
from extractor.batch.progress import Progress
from extractor.batch.reading import Reading
from extractor.batch.recorder import Recorder
from extractor.batch.runlog import NAME as LOG
from extractor.batch.runlog import RunLog
from extractor.batch.space import MANY_FOR_CSV, require, space
from extractor.batch.work import OutputError
from extractor.version import VERSION
from extractor.writers import datapackage
from extractor.writers.manifest import read_manifest
from extractor.writers.tableset import table_names
from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.batch.ledger import Ledger
    from extractor.batch.order import Order
    from extractor.batch.plan import Plan
    from extractor.batch.shards import Shards
    from extractor.inputs.sources import Skipped, Source

MANY = 500
"""Files that are worth half a second of loading at the start, whether or not it turns out to be needed."""

TELL_EVERY = 2.0
"""Seconds between two notes of how far the run is, for those who ask from outside."""


def run(sources: Iterable[Source], order: Order, skipped: Iterable[Skipped] = ()) -> Outcome:
    """Read all sources (names unique) and write the output folder; returns what it came to.

    What an earlier run has read is not read again. The tables of an earlier run stay as they are until all
    files are done. Files that are not ours are never touched. ``skipped`` is looked at when ``sources`` is used up.
    Raises ``UsageError`` for a folder that is not ours to write to, ``OutputError`` where it cannot be written,
    ``BusyError`` where another run writes to it, and ``LedgerError`` where what it knows is damaged.
    """
    started = perf_counter()
    output = order.output
    try:
        output.mkdir(parents=True, exist_ok=True)
        read_manifest(output, (*table_names(order.kind).values(), datapackage.NAME, INDEX))
        order.state.mkdir(exist_ok=True)
        with locked(order.state, output), RunLog(order.state / LOG) as log:
            outcome = _Run(order, log).run(sources, skipped)
    except OSError as error:
        raise OutputError(
            f"cannot write to {output}: {error.strerror or error}; what was read is kept, and the same command goes on"
        ) from error
    outcome.elapsed = perf_counter() - started
    return outcome


class _Run:
    def __init__(self, order: Order, log: RunLog) -> None:
        self._order = order
        self._log = log
        self._outcome = Outcome(tables=table_names(order.kind))
        self._terms = Terms(order.recipe(), order.settings.keep, order.retry, order.corrected)
        self._told: dict[str, Any] = {}

    def run(self, sources: Iterable[Source], skipped: Iterable[Skipped]) -> Outcome:
        order = self._order
        ledger = open_ledger(order.state, order.output, resume=order.resume)
        shards = open_shards(ledger, order.state)
        finish = Finish(order, self._terms, self._outcome, self._log)
        try:
            plan = make_plan(ledger, sources, self._terms, add=order.add)
            self._log(
                "start", process=os.getpid(), **plan._asdict(), recipe=self._terms.recipe, version=VERSION
            )
            for one in skipped:
                self._log("skipped", path=str(one.path), why=one.reason)
            self._told = {"process": os.getpid(), "started": time(), "ended": None, **plan._asdict()}
            if not finish.is_done(ledger, plan):
                self._check_space(ledger, plan)
                ledger.tell("published", None)
                ledger.tell("under way", self._told)
                ledger.commit()
                if plan.todo:
                    self._read(ledger, shards, plan)
                finish.finish(ledger, shards)
                ledger.tell("under way", None)
            ended = {"ended": time(), "read": self._outcome.read, "seconds": dict(self._outcome.seconds)}
            ledger.tell("last", {**self._told, **ended})
            ledger.commit()
            self._log("end", read=self._outcome.read, statuses=dict(self._outcome.tally.statuses))
        finally:
            shards.close()
            ledger.close()
        return self._outcome

    def _read(self, ledger: Ledger, shards: Shards, plan: Plan) -> None:
        order = self._order
        recorder = Recorder(ledger, shards, self._terms)
        jobs = min(order.jobs, plan.todo)
        many = plan.todo >= MANY
        drive = engine(order.engine, Reading(order.settings), jobs, order.limits, many=many)
        progress = Progress(plan.todo, order.language, lambda: named(drive.slowest()))
        statuses: Counter[str] = Counter()
        told = perf_counter()
        try:
            for item, answer in drive.run(items(ledger, self._terms)):
                taken = perf_counter()
                recorder.take(item, answer)
                if answer.read is not None:
                    self._outcome.read += not answer.again
                    statuses[answer.read.status] += 1
                    for stage, seconds in answer.read.stages.items():
                        self._outcome.seconds[stage] += seconds
                    if answer.read.status == "unreadable":
                        self._log("unreadable", source=answer.read.source, why=answer.read.error)
                if answer.whole:
                    progress.step(answer.read.status if answer.read else "")
                tell_losses(drive, self._log)
                now = perf_counter()
                self._outcome.seconds["write"] += now - taken
                if now - told > TELL_EVERY:
                    told = now
                    how_far = {
                        "read": self._outcome.read,
                        "statuses": statuses,
                        "slowest": named(drive.slowest()),
                        "seconds": dict(self._outcome.seconds),
                    }
                    ledger.tell("under way", {**self._told, **how_far, "at": time()})
        finally:
            progress.close()
            recorder.keep()
        self._told["peak"] = drive.peak

    def _check_space(self, ledger: Ledger, plan: Plan) -> None:
        order, w = self._order, words(self._order.language)["console"]
        ((drawn,),) = ledger.rows("SELECT COUNT(*) FROM documents WHERE page != ''")
        found = space(order.output, plan, max(plan.files - drawn, 0), order.kind, order.reports)
        self._log("space", **found._asdict())
        if plan.files >= MANY_FOR_CSV // 50:
            told = w["space"].format(needed=f"{found.needed / 1e9:.1f}", free=f"{found.free / 1e9:.1f}")
            print(told, file=sys.stderr)  # noqa: T201
        if plan.files > MANY_FOR_CSV and order.kind == "csv":
            print(w["parquet"].format(n=f"{plan.files:,}"), file=sys.stderr)  # noqa: T201
        require(found, order.output)
