"""What a request asks for: language, who asks, filters of the queue; and the page that answers it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote, unquote, urlencode

from starlette.responses import HTMLResponse

from extractor.review.board import OF_FILING, OF_VIOLATION, Filters
from extractor.version import VERSION
from extractor.writers.pages import render_for
from extractor.writers.words import Language, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from extractor.review.desk import Desk

PACKAGE = "extractor.review"
FACETS = (*OF_VIOLATION, *OF_FILING)
YEAR = 365 * 24 * 3600
LONGEST_SEARCH = 200


def desk_of(request: Request) -> Desk:
    """Return the desk that the application serves."""
    return cast("Desk", request.app.state.desk)


def language_of(request: Request) -> Language:
    """Return the language: as the address asks for, else as the browser was last asked, else that of the command."""
    asked = request.query_params.get("lang") or request.cookies.get("lang")
    return asked if asked in ("zh", "en") else request.app.state.language  # type: ignore[return-value]


def say(request: Request) -> dict[str, dict[str, str]]:
    """Return the words of the workbench in the language of a request."""
    return words(language_of(request), PACKAGE)


def who_of(request: Request) -> str:
    """Return who is at the browser, as it was asked once; empty if it was not."""
    return unquote(request.cookies.get("who", ""))


def filters_of(request: Request) -> Filters:
    """Return the filters in an address."""
    query = request.query_params
    wanted = {name: tuple(dict.fromkeys(query.getlist(name))) for name in FACETS if query.getlist(name)}
    return Filters(wanted, query.get("q", "")[:LONGEST_SEARCH].strip(), query.get("org", ""))


def address(filters: Filters, **more: str) -> str:
    """Return the query of an address with filters; empty, or with its question mark."""
    pairs = [(name, value) for name in FACETS for value in filters.wanted.get(name, ())]
    pairs += [(k, v) for k, v in (("q", filters.words), ("org", filters.organization), *more.items()) if v]
    return "?" + urlencode(pairs) if pairs else ""


def toggled(filters: Filters, facet: str, value: str) -> str:
    """Return the address with a value of a facet added, or taken away where it is wanted already."""
    now = filters.wanted.get(facet, ())
    then = tuple(v for v in now if v != value) if value in now else (*now, value)
    return address(Filters({**filters.wanted, facet: then}, filters.words, filters.organization)) or "?"


def without(filters: Filters, facets: Sequence[str]) -> str:
    """Return the address without some facets."""
    kept = {name: values for name, values in filters.wanted.items() if name not in facets}
    return address(Filters(kept, filters.words, filters.organization)) or "?"


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page of the workbench."""
    language = language_of(request)
    html = render_for(
        PACKAGE,
        template,
        language,
        version=VERSION,
        csrf=request.state.csrf,
        who=who_of(request),
        path=request.url.path,
        other_language=str(
            request.url.include_query_params(lang="en" if language == "zh" else "zh").replace(
                scheme="", netloc=""
            )
        ),
        here=request.url.path + ("?" + request.url.query if request.url.query else ""),
        desk=desk_of(request),
        **values,
    )
    answer = HTMLResponse(html, status)
    if request.query_params.get("lang") in ("zh", "en"):
        answer.set_cookie("lang", language, max_age=YEAR, samesite="strict", httponly=True)
    return answer


def remember_who(answer: Any, who: str) -> None:
    """Let the browser say from now on who is at it."""
    answer.set_cookie("who", quote(who), max_age=YEAR, samesite="strict", httponly=True)
