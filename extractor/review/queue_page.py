"""The queue: filings by what is wrong with them, narrowed by facets and words, the gravest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from extractor.review.asking import address, desk_of, filters_of, page, toggled, without

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.responses import Response

    from extractor.review.board import Tally
    from extractor.review.desk import Entry

PAGE = 50
FEW = 10
"""Values of a facet that are shown at once; the others unfold."""


class Line(NamedTuple):
    """A filing in the list: with its counts, and the rules of its violations, the gravest first."""

    entry: Entry
    tally: Tally
    rules: list[tuple[str, str, str]]


def queue(request: Request) -> Response:
    """Answer with a page of the queue. ``after`` names the last filing of the page before."""
    desk, filters = desk_of(request), filters_of(request)
    desk.catch_up()
    found = desk.board.select(filters)
    start = 0
    after = desk.board.number_of.get(request.query_params.get("after", ""))
    if after is not None:
        at = np.flatnonzero(found == after)
        start = int(at[0]) + 1 if len(at) else 0
    shown = found[start : start + PAGE]
    entries = desk.entries(shown)
    lines = [Line(e, desk.board.tally(e.n), desk.board.rules_of(e.n)) for e in entries]
    before = start - PAGE
    return page(
        request,
        "queue.html",
        lines=lines,
        total=len(found),
        start=start,
        filters=filters,
        facets=desk.board.facets(filters),
        few=FEW,
        query=address(filters),
        toggled=lambda facet, value: toggled(filters, facet, value),
        without=lambda *facets: without(filters, facets),
        next_page=address(filters, after=entries[-1].id) if start + PAGE < len(found) else "",
        previous_page=(
            address(filters, after=desk.board.ids[int(found[before - 1])])
            if before > 0
            else address(filters) or "?"
        )
        if start
        else "",
        organization=desk.organization(filters.organization) if filters.organization else None,
    )
