"""Tables that print the same around other numbers: known by their source, without being parsed.

A site prints the same table over and over. What is remembered is its source without its numbers, in two ways: as it
stands, and without the looks and wrappers in its cells, which differ from page to page and say nothing of what a
cell holds. What such a source means was found out by parsing it once, with numbers of our own in it.
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from extractor.model.shape import ShapedRows
from extractor.readers.arranging import arranges
from extractor.readers.hidden import drop_hidden
from extractor.readers.html_tables import cells, is_one_column, own_groups
from extractor.readers.markup import TOKEN, Tag, read_tag
from extractor.readers.memory import Memory
from extractor.readers.mend import StrayError, is_legal
from extractor.readers.page_tree import BREAK_BYTES, alone
from extractor.readers.sealed import Sealed, Table
from extractor.readers.shapes import lay_out
from extractor.readers.spans import lost_spans

if TYPE_CHECKING:
    from lxml.etree import _Element

_FEWEST_NUMBERS = 3  # a table with fewer is not worth it, and often like no other (a page's own data)
_LONGEST_TEXT = 150  # texts longer than this decide whether a table holds data at all
_DEEPEST = 120
_NUMBER = re.compile(rb">(\s*)([+\-]?[0-9][0-9,.]{,30})(?=\s*<)")
_COMMENT = re.compile(rb"<!--(?!-?>)[^<>\x01-\x04]*-->")
_CELLS = ("td", "th")
_ROWS = ("table", "thead", "tbody", "tfoot", "tr", "colgroup")
_WRAPPERS = frozenset(
    ("span", "p", "font", "b", "strong", "i", "em", "u", "a", "div", "center", "small", "big", "o:p")
)
_WITHOUT_END = ("br", "col")
_SPANS = (b"colspan", b"rowspan")
_OPENED, _CLOSED, _HIDING, _ODD = _MARKS = (b"\x01", b"\x02", b"\x03", b"\x04")
_NO_OPENED = bytes(set(range(256)) - {*_OPENED, *b"<"})
# A wrapper around cells, not in one.
_AROUND_CELLS = re.compile(rb"(?:</t[dh]|</?(?:t(?:r|able|head|body|foot)|colgroup)|<col)>\s*[\x01-\x03]")
_ANY_TAG = re.compile(rb"<(/?)([a-z]+)[^<>]*>")


class _Cut(NamedTuple):
    """A source parted at its numbers: a key of all that stands around them, the parts, the numbers."""

    key: bytes
    parts: list[bytes]
    numbers: list[bytes]

    def with_numbers(self, numbers: list[bytes]) -> bytes:
        """Return the source with other numbers in it."""
        parts = self.parts.copy()
        parts[2::3] = numbers
        parts[::3] = [*[part + b">" for part in parts[:-1:3]], parts[-1]]
        return b"".join(parts)


class _Known(NamedTuple):
    table: Table
    depth: int


_as_printed: Memory[_Known] = Memory()
_as_read: Memory[Table | None] = Memory()
_tags: dict[bytes, bytes] = {}
_MOST_TAGS = 50_000
_alike: dict[bytes, bool] = {}
"""By how a source begins: whether it is worth looking for it as it stands. Some never are, with digits each in a tag."""
_HEAD = 160
_MOST_HEADS = 4096
_frequent: dict[bytes, bytes] = {}
_MOST_FREQUENT = 16
_MANY_TAGS = 800


def recall(source: bytes) -> Sealed | None:
    """Return a table whose like came before; None for any other, and for one that is irregular in any way."""
    head = source[:_HEAD]
    if _alike.get(head) and (known := _as_printed.get((printed := _cut(source)).key)) is not None:
        return _sealed(known.table, printed.numbers, source, known.depth)
    plain, depth = _plain(source)
    if plain is None:
        return None
    read = _cut(plain)
    if len(read.numbers) < _FEWEST_NUMBERS:
        return None
    table = _as_read.get(read.key, ...)
    if table is ...:
        if not _as_read.comes_again(read.key):
            return None
        table = _read(read)
        _as_read.keep(read.key, table)
    if table is None:
        return None
    if _alike.get(head, True):
        _note_printed(head, _cut(source), read, _Known(table, depth))
    return _sealed(table, read.numbers, source, depth)


def _note_printed(head: bytes, printed: _Cut, read: _Cut, known: _Known) -> None:
    """Keep a table by its source as it stands too, if that comes again."""
    if not _as_printed.comes_again(printed.key):
        return
    if len(_alike) >= _MOST_HEADS:
        _alike.clear()
    _alike[head] = _says_the_same(printed, read, known.depth)
    if _alike[head]:
        _as_printed.keep(printed.key, known)


def refuse(source: bytes) -> None:
    """Never take a table with this source for known again."""
    plain, _ = _plain(source)
    if plain is not None:
        _as_read.keep(_cut(plain).key, None)
        _as_printed.forget()


def forget() -> None:
    """Forget every table met so far."""
    _as_printed.forget()
    _as_read.forget()
    _alike.clear()
    _frequent.clear()


def _cut(source: bytes) -> _Cut:
    parts = _NUMBER.split(source)
    # No source holds a zero byte.
    return _Cut(b"\0".join(parts[::3]) + b"\0" + b"\0".join(parts[1::3]), parts, parts[2::3])


def _sealed(table: Table, numbers: list[bytes], source: bytes, depth: int) -> Sealed:
    texts = b" ".join(numbers).decode("ascii").split(" ")
    return Sealed(table, texts if table.shown is None else [texts[i] for i in table.shown], source, depth)


def _plain(source: bytes) -> tuple[bytes | None, int]:
    """Return a source without what says nothing of a cell, and how deep its elements nest at most.

    None where a part of it is not understood. Where some of a cell is hidden, all of its source matters.
    """
    if any(mark in source for mark in _MARKS):
        return None, 0
    rest = source
    for token, mark in _frequent.items():
        rest = rest.replace(token, mark)
    parts = TOKEN.split(rest)
    tokens = parts[1::2]
    told = [*map(_tags.get, tokens)]
    if None in told:
        told = [_tag(token) for token in tokens]
    if len(tokens) > _MANY_TAGS:
        _note_frequent(tokens)
    if b"<" in b"".join(parts[::2]):
        return None, 0
    parts[1::2] = told
    joined = b"".join(parts)
    if _ODD in joined or _AROUND_CELLS.search(joined):
        return None, 0
    depth = max(map(len, joined.translate(None, _NO_OPENED).split(b"<")))
    if depth > _DEEPEST:
        return None, 0
    if _HIDING in joined:
        return source, depth + len(_ROWS)
    return joined.replace(_OPENED, b"").replace(_CLOSED, b""), depth + len(_ROWS)


def _note_frequent(tokens: list[bytes]) -> None:
    """Put down the wrappers that a table has most of, which are quickly replaced all at once."""
    for token, times in Counter(tokens).most_common(_MOST_FREQUENT // 4):
        if times * 4 > _MANY_TAGS and _tag(token) in (_OPENED, _CLOSED):
            if len(_frequent) >= _MOST_FREQUENT:
                _frequent.clear()
            _frequent[token] = _tag(token)


def _tag(token: bytes) -> bytes:
    found = _tags.get(token)
    if found is None:
        if len(_tags) >= _MOST_TAGS:
            _tags.clear()
        found = _tags[token] = _read_tag(token)
    return found


def _read_tag(token: bytes) -> bytes:
    """Return what of a tag says anything: its name and spans; a mark for a wrapper, and for what is not understood."""
    if _COMMENT.fullmatch(token):
        return b""
    tag = None if any(mark in token for mark in _MARKS) else read_tag(token)
    if tag is None or (tag.empty and tag.name not in _WITHOUT_END) or (tag.ends and tag.name in _WITHOUT_END):
        return _ODD
    if tag.name in _WRAPPERS:
        return _wrapper(tag)
    if tag.hides:
        return token if tag.name == "tr" or tag.name in _CELLS else _ODD
    if tag.name in _CELLS and not tag.ends:
        return _cell(tag)
    known = tag.name in _CELLS or tag.name in _ROWS or tag.name in _WITHOUT_END
    told = BREAK_BYTES if tag.name == "br" else f"<{'/' * tag.ends}{tag.name}>".encode()
    return told if known else _ODD


def _wrapper(tag: Tag) -> bytes:
    if tag.ends:
        return _CLOSED
    if tag.name == "a" and any(key in (b"name", b"id") or b"#" in value for key, value in tag.attributes):
        return _ODD  # it may lead to a note
    return _HIDING if tag.hides else _OPENED


def _cell(tag: Tag) -> bytes:
    spans = [(key, value) for key, value in tag.attributes if key in _SPANS]
    if len({key for key, _ in spans}) < len(spans) or any(not value.isdigit() for _, value in spans):
        return _ODD
    return f"<{tag.name}".encode() + b"".join(b' %s="%s"' % span for span in sorted(spans)) + b">"


def _read(cut: _Cut) -> Table | None:
    """Return what a source without looks means; None where a number of it is more, or less, than a cell."""
    own = [f"97{i:05}0813" for i in range(len(cut.numbers))]
    marked = cut.with_numbers([number.encode() for number in own])
    element = alone(marked) if _is_closed(marked) else None
    laid = None if element is None else _laid_out(element)
    if element is None or laid is None:
        return None
    rest = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    shown = [i for i, number in enumerate(own) if number in rest]
    if [laid.texts[i] for i in laid.shape.numbers] != [own[i] for i in shown] or not is_legal(rest):
        return None
    texts = []
    for i in shown:
        before, _, rest = rest.partition(own[i])
        texts.append(before)
    return Table(laid.shape, (*texts, rest), tuple(shown) if len(shown) < len(own) else None)


def _laid_out(table: _Element) -> ShapedRows | None:
    """Return the rows of a table that holds data, whatever the numbers in it and whatever stands around it."""
    if is_one_column(table):
        return None
    drop_hidden(table)
    try:
        grid = [[cells(row) for row in group] for group in own_groups(table)]
    except StrayError:
        return None
    rows = [row for group in grid for row in group]
    if arranges(rows, 0) or any(len(text) > _LONGEST_TEXT for row in rows for text, _, _ in row):
        return None
    laid, width = lay_out(grid, 1, certain=True)
    return laid if isinstance(laid, ShapedRows) and not lost_spans(grid, width) else None


def _is_closed(source: bytes) -> bool:
    """Tell a source in which every element is closed, each where it should be."""
    around: list[bytes] = []
    for ends, name in _ANY_TAG.findall(source.lower()):
        if ends:
            if not around or around.pop() != name:
                return False
        elif name not in (b"col", b"br"):
            around.append(name)
    return not around


def _says_the_same(printed: _Cut, read: _Cut, depth: int) -> bool:
    """Tell whether the numbers of a source as printed are those of the source as read, whatever they are."""
    if len(printed.numbers) != len(read.numbers):
        return False
    own = [f"98{i:05}0617".encode() for i in range(len(read.numbers))]
    plain, deep = _plain(printed.with_numbers(own))
    if plain is None or deep != depth:
        return False
    again = _cut(plain)
    return again.key == read.key and again.numbers == own
