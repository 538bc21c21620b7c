"""What a spreadsheet would take for a formula, made inert."""

from __future__ import annotations

import re

# Excel and its like run a text that begins so (in some languages the full-width signs as well). A sign
# before plain digits, and a mark for none, are only read as what they are.
_RUNS = re.compile(
    r"[\t\r ]*(?:[=＝@＠]|[+＋\-－](?![\d.,\s\-—–－]*(?:$|[件个条次万元人篇项％%]))).*", re.DOTALL
)
FIRST = frozenset("=＝@＠+＋-－\t\r ")
"""The characters that such a text can begin with."""


def inert(text: str) -> str:
    """Return ``text`` so that a spreadsheet shows it and never runs it: behind an apostrophe where it would."""
    return f"'{text}" if text[:1] in FIRST and _RUNS.fullmatch(text) else text
