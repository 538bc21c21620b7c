"""One filing: its document beside what was read from it, its violations with what was decided, and one cell in full."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from starlette.responses import HTMLResponse, RedirectResponse, Response

from extractor.errors import UnreadableError
from extractor.readers.pdf_places import place_of
from extractor.review.asking import (
    address,
    desk_of,
    filters_of,
    language_of,
    page,
    remember_who,
    say,
    who_of,
)
from extractor.review.claims import cells_of
from extractor.review.decisions import RefusedError
from extractor.review.source_page import anchor_of, source_page
from extractor.writers.report import filing_view
from extractor.writers.suggested import suggestion_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.requests import Request

    from extractor.model.filing import Fact, Match
    from extractor.readers import sheets
    from extractor.review.claims import Found, Printed
    from extractor.review.decisions import Correction, Decision
    from extractor.review.desk import Desk, Opened, Standing
    from extractor.writers.report import ViolationView

WIDTH = 1100
"""Pixels that a page's picture is wide."""


class FaultView(NamedTuple):
    """A violation as the page shows it: as the reports draw it, with what was decided.

    ``nth`` is its place in the run's list; ``cells`` those it rests on, as ``table.row.column``; ``named`` the one
    that a correction would be of, with its text and label (empty: it names none).
    """

    nth: int
    view: ViolationView
    found: Found
    standing: Standing
    history: list[Decision]
    cells: str
    named: str
    printed: str
    label: str
    place: PlaceView


class PlaceView(NamedTuple):
    """Where something stands: in which document of the filing (an id), its place, the page it is on (0: none)."""

    document: str
    location: str
    anchor: str
    page: int
    box: tuple[float, float, float, float] | None


class DocumentView(NamedTuple):
    """A document of a filing: the file itself or an attachment. ``pages``: their sizes; none for what is no PDF."""

    id: str
    source: str
    pages: list[sheets.Size]
    problem: str
    same: bool


class CellView(NamedTuple):
    """One cell in full."""

    code: str
    label: str
    fact: Fact
    unit: str
    row: Match | None
    column: Match | None
    readings: tuple[str, str, str] | None
    reread: bool
    correction: Correction | None
    place: PlaceView
    suggestions: list[tuple[str, str, int]]


def filing(request: Request) -> Response:
    """Answer with the page of a filing."""
    desk = desk_of(request)
    opened = desk.open(request.path_params["id"])
    if opened is None:
        return page(request, "missing.html", 404)
    filters = filters_of(request)
    before, after, at, total = desk.board.around(opened.entry.n, filters)
    view = filing_view(opened.filing, list(opened.violations), desk.forms, language_of(request))
    faults = _faults(desk, opened, view.violations)
    return page(
        request,
        "filing.html",
        entry=opened.entry,
        filing=opened.filing,
        how=opened.how,
        faults=faults,
        documents=_documents(desk, opened),
        tables=view.tables,
        suggestions=[suggestion_view(s, desk.forms) for s in opened.filing.suggestions],
        corrections=desk.decisions.corrections(opened.entry.id),
        before=desk.board.ids[before] if before is not None else "",
        after=desk.board.ids[after] if after is not None else "",
        at=at,
        total=total,
        query=address(filters),
        sections=opened.filing.sections,
    )


def cell(request: Request) -> Response:
    """Answer with one cell in full, a piece of the page."""
    desk = desk_of(request)
    opened = desk.open(request.path_params["id"])
    seen = _cell(desk, opened, request.query_params.get("cell", "")) if opened else None
    if opened is None or seen is None:
        return page(request, "missing.html", 404)
    return page(request, "cell.html", cell=seen, entry=opened.entry)


def original(request: Request) -> Response:
    """Answer with the document itself, made safe; its places are its anchors."""
    desk = desk_of(request)
    opened = desk.open(request.path_params["id"])
    if opened is None:
        return page(request, "missing.html", 404)
    entry = opened.entry
    found = desk.originals.get(entry.source, entry.sha256)
    if found.problem:
        return Response(say(request)["filing"]["no_source"], 404, media_type="text/plain")
    facts = [f for t in opened.filing.tables for f in t.facts if f.location]
    faulty = {v.location: v.severity for v in reversed(opened.violations) if v.location}
    try:
        shown = source_page(
            found.data, entry.media_type, [(f.location, f.raw) for f in facts], faulty, language_of(request)
        )
    except UnreadableError as error:
        return Response(str(error), 404, media_type="text/plain")
    return HTMLResponse(shown.html, headers={"content-security-policy": shown.policy})


