"""The links of a page: where they lead, and what they say."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from extractor.inputs.encoding import decode

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.inputs.members import Hint

_MOST = 2000
# Elements that lead to a file, or show one in the page, and the attribute that names it.
_LEADING = {"a": "href", "iframe": "src", "embed": "src", "object": "data"}


class Link(NamedTuple):
    """Where a link leads, as the page has it (with the page's ``base`` where it has one), and its text."""

    target: str
    text: str
    base: str = ""


def links_of(page: bytes, hint: Hint) -> tuple[Link, ...]:
    """Return the links of a page and the files that are shown in it, each target once, in their order."""
    parser = etree.HTMLParser(remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(decode(page, hint.charset).text, parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ()
    found: dict[str, Link] = {}
    for link in _links(root) if root is not None else ():
        found.setdefault(link.target, link)
        if len(found) >= _MOST:
            break
    return tuple(found.values())


def _links(root: etree._Element) -> Iterator[Link]:
    base = next((b.get("href") or "" for b in root.iter("base")), "")
    for element in root.iter(*_LEADING):
        target = (element.get(_LEADING[str(element.tag)]) or "").strip()
        if target:
            text = " ".join(" ".join(element.itertext()).split())
            yield Link(target, text or element.get("title") or "", base.strip())
