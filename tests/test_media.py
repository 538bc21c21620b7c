"""What kind of document some bytes are, by their content."""

from __future__ import annotations

import io
import zipfile

import pytest

from extractor.inputs.media import sniff, sniff_text


def zipped(*names: str) -> bytes:
    """A zip with some empty members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return out.getvalue()


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("data", "media_type"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\xef\xbb\xbf\n%PDF-1.4\n", "application/pdf"),
        (zipped("readme.txt"), "application/zip"),
        (zipped("[Content_Types].xml", "word/document.xml"), WORD),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
        (b"{\\rtf1", "application/rtf"),
        (b"\x89PNG\r\n\x1a\n\0", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"GIF89a", "image/gif"),
        (b"II*\0\x08", "image/tiff"),
        (b"BM\0\0\x01\0", "image/bmp"),
        (b"\x1f\x8b\x08", "application/gzip"),
        (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
        (b"Rar!\x1a\x07\x00", "application/vnd.rar"),
        (b"WARC/1.0\r\n", "application/warc"),
        (b"<html>", ""),
        (b"BM is how this text begins", ""),
        ("规章 | 0 |".encode(), ""),
        (b"", ""),
    ],
)
def test_signatures(data, media_type):
    assert sniff(data) == media_type


@pytest.mark.parametrize(
    ("text", "media_type"),
    [
        ("<!DOCTYPE html><p>文", "text/html"),
        ("  \n<HTML><BODY>", "text/html"),
        ("<?xml version='1.0'?><html xmlns='x'>", "text/html"),
        ("<table><tr><td>1</td></tr></table>", "text/html"),
        ("| 商业<br>企业 | 1 |\n| <p>科研</p> | 2 |\n", "text/plain"),
        ("| 甲<br>乙 | 1 |\n<p>一</p><p>二</p><br>\n", "text/html"),
        ("\t\t<div>一</div>\n\t\t<div>二</div>\n\t\t<div>三</div>", "text/html"),
        ("<div>一</div><p>二</p><br>", "text/html"),
        ("规章 | 0 | 0 |\n行政许可 | 1 |", "text/plain"),
        ("本年度 a<b 且 c<d，<p> 一处", "text/plain"),
        ("《条例》<规章> 第<三>条 <附件> 无", "text/plain"),
        ("", "text/plain"),
        ("\0" * 100, "application/octet-stream"),
        ("\x01\x02\x03abc\ufffd\ufffd", "application/octet-stream"),
        ("文字" * 500 + "\ufffd", "text/plain"),
    ],
)
def test_pages_and_texts(text, media_type):
    assert sniff_text(text) == media_type


def test_the_name_of_a_file_plays_no_part():
    page = "<html><body><p>文"
    assert sniff_text(page) == sniff_text("\n" * 50 + page)
