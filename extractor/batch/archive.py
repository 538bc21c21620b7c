"""Rules over the whole archive: what they are given, and what they may add to the filings.

They are asked once, after all documents have been read, and see tables only: a later run over more
documents asks them again without reading the old ones.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractor.archive import Options, survey
from extractor.archive.audit import Fall, shares, unmatched_labels
from extractor.forms import load_forms

if TYPE_CHECKING:
    from extractor.model.filing import Violation
    from extractor.writers.archive_view import ArchiveView
    from extractor.writers.rows import Row
    from extractor.writers.words import Language


@dataclass(frozen=True)
class Additions:
    """What a look at the archive adds; every key is a ``filing_id``.

    ``violations`` are counted in ``filings``, and stand in ``violations`` and in the filing's report with
    its own. ``columns``: column of ``filings`` → text for each filing (none: empty); the column stands in
    the schema, and is left empty when the filing is read. ``tables``: rows of the tables that belong to
    the archive and not to a filing, in their order; they stand in ``schema.ARCHIVE_SCHEMAS``. ``falls``: readers and
    sites of which much less is read than of the others.
    """

    violations: Mapping[str, tuple[Violation, ...]] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    tables: Mapping[str, Iterable[Row]] = field(default_factory=dict)
    falls: tuple[Fall, ...] = ()


ArchiveRule = Callable[["ArchiveView", "Language", Options], Additions]
"""A look at the whole archive; messages are in the language. It must be the same for the same tables and options."""


def between_filings(view: ArchiveView, language: Language, options: Options) -> Additions:
    """Ask the rules between filings (``extractor.archive``)."""
    found = survey(view, load_forms(), language, options)
    return Additions(
        found.violations,
        {"organization_id": found.organization_ids},
        {"organizations": found.organizations, "similar": found.similar},
    )


def audit(view: ArchiveView, language: Language, options: Options) -> Additions:  # noqa: ARG001 - as all rules
    """Look at the reading itself (``extractor.archive.audit``)."""
    rows, falls = shares(view)
    return Additions(tables={"labels": unmatched_labels(view), "shares": rows}, falls=tuple(falls))


ARCHIVE_RULES: tuple[ArchiveRule, ...] = (between_filings, audit)
"""All of them, asked in this order."""
