"""The work on one file, as every engine does it: read, check, rows. Nothing of it is written here."""

from __future__ import annotations

import gc
import hashlib
import os
import traceback
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extractor.attachments import in_container, in_folders, joined, wanted
from extractor.batch.stopwatch import Stopwatch
from extractor.corrections import apply
from extractor.errors import ExtractorError
from extractor.forms import LabelAlias, load_forms, use_aliases
from extractor.inputs.beside import Root, url_root
from extractor.inputs.containers import container_type, members
from extractor.inputs.remote import fetched
from extractor.model.filing import Filing, FilingStatus
from extractor.pipeline import trace_file, trace_member
from extractor.rules import check
from extractor.suggestions import suggest
from extractor.writers.kept import Sketchbook, keep
from extractor.writers.parcel import pack
from extractor.writers.report import report_page
from extractor.writers.report_paths import report_stem
from extractor.writers.rows import RowMaker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extractor.attachments import Joining
    from extractor.inputs.members import Member
    from extractor.inputs.remote import Fetched
    from extractor.model.correction import Correction
    from extractor.readers.ocr import OcrMode
    from extractor.writers.kept import Box
    from extractor.writers.words import Language


class OutputError(ExtractorError):
    """The output folder cannot be written to: no fault of a document, and the run cannot go on."""


@dataclass(frozen=True)
class Settings:
    """What changes the outcome for a file. ``keep``: keep the filing itself beside its rows, for its page.

    ``read`` stands in for ``pipeline.read_file``; a function of a module, so that it can be sent. ``roots``:
    the folders in which links of a page are followed to its attachments.
    """

    language: Language = "zh"
    keep: bool = True
    read: Callable[..., Filing] | None = None
    roots: tuple[Root, ...] = ()
    ocr: OcrMode = "auto"
    aliases: tuple[LabelAlias, ...] = ()


class Item(NamedTuple):
    """A file to read. ``problem``: why it cannot be. ``known``: the hash it had when it was read by this recipe.

    ``skip`` documents at its start are done already; ``waiting`` are those of them (with their places) that may
    have their tables in other documents of it. ``blame``: the place of a document that ended the process
    that read it, and how; it is not tried again. ``url``: where the file is, if not on this machine.
    ``corrections``: the user's for any document of the file.
    """

    unit: str
    path: Path
    size: int = 0
    stamp: str = ""
    problem: str = ""
    known: str = ""
    skip: int = 0
    blame: tuple[int, str] | None = None
    tries: int = 0
    waiting: tuple[tuple[str, int], ...] = ()
    url: str = ""
    corrections: tuple[Correction, ...] = ()

    @property
    def place(self) -> bytes:
        """Where the file is, as the ledger has it."""
        return os.fsencode(self.url or self.path)


class Read(NamedTuple):
    """One document, done: what the ledger says of it, its parcel of rows, and the filing (empty: not kept)."""

    source: str
    place: int
    sha256: str
    media_type: str
    reader: str
    status: str
    error: str
    seconds: float
    rows: bytes
    kept: bytes
    stages: dict[str, float]
    attachments: tuple[str, ...] = ()


class Answer(NamedTuple):
    """A document of a file (None: there is none to tell), and whether the file is done with it.

    ``same``: the file is what it was when it was last read, and its records stand. ``beside``: other files
    that were read with it. ``again``: the document was told before, and is told now with its attachments.
    """

    read: Read | None
    whole: bool = True
    sha256: str = ""
    same: bool = False
    beside: tuple[str, ...] = ()
    again: bool = False


