"""A run: everything that the inputs hold, read and written to the output folder."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING

from extractor.batch.pool import run_all
from extractor.batch.progress import watched
from extractor.batch.work import OutputError
from extractor.forms import load_forms
from extractor.version import VERSION
from extractor.writers import datapackage
from extractor.writers.index import index_page
from extractor.writers.manifest import Manifest, read_manifest, remove_stale, write_manifest
from extractor.writers.report_paths import report_stem
from extractor.writers.tableset import TableFormat, TableSet
from extractor.writers.tally import Tally

if TYPE_CHECKING:
    from extractor.batch.work import Settings
    from extractor.inputs.sources import Source

INDEX = "index.html"


@dataclass
class Outcome:
    """What a run came to: counts, files of the tables, reports, time (by stage: over all processes)."""

    tally: Tally
    tables: dict[str, str]
    reports: list[str] = field(default_factory=list)
    elapsed: float = 0.0
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))


def run(sources: list[Source], settings: Settings, jobs: int, kind: TableFormat = "csv") -> Outcome:
    """Read all sources (in order, names unique) and write the output folder; returns what it came to.

    The tables of an earlier run stay as they are until all files are done; then they are replaced, and
    what that run wrote beyond them is removed. Files that are not ours are never touched. Raises
    ``UsageError`` for a folder that is not ours to write to, ``OutputError`` where it cannot be written.
    """
    started = perf_counter()
    output = settings.output
    try:
        output.mkdir(parents=True, exist_ok=True)
        tables = TableSet(output, kind)
        files = (*tables.names.values(), datapackage.NAME, INDEX)
        earlier = read_manifest(output, files)
        planned = {report_stem(s.name) for s in sources} if settings.reports != "none" else set()
        # Said before anything is written, so that what a broken run leaves is known as ours.
        both = Manifest(tuple(sorted({*earlier.files, *files})), tuple(sorted({*earlier.reports, *planned})))
        write_manifest(output, both, VERSION)
        outcome = _read_all(sources, settings, jobs, tables)
        written = Manifest(tuple(sorted(files)), tuple(sorted(outcome.reports)))
        page = index_page(outcome.tally, tables.names, load_forms(), settings.language)
        (output / INDEX).write_text(page, encoding="utf-8", newline="\n")
        datapackage.write_datapackage(output, tables.names, VERSION)
        remove_stale(output, both, written)
        write_manifest(output, written, VERSION)
    except OSError as error:
        raise OutputError(f"cannot write to {output}: {error.strerror or error}") from error
    outcome.elapsed = perf_counter() - started
    return outcome


def _read_all(sources: list[Source], settings: Settings, jobs: int, tables: TableSet) -> Outcome:
    outcome = Outcome(Tally(), tables.names)
    jobs = max(1, min(jobs, len(sources)))
    with tables:
        for done in watched(run_all(sources, settings, jobs), len(sources), settings.language):
            taken = perf_counter()
            tables.add(done.rows)
            outcome.tally.add(done.rows, done.report)
            if done.report:
                outcome.reports.append(done.report)
            for stage, seconds in done.seconds.items():
                outcome.seconds[stage] += seconds
            outcome.seconds["write"] += perf_counter() - taken
    return outcome
