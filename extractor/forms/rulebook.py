"""Load the rule catalogue: every key known, every code, language and slot there, or a problem."""

from __future__ import annotations

from string import Formatter
from typing import TYPE_CHECKING, Any

from extractor.forms.rule import Example, Rule, Rulebook, Words

if TYPE_CHECKING:
    from extractor.forms.form import Form
    from extractor.forms.problems import Problems

LANGUAGES = ("zh", "en")
GROUPS = ("arithmetic", "structure", "cell", "narrative", "identity", "series")
SEVERITIES = ("error", "warning", "info")
OUTCOMES = ("violated", "undecided")
UNKNOWN = ("organization", "year")
CELL_WORDS = ("blank", "nil", "absent", "unreadable", "doubtful")

SUM_SLOTS = frozenset({"where", "left", "right", "gap"})
UNDECIDED_SLOTS = frozenset({"where", "lacking", "need"})
SLOTS = {
    "section-missing": frozenset({"number", "title"}),
    "section-numbering": frozenset({"found"}),
    "section-empty": frozenset({"heading"}),
    "table-missing": frozenset({"table", "title"}),
    "table-duplicated": frozenset({"table", "title"}),
    "row-missing": frozenset({"where", "row"}),
    "row-short": frozenset({"where", "row"}),
    "row-unexpected": frozenset({"where", "printed"}),
    "column-missing": frozenset({"where", "column"}),
    "template-mismatch": frozenset({"table", "used", "due", "year", "notice"}),
    "cell-blank": frozenset({"where", "count", "columns"}),
    "cell-not-a-number": frozenset({"where", "printed"}),
    "cell-negative": frozenset({"where", "value"}),
    "cell-not-whole": frozenset({"where", "value"}),
    "amount-unit": frozenset({"where", "reasons"}),
    "narrative-applications": frozenset({"name", "stated", "printed", "sentence", "note"}),
    "narrative-proceedings": frozenset({"name", "stated", "printed", "sentence", "note"}),
    "narrative-none": frozenset({"name", "stated", "printed", "sentence", "note"}),
    "narrative-year": frozenset({"year", "said", "sentence"}),
    "overview-topics": frozenset({"topics"}),
    "fee-statement": frozenset[str](),
    "organization-unknown": frozenset[str](),
    "published-late": frozenset({"published", "due", "kind"}),
    **dict.fromkeys(("carry-over", "stock-flow", "items-flow"), frozenset({"where", "left", "right", "gap"})),
    "series-gap": frozenset({"missing", "last"}),
    "filing-duplicated": frozenset({"year", "others", "told"}),
    "outlier": frozenset({"where", "value", "usual", "years", "score"}),
    "rollup": frozenset({"where", "value", "total", "count", "parts"}),
    "narrative-copied": frozenset({"told"}),
    "year-unknown": frozenset[str](),
}
"""The slots that the engine fills, for the rules that are not arithmetic."""
OTHERWISE_UNDECIDED = {
    "published-late": frozenset({"published", "kind"}),
    **dict.fromkeys(("carry-over", "stock-flow", "items-flow"), frozenset({"where", "lacking"})),
}
"""The slots of the undecided cases, where they are others than those of a violation."""
BETWEEN = frozenset({"narrative-copied"})
"""Rules between filings that stand in another group than ``series``: one filing can be no example of them."""

