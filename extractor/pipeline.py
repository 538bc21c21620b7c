"""One file from bytes to a filing: the stages in order."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from extractor import identity, mapping, narrative, outline
from extractor.errors import UnreadableError
from extractor.forms import load_forms
from extractor.inputs.containers import members
from extractor.inputs.members import NO_HINT
from extractor.mapping import agree, settle, table_reader
from extractor.model.filing import CellStatus, Filing, FilingStatus
from extractor.readers import SECOND_READERS, html, open_document
from extractor.readers.ocr import RECOGNISED
from extractor.readers.open import media_type_of
from extractor.rules import check

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from extractor.forms import Forms
    from extractor.inputs.members import Hint, Member
    from extractor.model.document import Document
    from extractor.model.filing import TableReading
    from extractor.readers.ocr import OcrMode

LARGEST = 256 * 1024 * 1024
_LACKING = frozenset({CellStatus.ABSENT, CellStatus.UNREADABLE})
_TEMPLATE_OF = ("disclosure", "applications", "statistics")


@dataclass(frozen=True, slots=True)
class Trace:
    """What one reading went through: the document (None where it could not be read) and the filing."""

    document: Document | None
    filing: Filing
    encoding: str = ""
    replaced: int = 0


def read_file(
    path: Path, source: str, clock: Callable[[str], object] | None = None, ocr: OcrMode = "auto"
) -> Filing:
    """Return the filing in a file; see ``trace_file``."""
    return trace_file(path, source, clock, ocr).filing


def trace_file(
    path: Path, source: str, clock: Callable[[str], object] | None = None, ocr: OcrMode = "auto"
) -> Trace:
    """Return the filing in a file with the document it was read from.

    A file that cannot be read gives a filing with status ``unreadable`` and an ``error``: nothing is
    raised for what a document holds. ``clock`` is called with the name of each stage as it ends; ``ocr``
    says whether scans are recognised.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST:
            return _unreadable(
                source,
                "",
                "",
                f"文件有 {size} 字节，超过 {LARGEST} 的上限 (larger than the limit of {LARGEST} bytes)",
            )
        data = path.read_bytes()
    except OSError as error:
        return _unreadable(
            source, "", "", f"文件不能打开：{error.strerror} (cannot be opened; check its permissions)"
        )
    return trace_bytes(data, source, clock, ocr=ocr)


def read_member(
    member: Member, clock: Callable[[str], object] | None = None, ocr: OcrMode = "auto"
) -> Filing:
    """Return the filing in a member of a container; see ``trace_member``."""
    return trace_member(member, clock, ocr).filing


def trace_member(
    member: Member, clock: Callable[[str], object] | None = None, ocr: OcrMode = "auto"
) -> Trace:
    """Return the filing in a member of a container; unreadable where the member has a problem."""
    if member.problem:
        return _unreadable(member.name, member.sha256, "", member.problem)
    return trace_bytes(member.data, member.name, clock, member.hint, ocr)


def trace_container(path: Path, source: str) -> Trace:
    """Return the filing in a container that holds no more than one document; else unreadable."""
    found = list(islice(members(path, source), 2))
    if len(found) == 1 and not found[0].problem:
        return trace_bytes(found[0].data, found[0].name, None, found[0].hint)
    problem = (
        found[0].problem
        if len(found) == 1
        else ("压缩包里有多份文件；请用 extractor run (holds several documents: use `extractor run`)")
    )
    return _unreadable(source, "", "", problem)


def trace_bytes(
    data: bytes,
    source: str,
    clock: Callable[[str], object] | None = None,
    hint: Hint = NO_HINT,
    ocr: OcrMode = "auto",
) -> Trace:
    """Return the filing in ``data``, named ``source``, with the document it was read from."""
    tick = clock or _no_clock
    digest = hashlib.sha256(data).hexdigest()
    try:
        opened = open_document(data, hint, ocr)
    except UnreadableError as error:
        return _unreadable(source, digest, media_type_of(data), str(error))
    tick("reader")
    forms = load_forms()
    filing = _filing(opened.document, source, digest, forms, tick)
    # What is recognised was read twice, cell by cell: there a sum that fails is the one doubt left.
    doubt = sum_fails if RECOGNISED in opened.document.reader else leaves_doubt
    if opened.document.reader in SECOND_READERS and doubt(filing, forms):
        filing = _read_again(filing, data, forms)
        tick("second reading")
    return Trace(opened.document, filing, opened.encoding, opened.replaced)