@cache
def worker(settings: Settings) -> Worker:
    """Return the worker of this process. What it needs is loaded once."""
    return Worker(settings)


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
        use_aliases(settings.aliases)
        self._forms = load_forms()
        self._maker = RowMaker(self._forms)
        collect_seldom()

    def do(self, item: Item) -> Iterator[Answer]:
        """Yield the documents of a file, each as soon as it is done. Nothing that it holds raises."""
        if not item.url or item.problem:
            yield from self._do(item)
            return
        root = url_root(item.url, self._settings.roots)
        try:
            with fetched(item.url, root.url if root else item.url.rpartition("/")[0]) as here:
                yield from self._do(item._replace(path=here.path), here)
        except (OSError, ExtractorError) as error:
            reason = f"不能取得：{error} (cannot be fetched from where it is)"
            yield Answer(self.fail(item, reason, ""))

    def _do(self, item: Item, here: Fetched | None = None) -> Iterator[Answer]:
        if item.known and _hash(item.path) == item.known:
            yield Answer(None, sha256=item.known, same=True)
            return
        if not item.problem and container_type(item.path):
            yield from self._members(item)
            return
        reason = item.problem or (item.blame[1] if item.blame else "")
        beside: list[str] = []
        read = self.fail(item, reason) if reason else self._read(item, beside, here)
        yield Answer(read, sha256=read.sha256, beside=tuple(beside))

    def _members(self, item: Item) -> Iterator[Answer]:
        """Yield the documents in a container, but for those that are skipped; then again those with attachments."""
        place = -1
        waiting = dict(item.waiting)
        try:
            for place, member in enumerate(members(item.path, item.unit)):
                if place >= item.skip:
                    yield Answer(self._member(member, item, place, waiting), whole=False)
            for found in in_container(item.path, item.unit, waiting, self._settings.ocr):
                read = self._joined(found, item, waiting[found.member.name]) if found else None
                yield Answer(read, whole=False, again=True)
        except Exception as error:  # noqa: BLE001 - a fault of ours costs the rest of this container alone
            yield Answer(self.fail(item, fault(error), place=place + 1), whole=False)
        yield Answer(None, sha256=_hash(item.path))

    def _member(self, member: Member, item: Item, place: int, waiting: dict[str, int]) -> Read:
        """Return the outcome for a member; one that may have attachments is put down in ``waiting``."""
        if item.blame and place == item.blame[0]:
            return self.fail(item, item.blame[1], hashlib.sha256(member.data).hexdigest(), place, member.name)
        if member.name == item.unit:
            return self.fail(item, member.problem, place=place)

        def read(clock: Callable[[str], object]) -> Filing:
            trace = trace_member(member, clock, self._settings.ocr)
            if wanted(trace, lambda: member.data, member.hint):
                waiting[member.name] = place
            return trace.filing

        return self._try(item._replace(unit=member.name), place, read, member.data)

    def _joined(self, found: Joining, item: Item, place: int) -> Read:
        def read(clock: object) -> Filing:  # noqa: ARG001 - it was read before
            return joined(found.trace, found.attachments, self._settings.ocr)

        return self._try(item._replace(unit=found.member.name), place, read, found.member.data)

    def fail(
        self, item: Item, reason: str, sha256: str | None = None, place: int = 0, name: str = ""
    ) -> Read:
        """Return the outcome for a document that could not be read: the file, or ``name`` at a place in it.

        The hash of the file is taken unless one is given.
        """
        digest = _hash(item.path) if sha256 is None else sha256
        filing = Filing(name or item.unit, digest, "", "", FilingStatus.UNREADABLE, reason)
        filing = apply(filing, item.corrections, self._forms)
        return self._packed(filing, place, Stopwatch())

    def _read(self, item: Item, beside: list[str], here: Fetched | None) -> Read:
        """Return the outcome for a file; the files that were looked for beside it go into ``beside``."""
        roots, reach = self._settings.roots, None
        if here:
            root = url_root(item.url, roots)
            roots, reach = ((Root(here.folder, root.prefix),) if root else ()), here.reach

        def read(clock: Callable[[str], object]) -> Filing:
            trace = trace_file(item.path, item.unit, clock, self._settings.ocr)
            attachments, looked = in_folders(trace, item.path, roots, reach)
            beside.extend(here.url(path) if here else str(path) for path in looked)
            return joined(trace, attachments, self._settings.ocr) if attachments else trace.filing

        stands_in = self._settings.read
        return self._try(item, 0, partial(stands_in, item.path, item.unit) if stands_in else read, item.path)

    def _try(self, item: Item, place: int, read: Callable[..., Filing], content: Path | bytes) -> Read:
        watch = Stopwatch()
        try:
            filing = apply(read(clock=watch), item.corrections, self._forms)
            watch("rest of reading")
            violations = tuple(check(filing, self._forms, self._settings.language))
            suggestions = suggest(filing, violations, self._forms)
            filing = replace(filing, violations=violations, suggestions=suggestions)
            watch("rules")
            return self._packed(filing, place, watch, content)
        except Exception as error:  # noqa: BLE001 - a fault of ours costs this file, not the run, and says so
            digest = hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else None
            return self.fail(item, fault(error), digest, place)

    def _packed(
        self, filing: Filing, place: int, watch: Stopwatch, content: Path | bytes | None = None
    ) -> Read:
        rows = pack(self._maker.rows(filing))
        watch("rows")
        kept = b""
        if self._settings.keep:
            ordered = replace(filing, violations=tuple(self._maker.in_order(filing.violations)))
            kept = keep(ordered, self._pictures(ordered, content))
            watch("keeping")
        return Read(
            filing.source,
            place,
            filing.sha256,
            filing.media_type,
            filing.reader,
            filing.status,
            filing.error,
            sum(watch.seconds.values()),
            rows,
            kept,
            dict(watch.seconds),
            filing.attachments,
        )

    def _pictures(self, filing: Filing, content: Path | bytes | None) -> dict[tuple[int, Box], bytes]:
        """Return the pictures that the filing's page shows: of the pages of a PDF with faults."""
        if content is None or filing.media_type != "application/pdf" or not filing.violations:
            return {}
        from extractor.readers.pdf_picture import Pictures  # noqa: PLC0415 - for a PDF with faults alone

        with Pictures(content if isinstance(content, bytes) else content.read_bytes()) as drawn:
            book = Sketchbook(drawn.draw)
            stem = report_stem(filing.source)
            report_page(filing, [*filing.violations], self._forms, self._settings.language, stem, book.draw)
        return book.pictures


def fault(error: Exception) -> str:
    """Say that the program is at fault, and where."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [f for f in frames if "extractor" in Path(f.filename).parts] or frames
    where = f"{'/'.join(Path(own[-1].filename).parts[-2:])}:{own[-1].lineno}"
    told = f"{type(error).__name__}: {error} [{where}]"
    return f"程序缺陷，并非文件之过 (fault of the program, not of the document): {told}"


def _hash(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() if path.is_file() else ""
    except OSError:
        return ""
