"""Rules about a filing as a whole: the six sections, their numbers, whose it is and of which year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.filing import Violation
from extractor.rules.late import published_late

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.model.filing import Filing, Section
    from extractor.rules.voice import Voice

SECTIONS = range(1, 7)
NUMERALS = "一二三四五六"
MARKER_FAMILY = "chinese-comma"


def filing_rules(filing: Filing, template: str, voice: Voice) -> Iterator[Violation]:
    """Yield the violations that name no table, in the order of the catalogue.

    ``template``: that of the filing, or where it has none, the form in force for its year.
    """
    with_six = voice.rule("section-missing").templates
    if template in with_six:
        yield from _missing(filing, voice)
        yield from _numbering(filing, voice)
    # a year alone does not make a report follow the form: without a table, any top heading is a section
    lowest = 0 if filing.template in with_six else 1
    for i, section in enumerate(filing.sections):
        if (section.section or section.level <= lowest) and not _has_content(filing.sections, i):
            printed = f"{section.number}{section.heading}"
            yield _violation(filing, voice, "section-empty", section.location, heading=printed)
    if not filing.identity.organization:
        yield _violation(filing, voice, "organization-unknown")
    if not filing.identity.year:
        yield _violation(filing, voice, "year-unknown")
    yield from published_late(filing, template, voice)


def _violation(filing: Filing, voice: Voice, code: str, location: str = "", **slots: str) -> Violation:
    rule = voice.rule(code)
    message = voice.message(rule, "violated", slots)
    return Violation(
        code, rule.severity, "violated", message=message, location=location, template=filing.template
    )


def _missing(filing: Filing, voice: Voice) -> Iterator[Violation]:
    found = {s.section for s in filing.sections}
    for number in SECTIONS:
        if number not in found:
            title = voice.forms.sections[number][0]
            printed = NUMERALS[number - 1] if voice.language == "zh" else str(number)
            yield _violation(filing, voice, "section-missing", number=printed, title=title)


def _numbering(filing: Filing, voice: Voice) -> Iterator[Violation]:
    """One violation where 一、 to 六、 do not occur once each in order.

    Numbers that end early are in order where as many sections are missing: that is said by
    ``section-missing`` alone; where the numbers skip, both are due (the contract, "Rules").
    """
    marked = [s for s in filing.sections if s.family == MARKER_FAMILY and s.ordinal in SECTIONS]
    missing = len(SECTIONS) - len({s.section for s in filing.sections} & set(SECTIONS))
    ordinals = [s.ordinal for s in marked]
    if ordinals == list(SECTIONS[: len(ordinals)]) and len(SECTIONS) - len(ordinals) <= missing:
        return
    wrong = next((s for i, s in enumerate(marked, 1) if s.ordinal != i), None)
    found = voice.join("and", (NUMERALS[o - 1] for o in ordinals)) or voice.phrase("none_found")
    yield _violation(filing, voice, "section-numbering", wrong.location if wrong else "", found=found)


def _has_content(sections: Sequence[Section], index: int) -> bool:
    """Whether text or a table stands under a heading or under a heading below it."""
    for i in range(index, len(sections)):
        if i > index and sections[i].level <= sections[index].level:
            return False
        if sections[i].has_table or sections[i].text.strip():
            return True
    return False
