"""What a spreadsheet would take for a formula, made inert, and what was made so, as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

# Excel and its like run a text that begins so (in some languages the full-width signs as well). A sign
# before plain digits, and a mark for none, are only read as what they are. What stands behind apostrophes
# already gets one more, so that each can be taken away again.
_RUNS = re.compile(
    r"'*[\t\r ]*(?:[=＝@＠]|[+＋\-－](?![\d.,\s\-—–－]*(?:$|[件个条次万元人篇项％%]))).*", re.DOTALL
)
FIRST = frozenset("=＝@＠+＋-－\t\r '")
"""The characters that such a text can begin with."""
BOM = b"\xef\xbb\xbf"
"""What a spreadsheet tells UTF-8 by."""


def inert(text: str) -> str:
    """Return ``text`` so that a spreadsheet shows it and never runs it: behind an apostrophe where it would."""
    return f"'{text}" if text[:1] in FIRST and _RUNS.fullmatch(text) else text


def as_printed(text: str) -> str:
    """Return the text that ``inert`` made ``text`` of."""
    return text[1:] if text[:1] == "'" and _RUNS.fullmatch(text) else text


def is_for_spreadsheets(path: Path) -> bool:
    """Tell whether a CSV of ours was written for spreadsheets: only then it begins with a byte order mark."""
    with path.open("rb") as file:
        return file.read(len(BOM)) == BOM
