"""Figures of an organization over the years: sums, balances and series all hold."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.generator import codes

if TYPE_CHECKING:
    from tests.generator.names import Organization

FIRST_YEAR = 2019
Grid = dict[tuple[str, str], Decimal]


@dataclass
class _State:
    """What one year hands to the next."""

    carried: dict[str, int] = field(default_factory=dict)
    stock: dict[str, int] = field(default_factory=dict)
    items: dict[str, int] = field(default_factory=dict)
    fee: Decimal = Decimal(0)


def _split(rng: random.Random, total: int, parts: list[str]) -> dict[str, int]:
    """Hand `total` out among a few of the parts; most stay 0, as in real filings."""
    got = dict.fromkeys(parts, 0)
    if total <= 0:
        return got
    chosen = rng.sample(parts, k=min(len(parts), rng.randint(1, 6)))
    for _ in range(min(total, 60)):
        got[rng.choice(chosen)] += total // min(total, 60)
    got[chosen[0]] += total - sum(got.values())
    return got


def _amount(rng: random.Random, base: Decimal, digits: int) -> Decimal:
    """About the base, so that no year is thousands of times another."""
    factor = Decimal(rng.randint(70, 130)) / 100
    return (base * factor).quantize(Decimal(1).scaleb(-digits))


def _stock_row(rng: random.Random, state: _State, row: str, size: int, *, grid: Grid, template: str) -> None:
    made = rng.randint(0, 2 if row == "rules" else 4 + size // 4) if row != "rules" or size > 20 else 0
    gone = rng.randint(0, min(3, state.stock[row]))
    state.stock[row] += made - gone
    if template == "2021":
        grid[row, "issued_this_year"] = Decimal(made)
        grid[row, "repealed_this_year"] = Decimal(gone)
        grid[row, "in_force"] = Decimal(state.stock[row])
    else:
        grid[row, "made_this_year"] = Decimal(made)
        grid[row, "published_this_year"] = Decimal(made)
        grid[row, "published_total"] = Decimal(state.stock[row] + 3)


def _disclosure(rng: random.Random, state: _State, size: int, template: str) -> Grid:
    grid: Grid = {}
    for row in ("rules", "normative_documents"):
        _stock_row(rng, state, row, size, grid=grid, template=template)
    for row in ("licensing", "other_services", "penalties", "coercive_measures", "fees"):
        change = rng.randint(-min(3, state.items[row]), 4)
        done = rng.randint(0, 60 * size)
        if template == "2019":
            grid[row, "items_last_year"] = Decimal(state.items[row])
            grid[row, "change_this_year"] = Decimal(change)
            if row != "fees":
                grid[row, "decisions"] = Decimal(done)
        elif row in ("licensing", "penalties", "coercive_measures"):
            grid[row, "decisions"] = Decimal(done)
        state.items[row] += change
    digits = rng.choice((0, 1, 2, 4, 6))
    if template == "2021":
        grid["fees", "fee_amount"] = _amount(rng, state.fee, digits)
    else:
        grid["procurement", "procurement_items"] = Decimal(rng.randint(0, 30))
        grid["procurement", "procurement_amount"] = _amount(rng, state.fee, max(digits, 2))
    return grid


def _applications(seed: str, state: _State, size: int, template: str) -> Grid:
    grid: Grid = {}
    # What a year receives and hands on is drawn apart from the results, which differ by form.
    flow, shares = random.Random(f"a {seed}"), random.Random(f"r {seed}")
    rows = list(codes.results(template))
    quiet = flow.random() < 0.12
    next_carried = {}
    for party in codes.PARTIES:
        scale = {"natural_person": 6 * size, "business": size, "legal_service": size // 3}
        new = 0 if quiet else flow.randint(0, scale.get(party, size // 8) + (party == "business"))
        carried_in = state.carried[party]
        carried_out = 0 if quiet else flow.randint(0, min(new, 1 + size // 4))
        handled = new + carried_in - carried_out
        for row, n in _split(shares, handled, rows).items():
            grid[row, party] = Decimal(n)
        grid["new_requests", party] = Decimal(new)
        grid["carried_in", party] = Decimal(carried_in)
        grid["handled_total", party] = Decimal(handled)
        grid["carried_out", party] = Decimal(carried_out)
        next_carried[party] = carried_out
    state.carried = next_carried
    for row in (*rows, *codes.ENDS):
        grid[row, "total"] = sum((grid[row, p] for p in codes.PARTIES), Decimal(0))
    return grid


def _proceedings(rng: random.Random, size: int) -> Grid:
    grid: Grid = {}
    for row, top in (
        ("review", 1 + size // 2),
        ("litigation_direct", size // 3),
        ("litigation_after_review", size // 6),
    ):
        parts = [rng.randint(0, top) if rng.random() < 0.5 else 0 for _ in range(4)]
        for column, n in zip(("upheld", "corrected", "other", "pending"), parts, strict=True):
            grid[row, column] = Decimal(n)
        grid[row, "total"] = Decimal(sum(parts))
    return grid


SUMS = {
    "requests_received": ("requests_in_person", "requests_by_fax", "requests_online", "requests_by_letter"),
    "requests_concluded": ("concluded_on_time", "concluded_extended"),
    "replies_refused": (
        "refused_state_secret",
        "refused_trade_secret",
        "refused_privacy",
        "refused_security_stability",
        "refused_not_government_information",
        "refused_other_law",
    ),
    "replies_total": (
        "replies_already_public",
        "replies_granted",
        "replies_partly_granted",
        "replies_refused",
        "replies_not_this_agency",
        "replies_nonexistent",
        "replies_asked_to_supplement",
        "replies_other_channel",
    ),
    "reviews_total": ("reviews_upheld", "reviews_corrected", "reviews_other"),
    "lawsuits_total": ("lawsuits_upheld", "lawsuits_corrected", "lawsuits_other"),
    "staff_total": ("staff_full_time", "staff_part_time"),
}
PARTS = {
    "disclosed_normative": "disclosed_total",
    "press_conferences_by_head": "press_conferences",
    "online_interviews_by_head": "online_interviews",
}


def _statistics(rng: random.Random, state: _State, size: int) -> Grid:
    got: dict[str, Decimal] = {}
    for row in codes.rows("2014", "statistics"):
        got[row.code] = Decimal(rng.randint(0, 2 + size))
    received = rng.randint(0, 8 * size)
    for total in ("requests_received", "requests_concluded"):
        for part, n in _split(rng, received, list(SUMS[total])).items():
            got[part] = Decimal(n)
    for part, n in _split(rng, received, list(SUMS["replies_total"])).items():
        got[part] = Decimal(n)
    for part, n in _split(rng, int(got["replies_refused"]), list(SUMS["replies_refused"])).items():
        got[part] = Decimal(n)
    for total, parts in SUMS.items():
        got[total] = sum((got[p] for p in parts), Decimal(0))
    got["disclosed_total"] = Decimal(rng.randint(100, 4000) * size)
    got["disclosed_normative"] = Decimal(rng.randint(0, 20))
    got["channel_website"] = got["disclosed_total"] - rng.randint(0, 90)
    for part, whole in PARTS.items():
        got[whole] = max(got[whole], got[part])
    got["fees_charged"] = Decimal(0)
    got["budget"] = _amount(rng, state.fee / 100, 2)
    return {(row, "count"): n for row, n in got.items()}


def figures(org: Organization, year: int, template: str) -> dict[str, Grid]:
    """All figures of an organization for a year, on a template's tables."""
    start = random.Random(f"values {org.number}")
    size = org.size
    state = _State(
        carried={p: start.randint(0, size // 4) if p == "natural_person" else 0 for p in codes.PARTIES},
        stock={"rules": 8 if size > 20 else 0, "normative_documents": start.randint(4, 10 + 2 * size)},
        items={
            row: start.randint(3, 60)
            for row in ("licensing", "other_services", "penalties", "coercive_measures", "fees")
        },
        fee=Decimal(start.randint(800, 90000)) / 10 * size,
    )
    got: dict[str, Grid] = {}
    for y in range(min(FIRST_YEAR, year), year + 1):
        # One stream a year and table: what one table draws never moves another.
        seed = f"{org.number} {y}"
        last = y == year
        form = template if last and template != "2014" else ("2021" if y > 2020 else "2019")
        got = {
            "disclosure": _disclosure(random.Random(f"d {seed}"), state, size, form),
            "applications": _applications(seed, state, size, form),
            "proceedings": _proceedings(random.Random(f"p {seed}"), size),
        }
        if last and template == "2014":
            return {"statistics": _statistics(random.Random(f"s {seed}"), state, size)}
    return got
