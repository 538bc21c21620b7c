"""The overview: who filed for which year, and what is wrong by rule, region and year."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.review.asking import desk_of, page
from extractor.review.board import KINDS

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from extractor.review.desk import Desk

PAGE = 40
REGIONS = 24
BAR = 260.0
"""How wide the longest bar is drawn."""
_UNREAD = ("partial", "no_tables", "unreadable")


class Square(NamedTuple):
    """A year of an organization: what is there (``none`` outside its years), and the filing to open."""

    year: int
    state: str
    id: str
    filings: int


class Coverage(NamedTuple):
    """An organization with its years."""

    id: str
    name: str
    region: str
    squares: list[Square]


class Part(NamedTuple):
    """A part of a bar."""

    kind: str
    number: int
    x: float
    width: float


class Bar(NamedTuple):
    """Violations of a region or year, in parts by kind."""

    value: str
    filings: int
    total: int
    parts: list[Part]


def overview(request: Request) -> Response:
    """Answer with the overview; ``after`` is where the organizations of the page before ended."""
    desk = desk_of(request)
    desk.catch_up()
    after = request.query_params.get("after", "")
    years = _years(desk)
    coverage, more = _coverage(desk, years, after)
    standings = desk.board.standings()
    total = sum(standings.values())
    bars = _bars(desk, "region")
    return page(
        request,
        "overview.html",
        years=years,
        coverage=coverage,
        more=more,
        after=after,
        standings=standings,
        total=total,
        progress=_parts(list(standings.values()), list(standings), total, 1000.0),
        rules=sorted(desk.board.rules(), key=lambda r: (-r.violated, -r.undecided, r.rule)),
        regions=bars[:REGIONS],
        other_regions=len(bars) - REGIONS,
        by_year=sorted(_bars(desk, "year"), key=lambda b: b.value, reverse=True),
        bar=BAR,
    )


def _years(desk: Desk) -> list[int]:
    found = [int(year) for year in desk.board.values_of("year") if year]
    return list(range(min(found), max(found) + 1))[-25:] if found else []


def _coverage(desk: Desk, years: list[int], after: str) -> tuple[list[Coverage], str]:
    """Return some organizations with their years, by region and name, and where they end (empty: with the last)."""
    region, _, rest = after.partition("|")
    name, _, last = rest.rpartition("|")
    rows = desk.db.execute(
        "SELECT id, name, region, first_year, last_year FROM organization WHERE (region, name, id) > (?, ?, ?) "
        "ORDER BY region, name, id LIMIT ?",
        (region, name, last, PAGE + 1),
    ).fetchall()
    shown = rows[:PAGE]
    marks = ",".join("?" * len(shown))
    filed: dict[tuple[str, int], list[tuple[str, str, int]]] = {}
    for organization, year, filing, status, errors in desk.db.execute(
        f"SELECT organization_id, year, id, status, errors FROM filing WHERE organization_id IN ({marks}) ORDER BY n",  # noqa: S608
        [row[0] for row in shown],
    ):
        if status != "not_a_report":
            filed.setdefault((organization, year or 0), []).append((filing, status, errors))
    out = [
        Coverage(key, called, of, [_square(filed.get((key, year), []), year, first, until) for year in years])
        for key, called, of, first, until in shown
    ]
    end = shown[-1] if len(rows) > PAGE else None
    return out, f"{end[2]}|{end[1]}|{end[0]}" if end else ""


def _square(filings: list[tuple[str, str, int]], year: int, first: int | None, last: int | None) -> Square:
    if not filings:
        between = first is not None and last is not None and first < year < last
        return Square(year, "missing" if between else "none", "", 0)
    worst = max(filings, key=lambda f: (f[1] in _UNREAD, f[2]))
    if len(filings) > 1:
        state = "duplicated"
    elif worst[2]:
        state = "faulty"
    else:
        state = "unread" if worst[1] in _UNREAD else "filed"
    return Square(year, state, worst[0], len(filings))


def _bars(desk: Desk, facet: str) -> list[Bar]:
    """Return the violations by a facet, the most first."""
    values, table = desk.board.by(facet)
    filings = desk.board.filings_by(facet)
    most = int(table.sum(axis=1).max()) if len(values) else 0
    order = [KINDS.index(kind) for kind in ("error", "warning", "undecided", "info")]
    bars = []
    for value, count, kinds in zip(values, filings, table, strict=True):
        numbers = [int(kinds[i]) for i in order]
        bars.append(
            Bar(value, int(count), sum(numbers), _parts(numbers, [KINDS[i] for i in order], most, BAR))
        )
    return sorted(bars, key=lambda b: (-b.total, b.value))


def _parts(numbers: list[int], kinds: list[str], whole: int, width: float) -> list[Part]:
    parts, x = [], 0.0
    for number, kind in zip(numbers, kinds, strict=True):
        wide = width * number / whole if whole else 0.0
        if number:
            parts.append(Part(kind, number, x, wide))
        x += wide
    return parts
