"""Bytes → text, by what the bytes are; what they claim is asked only where they allow both."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

_DECLARED = re.compile(rb"charset\s*=\s*[\"']?\s*([A-Za-z0-9_\-]+)", re.IGNORECASE)
_EXPECTED = re.compile("[\t\r\n -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef“”‘’—…·]")
_HEAD = 2048
# Above this share of the non-ASCII characters, faults mean that the bytes are not UTF-8 at all.
_TOLERATED = 0.1


class Decoded(NamedTuple):
    """The text, the encoding it was read by, and how many characters could not be read (U+FFFD)."""

    text: str
    encoding: str
    replaced: int = 0


def decode(data: bytes, declared: str = "") -> Decoded:
    """Return the text of ``data``.

    UTF-8 (with or without BOM), UTF-16 (with BOM, or told by its zero bytes), GB18030 (which holds
    GB2312 and GBK), and Big5 where it is declared and fits. Never raises: what fits nothing is read by
    the encoding with the fewest faults, which are counted. ``declared``: an encoding stated beside the
    bytes (an HTTP header), asked as one stated in them is.
    """
    for bom, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(bom):
            return _lenient(data[len(bom) :], name)
    wide = _wide(data)
    if wide:
        return _lenient(data, wide)
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        pass
    # A file cut short, or a byte lost, is still UTF-8: GB18030 would read it as other characters.
    as_utf8 = _lenient(data, "utf-8")
    if as_utf8.replaced <= _TOLERATED * (1 + _beyond_ascii(as_utf8.text)):
        return as_utf8
    found = _DECLARED.search(data[:4096])
    stated = {declared.lower(), found.group(1).decode().lower() if found else ""}
    if stated & {"big5", "big5-hkscs"}:
        try:
            return Decoded(data.decode("big5hkscs"), "big5")
        except UnicodeDecodeError:
            pass
    as_gb = _lenient(data, "gb18030")
    return as_gb if as_gb.replaced <= as_utf8.replaced else as_utf8


def _beyond_ascii(text: str) -> int:
    return len(text) - len(text.encode("ascii", "ignore"))


def _lenient(data: bytes, encoding: str) -> Decoded:
    text = data.decode(encoding, errors="replace")
    return Decoded(text, encoding.removesuffix("-le").removesuffix("-be"), text.count("�"))


def _wide(data: bytes) -> str:
    """Tell UTF-16 without BOM: markup and digits leave one of every two bytes zero, 一 the other."""
    head = data[: _HEAD & ~1]
    if len(head) < 4 or b"\0" not in head:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    less, more, name = (even, odd, "utf-16-le") if even < odd else (odd, even, "utf-16-be")
    if more > len(head) // 2 * 0.2 and less * 5 < more:
        return name
    # Prose has few characters beyond the ideographs: then the characters themselves must tell.
    for name in ("utf-16-le", "utf-16-be"):
        text = head.decode(name, errors="replace")
        if len(_EXPECTED.findall(text)) > 0.9 * len(text) and not _is_utf_8(head):
            return name
    return ""


def _is_utf_8(head: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return True
