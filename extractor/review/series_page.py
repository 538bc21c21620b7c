"""The organizations of a run, and one of them over the years."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.review.asking import LONGEST_SEARCH, desk_of, page, say
from extractor.review.series import HEIGHT, STOCKS, WIDTH, carried, charts, stock, years_of

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

PAGE = 60
MOST_FILINGS = 400
"""Filings of one organization that are drawn: one with more is no organization but a name that many share."""


def organizations(request: Request) -> Response:
    """Answer with a page of the organizations, by name; ``after`` is the name and id that the page before ended with."""
    desk = desk_of(request)
    words = request.query_params.get("q", "")[:LONGEST_SEARCH].strip()
    after = request.query_params.get("after", "")
    name, _, last = after.rpartition("|")
    like = [f"%{_literal(word)}%" for word in words.split()]
    where = " AND ".join(
        ["(name, id) > (?, ?)", *["(name LIKE ? ESCAPE '\\' OR names LIKE ? ESCAPE '\\')"] * len(like)]
    )
    given = [name, last, *(word for word in like for _ in range(2))]
    rows = desk.db.execute(
        f"SELECT id, name, region, filings, first_year, last_year FROM organization WHERE {where} "  # noqa: S608
        "ORDER BY name, id LIMIT ?",
        (*given, PAGE + 1),
    ).fetchall()
    more = f"{rows[PAGE - 1][1]}|{rows[PAGE - 1][0]}" if len(rows) > PAGE else ""
    return page(
        request,
        "organizations.html",
        rows=rows[:PAGE],
        more=more,
        words=words,
        total=desk.count("organization"),
    )


def series(request: Request) -> Response:
    """Answer with one organization over the years."""
    desk = desk_of(request)
    organization = desk.organization(request.path_params["id"])
    if organization is None:
        return page(request, "missing.html", 404)
    numbers = desk.db.execute(
        "SELECT n FROM filing WHERE organization_id = ? ORDER BY year, n LIMIT ?",
        (organization.id, MOST_FILINGS),
    ).fetchall()
    entries = desk.entries(n for (n,) in numbers)
    years = years_of(desk, entries)
    similar = [(e, row, desk.entry(row["other_id"])) for e in entries for row in desk.rows("similar", e.n)]
    return page(
        request,
        "series.html",
        organization=organization,
        entries=[(e, desk.board.tally(e.n)) for e in entries],
        years=years,
        charts=charts(years, say(request)["figure"]),
        width=WIDTH,
        height=HEIGHT,
        carried=carried(years),
        stocks=[(row, steps) for row in STOCKS if len(steps := stock(years, row)) > 0],
        similar=similar,
    )


def _literal(word: str) -> str:
    return word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
