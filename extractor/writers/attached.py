"""A document whose tables stand under the page that links to it: a row that says so, and no number twice."""

from __future__ import annotations

from dataclasses import replace

from extractor.model.correction import CorrectionOutcome
from extractor.model.filing import FilingStatus
from extractor.writers.csvs import csv_rows
from extractor.writers.kept import keep, kept
from extractor.writers.parcel import TABLES, lines_of, pack
from extractor.writers.printing import clean
from extractor.writers.rows import FilingRows
from extractor.writers.schema import SCHEMAS

_FILINGS, _CORRECTIONS = TABLES.index("filings"), TABLES.index("corrections")
_COLUMNS = SCHEMAS["filings"].columns
_OUTCOME = SCHEMAS["corrections"].columns.index("outcome")


def as_attachment(parcel: bytes, filing: bytes, page: str) -> tuple[bytes, bytes]:
    """Return the parcel and the kept filing (empty: none) of a document as an attachment of ``page``.

    Its row in ``filings`` stays, as no report of its own; all other rows are the page's, and so no correction of
    it has a table to apply to. ``ValueError`` where the bytes are damaged.
    """
    reason = clean(f"附件，其中的表格已并入 {page} (an attachment: its tables stand under {page})")
    filings, corrections = lines_of(parcel, (_FILINGS, _CORRECTIONS))
    ((*row,),) = csv_rows(filings)
    told = {
        "status": FilingStatus.NOT_A_REPORT,
        "error": reason,
        "template": "",
        "errors": "0",
        "warnings": "0",
        "attachment_of": clean(page),
    }
    for column, text in told.items():
        row[_COLUMNS.index(column)] = text
    nothing = FilingRows(*([] for _ in TABLES))
    refused = [(*c[:_OUTCOME], CorrectionOutcome.NO_TABLE, *c[_OUTCOME + 1 :]) for c in csv_rows(corrections)]
    rows = pack(nothing._replace(filings=[tuple(row)], corrections=refused))
    if not filing:
        return rows, filing
    own = kept(filing).filing
    whole = replace(
        own,
        status=FilingStatus.NOT_A_REPORT,
        error=reason,
        template="",
        tables=(),
        sections=(),
        violations=(),
        corrections=tuple(c._replace(outcome=CorrectionOutcome.NO_TABLE) for c in own.corrections),
    )
    return rows, keep(whole, {})
