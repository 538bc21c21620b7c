"""Whose numbers are told: the body's own, all that is below it, or another's."""

from __future__ import annotations

from extractor.narrative.points import SCOPES, Tag
from extractor.narrative.signs import MARK, Sign

_ADDRESSED = frozenset("向对给报转经")  # 向市政府提出: no subject
_JOINS = frozenset("及和与、")
_BELOW = ("所属", "下属", "直属", "局属")


def scope_of(now: Tag, signs: list[Sign], at: int) -> Tag:
    """Return the scope behind a word that names one, given the scope before it."""
    sign, before = signs[at], signs[at - 1] if at else None
    if before is None:
        return Tag(sign.kind, sign.text)
    if before.text in _JOINS and at > 1 and signs[at - 2].kind in SCOPES:
        # 县政府及县政府办公室: the first is wider; 我局及所属单位: wider than either
        wide = now.kind == "own" and (sign.text.startswith(_BELOW) or _all_of(sign))
        return Tag("joint", now.text + before.text + sign.text) if wide else now
    if before.kind in ("own", "region", "within") and sign.text.startswith("各") and _all_of(sign):
        return Tag("joint", now.text + sign.text) if before.kind == "own" else now  # 全县各单位
    if before.text in _ADDRESSED or (now.kind == "beyond" and before.kind != MARK):
        return now
    if sign.kind == "own" and _acting(signs, at) == "narrower":
        return now  # 区政府办公室办理区政府申请
    # 区政府办代表区政府: one phrase
    return Tag(sign.kind, (now.text if before.kind == sign.kind else "") + sign.text)


def _all_of(sign: Sign) -> bool:
    """Whether a word names all that is below a government (各部门), and not one office of it."""
    return sign.kind in ("narrower", "another") and sign.text.endswith(("部门", "单位", "机关"))


def _acting(signs: list[Sign], at: int) -> str:
    """Return the kind of the scope that a clause begins with, before a sign; empty for none."""
    kind = ""
    for sign in reversed(signs[:at]):
        if sign.kind == MARK:
            break
        kind = sign.kind if sign.kind in SCOPES else kind
    return kind
