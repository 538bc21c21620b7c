"""The body of an HTTP answer as it was sent → as it was meant: chunks joined, content encodings undone.

Source: RFC 9112, 7.1 (chunks); RFC 9110, 8.4 (content codings). Crawlers that store a body decoded keep
the headers as they were: a body that is not encoded as they say is taken as it is.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import brotli

from extractor.errors import UnreadableError

if TYPE_CHECKING:
    from extractor.inputs.members import Budget

_STEP = 1024 * 1024
_GZIP = b"\x1f\x8b"


def decoded_body(data: bytes, transfer: str, content: str, budget: Budget) -> bytes:
    """Return the body; ``transfer`` and ``content`` are the values of the two headers.

    Raises ``UnreadableError`` for an encoding that is not known, and for one that unpacks to too much.
    """
    if "chunked" in transfer.lower():
        data = _joined(data)
    for coding in reversed([c.strip().lower() for c in content.split(",")]):
        if coding in ("gzip", "x-gzip"):
            data = _inflated(data, zlib.MAX_WBITS | 16, budget) if data.startswith(_GZIP) else data
        elif coding == "deflate":
            data = _deflated(data, budget)
        elif coding == "br":
            data = _brotli(data, budget)
        elif coding not in ("", "identity"):
            raise UnreadableError(
                f"内容编码 {coding} 不支持；请用别的编码重新抓取 (content encoding {coding} is not read: fetch it in another)"
            )
    return data


def _joined(data: bytes) -> bytes:
    parts: list[bytes] = []
    at = 0
    while True:
        end = data.find(b"\r\n", at, at + 1024)
        digits = data[at:end].partition(b";")[0].strip() if end >= 0 else b""
        try:
            size = int(digits, 16)
        except ValueError:
            return data  # stored with its chunks joined already
        if not size:
            return b"".join(parts)
        parts.append(data[end + 2 : end + 2 + size])
        if len(parts[-1]) < size or data[end + 2 + size : end + 4 + size] != b"\r\n":
            raise UnreadableError("传输未完成，文件不完整 (the transfer broke off: cut short)")
        at = end + 4 + size


def _inflated(data: bytes, window: int, budget: Budget) -> bytes:
    inflater = zlib.decompressobj(window)
    parts: list[bytes] = []
    size = 0
    rest = data
    try:
        while rest and not inflater.eof:
            parts.append(inflater.decompress(rest, _STEP))
            size += len(parts[-1])
            budget.allow(size, len(data))
            rest = inflater.unconsumed_tail
    except zlib.error as error:
        raise UnreadableError(f"压缩的内容已损坏：{error} (its compressed content is damaged)") from error
    if not inflater.eof:
        raise UnreadableError("传输未完成，文件不完整 (the transfer broke off: cut short)")
    return b"".join(parts)


def _deflated(data: bytes, budget: Budget) -> bytes:
    for window in (zlib.MAX_WBITS, -zlib.MAX_WBITS):  # with the zlib header, as it should be, and without
        try:
            return _inflated(data, window, budget)
        except UnreadableError as error:
            if not isinstance(error.__cause__, zlib.error):
                raise
    return data


def _brotli(data: bytes, budget: Budget) -> bytes:
    decoder = brotli.Decompressor()
    parts: list[bytes] = []
    size = 0
    try:
        parts.append(decoder.process(data, output_buffer_limit=_STEP))
        while True:
            size += len(parts[-1])
            budget.allow(size, len(data))
            if decoder.is_finished() or decoder.can_accept_more_data():
                break
            parts.append(decoder.process(b"", output_buffer_limit=_STEP))
    except brotli.error:
        return data
    if not decoder.is_finished():
        raise UnreadableError("传输未完成，文件不完整 (the transfer broke off: cut short)")
    return b"".join(parts)
