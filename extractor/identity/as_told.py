"""A name that was recognised from a picture: what of it can be told.

One character misread makes another body, which may exist. A name is told where all its characters are sure in
one printing of it, and it is either printed again or nothing is printed that differs from it a little.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.model.document import Recognised

UNKNOWN = "\ufffd"
_SHORTEST = 5  # characters: of shorter names, one that differs by a character is likely another's
_ONE_OF = 6  # characters, in each of which one may be misread


def as_told(name: str, recognised: Recognised) -> str:
    """Return a name with U+FFFD for each character that cannot be told; as it is where no picture prints it."""
    said = "".join(map(_normal, recognised.said))
    places = list(_places(name, said)) if name else []
    if not places:
        return name
    least = min(places, key=lambda at: _doubts(recognised, at, name))
    if _doubts(recognised, least, name):
        sure = recognised.sure[least : least + len(name)]
        return "".join(UNKNOWN if known == UNKNOWN else c for c, known in zip(name, sure, strict=True))
    if len(places) > 1 or len(name) < _SHORTEST:
        return name
    return _against_others(name, said, recognised.sure)


def _places(name: str, said: str) -> Iterator[int]:
    at = said.find(name)
    while at >= 0:
        yield at
        at = said.find(name, at + 1)


def _doubts(recognised: Recognised, at: int, name: str) -> int:
    return recognised.sure.count(UNKNOWN, at, at + len(name))


def _against_others(name: str, said: str, sure: str) -> str:
    """Return a name without the characters in which another printing, nearly the same, differs for certain."""
    most = max(1, len(name) // _ONE_OF)
    told = list(name)
    for at in range(len(said) - len(name) + 1):
        differ = [i for i, c in enumerate(name) if said[at + i] != c] if _is_near(name, said, at) else []
        if len(differ) <= most:
            for i in differ:
                told[i] = told[i] if sure[at + i] == UNKNOWN else UNKNOWN
    return "".join(told)


def _is_near(name: str, said: str, at: int) -> bool:
    """Tell at a glance whether a stretch can be the name misread: its first or its last two characters agree."""
    return said.startswith(name[:2], at) or said.startswith(name[-2:], at + len(name) - 2)


def _normal(character: str) -> str:
    """Return a character in NFKC, where that is one."""
    normal = unicodedata.normalize("NFKC", character)
    return normal if len(normal) == 1 else character
