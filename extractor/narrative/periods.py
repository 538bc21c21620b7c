"""The period that a number is of: the year of the report, another, or a part of one."""

from __future__ import annotations

from extractor.narrative.points import APPLICATIONS, LATER, PARTIAL, PAST, SINCE, THIS, Tag
from extractor.narrative.signs import COUNTED, MARK, MONTH, NUMBER, SPAN, YEAR, Sign

CLAUSE_ENDS = frozenset(",;。!?")
_KINDS = {
    YEAR: THIS,
    "this_year": THIS,
    "past": PAST,
    "since": SINCE,
    SPAN: SINCE,
    "partial": PARTIAL,
    MONTH: PARTIAL,
}
_AFTER = frozenset({"后", "以后", "之后"})
_NEAR = 3


def period_of(sign: Sign, year: int) -> Tag | None:
    """Return the period that a sign names, None where it names none."""
    kind = _KINDS.get(sign.kind)
    if sign.kind == YEAR and year and sign.value and sign.value != year:
        kind = LATER if sign.value > year else PAST
    elif kind == SINCE and year and 0 < sign.value < year:
        kind = PAST  # a stretch that ends before the year
    return None if kind is None else Tag(kind, sign.text)


def passing(signs: list[Sign], at: int) -> bool:
    """Tell a period that is only compared with, or that dates one act, from one that the sentence is about."""
    before = signs[max(0, at - _NEAR) : at]
    if any(s.kind == "comparison" for s in before):
        return True
    if signs[at].kind not in (MONTH, "partial"):
        return False
    for sign in reversed(signs[:at]):
        if sign.kind == MARK and sign.text in CLAUSE_ENDS:
            return False
        if sign.kind in (NUMBER, "received", "handled", "replied"):
            return True
    return False


def until(signs: list[Sign], at: int, kept: Tag) -> bool:
    """Tell the end of a stretch of years (自…以来至2023年底) from a period of its own."""
    until = signs[at].text.startswith("截") or (at > 0 and signs[at - 1].text in ("至", "到"))
    return until and kept.kind == SINCE


def once(signs: list[Sign], at: int) -> bool:
    """Whether a clause says only since when something is (新平台上线后，): what follows is of a part of the year."""
    if signs[at - 1].text not in _AFTER:
        return False
    for sign in reversed(signs[: at - 1]):
        if sign.kind == MARK:
            break
        if sign.kind in (APPLICATIONS, "plain", "received", "handled", "replied", YEAR):
            return False
    return True


def clause_text(signs: list[Sign], at: int) -> str:
    """Return the clause that ends at a mark."""
    start = max((i for i, s in enumerate(signs[:at]) if s.kind == MARK), default=-1) + 1
    return "".join(s.text for s in signs[start:at])


def sums(signs: list[Sign], at: int) -> bool:
    """Whether a word begins a clause that sums up the numbers before it (合计7件)."""
    if signs[at].kind != "total" or not at or signs[at - 1].kind != MARK or at + 1 == len(signs):
        return False
    return signs[at + 1].kind == NUMBER and any(s.unit in COUNTED for s in signs[:at])
