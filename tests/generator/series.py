"""The rules between filings, worked out from the truth of each filing alone."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

from tests.generator import codes
from tests.generator.model import Fact, GeneratedFiling, Violation
from tests.generator.oracle import VALUED

Cells = dict[tuple[str, str, str], Fact]
Place = tuple[str, str, str]
Filings = list[tuple[str, int, GeneratedFiling]]
NO_NUMBER = ("absent", "unreadable")


def series_faults(filings: list[GeneratedFiling]) -> list[str]:
    """What the rules between filings would find in an archive that is to break none of them, in words."""
    known = [
        (f.filing["organization"], int(f.filing["year"]), f)
        for f in filings
        if f.filing["organization"] and f.filing["year"]
    ]
    due = between(known, {})
    return [f"{v.rule} {source} {v.row} {v.column}" for source, of in sorted(due.items()) for v in of]


def between(filings: Filings, above: dict[str, str]) -> dict[str, list[Violation]]:
    """The violations of the rules that follow from the facts, by source. `above`: the superior of a body."""
    due: dict[str, list[Violation]] = defaultdict(list)
    by_body: dict[str, dict[int, list[GeneratedFiling]]] = defaultdict(lambda: defaultdict(list))
    for who, year, filing in sorted(filings, key=lambda f: f[2].source):
        by_body[who][year].append(filing)
    for years in by_body.values():
        for last, year in zip(sorted(years), sorted(years)[1:], strict=False):
            due[years[year][0].source] += [Violation("series-gap")] * (year - last - 1)
        for year, here in years.items():
            if len(here) > 1:
                for filing in here:
                    due[filing.source].append(Violation("filing-duplicated"))
            for filing in here if year - 1 in years else ():
                due[filing.source] += _flows(_merged(years[year - 1]), _cells(filing))
    for lower, upper in above.items():
        for year in by_body[lower].keys() & by_body[upper].keys():
            whole = by_body[upper][year][0]
            due[whole.source] += _rollup(_cells(whole), _cells(by_body[lower][year][0]))
    return dict(due)


def _cells(filing: GeneratedFiling) -> Cells:
    return {(f.table, f.row, f.column): f for f in filing.facts}


def _merged(filings: list[GeneratedFiling]) -> Cells:
    """The cells of a year's filings: what they do not agree on is unreadable."""
    cells = _cells(filings[0])
    for other in map(_cells, filings[1:]):
        for place, fact in other.items():
            mine = cells.get(place)
            if mine and (mine.value, mine.status) != (fact.value, fact.status):
                cells[place] = Fact(*place, None, "unreadable")
    return cells


def _flows(last: Cells, this: Cells) -> list[Violation]:
    found = []
    for column in (*codes.PARTIES, "total"):
        place = ("applications", "carried_in", column)
        found += _sum("carry-over", this, place, [(last, ("applications", "carried_out", column), 1)])
    for row in ("rules", "normative_documents"):
        place = ("disclosure", row, "in_force")
        terms = [
            (last, place, 1),
            (this, ("disclosure", row, "issued_this_year"), 1),
            (this, ("disclosure", row, "repealed_this_year"), -1),
        ]
        found += _sum("stock-flow", this, place, terms)
    for row in ("licensing", "other_services", "penalties", "coercive_measures", "fees"):
        place = ("disclosure", row, "items_last_year")
        found += _sum(
            "items-flow", this, place, [(last, place, 1), (last, ("disclosure", row, "change_this_year"), 1)]
        )
    return found


def _sum(rule: str, cells: Cells, place: Place, terms: list[tuple[Cells, Place, int]]) -> list[Violation]:
    """The violation of a cell that is not, or not surely, the sum of the terms; none where a form lacks one."""
    if place not in cells or any(p not in c for c, p, _ in terms):
        return []
    facts = [cells[place], *(c[p] for c, p, _ in terms)]
    if all(f.status == "absent" for f in facts):
        return []
    total = sum(((c[p].value or Decimal(0)) * sign for c, p, sign in terms), Decimal(0))
    wrong = (cells[place].value or Decimal(0)) != total
    if any(f.status in NO_NUMBER for f in facts) or (wrong and any(f.status == "blank" for f in facts)):
        return [Violation(rule, *place, "undecided")]
    return [Violation(rule, *place)] if wrong else []


def _rollup(whole: Cells, part: Cells) -> list[Violation]:
    """The counts of a whole that are less than those of its one part."""
    return [
        Violation("rollup", *place)
        for place, fact in whole.items()
        if place in part
        and fact.status in (*VALUED, "nil")
        and part[place].status in (*VALUED, "nil")
        and place[2] not in ("fee_amount", "procurement_amount", "change_this_year")
        and (fact.value or 0) < (part[place].value or 0)
    ]
