"""JSON lines of a crawl: a document a line, in ``html`` or ``text``, with its ``url``."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import TYPE_CHECKING, Any

from extractor.errors import UnreadableError
from extractor.inputs.members import Entry, Hint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from extractor.inputs.members import Budget

FIELDS = ("html", "text")
"""Where the document stands, in the order they are asked."""
_LINE = re.compile(rb'\s*\{\s*"')
_NAMED = re.compile(rb'"(?:html|text)"\s*:')
_URL_FIRST = re.compile(rb'\s*\{\s*"(?:url|html|text)"\s*:')


def is_json_lines(head: bytes) -> bool:
    """Tell lines of JSON objects with a document by the first of them (or by how it begins)."""
    first = head.lstrip(b"\xef\xbb\xbf")
    return bool(_LINE.match(first) and (_NAMED.search(first) or _URL_FIRST.match(first)))


def entries(file: BinaryIO, budget: Budget) -> Iterator[Entry]:
    """Yield the document of each line, named by its URL, or by the number of the line."""
    number = 0
    most = budget.limits.member
    while line := file.readline(most + 1):
        number += 1
        whole = len(line) <= most
        while not whole and line and not line.endswith(b"\n"):
            line = file.readline(most)
        if whole and line.strip():
            yield _entry(line.lstrip(b"\xef\xbb\xbf") if number == 1 else line, str(number))
        elif not whole:
            yield Entry(str(number), partial(budget.allow, most + 1))  # type: ignore[arg-type] # it raises


def _entry(line: bytes, number: str) -> Entry:
    try:
        fields = json.loads(line)
    except (ValueError, RecursionError) as error:
        return Entry(number, partial(_refuse, f"这一行不是 JSON：{error} (this line is no JSON)"))
    return document(fields if isinstance(fields, dict) else {}, number)


def document(fields: dict[str, Any], number: str) -> Entry:
    """Return the document in a record with the fields of this format."""
    url = fields.get("url")
    name = url if isinstance(url, str) and url else number
    for field in FIELDS:
        content = fields.get(field)
        if isinstance(content, str):
            content = content.encode("utf-8", "replace")
        if isinstance(content, bytes) and content:
            media_type = "text/html" if field == "html" else "text/plain"
            return Entry(name, partial(bytes, content), Hint(media_type), name if url else "")
    return Entry(
        name, partial(_refuse, "这条记录没有 html 或 text 内容 (this record has nothing in html or text)")
    )


def _refuse(reason: str) -> bytes:
    raise UnreadableError(reason)
