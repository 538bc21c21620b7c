"""The rules between filings, as a run over ``fixtures/years`` shows them: one pair that holds, one that breaks."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TYPE_CHECKING

from docs.tables import label, table, texts
from extractor.forms import load_forms

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.writers.words import Language

Row = dict[str, str]
# rule → the table; what the earlier filing prints (added up), what the later adds, and what the later must print
FLOWS = {
    "carry-over": ("applications", (("carried_out", 1),), (), "carried_in"),
    "stock-flow": (
        "disclosure",
        (("in_force", 1),),
        (("issued_this_year", 1), ("repealed_this_year", -1)),
        "in_force",
    ),
    "items-flow": ("disclosure", (("items_last_year", 1), ("change_this_year", 1)), (), "items_last_year"),
}


def between_filings(lang: Language, output: Path) -> dict[str, tuple[str, str]]:
    """Return, for each rule that has no examples of its own, one that holds and one that breaks, in Markdown."""
    violations = _rows(output / "violations.csv")
    out = {}
    for rule in load_forms().rulebook.rules:
        if rule.holds:
            continue
        broken = next((v for v in violations if (v["rule"], v["outcome"]) == (rule.code, "violated")), None)
        breaks = f"`{broken['source']}`：\n\n> `violated` {broken['message']}" if broken else ""
        out[rule.code] = (
            _holds(rule.code, lang, output, violations),
            breaks.replace("：", ":" if lang == "en" else "：", 1),
        )
    return out


def _holds(code: str, lang: Language, output: Path, violations: list[Row]) -> str:
    if code in FLOWS:
        return _flow(code, lang, output, violations)
    text = texts("between", lang)[code]
    faulty = {v["organization"] for v in violations if v["rule"] == code}
    filings = [f for f in _rows(output / "filings.csv") if f["year"] and f["organization"] not in faulty]
    of_each = Counter(f["organization"] for f in filings)
    who = max(of_each, key=lambda name: of_each[name])
    years = sorted({f["year"] for f in filings if f["organization"] == who})
    slots = {"who": who, "years": (", " if lang == "en" else "、").join(years), "where": "", "values": ""}
    if code == "outlier":
        cells = [
            r
            for r in _rows(output / "applications.csv")
            if (r["row"], r["column"]) == ("new_requests", "total")
        ]
        values = [f"{r['value']} ({r['year']})" for r in cells if r["organization"] == who]
        where = label("applications", "row", "new_requests", lang, "2021")
        slots |= {"where": where, "values": (", " if lang == "en" else "，").join(values)}
    return text.format(**slots)


def _flow(code: str, lang: Language, output: Path, violations: list[Row]) -> str:
    """Return two filings of one body, a year apart, between which the numbers flow as they must."""
    name, before, during, due = FLOWS[code]
    cells = {
        (r["organization"], int(r["year"]), r["row"], r["column"]): r
        for r in _rows(output / f"{name}.csv")
        if r["year"]
    }
    faulty = {v["organization"] for v in violations if v["rule"] == code}

    def cell(who: str, year: int, row: str, column: str, part: str) -> Row | None:
        # 表三 flows from row to row in a column, 表二 from column to column in a row
        return cells.get((who, year, part, column) if name == "applications" else (who, year, row, part))

    for (who, year, row, column), printed in cells.items():
        if (
            who in faulty
            or (row if name == "applications" else column) != due
            or printed["value"] in ("", "0")
        ):
            continue
        parts = [(cell(who, year - 1, row, column, p), s, year - 1, p) for p, s in before]
        parts += [(cell(who, year, row, column, p), s, year, p) for p, s in during]
        if any(c is None or not c["value"] for c, *_ in parts):
            continue
        if sum(s * int(c["value"]) for c, s, *_ in parts if c) != int(printed["value"]):
            continue
        kind = "row" if name == "applications" else "column"
        fixed = (
            label(name, "column", column, lang, printed["template"])
            if kind == "row"
            else label(name, "row", row, lang, printed["template"])
        )
        lines = [
            (str(of), ("−" if s < 0 else "") + label(name, kind, p, lang, c["template"]), c["value"])
            for c, s, of, p in parts
            if c
        ]
        lines.append((str(year), label(name, kind, due, lang, printed["template"]), printed["value"]))
        head = ("年度", f"{who}，{fixed}", "印作") if lang == "zh" else ("year", f"{who}, {fixed}", "printed")
        return table(head, lines)
    return ""


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
