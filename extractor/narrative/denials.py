"""What a sentence says there was none of: 没有收到申请, 未发生行政复议, 零受理."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.forms.narration import RESULT
from extractor.narrative.points import Tag
from extractor.narrative.signs import MARK, NUMBER, OTHER, Sign
from extractor.narrative.windows import Window

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.narrative.drafts import Draft
    from extractor.narrative.reading import SentenceReading

_ENDS = frozenset(",;。()!?")
_PROCEEDINGS = ("review", "litigation", "litigation_direct", "litigation_after_review")
_BARRED = frozenset({"elsewhere", "charge", "part", "concerning", "unreal", "change", "fee", "other_fee"})
_OPEN = ("applications", "about_openness")
_OBJECTS = ("applications", "plain")
# What may follow the thing denied; anything else makes it a part of another thing (收到申请的科室).
_TAIL = re.compile(
    r":?[\"“”]?(?:的?(?:情况下?|情形|事项|业务|工作|案件|件|数|数量|件数|总数|总量|数目|要求|行为|现象|(?:政府)?信息|诉求|产生|事宜|内容|事件|数据))?[\"”]?:?"
)
# Words that lead from the denial to the thing denied; more than a few others lead elsewhere.
_LINKS = frozenset(
    "的了过到向对于或者及和与、“”本我局镇乡办单位个人企业组织等一新要求再有提出由中以在内所次份"
)
_AND = frozenset("及和或与")
_EXCEPT = frozenset(
    {"除", "另外", "其他", "其它", "及时", "按期", "认真", "规范", "严格", "妥善", "陆续", "按规定", "按要求"}
)
"""With these, what is denied is not that there was any, but that there were others, or how it was done."""
_FEW_UNKNOWN = 2
_FEWEST_OF_ALL = 2
_ITSELF = frozenset({"year", "this_year", "own", "within", "region", "about_openness", "total"})
_TAKEN_UP = frozenset({"办理", "处理"})
"""To deny these of applications is to deny the applications; to deny 办结 is not."""


def denials(reading: SentenceReading) -> Iterator[Draft]:
    """Yield a draft with 0 for each thing that a clause denies."""
    signs = reading.signs
    if reading.kinds.isdisjoint(("none", "zero")):
        return
    start = 0
    for end in range(len(signs) + 1):
        if end == len(signs) or _ends(signs, end):
            at = next((i for i in range(start, end) if signs[i].kind in ("none", "zero")), None)
            if at is not None:
                yield from _denied(reading, start, at, end)
            start = end + 1


def _ends(signs: list[Sign], at: int) -> bool:
    """Whether a clause ends at a sign: at a mark, or where the next thing is denied (无复议、无诉讼)."""
    if signs[at].kind != MARK:
        return False
    return signs[at].text in _ENDS or (
        signs[at].text == "、" and at + 1 < len(signs) and signs[at + 1].kind == "none"
    )


def _denied(reading: SentenceReading, start: int, at: int, end: int) -> Iterator[Draft]:
    before = reading.signs[start:at]
    behind = [s for s in reading.signs[at + 1 : end] if s.kind != NUMBER or s.value != 1]  # 未收到一件…
    behind = _two_ways(reading, _forms_as_applications(behind))
    if any(s.kind == NUMBER for s in (*before, *behind)):
        return  # 有3个科室没有收到…
    said = behind
    if reading.signs[at].kind == "zero" or not _names_a_thing(behind):
        said = before if _closes(behind) else []
    for code in _codes(reading, at, said, before):
        draft = reading.draft(code, Decimal(0), at)
        draft.denied = True
        if code == "carried_in":
            draft.period = Tag()  # 上年结转: carried in this year
        yield draft


def _forms_as_applications(signs: list[Sign]) -> list[Sign]:
    """Return the signs of a denial, a form that was received being an application (未收到申请表)."""
    if not signs or not signs[-1].text.endswith("申请表") or signs[0].kind != "received":
        return signs
    return [*signs[:-1], signs[-1]._replace(kind="applications")]


def _two_ways(reading: SentenceReading, signs: list[Sign]) -> list[Sign]:
    """Return the signs of a denial, each of two ways of applying (书面或网络申请) cut in the way and 申请."""
    if sum(_one_way(reading, s) for s in signs) < _FEWEST_OF_ALL:
        return signs
    out: list[Sign] = []
    for sign in signs:
        if sign.text.endswith("申请") and _one_way(reading, sign):
            out += [Sign("channel", sign.text.removesuffix("申请")), Sign("plain", "申请")]
        else:
            out.append(sign)
    return out


def _names_a_thing(signs: list[Sign]) -> bool:
    return any(
        s.kind in (*_OBJECTS, *_PROCEEDINGS, RESULT, "carried_in", "carried_out", "carry") for s in signs
    )


def _closes(signs: list[Sign]) -> bool:
    """Whether what follows the denial is no more than its verb (申请未发生)."""
    return all(s.kind in ("happened", "received", "about_openness") or s.text in '"“”的' for s in signs)


def _codes(reading: SentenceReading, at: int, said: list[Sign], before: list[Sign]) -> list[str]:
    """Return the quantities that a denial says there were none of."""
    clause = (*before, *said)
    barred = {
        s.kind for i, s in enumerate(clause) if s.text != "来自" and not _of_openness(clause, i)
    } & _BARRED
    if any(s.kind in _PROCEEDINGS for s in said):
        return _proceedings(reading, at, said) if barred <= {"concerning"} else []
    window = Window(tuple(said), before=True)
    one_way = said is not before and any(_one_way(reading, s) for s in before)  # 网上渠道未收到申请
    if one_way or barred or not reading.about_applications(at, window):
        return []
    if carried := _carried(window, before):
        return [carried]
    results = [reading.narration.quantity_of[s.text] for s in said if s.kind == RESULT]
    if results:
        vague = window.has("received") and reading.narration.quantities[results[0]].group
        return results if len(results) == 1 and not vague and _whole(said, RESULT) else []
    applied_for = window.has(*_OBJECTS) or "申请" in reading.signs[at].text  # 零申请
    received = applied_for and not window.has("carry", "replied", "withdrawn") and _taken_up(window)
    if received and not window.has(*_OBJECTS):
        received = all(s.kind in _ITSELF or s.text in _LINKS for s in said)  # 我局政府信息公开零申请
    else:
        received = received and _whole(said) and _of_all(said)
    return [reading.narration.quantity_of["received"]] if received else []


def _carried(window: Window, before: list[Sign]) -> str:
    """Return which way it is carried over what is denied; empty where nothing is."""
    if window.has("carry") and any(s.kind == "past" for s in (*before, *window.signs)):
        return "carried_in"  # 上年度亦无结转
    return next((kind for kind in ("carried_in", "carried_out") if window.has(kind)), "")


def _proceedings(reading: SentenceReading, at: int, said: list[Sign]) -> list[str]:
    """Return the reviews and lawsuits denied, where they are those over openness."""
    begins = said[0].kind in ("happened", *_PROCEEDINGS) or said[0].text in ("提出", "提起")
    begins = begins or all(s.kind in ("received", *_PROCEEDINGS) or s.text in _LINKS for s in said)
    told = reading.about_openness() or (begins and reading.points[at].known)
    found = list(dict.fromkeys(s.kind for s in said if s.kind in _PROCEEDINGS))
    return found if told and _unknown(said) <= _FEW_UNKNOWN else []


def _unknown(said: list[Sign]) -> int:
    """Return how many words before the last review or lawsuit are not known: they may say of which kind (因答复不当)."""
    last = max(i for i, s in enumerate(said) if s.kind in _PROCEEDINGS)
    return sum(s.kind == OTHER and s.text not in _LINKS for s in said[:last])


def _of_openness(clause: Sequence[Sign], at: int) -> bool:
    """Whether a word for a field (方面的) only says again that it is about applications."""
    return clause[at].kind == "concerning" and at > 0 and clause[at - 1].kind in _OPEN


def _one_way(reading: SentenceReading, sign: Sign) -> bool:
    """Whether a word names one way of applying (网上申请)."""
    code = reading.narration.quantity_of.get(sign.text, "")
    return sign.kind == "channel" or code.startswith("requests_")


def _taken_up(window: Window) -> bool:
    verbs = {s.text for s in window.signs if s.kind == "handled"}
    return not verbs or (window.has("applications") and verbs <= _TAKEN_UP)


def _whole(said: list[Sign], *kinds: str) -> bool:
    """Whether the thing denied is named with little before it, and nothing but a general word behind."""
    last = max((i for i, s in enumerate(said) if s.kind in (*_OBJECTS, *kinds)), default=-1)
    for i, sign in enumerate(said[: last + 1]):
        if sign.kind == OTHER and sign.text not in _LINKS:
            return False
        if sign.text in _EXCEPT and not (i and said[i - 1].text in _AND):
            return False  # 书面及其他形式: all there are
    rest = "".join(s.text for s in said[last + 1 :] if s.kind not in ("received", "happened"))
    return bool(_TAIL.fullmatch(rest))


def _of_all(said: list[Sign]) -> bool:
    """Whether kinds of applicants or ways are named to exclude none of them, and not one alone."""
    for kind in ("party", "channel"):
        named = [s for s in said if s.kind == kind and s.text != "通过"]
        if named and len(named) < _FEWEST_OF_ALL and not any(s.kind == "covers_all" for s in said):
            return named[0].text in ("公民", "个人")
    return True
