"""Where something stands in a document, in words for the people who made it."""

from __future__ import annotations

import re

from extractor.notices.phrases import phrases

_KINDS = (
    ("cell", re.compile(r"(\d+)/(\d+)/(\d+)")),
    ("line", re.compile(r"(\d+):(\d+)")),
    ("page", re.compile(r"p(\d+)(?: \[.*\])?")),
    ("paragraph", re.compile(r"¶(\d+).*")),
    ("table", re.compile(r"(\d+)")),
)


def place_in_words(location: str) -> str:
    """Return ``2/27/6`` as 第2个表格第27行第6格; behind the name of an attachment, with that in front.

    A place of another kind stays as it is.
    """
    told = _own(location)
    if told:
        return told
    # the place may hold a blank itself: p3 [1,2,3,4]
    for cut in (i for i, c in enumerate(location) if c == " "):
        told = _own(location[cut + 1 :])
        if told:
            return phrases()["place"]["attachment"].format(file=location[:cut], place=told)
    return location


def _own(location: str) -> str:
    for kind, pattern in _KINDS:
        found = pattern.fullmatch(location)
        if found:
            return phrases()["place"][kind].format(*found.groups())
    return ""
