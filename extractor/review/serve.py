"""Open a run on the desk and serve it on this machine, until it is broken off."""

from __future__ import annotations

import secrets
import socket
import webbrowser
from typing import TYPE_CHECKING

import uvicorn

from extractor.errors import UsageError
from extractor.review.app import application
from extractor.review.decisions import NAME, Decisions
from extractor.review.desk import Desk
from extractor.review.originals import Originals

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from extractor.writers.words import Language

LOCAL = "127.0.0.1"


def open_desk(
    output: Path, sources: Sequence[Path], decisions: Path | str | None, say: Callable[[str], object]
) -> Desk:
    """Return the desk of the run in ``output``; its ``decisions`` are in a file there unless a file or URL is given.

    ``say`` is called with a word where the index has to be made. Raises ``UsageError`` for what cannot be opened.
    """
    return Desk(output, Decisions(decisions or output / NAME), Originals(sources), say)


def serve(
    desk: Desk, host: str, port: int, language: Language, *, browser: bool, say: Callable[[str], object]
) -> None:
    """Serve a desk; ``say`` is given the address with its token, at which it answers from then on.

    ``port`` 0: one that is free. Raises ``UsageError`` for a port that is taken.
    """
    listening = listen(host, port)
    port = listening.getsockname()[1]
    token = secrets.token_urlsafe(24)
    app = application(desk, language, token, hosts_of(host, port), port)
    shown = host if host not in ("0.0.0.0", "::", "") else LOCAL  # noqa: S104 - compared, not bound to
    address = f"http://{f'[{shown}]' if ':' in shown else shown}:{port}/?token={token}"
    config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, lifespan="off")
    server = uvicorn.Server(config)
    say(address)
    if browser:
        webbrowser.open(address)
    try:
        server.run(sockets=[listening])
    finally:
        desk.decisions.close()


def hosts_of(host: str, port: int) -> frozenset[str]:
    """Return what a browser may call this server by: any other name in its request is another site's trick."""
    names = {LOCAL, "localhost", "[::1]"}
    if host in ("0.0.0.0", "::", ""):  # noqa: S104 - compared, not bound to
        names.add(socket.gethostname().lower())
        names.add(socket.getfqdn().lower())
    else:
        names.add(f"[{host}]" if ":" in host else host.lower())
    return frozenset(f"{name}:{port}" for name in names)


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens; ``port`` 0: a free one. ``UsageError`` where it is taken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
        listening.listen(128)  # a browser that comes at once waits, it is not turned away
    except OSError as error:
        listening.close()
        raise UsageError(
            f"cannot listen on {host}:{port} ({error.strerror or error}): choose another --port"
        ) from error
    return listening