def picture(request: Request) -> Response:
    """Answer with the picture of a page of the document."""
    desk = desk_of(request)
    entry = desk.entry(request.path_params["id"])
    if entry is None:
        return Response(status_code=404)
    try:
        png = desk.picture(entry, int(request.path_params["page"]), WIDTH)
    except UnreadableError:
        return Response(status_code=404)
    return Response(png, media_type="image/png", headers={"cache-control": "private, max-age=600"})


async def decide(request: Request) -> Response:
    """Keep a decision on a violation; answer with the violation as it now stands, or go back to the page."""
    desk = desk_of(request)
    form = await request.form(max_files=0)
    if form.get("csrf") != request.state.csrf:
        return Response("csrf", 403)
    opened = desk.open(request.path_params["id"])
    nth = str(form.get("nth", ""))
    if opened is None or not nth.isdigit() or int(nth) >= len(opened.found):
        return page(request, "missing.html", 404)
    found = opened.found[int(nth)]
    words = {name: str(form.get(name, "")) for name in ("verdict", "note", "who", "value", "cell")}
    who = words["who"].strip() or who_of(request)
    try:
        _keep(desk, opened, found, words, who)
    except RefusedError as error:
        return _refused(request, error)
    return _kept(request, opened, int(nth), who)


async def correct(request: Request) -> Response:
    """Keep the right value of a cell, whether or not a violation names it; an empty value takes it back."""
    desk = desk_of(request)
    form = await request.form(max_files=0)
    if form.get("csrf") != request.state.csrf:
        return Response("csrf", 403)
    opened = desk.open(request.path_params["id"])
    seen = _cell(desk, opened, str(form.get("cell", ""))) if opened else None
    if opened is None or seen is None:
        return page(request, "missing.html", 404)
    who = str(form.get("who", "")).strip() or who_of(request)
    try:
        _correct(desk, opened, seen, str(form.get("value", "")), who, str(form.get("note", "")))
    except RefusedError as error:
        return _refused(request, error)
    again = _cell(desk, opened, seen.code)
    answer = page(request, "cell.html", cell=again, entry=opened.entry)
    remember_who(answer, who)
    return answer


def _keep(desk: Desk, opened: Opened, found: Found, words: Mapping[str, str], who: str) -> None:
    """Keep a decision, and with ``reading`` the right value of a cell."""
    seen = None
    if words["verdict"] == "reading" and words["value"].strip():
        seen = _cell(desk, opened, words["cell"])
        if seen is None:
            raise RefusedError("cell", "no such cell")
        _correct(desk, opened, seen, words["value"], who, words["note"])
    state = desk.state(found, desk.printed(opened.entry.n, [found.key.table]).get(found.key.table, {}))
    desk.decisions.decide(found, words["verdict"], words["note"], who, state, opened.entry.source)
    v = desk.board.violation(found.key)
    if v is not None:
        desk.board.mark(v, words["verdict"])


def _correct(desk: Desk, opened: Opened, seen: CellView, value: str, who: str, note: str) -> None:
    table, row, column = seen.code.split(".")
    entry = opened.entry
    desk.decisions.correct(entry.id, entry.source, (table, row, column), seen.fact.raw, value, who, note)


def _kept(request: Request, opened: Opened, nth: int, who: str) -> Response:
    desk = desk_of(request)
    answer: Response
    if request.headers.get("x-piece"):
        view = filing_view(opened.filing, list(opened.violations), desk.forms, language_of(request))
        fault = next(f for f in _faults(desk, opened, view.violations) if f.nth == nth)
        answer = page(request, "fault.html", fault=fault, entry=opened.entry)
    else:
        answer = RedirectResponse(f"/filing/{opened.entry.id}{address(filters_of(request))}#v{nth}", 303)
    remember_who(answer, who)
    return answer


