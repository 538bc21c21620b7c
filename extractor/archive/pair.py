"""A draft against last year's filing: the rules between filings on an archive of these two."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.archive.memory import MemoryView
from extractor.archive.survey import survey
from extractor.errors import UsageError
from extractor.organizations.names import read_name
from extractor.writers.rows import RowMaker, filing_id

if TYPE_CHECKING:
    from extractor.forms import Forms
    from extractor.model.filing import Filing, Violation


def check_pair(draft: Filing, previous: Filing, forms: Forms, language: str) -> list[Violation]:
    """Return the violations between a filing and the organization's one of the year before.

    That they are of one organization is what the caller says, however its name is printed. Raises
    ``UsageError`` where they are of other years, or of places that are certainly two.
    """
    who, last = draft.identity, previous.identity
    if not who.year or last.year != who.year - 1:
        raise UsageError(
            f"the years do not follow each other: {previous.source} is of {last.year or 'no known year'}, "
            f"{draft.source} of {who.year or 'no known year'}; give the filing of the year before"
        )
    places = [read_name(of.organization).region(of.year) for of in (who, last)]
    if None not in places and places[0] != places[1]:
        raise UsageError(
            f"the two are of different organizations: {draft.source} of {who.organization}, "
            f"{previous.source} of {last.organization}"
        )
    name = who.organization or last.organization or draft.source
    this = replace(draft, identity=replace(who, organization=name))
    # two files may well have one name
    source = previous.source if previous.source != draft.source else f"{last.year}/{previous.source}"
    before = replace(previous, source=source, identity=replace(last, organization=name))
    maker = RowMaker(forms)
    found = survey(MemoryView(maker.rows(filing) for filing in (before, this)), forms, language)
    return list(found.violations.get(filing_id(draft.source), ()))
