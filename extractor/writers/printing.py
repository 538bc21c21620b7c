"""How a number and a text are printed in what we write."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

REPLACEMENT = "\ufffd"
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def plain(value: Decimal | None) -> str:
    """Return a number in plain digits, never with an exponent; empty for None."""
    if value is None:
        return ""
    text = str(value)
    return text if "E" not in text else format(value, "f")


def clean(text: str) -> str:
    """Return ``text`` as a UTF-8 file can hold it: no NUL, no lone surrogate, lines ended by LF.

    A character that cannot be written becomes U+FFFD, so that it can be seen that one was there.
    """
    if text.isprintable():  # the common case, and several times faster than looking for each
        return text
    if "\r" in text:  # a lone CR would end the row for most readers of CSV
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _UNWRITABLE.sub(REPLACEMENT, text)
