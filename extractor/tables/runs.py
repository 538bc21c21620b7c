"""Tables of text that was run together: labels and digits in one string, with nothing between the cells.

``规章000行政规范性文件693665第二十条第（五）项…``: the labels of the forms are looked for as they stand, and the
digits between two of them are the cells of a row, still uncut. A number that begins the next label
(``00000002.其他法律…``) is that label's.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.document import Cell, Paragraph
from extractor.tables.parts import DataRow, TableFound
from extractor.text.fields import APART
from extractor.text.normal import fold, label_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.forms import Forms
    from extractor.model.document import Document
    from extractor.tables.vocabulary import Vocabulary

# Between two labels of one table stand at most a few other words; behind digits, next to none: in a
# sentence that names the rows (``行政许可2293件，…``) more follows.
_WIDEST_GAP = 40
_WIDEST_BEHIND_DIGITS = 8
_FEWEST_ROWS = 3
_FEWEST_ROWS_UNHEADED = 10
# A counting word behind the digits makes a sentence of it.
# A sign, a slash or a letter among the digits is kept: what it means cannot be told, and must not be lost.
_DIGITS = re.compile(
    r"[^\S\n]*[”\"'’）)】」』]*[^\S\n]*([+\-−/]?\d(?:[\d.,+\-−/%a-z]|[^\S\n])*)(?![\d件条个次项人部份篇年月日号])"
)
_NEXT_LINE = re.compile(r"\s*?\n\s*(\d[\d.,]*)(?![\d、.．])")
_SEPARATORS = "[\\s、，,。.：:；;“”\"'（）()\\-/／]*"
_ENUMERATED = re.compile(r"^(?:[（(]?(?:[一二三四五六七八九十]+|\d+)[）)、.．]\s*)")
_SHORT = 4
_UNIT_NOTE = 12


class Tape(NamedTuple):
    """Paragraphs joined to one text of equal length, folded character by character, and where each begins."""

    text: str
    starts: list[int]
    paragraphs: list[Paragraph]

    def locate(self, offset: int) -> str:
        """Return the place in the document of a character of the tape."""
        i = bisect_right(self.starts, offset) - 1
        return self.paragraphs[i].locate(offset - self.starts[i])


class Hit(NamedTuple):
    """A label on the tape: its text there, what it is, and the digits right behind it."""

    start: int
    end: int
    kind: str
    text: str


def read_runs(
    document: Document, forms: Forms, words: Vocabulary, known: frozenset[str]
) -> Iterator[TableFound]:
    """Yield the tables that stand in run-together text, those already ``known`` left out."""
    tape = _tape(document)
    for table in dict.fromkeys(code for form in forms.forms.values() for code in form.tables):
        if table in known:
            continue
        pattern = _pattern(table, words)
        hits = [
            Hit(m.start(), m.end(), _kind(table, m.group(), words), m.group())
            for m in pattern.finditer(tape.text)
        ]
        found = None
        for cluster in _clusters(hits, tape):
            rows = tuple(_across(cluster, tape) if table == "proceedings" else _rows(cluster, tape))
            headed = any(hit.kind == "column" for hit in cluster)
            fewest = 1 if table == "proceedings" else _FEWEST_ROWS if headed else _FEWEST_ROWS_UNHEADED
            if len(rows) >= fewest and (found is None or len(rows) > len(found.rows)):
                found = TableFound(
                    table, (), rows, False, tape.locate(cluster[0].start), _taken(cluster, tape)
                )
        if found is not None:
            yield found


def _tape(document: Document) -> Tape:
    text: list[str] = []
    starts: list[int] = []
    paragraphs = [block for block in document.blocks if isinstance(block, Paragraph)]
    length = 0
    for paragraph in paragraphs:
        starts.append(length)
        # One character for one: a place on the tape is a place in the document.
        folded = "".join(f if len(f) == 1 else c for c, f in ((c, fold(c)) for c in paragraph.text))
        text.append(folded + "\n")
        length += len(folded) + 1
    return Tape("".join(text), starts or [0], paragraphs)


@lru_cache(maxsize=16)
def _pattern(table: str, words: Vocabulary) -> re.Pattern[str]:
    """Return what matches any label of the table, with its number where the form prints one."""
    parts = []
    for label in sorted(words.printed(table), key=len, reverse=True):
        folded = fold(label)
        mark = _ENUMERATED.match(folded)
        core = label_key(label).core
        body = _SEPARATORS.join(re.escape(c) for c in core)
        if mark:
            digits = "".join(c for c in mark.group() if c.isalnum())
            bracket = folded[0] in "(（"
            number = rf"[（(]\s*{digits}\s*[）)]" if bracket else rf"{digits}\s*[、.．]"
            parts.append(rf"{number}\s*{body}")
            if len(core) <= _SHORT:
                continue
        parts.append(body)
    return re.compile("|".join(parts))


def _kind(table: str, text: str, words: Vocabulary) -> str:
    kinds = {role.kind for role in words.roles(text) if role.table == table}
    if "row" in kinds and ("column" not in kinds or _ENUMERATED.match(text)):
        return "row"
    return "column" if "column" in kinds else "other"


def _clusters(hits: list[Hit], tape: Tape) -> Iterator[list[Hit]]:
    """Yield stretches of labels with little but digits between them: a table, not a sentence that names some."""
    cluster: list[Hit] = []
    for hit in hits:
        between = tape.text[cluster[-1].end : hit.start] if cluster else ""
        widest = _WIDEST_BEHIND_DIGITS if _DIGITS.match(between) else _WIDEST_GAP
        if cluster and _words_between(between) > widest:
            yield cluster
            cluster = []
        cluster.append(hit)
    if cluster:
        yield cluster


def _words_between(text: str) -> int:
    return sum(1 for c in text if c.isalnum() and not c.isdigit())


def _digits(hit: Hit, after: int, tape: Tape) -> tuple[str, int] | None:
    """Return the digits behind a label, up to the next (at ``after``), and where they begin."""
    found = _DIGITS.match(tape.text, hit.end, after)
    if not found:
        return None
    digits = found.group(1).rstrip()
    # More digits on the next line: the rest of a number that was broken, or the number of a page.
    more = _NEXT_LINE.match(tape.text, found.end(), after)
    if more:
        sure = digits[-1] in ".," or more.group(1)[0] == "0"
        return digits + ("" if sure else APART) + more.group(1), found.start(1)
    return digits.rstrip(".,"), found.start(1)


def _rows(cluster: list[Hit], tape: Tape) -> Iterator[DataRow]:
    labels: list[str] = []
    ends = [hit.start for hit in cluster[1:]] + [len(tape.text)]
    for hit, end in zip(cluster, ends, strict=True):
        # With a column goes what is printed behind it: its unit.
        text = hit.text if hit.kind == "row" else tape.text[hit.start : min(end, hit.end + _UNIT_NOTE)]
        labels.append(text.replace("\n", ""))
        digits = _digits(hit, end, tape) if hit.kind == "row" else None
        if digits:
            yield _row(tuple(labels), *digits, tape)
            labels = []


def _across(cluster: list[Hit], tape: Tape) -> Iterator[DataRow]:
    """Yield the one row of 表四: the digits behind its fifteen column labels."""
    ends = [hit.start for hit in cluster[1:]] + [len(tape.text)]
    for i, (hit, end) in enumerate(zip(cluster, ends, strict=True)):
        # The numbers of 表四 stand on a line of their own, or behind the last label.
        digits = _digits(hit, end, tape) or _digits(hit._replace(end=_line_end(hit, tape)), end, tape)
        if digits and hit.kind == "column" and sum(1 for h in cluster[: i + 1] if h.kind == "column") >= 5:
            yield _row((), *digits, tape)
            return


def _line_end(hit: Hit, tape: Tape) -> int:
    """Return where the next line begins, if nothing but blanks stands between; else the end of the label."""
    rest = len(tape.text) - len(tape.text[hit.end :].lstrip())
    return rest if "\n" in tape.text[hit.end : rest] else hit.end


def _row(labels: tuple[str, ...], digits: str, start: int, tape: Tape) -> DataRow:
    place = tape.locate(start)
    return DataRow(labels, (Cell(digits, place, 0, 0),), sees_blanks=False, location=place, glued=True)


def _taken(cluster: list[Hit], tape: Tape) -> frozenset[str]:
    """Return the places of the paragraphs that hold nothing but the table."""
    first, last = cluster[0].start, cluster[-1].end
    return frozenset(
        paragraph.location
        for start, paragraph in zip(tape.starts, tape.paragraphs, strict=True)
        if first <= start <= last and len(paragraph.text) <= last - start + _WIDEST_GAP
    )
