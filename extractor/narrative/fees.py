"""The information-processing fee that a report states: notices sent, the sum notified, the sum collected, in 元."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.narrative.drafts import Draft
from extractor.narrative.paragraphs import FEES
from extractor.narrative.signs import MARK, NUMBER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.narrative.drafts import Passage
    from extractor.narrative.points import Point
    from extractor.narrative.signs import Sign

NOTICES, NOTIFIED, COLLECTED = "fee_notices", "fee_notified", "fee_collected"
_ENDS = frozenset(",;。()!?")
_NOTICE_UNITS = frozenset("件份个次")
_YUAN = {"元": 1, "万元": 10_000}


def fee_drafts(signs: list[Sign], points: list[Point], passage: Passage) -> Iterator[Draft]:
    """Yield what a sentence states about the fee; 行政事业性收费 of 表二 is another thing.

    ``points``: what holds at each sign (``course``).
    """
    kinds = {s.kind for s in signs}
    if "fee" not in kinds and (passage.topic != FEES or kinds.isdisjoint(("fee_notice", "charge"))):
        return
    begin = 0
    for end in range(len(signs) + 1):
        if end == len(signs) or (signs[end].kind == MARK and signs[end].text in _ENDS):
            yield from _clause(signs, points, begin, end)
            begin = end + 1


def _clause(signs: list[Sign], points: list[Point], begin: int, end: int) -> Iterator[Draft]:
    clause = signs[begin:end]
    kinds = {s.kind for s in clause}
    if "other_fee" in kinds or "unreal" in kinds:
        return
    numbers = [(i, s) for i, s in enumerate(clause) if s.kind == NUMBER]
    stated = False
    taken = any(s.text == "收取" for s in signs[:begin])
    for i, sign in numbers:
        code = _code(clause[:i], sign)
        if not code and taken and sign.unit in _YUAN and {s.kind for s in clause[:i]} <= {"total"}:
            code = COLLECTED  # 收取信息处理费2笔，共计85元
        if code == NOTIFIED and taken and not any(s.kind == "fee_notice" for s in signs):
            code = COLLECTED  # 收取信息处理费3件，金额740元
        if code:
            stated = True
            value = sign.value * _YUAN.get(sign.unit, 1)
            point = points[begin + i]
            yield Draft(code, value, point.scope, point.period, "元" if code != NOTICES else "件", sign.exact)
    if not stated and kinds.intersection(("none", "zero")) and kinds.intersection(("fee", "charge")):
        at = begin + next(i for i, s in enumerate(clause) if s.kind in ("none", "zero"))
        draft = Draft(COLLECTED, Decimal(0), points[at].scope, points[at].period, "元")
        draft.denied = True
        yield draft


def _code(before: list[Sign], number: Sign) -> str:
    """Return what a number is of, by the words before it in its clause and by its measure."""
    if number.unit in _NOTICE_UNITS:
        return NOTICES if any(s.kind == "fee_notice" for s in before) or _follows_notice(number) else ""
    if number.unit not in _YUAN:
        return ""
    for sign in reversed(before):
        if sign.kind == "fee_taken":
            return COLLECTED
        if sign.kind == "fee_amount":
            return COLLECTED if any(s.text == "收取" for s in before) else NOTIFIED
        if sign.kind == "fee":
            return _by_verb(before)
    return _by_verb(before)


def _by_verb(before: list[Sign]) -> str:
    if any(s.kind == "fee_amount" for s in before) and not any(s.text == "收取" for s in before):
        return NOTIFIED
    return COLLECTED if any(s.kind in ("fee", "fee_taken", "charge") for s in before) else ""


def _follows_notice(number: Sign) -> bool:
    return number.unit == "份"
