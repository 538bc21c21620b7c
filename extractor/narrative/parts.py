"""Whether a number is of all there is, of a part, or of something else: by the numbers and words beside it."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from extractor.narrative.signs import COUNTED, NUMBER, OTHER, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from extractor.narrative.drafts import Draft
    from extractor.narrative.signs import Sign
    from extractor.narrative.windows import Window

_NO_SUM = ("part", "concerning", "of_which", "unreal", "carried_in", "carried_out")


def countable(window: Window) -> bool:
    """Whether what 个 and 项 count are applications: nothing unknown stands beside (申请点12个)."""
    return not any(s.kind == OTHER and s.text not in "的了共有" for s in window.signs)


def of_people(signs: Sequence[Sign], at: int, window: Window) -> bool:
    """Whether it is told how many people handed in so many (用户126人，提交申请12件)."""
    verbs = {s.text for s in window.signs if s.kind == "received"}
    return bool(verbs) and verbs <= {"提交", "提出"} and any(s.unit in PEOPLE for s in signs[:at])


def of_others(signs: Sequence[Sign], at: int, window: Window) -> bool:
    """Whether the parts that are named say that plain 申请 are for something else (申请320件，其中低保67件)."""
    if window.has("applications"):
        return False
    behind = signs[at:]
    start = next((i for i, s in enumerate(behind) if s.kind == "of_which"), len(behind))
    return any(a.kind == "elsewhere" and b.kind == NUMBER for a, b in pairwise(behind[start:]))


def adds_up(signs: Sequence[Sign], at: int) -> bool:
    """Whether a number is the sum of those before it in the sentence."""
    numbers = [s.value for s in signs[:at] if s.kind == NUMBER and s.unit in COUNTED]
    return len(numbers) > 1 and sum(numbers) == signs[at].value


def sums_up(signs: Sequence[Sign], at: int, *, parts: bool) -> bool:
    """Whether a bare sum is that of the numbers before it, or the only number of what was received.

    ``parts``: numbers of parts of what was received have been passed.
    """
    before = signs[:at]
    if any(s.kind == NUMBER and s.unit in COUNTED for s in before):
        return adds_up(signs, at) and (parts or any(s.kind == "received" for s in before))
    return any(s.kind == "received" for s in before) and not any(s.kind in _NO_SUM for s in before)


def without_rivals(drafts: list[Draft]) -> list[Draft]:
    """Return the drafts without two numbers of what one body received in one time: neither of them is sure."""
    received = [d for d in drafts if d.quantity == "new_requests" and not (d.with_carried_in or d.denied)]
    rivals: dict[tuple[str, str], set[Decimal]] = {}
    for d in received:
        if d.scope.kind in ("", "own"):
            rivals.setdefault((d.scope.kind, d.period.kind), set()).add(d.value)
    doubted = {key for key, values in rivals.items() if len(values) > 1}
    return [d for d in drafts if d not in received or (d.scope.kind, d.period.kind) not in doubted]