PHRASES = {
    "row_line": {"table", "row"}, "column_line": {"table", "column"}, "cell": {"table", "row", "column"},
    "block": {"table", "caption"}, "plus": set(), "equals": set(), "comma": set(), "and": set(),
    "semicolon": set(), "all_zero": {"sum"}, "only": {"sum", "term"},
    "blank": {"cells"}, "absent": {"cells"}, "unreadable": {"cells"}, "minus": {"totals", "parts"},
    "need_one": {"cells", "value"}, "need_many": {"cells", "value"}, "need_difference": {"cells", "value"},
    "need_at_most": {"cells", "value"}, "need_at_least": {"cells", "value"}, "impossible": set(),
    "unit_yuan": {"value"}, "unit_yuan_empty": set(), "unit_none": {"value"}, "unit_large": {"value"},
    "none_found": set(),
    "flow_last": {"year", "name", "value", "place"}, "flow_this": {"name", "value"},
    "flow_lacks_last": {"year", "name", "state", "place"}, "flow_lacks_this": {"name", "state"},
    "flow_need": {"name", "value"}, "state_blank": set(), "state_absent": set(), "state_unreadable": set(),
    "minus_sign": set(), "others": {"count"}, "duplicate": set(), "conflict": {"what"},
    "conflict_cells": {"count", "cells"}, "conflict_lacking": {"tables"}, "conflict_forms": {"tables"},
    "copied_text": {"heading", "other", "share", "passage"}, "copied_more": {"count"},
    "copied_table": {"table", "other", "count"}, "unit_years": {"value", "usual"},
    "kind_government": set(), "kind_department": set(), "kind_office": set(), "kind_unknown": {"organization"},
    "printed": {"table", "value", "place"}, "printed_lacking": {"table", "place"},
    "other_scope": {"words"}, "part_of_period": {"words"},
}  # fmt: skip
"""The parts of messages that the engine asks for, each with its slots."""


def read_rulebook(where: str, raw: dict[str, Any], forms: dict[str, Form], problems: Problems) -> Rulebook:
    """Return the rulebook in ``raw``, linked with the forms; what is wrong goes to ``problems``."""
    top = problems.take(where, raw, rules=list, names=dict, phrases=dict)
    rules = tuple(
        _rule(
            f"{where} rule {i} ({item.get('code', '?') if isinstance(item, dict) else '?'})",
            item,
            forms,
            problems,
        )
        for i, item in enumerate(top["rules"], 1)
    )
    codes = [r.code for r in rules]
    for code in {c for c in codes if codes.count(c) > 1}:
        problems.add(where, f"the rule {code!r} stands twice")
    _link_identities(where, {r.code: r for r in rules}, forms, problems)
    kinds: dict[str, type] = dict.fromkeys(PHRASES, dict)
    phrases = problems.take(f"{where} [phrases]", top["phrases"], (), **kinds)
    for key, slots in PHRASES.items():
        phrases[key] = _words(f"{where} [phrases] {key}", phrases[key], problems, frozenset(slots))
    return Rulebook(rules, _names(f"{where} [names]", top["names"], forms, problems), phrases)


def _rule(where: str, raw: Any, forms: dict[str, Form], problems: Problems) -> Rule:
    optional = ("message", "undecided", "holds", "breaks")
    r = problems.take(
        where, raw, optional, code=str, group=str, severity=str, templates=list, implemented=bool,
        applies_to=dict, holds_when=dict, on=dict, basis=dict, message=dict, undecided=dict, holds=dict,
        breaks=dict,
    )  # fmt: skip
    for key, known in (("group", GROUPS), ("severity", SEVERITIES)):
        if r[key] not in known:
            problems.add(where, f"{key} {r[key]!r} is none of {', '.join(known)}")
    every = r["templates"] == ["all"]
    problems.found.extend(
        f"{where}: there is no form {t!r}" for t in r["templates"] if t not in forms and not every
    )
    arithmetic, built = r["group"] == "arithmetic", SLOTS.get(r["code"])
    if r["implemented"] and not arithmetic and built is None:
        problems.add(where, "no rule of this code is built, so it cannot be implemented")
    between = r["group"] == "series" or r["code"] in BETWEEN
    for key in ("message", "holds", "breaks", *(("undecided",) if arithmetic else ())):
        if bool(r[key]) != (r["implemented"] and not (between and key in ("holds", "breaks"))):
            problems.add(where, f"{key!r} must be there exactly where the rule is implemented")

    def words(key: str, slots: frozenset[str] | None = None) -> Words:
        if not r[key] and key in optional:
            return {}
        return _words(f"{where} {key}", r[key], problems, slots)

    def example(key: str) -> Example | None:
        return _example(f"{where} {key}", r[key], forms, problems) if r[key] else None

    return Rule(
        r["code"],
        r["group"],
        r["severity"],
        tuple(forms) if every else tuple(r["templates"]),
        every,
        r["implemented"],
        words("applies_to"),
        words("holds_when"),
        words("on"),
        words("basis"),
        words("message", SUM_SLOTS if arithmetic else built),
        words("undecided", UNDECIDED_SLOTS if arithmetic else OTHERWISE_UNDECIDED.get(r["code"], built)),
        example("holds"),
        example("breaks"),
    )


