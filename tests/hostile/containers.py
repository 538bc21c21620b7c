"""Containers: members that lead out, links, bombs in bombs, sizes that lie, and names that stand twice."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
from functools import partial
from typing import TYPE_CHECKING

from tests.generator import pack
from tests.hostile.case import ANY, NEITHER, NOT, UNREADABLE, Case, of

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = "<html><body><p>没有报告的网页</p></body></html>".encode()
_AWAY = (
    "../../../../tmp/away.html",
    "/tmp/away.html",  # noqa: S108 - it must not come to be
    "C:\\away.html",
    "..\\..\\away.html",
    "a/../../away.html",
)
_SECONDS = 20.0
_MEGABYTES = 900


def cases() -> Iterator[Case]:
    """Yield all of them."""
    yield from _zips()
    yield from _tars()
    yield from _streams()
    yield from _others()


def _zips() -> Iterator[Case]:
    for number, name in enumerate(_AWAY):
        yield Case(f"away-{number}.zip", of(pack.zipped({name: PAGE})), NOT)
    zeros = bytes(60_000_000)
    bomb = pack.zipped({"0.html": zeros})
    yield Case("bomb.zip", of(bomb), UNREADABLE, _SECONDS, _MEGABYTES)
    nested = bomb
    for _ in range(12):
        nested = pack.zipped({"inner.zip": nested})
    yield Case("nested.zip", of(nested), UNREADABLE, _SECONDS, _MEGABYTES)
    yield Case(
        "bombs.zip",
        of(pack.zipped({f"{n}.zip": bomb for n in range(50)})),
        UNREADABLE,
        _SECONDS,
        _MEGABYTES,
        None,
    )
    yield Case("overlapping.zip", lambda: _overlapping(500), ANY, 60, 1500, None)
    yield Case("duplicates.zip", lambda: _duplicates(200), NOT, _SECONDS, documents=200)
    yield Case(
        "many.zip", of(pack.zipped({f"{n}.html": b"<p>x" for n in range(3000)})), NOT, 60, documents=3000
    )
    whole = pack.zipped({"a.html": PAGE, "b.html": PAGE})
    yield Case("cut.zip", of(whole[:-30]), f"{NOT}|{UNREADABLE}", documents=None)
    yield Case(
        "no-directory.zip", of(whole[: whole.index(b"PK\x01\x02")]), f"{NOT}|{UNREADABLE}", documents=None
    )
    yield Case("behind-junk.zip", of(b"x" * 5000 + whole), ANY, documents=None)
    yield Case("lying-size.zip", lambda: _lying(whole, 5), f"{NOT}|{UNREADABLE}", documents=None)
    yield Case("lying-large.zip", lambda: _lying(whole, 0xFFFFFFF0), f"{NOT}|{UNREADABLE}", documents=None)
    yield Case(
        "lying-count.zip",
        of(
            whole.replace(
                b"PK\x05\x06" + bytes(4) + b"\x02\0\x02\0", b"PK\x05\x06" + bytes(4) + b"\xff\xff\xff\xff"
            )
        ),
        f"{NOT}|{UNREADABLE}",
        documents=None,
    )
    yield Case("locked.zip", lambda: _flagged(whole), UNREADABLE, documents=None)
    yield Case("odd-method.zip", lambda: _method(whole, 97), UNREADABLE, documents=None)
    yield Case("link.zip", _link_in_zip, f"{NOT}|{UNREADABLE}", documents=None)
    yield Case("empty.zip", of(b"PK\x05\x06" + bytes(18)), NEITHER, documents=None)
    yield Case("long-name.zip", of(pack.zipped({"a/" * 30_000 + "a.html": PAGE})), NOT)


def _tars() -> Iterator[Case]:
    for kind, name in (
        (tarfile.SYMTYPE, "symlink"),
        (tarfile.LNKTYPE, "hardlink"),
        (tarfile.FIFOTYPE, "pipe"),
        (tarfile.CHRTYPE, "device"),
    ):
        yield Case(f"{name}.tar", lambda kind=kind: _special(kind), f"{NOT}|{UNREADABLE}", documents=2)  # type: ignore[misc]
    for number, name in enumerate(_AWAY):
        yield Case(f"away-{number}.tar", of(pack.tarred({name: PAGE})), NOT)
    data = pack.tarred({"a.html": PAGE})
    yield Case(
        "lying-size.tar",
        of(data.replace(b"%011o" % len(PAGE), b"77777777777", 1)),
        f"{NOT}|{UNREADABLE}",
        documents=None,
    )
    yield Case("negative-size.tar", lambda: _negative(data), f"{NOT}|{UNREADABLE}", documents=None)
    yield Case("cut.tar", of(data[:600]), f"{NOT}|{UNREADABLE}", documents=None)
    yield Case("sparse.tar", lambda: _special(tarfile.GNUTYPE_SPARSE), f"{NOT}|{UNREADABLE}", documents=None)
    yield Case("duplicates.tar", _same_names, NOT, documents=100)
    yield Case("long-name.tar", of(pack.tarred({"a/" * 5000 + "a.html": PAGE})), NOT)


def _streams() -> Iterator[Case]:
    zeros = bytes(100_000_000)
    for suffix, packed in (
        ("gz", gzip.compress),
        ("bz2", bz2.compress),
        ("xz", partial(lzma.compress, preset=0)),
    ):
        yield Case(
            f"bomb.html.{suffix}", lambda packed=packed: packed(zeros), UNREADABLE, _SECONDS, _MEGABYTES
        )  # type: ignore[misc]
        yield Case(
            f"cut.html.{suffix}",
            lambda packed=packed: packed(PAGE * 99)[:-12],
            f"{NOT}|{UNREADABLE}",
            documents=None,
        )  # type: ignore[misc]
    twelve = PAGE
    for _ in range(12):
        twelve = gzip.compress(twelve, mtime=0)
    yield Case("layers.gz", of(twelve), f"{NOT}|{UNREADABLE}")
    yield Case("members.gz", of(gzip.compress(b"<p>x", mtime=0) * 20_000), NOT, _SECONDS)
    yield Case(
        "bomb.tar.gz", lambda: gzip.compress(pack.tarred({"a.html": zeros})), UNREADABLE, _SECONDS, 1500, 2
    )


def _others() -> Iterator[Case]:
    yield Case("junk.7z", of(b"7z\xbc\xaf\x27\x1c\0\4" + b"\xff" * 500), UNREADABLE)
    yield Case("away.7z", lambda: pack.seven_zipped({"a.html": PAGE}), NOT, _SECONDS)
    yield Case("locked.7z", lambda: pack.seven_zipped({"a.html": PAGE}, "x"), UNREADABLE, _SECONDS)
    yield Case(
        "bomb.7z", lambda: pack.seven_zipped({"a.html": bytes(100_000_000)}), UNREADABLE, 60, _MEGABYTES
    )
    yield Case(
        "lying.warc",
        of(
            pack.warc_record("resource", "http://a/", PAGE, "text/html").replace(
                b"Content-Length: ", b"Content-Length: 9"
            )
        ),
        f"{NOT}|{UNREADABLE}",
        documents=None,
    )
    yield Case(
        "negative.warc",
        of(
            pack.warc_record("resource", "http://a/", PAGE, "text/html").replace(
                b"Content-Length: ", b"Content-Length: -"
            )
        ),
        f"{NOT}|{UNREADABLE}",
        documents=None,
    )
    away = pack.warc_record("resource", "file:///etc/passwd", PAGE, "text/html")
    yield Case("away.warc", of(away), NOT)
    yield Case(
        "header.warc",
        of(b"WARC/1.0\r\n" + b"X: y\r\n" * 200_000 + b"\r\n"),
        UNREADABLE,
        _SECONDS,
        documents=None,
    )
    line = json.dumps({"url": "http://a/", "html": PAGE.decode()})
    yield Case("same-urls.jsonl", of((line + "\n") * 50), NOT, documents=50)
    yield Case("deep.jsonl", of('{"html": ' + "[" * 100_000 + "\n"), UNREADABLE)
    yield Case("no-line.jsonl", of('{"html": "' + "x" * 5_000_000), UNREADABLE, documents=None)
    yield Case("numbers.jsonl", of('{"html": 1e999999, "url": ' + "9" * 100_000 + "}\n"), UNREADABLE)
    yield Case(
        "parts.eml", of(_mail("b") + b"--b\r\n\r\nx\r\n" * 5000 + b"--b--"), ANY, _SECONDS, documents=None
    )
    yield Case(
        "names.eml",
        of(
            _mail("b")
            + b'--b\r\nContent-Disposition: attachment; filename="../../x.html"\r\n\r\n'
            + PAGE
            + b"\r\n--b--"
        ),
        ANY,
        documents=None,
    )
    yield Case(
        "base64.mhtml",
        of(
            _mail("b")
            + b"--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n!!!!\r\n--b--"
        ),
        ANY,
        documents=None,
    )


def _mail(boundary: str) -> bytes:
    return f'MIME-Version: 1.0\r\nSubject: x\r\nContent-Type: multipart/mixed; boundary="{boundary}"\r\n\r\n'.encode()


def _overlapping(count: int) -> bytes:
    """A zip whose members all are the same bytes: its directory points at one place, over and over."""
    inner = bytes(20_000_000)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("a.html", pack.MOMENT), inner, zipfile.ZIP_DEFLATED)
    data = out.getvalue()
    start, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    entry = data[start:end]
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, len(entry) * count, start, 0)
    return data[:start] + entry * count + tail


def _duplicates(count: int) -> bytes:
    data = pack.zipped({f"{n:05d}.html": PAGE for n in range(count)})
    for number in range(count):
        data = data.replace(f"{number:05d}.html".encode(), b"00000.html")
    return data


def _lying(data: bytes, size: int) -> bytes:
    """A zip in which every member is said to be of another size."""
    return data.replace(struct.pack("<I", len(PAGE)), struct.pack("<I", size))


def _flagged(data: bytes) -> bytes:
    """A zip whose members are said to be encrypted."""
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            out[at + offset] |= 1
            at = data.find(mark, at + 4)
    return bytes(out)


def _method(data: bytes, method: int) -> bytes:
    out = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.find(mark)
        while at >= 0:
            out[at + offset : at + offset + 2] = struct.pack("<H", method)
            at = data.find(mark, at + 4)
    return bytes(out)


def _link_in_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.html", pack.MOMENT)
        link.create_system, link.external_attr = 3, 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr(zipfile.ZipInfo("a.html", pack.MOMENT), PAGE)
    return out.getvalue()


def _special(kind: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        info = tarfile.TarInfo("special.html")
        info.type, info.linkname = kind, "/etc/passwd"
        archive.addfile(info)
        info = tarfile.TarInfo("a.html")
        info.size = len(PAGE)
        archive.addfile(info, io.BytesIO(PAGE))
    return out.getvalue()


def _negative(data: bytes) -> bytes:
    """A tar whose member has a size below 0, in the base of 256 that large sizes are written in."""
    out = bytearray(data)
    out[124:136] = b"\xff" * 12
    out[148:156] = b" " * 8
    out[148:156] = b"%06o\0 " % sum(out[:512])
    return bytes(out)


def _same_names() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for _ in range(100):
            info = tarfile.TarInfo("a.html")
            info.size = len(PAGE)
            archive.addfile(info, io.BytesIO(PAGE))
    return out.getvalue()
