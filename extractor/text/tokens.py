"""Words of a label, by jieba with the lexicon of these filings; loaded only when a label needs it."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

# A lexicon word outweighs any cut of the general dictionary.
_FREQUENCY = 1_000_000


class Segmenter:
    """jieba's tokenizer with the words of a lexicon added. Making one takes about half a second."""

    def __init__(self, lexicon: Iterable[str]) -> None:
        import jieba  # noqa: PLC0415 - the dictionary is loaded only by the run that needs it

        jieba.setLogLevel(logging.WARNING)
        self.words = lru_cache(maxsize=8192)(self._words)
        self._tokenizer = jieba.Tokenizer()
        for word in lexicon:
            self._tokenizer.add_word(word, _FREQUENCY)

    def _words(self, text: str) -> tuple[str, ...]:
        """Return the words of ``text`` in order, those of one mark or blank left out."""
        return tuple(w for w in self._tokenizer.cut(text, HMM=False) if w.strip())


class ClosedSegmenter:
    """jieba with no dictionary but the given words: what is none of them comes as single characters.

    Nothing is loaded, so that making one takes milliseconds.
    """

    def __init__(self, words: Iterable[str]) -> None:
        import jieba  # noqa: PLC0415 - as above

        self._tokenizer = jieba.Tokenizer()
        self._tokenizer.FREQ = {}
        self._tokenizer.total = 0
        self._tokenizer.initialized = True  # what it would load is not wanted
        for word in words:
            self._tokenizer.add_word(word, _FREQUENCY)

    def words(self, text: str) -> tuple[str, ...]:
        """Return ``text`` cut into words, all of it, in order."""
        return tuple(self._tokenizer.cut(text, HMM=False))


@lru_cache(maxsize=4)
def segmenter(lexicon: tuple[str, ...]) -> Segmenter:
    """Return the segmenter of a lexicon, made once."""
    return Segmenter(lexicon)


def overlap(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Return how far two word lists agree: twice the characters in common over those of both, 0 to 1."""
    if not a or not b:
        return 0.0
    rest = list(b)
    common = 0
    for word in a:
        if word in rest:
            rest.remove(word)
            common += len(word)
    return 2 * common / (sum(map(len, a)) + sum(map(len, b)))
