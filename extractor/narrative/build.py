"""The statements of a report, in reading order."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.forms.narration import STATISTICS
from extractor.model.filing import Standing, Statement
from extractor.narrative import years
from extractor.narrative.applicants import applicant_drafts
from extractor.narrative.bodies import ANOTHER, with_bodies
from extractor.narrative.fees import fee_drafts
from extractor.narrative.paragraphs import FEES, as_sentence, mentions, paragraphs, tells
from extractor.narrative.places import Places
from extractor.narrative.points import LATER, PARTIAL, PAST, SINCE, Point, Tag
from extractor.narrative.reading import SentenceReading
from extractor.narrative.signs import Signs
from extractor.narrative.standing import body_of, standing, whole_scopes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.forms import Forms
    from extractor.model.document import Document
    from extractor.model.filing import Identity, Section
    from extractor.narrative.drafts import Draft

_OTHERS = frozenset({ANOTHER, "narrower", "beyond"})
_IN_TABLE = {"replies": "handled_total"}
"""A quantity that has no row of its own in 表三, and the row that counts it."""


def build(
    document: Document, sections: tuple[Section, ...], who: Identity, template: str, forms: Forms
) -> tuple[Statement, ...]:
    """Return what the report states in words about the numbers of its tables, its fee and its year.

    ``template``: the form whose rows the quantities are named by. Nothing is computed: each value stands in
    its sentence. Improvements and plans (section 五) state nothing.
    """
    places = Places(document)
    drafts = list(read_drafts(sections, who.year, forms, who.organization))
    body = body_of(who.organization, forms.narration)
    whole = whole_scopes(drafts, body)
    some = frozenset(
        d.quantity
        for d in drafts
        if d.value and d.period.kind not in (PAST, SINCE, LATER) and d.scope.kind != ANOTHER
    )
    if who.year:
        texts = (places.text, *(s.text for s in sections))
        said = [*years.periods(texts), *years.spoken(sections, who.year)]
        drafts = [*map(years.draft, said), *drafts]
    if not drafts:
        return ()
    late = {d.text for d in drafts if d.quantity == "concluded_extended" or "延期" in d.text}
    for draft in drafts:
        if template != STATISTICS and draft.quantity == "concluded_on_time" and draft.text not in late:
            draft.quantity = "handled_total"  # 按时办结: all of them
    out = []
    for draft in drafts:
        quantity = _quantity(draft.quantity, template, forms)
        if quantity and not (draft.column and template == STATISTICS):
            out.append(
                _statement(draft, quantity, standing(draft, body, whole, some), places.find(draft.text))
            )
    return tuple(out)


def read_drafts(
    sections: tuple[Section, ...], year: int, forms: Forms, organization: str = ""
) -> Iterator[Draft]:
    """Yield the numbers that the sentences state of applications, proceedings and the fee."""
    signs = signs_of(forms)
    for passage, sentences in paragraphs(sections, year):
        now = Point(
            focus=passage.topic if passage.topic != FEES else "", known=passage.topic == "applications"
        )
        for raw in sentences:
            if not tells(raw):
                now = mentions(now, raw)
                continue
            sentence = as_sentence(raw)
            cut = with_bodies(signs.read(sentence.text), organization, forms.narration)
            reading = SentenceReading(cut, now, passage, forms.narration)
            found = reading.read()
            found += applicant_drafts(reading, found)
            found += fee_drafts(cut, reading.points, passage)
            for draft in found:
                draft.text, draft.section = sentence.raw, passage.section
            yield from found
            now = _after(reading.points[-1] if cut else now, stated=bool(found))


def _after(last: Point, *, stated: bool) -> Point:
    """Return what still holds in the next sentence: where numbers were stated, of whom else and of which other time."""
    period = last.period if stated and last.period.kind in (PAST, SINCE, PARTIAL) else Tag()
    scope = last.scope if stated and last.scope.kind in _OTHERS else Tag()
    return Point(scope, period, last.focus, known=last.known)


@lru_cache(maxsize=4)
def signs_of(forms: Forms) -> Signs:
    """Return the cutter of sentences, made once."""
    return Signs(forms.narration)


def _quantity(code: str, template: str, forms: Forms) -> str:
    """Return what a quantity is called in a form; empty where the form has no row for it."""
    if template != STATISTICS:
        return _IN_TABLE.get(code, code)
    known = forms.narration.quantities
    if code not in known:
        return code if "+" not in code else ""
    return known[code].statistics


def _statement(draft: Draft, quantity: str, stands: Standing, location: str) -> Statement:
    return Statement(
        quantity,
        draft.value,
        draft.unit,
        stands,
        draft.scope.text,
        draft.period.text,
        draft.text,
        location,
        draft.section,
        draft.denied or (draft.value == 0 and draft.quantity == "new_requests"),
        draft.with_carried_in,
        draft.beside,
        draft.column,
    )
