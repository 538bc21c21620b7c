"""What holds at a place of a sentence: whose numbers, of which period, about what."""

from __future__ import annotations

from typing import NamedTuple

SCOPES = frozenset({"own", "within", "region", "beyond", "narrower", "another", "joint"})
APPLICATIONS, PROCEEDINGS, ELSEWHERE = "applications", "proceedings", "elsewhere"
THIS, PAST, SINCE, PARTIAL, LATER = "this", "past", "since", "partial", "later"


class Tag(NamedTuple):
    """A scope or period: its kind, and the words that say it."""

    kind: str = ""
    text: str = ""


class Point(NamedTuple):
    """What holds at a sign.

    ``focus`` is what was spoken of last; ``of_which``: behind 其中;
    ``known``: applications for information have been spoken of, so that a plain 申请 is one.
    """

    scope: Tag = Tag()
    period: Tag = Tag()
    focus: str = ""
    of_which: bool = False
    known: bool = False
