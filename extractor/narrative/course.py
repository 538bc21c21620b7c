"""What holds at each point of a sentence: whose numbers, of which period, about what, and whether of a part."""

from __future__ import annotations

from decimal import Decimal

from extractor.narrative.periods import CLAUSE_ENDS, clause_text, once, passing, period_of, sums, until
from extractor.narrative.points import (
    APPLICATIONS,
    ELSEWHERE,
    PARTIAL,
    PROCEEDINGS,
    SCOPES,
    Point,
    Tag,
)
from extractor.narrative.scopes import scope_of
from extractor.narrative.signs import COUNTED, MARK, NUMBER, PEOPLE, Sign

_FOCUS = {
    "applications": APPLICATIONS, "elsewhere": ELSEWHERE, "charge": ELSEWHERE, "review": PROCEEDINGS, "litigation": PROCEEDINGS,
    "litigation_direct": PROCEEDINGS, "litigation_after_review": PROCEEDINGS,
}  # fmt: skip
_ARRIVES = frozenset({"收到", "新收", "共收", "新收到", "接收", "接到"})


def course(signs: list[Sign], start: Point, year: int) -> list[Point]:
    """Return what holds at each sign, given what held before the sentence."""
    walk = _Walk(signs, start, year)
    return [walk.step(at) for at in range(len(signs))]


class _Walk:
    """A walk along the signs of a sentence."""

    def __init__(self, signs: list[Sign], start: Point, year: int) -> None:
        self._signs = signs
        self._year = year
        self._now = start
        self._kept = start.period  # the period outside a comparison
        self._outside: list[tuple[Point, Tag]] = []  # what held before each bracket that is open
        self._parts = _Parts()

    def step(self, at: int) -> Point:
        """Go on to a sign; return what holds at it."""
        sign = self._signs[at]
        if sign.kind == MARK:
            self._mark(at)
        elif (period := period_of(sign, self._year)) is not None:
            if not until(self._signs, at, self._kept):
                self._now = self._now._replace(period=period)
                self._kept = self._kept if passing(self._signs, at) else period
        elif sign.kind == NUMBER:
            return self._number(at)
        else:
            self._word(at)
        return self._now

    def _mark(self, at: int) -> None:
        text = self._signs[at].text
        if text == "," and once(self._signs, at):
            self._kept = Tag(PARTIAL, clause_text(self._signs, at))
        elif text == "(":
            self._outside.append((self._now, self._kept))
        elif text == ")" and self._outside:
            before, self._kept = self._outside.pop()
            self._now = before._replace(focus=self._now.focus, known=self._now.known)
        if text in CLAUSE_ENDS:
            self._now = self._now._replace(period=self._kept)
        if text in ";)":
            self._now = self._now._replace(of_which=False)

    def _number(self, at: int) -> Point:
        sign = self._signs[at]
        if sign.unit in PEOPLE and _apply(self._signs, at):
            self._now = self._now._replace(of_which=True)  # 有3位申请人提交申请5件
        here = self._now
        if sign.unit in COUNTED and self._parts.complete(sign.value):
            self._now = here._replace(of_which=False)
        return here

    def _word(self, at: int) -> None:
        self._now = _after(self._now, self._signs, at)
        if self._signs[at].kind == "of_which":
            self._parts.begin()
        if self._kept.kind == PARTIAL and sums(self._signs, at):
            self._kept = Tag()  # 上半年3件，下半年4件，合计7件，办结7件
            self._now = self._now._replace(period=self._kept)


class _Parts:
    """The numbers behind 其中, told from the whole: once they add up to it, what follows is no part any more."""

    def __init__(self) -> None:
        self.last = self.whole = self.passed = Decimal(0)

    def begin(self) -> None:
        """其中: the number before is the whole."""
        self.whole, self.passed = self.last, Decimal(0)

    def complete(self, value: Decimal) -> bool:
        """Note a number; tell whether it makes the parts complete."""
        self.last = value
        self.passed += value
        return bool(self.whole) and self.passed == self.whole


def _apply(signs: list[Sign], at: int) -> bool:
    """Whether the people that a number counts are those who apply, in the same clause."""
    for sign in signs[at + 1 :]:
        if sign.kind in (MARK, NUMBER):
            return False
        if sign.text in ("提交", "提出") or sign.kind == "plain":
            return True
    return False


def _after(now: Point, signs: list[Sign], at: int) -> Point:
    """Return what holds behind a word that is no period."""
    sign, before = signs[at], signs[at - 1] if at else None
    if sign.kind in SCOPES:
        return now._replace(scope=scope_of(now.scope, signs, at))
    if sign.kind == "plain" and (
        now.known or (not now.focus and before is not None and before.text in _ARRIVES)
    ):
        # where nothing else is spoken of, 收到申请 is about applications for information
        return now._replace(focus=APPLICATIONS, known=True)
    if sign.kind in _FOCUS:
        focus = _FOCUS[sign.kind]
        if now.of_which and focus == ELSEWHERE and now.focus == APPLICATIONS:
            return now  # 其中来信15件: still of the applications
        return now._replace(focus=focus, known=now.known or focus == APPLICATIONS)
    return now._replace(of_which=True) if sign.kind == "of_which" else now
