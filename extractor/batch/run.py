"""A run: everything that the inputs hold, read, and written to the output folder."""

from __future__ import annotations

import os
import sys
from collections import Counter
from time import perf_counter, time
from typing import TYPE_CHECKING, Any

from extractor.batch import publish
from extractor.batch.assembly import Assembly
from extractor.batch.drawing import Drawing
from extractor.batch.engines import engine
from extractor.batch.lock import locked
from extractor.batch.opening import fresh_folder, open_ledger, open_shards
from extractor.batch.order import Outcome
from extractor.batch.plan import Terms, items, make_plan
from extractor.batch.progress import Progress
from extractor.batch.reading import Reading
from extractor.batch.recorder import PageRecorder, Recorder
from extractor.batch.runlog import NAME as LOG
from extractor.batch.runlog import RunLog
from extractor.batch.space import MANY_FOR_CSV, require, space
from extractor.batch.work import OutputError
from extractor.forms import load_forms
from extractor.version import VERSION
from extractor.writers import datapackage
from extractor.writers.index import index_page
from extractor.writers.manifest import read_manifest
from extractor.writers.tableset import TableSet, table_names
from extractor.writers.tally import Tally
from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.batch.engines import Engine
    from extractor.batch.ledger import Ledger
    from extractor.batch.order import Order
    from extractor.batch.plan import Plan
    from extractor.batch.shards import Shards
    from extractor.inputs.sources import Skipped, Source

INDEX = "index.html"
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
        self._terms = Terms(order.recipe(), order.settings.keep, order.retry)
        self._told: dict[str, Any] = {}

    def run(self, sources: Iterable[Source], skipped: Iterable[Skipped]) -> Outcome:
        order = self._order
        ledger = open_ledger(order.state, order.output, resume=order.resume)
        shards = open_shards(ledger, order.state)
        try:
            plan = make_plan(ledger, sources, self._terms, add=order.add)
            self._log(
                "start", process=os.getpid(), **plan._asdict(), recipe=self._terms.recipe, version=VERSION
            )
            for one in skipped:
                self._log("skipped", path=str(one.path), why=one.reason)
            self._told = {"process": os.getpid(), "started": time(), "ended": None, **plan._asdict()}
            if not self._is_published(ledger, plan):
                self._check_space(ledger, plan)
                ledger.tell("published", None)
                ledger.tell("under way", self._told)
                ledger.commit()
                if plan.todo:
                    self._read(ledger, shards, plan)
                self._finish(ledger, shards)
                ledger.tell("under way", None)
            ledger.tell("last", {**self._told, "ended": time(), "seconds": dict(self._outcome.seconds)})
            ledger.commit()
            self._log("end", read=self._outcome.read, statuses=dict(self._outcome.tally.statuses))
        finally:
            shards.close()
            ledger.close()
        return self._outcome

    def _read(self, ledger: Ledger, shards: Shards, plan: Plan) -> None:
        order = self._order
        recorder = Recorder(ledger, shards, self._terms)
        drive = engine(order.engine, Reading(order.settings), min(order.jobs, plan.todo), order.limits)
        progress = Progress(plan.todo, order.language, lambda: _named(drive.slowest()))
        statuses: Counter[str] = Counter()
        told = perf_counter()
        try:
            for item, answer in drive.run(items(ledger, self._terms)):
                taken = perf_counter()
                recorder.take(item, answer)
                if answer.read is not None:
                    self._outcome.read += 1
                    statuses[answer.read.status] += 1
                    for stage, seconds in answer.read.stages.items():
                        self._outcome.seconds[stage] += seconds
                    if answer.read.status == "unreadable":
                        self._log("unreadable", source=answer.read.source, why=answer.read.error)
                if answer.whole:
                    progress.step(answer.read.status if answer.read else "")
                self._tell_losses(drive)
                now = perf_counter()
                self._outcome.seconds["write"] += now - taken
                if now - told > TELL_EVERY:
                    told = now
                    how_far = {
                        "read": self._outcome.read,
                        "statuses": statuses,
                        "slowest": _named(drive.slowest()),
                    }
                    ledger.tell("under way", {**self._told, **how_far, "at": time()})
        finally:
            progress.close()
            recorder.keep()
        self._told["peak"] = drive.peak

    def _tell_losses(self, drive: Engine) -> None:
        for lost in drive.lost:
            self._log("process replaced", at=lost.item[0], why=lost.reason, again=lost.again)
        drive.lost.clear()

    def _finish(self, ledger: Ledger, shards: Shards) -> None:
        order, outcome = self._order, self._outcome
        taken = perf_counter()
        parts = fresh_folder(order.state / "parts")
        assembly = Assembly(ledger, shards, order.language)
        additions = assembly.additions()
        outcome.tally = Tally()
        with TableSet(parts, order.kind) as tables:
            pages = assembly.put_together(tables, additions, outcome.tally, order.reports, self._terms.recipe)
            self._draw(ledger, pages)
            written = tables.close()
        page = index_page(outcome.tally, outcome.tables, load_forms(), order.language)
        (parts / INDEX).write_text(page, encoding="utf-8", newline="\n")
        datapackage.write_datapackage(parts, written, VERSION)
        publish.publish(parts, order.output)
        publish.drop_gone(ledger)
        publish.remove_stale_pages(ledger, order.output)
        names = [f.path for files in written.values() for f in files] + [INDEX, datapackage.NAME]
        ((outcome.pages,),) = ledger.rows("SELECT COUNT(*) FROM documents WHERE page != ''")
        ledger.tell("published", {"order": self._published(), "stamps": publish.stamps(order.output, names)})
        ledger.tell("tally", outcome.tally.as_told())
        outcome.seconds["finish"] += perf_counter() - taken

    def _draw(self, ledger: Ledger, pages: Iterable[Any]) -> None:
        order = self._order
        recorder = PageRecorder(ledger, order.output)
        drive = engine(order.engine, Drawing(order.output, order.language), order.jobs, order.limits)
        ((files,),) = ledger.rows("SELECT COUNT(*) FROM documents WHERE page = ''")
        progress = Progress(files, order.language, lambda: _named(drive.slowest()), phase="drawing")
        try:
            for item, drawn in drive.run(pages):
                recorder.take(item, drawn)
                progress.step()
                if drawn.fault:
                    self._outcome.faults += 1
                    self._log("page fault", source=item.source, why=drawn.fault)
                self._tell_losses(drive)
        finally:
            progress.close()
            recorder.keep()

    def _published(self) -> list[str]:
        return [self._order.kind, self._order.reports, self._terms.recipe]

    def _is_published(self, ledger: Ledger, plan: Plan) -> bool:
        """Tell whether the output is that of this very command already; then the counts are what they were."""
        published = ledger.told("published")
        if plan.todo or plan.gone or not published or published["order"] != self._published():
            return False
        if not publish.intact(self._order.output, published["stamps"]):
            return False
        if not publish.pages_stand(ledger, self._order.output):
            return False
        self._outcome.tally = Tally.of_told(ledger.told("tally"))
        ((self._outcome.pages,),) = ledger.rows("SELECT COUNT(*) FROM documents WHERE page != ''")
        return True

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


def _named(found: tuple[Any, float] | None) -> tuple[str, float] | None:
    return (found[0][0], found[1]) if found else None
