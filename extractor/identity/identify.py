"""Whose filing a document is, of which year, and when it was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.identity.as_told import UNKNOWN, as_told
from extractor.identity.blank_form import is_form
from extractor.identity.dates import is_date, read_date
from extractor.identity.find_title import Found, article_title, notice_title
from extractor.identity.organizations import organization_of_metadata, organization_of_sentence, signature
from extractor.identity.parts import Parts, named_values, parts_of
from extractor.identity.report_title import ReportTitle, read_page_title
from extractor.identity.years import year_of_metadata, year_of_period, year_of_source
from extractor.model.filing import Identity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.forms import Forms
    from extractor.model.document import Document, Recognised
    from extractor.model.filing import Section

_LINES_UNDER_TITLE = 4


def identify(document: Document, sections: tuple[Section, ...], source: str, forms: Forms) -> Identity:
    """Return what the document says about itself; what it does not say stays empty.

    The order of trust is the contract's: organization from the title, the page's metadata, the signature,
    the sentence that says who compiled the report; year from the title, the metadata, the stated period,
    the file name. The report's own title outranks the page's.
    """
    parts = parts_of(document, sections)
    named = named_values(document, parts, forms)
    found = article_title(document, parts, forms)
    titles = [t for t in (found.title if found else None, *_page_titles(document, named, forms)) if t]
    if not titles and (found := notice_title(parts, forms)):
        titles = [found.title]
    organization, organization_from = _organization(titles, named, parts, document.recognised, forms)
    year, year_from = _year(titles, named, parts, forms)
    if not year and not is_form(parts, forms):  # in its name is the year that the form came out
        year = year_of_source(source)
        year_from = "file name" if year else ""
    published = _published(found, named, parts, forms)
    text = _as_printed(titles[0], document.recognised) if titles else ""
    return Identity(text, organization, organization_from, year, year_from, published)


def _page_titles(document: Document, named: dict[str, list[str]], forms: Forms) -> list[ReportTitle | None]:
    """Return the titles that the page gives: its own, then those of its metadata."""
    values = [v for key in forms.phrases.get("title_keys", ()) for v in named.get(key.casefold(), ())]
    return [read_page_title(text, forms) for text in (document.title, *values) if text]


def _organization(
    titles: list[ReportTitle], named: dict[str, list[str]], parts: Parts, recognised: Recognised, forms: Forms
) -> tuple[str, str]:
    """Return who reports, and what says so; a name with a character that cannot be told says nothing."""
    names = _names(titles, named, parts, forms)
    return next(((n, of) for n, of in names if n and UNKNOWN not in as_told(n, recognised)), ("", ""))


def _names(
    titles: list[ReportTitle], named: dict[str, list[str]], parts: Parts, forms: Forms
) -> Iterator[tuple[str, str]]:
    """Yield each name that the document gives as its own, in the order of trust."""
    for title in titles:
        yield title.organization, "title"
    yield organization_of_metadata(named, forms), "metadata"
    yield signature(parts, forms)[0], "signature"
    yield organization_of_sentence(parts), "sentence"


def _as_printed(title: ReportTitle, recognised: Recognised) -> str:
    """Return the text of a title, with the mark for each character of its name that cannot be told."""
    name = title.organization
    return title.text.replace(name, as_told(name, recognised), 1) if name else title.text


def _year(
    titles: list[ReportTitle], named: dict[str, list[str]], parts: Parts, forms: Forms
) -> tuple[int, str]:
    if titles and titles[0].year:
        return titles[0].year, "title"
    said = next((t.year for t in titles if t.year), 0) or year_of_metadata(named, forms)
    if said:
        return said, "metadata"
    if said := year_of_period(parts):
        return said, "period"
    return 0, ""


def _published(found: Found | None, named: dict[str, list[str]], parts: Parts, forms: Forms) -> str:
    """Return the day of publication: as metadata or a line names it, under the title, in the signature.

    A date that no calendar has is no date, and none is sought behind it: the document contradicts itself.
    """
    for key in forms.phrases.get("published_keys", ()):
        for value in named.get(key.casefold(), ()):
            day, printed = read_date(value, run=True)
            if printed:
                return day
    if found:
        day, printed = read_date(found.title.published)
        if printed:
            return day
        for block in parts.front[found.line + 1 : found.line + 1 + _LINES_UNDER_TITLE]:
            if is_date(block.text):
                return read_date(block.text)[0]
    return signature(parts, forms)[1]
