"""What kind of document some bytes are: by content, never by name."""

from __future__ import annotations

import re

from extractor.inputs import ole, zips

_SIGNATURES = (
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"\x1f\x8b", "application/gzip"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", "application/vnd.rar"),
    (b"WARC/1.", "application/warc"),
    (b"PAR1", "application/vnd.apache.parquet"),
)
# Word's own XML, of 2003, and of today in one file.
_WORD_XML = re.compile(rb'<\?mso-application\s+progid="Word\.Document"')
_MARKUP = re.compile(
    r"<(?:!doctype\s+html|html|head|body|table|tbody|tr|td|div|p|span|h[1-6]|meta|br|ul|ol|li|center|font)\b[^<>]*>",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"<(?:!doctype\s+html|html|body|table)\b", re.IGNORECASE)
_SEPARATORS = re.compile(r"[|｜│┃\t]")
_SAMPLE = 4096
_FEWEST_TAGS = 3
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def sniff(data: bytes) -> str:
    """Return the media type of ``data`` by its signature; empty where it can only be told from its text.

    A PDF may stand behind a few stray bytes. What is a zip or a compound file is told by what is in it.
    """
    head = data[:1024]
    if b"%PDF-" in head:
        return "application/pdf"
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            if media_type == "image/bmp" and b"\0" not in head:
                continue
            if media_type == "application/zip":
                return zips.document_type(data)
            return ole.media_type(data) if media_type == "application/x-ole-storage" else media_type
    if _WORD_XML.search(head):
        return "application/x-word-xml"
    return ""


def sniff_text(text: str, hint: str = "") -> str:
    """Return ``text/html``, ``text/plain``, or ``application/octet-stream`` for what is no text.

    ``hint``: a media type that somebody stated; a few tags are a page where they are said to be one.
    """
    sample = text[:_SAMPLE]
    if sample and (len(_CONTROL.findall(sample)) + sample.count("\ufffd")) > 0.05 * len(sample):
        return "application/octet-stream"
    if _DOCUMENT.search(sample):
        return "text/html"
    # One tag in a text may be quoted; a page has several, and not only in rows between pipes.
    fewest = 1 if hint == "text/html" else _FEWEST_TAGS
    if text.count("<") >= fewest:
        start = text[:200_000]
        if _tags(start) >= fewest and (_DOCUMENT.search(start) or _tags(_without_rows(start)) >= fewest):
            return "text/html"
    return "text/plain"


def _without_rows(text: str) -> str:
    """Return a text without its rows of fields: tags there break or dress words, as Markdown has no way to."""
    lines = (line.strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line[:1] == "<" or len(_SEPARATORS.findall(line)) < 2)


def _tags(text: str) -> int:
    return len(_MARKUP.findall(text))
