"""Who acts in a clause, where it is a body that is named: the one that reports, or another."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.narrative.signs import MARK, MONTH, NUMBER, OTHER, SPAN, YEAR, Sign

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.forms import Narration

OWN, ANOTHER, OFFICE = "own", "another", "office"
JOINT, WHOLE = "joint", "whole"
"""Scopes: the body with all that is below it; a sum over all bodies that a sentence names."""
_WIDE = ("region", "within")
_NO_NAME = frozenset({
    MARK, NUMBER, YEAR, MONTH, SPAN, OWN, "within", "region", "beyond", "narrower", "received", "handled", "replied",
    "this_year", "past", "since", "partial", "of_which", "rest", "total", "none", "applications", "plain", "including",
    "comparison",
})  # fmt: skip
_BETWEEN = frozenset({YEAR, MONTH, "this_year", "partial", "past", "total", "each", "filler"})
_ACTS = frozenset({"received", "handled", "replied", "none", "zero"})
_FOLLOWS = frozenset({NUMBER, "applications"})
_SMALL = frozenset("也已还仅只就则又共均都皆")
_FURTHEST = 4
_ADDRESSED = frozenset("向给对由经从据")
_FIRST_PERSON = ("我", "本")
_BELOW = ("下属", "所属", "直属", "属")
_GOVERNMENT = ("人民政府", "政府")
_ALL_ITS = ("部门", "单位", "机关")
_OFFICES = ("办公室", "办", "科", "股", "室", "处", "窗口", "机关", "机构")
_ALL_OF_IT = frozenset({"行政", "行政机关", "机关", "政府", "部门", "单位", "各", "级", "政府部门"})


def with_bodies(signs: list[Sign], organization: str, narration: Narration) -> list[Sign]:
    """Return the signs of a sentence with each name of a body that acts as one sign: of the body itself, or of another.

    A name ends in a word for a body (``body``) and stands right before what it did (收到, 未收到, 76件). A part of the
    body itself (办公室, 政务公开科) is the body. What cannot be told to be the body is another.
    """
    if not any(s.kind in ("body", OWN) for s in signs):
        return signs
    out: list[Sign] = []
    offices: list[int] = []
    for i, sign in enumerate(signs):
        named = (
            sign.kind == OWN
            and i > 0
            and signs[i - 1].kind == OTHER
            and not sign.text.startswith(_FIRST_PERSON)
        )
        out.append(_owned(signs, i, organization) if sign.kind == OWN and not named else sign)
        if (sign.kind == "body" or named) and _acting(signs, i):
            start = _start(out)
            kind = _whose(out[:start], out[start:], organization, narration)
            if kind:
                text = "".join(s.text for s in out[start:])
                out[start:] = [Sign(OWN if kind == OFFICE else kind, text)]
                offices += [start] if kind == OFFICE else []
    if len({out[i].text for i in offices}) > 1 or any(s.kind == ANOTHER for s in out):
        # 法规科收到8件，办公室收到4件; 水保站没有收到，办公室收到4件: neither is all
        for i in offices:
            out[i] = out[i]._replace(kind=ANOTHER)
    return out


def _owned(signs: Sequence[Sign], at: int, organization: str) -> Sign:
    """Return a word for the body itself (县政府); where it cannot be that body, another's that acts, or no scope at all."""
    sign = signs[at]
    name = sign.text.removesuffix("机关").removesuffix("本级")
    if not organization or not name or sign.text.startswith(_FIRST_PERSON) or names(name, organization):
        return sign
    return sign._replace(kind=ANOTHER if _acting(signs, at) else OTHER)


def _acting(signs: Sequence[Sign], at: int) -> bool:
    """Whether what follows a name is an act or a number."""
    for n, sign in enumerate(signs[at + 1 : at + 1 + _FURTHEST]):
        if sign.kind in _ACTS or (n == 0 and (sign.kind in _FOLLOWS or sign.text.startswith("各"))):
            return True
        if sign.kind not in _BETWEEN and sign.text not in _SMALL:
            return False
    return False


def _start(signs: Sequence[Sign]) -> int:
    """Return where the name begins that ends with the last sign."""
    start = len(signs) - 1
    while start and signs[start - 1].kind not in _NO_NAME and signs[start - 1].text not in _ADDRESSED:
        start -= 1
    return start


def _whose(before: Sequence[Sign], name: Sequence[Sign], organization: str, narration: Narration) -> str:
    """Return the kind of a name; empty where it says nothing of its own (局收到)."""
    text = "".join(s.text for s in name)
    scope = before[-1].kind if before and before[-1].kind in (OWN, *_WIDE) else ""
    all_of_it = all(s.text in _ALL_OF_IT for s in name) and scope in _WIDE
    if all_of_it or (len(name) == 1 and (scope or not before)):
        return ""  # 全市行政机关, 局收到
    if scope and text.startswith("各") and text.endswith(_ALL_ITS):
        return JOINT if scope == OWN else scope  # 我区各职能部门
    if _is_office(name, organization, narration):
        return OFFICE
    first_person = text.startswith(_FIRST_PERSON) and not any(word in text for word in _BELOW)
    known = first_person or _called(text, organization, narration) or names(text, organization)
    return OWN if known else ANOTHER


def _is_office(name: Sequence[Sign], organization: str, narration: Narration) -> bool:
    """Whether a name is that of a part of the body itself (党政办, 学校信息公开办公室)."""
    parts = name[1:] if len(name) > 1 and _called(name[0].text, organization, narration) else name
    text = "".join(s.text for s in parts)
    return text.endswith(_OFFICES) and bool(_inner(narration.inner).fullmatch(text))


@lru_cache(maxsize=4)
def _inner(words: frozenset[str]) -> re.Pattern[str]:
    """Return the pattern of the names of parts of a body."""
    return re.compile(f"(?:{'|'.join(sorted(map(re.escape, words)))})+")


def _called(text: str, organization: str, narration: Narration) -> bool:
    """Whether a common noun (学校) is what the body is called in its own report."""
    return organization.endswith(narration.called.get(text, ("\0",)))


def names(text: str, organization: str) -> bool:
    """Whether a text can be a short form of a name: its characters stand in it in their order, the last at the end.

    >>> names("县发改局", "安平县发展和改革局"), names("县水利局", "安平县发展和改革局"), names("安平县", "安平县人民政府")
    (True, False, True)
    """
    text, organization = text.removesuffix("机关"), organization.removesuffix("办事处")
    text = text.removesuffix("办事处")
    if organization.endswith(_GOVERNMENT) and not text.endswith(_GOVERNMENT[1]):
        text += _GOVERNMENT[0]  # a place, for its government
    if not organization or not text or text[-1] != organization[-1]:
        return False
    rest = iter(organization)
    return all(c in rest for c in text)