def _words(where: str, raw: Any, problems: Problems, slots: frozenset[str] | None = None) -> Words:
    """A text in each language; with ``slots``, one that uses each of them and no other."""
    words: Words = problems.take(where, raw, zh=str, en=str)
    for language, text in words.items():
        if not text:
            problems.add(where, f"{language!r} is empty")
        if slots is None:
            continue
        try:
            used = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
        except ValueError as error:
            problems.add(where, f"{language!r}: {error}")
            continue
        problems.found.extend(
            f"{where}: {language!r} has no slot {s!r} to fill" for s in sorted(used - slots)
        )
        problems.found.extend(
            f"{where}: {language!r} leaves the slot {s!r} out" for s in sorted(slots - used)
        )
    return words


def _names(
    where: str, raw: dict[str, Any], forms: dict[str, Form], problems: Problems
) -> dict[str, dict[str, Words]]:
    names: dict[str, dict[str, Words]] = {}
    tables = {code for form in forms.values() for code in form.tables}
    problems.found.extend(f"{where}: there is no table {t!r}" for t in raw if t not in tables)
    for table in sorted(tables):
        of = [f.tables[table] for f in forms.values() if table in f.tables]
        known = {"title"}.union(*(t.rows for t in of), *(t.columns for t in of))
        given = raw.get(table, {})
        if "title" not in given:
            problems.add(where, f"the title of {table!r} is missing")
        problems.found.extend(f"{where} {table}: the forms have no {c!r}" for c in given if c not in known)
        names[table] = {code: _words(f"{where} {table}.{code}", w, problems) for code, w in given.items()}
    return names


def _link_identities(where: str, rules: dict[str, Rule], forms: dict[str, Form], problems: Problems) -> None:
    for form in forms.values():
        for identity in form.identities:
            rule = rules.get(identity.rule)
            if rule is None or not rule.implemented or rule.group != "arithmetic":
                problems.add(
                    where, f"form {form.code} uses {identity.rule!r}, which is no arithmetic rule here"
                )
            elif form.code not in rule.templates:
                problems.add(where, f"form {form.code} uses {identity.rule!r}, which is not for that form")


def _example(where: str, raw: dict[str, Any], forms: dict[str, Form], problems: Problems) -> Example:
    optional = tuple(k for k in Example.__dataclass_fields__ if k != "template")
    e = problems.take(
        where, raw, optional, template=str, cells=dict, findings=list, without_tables=list,
        without_sections=list, empty_sections=list, ordinals=list, unknown=list, year=int, outcome=str,
        published=str, organization=str,
        texts=dict,
    )  # fmt: skip
    form = forms.get(e["template"])
    if form is None:
        problems.add(where, f"there is no form {e['template']!r}")
        return Example(e["template"])
    known = {f"{t.code}.{r}.{c}" for t in form.tables.values() for r, c in t.cells}
    problems.found.extend(
        f"{where}: form {form.code} has no cell {c!r}" for c in e["cells"] if c not in known
    )
    problems.found.extend(
        f"{where}: {w!r} is no content of a cell" for w in e["cells"].values() if not _is_content(w)
    )
    problems.found.extend(
        f"{where}: form {form.code} has no table {t!r}" for t in e["without_tables"] if t not in form.tables
    )
    problems.found.extend(f"{where}: {u!r} cannot be unknown" for u in e["unknown"] if u not in UNKNOWN)
    problems.found.extend(f"{where}: there is no section {n!r}" for n in e["texts"] if n not in "123456")
    if e["outcome"] and e["outcome"] not in OUTCOMES:
        problems.add(where, f"outcome {e['outcome']!r} is none of {', '.join(OUTCOMES)}")
    values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in e.items()}
    return Example(**values)


def _is_content(word: Any) -> bool:
    number = word.removesuffix("元").removeprefix("-") if isinstance(word, str) else ""
    return word in CELL_WORDS or number.replace(".", "", 1).isdigit()
