"""Page trees put right before they are read: what a browser would show otherwise than the parser keeps it."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

CELLS = ("td", "th")
GROUPS = ("thead", "tbody", "tfoot")
INLINE = frozenset(("a", "b", "em", "font", "i", "small", "span", "strong", "sub", "sup", "u"))
BESIDE_ROWS = ("caption", "colgroup", "col")
# Every pass unwraps one level; deeper nesting between a table and its rows is no page.
_PASSES = 20
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_SUPER = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
# What a note is linked by, and what it must stand behind to be one: other links may hold numbers too.
_LINKED_MARK = re.compile(r"\s*[\[［(（【〔]?\s*(?:注|\d|[*※]){1,4}\s*[\]］)）】〕]?\s*")
_LED_BACK_TO = re.compile(r"(?:ftn|edn|fn|note|cite)_?ref", re.IGNORECASE)
_FARTHEST = 20
# Fields that show something other than the text that they hold.
_NOT_TYPED = frozenset("button checkbox color file hidden image password radio range reset submit".split())  # noqa: SIM905
_PICTURE = "\ufffc"
_NO_SIZE = ("0", "1", "0px", "1px")
_DIGIT = re.compile(r"\d")
_BEHIND_NUMBER = re.compile(r"\d(?:[⁰¹²³⁴-⁹※*]|[\[［(（【〔][注⁰¹²³⁴-⁹,，、]+[\]］)）】〕])*$")
_DOCUMENT_END = re.compile(rb"</(?:body|html)")
_DOCUMENT_TAG = re.compile(rb"</?(?:html|body)\b[^<>]*>", re.IGNORECASE)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SUB = re.compile(r"vertical-align\s*:\s*sub\b", re.IGNORECASE)


def one_document(page: bytes, lower: bytes) -> bytes:
    """Return a page without its first end, and any other, where more stands behind: the parser stops there.

    So it is where a whole page (a Word export) was pasted into another, or something added at the end.
    ``lower`` is the page in lower case.
    """
    end = _DOCUMENT_END.search(lower)
    if end is None:
        return page
    behind = _DOCUMENT_TAG.sub(b"", page[end.start() :])
    return page if not behind or behind.isspace() else page[: end.start()] + behind


def _legal(text: str) -> str:
    """Return a text that can be put into a tree: the parser lets pass what may not be put back."""
    return _ILLEGAL.sub("\ufffd", text)


def is_legal(text: str) -> bool:
    """Tell a text that can be put into a tree as it is."""
    return _ILLEGAL.search(text) is None


class StrayError(Exception):
    """Something stands in a table, and in none of its cells."""


def drop(elements: Iterable[_Element]) -> None:
    """Take elements out of the page, the text behind them left where it is."""
    for element in elements:
        _take_out(element)


def _take_out(element: _Element) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        before = element.getprevious()
        if before is None:
            parent.text = _legal((parent.text or "") + element.tail)
        else:
            before.tail = _legal((before.tail or "") + element.tail)
        element.tail = None
    parent.remove(element)


def mend_table(table: _Element) -> _Element:
    """Leave only rows in a table and only cells in its rows; return what else stood there.

    Forms and other wrappers between the table and its cells are taken away around what they hold; cells
    without a row get one. A browser shows the rest before the table.
    """
    outside = etree.Element("div")
    for _ in range(_PASSES):
        strays = [child for holder in _holders(table) for child in holder if not _fits(child, holder)]
        if not strays:
            break
        for stray in strays:
            if stray.tag in CELLS:
                _give_row(stray)
            elif _holds_cells(stray, table):
                _unwrap(stray)
            else:
                _take_out(stray)
                outside.append(stray)
    for holder in _holders(table):
        for text in (holder.text, *(child.tail for child in holder)):
            if text and not text.isspace():
                etree.SubElement(outside, "p").text = _legal(text)
    return outside


def _holders(table: _Element) -> list[_Element]:
    """Return the table, its groups and its rows."""
    groups = [child for child in table if child.tag in GROUPS]
    return [table, *groups, *(row for holder in (table, *groups) for row in holder if row.tag == "tr")]


def _fits(child: _Element, holder: _Element) -> bool:
    if holder.tag == "tr":
        return child.tag in CELLS
    return child.tag == "tr" or (holder.tag == "table" and child.tag in (*GROUPS, *BESIDE_ROWS))


def _holds_cells(element: _Element, table: _Element) -> bool:
    """Tell whether cells of this very table stand in an element between."""
    return any(next(cell.iterancestors("table"), None) is table for cell in element.iter(*CELLS))


def _give_row(cell: _Element) -> None:
    """Put a cell that stands in no row, and those right behind it, into a new one."""
    holder = cell.getparent()
    if holder is None or holder.tag == "tr":
        return
    row = etree.Element("tr")
    cells = [cell, *takewhile(lambda other: other.tag in CELLS, cell.itersiblings())]
    cell.addprevious(row)
    row.extend(cells)


def _unwrap(element: _Element) -> None:
    """Put the children of an element in its place; its own texts go to their ends."""
    children = list(element)
    if element.text:
        children[0].tail = _legal(element.text + (children[0].tail or ""))
    for child in children:
        element.addprevious(child)
    _take_out(element)


def mark_raised(root: _Element, *, styled: bool) -> None:
    """Write raised and lowered digits as such: ``3<sup>1</sup>`` is a 3 with a note, not 31.

    So are links to a note right behind a number, raised or not. ``styled``: some may be raised by their
    style.
    """
    for element in root.iter("sup", "sub"):
        _translate(element, RAISED if element.tag == "sup" else LOWERED)
    for element in root.iterfind(".//*[@style]") if styled else ():
        style = element.get("style", "")
        if _SUPER.search(style):
            _translate(element, RAISED)
        elif _SUB.search(style):
            _translate(element, LOWERED)
    for element in root.iter("a"):
        href = element.get("href")
        if not (href and "#" in href) and element.get("name") is None and element.get("id") is None:
            continue  # nearly all: links to other pages
        if _leads_to_note(element) and _BEHIND_NUMBER.search(_before(element)):
            _translate(element, RAISED)


def _leads_to_note(link: _Element) -> bool:
    """Tell whether a link of digits only leads to a place of a page, or is one that a note leads back to."""
    if not (link.get("href") or "").partition("#")[2]:
        named = f"{link.get('name')} {link.get('id')}"
        if not _LED_BACK_TO.search(named):
            return False
    return _LINKED_MARK.fullmatch("".join(link.itertext())) is not None


def _before(element: _Element) -> str:
    """Return the text before an element in its line or cell, back to the nearest digit."""
    node = element
    found = ""
    for _ in range(_FARTHEST):
        parent, other = node.getparent(), node.getprevious()
        if parent is None or _DIGIT.search(found):
            break
        if other is None:
            found = (parent.text or "") + found
            if parent.tag not in INLINE:
                break
            node = parent
        elif other.tag in INLINE or not len(other):
            found = "".join(other.itertext()) + (other.tail or "") + found
            node = other
        else:
            found = (other.tail or "") + found
            break
    return found.rstrip()


def _translate(element: _Element, digits: dict[int, int]) -> None:
    for inner in element.iter():
        if inner.text:
            inner.text = _legal(inner.text.translate(digits))
        if inner is not element and inner.tail:
            inner.tail = _legal(inner.tail.translate(digits))


def show_fields(root: _Element) -> None:
    """Show as text what the fields of a form hold; in cells also what is typed or chosen."""
    for field in root.iter("input", "textarea", "select"):
        shown = ""
        if field.tag == "input":
            shown = "" if (field.get("type") or "text").lower() in _NOT_TYPED else field.get("value", "")
        elif next(field.iterancestors(*CELLS), None) is None:
            continue  # a box to search in
        elif field.tag == "textarea":
            shown = field.text or ""
        else:
            options = field.findall(".//option")
            chosen = [o for o in options if o.get("selected") is not None] or options[:1]
            shown = "".join(o.text or "" for o in chosen)
        field.tail = _legal(shown + (field.tail or ""))


def show_pictures(root: _Element) -> None:
    """Show a picture that is all a cell holds as U+FFFC: it is not read, but the cell is not blank."""
    for image in root.iter("img"):
        if image.get("width") in _NO_SIZE or image.get("height") in _NO_SIZE:
            continue  # it only keeps a distance
        node = image
        while (parent := node.getparent()) is not None:
            if len(parent) > 1 or any(text and not text.isspace() for text in (parent.text, node.tail)):
                break
            if parent.tag in CELLS:
                image.text = _PICTURE
                break
            node = parent
