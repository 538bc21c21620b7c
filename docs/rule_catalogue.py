"""The page of the rules: each with a filing that it holds on and one that it breaks on, from the rulebook itself."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from docs.between import between_filings
from docs.tables import label, table, texts
from extractor.forms import load_forms
from extractor.rules import check
from extractor.writers.words import words
from tests.handmade import example_filing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from extractor.forms import Example, Rule
    from extractor.model.filing import Violation
    from extractor.writers.words import Language

_PRINTED = {"nil": "/", "unreadable": "见附件", "doubtful": "O1"}


class _Page:
    def __init__(self, lang: Language) -> None:
        self.lang = lang
        self.texts = texts("rules", lang)
        self.words = words(lang)

    def w(self, key: str, **slots: object) -> str:
        return self.texts[key].format(**slots)

    def rule(self, rule: Rule, found: tuple[str, str]) -> Iterator[str]:
        """Yield the section of a rule; ``found``: what a run shows of it, where it has no examples of its own."""
        lang = self.lang
        yield f"### {rule.code}\n"
        yield f"{rule.holds_when[lang]}.\n" if lang == "en" else f"{rule.holds_when[lang]}。\n"
        forms = "2014, 2019, 2021" if rule.every_form else ", ".join(rule.templates)
        yield (
            "\n".join(
                f"- {name}{'：' if lang == 'zh' else ': '}{text}"
                for name, text in (
                    (
                        self.w("severity").capitalize(),
                        f"{self.words['severity'][rule.severity]} (`{rule.severity}`)",
                    ),
                    (self.w("forms").capitalize(), forms),
                    (self.w("applies"), rule.applies_to[lang]),
                    (self.w("on"), rule.on[lang]),
                    (self.w("basis"), rule.basis[lang]),
                )
                if text not in ("-", "无")
            )
            + "\n"
        )
        if rule.holds and rule.breaks:
            yield from self.example("holds", rule.holds, ())
            yield from self.example(
                "breaks", rule.breaks, tuple(check(example_filing(rule.breaks), load_forms(), lang))
            )
            return
        for key, text in zip(("holds", "breaks"), found, strict=True):
            if text:
                yield f"**{self.w(key)}**\n\n{text}\n"

    def example(self, key: str, example: Example, violations: tuple[Violation, ...]) -> Iterator[str]:
        yield f"**{self.w(key)}**\n"
        told = [f"- {text}" for text in self.facts(example)]
        tables = list(self.cells(example))
        yield self.w("filing" if told or tables else "clean", form=example.template) + "\n"
        if told:
            yield "\n".join(told) + "\n"
        yield from tables
        for violation in violations[:2]:
            yield f"{self.w('says')}{'：' if self.lang == 'zh' else ':'}\n"
            yield f"> `{violation.outcome}` {violation.message}"
            if (
                violation.expected is not None
                and violation.actual is not None
                and violation.difference is not None
            ):
                yield "> " + self.w(
                    "expected", e=violation.expected, a=violation.actual, d=violation.difference
                )
            yield ""

    def facts(self, e: Example) -> Iterator[str]:
        """Yield what sets the filing apart, cells left out."""
        names = self.words["table"]
        yield from (self.w("without_tables", x=names[t]) for t in e.without_tables)
        yield from (self.w("without_sections", x=n) for n in e.without_sections)
        yield from (self.w("empty_sections", x=n) for n in e.empty_sections)
        if e.ordinals:
            yield self.w("ordinals", x="、".join("一二三四五六七八九十"[n - 1] for n in e.ordinals))
        yield from (self.w("unknown", x=texts("unknown", self.lang)[u]) for u in e.unknown)
        for name in ("organization", "year", "published"):
            if getattr(e, name):
                yield self.w(name, x=getattr(e, name))
        yield from (self.w("texts", n=n, x=text) for n, text in e.texts.items())
        for finding in e.findings:
            rule, name, *rest = finding.split(maxsplit=4)
            where = " ".join(w for w in rest if w != "-")
            yield self.w("finding", x=f"`{rule}` {names[name]} {where}".strip())

    def cells(self, e: Example) -> Iterator[str]:
        """Yield the cells that are not 0, as a table for each official table."""
        keys = [(*name.split("."), text) for name, text in e.cells.items()]
        for name, of_table in groupby(sorted(keys, key=lambda k: k[0]), key=lambda k: k[0]):
            held = {(row, column): text for _, row, column, text in of_table}
            form = load_forms().table(e.template, name)
            rows = [r for r in form.rows if any(r == row for row, _ in held)]
            columns = [c for c in form.columns if any(c == column for _, column in held)]
            head = [
                self.words["table"][name],
                *(label(name, "column", c, self.lang, e.template) for c in columns),
            ]
            yield table(
                head,
                (
                    [
                        label(name, "row", r, self.lang, e.template),
                        *(self.printed(held.get((r, c), "0")) for c in columns),
                    ]
                    for r in rows
                ),
            )

    def printed(self, text: str) -> str:
        return self.w(text) if text in ("blank", "absent") else _PRINTED.get(text, text)


def rule_catalogue(lang: Language, years: Path) -> str:
    """Return the page; ``years``: a run over ``fixtures/years``, for the rules between filings."""
    page = _Page(lang)
    rules = load_forms().rulebook.rules
    shown = between_filings(lang, years)
    parts = [f"# {page.w('title')}\n", page.w("intro") + "\n", page.w("outcomes") + "\n"]
    head = [page.w(k) for k in ("rule", "severity", "holds_when")]
    parts.append(
        table(
            head,
            (
                [f"[{r.code}](#{r.code})", page.words["severity"][r.severity], r.holds_when[lang]]
                for r in rules
            ),
        )
    )
    for group, of_group in groupby(rules, key=lambda r: r.group):
        parts.append(f"## {texts('groups', lang)[group]} {{#{group}}}\n")
        for rule in of_group:
            parts += page.rule(rule, shown.get(rule.code, ("", "")))
    return "\n".join(parts)
