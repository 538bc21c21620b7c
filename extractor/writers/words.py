"""The words of pages and command line in each language, from ``templates/words.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Literal

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

Words = dict[str, dict[str, str]]
"""Group → key → text in one language."""


@cache
def words(language: Language, package: str = "extractor.writers") -> Words:
    """Return all words of a language. KeyError where one is missing: no page is made half in another.

    ``package``: whose ``templates/words.toml`` they are from.
    """
    raw = tomllib.loads((files(package) / "templates" / "words.toml").read_text("utf-8"))
    return {group: {key: text[language] for key, text in keys.items()} for group, keys in raw.items()}
