"""Names of WordprocessingML elements and attributes (ECMA-376, part 1 and part 4)."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
ALTERNATIVES = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"
_RELATIONSHIP_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
# The strict form of the standard has the same names in other namespaces: they are read as these.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/math",
        b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    ),
)
_OFF = ("0", "false", "off")

Properties = dict[str, "_Element"]
"""What an element of properties (``pPr``, ``rPr``, ``tcPr`` …) holds, by name."""


def transitional(xml: bytes) -> bytes:
    """Return a part in the namespaces of the transitional form."""
    if b"http://purl.oclc.org/ooxml/" in xml:
        for strict, usual in _STRICT:
            xml = xml.replace(strict, usual)
    return xml


def name_of(element: _Element) -> str:
    """Return the name of a word-processing element without its namespace; of any other, its whole tag."""
    return _name(element.tag)  # type: ignore[arg-type] # comments and the like are not parsed


@lru_cache(maxsize=4096)
def _name(tag: str) -> str:
    return tag.removeprefix(WORD)


def held(element: _Element | None) -> Properties:
    """Return what an element of properties holds; of several of a name the last."""
    return {} if element is None else {_name(e.tag): e for e in element}  # type: ignore[arg-type]


def child(element: _Element | None, name: str) -> _Element | None:
    """Return the first child with a name; ``None`` where there is none."""
    return None if element is None else element.find(WORD + name)


def first(element: _Element, name: str) -> _Element | None:
    """Return the properties of an element: its first child, where it has that name."""
    return element[0] if len(element) and element[0].tag == WORD + name else child(element, name)


def children(element: _Element | None, name: str) -> Iterator[_Element]:
    """Yield the children with a name."""
    if element is not None:
        yield from element.iterchildren(WORD + name)


def value(element: _Element | None, name: str = "val") -> str:
    """Return an attribute; empty where it, or the element, is not there."""
    return "" if element is None else element.get(WORD + name, "")


def number(element: _Element | None, name: str = "val", otherwise: int = 0) -> int:
    """Return an attribute that is a whole number; ``otherwise`` where it is none."""
    if element is None:
        return otherwise
    text = element.get(WORD + name, "")
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    return int(sign + digits) if digits.isascii() and digits.isdigit() and len(digits) < 10 else otherwise


def switch(element: _Element | None) -> bool | None:
    """Return what an on/off element says; ``None`` where it is not there."""
    return None if element is None else element.get(WORD + "val", "") not in _OFF


def relationship_id(element: _Element) -> str:
    """Return the id of the part that an element refers to; empty where it refers to none."""
    return element.get(_RELATIONSHIP_ID, "")


def alternative(element: _Element) -> _Element | None:
    """Return the one of several printings of the same that is to be read: the first that has content."""
    return next((branch for branch in element if len(branch)), None)
