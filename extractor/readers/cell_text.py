"""The text of a table cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from extractor.readers.mend import CELLS

if TYPE_CHECKING:
    from lxml.etree import _Element

# <br> must survive the parser as something that source line ends are not.
BREAK = "\u2028"
BLOCKS = frozenset(
    (
        *("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details"),
        *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2"),
        *("h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "menu", "nav", "ol"),
        *("p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr"),
        "ul",
    )
)
_CELL_END = "\u2029"
APART = " | "
_text_of = etree.tostring


def cell_text(cell: _Element) -> str:
    """Return what a cell shows, white space made one blank."""
    text = (
        _text_of(cell, method="text", encoding="unicode", with_tail=False) if len(cell) else cell.text or ""
    )
    return text if text.isdigit() else " ".join(text.split())


def parted_text(cell: _Element) -> str | None:
    """Return the texts of a cell with a table in it, set apart: they are never one number.

    ``None`` where no more than one text stands in it.
    """
    if not len(cell) or next(cell.iterdescendants("table", *CELLS), None) is None:
        return None
    texts = [" ".join(text.split()) for text in _laid_out(cell).split(_CELL_END)]
    texts = [text for text in texts if text]
    return APART.join(texts) if len(texts) > 1 else None


def _laid_out(cell: _Element) -> str:
    """Return the text of a cell with the ends of lines and of the cells inside it marked."""
    shown = [cell.text or ""]
    for event, element in etree.iterwalk(cell, events=("start", "end")):
        if element is cell:
            continue
        if element.tag in BLOCKS:
            shown.append(_CELL_END if element.tag in CELLS or element.tag == "table" else BREAK)
        shown.append((element.text if event == "start" else element.tail) or "")
    return "".join(shown)