def read_document(document: Document, source: str, digest: str) -> Filing:
    """Return the filing in a document that was read, by no second reader."""
    return _filing(document, source, digest, load_forms(), _no_clock)


def forget_layouts() -> None:
    """Forget every layout met so far in this process: for measuring what a first sight costs."""
    html.forget()
    outline.forget()
    mapping.forget()


def _filing(
    document: Document, source: str, digest: str, forms: Forms, tick: Callable[[str], object]
) -> Filing:
    found = table_reader(forms).read(document)
    tick("tables")
    sections = outline.build(document, found.taken, forms)
    tick("outline")
    who = identity.identify(document, sections, source, forms)
    report, reason = identity.is_report(document, sections, bool(found.candidates), forms)
    tick("identity")
    head = (source, digest, document.media_type, document.reader)
    if not report:
        return Filing(*head, FilingStatus.NOT_A_REPORT, reason, who, sections=sections)
    tables = settle(found.candidates, who.year, forms)
    tick("mapping")
    template = template_of(tables)
    status = status_of(tables, template, forms)
    said = narrative.build(document, sections, who, template, forms)
    tick("narrative")
    return Filing(*head, status, "", who, template, tables, sections, said)


def template_of(tables: tuple[TableReading, ...]) -> str:
    """Return the form of a filing with these tables; empty where there are none."""
    found = next((t.template for code in _TEMPLATE_OF for t in tables if t.table == code), "")
    return found or (tables[0].template if tables else "")


def leaves_doubt(filing: Filing, forms: Forms) -> bool:
    """Tell a reading that another reader should look at: a cell or table it could not read, a sum that fails."""
    if filing.status in (FilingStatus.NOT_A_REPORT, FilingStatus.UNREADABLE):
        return False
    if not filing.tables or lacks_table(filing.tables, filing.template, forms):
        return True
    if any(fact.status in _LACKING for table in filing.tables for fact in table.facts):
        return True
    return sum_fails(filing, forms)


def sum_fails(filing: Filing, forms: Forms) -> bool:
    """Tell whether a sum or a bound of the form does not hold in the filing."""
    group = {rule.code for rule in forms.rulebook.rules if rule.group == "arithmetic"}
    return any(v.rule in group and v.outcome == "violated" for v in check(filing, forms))


def _read_again(filing: Filing, data: bytes, forms: Forms) -> Filing:
    """Return the filing with its tables as both readers read them; as it was where there is no second reading."""
    try:
        document = SECOND_READERS[filing.reader](data)
    except UnreadableError:
        return filing
    candidates = table_reader(forms).read(document).candidates
    again = {(c.table, c.template): c for of_table in candidates for c in of_table}
    found = {first.table for first in filing.tables}
    pairs: list[tuple[TableReading | None, TableReading | None]] = []
    for first in filing.tables:
        same = again.get((first.table, first.template))
        pairs.append((first, same.read() if same else None))
    pairs += [
        (None, second)
        for second in settle(candidates, filing.identity.year, forms)
        if second.table not in found
    ]
    tables = tuple(agree(first, second, forms) for first, second in pairs)
    template = filing.template or template_of(tables)
    return replace(filing, tables=tables, template=template, status=status_of(tables, template, forms))


def lacks_table(tables: tuple[TableReading, ...], template: str, forms: Forms) -> bool:
    """Tell whether a table of the form is not among those found."""
    return not {table.table for table in tables}.issuperset(forms.forms[template].tables)


def status_of(tables: tuple[TableReading, ...], template: str, forms: Forms) -> FilingStatus:
    """Return what became of a report with these tables."""
    if not tables:
        return FilingStatus.NO_TABLES
    if lacks_table(tables, template, forms):
        return FilingStatus.PARTIAL
    for table in tables:
        for fact in table.facts:
            if fact.status in _LACKING:
                return FilingStatus.PARTIAL
    return FilingStatus.OK


def _unreadable(source: str, digest: str, media_type: str, error: str) -> Trace:
    return Trace(None, Filing(source, digest, media_type, "", FilingStatus.UNREADABLE, error))


def _no_clock(_stage: str) -> None:
    """Measure nothing."""
