"""Digits run together: every way to part them that the form's identities allow.

The search is exhaustive, so that what it calls deduced can be nothing else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Way = tuple[int, ...]


def partings(digits: str, count: int) -> Iterator[Way]:
    """Every way to part digits into `count` numbers; a number has no leading 0."""
    if count == 1:
        if digits and (len(digits) == 1 or digits[0] != "0"):
            yield (int(digits),)
        return
    for cut in range(1, len(digits) - count + 2):
        if digits[0] == "0" and cut > 1:
            break
        head = int(digits[:cut])
        for rest in partings(digits[cut:], count - 1):
            yield (head, *rest)


def summing(digits: str, count: int) -> list[Way]:
    """The ways in which the last number is the sum of the others."""
    return [w for w in partings(digits, count) if sum(w[:-1]) == w[-1]]


def proceedings(digits: str) -> list[Way]:
    """The ways to part 表四 into three groups of four and their total."""
    found: list[Way] = []

    def walk(at: int, groups: tuple[Way, ...]) -> None:
        if len(groups) == 3:
            if at == len(digits):
                found.append(tuple(n for g in groups for n in g))
            return
        left = 2 - len(groups)
        for end in range(at + 5, len(digits) - 5 * left + 1):
            for way in summing(digits[at:end], 5):
                walk(end, (*groups, way))

    walk(0, ())
    return found


def applications(rows: dict[str, str], results: tuple[str, ...]) -> dict[str, list[Way]]:
    """The ways to part each row of 表三 that stand in some way to part the whole table.

    Rows hold by themselves (总计), columns by the sum of the results and by the balance. Sets of
    column sums are carried down the rows and back up, so that no combination is left out.
    """
    ways = {code: [w[:-1] for w in summing(digits, 7)] for code, digits in rows.items()}
    goals: dict[Way, list[tuple[Way, Way, Way, Way]]] = {}
    for handled in ways["handled_total"]:
        for new in ways["new_requests"]:
            for came in ways["carried_in"]:
                left = tuple(n + c - h for n, c, h in zip(new, came, handled, strict=True))
                if left in ways["carried_out"]:
                    goals.setdefault(handled, []).append((new, came, handled, left))
    below: list[set[Way]] = [{(0,) * 6}]
    for code in results:
        sums = {tuple(a + b for a, b in zip(s, w, strict=True)) for s in below[-1] for w in ways[code]}
        below.append({s for s in sums if any(_within(s, g) for g in goals)})
    live = below[-1] & set(goals)
    ends = [e for g in live for e in goals[g]]
    kept: dict[str, set[Way]] = {
        code: {e[i] for e in ends}
        for i, code in enumerate(("new_requests", "carried_in", "handled_total", "carried_out"))
    }
    for i in range(len(results) - 1, -1, -1):
        kept[results[i]] = set()
        before: set[Way] = set()
        for s in live:
            for w in ways[results[i]]:
                rest = tuple(a - b for a, b in zip(s, w, strict=True))
                if rest in below[i]:
                    kept[results[i]].add(w)
                    before.add(rest)
        live = before
    return {code: sorted((*w, sum(w)) for w in found) for code, found in kept.items()}


def _within(part: Way, whole: Way) -> bool:
    return all(a <= b for a, b in zip(part, whole, strict=True))


def settled(ways: list[Way], count: int) -> list[int | None]:
    """For each cell, the number that all ways agree on, or None."""
    if not ways:
        return [None] * count
    return [w[0] if len(set(w)) == 1 else None for w in zip(*ways, strict=True)]