def _refused(request: Request, error: RefusedError) -> Response:
    told = say(request)["refused"].get(error.why, str(error))
    return Response(told, 422, media_type="text/plain")


def _faults(desk: Desk, opened: Opened, views: list[ViolationView]) -> list[FaultView]:
    """Return the violations in the order of the reports, the gravest first."""
    places = {id(v): i for i, v in enumerate(opened.violations)}
    decisions = {d.key: d for d in desk.decisions.in_force(opened.entry.id)}
    tables = {f.key.table for f in opened.found if f.key.table and f.key in decisions}
    printed: dict[str, dict[tuple[str, str], Printed]] = desk.printed(opened.entry.n, tables)
    out = []
    for view in views:
        nth = places[id(view.violation)]
        found = opened.found[nth]
        cells = cells_of(found, desk.forms)
        code = found.key.table
        named = next(
            (c for c in cells if c[0] == found.key.row and c[1] in found.key.column.split(" ")), None
        )
        reading = opened.filing.table(code) if code else None
        fact = next((f for f in reading.facts if (f.row, f.column) == named), None) if reading else None
        out.append(
            FaultView(
                nth,
                view,
                found,
                desk.standing(found, decisions, printed.get(code, {})),
                desk.decisions.history(found.key) if found.key in decisions else [],
                " ".join(f"{code}.{row}.{column}" for row, column in cells),
                f"{code}.{fact.row}.{fact.column}" if fact else "",
                fact.raw if fact else "",
                _label(desk, opened, code, fact) if fact else "",
                place_view(desk, opened, found.location),
            )
        )
    return out


def _label(desk: Desk, opened: Opened, code: str, fact: Fact) -> str:
    reading = opened.filing.table(code)
    if reading is None:
        return ""
    form = desk.forms.table(reading.template, code)
    return f"{form.rows[fact.row].path[-1]} · {form.columns[fact.column].path[-1]}"


def _cell(desk: Desk, opened: Opened, code: str) -> CellView | None:
    table, _, key = code.partition(".")
    row, _, column = key.partition(".")
    reading = opened.filing.table(table)
    fact = next((f for f in reading.facts if (f.row, f.column) == (row, column)), None) if reading else None
    if reading is None or fact is None:
        return None
    form = desk.forms.table(reading.template, table)
    differs = next((d for d in reading.differences if (d.row, d.column) == (row, column)), None)
    own = (
        c
        for c in desk.decisions.corrections(opened.entry.id)
        if (c.table, c.row, c.column) == (table, row, column)
    )
    changes = [
        (s.kind, suggested, s.alternatives)
        for s in opened.filing.suggestions
        for cell_key, suggested in zip(s.cells, s.suggested, strict=True)
        if s.table == table and cell_key == (row, column)
    ]
    return CellView(
        code,
        f"{form.rows[row].label} · {form.columns[column].label}",
        fact,
        form.unit(row, column),
        next((m for m in reading.row_matches if m.code == row), None),
        next((m for m in reading.column_matches if m.code == column), None),
        (differs.first, differs.second, differs.suggested) if differs else None,
        reading.reread,
        next(own, None),
        place_view(desk, opened, fact.location),
        changes,
    )


def place_view(desk: Desk, opened: Opened, location: str) -> PlaceView:
    """Return a place; one in an attachment begins with the source of that."""
    document = opened.entry.id
    for source in filter(None, opened.entry.attachments.split(" | ")):
        if location.startswith(f"{source} "):
            document, location = desk.id_of(source) or document, location.removeprefix(f"{source} ")
    place = place_of(location)
    box = (place.x0, place.top, place.x1 - place.x0, place.bottom - place.top) if place else None
    return PlaceView(document, location, anchor_of(location), place.page if place else 0, box)


def _documents(desk: Desk, opened: Opened) -> list[DocumentView]:
    ids = [
        opened.entry.id,
        *filter(None, map(desk.id_of, filter(None, opened.entry.attachments.split(" | ")))),
    ]
    entries = filter(None, map(desk.entry, ids))
    return [DocumentView(e.id, e.source, *desk.pages(e)) for e in entries]
