"""HTML pages → blocks. The page is decoded before it comes here; nothing is dropped without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from extractor.errors import UnreadableError
from extractor.model.document import Document
from extractor.readers import menus, shapes, table_source
from extractor.readers.cell_text import BREAK
from extractor.readers.hidden import drop_hidden, may_blank, may_hide
from extractor.readers.markup import RAISES
from extractor.readers.mend import mark_raised, show_fields, show_pictures
from extractor.readers.page_tree import is_huge, parse, source_of
from extractor.readers.seals import MisfitError, Seals, take_out
from extractor.readers.walk import Walker, around_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lxml.etree import _Element

    from extractor.readers.sealed import Sealed

NAME = "html"

_DROPPED = (
    "script",
    "style",
    "noscript",
    "template",
    "select",
    "button",
    "textarea",
    "del",
    "s",
    "strike",
    "iframe",
    "object",
    "xml",
    "svg",
    "head",
    "rt",
    "rp",
)


def read(text: str, walking: type[Walker] = Walker) -> Document:
    """Return the blocks of a page.

    Layout tables (those that hold tables, long text, or one column only) are walked like any container;
    the others become grids with their spans resolved. Hidden and struck-out elements are left out. ``walking``: goes
    through the tree in place of ``Walker``, and then through all of it: nothing is known already. Raises
    ``UnreadableError`` where the page is nested deeper than the parser keeps.
    """
    whole = source_of(text)
    huge = is_huge(whole)
    if walking is not Walker:
        return _read(whole, (), huge=huge, walking=walking)
    page, taken = take_out(whole)
    if taken:
        try:
            return _read(page, taken, huge=huge)
        except (MisfitError, UnreadableError):
            pass
    return _read(whole, (), huge=huge)


def forget() -> None:
    """Forget every part of a page met so far."""
    menus.forget()
    table_source.forget()
    shapes.forget()


def _read(page: bytes, taken: Sequence[Sealed], *, huge: bool, walking: type[Walker] = Walker) -> Document:
    # Looked for in bytes of one case: several times faster than in text.
    lower = page.lower()
    hides, raises = may_hide(lower), RAISES.search(lower) is not None
    if taken and (raises or (hides and may_blank(lower))):
        raise MisfitError
    root = parse(page, lower, may_be_shed=not (hides or raises or taken), huge=huge)
    seals = Seals(root, taken) if taken else None
    head = root.find("head")
    title = "" if head is None else " ".join((head.findtext("title") or "").replace(BREAK, " ").split())
    metadata = () if head is None else tuple(_metadata(head))
    show_fields(root)
    show_pictures(root)
    if hides:
        drop_hidden(root)
    etree.strip_elements(root, *_DROPPED, with_tail=False)
    mark_raised(root, styled=raises)
    walker = walking(around_tables(root), seals)
    walker.walk(root, ())
    walker.flush(())
    return Document(tuple(walker.blocks), title, metadata, "text/html", NAME, tuple(walker.notes))


def _metadata(head: _Element) -> Iterator[tuple[str, str]]:
    for meta in head.iter("meta"):
        name, content = meta.get("name") or meta.get("property"), meta.get("content")
        if name and content and content.strip():
            yield name.strip(), " ".join(content.split())
