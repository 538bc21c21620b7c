"""Runs of several machines joined into one: their records and rows are taken over, no document is read."""

from __future__ import annotations

import zlib
from itertools import islice
from time import perf_counter
from typing import TYPE_CHECKING

from extractor.batch.corrected import Corrected, rows_astray
from extractor.batch.finish import INDEX, Finish
from extractor.batch.ledger import NAME, Ledger, Planned, Unit
from extractor.batch.lock import locked
from extractor.batch.opening import SHARDS, open_ledger, open_shards
from extractor.batch.order import STATE, Outcome
from extractor.batch.plan import Terms
from extractor.batch.runlog import NAME as LOG
from extractor.batch.runlog import RunLog
from extractor.batch.shards import ShardError, ShardReader
from extractor.batch.work import OutputError
from extractor.errors import UsageError
from extractor.version import VERSION
from extractor.writers import datapackage
from extractor.writers.manifest import read_manifest
from extractor.writers.tableset import table_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from extractor.batch.ledger import Document
    from extractor.batch.order import Order
    from extractor.batch.shards import Shards
    from extractor.model.correction import Correction

MANY = 1000
NAMED = 3


def merge(outputs: Iterable[Path], order: Order) -> Outcome:
    """Write the output folder of ``order`` from those of finished runs; returns what it came to.

    Raises ``UsageError`` where a run is not finished, was made by another program or with other options, or
    where two have the same source with different bytes; ``OutputError`` where the folder cannot be written.
    """
    started = perf_counter()
    output, outcome = order.output, Outcome(tables=table_names(order.kind))
    given = list(outputs)
    if output.resolve() in {path.resolve() for path in given}:
        raise UsageError(f"{output} is itself one of the runs to merge; give another --output")
    try:
        output.mkdir(parents=True, exist_ok=True)
        read_manifest(output, (*outcome.tables.values(), datapackage.NAME, INDEX))
        order.state.mkdir(exist_ok=True)
        with locked(order.state, output), RunLog(order.state / LOG) as log:
            log("merge", outputs=[str(path) for path in given], version=VERSION)
            ledger = open_ledger(order.state, output, resume=False)
            shards = open_shards(ledger, order.state)
            try:
                recipe = order.recipe()
                astray: set[Correction] = set()
                for path in given:
                    astray.update(_take_over(path, ledger, shards, recipe, keep=order.settings.keep))
                # what one run has no document for another may have
                terms = Terms(recipe, order.settings.keep, corrected=Corrected(astray))
                Finish(order, terms, outcome, log).finish(ledger, shards)
                ledger.commit()
            finally:
                shards.close()
                ledger.close()
    except OSError as error:
        raise OutputError(f"cannot write to {output}: {error.strerror or error}") from error
    outcome.elapsed = perf_counter() - started
    return outcome


def _take_over(path: Path, ledger: Ledger, shards: Shards, recipe: str, *, keep: bool) -> list[Correction]:
    """Take over everything that one run has read; return the corrections that it had no document for."""
    state = path / STATE
    if not (state / NAME).exists():
        raise UsageError(f"{path} is no output folder of a run: there is no {state / NAME}")
    with locked(state, path):
        other = Ledger(state / NAME, read_only=True)
        theirs = ShardReader(state / SHARDS)
        try:
            _refuse(path, other, recipe, keep=keep)
            plan = (
                Planned._make(row) for row in _pages(other, "SELECT * FROM plan WHERE unit > ? ORDER BY unit")
            )
            while some := list(islice(plan, MANY)):
                _add_plan(path, other, ledger, some)
            documents = other.documents()
            while read := list(islice(documents, MANY)):
                ledger.add_documents([_copied(path, d, theirs, shards) for d in read])
                shards.keep()
                ledger.commit()
            return rows_astray(other)
        finally:
            theirs.close()
            other.close()


def _refuse(path: Path, other: Ledger, recipe: str, *, keep: bool) -> None:
    """Raise ``UsageError`` for a run that cannot be taken over as it is."""
    ((left,),) = other.rows("SELECT COUNT(*) FROM plan WHERE todo")
    if left or other.told("under way"):
        raise UsageError(
            f"the run in {path} is not finished ({left:,} files left): give its command again first"
        )
    planned = "unit IN (SELECT unit FROM plan)"
    # behind it stands a digest of the corrections of a file, where it has any
    same = f"substr(recipe, 1, {len(recipe)}) = ?"
    ((strange,),) = other.rows(f"SELECT COUNT(*) FROM units WHERE NOT {same} AND {planned}", recipe)  # noqa: S608
    if strange:
        raise UsageError(
            f"{path} was read by another version of the program or its packages, or with other options (--lang, say): "
            "read it again with these, or merge with those"
        )
    ((bare,),) = other.rows(f"SELECT COUNT(*) FROM units WHERE NOT kept AND {planned}")  # noqa: S608
    if keep and bare:
        raise UsageError(f"{path} was run with --reports none: merge with --reports none, or run it again")


def _add_plan(path: Path, other: Ledger, ledger: Ledger, plan: list[Planned]) -> None:
    marks = ", ".join("?" * len(plan))
    names = [p.unit for p in plan]
    units = [Unit._make(u) for u in other.rows(f"SELECT * FROM units WHERE unit IN ({marks})", *names)]  # noqa: S608
    there = {
        unit: (sha256, recipe)
        for unit, sha256, recipe in ledger.rows(
            f"SELECT unit, sha256, recipe FROM units WHERE unit IN ({marks})",  # noqa: S608
            *names,
        )
    }
    known = [u for u in units if u.unit in there]
    clashes = [u.unit for u in known if there[u.unit][0] != u.sha256]
    if clashes:
        raise UsageError(
            f"{path} and an earlier one have different files under the same source: {', '.join(clashes[:NAMED])}"
            f"{' …' if len(clashes) > NAMED else ''}; run them from a common folder, so that sources differ"
        )
    corrected = [u.unit for u in known if there[u.unit][1] != u.recipe]
    if corrected:
        raise UsageError(
            f"{path} and an earlier one were given different corrections for {', '.join(corrected[:NAMED])}"
            f"{' …' if len(corrected) > NAMED else ''}: run one of them again with those of the other"
        )
    ledger.add_units(units)
    ledger.do_all("INSERT OR REPLACE INTO plan VALUES (?, ?, ?, ?, ?, ?)", plan)


def _copied(path: Path, document: Document, theirs: ShardReader, shards: Shards) -> Document:
    try:
        data = theirs.read(document.shard, document.start, document.rows + document.kept)
    except ShardError as error:
        raise UsageError(f"{error}; run it again") from error
    if zlib.crc32(data) != document.crc:
        raise UsageError(
            f"the rows of {document.source} in {path} are damaged; run it again with --no-resume"
        )
    shard, start = shards.append(data)
    return document._replace(shard=shard, start=start, page="")


def _pages(ledger: Ledger, query: str) -> Iterator[tuple[str, ...]]:
    after = ""
    while found := ledger.rows(f"{query} LIMIT ?", after, MANY):
        yield from found
        after = found[-1][0]
