"""Pages saved as MHTML, and mails: the documents among the parts of a MIME message."""

from __future__ import annotations

import email
import email.policy
import re
from email.errors import MessageError
from functools import partial
from typing import TYPE_CHECKING

from extractor.errors import UnreadableError
from extractor.inputs.members import Entry, Hint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message
    from typing import BinaryIO

    from extractor.inputs.members import Budget

_FIELD = re.compile(rb"(?:[A-Za-z][A-Za-z0-9\-]*:[^\r\n]*\r?\n(?:[ \t][^\r\n]*\r?\n)*)+")
_MESSAGE = re.compile(
    rb"^content-type:\s*(?:multipart/|text/html)|^(?:received|return-path|message-id|delivered-to|snapshot-content-location):",
    re.IGNORECASE | re.MULTILINE,
)
_DEEPEST = 20
_MOST_PARTS = 10_000
# What a page is dressed with, and what carries other parts.
_PASSED_BY = ("image/", "text/css", "font/", "audio/", "video/", "application/javascript", "text/javascript")


def is_message(head: bytes) -> bool:
    """Tell a MIME message by the header it begins with."""
    found = _FIELD.match(head.lstrip(b"\xef\xbb\xbf\r\n"))
    return found is not None and _MESSAGE.search(found[0]) is not None


def entries(file: BinaryIO, budget: Budget) -> Iterator[Entry]:
    """Yield the pages, texts and files of a message, named as they are in it.

    Of the ways to say the same (``multipart/alternative``) the last that is text or a page counts. What
    a page is dressed with is passed by, but not a picture that is attached.
    """
    data = file.read(budget.limits.member + 1)
    budget.allow(len(data))
    try:
        message = email.message_from_bytes(data, policy=email.policy.compat32)
        parts = list(_leaves(message, 0))
    except (MessageError, ValueError, RecursionError, LookupError) as error:
        raise UnreadableError(f"MIME 结构已损坏：{error} (the structure of its parts is damaged)") from error
    for number, part in enumerate(parts[:_MOST_PARTS], 1):
        charset = part.get_param("charset", "")
        hint = Hint(part.get_content_type(), charset.lower() if isinstance(charset, str) else "")
        url = (part.get("Content-Location") or "").strip()
        yield Entry(_name(part, url, number), partial(_content, part), hint, url)


def _leaves(part: Message, depth: int) -> Iterator[Message]:
    if depth > _DEEPEST:
        raise UnreadableError("MIME 嵌套过深，未读取 (its parts are nested too deeply: not read)")
    if not part.is_multipart():
        if not part.get_content_type().startswith(_PASSED_BY) or _is_attached(part):
            yield part
        return
    inner = [p for p in part.get_payload() if not isinstance(p, str)]
    if part.get_content_type() == "multipart/alternative":
        readable = [p for p in inner if p.get_content_maintype() in ("text", "multipart")]
        inner = readable[-1:] or inner[-1:]
    for one in inner:
        yield from _leaves(one, depth + 1)


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition") or "").strip().lower().startswith("attachment")


def _name(part: Message, url: str, number: int) -> str:
    try:
        name = email.policy.default.header_factory("subject", part.get_filename() or "")
    except (ValueError, LookupError, IndexError):
        name = ""
    if url or name:
        return url or str(name)
    ending = {"text/html": ".html", "text/plain": ".txt"}.get(part.get_content_type(), "")
    return f"part{number}{ending}"


def _content(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError) as error:
        raise UnreadableError(f"编码已损坏：{error} (its transfer encoding is damaged)") from error
    return data if isinstance(data, bytes) else b""
