"""The tables put together: every document's rows in the order of the sources, with what the archive adds."""

from __future__ import annotations

import hashlib
import zlib
from functools import cached_property
from typing import TYPE_CHECKING

from extractor.batch.archive import ARCHIVE_RULES, Additions
from extractor.batch.drawing import PageItem
from extractor.batch.ledger import LedgerError
from extractor.batch.shards import ShardError
from extractor.forms import load_forms
from extractor.model.codec import encode
from extractor.writers.archive_view import ArchiveView
from extractor.writers.attached import as_attachment
from extractor.writers.csvs import csv_bytes, csv_rows
from extractor.writers.parcel import TABLES, lines_of
from extractor.writers.report_paths import report_stem
from extractor.writers.rows import FilingRows, RowMaker, violation_row
from extractor.writers.schema import SCHEMAS
from extractor.writers.tally import Tally, flag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractor.archive import Options
    from extractor.batch.ledger import Document, Ledger
    from extractor.batch.shards import Shards
    from extractor.model.filing import Violation
    from extractor.writers.report_paths import Reports
    from extractor.writers.rows import Row
    from extractor.writers.tableset import TableSet
    from extractor.writers.words import Language

_FILINGS, _VIOLATIONS, _CORRECTIONS = (
    TABLES.index(name) for name in ("filings", "violations", "corrections")
)
_F = {name: i for i, name in enumerate(SCHEMAS["filings"].columns)}
_NOTHING = FilingRows(*([] for _ in TABLES))


class Assembly:
    """The documents of the ledger's plan, on their way from the shards into the tables."""

    def __init__(self, ledger: Ledger, shards: Shards, language: Language) -> None:
        self._ledger = ledger
        self._shards = shards
        self._language: Language = language
        self._maker = RowMaker(load_forms())

    def lines(self, table: str) -> Iterator[bytes]:
        """Yield the CSV lines of a table as the documents gave them, of one document after the other."""
        wanted = (TABLES.index(table),)
        for document in self._ledger.documents():
            with_rows, _ = self._parcel(document)
            yield lines_of(with_rows, wanted)[0]

    def additions(self, options: Options) -> list[Additions]:
        """Ask the rules over the whole archive."""
        view = ArchiveView(self.lines)
        return [rule(view, self._language, options) for rule in ARCHIVE_RULES]

    def put_together(
        self, tables: TableSet, additions: list[Additions], tally: Tally, reports: Reports, recipe: str
    ) -> Iterator[PageItem]:
        """Fill the tables and the tally; yield the pages that have to be drawn on the way.

        Pages that stand and are no longer wanted are told to the ledger as stale.
        """
        unwanted: list[tuple[str]] = []
        for document in self._ledger.documents():
            parcel, kept = self._parcel(document)
            lines = lines_of(parcel)
            filings, violations = csv_rows(lines[_FILINGS]), csv_rows(lines[_VIOLATIONS])
            added: tuple[Violation, ...] = ()
            if additions:
                filings, violations, added = self._with_additions(filings, violations, additions)
                lines[_FILINGS], lines[_VIOLATIONS] = csv_bytes(filings), csv_bytes(violations)
            tables.add(lines)
            corrections = csv_rows(lines[_CORRECTIONS])
            rows = _NOTHING._replace(filings=filings, violations=violations, corrections=corrections)
            wanted = reports == "all" or (reports == "flagged" and flag(rows) < 2)
            tally.add(rows, report_stem(document.source) if wanted else "")
            if not wanted:
                if document.page:
                    unwanted.append((document.source,))
                continue
            made_of = f"{recipe}-{document.crc:08x}"
            if document.source in self._attached:
                made_of += "-" + hashlib.sha256(self._attached[document.source].encode()).hexdigest()[:16]
            if added:
                made_of += "-" + hashlib.sha256(encode(added)).hexdigest()[:16]
            if document.page != made_of:
                yield PageItem(document.source, kept, added, made_of)
        for name, some in ((n, r) for a in additions for n, r in a.tables.items()):
            tables.append(name, csv_bytes(some))
        self._ledger.do_all("INSERT OR IGNORE INTO stale VALUES (?)", unwanted)
        self._ledger.do_all("UPDATE documents SET page = '' WHERE source = ?", unwanted)

    @cached_property
    def _attached(self) -> dict[str, str]:
        return self._ledger.attached()

    def _parcel(self, document: Document) -> tuple[bytes, bytes]:
        """Return the parcel of rows of a document, and the filing that was kept; without what is another's."""
        try:
            data = self._shards.read(document.shard, document.start, document.rows + document.kept)
            fault = (
                "" if zlib.crc32(data) == document.crc else f"{self._shards.path(document.shard)} is damaged"
            )
        except ShardError as error:
            fault = str(error)
        if fault:
            raise LedgerError(
                f"{fault}, where the rows of {document.source} should stand; run with --no-resume to read all anew"
            )
        rows, filing = data[: document.rows], data[document.rows :]
        page = self._attached.get(document.source)
        return as_attachment(rows, filing, page) if page else (rows, filing)

    def _with_additions(
        self, filings: list[Row], violations: list[Row], additions: Iterable[Additions]
    ) -> tuple[list[Row], list[Row], tuple[Violation, ...]]:
        filing = [*filings[0]]
        key = filing[_F["filing_id"]]
        added: list[Violation] = []
        for addition in additions:
            for column, texts in addition.columns.items():
                filing[_F[column]] = texts.get(key, "")
            added += addition.violations.get(key, ())
        violated = [v.severity for v in added if v.outcome == "violated"]
        for column, severity in (("errors", "error"), ("warnings", "warning")):
            filing[_F[column]] = str(int(filing[_F[column]]) + violated.count(severity))
        who = (key, filing[_F["source"]], filing[_F["organization"]], filing[_F["year"]])
        if added:
            violations = self._maker.merged(violations, (violation_row(*who, v) for v in added))
        return [tuple(filing)], violations, tuple(added)
