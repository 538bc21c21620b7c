"""Near copies among the sections of an archive: found by MinHash, verified by the real overlap.

The words go through a file, so that memory holds a few numbers for a section, and never the texts.
"""

from __future__ import annotations

import tempfile
from typing import IO, TYPE_CHECKING, NamedTuple

import numpy as np
import rensa

from extractor.archive.overlap import characters, overlap, runs
from extractor.archive.sentences import Usage, plain, sentences

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from extractor.archive.index import Index
    from extractor.archive.view import View
    from extractor.forms import Forms

LEAST_CHARACTERS = 200
"""A section with fewer characters of its own can be the same by chance."""
NEAR_COPY = 0.8
PERMUTATIONS, BANDS = 64, 16
"""At an overlap of 0.8 a pair is a candidate with a probability of 0.9998, at 0.5 of 0.64."""
SEED = 20210926
SHINGLE = 6
TOGETHER = 4096
"""Sections that are hashed at once."""
LEAST_AGREED = 0.5
"""Of the sketches, for a pair to be verified: three deviations below what a near copy has."""
NEIGHBOURS = 4
"""Of many sections alike each is compared with so many before it: enough to name it, and never all pairs."""
_BASE = np.uint64(0x9E3779B97F4A7C15)


class Copy(NamedTuple):
    """Two sections that are near copies. ``section``: its number, or the heading where it has none."""

    filing: int
    other: int
    section: str
    similarity: float
    characters: int
    passage: str


class Words(NamedTuple):
    """The words of one section of a filing."""

    filing: int
    section: str
    text: str


def near_copies(view: View, index: Index, forms: Forms, scratch: Path | None = None) -> list[Copy]:
    """Return all verified pairs, the later filing first; pairs of one organization and year are none.

    Those are copies of one filing, which ``filing-duplicated`` reports. Filings whose organization or year is
    unknown take no part.
    """
    usage = Usage()
    with tempfile.TemporaryFile(dir=scratch) as store, tempfile.TemporaryFile(dir=scratch) as sketches:
        shelf = _Shelf(store)
        for words in _sections(view, index):
            text = plain(words.text, forms)
            if len(text) >= LEAST_CHARACTERS:
                usage.add(int(index.of[words.filing]), sentences(text))
                shelf.put(words.filing, words.section, text)
        shelf.close()
        bands = _bands(shelf, usage, len(index.organizations), sketches)
        pairs = _candidates(bands, sketches, shelf, index)
        found = [_verified(shelf, usage, index, a, b) for a, b in pairs]
    copies = [c for c in found if c is not None]
    return sorted(copies, key=lambda c: (c.filing, c.section, -c.similarity, c.other))


def _sections(view: View, index: Index) -> Iterator[Words]:
    """Yield the words under each top heading, what stands under its sub-headings with them."""
    taking = index.in_series()
    now: tuple[bytes, str] | None = None
    filing, parts = -1, list[str]()
    for batch in view.batches("sections", ("filing_id", "section", "level", "heading", "text")):
        ids = np.array(batch.column("filing_id").to_pylist(), dtype="S16")
        columns = (batch.column(c).to_pylist() for c in ("section", "level", "heading", "text"))
        for key, position, number, level, heading, text in zip(
            ids, index.positions(ids), *columns, strict=True
        ):
            top = bool(number) or level == 1
            if now is None or key != now[0] or top:
                if now is not None and filing >= 0 and taking[filing]:
                    yield Words(filing, now[1], "\n".join(parts))
                now, filing, parts = (key, str(number) if number else heading), int(position), []
            elif heading:
                parts.append(heading)
            if text:
                parts.append(text)
    if now is not None and filing >= 0 and taking[filing]:
        yield Words(filing, now[1], "\n".join(parts))


