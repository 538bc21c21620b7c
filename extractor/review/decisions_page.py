"""All decisions and corrections, to look at and to take along as CSV."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from starlette.responses import Response

from extractor.review.asking import desk_of, page

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from starlette.requests import Request

CORRECTIONS = ("filing_id", "source", "table", "row", "column", "printed", "value", "who", "when", "note")
DECISIONS = (
    *("filing_id", "source", "rule", "table", "row", "column", "nth", "decision", "standing"),
    *("who", "when", "note", "message"),
)


def decisions(request: Request) -> Response:
    """Answer with all decisions in force, those of violations that are no more apart, and all corrections."""
    desk = desk_of(request)
    desk.catch_up()
    gone = {d.number for d in desk.gone}
    rows = []
    for decision in reversed(desk.decisions.in_force()):
        v = desk.board.violation(decision.key)
        rows.append((decision, "gone" if v is None or decision.number in gone else desk.board.standing(v)))
    return page(
        request,
        "decisions.html",
        rows=[r for r in rows if r[1] != "gone"],
        gone=[r for r in rows if r[1] == "gone"],
        corrections=desk.decisions.corrections(),
    )


def corrections_csv(request: Request) -> Response:
    """Answer with the corrections in force, as `extractor run --corrections` takes them."""
    rows = ((*c[1:10], c.note) for c in desk_of(request).decisions.corrections())
    return _file("corrections.csv", CORRECTIONS, rows)


def decisions_csv(request: Request) -> Response:
    """Answer with the decisions in force."""
    desk = desk_of(request)
    desk.catch_up()
    rows = []
    for d in desk.decisions.in_force():
        v = desk.board.violation(d.key)
        standing = "gone" if v is None else desk.board.standing(v)
        rows.append(
            (
                d.key[0],
                d.source,
                *d.key[1:5],
                str(d.key.nth),
                d.verdict,
                standing,
                d.who,
                d.at,
                d.note,
                d.message,
            )
        )
    return _file("decisions.csv", DECISIONS, rows)


def _file(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Response:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return Response(
        out.getvalue().encode("utf-8", "replace"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )
