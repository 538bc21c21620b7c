"""The source of a page → its tree. Nothing is dropped without a word."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from extractor.errors import UnreadableError
from extractor.readers.cell_text import BREAK
from extractor.readers.mend import one_document

if TYPE_CHECKING:
    from lxml.etree import _Element

BREAK_BYTES = BREAK.encode()
_BR = re.compile(rb"<br\b[^<>]*>")
_BR_OF_ANY_CASE = re.compile(_BR.pattern, re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_INVISIBLE = "\u200b\u200c\u200d\ufeff\u00ad"
# Wrappers that only nest; dropping them changes depth, not content.
_WRAPPERS = re.compile(
    rb"</?(?:(div|center|section|article)|span|font|b|i|u|em|strong|big|small)\b[^<>]*>", re.IGNORECASE
)
_HUGE = 9_000_000


def source_of(text: str) -> bytes:
    """Return a page as the parser takes it fastest, without what nobody sees."""
    text = _XML_DECLARATION.sub("", text, count=1)
    for character in _INVISIBLE:
        if character in text:
            text = text.replace(character, "")
    page = text.encode("utf-8", "replace")
    return page.replace(b"\x00", b"") if b"\x00" in page else page


def parse(page: bytes, lower: bytes, *, may_be_shed: bool, huge: bool) -> _Element:
    """Return the tree of a page; ``lower`` is the page in lower case.

    ``may_be_shed``: none of its wrappers hides or raises what it holds. Raises ``UnreadableError`` where the page
    is nested deeper than the parser keeps, or has no content.
    """
    page = _with_breaks(one_document(page, lower))
    root, deep = _tree(page, huge=huge)
    if deep and may_be_shed:
        # The parser drops all that stands deeper than 255 elements: shed mere wrappers and try again.
        root, deep = _tree(_WRAPPERS.sub(lambda found: BREAK_BYTES if found[1] else b"", page), huge=huge)
    if deep:
        raise UnreadableError(
            "网页嵌套超过 255 层，解析会丢失内容，未读取；请从原网站重新保存该页 "
            "(nested deeper than 255 elements: content would be lost, so nothing was read; "
            "save the page again from its site)"
        )
    if root is None:
        raise UnreadableError("网页没有内容 (the page has no content)")
    return root


def is_huge(page: bytes) -> bool:
    """Tell a page for which the parser's limits on text length and depth must be lifted."""
    return len(page) > _HUGE


def alone(source: bytes) -> _Element | None:
    """Return the one element that a piece of source is; None where it is anything else."""
    root, deep = _tree(b"<body><div>" + _with_breaks(source) + b"<hr></div></body>", huge=False)
    holder = None if root is None or deep else root.find("body/div")
    if holder is None or holder.text or len(holder) != 2 or holder[0].tail or holder[1].tag != "hr":
        return None
    element = holder[0]
    holder.remove(holder[1])
    return element


def _with_breaks(page: bytes) -> bytes:
    page = _BR.sub(BREAK_BYTES, page)
    return _BR_OF_ANY_CASE.sub(BREAK_BYTES, page) if b"<B" in page or b"<bR" in page else page


def _tree(page: bytes, *, huge: bool) -> tuple[_Element | None, bool]:
    # huge_tree lifts the limit on text length (10 MB) along with that on depth (to 2048).
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=huge)
    try:
        root = etree.fromstring(page, parser)
    except etree.ParserError:
        return None, False
    # The parser stops where it meets the limit, so that this fault is its last.
    last = parser.error_log.last_error
    return root, last is not None and last.type_name == "ERR_RESOURCE_LIMIT"
