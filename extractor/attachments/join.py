"""A page and the files it links to, read as one filing: the page says whose it is, the file has the tables.

Many sites publish a report as a page without its tables, and the tables as a PDF or Word file beside it. Where
that file is in the input too, its tables are the page's. It is then no filing of its own: its numbers count once.
"""

from __future__ import annotations

import posixpath
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from extractor import identity, narrative
from extractor.forms import load_forms
from extractor.model.filing import FilingStatus
from extractor.pipeline import lacks_table, status_of, template_of, trace_bytes
from extractor.readers.links import links_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from extractor.forms import Forms
    from extractor.inputs.members import Hint
    from extractor.model.filing import Filing, Identity, Section, TableReading
    from extractor.pipeline import Trace
    from extractor.readers.links import Link
    from extractor.readers.ocr import OcrMode

MOST = 10
"""Files of one page that are looked at."""
_ENDINGS = (".pdf", ".doc", ".docx", ".docm", ".wps", ".rtf", ".odt")
_SURE = ("title", "metadata", "period")
_SECTION_OF = {"disclosure": 2, "applications": 3, "proceedings": 4}


class Attachment(NamedTuple):
    """A file that a page links to."""

    source: str
    data: bytes


def wanted(trace: Trace, page: Callable[[], bytes], hint: Hint) -> tuple[Link, ...]:
    """Return the links of a page that may lead to its tables; none where it has them all, or is no report's.

    ``page`` gives its bytes, where they are asked for.
    """
    filing, forms = trace.filing, load_forms()
    if filing.media_type != "text/html" or trace.document is None or not _may_lack(trace, forms):
        return ()
    said = forms.phrases.get("attachment_words", ())
    links = links_of(page(), hint)
    sure = [link for link in links if _ends_in_file(link)]
    return tuple([*sure, *(x for x in links if x not in sure and any(w in x.text for w in said))][:MOST])


def joined(trace: Trace, attachments: Iterable[Attachment], ocr: OcrMode = "auto") -> Filing:
    """Return the filing of a page with the tables of the files that it links to; as it was where none are its.

    A file of another year or organization is none of the page's. Where two files have the same table with
    other numbers, neither is taken. Places in a file begin with its source. ``ocr``: whether scans are recognised.
    """
    forms = load_forms()
    filing = trace.filing
    has = {table.table for table in filing.tables}
    read = [trace_bytes(a.data, a.source, ocr=ocr).filing for a in attachments]
    offered: dict[str, list[tuple[Filing, TableReading]]] = {}
    for file in read:
        if _belongs(file.identity, filing.identity):
            for table in file.tables:
                if table.table not in has:
                    offered.setdefault(table.table, []).append((file, table))
    taken = [several[0] for several in offered.values() if _agree(several)]
    if not taken:
        return filing
    sources = {file.source: file for several in offered.values() for file, _ in several if _agree(several)}
    return _with(trace, taken, list(sources.values()), forms)


def _may_lack(trace: Trace, forms: Forms) -> bool:
    filing, who = trace.filing, trace.filing.identity
    if filing.status is FilingStatus.PARTIAL:
        return lacks_table(filing.tables, filing.template, forms)
    if filing.status is FilingStatus.NO_TABLES:
        return True
    if filing.status is not FilingStatus.NOT_A_REPORT or trace.document is None:
        return False
    # A page with nothing but the title and the link: it is the report's if it would be one with tables in it.
    named = bool(who.title and who.organization and who.year and who.year_from in _SURE)
    return named and identity.is_report(trace.document, filing.sections, True, forms)[0]


def _ends_in_file(link: Link) -> bool:
    try:
        path = unquote(urlsplit(link.target).path)
    except ValueError:
        return False
    return any(posixpath.splitext(name.strip())[1].lower() in _ENDINGS for name in (path, link.text))


def _belongs(file: Identity, page: Identity) -> bool:
    """Tell whether a file can be of the same filing as a page: what both say for sure must not differ."""
    if file.year and page.year and file.year_from in _SURE and file.year != page.year:
        return False
    one, two = file.organization, page.organization
    return not one or not two or one in two or two in one


def _agree(several: list[tuple[Filing, TableReading]]) -> bool:
    """Tell whether the same table in several files has the same numbers in all of them."""
    first, *others = [[(f.row, f.column, f.status, f.value) for f in table.facts] for _, table in several]
    return all(other == first for other in others)


def _with(
    trace: Trace, taken: list[tuple[Filing, TableReading]], files: list[Filing], forms: Forms
) -> Filing:
    filing = trace.filing
    order = ("disclosure", "applications", "proceedings", "statistics")
    tables = [*filing.tables, *(_placed(table, file.source) for file, table in taken)]
    tables.sort(key=lambda table: order.index(table.table))
    template = filing.template or template_of(tuple(tables))
    who = filing.identity
    for file in files:
        own = file.identity
        if not who.organization and own.organization:
            who = replace(who, organization=own.organization, organization_from=own.organization_from)
        if not who.year and own.year and own.year_from in _SURE:
            who = replace(who, year=own.year, year_from=own.year_from)
    sections = _sections(filing, files, {table.table for _, table in taken})
    if any(s.section for s in filing.sections) and trace.document is not None:
        said = narrative.build(trace.document, filing.sections, who, template, forms)
    else:
        said = tuple(
            s._replace(location=f"{file.source} {s.location}") for file in files for s in file.statements
        )
    return replace(
        filing,
        status=status_of(tuple(tables), template, forms),
        error="",
        identity=who,
        template=template,
        tables=tuple(tables),
        sections=sections,
        statements=said,
        attachments=tuple(sorted(file.source for file in files)),
    )


def _sections(filing: Filing, files: list[Filing], tables: set[str]) -> tuple[Section, ...]:
    """Return the page's sections, or where it has none of the six, those of the file; tables count as theirs."""
    sections = filing.sections
    if not any(s.section for s in sections):
        file = next((f for f in files if any(s.section for s in f.sections)), None)
        if file is None:
            return sections
        return tuple(replace(s, location=f"{file.source} {s.location}") for s in file.sections)
    filled = {_SECTION_OF[table] for table in tables if table in _SECTION_OF}
    return tuple(replace(s, has_table=True) if s.section in filled else s for s in sections)


def _placed(table: TableReading, source: str) -> TableReading:
    """Return a table with the name of its file before each place."""

    def at(location: str) -> str:
        return f"{source} {location}" if location else ""

    return replace(
        table,
        facts=tuple(f._replace(location=at(f.location)) for f in table.facts),
        findings=tuple(replace(f, location=at(f.location)) for f in table.findings),
        row_matches=tuple(replace(m, location=at(m.location)) for m in table.row_matches),
        column_matches=tuple(replace(m, location=at(m.location)) for m in table.column_matches),
        location=at(table.location),
    )
