"""What is sent to those who filed, to take along: notices of a filing or an organization, and the list of all faults."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from urllib.parse import quote

from starlette.responses import Response

from extractor.notices import (
    Decision,
    Decisions,
    filing_of,
    filings_of,
    notice_docx,
    notice_html,
    notice_of,
    write_list,
)
from extractor.review.asking import desk_of, page, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.requests import Request

    from extractor.analysis.select import Record
    from extractor.review.desk import Desk

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {"html": "text/html; charset=utf-8", "docx": _WORD}
_NO_NAME = re.compile(r"[^\w（）()-]+")
LONGEST_NAME = 60


def of_filing(request: Request) -> Response:
    """Answer with the notice of a filing."""
    desk = desk_of(request)
    entry = desk.entry(request.path_params["id"])
    if entry is None:
        return page(request, "missing.html", 404)
    name = f"{entry.organization or entry.title}-{entry.year or ''}"
    return _notice(request, [filing_of(desk.output, entry.id)], entry.id, name)


def of_organization(request: Request) -> Response:
    """Answer with one notice of all filings of an organization."""
    desk = desk_of(request)
    organization = desk.organization(request.path_params["id"])
    if organization is None:
        return page(request, "missing.html", 404)
    return _notice(request, filings_of(desk.output, organization.id), organization.id, organization.name)


def of_run(request: Request) -> Response:
    """Answer with the workbook of all filings with faults."""
    desk = desk_of(request)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "faults.xlsx"
        write_list(desk.output, path, decided(desk))
        data = path.read_bytes()
    return Response(
        data, media_type=_SHEET, headers=attached("faults.xlsx", say(request)["notice"]["faults"])
    )


def decided(desk: Desk) -> Decisions:
    """Return the decisions that hold: in force, and no number under them has changed since."""
    desk.catch_up()
    return Decisions(
        Decision(d.number, tuple(d.key[:5]), d.verdict, str(d.key.nth))
        for d in desk.decisions.in_force()
        if (v := desk.board.violation(d.key)) is not None and desk.board.standing(v) == d.verdict
    )


def attached(plain: str, name: str) -> dict[str, str]:
    """Return the header by which a browser keeps an answer as a file.

    ``name`` may hold what a filing prints: of it only letters, digits and a few marks are taken, and these percent-coded;
    a browser that knows no such names takes ``plain``, which is ours.
    """
    stem, _, kind = plain.rpartition(".")
    kept = _NO_NAME.sub("_", name).strip("_-")[:LONGEST_NAME] or stem
    told = quote(f"{kept}.{kind}", safe="", errors="replace")
    return {"content-disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{told}"}


def _notice(request: Request, filings: Sequence[Record], key: str, name: str) -> Response:
    desk, kind, words = desk_of(request), request.path_params["kind"], say(request)["notice"]
    if kind not in _TYPES:
        return page(request, "missing.html", 404)
    notice = notice_of(desk.output, filings, decided(desk))
    if notice is None:
        return page(request, "missing.html", 404, told=words["nothing"])
    data = notice_docx(notice) if kind == "docx" else notice_html(notice).encode("utf-8", "replace")
    plain = f"notice-{re.sub('[^A-Za-z0-9-]', '_', key)}.{kind}"
    return Response(data, media_type=_TYPES[kind], headers=attached(plain, f"{words['title']}-{name}"))
