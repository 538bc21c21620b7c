"""Digits of several cells printed as one string → every way to part them that the form's identities allow.

The contract, status ``deduced``: where in every way to part the digits that satisfies all identities of
the form a cell has the same number, it is that; where no way satisfies all, where the row's own identity
leaves it one number. Nothing else is asked: no other year, no likelihood.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.forms import ArithmeticIdentity

Way = tuple[int, ...]
"""One way to part a row's digits: the number of each cell."""

# Beyond these a row, or a table, is too open to be told: its cells stay unreadable.
MOST_STEPS = 400_000
MOST_WAYS = 20_000
MOST_STATES = 50_000


class TooManyError(Exception):
    """There are more ways than can be gone through; the cells cannot be told."""


def partings(
    pieces: Sequence[str], checks: Sequence[tuple[Sequence[int], int, bool]], width: int
) -> list[Way]:
    """Return every way to part ``pieces`` of digits into ``width`` numbers that passes the row's checks.

    A number has no leading zero; a blank between pieces parts them for certain. ``checks`` are (parts,
    total, exact): the numbers at ``parts`` add up to that at ``total`` (``exact``), or do not exceed it.
    Raises ``TooManyError`` where there are too many to go through.
    """
    digits = "".join(pieces)
    walls = set()
    length = 0
    for piece in pieces:
        length += len(piece)
        walls.add(length)
    due: dict[int, list[tuple[Sequence[int], int, bool]]] = {}
    for parts, total, exact in checks:
        due.setdefault(max((*parts, total)), []).append((parts, total, exact))
    found: list[Way] = []
    numbers: list[int] = []
    steps = 0

    def go(at: int) -> None:
        nonlocal steps
        steps += 1
        if steps > MOST_STEPS or len(found) > MOST_WAYS:
            raise TooManyError
        filled = len(numbers)
        if filled == width:
            if at == len(digits):
                found.append(tuple(numbers))
            return
        left = width - filled - 1
        last = len(digits) - left
        for end in range(at + 1, last + 1):
            numbers.append(int(digits[at:end]))
            if all(_holds(numbers, check) for check in due.get(filled, ())):
                go(end)
            numbers.pop()
            if digits[at] == "0" or end in walls:
                break

    go(0)
    return found


def _holds(numbers: Sequence[int], check: tuple[Sequence[int], int, bool]) -> bool:
    parts, total, exact = check
    added = sum(numbers[i] for i in parts)
    return added == numbers[total] if exact else added <= numbers[total]


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
    out = {tuple(a + b for a, b in zip(state, way, strict=True)) for state in states for way in ways}
    if len(out) > MOST_STATES:
        raise TooManyError
    return out


def agreed(ways: Sequence[Way], width: int) -> Iterator[int | None]:
    """Yield for each cell the number that it has in every way, None where they differ or there is no way."""
    for i in range(width):
        numbers = {way[i] for way in ways}
        yield numbers.pop() if len(numbers) == 1 else None
