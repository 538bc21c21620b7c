"""What each value of a coded column means, in Chinese and in English: for the data package."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from extractor.forms import load_forms
from extractor.forms.codes import load_codes
from extractor.writers.schema import FACT_TABLES
from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.writers.schema import Field, Schema


class Category(NamedTuple):
    """A value, its Chinese and its English words; ``templates``: the generations of the form that have it."""

    value: str
    zh: str
    en: str
    templates: tuple[str, ...] = ()


# column → the group of words.toml that names its values, and the one that explains them
_WORDS = {
    ("filings", "status"): ("status", "status_meaning"),
    ("suggestions", "kind"): ("suggestion_kind", ""),
    ("violations", "severity"): ("severity", ""),
    ("violations", "outcome"): ("outcome", ""),
    ("narrative", "standing"): ("standing", ""),
}


def categories(schema: Schema, field: Field) -> tuple[Category, ...]:
    """Return the values that a column can have, each with its words; nothing where it is not coded."""
    if schema.name in FACT_TABLES and field.name in ("row", "column"):
        codes = load_codes()[schema.name, "row" if field.name == "row" else "column"]
        return tuple(Category(c.code, c.label, c.gloss, tuple(c.labels)) for c in codes)
    if field.name == "template":
        return tuple(
            Category(f.code, f"{f.name}（{f.notice}）", _years(f.first_year, f.last_year))
            for f in load_forms().forms.values()
        )
    if field.name == "table":
        return tuple(_named(field.choices, "table", ""))
    if field.name == "rule":
        rules = load_forms().rulebook.rules
        return tuple(Category(r.code, r.holds_when["zh"], r.holds_when["en"], r.templates) for r in rules)
    if schema.name in FACT_TABLES and field.name == "status":
        return tuple(_named(field.choices, "cell", "codebook"))
    group, meaning = _WORDS.get((schema.name, field.name), ("", ""))
    return tuple(_named(field.choices, group, meaning)) if group else ()


def _named(values: Iterable[str], group: str, meaning: str) -> Iterable[Category]:
    """Yield values with their words; with a group of meanings, ``name：meaning`` in both languages."""
    zh, en = words("zh"), words("en")
    for value in map(str, values):
        if meaning:
            yield Category(value, f"{zh[group][value]}：{zh[meaning][value]}", en[meaning][value])
        else:
            yield Category(value, zh[group][value], en[group][value])


def _years(first: int, last: int | None) -> str:
    return f"report years {first} to {last}" if last else f"report years from {first} on"
