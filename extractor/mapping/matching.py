"""The labels of a whole table at once → rows and columns of a form."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from extractor.mapping.assignment import assign
from extractor.mapping.labels import labeller, only_right
from extractor.model.filing import CellStatus, Match
from extractor.text.normal import label_key
from extractor.text.values import COUNTING_WORDS, read_value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from extractor.forms import Forms, Table
    from extractor.tables import DataRow
    from extractor.text.normal import LabelKey

_UNMATCHED_COST = 0.5
# Two ways to tell the rows whose sums of scores are this near are a tie.
_TIE = 0.5

Labels = tuple[tuple[str, ...], ...]
_Key = tuple[str, str, str, str]
_CONTEXT: dict[_Key, tuple[Forms, str, Table]] = {}


def fit(matches: Sequence[Match]) -> float:
    """Return how well a form's table fits what is printed: 1 where each label is one of its own, in full.

    ``matches`` has one for each label on the page, whatever the form: one that the form does not have
    counts against it.
    """
    total = sum(m.score if m.code else -_UNMATCHED_COST * bool(m.printed) for m in matches)
    return round(max(0.0, total) / max(1, len(matches)), 4)


def in_order(header: tuple[Match, ...]) -> tuple[Match, ...]:
    """Return the matches of a header, none of them where the total stands among its parts.

    No form prints it there: a cell of the header was lost, and its labels no longer stand over their numbers.
    """
    codes = [match.code for match in header if match.code]
    if "total" in codes[1:-1]:
        return tuple(replace(match, code="", method="none", score=0.0) for match in header)
    return header


def _printed(row: DataRow) -> tuple[str, ...]:
    """Return the labels of a row without the cell of its unit."""
    labels = row.labels
    while len(labels) > 1 and labels[-1].strip() in COUNTING_WORDS:
        labels = labels[:-1]
    return labels


def match_rows(
    forms: Forms, template: str, table: Table, rows: Sequence[DataRow], *, broken: bool = False
) -> tuple[Match, ...]:
    """Return a match for each row, told over the whole table at once.

    ``broken``: the labels come from text, where one may be cut, and may stand before its numbers or behind.
    """
    labels = tuple(_printed(row) for row in rows)
    key = _key(forms, template, table, "row")
    if not broken:
        return _match_lines(key, labels)
    return _match_pieces(key, labels, tuple(row.after for row in rows), tuple(map(_floats, rows)))


def _floats(row: DataRow) -> bool:
    """Tell a row of numbers that may belong to the label behind; a mark for none behind a group may not."""
    return row.floating and any(read_value(cell.text).status is CellStatus.REPORTED for cell in row.cells)


def match_columns(forms: Forms, template: str, table: Table, paths: Labels) -> tuple[Match, ...]:
    """Return a match for each printed column label path of one header."""
    return _match_lines(_key(forms, template, table, "column"), paths)


def _key(forms: Forms, template: str, table: Table, kind: str) -> _Key:
    key = (forms.version, template, table.code, kind)
    _CONTEXT[key] = (forms, template, table)
    return key


@lru_cache(maxsize=4096)
def _match_lines(key: _Key, labels: Labels) -> tuple[Match, ...]:
    told = _told(key, tuple([tuple([label_key(text) for text in path]) for path in labels]))
    return tuple(
        Match("/".join(path[-3:]), m.code, m.method, m.score, m.runner_up, m.runner_up_score)
        for path, m in zip(labels, told, strict=True)
    )


@lru_cache(maxsize=4096)
def _told(key: _Key, labels: tuple[tuple[LabelKey, ...], ...]) -> tuple[Match, ...]:
    """Return the matches of labels in their normal form: line breaks and marks in them make no difference."""
    lines = labeller(*_CONTEXT[key], key[3])
    return assign([""] * len(labels), [lines.scores_of(path) for path in labels], lines.codes)


@lru_cache(maxsize=1024)
def _match_pieces(key: _Key, labels: Labels, after: Labels, floating: tuple[bool, ...]) -> tuple[Match, ...]:
    """Return the matches of rows of text: each label before its numbers, or (``floating`` rows) behind them.

    What lies between two rows of numbers may be the label of either. All rows one way is compared with all
    the other way, and with a mixture that leaves no row over; rows on which two ways as good differ are
    not told.
    """
    lines = labeller(*_CONTEXT[key], key[3])
    printed = ["/".join(path[-3:]) for path in labels]
    before = [lines.scores(path, behind) for path, behind in zip(labels, after, strict=True)]
    first = assign(printed, before, lines.codes)
    if not any(floating):
        return first
    behind = [
        lines.scores_behind(path, rest) if floats else line
        for path, rest, floats, line in zip(labels, after, floating, before, strict=True)
    ]
    second = assign(printed, behind, lines.codes)
    either = [
        only_right([max(a, b) for a, b in zip(x, y, strict=True)])
        for x, y in zip(before, behind, strict=True)
    ]
    mixed = assign(printed, either, lines.codes)
    totals = [sum(match.score for match in way) for way in (first, second, mixed)]
    if totals[2] > max(totals[:2]) + _TIE and all(match.code for match in mixed):
        return mixed
    if abs(totals[0] - totals[1]) >= _TIE:
        return first if totals[0] > totals[1] else second
    return tuple(
        a if a.code == b.code else replace(a, code="", method="none", score=0.0)
        for a, b in zip(first, second, strict=True)
    )
