"""The words of the sections, sentence by sentence, without what very many filings say alike."""

from __future__ import annotations

import re
import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.forms import Forms

_SENTENCE = re.compile(r"[^。；;！？!?\n]+[。；;！？!?\n]?")
_NUMBER = re.compile(r"\d+(?:[.,，]\d+)*")
_SPACE = re.compile(r"\s+")
_BUCKETS = 1 << 24
"""Counts are kept by hash: two sentences in one bucket only make a rare sentence look more common."""
COMMON = 8
COMMON_SHARE = 0.005
"""A sentence that this many organizations print, or this share of all of them, is nobody's own."""


SHORTEST = 6
"""Shorter lines are headings, numbers and what is left between the labels of a table."""


def plain(text: str, forms: Forms) -> str:
    """Return a text for comparison: numbers all alike, no white space but between lines, no words of the form.

    Those are there where a table was read as text.
    """
    lines = [_SPACE.sub("", line) for line in text.split("\n")]
    marks, labels = _printed(forms)
    if any(mark in line for line in lines for mark in marks):
        lines = [part for line in lines for part in labels.sub("\n", line).split("\n")]
    return _NUMBER.sub("#", "\n".join(line for line in lines if len(line) >= SHORTEST))


@lru_cache(maxsize=4)
def _printed(forms: Forms) -> tuple[tuple[str, ...], re.Pattern[str]]:
    """Return what tells that a table stands in a text (the first label of each), and all that a form prints."""
    tables = [t for form in forms.forms.values() for t in form.tables.values()]
    marks = {_SPACE.sub("", next(iter(t.rows.values())).path[-1]) for t in tables}
    labels = {_SPACE.sub("", p) for t in tables for row in t.rows.values() for p in row.path}
    labels |= {_SPACE.sub("", p) for t in tables for column in t.columns.values() for p in column.path}
    labels |= {block.caption for t in tables for block in t.blocks}
    labels |= {noise for of in forms.noise.values() for noise in of}
    ordered = sorted((re.escape(w) for w in labels if len(w) > 1), key=len, reverse=True)
    return tuple(sorted(m for m in marks if len(m) > 3)), re.compile("|".join(ordered))


def sentences(text: str) -> list[str]:
    """Return the sentences of a plain text, with the marks that end them."""
    return _SENTENCE.findall(text)


class Usage:
    """By how many organizations each sentence is printed; memory does not grow with the archive.

    Filings of one organization count once where they follow each other, as those of one folder do.
    """

    def __init__(self) -> None:
        self._counts = np.zeros(_BUCKETS, np.uint16)
        self._last = np.full(_BUCKETS, -1, np.int32)

    def add(self, organization: int, said: Iterable[str]) -> None:
        """Count the sentences of a section."""
        buckets = np.fromiter(set(map(_bucket, said)), np.int64)
        new = buckets[self._last[buckets] != organization]
        self._last[new] = organization
        counts = self._counts[new]
        self._counts[new] = np.minimum(counts, np.iinfo(np.uint16).max - 1) + 1

    def own(self, said: list[str], organizations: int) -> list[str]:
        """Return the sentences that are not common to very many of ``organizations``."""
        if not said:
            return []
        most = max(COMMON, int(organizations * COMMON_SHARE))
        counts = self._counts[np.fromiter(map(_bucket, said), np.int64)]
        return [sentence for sentence, count in zip(said, counts, strict=True) if count < most]


def _bucket(sentence: str) -> int:
    return zlib.crc32(sentence.encode("utf-8", "surrogatepass")) & (_BUCKETS - 1)
