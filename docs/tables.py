"""Markdown tables, and the words of the forms for them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.forms.codes import load_codes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from extractor.writers.words import Language


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; its texts may hold anything but line ends."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(_cell(c) for c in line) + " |" for line in lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ").replace("<", "&lt;")


def texts(group: str, lang: Language) -> dict[str, str]:
    """Return the texts of a group in ``words.toml``."""
    raw = tomllib.loads((Path(__file__).parent / "words.toml").read_text("utf-8"))
    return {key: text[lang] for key, text in raw[group].items()}


def label(name: str, kind: str, code: str, lang: Language, template: str) -> str:
    """Return what a row or column is called: its printed label (the innermost level), or its English gloss."""
    found = next(c for c in load_codes()[name, "row" if kind == "row" else "column"] if c.code == code)
    return found.gloss if lang == "en" else found.labels[template][0].rpartition("/")[2]
