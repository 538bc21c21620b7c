"""The work on one file, as a worker process does it: read, check, rows, report."""

from __future__ import annotations

import gc
import hashlib
import traceback
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from extractor.batch.stopwatch import Stopwatch
from extractor.errors import ExtractorError
from extractor.forms import load_forms
from extractor.inputs.containers import container_type, members
from extractor.inputs.sources import Source
from extractor.model.filing import Filing, FilingStatus
from extractor.pipeline import read_file, read_member
from extractor.rules import check
from extractor.writers.filing_json import filing_json
from extractor.writers.report import report_page
from extractor.writers.report_paths import report_stem
from extractor.writers.rows import FilingRows, RowMaker
from extractor.writers.tally import flag

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extractor.inputs.members import Member
    from extractor.writers.evidence import Draw
    from extractor.writers.words import Language

Reports = Literal["all", "flagged", "none"]


class OutputError(ExtractorError):
    """The output folder cannot be written to: no fault of a document, and the run cannot go on."""


@dataclass(frozen=True)
class Settings:
    """What every worker must know.

    ``read`` stands in for ``pipeline.read_file``; a function of a module, so that it can be sent.
    """

    output: Path
    language: Language = "zh"
    reports: Reports = "all"
    profile: bool = False
    read: Callable[..., Filing] | None = None


class Done(NamedTuple):
    """One document, done: its rows, the path of its report (empty: none written) and the time by stage."""

    rows: FilingRows
    report: str
    seconds: dict[str, float]


def work(settings: Settings, sources: list[Source]) -> list[Done]:
    """Do the work on some files, one after the other. What a process needs is loaded once."""
    worker = _worker(settings)
    return [done for source in sources for done in worker.documents(source)]


def lost(settings: Settings, source: Source, reason: str) -> Done:
    """Return the outcome for a file that ``work`` could not finish: unreadable, and why."""
    return _worker(settings).fail(source, reason)


def collect_seldom() -> None:
    """Let the collector of cycles pass over what is loaded, and come some times less often than by default.

    A filing is thousands of small values and no cycles: looking through them over and over finds nothing.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


class Worker:
    """Does the files given to one process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._forms = load_forms()
        self._maker = RowMaker(self._forms)
        collect_seldom()

    def documents(self, source: Source) -> list[Done]:
        """Return the outcome for a file, or for each document in a container, in the order of sources."""
        if source.problem or not container_type(source.path):
            return [self.do(source)]
        done = []
        try:
            for member in members(source.path, source.name):
                done.append(self._member(member, source))  # noqa: PERF401 - what is done stands, whatever comes
        except OutputError:
            raise
        except Exception as error:  # noqa: BLE001 - a fault of ours costs the rest of this container alone
            done.append(self.fail(source, _fault(error)))
        return sorted(done, key=lambda d: d.rows.filings[0][1])

    def _member(self, member: Member, container: Source) -> Done:
        if member.name == container.name:
            return self.fail(container, member.problem)
        return self._try(Source(container.path, member.name), partial(read_member, member), member.data)

    def do(self, source: Source) -> Done:
        """Return the outcome for a file. Only a failure to write the report is raised (``OutputError``)."""
        if source.problem:
            return self.fail(source, source.problem)
        read = self._settings.read or read_file
        return self._try(source, partial(read, source.path, source.name))

    def _try(self, source: Source, read: Callable[..., Filing], data: bytes | None = None) -> Done:
        watch = Stopwatch()
        try:
            filing = self._read(read, watch)
            filing = replace(filing, violations=tuple(check(filing, self._forms, self._settings.language)))
            watch("rules")
            return self._finish(filing, watch, source.path if data is None else data)
        except OutputError:
            raise
        except Exception as error:  # noqa: BLE001 - a fault of ours costs this file, not the run, and says so
            return self.fail(source, _fault(error), data)

    def fail(self, source: Source, reason: str, data: bytes | None = None) -> Done:
        """Return the outcome for a file that could not be read, or for a document of it with these bytes."""
        digest = _hash(source.path) if data is None else hashlib.sha256(data).hexdigest()
        filing = Filing(source.name, digest, "", "", FilingStatus.UNREADABLE, reason)
        return self._finish(filing, Stopwatch())

    def _read(self, read: Callable[..., Filing], watch: Stopwatch) -> Filing:
        extra: dict[str, Any] = {"clock": watch} if self._settings.profile else {}
        filing = read(**extra)
        watch("read" if not extra else "rest of reading")
        return filing

    def _finish(self, filing: Filing, watch: Stopwatch, content: Path | bytes | None = None) -> Done:
        rows = self._maker.rows(filing)
        watch("rows")
        wanted = self._settings.reports
        stem = ""
        if wanted == "all" or (wanted == "flagged" and flag(rows) < 2):
            stem = report_stem(filing.source)
            self._report(filing, stem, content)
            watch("report")
        return Done(rows, stem, dict(watch.seconds))

    def _report(self, filing: Filing, stem: str, content: Path | bytes | None) -> None:
        violations = self._maker.in_order(filing.violations)
        with pictures(filing, content) as draw:
            page = report_page(filing, violations, self._forms, self._settings.language, stem, draw)
        data = filing_json(filing, violations, self._forms)
        path = self._settings.output / stem
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_name(path.name + ".html").write_text(page, encoding="utf-8", newline="\n")
            path.with_name(path.name + ".json").write_bytes(data)
        except OSError as error:
            raise OutputError(f"cannot write the report {stem}.html: {error.strerror or error}") from error


@contextmanager
def pictures(filing: Filing, content: Path | bytes | None) -> Iterator[Draw | None]:
    """Yield what draws the pages of a filing with faults to show; None where there are no pages or faults.

    ``content``: the document, or the file that it is.
    """
    if content is None or filing.media_type != "application/pdf" or not filing.violations:
        yield None
        return
    from extractor.readers.pdf_picture import Pictures  # noqa: PLC0415 - for a PDF with faults alone

    with Pictures(content if isinstance(content, bytes) else content.read_bytes()) as drawn:
        yield drawn.draw


@cache
def _worker(settings: Settings) -> Worker:
    return Worker(settings)


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() if path.is_file() else ""
    except OSError:
        return ""


def _fault(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if "extractor" in Path(f.filename).parts] or frames
    where = f"{'/'.join(Path(own[-1].filename).parts[-2:])}:{own[-1].lineno}"
    told = f"{type(error).__name__}: {error} [{where}]"
    return f"程序缺陷，并非文件之过 (fault of the program, not of the document): {told}"
