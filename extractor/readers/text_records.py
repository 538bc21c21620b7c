"""Comma-separated values in a text: which mark parts the fields, which lines are records, where each ends."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.text.fields import open_quotes, split_quoted
from extractor.text.values import is_value

if TYPE_CHECKING:
    from collections.abc import Sequence

_DELIMITERS = (",", ";", "，", "；")
_SENTENCE = re.compile("[。！？!?]")
# So many lines of a label and numbers make a table of them; a sentence never ends in several numbers.
_FEWEST_RECORDS = 4
_FEWEST_FIELDS = 3
_LONGEST_MEAN = 20
_LONGEST_LINE = 5_000
_MOST_LINES = 8  # of one record: a cell with ends of lines in quotes


def delimiter_of(lines: Sequence[str]) -> str:
    """Return what parts the fields of the records among the lines; empty where there are none."""
    for delimiter in _DELIMITERS:
        found = 0
        for line in lines:
            if delimiter in line and _is_data(line, delimiter):
                found += 1
                if found >= _FEWEST_RECORDS:
                    return delimiter
    return ""


def _is_data(line: str, delimiter: str) -> bool:
    """Tell a label followed by numbers, marks or blanks."""
    if len(line) > _LONGEST_LINE or _SENTENCE.search(line):
        return False
    texts = [field.text for field in split_quoted(line, delimiter)]
    if len(texts) < _FEWEST_FIELDS or "|" in line or "\t" in line:
        return False
    while texts and not texts[0]:
        texts.pop(0)
    if not texts or is_value(texts[0]):
        return False
    values = [text for text in texts[1:] if is_value(text)]
    return is_value(texts[-1]) and any(values) and len(values) + 3 >= len(texts)


def is_record(line: str, delimiter: str) -> bool:
    """Tell a line of a table whose fields ``delimiter`` parts, headers and captions among them."""
    if not delimiter or delimiter not in line or len(line) > _LONGEST_LINE or _SENTENCE.search(line):
        return False
    fields = split_quoted(line, delimiter)
    return sum(len(field.text) for field in fields) <= _LONGEST_MEAN * len(fields)


def joined(lines: Sequence[str], number: int) -> list[str]:
    """Return the lines of the record that begins at ``number``: those in which its quotes end included."""
    for count in range(1, _MOST_LINES + 1):
        record = list(lines[number : number + count])
        if not open_quotes("\n".join(record)):
            return record
    return [lines[number]]
