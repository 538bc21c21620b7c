"""A document that was written on one line: what stands between its separators, one piece after the other.

``get_text("|")`` of a page is such a line, and so is a Markdown row that a converter made of the one cell of a
layout table, with the tables inside it on the same line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.text.fields import Field

if TYPE_CHECKING:
    from collections.abc import Iterator

# No row of a form has so many fields; a line of a form has no sentence beside so many.
_FEWEST_FIELDS = 40
_SENTENCE = re.compile(r"[。！？](?=[|\t\s]|$)")
_RULE = re.compile(r":?-{3,}:?")
# In a longer piece, wide gaps stand where lines ended; in a shorter one (``总  计``) they may be of the label.
_LONGEST_LABEL = 40
_GAPS = re.compile(r"\S+(?:[ \xa0\u3000]\S+)*")


def is_whole(line: str) -> bool:
    """Tell a line that holds a document, or most of one: many separators, and sentences between them."""
    return (line.count("|") >= _FEWEST_FIELDS or line.count("\t") >= _FEWEST_FIELDS) and bool(
        _SENTENCE.search(line)
    )


def whole_fields(line: str) -> Iterator[Field]:
    """Yield the pieces of a line that holds a document, each with its offset; blanks and rules are left out."""
    mark = "|" if line.count("|") >= _FEWEST_FIELDS else "\t"
    start = 0
    for part in line.split(mark):
        for offset, piece in _pieces(part):
            if not _RULE.fullmatch(piece):
                yield Field(piece, start + offset)
        start += len(part) + 1


def _pieces(part: str) -> Iterator[tuple[int, str]]:
    bare = part.strip()
    if len(bare) <= _LONGEST_LABEL:
        if bare:
            yield part.index(bare), bare
        return
    for found in _GAPS.finditer(part):
        yield found.start(), found.group()
