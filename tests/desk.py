"""A workbench of our own to speak with: a run made by hand, served on a free port, asked over HTTP."""

from __future__ import annotations

import http.client
import re
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

import uvicorn

from extractor.review.app import application
from extractor.review.serve import hosts_of, listen, open_desk
from tests.conftest import run_program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from extractor.review.desk import Desk

TOKEN = "a-token-of-the-tests"  # noqa: S105 - it opens nothing
FORM = {"content-type": "application/x-www-form-urlencoded"}


class Answer(NamedTuple):
    """What came back; ``text`` is its body as UTF-8."""

    status: int
    headers: Mapping[str, str]
    text: str
    data: bytes


class Client:
    """Asks as a browser would, cookies and all."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> Answer:
        """Return the answer to a request; its cookies are kept."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent.setdefault("cookie", "; ".join(f"{k}={v}" for k, v in self.cookies.items()))
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(method, path, body.encode() or None, sent)
            answer = connection.getresponse()
            data = answer.read()
        finally:
            connection.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        told = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, told, data.decode("utf-8", "replace"), data)

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page."""
        return self.ask("GET", path, **headers)

    def post(self, path: str, fields: Mapping[str, str], **headers: str) -> Answer:
        """Send a form with the token that forms carry."""
        return self.ask("POST", path, urlencode({"csrf": self.csrf(), **fields}), **{**FORM, **headers})

    def enter(self) -> Client:
        """Come in by the address with its token."""
        assert self.get(f"/?token={TOKEN}").status == 200
        return self

    def csrf(self) -> str:
        """Return the token that forms carry."""
        found = re.search(r'name="csrf" content="(\w+)"', self.get("/queue").text)
        return found[1] if found else ""


@contextmanager
def served(desk: Desk) -> Iterator[Client]:
    """Serve a desk on a free port for as long as the block lasts."""
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    app = application(desk, "zh", TOKEN, hosts_of("127.0.0.1", port), port)
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield Client(port)
    finally:
        server.should_exit = True
        thread.join(10)
        listening.close()
        desk.decisions.close()


def a_run(folder: Path, filings: Mapping[str, str | bytes], *options: str) -> tuple[Path, Path]:
    """Write filings, run the program over them, and return the folder and the output."""
    source, output = folder / "source", folder / "output"
    for name, content in filings.items():
        path = source / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    done = run_program("run", source, "--output", output, "--engine", "inline", *options)
    assert done.exit_code in (0, 1), done.output
    return source, output


def a_desk(source: Path, output: Path) -> Desk:
    return open_desk(output, [source], None, lambda _: None)
