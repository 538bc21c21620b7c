"""How much a PDF draws through forms in forms: told from its bytes, before pdfium draws it all.

Ten forms, each drawing the next ten times, are ten thousand million objects in three kilobytes. pdfium makes
every one of them when the page is opened, and nothing can stop it then.
"""

from __future__ import annotations

import re
import zlib
from bisect import bisect_left
from collections import Counter
from typing import NamedTuple

_FORM = re.compile(rb"/Subtype\s*/Form\b")
_OBJECT = re.compile(rb"(?<!\d)(\d{1,9})\s+\d{1,5}\s+obj\b")
_STREAM = re.compile(rb"\bstream\r?\n")
_NAMED = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+(\d{1,9})\s+\d{1,5}\s+R\b")
_DRAWN = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_SHOWN = re.compile(rb"\b(?:Tj|TJ|S|s|f|F|B|b)\b")
_LONGEST_HEAD = 20_000
_LONGEST_STREAM = 4_000_000
_FEWEST = 2


class _Piece(NamedTuple):
    """What a stream draws itself, and which others it draws how often."""

    own: int
    others: Counter[int]


def drawn_through_forms(data: bytes) -> int:
    """Return how many objects the largest form draws, those in it counted each time; 0 where none are nested.

    What cannot be seen in the bytes (an encrypted stream, a dictionary in a compressed one) is not counted.
    """
    found = [match.start() for match in _FORM.finditer(data)]
    if len(found) < _FEWEST:
        return 0
    objects = [(match.end(), int(match[1])) for match in _OBJECT.finditer(data)]
    places = {number: at for at, number in objects}
    forms: dict[int, _Piece] = {}
    for at in found:
        before = bisect_left(objects, (at, 0)) - 1
        if before < 0:
            continue
        start, number = objects[before]
        head = data[start : start + _LONGEST_HEAD]
        begin = _STREAM.search(head)
        if begin and start + begin.start() > at:
            forms[number] = _piece(data, start + begin.end(), head[: begin.start()], places)
    known: dict[int, int] = {}
    return max((_count(number, forms, known, ()) for number in forms), default=0)


def _piece(data: bytes, at: int, head: bytes, places: dict[int, int]) -> _Piece:
    names: dict[bytes, int] = {}
    starts = [places[int(number)] for _, number in _NAMED.findall(head) if int(number) in places]
    for dictionary in (head, *(data[start : start + _LONGEST_HEAD] for start in starts)):
        inner = dictionary.partition(b"endobj")[0].partition(b"stream")[0]
        for name, number in _NAMED.findall(inner):
            names.setdefault(name, int(number))
    content = data[at : at + _LONGEST_STREAM].partition(b"endstream")[0]
    if b"/FlateDecode" in head:
        try:
            content = zlib.decompressobj().decompress(content, _LONGEST_STREAM)
        except zlib.error:
            content = b""
    drawn = Counter(names[name] for name in _DRAWN.findall(content) if name in names)
    return _Piece(len(_SHOWN.findall(content)), drawn)


def _count(number: int, forms: dict[int, _Piece], known: dict[int, int], above: tuple[int, ...]) -> int:
    if number not in forms or number in above:
        return 0
    if number not in known:
        piece = forms[number]
        known[number] = piece.own + sum(
            times * (1 + _count(other, forms, known, (*above, number)))
            for other, times in piece.others.items()
        )
    return known[number]
