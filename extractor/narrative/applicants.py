"""How many applications came from which kind of applicant: the columns of 表三 that a sentence states."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.narrative.points import LATER, PAST, SINCE
from extractor.narrative.signs import COUNTED, MARK, NUMBER
from extractor.narrative.windows import left_window, right_window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.narrative.drafts import Draft
    from extractor.narrative.reading import SentenceReading

RECEIVED = "new_requests"
_FEWEST = 2


class _Part(NamedTuple):
    at: int
    party: str


def applicant_drafts(reading: SentenceReading, found: list[Draft]) -> Iterator[Draft]:
    """Yield a draft for each kind of applicant that a sentence counts (其中自然人52件、法人6件).

    Only where the kinds stand one behind the other and add up to what the same sentence says was received: a
    number that stands alone may be of something else. 法人和其他组织 are several columns; a kind that is no
    column of the form (律师, 企业) states nothing, but counts in the sum.
    """
    if "party" not in reading.kinds:
        return
    whole = next((d for d in found if d.quantity == RECEIVED and d.value and not d.with_carried_in), None)
    if whole is None or whole.period.kind in (PAST, SINCE, LATER):
        return
    columns = reading.narration.applicants
    for run in _runs(reading):
        if len(run) < _FEWEST or sum(reading.signs[p.at].value for p in run) != whole.value:
            continue
        if len({p.party for p in run}) < len(run):
            continue
        for at, party in run:
            if party in columns:
                draft = reading.draft(RECEIVED, reading.signs[at].value, at)
                draft.scope, draft.period, draft.column = whole.scope, whole.period, columns[party]
                yield draft


def _runs(reading: SentenceReading) -> Iterator[list[_Part]]:
    """Yield the numbers of kinds of applicants that follow each other with no other number between them."""
    run: list[_Part] = []
    for at, sign in enumerate(reading.signs):
        if sign.kind != NUMBER or sign.unit not in COUNTED:
            continue
        party = _party(reading, at)
        if not party:
            if run:
                yield run
            run = []
        else:
            run.append(_Part(at, party))
    if run:
        yield run


def _party(reading: SentenceReading, at: int) -> str:
    """Return the kind of applicant that a number is of; empty where it is of none, or of several."""
    before = left_window(reading.signs, at).signs
    behind = right_window(reading.signs, at).signs
    if any(s.kind == "elsewhere" for s in (*before, *behind)):
        return ""
    for window in (before, behind):
        named = [i for i, s in enumerate(window) if s.kind == "party"]
        if named:
            text = "".join(s.text for s in window[named[0] : named[-1] + 1] if s.kind != MARK)
            return text.removesuffix("申请")
        if any(s.kind in ("received", "handled", "replied", "channel", "concerning") for s in window):
            return ""
    return ""
