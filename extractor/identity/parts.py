"""The parts of a document that say whose it is: what stands before the first section and behind the last."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.model.document import Grid, Paragraph
from extractor.model.shape import ShapedRows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.forms import Forms
    from extractor.model.document import Block, Document
    from extractor.model.filing import Section

_LONGEST_FRONT = 40  # paragraphs looked at where there is no section
_NAMED_WITHIN = 300  # names and values stand at the start of a paragraph, if in one at all
_SPACE = re.compile(r"\s+")
_OTHER_NAME = re.compile(r"(?:^|(?<=\s))[^\s：:\d]{2,6}[：:]")
_SURE_NAME = 4  # names this long need no blank before them: pages run together lose it
_KEY_SETS = ("organization_keys", "published_keys", "title_keys", "year_keys")


@dataclass(frozen=True)
class Parts:
    """``front``: paragraphs before the first section; ``tail``: from the last section's heading on.

    ``scope`` is where the first section's heading stands. ``grids`` are the tables of the front.
    """

    front: tuple[Paragraph, ...]
    grids: tuple[Grid, ...]
    tail: tuple[Paragraph, ...]
    scope: tuple[int, ...]
    has_sections: bool


def parts_of(document: Document, sections: tuple[Section, ...]) -> Parts:
    """Part a document at its first and last section; without sections all is front."""
    blocks = document.blocks
    if not sections:
        paragraphs = tuple(b for b in blocks if isinstance(b, Paragraph))[:_LONGEST_FRONT]
        tables = tuple(b for b in blocks if isinstance(b, Grid))[:2]
        return Parts(paragraphs, tables, (), (), has_sections=False)
    start, front = _start(blocks, sections[0].location)
    scope = blocks[start].scope if start < len(blocks) else ()
    front = (*(b for b in blocks[:start] if isinstance(b, Paragraph)), *front)
    grids = tuple(b for b in blocks[:start] if isinstance(b, Grid))
    tail = tuple(_tail(blocks, start, sections[-1].location))
    return Parts(front, grids, tail, scope, has_sections=True)


def _start(blocks: tuple[Block, ...], location: str) -> tuple[int, tuple[Paragraph, ...]]:
    """Return the number of the block that a place is in, and what of that block stands before the place."""
    places = [block.location for block in blocks]
    exact = places.index(location) if location in places else -1
    if exact >= 0 and isinstance(blocks[exact], Paragraph):
        return exact, ()
    for number, block in enumerate(blocks):
        if isinstance(block, Grid):
            if _in_grid(block, location):
                return number, ()
        elif (at := _offset(block, location)) is not None:
            return number, (block._replace(text=block.text[:at]),) if at else ()
    return len(blocks), ()


def _tail(blocks: tuple[Block, ...], start: int, location: str) -> Iterator[Paragraph]:
    for number in range(len(blocks) - 1, start - 1, -1):
        block = blocks[number]
        found = _in_grid(block, location) if isinstance(block, Grid) else _offset(block, location) is not None
        if found:
            return iter([b for b in blocks[number:] if isinstance(b, Paragraph)])
    return iter(())


def _offset(block: Paragraph, location: str) -> int | None:
    """Return at which character of a paragraph a place is, None where it is elsewhere."""
    if block.location == location:
        return 0
    if block.line:
        line, _, column = location.partition(":")
        if line == str(block.line) and column.isdigit():
            offset = int(column) - block.column
            return offset if 0 < offset < len(block.text) else None
        return None
    if location.startswith(block.location + ":"):
        rest = location[len(block.location) + 1 :]
        return int(rest) - 1 if rest.isdigit() else None
    return None


def _in_grid(grid: Grid, location: str) -> bool:
    rows = grid.rows
    if isinstance(rows, ShapedRows):
        return location in rows.shape.set_of_places(rows.table)
    return any(cell.location == location for row in grid.rows for cell in row)


def named_values(document: Document, parts: Parts, forms: Forms) -> dict[str, list[str]]:
    """Return what the page says about itself, by name in lower case: metadata first, then what it prints.

    Only the names of ``phrases.toml`` are looked for; they stand as ``名称：值`` in a paragraph or as two
    cells of a table.
    """
    out: dict[str, list[str]] = {}
    for name, value in document.metadata:
        out.setdefault(name.strip().casefold(), []).append(value.strip())
    known = _names(forms)[1]
    for block in parts.front:
        if "：" in block.text or ":" in block.text:
            _named_in(block.text[:_NAMED_WITHIN], forms, out)
    for grid in parts.grids:
        for row in grid.rows:
            for i, one in enumerate(row):
                name = one.text.strip(" 　:：【】[]").replace(" ", "").casefold()
                if name in known and i + 1 < len(row):
                    out.setdefault(name, []).append(row[i + 1].text.strip())
                elif "：" in one.text or ":" in one.text:
                    _named_in(one.text[:_NAMED_WITHIN], forms, out)
    return out


def _named_in(text: str, forms: Forms, out: dict[str, list[str]]) -> None:
    pattern, _ = _names(forms)
    publishers = forms.phrases.get("organization_keys", ())
    found = list(pattern.finditer(text))
    for i, one in enumerate(found):
        value = text[one.end() : found[i + 1].start() if i + 1 < len(found) else len(text)].strip()
        value = _OTHER_NAME.split(value, maxsplit=1)[0]  # a name that is not looked for ends it too
        name = _SPACE.sub("", one[1])
        if value:
            # Behind a name that is printed in a line, other words of the page may follow.
            value = value.split()[0] if name in publishers else value
            out.setdefault(name.casefold(), []).append(value)


@lru_cache(maxsize=8)
def _names(forms: Forms) -> tuple[re.Pattern[str], frozenset[str]]:
    names = {name for keys in _KEY_SETS for name in forms.phrases.get(keys, ())}
    ordered = sorted(names, key=len, reverse=True)
    long, short = (
        "|".join(r"\s*".join(map(re.escape, n)) for n in ordered if (len(n) >= _SURE_NAME) is sure)
        for sure in (True, False)
    )
    pattern = re.compile(rf"((?:{long})|(?:^|(?<=[\s|｜【\[(（,，;；]))(?:{short}))\s*[】\]]?\s*[:：]")
    return pattern, frozenset(n.casefold() for n in names)
