"""Documents → containers of every kind, by name and bytes: the same files, the same bytes."""

from __future__ import annotations

import base64
import gzip
import io
import json
import lzma
import tarfile
import zipfile
import zlib
from typing import TYPE_CHECKING

import brotli
import pyarrow as pa
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Mapping

MOMENT = (2024, 1, 1, 0, 0, 0)


def zipped(files: Mapping[str, bytes], encoding: str = "") -> bytes:
    """A zip; with ``encoding``, names as old programs write them: without saying in which encoding."""
    buffer = io.BytesIO()
    names = {}
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for i, (name, data) in enumerate(files.items()):
            # The place is kept by a name of as many bytes, which the real one then takes.
            stored = name
            if encoding:
                stored = f"{i:04d}".ljust(len(name.encode(encoding)), "_")
                names[stored.encode()] = name.encode(encoding)
            info = zipfile.ZipInfo(stored, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 0
            archive.writestr(info, data)
    packed = buffer.getvalue()
    for stored_bytes, name_bytes in names.items():
        packed = packed.replace(stored_bytes, name_bytes)
    return packed


def tarred(files: Mapping[str, bytes], encoding: str = "utf-8") -> bytes:
    """A tar archive."""
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.GNU_FORMAT, encoding=encoding) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return buffer.getvalue()


def gzipped(data: bytes) -> bytes:
    """A gzip stream without a time or a name in it."""
    return gzip.compress(data, 9, mtime=0)


def xzed(data: bytes) -> bytes:
    """An xz stream."""
    return lzma.compress(data, preset=6)


def seven_zipped(files: Mapping[str, bytes], password: str | None = None) -> bytes:
    """A 7z archive (its bytes hold the time: made once, not compared)."""
    import py7zr  # noqa: PLC0415 - for this alone

    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", password=password) as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return buffer.getvalue()


def http(
    body: bytes,
    content_type: str = "text/html",
    *,
    status: str = "200 OK",
    coding: str = "",
    chunked: bool = False,
) -> bytes:
    """The answer of a server, body and all."""
    if coding == "gzip":
        body = gzipped(body)
    elif coding == "deflate":
        body = zlib.compress(body)
    elif coding == "br":
        body = brotli.compress(body)
    head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\n"
    head += f"Content-Encoding: {coding}\r\n" if coding else ""
    if chunked:
        head += "Transfer-Encoding: chunked\r\n"
        half = len(body) // 2 or 1
        pieces = [body[:half], body[half:]]
        body = b"".join(b"%x\r\n%b\r\n" % (len(p), p) for p in pieces if p) + b"0\r\n\r\n"
    return head.encode() + b"\r\n" + body


def warc_record(kind: str, url: str, block: bytes, content_type: str = "", more: str = "") -> bytes:
    """One record of a WARC."""
    content_type = content_type or "application/http; msgtype=response"
    number = zlib.crc32(url.encode() + block)
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2024-01-01T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-4000-8000-{number:012x}>\r\n{more}"
        f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def json_lines(records: list[dict[str, object]]) -> bytes:
    """JSON lines."""
    return "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records).encode()


def parquet(records: list[dict[str, object]], rows_in_group: int = 2) -> bytes:
    """A Parquet table."""
    buffer = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(records), buffer, row_group_size=rows_in_group)
    return buffer.getvalue()


def mime(parts: list[tuple[str, str, bytes]], subtype: str = "related", head: str = "") -> bytes:
    """A MIME message: of each part the content type, further header lines, and the bytes."""
    boundary = "----part-of-a-saved-page"
    lines = (
        f'{head}MIME-Version: 1.0\r\nContent-Type: multipart/{subtype};\r\n\tboundary="{boundary}"\r\n\r\n'
    )
    for content_type, more, data in parts:
        lines += f"--{boundary}\r\nContent-Type: {content_type}\r\n{more}"
        lines += f"Content-Transfer-Encoding: base64\r\n\r\n{base64.encodebytes(data).decode()}\r\n"
    return f"{lines}--{boundary}--\r\n".encode()
