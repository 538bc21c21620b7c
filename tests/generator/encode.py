"""Bytes of a text: what a page declares and what it is are two things."""

from __future__ import annotations


def encode(text: str, encoding: str) -> bytes:
    """Encode; the name says what the bytes are, and what is declared is the layout's affair."""
    if encoding == "utf-8-bom":
        return text.encode("utf-8-sig")
    if encoding == "utf-16":
        return b"\xff\xfe" + text.encode("utf-16-le")
    if encoding == "utf-16-be":
        return b"\xfe\xff" + text.encode("utf-16-be")
    if encoding == "gbk":
        # What GBK lacks is written as a reference, as editors do.
        return text.encode("gbk", "xmlcharrefreplace")
    if encoding.startswith("gb18030"):
        return text.encode("gb18030")
    return text.encode("utf-8")
