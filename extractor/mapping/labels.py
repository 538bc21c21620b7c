"""One printed label against one label of a form: how well they agree, and by what.

In this order: the same normal form; a known alias; words in common (jieba, with the lexicon); a
misprint (insertions and deletions); the beginning of a label that was cut. The groups printed before a
label tell apart what reads the same (其他 of 其他处理, 其他 of another group).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel

from extractor.text.normal import label_key
from extractor.text.tokens import overlap, segmenter

if TYPE_CHECKING:
    from extractor.forms import Column, Forms, Row, Table
    from extractor.text.normal import LabelKey

# Below this a match is too weak to stand on. One wrong character in four is just above it.
THRESHOLD = 0.72
# A score from here on is that of a label printed right; below, of a misprint that was recognised.
PRINTED_RIGHT = 0.97
_ALIAS = 0.98
_FUZZY = 0.97  # what the best misprint can reach
_PART = 0.85
_SHORTEST_FUZZY = 3
_SHORTEST_PART = 4
# What is a label as it stands is rather that of its own row than the end of the one before.
_ENDS_BEHIND = 0.005
_PIECES = 5  # a label is never cut into more
# Words are asked only where the spelling leaves hope; the dictionary costs half a second to load.
_HOPE = 0.45


_MOST_SCORED = 4096


class Scored(NamedTuple):
    """How well a printed label fits: 0 to 1 (context may lift it a little), and the method."""

    score: float
    method: str


class _Known(NamedTuple):
    """A label of the form as it is compared: its code, normal forms (the official first), groups, number."""

    code: str
    cores: tuple[str, ...]
    groups: tuple[str, ...]
    enumerator: int


_NOTHING = Scored(0.0, "none")


class Labeller:
    """The labels of one table of one form, ready to be compared with."""

    def __init__(self, forms: Forms, table: Table, kind: str) -> None:
        lines: list[Row | Column] = list(table.rows.values() if kind == "row" else table.columns.values())
        known = forms.aliases.get(table.code, {})
        aliases = known.get(f"{kind}s", {})
        self._lexicon = forms.lexicon
        self._groups = {
            label_key(name).core: label_key(group).core
            for line in lines
            for group in line.path[:-1]
            for name in (group, *known.get("groups", {}).get(group, ()))
        }
        self.codes = tuple(line.code for line in lines)
        self.lines = tuple(
            _Known(
                line.code,
                tuple(
                    dict.fromkeys(
                        label_key(name).core for name in (line.path[-1], *aliases.get(line.code, ()))
                    )
                ),
                tuple(label_key(group).core for group in line.path[:-1]),
                label_key(line.path[-1]).enumerator,
            )
            for line in lines
        )
        self._scored: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Scored]] = {}
        self._exact: dict[str, list[int]] = {}
        for i, line in enumerate(self.lines):
            for core in line.cores:
                self._exact.setdefault(core, []).append(i)

    def scores_of(self, path: tuple[LabelKey, ...]) -> list[Scored]:
        """Return the score of a label path in normal form (outermost first) against every line of the form."""
        out = [_NOTHING] * len(self.lines)
        if path:
            self._score_leaf(path[-1], [key.core for key in path[:-1]], out, broken=False)
        return only_right(out)

    def scores(self, labels: tuple[str, ...], after: tuple[str, ...] = ()) -> list[Scored]:
        """Return the scores of a printed label path from text, where a label may be cut into pieces.

        The last pieces are tried joined, and with the pieces printed ``after`` the values. The list is kept for
        the next filing that prints the same, and is not to be changed.
        """
        known = self._scored.get((labels, after))
        if known is not None:
            return known
        out = [_NOTHING] * len(self.lines)
        for leaf, before, whole in _leaves(labels, after):
            self._score_leaf(
                label_key("".join(leaf)),
                [label_key(text).core for text in before],
                out,
                broken=True,
                less=0.0 if whole else _ENDS_BEHIND,
            )
        if len(self._scored) >= _MOST_SCORED:
            self._scored.clear()
        found = self._scored[labels, after] = only_right(out)
        return found

    def _score_leaf(
        self, key: LabelKey, before: list[str], out: list[Scored], *, broken: bool, less: float = 0.0
    ) -> None:
        """Raise the scores in ``out`` to those of a label with these others before it, each by ``less``."""
        if not key.core:
            return
        groups = [g for g in (self._groups.get(core, "") for core in before) if g]
        for i in self._exact.get(key.core) or range(len(self.lines)):
            found = self._score(key.core, key.enumerator, groups, self.lines[i], broken=broken)
            if found.score - less > out[i].score:
                out[i] = found._replace(score=found.score - less) if less else found

    def scores_behind(self, labels: tuple[str, ...], after: tuple[str, ...]) -> list[Scored]:
        """Return the scores of a label printed behind its numbers: its first pieces, or cut around them."""
        out = [_NOTHING] * len(self.lines)
        ways = [after[:count] for count in range(1, len(after) + 1)]
        ways += [(labels[-1], *after[:count]) for count in range(1, len(after) + 1)] if labels else []
        for leaf in ways:
            found = self.scores(("".join(leaf),))
            out = [max(a, b) for a, b in zip(out, found, strict=True)]
        return only_right(out)

    def _score(self, core: str, enumerator: int, groups: list[str], known: _Known, *, broken: bool) -> Scored:
        if core[-1].isdigit() and not any(name[-1].isdigit() for name in known.cores):
            # A digit of the cell beside it: the row is not told without it, nor is the number.
            return _NOTHING
        if core in known.cores:
            score, method = (1.0, "exact") if core == known.cores[0] else (_ALIAS, "alias")
        else:
            score, method = _similarity(core, known.cores, self._lexicon, broken)
        if not score:
            return _NOTHING
        if groups and known.groups:
            if groups[-1] not in known.groups:
                score -= 0.35
            elif groups[-1] == known.groups[-1]:
                score += 0.02
        if enumerator and known.enumerator:
            score += 0.01 if enumerator == known.enumerator else -0.02
        return Scored(score, method)


def only_right(scores: list[Scored]) -> list[Scored]:
    """Return the scores of one printed label; where it is printed right for a line, for such lines alone.

    What is one row's label in full is no misprint of another's, however well that would keep the order.
    """
    if all(found.score < PRINTED_RIGHT for found in scores):
        return scores
    return [found if found.score >= PRINTED_RIGHT else _NOTHING for found in scores]


@lru_cache(maxsize=65536)
def _similarity(
    core: str, cores: tuple[str, ...], lexicon: tuple[str, ...], broken: bool
) -> tuple[float, str]:
    best, method = 0.0, "none"
    official = cores[0]
    for known in cores:
        if min(len(core), len(known)) < _SHORTEST_FUZZY:
            continue
        spelling = Indel.normalized_similarity(core, known) * _FUZZY
        if spelling > best:
            best, method = spelling, "misprint"
    if _HOPE <= best < THRESHOLD + 0.05:
        words = segmenter(lexicon)
        common = overlap(words.words(core), words.words(official)) * _FUZZY
        if common > best:
            best, method = common, "tokens"
    shortest = _SHORTEST_PART if broken else 2 * _SHORTEST_PART
    if best < _PART and len(core) >= shortest and official.startswith(core):
        best, method = _PART, "part"
    return (best, method) if best >= _HOPE else (0.0, "none")


def _leaves(
    labels: tuple[str, ...], after: tuple[str, ...]
) -> list[tuple[tuple[str, ...], tuple[str, ...], bool]]:
    """Return the ways to take the last pieces as one label: one piece to five, with or without one of those after.

    Each with the pieces before it, and whether none of those after was needed.
    """
    out = []
    for count in range(1, min(_PIECES, len(labels)) + 1):
        leaf, before = labels[-count:], labels[:-count]
        out.append((leaf, before, True))
        out += [((*leaf, piece), before, False) for piece in after]
    return out


_MADE: dict[tuple[str, str, str, str], Labeller] = {}


def labeller(forms: Forms, template: str, table: Table, kind: str) -> Labeller:
    """Return the labeller of the rows or columns of a table, made once for a version of the forms."""
    key = (forms.version, template, table.code, kind)
    found = _MADE.get(key)
    if found is None:
        found = _MADE[key] = Labeller(forms, table, kind)
    return found
