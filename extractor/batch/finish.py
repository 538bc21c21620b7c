"""The end of a run: tables put together, pages drawn, everything moved into place, and the ledger told."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Any

from extractor.archive.audit import Fall
from extractor.archive.side_files import digest
from extractor.batch import publish
from extractor.batch.assembly import Assembly
from extractor.batch.compact import compact
from extractor.batch.corrected import ASTRAY
from extractor.batch.drawing import Drawing
from extractor.batch.engines import engine
from extractor.batch.opening import fresh_folder
from extractor.batch.progress import Progress
from extractor.batch.recorder import PageRecorder
from extractor.batch.summary import fallen_lines
from extractor.forms import load_forms
from extractor.version import VERSION
from extractor.writers import datapackage
from extractor.writers.csvs import csv_bytes
from extractor.writers.index import index_page
from extractor.writers.rows import correction_row
from extractor.writers.schema import SCHEMAS
from extractor.writers.tableset import TableSet
from extractor.writers.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.batch.engines import Engine
    from extractor.batch.ledger import Ledger
    from extractor.batch.order import Order, Outcome
    from extractor.batch.plan import Plan, Terms
    from extractor.batch.runlog import RunLog
    from extractor.batch.shards import Shards

INDEX = "index.html"


class Finish:
    """What is done with the documents of the ledger's plan, once all of them are there."""

    def __init__(self, order: Order, terms: Terms, outcome: Outcome, log: RunLog) -> None:
        self._order = order
        self._recipe = terms.recipe
        self._corrected = terms.corrected
        self._outcome = outcome
        self._log = log

    def finish(self, ledger: Ledger, shards: Shards) -> None:
        """Write the output folder. It is as it was until everything is made."""
        order, outcome = self._order, self._outcome
        taken = perf_counter()
        parts = fresh_folder(order.state / "parts")
        assembly = Assembly(ledger, shards, order.language)
        additions = assembly.additions(replace(order.archive, scratch=order.state))
        outcome.falls = tuple(fall for addition in additions for fall in addition.falls)
        outcome.seconds["between filings"] += (looked := perf_counter()) - taken
        outcome.tally = Tally()
        with TableSet(parts, order.kind, spreadsheet=order.spreadsheet) as tables:
            pages = assembly.put_together(tables, additions, outcome.tally, order.reports, self._recipe)
            self._draw(ledger, pages)
            self._tell_corrections(ledger, tables)
            written = tables.close()
        falls = fallen_lines(outcome.falls, order.language)
        page = index_page(outcome.tally, outcome.tables, load_forms(), order.language, falls)
        (parts / INDEX).write_text(page, encoding="utf-8", newline="\n")
        datapackage.write_datapackage(parts, written, VERSION, spreadsheet=order.spreadsheet)
        publish.publish(parts, order.output, spreadsheet=order.spreadsheet)
        publish.drop_gone(ledger)
        publish.remove_stale_pages(ledger, order.output)
        if compact(ledger, shards):
            self._log("shards compacted", size=shards.size())
        names = [f.path for files in written.values() for f in files] + [INDEX, datapackage.NAME]
        ((outcome.pages,),) = ledger.rows("SELECT COUNT(*) FROM documents WHERE page != ''")
        ledger.tell("published", {"order": self._published(), "stamps": publish.stamps(order.output, names)})
        ledger.tell("tally", outcome.tally.as_told())
        ledger.tell("falls", outcome.falls)
        outcome.seconds["finish"] += perf_counter() - looked

    def _draw(self, ledger: Ledger, pages: Iterable[Any]) -> None:
        order = self._order
        recorder = PageRecorder(ledger, order.output)
        # Pages are written where the output is, so a cluster is of no use for them.
        drive = engine(
            "local" if order.engine == "ray" else order.engine,
            Drawing(order.output, order.language),
            order.jobs,
            order.limits,
        )
        ((files,),) = ledger.rows("SELECT COUNT(*) FROM documents WHERE page = ''")
        progress = Progress(files, order.language, lambda: named(drive.slowest()), phase="drawing")
        try:
            for item, drawn in drive.run(pages):
                recorder.take(item, drawn)
                progress.step()
                if drawn.fault:
                    self._outcome.faults += 1
                    self._log("page fault", source=item.source, why=drawn.fault)
                tell_losses(drive, self._log)
        finally:
            progress.close()
            recorder.keep()

    def _tell_corrections(self, ledger: Ledger, tables: TableSet) -> None:
        """Say which corrections were not applied; those for which there is no document stand last."""
        tally = self._outcome.tally
        astray = self._corrected.astray(ledger)
        rows = [correction_row(c) for c in astray]
        tables.append("corrections", csv_bytes(rows))
        tally.correct(rows)
        for row in tally.not_corrected:
            self._log("correction not applied", **dict(zip(SCHEMAS["corrections"].columns, row, strict=True)))
        ledger.tell(ASTRAY, [[*row] for row in rows] or None)

    def _published(self) -> list[str | bool]:
        order = self._order
        told = (self._recipe, digest(order.archive), self._corrected.digest())
        return [order.kind, order.spreadsheet, order.reports, *told]

    def is_done(self, ledger: Ledger, plan: Plan) -> bool:
        """Tell whether the output is that of this very command already; then the counts are what they were."""
        published = ledger.told("published")
        if plan.todo or plan.gone or not published or published["order"] != self._published():
            return False
        if not publish.intact(self._order.output, published["stamps"]):
            return False
        if not publish.pages_stand(ledger, self._order.output):
            return False
        self._outcome.tally = Tally.of_told(ledger.told("tally"))
        self._outcome.falls = tuple(Fall(*fall) for fall in ledger.told("falls") or ())
        ((self._outcome.pages,),) = ledger.rows("SELECT COUNT(*) FROM documents WHERE page != ''")
        return True


def tell_losses(drive: Engine, log: RunLog) -> None:
    """Write into the log which processes were lost, and of what."""
    for lost in drive.lost:
        log("process replaced", at=lost.item[0], why=lost.reason, again=lost.again)
    drive.lost.clear()


def named(found: tuple[Any, float] | None) -> tuple[str, float] | None:
    """Return the name of an item that is under way, and for how many seconds it is."""
    return (found[0][0], found[1]) if found else None
