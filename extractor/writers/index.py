"""``index.html``: the way into a run. Counts by status, rule, year and organization, and the filings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.filing import FilingStatus
from extractor.version import VERSION
from extractor.writers.corrected import LISTED, refused_views
from extractor.writers.pages import render
from extractor.writers.report_paths import link

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from extractor.forms import Forms
    from extractor.writers.tally import Tally
    from extractor.writers.words import Language

ORGANIZATIONS = 100


def index_page(
    tally: Tally, tables: Mapping[str, str], forms: Forms, language: Language, warnings: Sequence[str] = ()
) -> str:
    """Return the page; ``tables`` maps each table to its file, ``warnings`` are about the run as a whole."""
    rulebook = forms.rulebook.by_code
    rules = [
        (code, count, rulebook[code].holds_when[language] if code in rulebook else "")
        for code, count in tally.by_severity()
    ]
    organizations = sorted(
        ((name, counts) for name, counts in tally.organizations.items() if name),
        key=lambda o: (-o[1]["errors"], -o[1]["warnings"], o[0]),
    )
    entries = tally.entries
    return render(
        "index.html",
        language,
        version=VERSION,
        total=tally.filings,
        statuses=[(status.value, tally.statuses[status]) for status in FilingStatus],
        rules=rules,
        years=sorted(tally.years.items(), reverse=True),
        organizations=organizations[:ORGANIZATIONS],
        organizations_total=len(organizations),
        entries=[(e, link(e.report, ".html") if e.report else "") for e in entries],
        tables=tables,
        corrected=tally.corrected,
        refused=refused_views(tally.not_corrected[:LISTED], language),
        refused_total=len(tally.not_corrected),
        warnings=warnings,
    )
