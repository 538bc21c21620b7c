"""Digits of several cells printed as one string → every way to part them that the form's identities allow.

The contract, status ``deduced``: where in every way to part the digits that satisfies all identities of
the form a cell has the same number, it is that; where no way satisfies all, where the row's own identity
leaves it one number. Nothing else is asked: no other year, no likelihood.
"""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from extractor.forms import ArithmeticIdentity

Way = tuple[int, ...]
"""One way to part a row's digits: the number of each cell."""

# Beyond these a row, or a table, is too open to be told: its cells stay unreadable.
MOST_STEPS = 150_000
MOST_WAYS = 2_000
MOST_SUMS = 300_000


class TooManyError(Exception):
    """There are more ways than can be gone through; the cells cannot be told."""


class Budget:
    """The steps that may be spent on one table, all its rows together."""

    def __init__(self, steps: int = MOST_STEPS) -> None:
        self._left = steps

    def spend(self, steps: int = 1) -> None:
        """Count steps; raises ``TooManyError`` where none is left."""
        self._left -= steps
        if self._left < 0:
            raise TooManyError


class Check(NamedTuple):
    """An identity within the row: the numbers at ``parts`` add up to that at ``total``.

    Where ``exact`` is false, they do not exceed it.
    """

    parts: Sequence[int]
    total: int
    exact: bool


def partings(
    pieces: Sequence[str], checks: Sequence[Check], width: int, budget: Budget | None = None
) -> list[Way]:
    """Return every way to part ``pieces`` of digits into ``width`` numbers that passes the row's checks.

    A number has no leading zero; a blank between pieces parts them for certain. Raises ``TooManyError``
    where there are too many to go through.
    """
    search = _Search(pieces, checks, width, budget or Budget())
    search.go(0, [])
    return search.found


class _Search:
    """A search from left to right.

    Where a sum ends the row, or a part of it, its total is chosen first: no part can then be greater, which
    leaves few ways even for long strings.
    """

    def __init__(self, pieces: Sequence[str], checks: Sequence[Check], width: int, budget: Budget) -> None:
        self.found: list[Way] = []
        self._digits = "".join(pieces)
        self._width = width
        self._budget = budget
        self._walls = set(accumulate(map(len, pieces)))
        self._due: dict[int, list[Check]] = {}
        self._sums: dict[int, Check] = {}
        for check in checks:
            self._due.setdefault(max((*check.parts, check.total)), []).append(check)
            first = min(check.parts)
            if check.exact and [*check.parts, check.total] == list(range(first, check.total + 1)):
                self._sums[first] = check

    def go(self, at: int, numbers: list[int]) -> None:
        """Go on at a digit with these numbers before it."""
        self._budget.spend()
        filled = len(numbers)
        if filled == self._width:
            if at == len(self._digits):
                self.found.append(tuple(numbers))
                if len(self.found) > MOST_WAYS:
                    raise TooManyError
            return
        total = self._sums.get(filled)
        if total is not None:
            self._sum(at, numbers, total.total - filled)
            return
        for end, number in self._numbers(at, len(self._digits) - (self._width - filled - 1)):
            longer = [*numbers, number]
            if all(_holds(longer, check) for check in self._due.get(filled, ())):
                self.go(end, longer)

    def _sum(self, at: int, numbers: list[int], count: int) -> None:
        """Go through the totals that may end the sum which begins here, and the ``count`` parts of each."""
        after = self._width - len(numbers) - count - 1
        for start in range(at + count, len(self._digits) - after):
            for end, total in self._numbers(start, len(self._digits) - after):

                def then(parts: list[int], end: int = end, total: int = total) -> None:
                    self.go(end, [*numbers, *parts, total])

                self._parts(at, start, count, total, [], then)

    def _parts(
        self, at: int, end: int, count: int, left: int, parts: list[int], then: Callable[[list[int]], None]
    ) -> None:
        """Part the digits up to ``end`` into ``count`` numbers that add up to ``left``."""
        self._budget.spend()
        if not count:
            if at == end and not left:
                then(parts)
            return
        if not count <= end - at <= count * len(str(left)):
            return
        for stop, number in self._numbers(at, end - count + 1):
            if number > left:
                break
            self._parts(stop, end, count - 1, left - number, [*parts, number], then)

    def _numbers(self, at: int, last: int) -> Iterator[tuple[int, int]]:
        """Yield (end, number) for each number that may begin at a digit and end by ``last``."""
        for end in range(at + 1, last + 1):
            yield end, int(self._digits[at:end])
            if self._digits[at] == "0" or end in self._walls:
                return


def _holds(numbers: Sequence[int], check: Check) -> bool:
    added = sum(numbers[i] for i in check.parts)
    return added == numbers[check.total] if check.exact else added <= numbers[check.total]


def settle_rows(
    ways: dict[str, list[Way]], identities: Sequence[ArithmeticIdentity]
) -> dict[str, list[Way]] | None:
    """Return, of the ways of each row, those that some choice for all rows satisfies every column identity by.

    ``identities`` are those along columns. None where no choice satisfies all, or a row that takes part is
    not among ``ways``. Raises ``TooManyError``.
    """
    feasible = ways
    sums = [i for i in identities if i.relation == "sum" and len(i.total) == 1]
    balances = [i for i in identities if i.relation == "sum" and len(i.total) > 1]
    for identity in (*sums, *balances):
        rows = (*identity.parts, *identity.total)
        if any(row not in ways for row in rows):
            continue
        # A long sum is settled for each total; what is left of both is settled again below.
        narrowed = _narrow([feasible[r] for r in identity.parts], [feasible[r] for r in identity.total])
        if narrowed is None:
            return None
        feasible = {**feasible, **dict(zip(rows, narrowed, strict=True))}
    return feasible if _stable(feasible, ways) else settle_rows(feasible, identities)


def _stable(now: dict[str, list[Way]], before: dict[str, list[Way]]) -> bool:
    return all(len(now[row]) == len(before[row]) for row in before)


def _narrow(parts: list[list[Way]], totals: list[list[Way]]) -> list[list[Way]] | None:
    """Return the ways of each row (parts, then totals) that occur where the parts add up to the totals."""
    rows = [*parts, *[[tuple(-n for n in way) for way in ways] for ways in totals]]
    width = len(rows[0][0]) if rows and rows[0] else 0
    zero = (0,) * width
    forward = [{zero}]
    for ways in rows:
        forward.append(_added(forward[-1], ways))
    backward = [{zero}]
    for ways in reversed(rows):
        backward.append(_added(backward[-1], ways))
    backward.reverse()
    kept = []
    for i, ways in enumerate(rows):
        here, after = forward[i], backward[i + 1]
        small, sign = (here, 1) if len(here) <= len(after) else (after, -1)
        large = after if sign == 1 else here
        fits = [
            way
            for way in ways
            if any(tuple(-a - b for a, b in zip(state, way, strict=True)) in large for state in small)
        ]
        if not fits:
            return None
        kept.append(fits)
    count = len(parts)
    return [*kept[:count], *[[tuple(-n for n in way) for way in ways] for ways in kept[count:]]]


def _added(states: set[Way], ways: list[Way]) -> set[Way]:
    if len(states) * len(ways) > MOST_SUMS:
        raise TooManyError
    return {tuple(a + b for a, b in zip(state, way, strict=True)) for state in states for way in ways}


def agreed(ways: Sequence[Way], width: int) -> Iterator[int | None]:
    """Yield for each cell the number that it has in every way, None where they differ or there is no way."""
    for i in range(width):
        numbers = {way[i] for way in ways}
        yield numbers.pop() if len(numbers) == 1 else None
