"""How a stated number stands to the tables of the filing: the same scope and period, or another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.filing import Standing
from extractor.narrative.bodies import WHOLE
from extractor.narrative.points import LATER, PARTIAL, PAST, SINCE

if TYPE_CHECKING:
    from extractor.forms import Narration
    from extractor.narrative.drafts import Draft

OFFICE, TOWN, GOVERNMENT, OTHER = "office", "town", "government", ""
_FOR_GOVERNMENT = ("代表", "名义", "代县", "代市", "代区", "办")
_OF_TABLE = {
    OFFICE: frozenset({"", "own", "within", WHOLE}),
    TOWN: frozenset({"", "own", "within", "region", "joint", WHOLE}),
    GOVERNMENT: frozenset({"", "own", "within", "region", "joint", WHOLE}),
    OTHER: frozenset({"", "own", "within", WHOLE}),
}
_WHOLE = {OFFICE: "within", TOWN: "within", GOVERNMENT: "region", OTHER: "within"}
"""The scope that is the table's where ``own`` is stated beside it (全县收到…，县政府收到…)."""


def body_of(organization: str, narration: Narration) -> str:
    """Return the kind of body by the ending of its name: an office of a government, a government, or another."""
    for kind in (OFFICE, TOWN, GOVERNMENT):
        if organization.endswith(narration.bodies.get(kind, ())):
            return kind
    return OTHER


def whole_scopes(drafts: list[Draft], body: str) -> frozenset[str]:
    """Return the quantities that the filing states of all that the table counts, in so many words."""
    return frozenset(d.quantity for d in drafts if d.scope.kind in (_WHOLE[body], WHOLE))


def standing(draft: Draft, body: str, whole: frozenset[str], received: frozenset[str]) -> Standing:
    """Return how a draft stands to the table of a body.

    ``whole``: see ``whole_scopes``; ``received``: quantities of which the filing states a number for this year.
    """
    if draft.period.kind in (PAST, LATER) or (draft.period.kind == SINCE and not draft.denied):
        return Standing.OTHER_PERIOD  # none since years ago is none this year
    if draft.denied and draft.quantity in received:
        return Standing.OTHER_SCOPE  # a part that had none, where others had some
    if draft.period.kind == PARTIAL:
        return Standing.PART_OF_PERIOD
    if not _same_scope(draft, body, whole):
        return Standing.OTHER_SCOPE
    return Standing.TABLE if draft.exact else Standing.ROUNDED


def _same_scope(draft: Draft, body: str, whole: frozenset[str]) -> bool:
    kind, text = draft.scope
    if kind == "own" and draft.quantity in whole:
        return False
    if kind == "own" and body == GOVERNMENT and text.endswith("政府") and draft.unit != "元":
        return False  # 县政府收到…: beside what all its departments received
    if body == OFFICE and kind == "narrower":
        return any(word in text for word in _FOR_GOVERNMENT)
    return kind in _OF_TABLE[body]
