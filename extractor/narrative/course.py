"""What holds at each point of a sentence: whose numbers, of which period, about what, and whether of a part."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from extractor.narrative.signs import COUNTED, MARK, MONTH, NUMBER, PEOPLE, SPAN, YEAR, Sign

SCOPES = frozenset({"own", "within", "region", "beyond", "narrower", "another", "joint"})
APPLICATIONS, PROCEEDINGS, ELSEWHERE = "applications", "proceedings", "elsewhere"
THIS, PAST, SINCE, PARTIAL, LATER = "this", "past", "since", "partial", "later"
_FOCUS = {
    "applications": APPLICATIONS, "elsewhere": ELSEWHERE, "charge": ELSEWHERE, "review": PROCEEDINGS, "litigation": PROCEEDINGS,
    "litigation_direct": PROCEEDINGS, "litigation_after_review": PROCEEDINGS,
}  # fmt: skip
_ARRIVES = frozenset({"收到", "新收", "共收", "新收到", "接收", "接到"})
_CLAUSE_ENDS = frozenset(",;。!?")
_ADDRESSED = frozenset("向对给报转经")  # 向市政府提出: no subject
_JOINS = frozenset("及和与、")
_AFTER = frozenset({"后", "以后", "之后"})
_BELOW = ("所属", "下属", "直属", "局属")
_NEAR = 3


class Tag(NamedTuple):
    """A scope or period: its kind, and the words that say it."""

    kind: str = ""
    text: str = ""


class Point(NamedTuple):
    """What holds at a sign.

    ``focus`` is what was spoken of last; ``of_which``: behind 其中;
    ``known``: applications for information have been spoken of, so that a plain 申请 is one.
    """

    scope: Tag = Tag()
    period: Tag = Tag()
    focus: str = ""
    of_which: bool = False
    known: bool = False


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


def course(signs: list[Sign], start: Point, year: int) -> list[Point]:
    """Return what holds at each sign, given what held before the sentence."""
    now, kept = start, start.period  # kept: the period outside a comparison
    outside: list[tuple[Point, Tag]] = []  # what held before each bracket that is open
    parts = _Parts()
    points = []
    for i, sign in enumerate(signs):
        closes = False
        if sign.kind == MARK:
            if sign.text == "," and _once(signs, i):
                now = now._replace(period=Tag(PARTIAL, _clause_text(signs, i)))
                kept = now.period
            if sign.text == "(":
                outside.append((now, kept))
            elif sign.text == ")" and outside:
                before, kept = outside.pop()
                now = before._replace(focus=now.focus, known=now.known)
            if sign.text in _CLAUSE_ENDS:
                now = now._replace(period=kept)
            if sign.text in ";)":
                now = now._replace(of_which=False)
        elif (period := period_of(sign, year)) is not None:
            if not _until(signs, i, kept):
                now = now._replace(period=period)
                kept = kept if _passing(signs, i) else period
        elif sign.kind == NUMBER:
            closes = sign.unit in COUNTED and parts.complete(sign.value)
            if sign.unit in PEOPLE and _act(signs, i):
                now = now._replace(of_which=True)  # 有3位申请人提交申请5件
        else:
            now = _after(now, signs, i)
            if sign.kind == "of_which":
                parts.begin()
            if kept.kind == PARTIAL and _sums(signs, i):
                kept = Tag()  # 上半年3件，下半年4件，合计7件，办结7件
                now = now._replace(period=kept)
        points.append(now)
        if closes:
            now = now._replace(of_which=False)
    return points


def _sums(signs: list[Sign], at: int) -> bool:
    """Whether a word begins a clause that sums up the numbers before it (合计7件)."""
    if signs[at].kind != "total" or not at or signs[at - 1].kind != MARK or at + 1 == len(signs):
        return False
    return signs[at + 1].kind == NUMBER and any(s.unit in COUNTED for s in signs[:at])


def _until(signs: list[Sign], at: int, kept: Tag) -> bool:
    """Tell the end of a stretch of years (自…以来至2023年底) from a period of its own."""
    until = signs[at].text.startswith("截") or (at > 0 and signs[at - 1].text in ("至", "到"))
    return until and kept.kind == SINCE


def _once(signs: list[Sign], at: int) -> bool:
    """Whether a clause says only since when something is (新平台上线后，): what follows is of a part of the year."""
    if signs[at - 1].text not in _AFTER:
        return False
    for sign in reversed(signs[: at - 1]):
        if sign.kind == MARK:
            break
        if sign.kind in (APPLICATIONS, "plain", "received", "handled", "replied", YEAR):
            return False
    return True


def _clause_text(signs: list[Sign], at: int) -> str:
    start = max((i for i, s in enumerate(signs[:at]) if s.kind == MARK), default=-1) + 1
    return "".join(s.text for s in signs[start:at])


def _act(signs: list[Sign], at: int) -> bool:
    """Whether the people that a number counts are those who apply, in the same clause."""
    for sign in signs[at + 1 :]:
        if sign.kind == MARK or sign.kind == NUMBER:
            return False
        if sign.text in ("提交", "提出") or sign.kind == "plain":
            return True
    return False


def _after(now: Point, signs: list[Sign], at: int) -> Point:
    """Return what holds behind a word that is no period."""
    sign, before = signs[at], signs[at - 1] if at else None
    if sign.kind in SCOPES:
        return now._replace(scope=_scope(now.scope, signs, at))
    if sign.kind == "plain" and (
        now.known or (not now.focus and before is not None and before.text in _ARRIVES)
    ):
        # where nothing else is spoken of, 收到申请 is about applications for information
        return now._replace(focus=APPLICATIONS, known=True)
    if sign.kind in _FOCUS:
        focus = _FOCUS[sign.kind]
        return now._replace(focus=focus, known=now.known or focus == APPLICATIONS)
    return now._replace(of_which=True) if sign.kind == "of_which" else now


def _scope(now: Tag, signs: list[Sign], at: int) -> Tag:
    sign, before = signs[at], signs[at - 1] if at else None
    if before is None:
        return Tag(sign.kind, sign.text)
    if before.text in _JOINS and at > 1 and signs[at - 2].kind in SCOPES:
        # 县政府及县政府办公室: the first is wider; 我局及所属单位: wider than either
        wide = sign.text.startswith(_BELOW) or (sign.kind in ("narrower", "another") and _all_of(sign.text))
        return Tag("joint", now.text + before.text + sign.text) if wide and now.kind == "own" else now
    if before.kind in ("own", "region", "within") and sign.kind == "narrower" and _all_of(sign.text):
        return Tag("joint", now.text + sign.text) if before.kind == "own" else now  # 全县各单位
    if before.text in _ADDRESSED or (now.kind == "beyond" and before.kind != MARK):
        return now
    if sign.kind == "own" and _acting(signs, at) == "narrower":
        return now  # 区政府办公室办理区政府申请
    # 区政府办代表区政府: one phrase
    return Tag(sign.kind, (now.text if before.kind == sign.kind else "") + sign.text)


def _all_of(text: str) -> bool:
    """Whether a word names all that is below a government (各部门), and not one office of it."""
    return text.endswith(("部门", "单位", "机关"))


def _acting(signs: list[Sign], at: int) -> str:
    """Return the kind of the scope that a clause begins with, before a sign; empty for none."""
    kind = ""
    for sign in reversed(signs[:at]):
        if sign.kind == MARK:
            break
        kind = sign.kind if sign.kind in SCOPES else kind
    return kind


def period_of(sign: Sign, year: int) -> Tag | None:
    """Return the period that a sign names, None where it names none."""
    if sign.kind == YEAR:
        if not year or not sign.value or sign.value == year:
            return Tag(THIS, sign.text)
        return Tag(LATER if sign.value > year else PAST, sign.text)
    if sign.kind == "past":
        return Tag(PAST, sign.text)
    if sign.kind in ("since", SPAN):
        return Tag(PAST if year and 0 < sign.value < year else SINCE, sign.text)
    if sign.kind == "this_year":
        return Tag(THIS, sign.text)
    if sign.kind in ("partial", MONTH):
        return Tag(PARTIAL, sign.text)
    return None


def _passing(signs: list[Sign], at: int) -> bool:
    """Tell a period that is only compared with, or that dates one act, from one that the sentence is about."""
    before = signs[max(0, at - _NEAR) : at]
    if any(s.kind == "comparison" for s in before):
        return True
    if signs[at].kind not in (MONTH, "partial"):
        return False
    for sign in reversed(signs[:at]):
        if sign.kind == MARK and sign.text in _CLAUSE_ENDS:
            return False
        if sign.kind in (NUMBER, "received", "handled", "replied"):
            return True
    return False
