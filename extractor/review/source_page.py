"""A document made safe to be shown beside what was read from it: a page of its own that can do nothing.

The reader's own view of a page or text, every place an anchor, the cells at fault outlined. It is served with a policy
of its own (``SANDBOX``): no script, no form, nothing fetched; its one style is allowed by its hash.
"""

from __future__ import annotations

import base64
import hashlib
import re
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from extractor.inputs.encoding import decode
from extractor.model.document import Grid
from extractor.readers import open_document
from extractor.readers.html_view import view
from extractor.readers.text_lines import lines_of
from extractor.text.marks import NOTHING, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from extractor.model.document import Document

SANDBOX = "sandbox; default-src 'none'; style-src '{hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
_CELL = re.compile(r"\d+/\d+/\d+")
_LINE = re.compile(r"(\d+):(\d+)")
_COLOURS = {"error": "#c01f15", "warning": "#a15c07", "info": "#2f6f8f"}


class SourcePage(NamedTuple):
    """The page and the policy that it is to be served with."""

    html: str
    policy: str


def source_page(
    data: bytes, media_type: str, places: Iterable[tuple[str, str]], faults: Mapping[str, str], language: str
) -> SourcePage:
    """Return a document as a page. ``places`` are those of cells, with their texts; ``faults``: place → severity.

    Raises ``UnreadableError`` where the document cannot be read.
    """
    kind = "page"
    if media_type == "text/html":
        body = view(decode(data).text).markup
    elif media_type == "text/plain":
        kind, body = "text", _text(decode(data).text, [*places, *((place, "") for place in faults)])
    else:
        body = _blocks(open_document(data, ocr="off").document)
    style = (files("extractor.review") / "static" / "source.css").read_text("utf-8") + _outlines(faults)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    html = (
        f'<!doctype html><html lang="{"zh-CN" if language == "zh" else "en"}"><head><meta charset="utf-8">'
        f"<title>{'原件' if language == 'zh' else 'the document'}</title><style>{style}</style></head>"
        f'<body class="{kind}">{body}</body></html>'
    )
    html = html.encode("utf-8", "replace").decode()
    return SourcePage(html, SANDBOX.format(hash=f"sha256-{digest}"))


def anchor_of(location: str) -> str:
    """Return what follows ``#`` for a place: of a paragraph without the character (``¶8:10`` → ``¶8``)."""
    return location.partition(":")[0] if location.startswith("¶") else location


def _outlines(faults: Mapping[str, str]) -> str:
    rules = []
    for place, severity in faults.items():
        if _CELL.fullmatch(place) or _LINE.fullmatch(place):
            rules.append(f'[id="{place}"]{{box-shadow:inset 0 0 0 2px {_COLOURS.get(severity, "#6938ef")}}}')
    return "".join(rules)


def _text(text: str, places: Iterable[tuple[str, str]]) -> str:
    """Write a text line by line, its places marked."""
    marks: dict[int, dict[int, int]] = {}
    for place, raw in places:
        found = _LINE.fullmatch(place)
        if found:
            columns = marks.setdefault(int(found[1]), {})
            columns[int(found[2])] = max(columns.get(int(found[2]), 0), len(raw))
    out = []
    for number, line in enumerate(lines_of(text.removeprefix("\ufeff")), 1):
        out.append(
            f'<div class="line"><i>{number}</i><span>{_line(plain(line), number, marks.get(number, {}))}</span></div>'
        )
    return "\n".join(out)


def _line(line: str, number: int, marks: Mapping[int, int]) -> str:
    parts, at = [f'<a id="{number}"></a>'], 0
    for column in sorted(marks):
        start = min(column - 1, len(line))
        if start < at:
            continue
        end = min(start + max(marks[column], 1), len(line))
        parts.append(escape(line[at:start]))
        parts.append(f'<mark id="{number}:{column}">{escape(line[start:end])}</mark>')
        at = end
    return "".join((*parts, escape(line[at:]))).replace(NOTHING, "")


def _blocks(document: Document) -> str:
    """Write the blocks of a document that has no page of its own to show (Word, say)."""
    out = []
    for block in document.blocks:
        if isinstance(block, Grid):
            rows = []
            for row in block.rows:
                cells = "".join(
                    f'<td id="{escape(c.location)}" colspan="{c.colspan}" rowspan="{c.rowspan}">{escape(c.text)}</td>'
                    for c in row
                )
                rows.append(f"<tr>{cells}</tr>")
            out.append(f'<table id="{escape(block.location)}">{"".join(rows)}</table>')
        else:
            tag = f"h{block.level}" if block.level else "p"
            out.append(f'<{tag} id="{escape(anchor_of(block.location))}">{escape(block.text)}</{tag}>')
    return "\n".join(out)
