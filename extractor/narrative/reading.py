"""The numbers that a sentence states about applications, reviews and lawsuits."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.forms.narration import RESULT
from extractor.narrative.bodies import ANOTHER, WHOLE
from extractor.narrative.course import course
from extractor.narrative.denials import denials
from extractor.narrative.drafts import Draft
from extractor.narrative.parts import adds_up, countable, of_others, of_people, sums_up, without_rivals
from extractor.narrative.periods import period_of
from extractor.narrative.points import APPLICATIONS, PARTIAL, PROCEEDINGS, Point, Tag
from extractor.narrative.signs import COUNTED, MARK, NUMBER, YEAR
from extractor.narrative.windows import (
    NO_STATEMENT,
    SAYING,
    Window,
    codes,
    counts_unknown,
    left_window,
    right_window,
    understood,
    unknown_before_plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.forms import Narration
    from extractor.narrative.drafts import Passage
    from extractor.narrative.signs import Sign

_OPENNESS = ("信息公开", "政务公开", "公开申请", "申请公开")
_ALL_PARTIES = _TWO = 2
_WHOLE_AND_PARTS = 3
RECEIVED, CARRIED_IN, CARRIED_OUT = "new_requests", "carried_in", "carried_out"
HANDLED = ("handled_total", "replies")
_IN_PROCEEDINGS = ("review", "litigation", "litigation_direct", "litigation_after_review")
_DONE = frozenset({"办结", "答复", "办理完毕", "办毕"})
_DECIDES = frozenset({"受理", "审理", "审结", "办理", "办结"})
_PASSED_ON = frozenset({"转来", "转办", "转送", "转交", "交办", "移送", "协助", "指导", "协调", "代为"})
_UNDER_WAY = frozenset({"正在", "尚在", "在办", "未办结"})
_WIDER = ("region", "within", "beyond")
_NEW = ("新收", "新增", "新受理", "今年收到", "本年新收", "当年新收", "新收到")


class SentenceReading:
    """One sentence under reading: its signs, what holds at each, and the drafts found so far."""

    def __init__(self, signs: list[Sign], start: Point, passage: Passage, narration: Narration) -> None:
        self.signs = signs
        self.passage = passage
        self.narration = narration
        self.points = course(signs, start, passage.year)
        self.kinds = {s.kind for s in signs}
        self.drafts: list[Draft] = []
        self.strayed = False  # something unknown is counted (收到问政36件)
        self.parts = False  # a number of a part of what was received has been passed
        self.passed_on = False  # a number that others passed on has been told: the body's own is but the rest
        self.narrowed = False  # a number of a part has been told: results behind it may be of that part
        self.withdrawn = Decimal(0)

    def read(self) -> list[Draft]:
        """Return the drafts of the sentence."""
        listed = self._listed() if "separately" in self.kinds else None
        if listed is None:
            if "withdrawn" in self.kinds:
                self._count_withdrawn()
            apart = False  # 分别 names each of what follows, which could not be paired
            for at, sign in enumerate(self.signs):
                apart = (apart or sign.kind == "separately") and sign.text != ";"
                if sign.text == ";":
                    self.strayed = self.passed_on = self.narrowed = False
                if sign.kind == NUMBER and sign.unit in COUNTED and not apart:
                    self._number(at)
        else:
            self.drafts += listed
        self.drafts += denials(self)
        self._mark_carried_in()
        self.drafts = without_rivals(self.drafts)
        return self.drafts

    def about_openness(self) -> bool:
        """Whether reviews and lawsuits of this sentence are those over the openness of information."""
        return self.passage.topic == PROCEEDINGS or any(
            word in s.text for s in self.signs for word in _OPENNESS
        )

    def about_applications(self, at: int, window: Window) -> bool:
        """Whether what a window governs are applications for information."""
        if window.has("applications"):
            return True
        point = self.points[at]
        if window.has("plain"):
            if self.passage.topic == APPLICATIONS:
                return True
            return point.known and not unknown_before_plain(window)
        if window.has(RESULT):
            if "document" in self.kinds and not self.drafts:
                return False
            return point.focus == APPLICATIONS or bool(self.drafts and point.known)
        return point.focus == APPLICATIONS and not self.strayed

    def draft(self, code: str, value: Decimal, at: int) -> Draft:
        """Return a draft with the scope and period that hold at a sign."""
        return Draft(code, value, self.points[at].scope, self.points[at].period)

    def _count_withdrawn(self) -> None:
        for at, sign in enumerate(self.signs):
            if sign.kind == NUMBER and sign.unit in COUNTED and "withdrawn" in self._codes(at)[0]:
                self.withdrawn += sign.value

    def _codes(self, at: int) -> tuple[list[str], Window]:
        """Return what a number is of, and the words that say so: those before it, else those behind."""
        window = left_window(self.signs, at)
        found = codes(window, self.narration)
        if found == [RECEIVED] and window.signs[0].text == "、" and not window.has("received"):
            found = self._listed_under(at, found)
        if window.holds(NO_STATEMENT) or (found not in ([], ["total"]) and window.holds(SAYING)):
            return found, window
        behind = right_window(self.signs, at)
        if window.has("rest"):  # 其余18件均已答复: with the rest it is all
            behind = Window(tuple(s for s in behind.signs if s.kind != "each"), before=False)
        named = behind.signs and behind.signs[0].kind in ("applications", "plain")
        if found == ["total"] and named and not behind.has("withdrawn"):
            return [RECEIVED], behind
        if (follow := codes(behind, self.narration)) or (not found and behind.holds(NO_STATEMENT)):
            return follow, behind
        return found, window

    def _listed_under(self, at: int, found: list[str]) -> list[str]:
        """Return what a number in a list is of, by the verb that begins the list (办理提案4件、公开申请3件)."""
        for sign in reversed(self.signs[:at]):
            if sign.kind == MARK and sign.text in ",;。!?":
                break
            if sign.kind in ("received", "handled", "replied"):
                return [self.narration.quantity_of[sign.kind]]
        return found

    def _number(self, at: int) -> None:
        found, window = self._codes(at)
        if window.before and self._next_kind(at) in ("applications", "plain"):
            window = Window((*window.signs, self.signs[at + 1]), before=True)
        if counts_unknown(window):
            self.strayed = True
            return
        if window.has("applications", "plain"):
            self.strayed = False
        if self._bars(found, window, at):
            self._note_part(at, window)
            return
        sign = self.signs[at]
        for code in found:
            draft = self._stated(code, at, window)
            if draft is not None:
                draft.exact = sign.exact
                self.drafts.append(draft)

    def _note_part(self, at: int, window: Window) -> None:
        """Note that a number of a part has been passed, and what it may do to those behind it."""
        self.parts = self.parts or window.has("party", "channel", "part", "concerning")
        self.narrowed = self.narrowed or (self.points[at].of_which and window.has("concerning"))
        if window.has("concerning") and window.has("received") and not self._received():
            self.passed_on = True  # 接收某类申请23件，办理9件: of that kind
        bracketed = self.signs[at + 1 : at + 2] and self.signs[at + 1].text == ")"
        if not bracketed and not self.points[at].of_which:
            self.passed_on = self.passed_on or any(s.text in _PASSED_ON for s in window.signs)

    def _bars(self, found: list[str], window: Window, at: int) -> bool:
        """Whether the words around a number make it one of a part, of another thing, or of no fact."""
        if self.signs[at - 1].kind in ("hedge", "comparison") or self._next_kind(at) == "elsewhere":
            return True
        if not window.before and window.has("carried_out", "carry_year"):
            return False
        if {CARRIED_IN, CARRIED_OUT}.intersection(found):
            window = Window(tuple(s for s in window.signs if s.text != "除"), window.before)
        if not window.holds(NO_STATEMENT):
            return False
        barred = NO_STATEMENT
        if set(found) <= set(_IN_PROCEEDINGS):
            barred = NO_STATEMENT - {"concerning"}  # what they were about
            window = Window(
                tuple(s for s in window.signs if "公开" not in s.text and s.text != "不服"), window.before
            )
        if any(code.startswith("requests_") for code in found):
            barred -= {"channel"}
        channels = sum(s.kind == "channel" and s.text != "通过" for s in window.signs)
        if channels >= _ALL_PARTIES and window.has("covers_all"):
            barred -= {"channel"}
        parties = [s.text for s in window.signs if s.kind == "party"]
        if len(parties) >= _ALL_PARTIES or parties == ["公民"]:
            barred -= {"party"}  # 公民、法人和其他组织: everybody
        return window.holds(barred)

    def _next_kind(self, at: int) -> str:
        return self.signs[at + 1].kind if at + 1 < len(self.signs) else ""

    def _stated(self, code: str, at: int, window: Window) -> Draft | None:
        if code == "total":
            return self._sum(at)
        if code in _IN_PROCEEDINGS:
            return self._proceeding(code, at, window)
        code = self._carried(code, at) if self.about_applications(at, window) else ""
        if code in ("", "withdrawn") or not self._certain(code, at, window):
            return None
        draft = self.draft(code, self.signs[at].value, at)
        if code == RECEIVED and self._admitted(draft, window):
            return None
        if draft.scope.kind in ("narrower", ANOTHER) and window.has("total") and adds_up(self.signs, at):
            draft.scope = Tag(WHOLE)  # 市级157件，县级1164件，合计受理1321件
        if code == CARRIED_OUT and draft.period.kind == PARTIAL:
            draft.period = Tag()  # 12月收到的2件结转: what is left at the end of the year
        elif not window.before:  # (于2024年1月答复) the period may stand behind too
            draft.period = self.points[min(at + len(window.signs), len(self.points) - 1)].period
        if code in HANDLED and self.withdrawn:
            draft.beside = self.withdrawn
        return draft

    def _certain(self, code: str, at: int, window: Window) -> bool:
        """Whether a number is for certain of all applications, and of nothing else."""
        summed = window.has("total") and adds_up(self.signs, at)
        if not (summed or understood(code, window)) or not self._is_whole(code, at, window):
            return False
        rest = self.passed_on and code in (RECEIVED, *HANDLED) and not window.has("total")
        if rest or (self.narrowed and window.has(RESULT)):
            return False
        if self.signs[at].unit in "个项" and not countable(window):
            return False
        return code != RECEIVED or self._are_applications(at, window)

    def _are_applications(self, at: int, window: Window) -> bool:
        """Whether what was received are applications, and all of them."""
        if of_people(self.signs, at, window) or of_others(self.signs, at, window):
            return False
        among = at + 1 < len(self.signs) and self.signs[at + 1].text in ("中", "里")  # 依申请公开8件中
        return window.has("received") or not (among or "document" in self.kinds)  # 公文…件，其中依申请公开…件

    def _admitted(self, draft: Draft, window: Window) -> bool:
        """Whether fewer were admitted than received (收到13件，受理12件): what was received is said already."""
        said = self._received()
        return (
            said is not None
            and said.value > draft.value
            and (said.scope.kind, said.period) == (draft.scope.kind, draft.period)
            and {s.text for s in window.signs if s.kind == "received"} == {"受理"}
        )

    def _is_whole(self, code: str, at: int, window: Window) -> bool:
        """Whether a number is of all that was received or handled: behind 其中 it mostly is not."""
        if code == RECEIVED and (self.points[at].of_which or window.has("rest")):
            if any(s.text in _DONE for s in self.signs[:at]):
                return False  # 办结66件，其中今年收到的64件: there may be more that are not concluded
            fresh = any(s.text in _NEW for s in window.signs) or window.has("this_year")
            return fresh or (
                window.has("applications") and not window.has("received") and not self._received()
            )
        return code not in HANDLED or not self.points[at].of_which or bool(self.withdrawn) or self._split(at)

    def _split(self, at: int) -> bool:
        """Whether what was received falls in two, what is handled and what is carried over (其中办结13件、结转2件)."""
        start = max(i for i, s in enumerate(self.signs[:at]) if s.kind == "of_which")
        end = next((i for i in range(at, len(self.signs)) if self.signs[i].text in ";)"), len(self.signs))
        parts = [
            i for i in range(start, end) if self.signs[i].kind == NUMBER and self.signs[i].unit in COUNTED
        ]
        received = self._received()
        return (
            len(parts) == _TWO
            and received is not None
            and sum(self.signs[i].value for i in parts) == received.value
            and any(self._left_over(i) for i in parts)
        )

    def _left_over(self, at: int) -> bool:
        """Whether a number is of what is carried over or still under way."""
        behind = right_window(self.signs, at).signs
        return bool({"carry", "carry_year", CARRIED_OUT}.intersection(self._codes(at)[0])) or any(
            s.text in _UNDER_WAY for s in behind
        )

    def _proceeding(self, code: str, at: int, window: Window) -> Draft | None:
        """A number of reviews or lawsuits; those that a body decides as its business are no such number."""
        if self.passage.topic != PROCEEDINGS and window.has("handled", "received", "replied"):
            return None
        if any(s.text in _DECIDES for s in window.signs):
            return None
        if (self.points[at].of_which and code in ("review", "litigation")) or not understood(code, window):
            return None
        told = self.about_openness() or (self.points[at].known and not self.signs[at].value)
        return self.draft(code, self.signs[at].value, at) if told else None

    def _carried(self, code: str, at: int) -> str:
        """Return which way something is carried over; empty where it cannot be told."""
        if code == "carry_year":
            years = [
                s
                for s in (*left_window(self.signs, at).signs, *self.signs[at + 1 :])
                if s.kind == "carry_year"
            ]
            return CARRIED_OUT if years and years[0].value > self.passage.year else CARRIED_IN
        if code != "carry":
            return code
        if any(d.quantity in HANDLED for d in self.drafts):
            return CARRIED_OUT
        later = {s.kind for s in self.signs[at:]}
        return CARRIED_IN if later.intersection(("handled", "replied", "total")) and self._received() else ""

    def _received(self) -> Draft | None:
        return next((d for d in reversed(self.drafts) if d.quantity == RECEIVED), None)

    def _sum(self, at: int) -> Draft | None:
        """A bare 共…件: what came before it in the sentence says of what it is the sum."""
        point = self.points[at]
        if point.focus != APPLICATIONS:
            return None
        period = Tag() if point.period.kind == PARTIAL else point.period
        received = self._received()
        if any(d.quantity == CARRIED_IN for d in self.drafts) and received:
            draft = self.draft(RECEIVED, self.signs[at].value, at)
            draft.with_carried_in = True
            return draft
        part = next((d for d in reversed(self.drafts) if d.quantity in (RECEIVED, *HANDLED)), None)
        scope = point.scope if point.scope.kind in _WIDER else Tag(WHOLE)
        if part and {d.quantity for d in self.drafts} == {part.quantity} and adds_up(self.signs, at):
            return Draft(part.quantity, self.signs[at].value, scope, period)
        if part and (part.scope.kind in ("narrower", ANOTHER) or part.period.kind == PARTIAL):
            return Draft(part.quantity, self.signs[at].value, scope, period)
        if not received and sums_up(self.signs, at, parts=self.parts):
            of_numbers = adds_up(self.signs, at)
            return Draft(RECEIVED, self.signs[at].value, Tag() if of_numbers else point.scope, point.period)
        return None

    def _mark_carried_in(self) -> None:
        """Note on what was received that what was carried in is counted with it, where the sentence says so."""
        parts = [d for d in self.drafts if d.quantity in (RECEIVED, CARRIED_IN) and d.value]
        if len(parts) == _WHOLE_AND_PARTS and parts[0].value == parts[1].value + parts[2].value:
            parts[0].with_carried_in = True  # 收到45件，其中上年结转5件、新收40件
        if "including" not in self.kinds:
            return
        for i, sign in enumerate(self.signs):
            if sign.kind == "including" and any(
                s.kind in ("carried_in", "carry_year") for s in self.signs[i : i + 8]
            ):
                for draft in self.drafts:
                    draft.with_carried_in = draft.with_carried_in or draft.quantity == RECEIVED

    def _listed(self) -> list[Draft] | None:
        """Return the drafts of ``甲、乙分别为3件、2件``; None where names and numbers do not pair up."""
        at = next(i for i, s in enumerate(self.signs) if s.kind == "separately")
        numbers = [
            (i, s) for i, s in enumerate(self.signs) if i > at and s.kind == NUMBER and s.unit in COUNTED
        ]
        years = [s for s in self.signs[:at] if s.kind == YEAR]
        if numbers and len(years) == len(numbers):
            return self._by_year(years, numbers)
        names = list(self._names(at))
        if len(names) < _TWO or len(names) != len(numbers) or not self._about_at(at):
            return None
        return [self.draft(code, s.value, at) for code, (_, s) in zip(names, numbers, strict=True)]

    def _about_at(self, at: int) -> bool:
        return self.passage.topic == APPLICATIONS or self.points[at].focus == APPLICATIONS

    def _by_year(self, years: list[Sign], numbers: list[tuple[int, Sign]]) -> list[Draft] | None:
        found = codes(left_window(self.signs, numbers[0][0]), self.narration)
        if len(found) != 1 or not self._about_at(numbers[0][0]):
            return None
        out = []
        for year, (at, sign) in zip(years, numbers, strict=True):
            draft = self.draft(found[0], sign.value, at)
            draft.period = period_of(year, self.passage.year) or Tag()
            out.append(draft)
        return out

    def _names(self, at: int) -> Iterator[str]:
        """Yield the quantities named before 分别, one for each stretch between marks."""
        ends = [i for i, s in enumerate(self.signs[:at]) if s.kind == MARK]
        for start, end in pairwise([-1, *ends, at]):
            window = Window(tuple(self.signs[start + 1 : end]), before=True)
            found = codes(window, self.narration)
            if found and found != ["total"]:
                yield from found
