"""Tags as they stand in the source of a page: which are plain enough to be understood without a parser."""

from __future__ import annotations

import re
from typing import NamedTuple

from extractor.readers.hidden import may_blank, may_hide

TOKEN = re.compile(rb"(<[^<>]*>)")
TAG = re.compile(
    rb"""<(/?)([a-z][a-z0-9]*(?::[a-z]+)?)((?:\s+[a-z_:][\w:.\-]*(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=`]+))?)*)\s*(/?)>""",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    rb"""([a-z_:][\w:.\-]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=`]+)))?""", re.IGNORECASE
)
RAISES = re.compile(rb"ertical-align\s*:\s*su")


class Tag(NamedTuple):
    """A start or end tag: its name in lower case, its attributes as printed, names in lower case.

    ``empty``: it ends by ``/>``; ``hides``: it may say that what it holds is not displayed.
    """

    name: str
    ends: bool
    attributes: tuple[tuple[bytes, bytes], ...]
    empty: bool
    hides: bool


def read_tag(token: bytes) -> Tag | None:
    """Return a tag of the source; None for one that is written oddly, or that may blank or raise what it holds."""
    found = TAG.fullmatch(token)
    if found is None:
        return None
    lower = token.lower()
    hides = may_hide(lower)
    if (hides and may_blank(lower)) or RAISES.search(lower):
        return None
    attributes = tuple(
        (name.lower(), one or two or three) for name, one, two, three in _ATTRIBUTE.findall(found[3])
    )
    return Tag(found[2].lower().decode(), bool(found[1]), attributes, bool(found[4]), hides)
