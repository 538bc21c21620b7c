"""The words in which a report states its numbers, and the quantities that they state."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.forms.form import Form
    from extractor.forms.problems import Problems

SIGNS = (
    "applications", "plain", "received", "handled", "replied", "carried_in", "carried_out", "carry",
    "withdrawn", "review", "litigation", "litigation_direct", "litigation_after_review",
    "about_openness", "party", "part", "concerning", "filler", "charge", "elsewhere", "channel",
    "change", "hedge", "total", "of_which", "rest", "including", "separately", "each", "none",
    "happened", "zero", "unreal", "comparison", "past", "since", "this_year", "partial", "own",
    "within", "region", "beyond", "narrower", "fee", "other_fee", "fee_notice", "fee_amount",
    "fee_taken", "covers_all", "body", "document",
)  # fmt: skip
"""What a word can do in a sentence; the narrative stage knows each of them."""

RESULT = "result"
"""The sign of the words of a quantity that has words of its own (``予以公开``)."""

BODIES = ("office", "town", "government")
STATISTICS = "2014"


@dataclass(frozen=True)
class Quantity:
    """A number that a report may state. ``statistics`` is its row in the 统计表 of 2014, empty for none.

    ``group``: it stands for all rows of 表三 whose code begins with ``code``. ``only``: the one form that
    has it. In 表三 and 表四 the row has the code of the quantity.
    """

    code: str
    statistics: str
    group: bool = False
    only: str = ""


@dataclass(frozen=True)
class Narration:
    """``signs``: word → what it does; ``quantity_of``: word or sign → code of the quantity that it states.

    ``topics``: what the overview has to speak of → words that show it does. ``bodies``: kind of body → endings
    of its name. ``names``: what messages call a quantity that is no row, by language. ``inner``: words that the name
    of a part of a body is made of (政务公开科). ``called``: what a body is called → endings of its name (学校: 大学).
    ``applicants``: what applicants are called → their columns in 表三, joined by ``+``.
    """

    signs: dict[str, str] = field(default_factory=dict)
    quantity_of: dict[str, str] = field(default_factory=dict)
    quantities: dict[str, Quantity] = field(default_factory=dict)
    topics: dict[str, tuple[str, ...]] = field(default_factory=dict)
    bodies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    names: dict[str, dict[str, str]] = field(default_factory=dict)
    inner: frozenset[str] = frozenset()
    called: dict[str, tuple[str, ...]] = field(default_factory=dict)
    applicants: dict[str, str] = field(default_factory=dict)


def read_narration(where: str, raw: dict[str, Any], forms: dict[str, Form], problems: Problems) -> Narration:
    """Return the narration in ``raw``, linked with the forms; what is wrong goes to ``problems``."""
    top = problems.take(
        where,
        raw,
        signs=dict,
        quantities=dict,
        topics=dict,
        bodies=dict,
        names=dict,
        inner=list,
        called=dict,
        applicants=dict,
    )
    kinds: dict[str, type] = dict.fromkeys(SIGNS, list)
    lists = problems.take(f"{where} [signs]", top["signs"], (), **kinds)
    signs: dict[str, str] = {}
    for sign in SIGNS:
        _note(f"{where} [signs] {sign}", lists[sign], sign, signs, problems)
    quantity_of: dict[str, str] = {}
    quantities = {}
    for code, item in top["quantities"].items():
        at = f"{where} [quantities] {code}"
        q = problems.take(
            at,
            item,
            ("sign", "words", "group", "only"),
            sign=str,
            words=list,
            group=bool,
            only=str,
            statistics=str,
        )
        if bool(q["sign"]) == bool(q["words"]):
            problems.add(at, "has either a sign or words of its own")
        if q["sign"] and q["sign"] not in SIGNS:
            problems.add(at, f"there is no sign {q['sign']!r}")
        _note(at, q["words"], RESULT, signs, problems)
        quantity_of.update(dict.fromkeys([*q["words"], *([q["sign"]] if q["sign"] else [])], code))
        quantities[code] = Quantity(code, q["statistics"], q["group"], q["only"])
        _link(at, quantities[code], forms, problems)
    texts = {
        key: {k: problems.texts(f"{where} [{key}] {k}", v) for k, v in top[key].items()}
        for key in ("topics", "bodies", "called")
    }
    problems.found.extend(f"{where} [bodies]: unknown key {k!r}" for k in top["bodies"] if k not in BODIES)
    names = {k: problems.take(f"{where} [names] {k}", v, zh=str, en=str) for k, v in top["names"].items()}
    inner = frozenset(problems.texts(f"{where} inner", top["inner"]))
    applicants: dict[str, str] = {}
    for columns, words in top["applicants"].items():
        at = f"{where} [applicants] {columns}"
        applicants.update(dict.fromkeys(problems.texts(at, words), columns))
        _link_columns(at, columns, forms, problems)
    return Narration(signs, quantity_of, quantities, **texts, names=names, inner=inner, applicants=applicants)


def _note(where: str, words: list[Any], sign: str, signs: dict[str, str], problems: Problems) -> None:
    for word in problems.texts(where, words):
        if word in signs:
            problems.add(where, f"{word!r} stands twice")
        signs[word] = sign


def _link_columns(where: str, columns: str, forms: dict[str, Form], problems: Problems) -> None:
    tables = [form.tables["applications"] for form in forms.values() if "applications" in form.tables]
    for column in columns.split("+"):
        if not any(column in table.columns for table in tables):
            problems.add(where, f"表三 has no column {column!r}")


def _link(where: str, quantity: Quantity, forms: dict[str, Form], problems: Problems) -> None:
    rows = {code for form in forms.values() for table in form.tables.values() for code in table.rows}
    known = (
        quantity.only
        or quantity.code in (*rows, "replies", "litigation")
        or (quantity.group and any(r.startswith(f"{quantity.code}_") for r in rows))
    )
    if not known:
        problems.add(where, "the forms have no such row or group")
    statistics = forms[STATISTICS].tables.get("statistics") if STATISTICS in forms else None
    if quantity.statistics and (statistics is None or quantity.statistics not in statistics.rows):
        problems.add(where, f"the 统计表 has no row {quantity.statistics!r}")
    if quantity.only and quantity.only not in forms:
        problems.add(where, f"there is no form {quantity.only!r}")
