"""Word files and containers made to break readers."""

from __future__ import annotations

import random

from tests.generator import layouts_word, pack
from tests.generator import word_xml as w
from tests.generator.compound import compound

UNREADABLE = "unreadable"


def hostile_files() -> list[tuple[str, bytes, str, str]]:
    """Their names, bytes, the statuses that are right for each (of a container: for its last row), and why."""
    word = layouts_word.generate(1, "2021", "word-plain", year=2022, org=290).data
    page = b"<html><body><p>\xe4\xb8\x80</p></body></html>"
    rng = random.Random(11)
    zeros = bytes(60_000_000)
    bomb = pack.zipped({"0.html": zeros})
    return [
        ("cut.docx", word[: len(word) * 2 // 3], UNREADABLE, "a Word file that is cut short"),
        (
            "bomb.docx",
            _package(b" " * 60_000_000),
            UNREADABLE,
            "a Word file whose body unpacks to 60 MB of blanks",
        ),
        ("dtd.docx", _package(_DTD.encode()), UNREADABLE, "a Word file with entities that multiply"),
        ("deep.docx", w.package(_nested(300)), UNREADABLE, "tables in tables, three hundred deep"),
        ("spans.docx", w.package(_spans()), "not_a_report", "cells a billion columns wide"),
        ("no-body.docx", _package(b"<x/>"), UNREADABLE, "a package without a document"),
        (
            "encrypted.docx",
            compound("EncryptedPackage", "EncryptionInfo"),
            UNREADABLE,
            "an encrypted Word file",
        ),
        (
            "loop.doc",
            _looped(),
            "unreadable|not_a_report",
            "a compound file whose chain of sectors has no end",
        ),
        ("junk.docx", b"PK\x03\x04" + rng.randbytes(3000), UNREADABLE, "a zip header before junk"),
        ("bomb.zip", bomb, UNREADABLE, "a zip whose member unpacks to a thousand times its size"),
        ("bombs.zip", pack.zipped({f"{i}.zip": bomb for i in range(30)}), UNREADABLE, "bombs inside"),
        ("bomb.html.gz", pack.gzipped(zeros), UNREADABLE, "a page that unpacks to a thousand times its size"),
        (
            "cut.tar.gz",
            pack.gzipped(pack.tarred({"a.html": page * 99}))[:-20],
            f"not_a_report|{UNREADABLE}",
            "a tar cut short",
        ),
        (
            "away.zip",
            pack.zipped({"../../../a.html": page}),
            "not_a_report",
            "a member that leads out of the folder",
        ),
        (
            "cut.warc",
            pack.warc_record("resource", "a", page, "text/html")[:-20],
            UNREADABLE,
            "a crawl cut short",
        ),
        ("junk.warc", b"WARC/1.0\r\n" + rng.randbytes(4000), UNREADABLE, "a WARC header before junk"),
        (
            "junk.jsonl",
            b'{"html": ' + rng.randbytes(500).replace(b"\n", b""),
            UNREADABLE,
            "a line that is no JSON",
        ),
        ("deep.eml", _parts(200), UNREADABLE, "a mail of parts two hundred deep"),
        ("junk.parquet", b"PAR1" + rng.randbytes(4000) + b"PAR1", UNREADABLE, "a table of junk"),
        ("junk.7z", b"7z\xbc\xaf\x27\x1c" + rng.randbytes(4000), UNREADABLE, "an archive of junk"),
    ]


_DTD = (
    '<!DOCTYPE x [<!ENTITY a "一二三四五六七八九十"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">'
    f']><w:document xmlns:w="{w.TRANSITIONAL}"><w:body><w:p><w:r><w:t>&c;</w:t></w:r></w:p></w:body></w:document>'
)


def _package(document: bytes) -> bytes:
    return pack.zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": document})


def _nested(depth: int) -> str:
    inside = w.said("一")
    for _ in range(depth):
        inside = w.table(w.row(w.cell(f"{inside}<w:p/>")))
    return inside


def _spans() -> str:
    wide = w.cell(w.said("信息内容"), colspan=999_999_999) + w.cell(w.said("1"))
    gaps = '<w:gridBefore w:val="888888888"/>'
    return w.table(
        w.row(wide) + w.row(w.cell(w.said("规章")) * 2, gaps) + w.row(w.cell("", merge="continue") * 40)
    )


def _looped() -> bytes:
    data = compound("WordDocument" + "x" * 8)
    return data[:516] + b"\x01\0\0\0" + data[520:]


def _parts(depth: int) -> bytes:
    inside = b"x"
    for i in range(depth):
        inside = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n%b\r\n--b%d--\r\n' % (
            i,
            i,
            inside,
            i,
        )
    return b"Subject: x\r\n" + inside
