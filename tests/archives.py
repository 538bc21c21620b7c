"""Small archives made by hand: filings with a source, an organization, a year and what sets them apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extractor.archive import Findings, Options, survey
from extractor.archive.memory import MemoryView
from extractor.writers.rows import RowMaker, filing_id
from tests.handmade import FORMS, heading, whole

if TYPE_CHECKING:
    from extractor.model.filing import Filing, Violation

CITY = "云泽市东篱区统计局"
MAKER = RowMaker(FORMS)


def member(
    year: int,
    words: dict[str, str] | None = None,
    *,
    organization: str = CITY,
    source: str = "",
    template: str = "",
    texts: dict[int, str] | None = None,
) -> Filing:
    """A filing of an archive; `words` as in `handmade`, `texts`: the words of a section of the six."""
    form = template or (FORMS.in_force(year) or FORMS.forms["2021"]).code
    made = whole(form, words, year=year)
    sections = tuple(heading(n, text=(texts or {}).get(n, "有内容。")) for n in range(1, 7))
    identity = replace(made.identity, organization=organization)
    return replace(made, source=source or f"{organization}/{year}.html", identity=identity, sections=sections)


def survey_of(*filings: Filing, language: str = "zh", options: Options | None = None) -> Findings:
    """What the rules between filings find in these, in the order of their sources."""
    ordered = sorted(filings, key=lambda f: f.source)
    return survey(MemoryView(MAKER.rows(f) for f in ordered), FORMS, language, options)


def found(
    *filings: Filing, language: str = "zh", options: Options | None = None
) -> list[tuple[str, Violation]]:
    """Every violation with the source of its filing."""
    sources = {filing_id(f.source): f.source for f in filings}
    findings = survey_of(*filings, language=language, options=options)
    told = [(sources[key], v) for key, of in findings.violations.items() for v in of]
    return sorted(told, key=lambda t: t[0])


def codes(*filings: Filing, options: Options | None = None) -> list[tuple[str, str, str]]:
    """(source, rule, outcome) of every violation, sorted."""
    return sorted((source, v.rule, v.outcome) for source, v in found(*filings, options=options))
