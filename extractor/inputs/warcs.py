"""WARC files of a crawl: the pages and files that servers sent, with what their headers say of them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from extractor.errors import UnreadableError
from extractor.inputs.http_body import decoded_body
from extractor.inputs.members import Entry, Hint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import BinaryIO

    from fastwarc.warc import WarcRecord

    from extractor.inputs.members import Budget

SIGNATURE = b"WARC/"
_OK = 200
_SMALLEST_PICTURE = 20_000
# What pages are dressed with, by media type: never a filing.
_DRESS = ("text/css", "text/javascript", "application/javascript", "application/x-javascript")
_DRESS_KINDS = ("font/", "audio/", "video/", "application/font", "application/x-font")


def entries(file: BinaryIO, budget: Budget) -> Iterator[Entry]:
    """Yield what was fetched with status 200, and resources, named by URL, in the order of the crawl.

    Style sheets, scripts, fonts, sound and pictures too small for a scan are passed by. Raises
    ``UnreadableError`` where the file is damaged, after what stands before that.
    """
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415 - for a WARC alone

    wanted = WarcRecordType.response | WarcRecordType.resource
    try:
        for record in ArchiveIterator(file, record_types=wanted, parse_http=True):
            if "Content-Length" not in record.headers:
                raise UnreadableError(_CUT)  # noqa: TRY301 - one end for all that is cut
            http = record.record_type == WarcRecordType.response
            if http and (not record.is_http or record.http_headers.status_code != _OK):
                continue
            url = (record.headers.get("WARC-Target-URI") or "").strip("<>")
            hint = _hint(record, http=http)
            if not _is_dress(hint.media_type, record.content_length):
                yield Entry(
                    url or record.record_id or "?", partial(_read, record, budget, http=http), hint, url
                )
    except BaseException as error:
        # Its faults come as exceptions of many kinds; those of its native part are no Exception at all.
        if isinstance(error, UnreadableError | GeneratorExit | KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise UnreadableError(_CUT) from error


_CUT = "WARC 不完整或已损坏，其余未读取 (the WARC is cut short or damaged: the rest was not read)"


def _hint(record: WarcRecord, *, http: bool) -> Hint:
    stated = (record.http_headers if http else record.headers).get("Content-Type") or ""
    media_type, _, parameters = stated.partition(";")
    _, _, charset = parameters.lower().partition("charset=")
    return Hint(media_type.strip().lower(), charset.partition(";")[0].strip(" \"'"))


def _is_dress(media_type: str, size: int) -> bool:
    if media_type.startswith("image/"):
        return size < _SMALLEST_PICTURE
    return media_type in _DRESS or media_type.startswith(_DRESS_KINDS)


def _read(record: WarcRecord, budget: Budget, *, http: bool) -> bytes:
    budget.allow(record.content_length)
    for header in ("WARC-Truncated", "WARC-Segment-Number"):
        if header in record.headers:
            raise UnreadableError(
                f"爬虫只保存了一部分（{header}），未读取；请重新抓取 (the crawler kept only a part of it: fetch it again)"
            )
    expected = record.content_length
    data = record.reader.read()
    if len(data) < expected:
        raise UnreadableError("文件不完整 (cut short)")
    if not http:
        return data
    headers = record.http_headers
    return decoded_body(
        data, headers.get("Transfer-Encoding") or "", headers.get("Content-Encoding") or "", budget
    )
