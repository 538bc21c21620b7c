"""Which words of a sentence govern a number, and what they make it a number of."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.forms.narration import RESULT
from extractor.narrative.signs import MARK, NUMBER, OTHER, PEOPLE, YEAR, Sign

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from extractor.forms import Narration

_LEFT_ENDS = frozenset(",;()。!?")
_RIGHT_ENDS = frozenset(",;()。!?、:")
_OBJECTS = ("applications", "plain")
_PROCEEDINGS = ("litigation_direct", "litigation_after_review", "review", "litigation")
_CARRIED = ("carried_in", "carried_out", "carry_year", "carry", "withdrawn")
_VERBS = ("received", "handled", "replied")
_EMPTY = frozenset("的了过到是于已全为有数量达")
_SMALL = _EMPTY | frozenset("因被按由对向在中内里所均都也还又并再新其之及和与或则而即")
_UNKNOWN = {
    "carried_in": 8,
    "carried_out": 8,
    "new_requests": 1,
    "handled_total": 1,
    "replies": 1,
    **dict.fromkeys(_PROCEEDINGS, 2),
}
_NO_VERB = frozenset({"年度", "目前", "截至目前", "群众", "公众", "社会公众", "市民", "村民", "居民"})
_UNKNOWN_OF_RESULT = 3
_JOINS = frozenset({"、", "和", "及", "与", "并", "以", "已"})
_NAMES_NOTHING = (YEAR, "this_year", "total", "each", "own", "within", "region")
SAYING = (*_PROCEEDINGS, *_CARRIED, *_VERBS, RESULT)
"""Signs that say what happened to the things counted, as against what they are."""
NO_STATEMENT = frozenset(
    {
        "elsewhere",
        "charge",
        "part",
        "party",
        "channel",
        "concerning",
        "change",
        "unreal",
        "fee",
        "other_fee",
        "hedge",
        "none",
    }
)
"""Signs in the window of a number with which it states nothing about all applications."""


class Window(NamedTuple):
    """The signs that govern a number; ``before``: they stand before it."""

    signs: tuple[Sign, ...]
    before: bool

    def has(self, *kinds: str) -> bool:
        """Whether a sign of one of these kinds is in it."""
        return self.holds(kinds)

    def holds(self, kinds: Collection[str]) -> bool:
        """Whether a sign of one of these kinds is in it."""
        return any(sign.kind in kinds for sign in self.signs)


def left_window(signs: Sequence[Sign], at: int) -> Window:
    """Return what stands before a number, back to the last number or mark; a number in brackets looks before them."""
    start, aside = at, 0
    while start and not _ends(signs[start - 1], _LEFT_ENDS):
        start -= 1
    if start > 1 and start < at and signs[start - 1].text == ")":
        aside = next((i for i in range(start - 1, 0, -1) if signs[i].text == "("), 0)
    if aside and all(s.kind != NUMBER for s in signs[aside:start]):  # 最多的月份（4月）答复4件
        before = left_window(signs, aside)
        return Window((*before.signs, *signs[start:at]), before=True)
    if start and signs[start - 1].unit in PEOPLE:
        return Window((Sign("part", signs[start - 1].text),), before=True)
    if start and signs[start - 1].kind == NUMBER:
        if signs[at - 1].text == "、":
            return Window((), before=True)  # 8件予以公开、2件…: it belongs to the number before
        while start < at and signs[start].kind in (*_OBJECTS, OTHER):
            start += 1  # what is counted by the number before
    found = tuple(signs[start:at])
    if not _says(found) and start and signs[start - 1].text == "(" and start > 1 and not found:
        return left_window(signs, start - 1)
    return Window(found, before=True)


def right_window(signs: Sequence[Sign], at: int) -> Window:
    """Return what stands behind a number, up to the next mark; nothing where the next number is nearer."""
    end = at + 1
    while end < len(signs) and not _ends(signs[end], _RIGHT_ENDS):
        end += 1
    if end < len(signs) and signs[end].kind == NUMBER:
        return Window((), before=False)
    if end < len(signs) and signs[end].text == ",":
        follow = right_window(signs, end)
        if follow.has("carried_out", "carry_year") and not follow.has("none"):
            return follow
    return Window(tuple(signs[at + 1 : end]), before=False)


def _ends(sign: Sign, marks: frozenset[str]) -> bool:
    return sign.kind == NUMBER or (sign.kind == MARK and sign.text in marks)


def _says(signs: Sequence[Sign]) -> bool:
    return any(s.kind in (*_OBJECTS, *SAYING) for s in signs)


def codes(window: Window, narration: Narration) -> list[str]:
    """Return the quantities that a window makes a number of; several where the number is said of each.

    Besides the codes of the narration: ``carry_year``, ``carry`` and ``withdrawn``, whose meaning depends on the
    rest, and ``total`` where there is only a word for a sum.
    """
    if window.before:
        window = _behind_colon(window)
    signs = window.signs if window.before else tuple(reversed(window.signs))
    results = [narration.quantity_of[s.text] for s in signs if s.kind == RESULT]
    if results:
        return _results(list(dict.fromkeys(results)), window, narration)
    for kinds in (_CARRIED, _PROCEEDINGS):
        found = [s.kind for s in signs if s.kind in kinds]
        if found:
            if kinds is _PROCEEDINGS and len(set(found)) > 1:
                return list(dict.fromkeys(found)) if window.has("each") else []
            sure = [k for k in found if k != "carry"] or found
            return [narration.quantity_of.get(sure[-1], sure[-1])]
    verbs = _verbs(signs) if window.before else _verb_behind(window.signs)
    if verbs:
        return [narration.quantity_of[v] for v in verbs]
    if window.has(*_OBJECTS) and not _acts(window.signs):
        return [narration.quantity_of["received"]] if window.before else []
    return ["total"] if window.before and window.has("total") else []


def _behind_colon(window: Window) -> Window:
    """Return what stands behind a colon (办理情况：公开9件): before it is a heading, unless only a number follows it."""
    at = max((i for i, s in enumerate(window.signs) if s.text == ":"), default=-1)
    behind = window.signs[at + 1 :]
    if at < 0 or all(s.kind in _NAMES_NOTHING or s.text in _EMPTY for s in behind):
        return window
    return Window(behind, before=True)


def _results(found: list[str], window: Window, narration: Narration) -> list[str]:
    """Return the results that a number is of: their sum, each of them, or the one that says more than its group."""
    if len(found) > 1:
        if window.has("each"):
            return found
        at = [i for i, s in enumerate(window.signs) if s.kind == RESULT]
        if window.has("total") or any(s.text in _JOINS for s in window.signs[at[0] : at[-1]]):
            return ["+".join(found)]
    rows = [code for code in found if not narration.quantities[code].group]
    if rows:
        return [rows[-1]]
    # 因…无法提供: one reason among others
    return [] if any(s.text == "因" for s in window.signs) else [found[-1]]


def _verbs(signs: Sequence[Sign]) -> list[str]:
    """Return the kind of the last verb, with the one before where the two are joined (收到和处理)."""
    at = [i for i, s in enumerate(signs) if s.kind in _VERBS]
    if not at:
        return []
    out = [signs[at[-1]].kind]
    if len(at) > 1 and all(s.text in _JOINS for s in signs[at[-2] + 1 : at[-1]]):
        out.insert(0, signs[at[-2]].kind)
    return list(dict.fromkeys(out))


def _verb_behind(signs: Sequence[Sign]) -> list[str]:
    """Return the verb behind a number; none where the thing counted stands between (12件申请的答复), or all of it (均)."""
    for sign in signs:
        if sign.kind in _OBJECTS or sign.kind == "each" or sign.text == "全部":
            return []
        if sign.kind in _VERBS:
            return [sign.kind]
    return []


def _acts(signs: Sequence[Sign]) -> bool:
    """Whether 申请 is a verb with an object of its own (申请调取录像): unknown words behind it."""
    last = max(i for i, s in enumerate(signs) if s.kind in _OBJECTS)
    unknown = [s for s in signs[last + 1 :] if s.kind == OTHER]
    return signs[last].kind == "plain" and len(unknown) > 1


def unknown_before_plain(window: Window) -> bool:
    """Whether a plain 申请 has an unknown word right before it (低保申请): it may be an application for anything."""
    for before, sign in zip(window.signs, window.signs[1:], strict=False):
        if sign.kind == "plain" and before.kind == OTHER and before.text not in "的了过到是于":
            return True
    return False


def counts_unknown(window: Window) -> bool:
    """Whether unknown words stand right before the number (收到问政36件): they are what is counted."""
    if not window.before:
        return False
    told = (*_OBJECTS, *SAYING, "total", "each", "own", "within", "region", "narrower", "beyond", "another")
    last = max((i for i, s in enumerate(window.signs) if s.kind in told), default=-1)
    return sum(s.kind == OTHER and s.text not in _EMPTY for s in window.signs[last + 1 :]) > 1


def understood(code: str, window: Window) -> bool:
    """Whether the words around a number are known well enough to say that it is of all there is.

    What is not understood may name a part, or another thing altogether; then nothing is stated. A result or what is
    carried over has words of its own that are seldom used of anything else.
    """
    unknown, quoted = 0, False
    for sign in window.signs:
        quoted = sign.text in "“《" or (quoted and sign.text not in "”》")
        unknown += sign.kind in (OTHER, "body") and sign.text not in _SMALL and not quoted
    if code == "new_requests" and not window.has("received"):
        # with no verb that is known, any word before may be one (归档申请12件, 公开申请事项6件)
        first = next((i for i, s in enumerate(window.signs) if s.kind in _OBJECTS), 0)
        return not unknown and all(s.kind != "filler" or s.text in _NO_VERB for s in window.signs[:first])
    return unknown <= _UNKNOWN.get(code, _UNKNOWN_OF_RESULT)