class _Shelf:
    """Sections on disk: where each begins and ends, whose it is, and which of the filing's it is."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._ends = [0]
        self.filings: list[int] = []
        self.sections: list[str] = []
        self._names: dict[str, str] = {}

    def put(self, filing: int, section: str, text: str) -> None:
        data = text.encode("utf-8", "surrogatepass")
        self._file.write(data)
        self._ends.append(self._ends[-1] + len(data))
        self.filings.append(filing)
        self.sections.append(self._names.setdefault(section, section))

    def close(self) -> None:
        """End the writing."""
        self._file.flush()

    def text(self, at: int) -> str:
        """Return a section."""
        self._file.seek(self._ends[at])
        return self._file.read(self._ends[at + 1] - self._ends[at]).decode("utf-8", "surrogatepass")

    def __len__(self) -> int:
        return len(self.filings)


def _own(shelf: _Shelf, usage: Usage, organizations: int, at: int) -> str:
    return "".join(usage.own(sentences(shelf.text(at)), organizations))


def _bands(shelf: _Shelf, usage: Usage, organizations: int, sketches: IO[bytes]) -> NDArray[np.uint64]:
    """Return, for each band, a hash of every section's sketch; 0 for a section with too few words of its own.

    The sketches themselves go to a file, in the order of the sections.
    """
    bands = np.zeros((BANDS, len(shelf)), np.uint64)
    width = PERMUTATIONS // BANDS
    for start in range(0, len(shelf), TOGETHER):
        some = range(start, min(start + TOGETHER, len(shelf)))
        texts = [_own(shelf, usage, organizations, at) for at in some]
        enough = [i for i, text in enumerate(texts) if len(text) >= LEAST_CHARACTERS]
        block = np.zeros((len(some), PERMUTATIONS), np.uint32)
        if enough:
            block[enough] = _sketches([texts[i] for i in enough])
            at = np.array(enough) + start
            for band in range(BANDS):
                value = np.full(len(at), np.uint64(band + 1))
                for row in range(band * width, (band + 1) * width):
                    value = (value ^ block[enough, row].astype(np.uint64)) * _BASE
                    value ^= value >> np.uint64(29)
                bands[band, at] = np.maximum(value, np.uint64(1))
        sketches.write(block.data)
    sketches.flush()
    return bands


def _sketches(texts: list[str]) -> NDArray[np.uint32]:
    """Return the MinHash signatures of texts, by runs of some characters."""
    hashes = runs(characters("".join(texts)), SHINGLE)
    lengths = np.array([len(t) for t in texts])
    # a run that begins in the last characters of a text would reach into the next one
    inside = np.ones(len(hashes), bool)
    for i in range(1, SHINGLE):
        inside[np.cumsum(lengths)[:-1] - i] = False
    offsets = np.concatenate([[0], np.cumsum(lengths - SHINGLE + 1)]).astype(np.uint64)
    matrix = rensa.RMinHash.digest_matrix_from_flat_token_hashes(
        np.ascontiguousarray(hashes[inside]), offsets, PERMUTATIONS, SEED
    )
    return np.array(matrix.to_rows(), np.uint32)


def _candidates(
    bands: NDArray[np.uint64], sketches: IO[bytes], shelf: _Shelf, index: Index
) -> Iterator[tuple[int, int]]:
    """Yield pairs of sections that may be near copies: the later one with the nearest of those before it.

    They fall together in some band, and their sketches agree well enough.
    """
    if not len(shelf):
        return
    filings = np.array(shelf.filings, np.int64)
    years, of = index.years[filings], index.of[filings]
    found: list[NDArray[np.int64]] = []
    for band in bands:
        order = np.lexsort((filings, years, band))
        order = order[band[order] > 0]
        for step in range(1, NEIGHBOURS + 1):
            earlier, later = order[:-step], order[step:]
            alike = band[earlier] == band[later]
            alike &= (of[earlier] != of[later]) | (years[earlier] != years[later])
            found.append(np.stack([later[alike], earlier[alike]], axis=1))
    pairs = np.unique(np.concatenate(found), axis=0)
    matrix = np.memmap(sketches, np.uint32, "r", shape=(len(shelf), PERMUTATIONS))
    agreed = np.concatenate([
        (matrix[some[:, 0]] == matrix[some[:, 1]]).mean(axis=1)
        for some in np.array_split(pairs, len(pairs) // TOGETHER + 1)
    ])  # fmt: skip
    pairs, agreed = pairs[agreed >= LEAST_AGREED], agreed[agreed >= LEAST_AGREED]
    order = np.lexsort((pairs[:, 1], -agreed, pairs[:, 0]))
    pairs = pairs[order]
    first = np.searchsorted(pairs[:, 0], pairs[:, 0])
    nearest = np.arange(len(pairs)) - first < NEIGHBOURS
    for later, earlier in pairs[nearest].tolist():
        yield later, earlier


def _verified(shelf: _Shelf, usage: Usage, index: Index, later: int, earlier: int) -> Copy | None:
    """Return a pair with its real overlap; None where that is no near copy."""
    a, b = shelf.filings[later], shelf.filings[earlier]
    if a == b:
        return None
    many = len(index.organizations)
    texts = _own(shelf, usage, many, later), _own(shelf, usage, many, earlier)
    found = overlap(*texts)
    if found.share < NEAR_COPY:
        return None
    return Copy(a, b, shelf.sections[later], found.share, len(texts[0]), found.passage)
