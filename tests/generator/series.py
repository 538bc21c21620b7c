"""The rules between filings, to see that an archive breaks none of them."""

from __future__ import annotations

from decimal import Decimal

from tests.generator import codes
from tests.generator.model import Fact, GeneratedFiling
from tests.generator.oracle import VALUED

Cells = dict[tuple[str, str, str], Fact]


def series_faults(filings: list[GeneratedFiling]) -> list[str]:
    """What `carry-over`, the flows, `series-gap` or `filing-duplicated` would find, in words."""
    by_name: dict[str, dict[int, list[GeneratedFiling]]] = {}
    for f in filings:
        if f.filing["organization"] and f.filing["year"]:
            years = by_name.setdefault(f.filing["organization"], {})
            years.setdefault(int(f.filing["year"]), []).append(f)
    found: list[str] = []
    for name, years in by_name.items():
        if max(years) - min(years) + 1 != len(years):
            found.append(f"series-gap {name}")
        found += [f"filing-duplicated {name} {y}" for y, fs in years.items() if len(fs) > 1]
        for year, (filing,) in ((y, fs[:1]) for y, fs in sorted(years.items())):
            if year - 1 in years:
                found += [f"{x} {name} {year}" for x in _between(years[year - 1][0], filing)]
    return found


def _cells(filing: GeneratedFiling) -> Cells:
    return {(f.table, f.row, f.column): f for f in filing.facts}


def _between(last: GeneratedFiling, this: GeneratedFiling) -> list[str]:
    a, b = _cells(last), _cells(this)
    found = [
        f"carry-over {c}"
        for c in (*codes.PARTIES, "total")
        if _fails(b, ("applications", "carried_in", c), [(a, ("applications", "carried_out", c), 1)])
    ]
    for row in ("rules", "normative_documents"):
        place = ("disclosure", row, "in_force")
        terms = [
            (a, place, 1),
            (b, ("disclosure", row, "issued_this_year"), 1),
            (b, ("disclosure", row, "repealed_this_year"), -1),
        ]
        found += [f"stock-flow {row}"] if _fails(b, place, terms) else []
    for row in ("licensing", "other_services", "penalties", "coercive_measures", "fees"):
        place = ("disclosure", row, "items_last_year")
        terms = [(a, place, 1), (a, ("disclosure", row, "change_this_year"), 1)]
        found += [f"items-flow {row}"] if _fails(b, place, terms) else []
    return found


def _fails(
    cells: Cells, place: tuple[str, str, str], terms: list[tuple[Cells, tuple[str, str, str], int]]
) -> bool:
    """Whether a cell is not, or not surely, the sum of the terms; not where a form lacks one."""
    if place not in cells or any(p not in c for c, p, _ in terms):
        return False
    facts = [cells[place], *(c[p] for c, p, _ in terms)]
    if any(f.status not in (*VALUED, "blank", "nil") for f in facts):
        return True
    total = sum(((c[p].value or Decimal(0)) * sign for c, p, sign in terms), Decimal(0))
    return (cells[place].value or Decimal(0)) != total
