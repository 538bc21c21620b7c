"""The words of a notice, from ``data/letter.toml``; a notice is a Chinese document in any language of the program."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

Phrases = dict[str, dict[str, str]]
_SLOT = re.compile(r"\{(\w+)\}")


class Blank(NamedTuple):
    """A place that the sender fills in. ``text``: what stands there until then; ``filled``: it is a proposal."""

    name: str
    text: str
    filled: bool = False


Line = tuple[str | Blank, ...]
"""A paragraph: texts, and blanks between them."""


@cache
def phrases() -> Phrases:
    """Return all words, group → key → text."""
    text = (files("extractor.notices") / "data" / "letter.toml").read_text("utf-8")
    return tomllib.loads(text)


def line(text: str, **given: str) -> Line:
    """Return a paragraph of ``text``: its slots filled with what is given, the others blanks to be filled in.

    A blank for which something is given under its own name stays a blank, with that as the proposal.
    """
    blanks = phrases()["fields"]
    out: list[str | Blank] = []
    end = 0
    for slot in _SLOT.finditer(text):
        out.append(text[end : slot.start()])
        name, value = slot[1], given.get(slot[1], "")
        out.append(Blank(name, value or blanks[name], bool(value)) if name in blanks else value)
        end = slot.end()
    out.append(text[end:])
    return tuple(part for part in out if part)
