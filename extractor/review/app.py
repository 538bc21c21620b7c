"""The web application: its addresses, and what each answers."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from extractor.errors import UsageError
from extractor.review import decisions_page, filing_page, notice_files, overview_page, queue_page, series_page
from extractor.review.asking import page, remember_who
from extractor.review.guard import Guard
from extractor.writers.pages import asset

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

    from extractor.review.desk import Desk
    from extractor.writers.words import Language

_STATIC = {"desk.css": "text/css", "desk.js": "text/javascript", "icon.svg": "image/svg+xml"}
_START = "/queue?decision=open&decision=changed"


def application(desk: Desk, language: Language, token: str, hosts: frozenset[str], port: int) -> ASGIApp:
    """Return the application over a desk, behind its guard. ``hosts``: what a browser may call it by, with port."""
    app = Starlette(
        routes=[
            Route("/", _start),
            Route("/queue", queue_page.queue),
            Route("/filing/{id}", filing_page.filing),
            Route("/filing/{id}/cell", filing_page.cell),
            Route("/filing/{id}/original", filing_page.original),
            Route("/filing/{id}/page/{page:int}.png", filing_page.picture),
            Route("/filing/{id}/decide", filing_page.decide, methods=["POST"]),
            Route("/filing/{id}/correct", filing_page.correct, methods=["POST"]),
            Route("/filing/{id}/notice.{kind}", notice_files.of_filing),
            Route("/overview", overview_page.overview),
            Route("/series", series_page.organizations),
            Route("/series/{id}", series_page.series),
            Route("/series/{id}/notice.{kind}", notice_files.of_organization),
            Route("/faults.xlsx", notice_files.of_run),
            Route("/decisions", decisions_page.decisions),
            Route("/corrections.csv", decisions_page.corrections_csv),
            Route("/decisions.csv", decisions_page.decisions_csv),
            Route("/who", _who, methods=["POST"]),
            Route("/static/{name}", _static),
        ],
        exception_handlers={404: _missing, UsageError: _cannot},
    )
    app.state.desk, app.state.language = desk, language
    return Guard(app, token, hosts, port)


def _start(request: Request) -> Response:
    chosen = request.query_params.get("lang")
    return RedirectResponse(_START + (f"&lang={chosen}" if chosen in ("zh", "en") else ""), 303)


def _missing(request: Request, _error: Exception) -> Response:
    return page(request, "missing.html", 404)


def _cannot(request: Request, error: Exception) -> Response:
    """Answer where the run or this installation does not allow what is asked for: the message says what to do."""
    if request.method == "POST":
        return Response(str(error), 409, media_type="text/plain")
    return page(request, "missing.html", 409, told=str(error))


async def _who(request: Request) -> Response:
    form = await request.form(max_files=0)
    if form.get("csrf") != request.state.csrf:
        return Response("csrf", 403)
    back = str(form.get("back", "/"))
    # only back to a page of ours: two slashes would name another host
    answer = RedirectResponse(back if back.startswith("/") and back[1:2] not in ("/", "\\") else "/", 303)
    remember_who(answer, " ".join(str(form.get("who", "")).split())[:80])
    return answer


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    headers = {"cache-control": "private, max-age=300"}
    if name == "page.css":
        return Response(asset(name), media_type="text/css", headers=headers)
    if name not in _STATIC:
        return Response(status_code=404)
    content = (files("extractor.review") / "static" / name).read_bytes()
    return Response(content, media_type=_STATIC[name], headers=headers)
