"""Who may speak with the workbench: hosts by name, a browser by the token of its address, a form by its own token.

The token is in the address that is opened once; the browser then holds a cookie that no script can read and that no
other site's pages send along. Every answer carries a policy that allows our own files and nothing else.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import HTMLResponse, PlainTextResponse

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
LARGEST_BODY = 64 * 1024
"""Bytes of a form; a note is the longest thing in it."""
_ALWAYS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Guard:
    """Lets through only what may speak; sits before the application."""

    def __init__(self, app: ASGIApp, token: str, hosts: frozenset[str], port: int) -> None:
        self._app = app
        self._token = token
        self._hosts = hosts
        self._cookie = f"extractor_review_{port}"  # a browser gives one host's cookies to all of its ports
        self._session = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer in place of the application, or let it answer."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def sent(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = MutableHeaders(raw=message["headers"])
                for name, value in _ALWAYS.items():
                    own.setdefault(name, value)
                own.setdefault("content-security-policy", POLICY)
                message["headers"] = own.raw
            await send(message)

        answer = self._answer(scope, headers)
        if answer is not None:
            await answer(scope, receive, sent)
            return
        scope["state"] = {**scope.get("state", {}), "csrf": csrf_of(self._session)}
        await self._app(scope, _bounded(receive), sent)

    def _answer(self, scope: Scope, headers: Headers) -> Response | None:
        """Return what is answered in place of the application; None where it may answer."""
        if headers.get("host", "").lower() not in self._hosts:
            return PlainTextResponse("this host is not served here", 421)
        query = dict(parse_qsl(scope["query_string"].decode("latin-1")))
        if "token" in query and scope["method"] == "GET":
            return self._enter(query)
        cookie = cookie_parser(headers.get("cookie", "")).get(self._cookie, "")
        if not hmac.compare_digest(cookie.encode(), self._session.encode()):
            text = (
                "<!doctype html><meta charset=utf-8><p>请打开命令行显示的完整地址。"
                "<p>Open the whole address that the command printed."
            )
            return HTMLResponse(text, 403)
        refusal = "" if scope["method"] in ("GET", "HEAD") else self._refusal(headers)
        return PlainTextResponse(refusal, 403) if refusal else None

    def _enter(self, query: dict[str, str]) -> HTMLResponse:
        """Exchange the token for a cookie. The browser goes on by itself, so that it is our page that sends it."""
        if not hmac.compare_digest(query["token"].encode(), self._token.encode()):
            return HTMLResponse(
                "<!doctype html><meta charset=utf-8><p>地址中的口令不对。<p>The token is wrong.", 403
            )
        rest = urlencode({k: v for k, v in query.items() if k == "lang"})
        onward = escape("/" + (f"?{rest}" if rest else ""))
        answer = HTMLResponse(
            f'<!doctype html><meta charset=utf-8><meta http-equiv="refresh" content="0;url={onward}">'
            f'<link rel="icon" href="/static/icon.svg"><title>extractor</title><a href="{onward}">…</a>'
        )
        answer.set_cookie(self._cookie, self._session, httponly=True, samesite="strict", path="/")
        return answer

    def _refusal(self, headers: Headers) -> str:
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2].lower() not in self._hosts:
            return "this comes from another site"
        if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
            return "this comes from another site"
        length = headers.get("content-length", "")
        if not length.isdigit() or int(length) > LARGEST_BODY:
            return "too long"
        return ""


def csrf_of(session: str) -> str:
    """Return what every form of a session carries."""
    return hmac.new(session.encode(), b"form", hashlib.sha256).hexdigest()


def _bounded(receive: Receive) -> Receive:
    taken = 0

    async def some() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > LARGEST_BODY:
            return {"type": "http.disconnect"}
        return message

    return some
