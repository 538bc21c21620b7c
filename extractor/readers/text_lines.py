"""The lines of a plain text as its reader counts them, for showing it by its places."""

from __future__ import annotations

import re

_ENDS = re.compile(r"\r\n|\n|\r|\x0b|\x85|\u2028|\u2029|\f")


def lines_of(text: str) -> list[str]:
    """Return the lines of a text; a place ``line:column`` counts lines and characters from 1."""
    return [line.rstrip("\r") for line in _ENDS.split(text)]
