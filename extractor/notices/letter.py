"""What a notice says: to whom, which faults with their places and sums, what is asked for. How it looks is no part of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from extractor.analysis.select import select
from extractor.errors import UsageError
from extractor.forms import load_forms
from extractor.notices.decisions import Decisions
from extractor.notices.phrases import line, phrases
from extractor.notices.places import place_in_words
from extractor.writers.console import printable
from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from extractor.analysis.select import Record
    from extractor.forms import Forms
    from extractor.notices.phrases import Line

_HAN = re.compile(r"[\u3400-\u9fff]")
_NO_BASIS = ("", "-", "无")
_SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True)
class Item:
    """A fault: what it is about (``form``: table, row and column; ``printed``: the place in the file), and its sum."""

    number: int
    form: tuple[str, ...]
    printed: str
    message: str
    asked: str
    expected: str
    actual: str
    difference: str


@dataclass(frozen=True)
class Group:
    """The faults of one report; ``title`` is empty where the notice is about one alone.

    ``sums``: they have numbers that are to be shown.
    """

    title: str
    items: tuple[Item, ...]
    sums: bool


@dataclass(frozen=True)
class Part:
    """A part of the notice: 需要整改的问题 or 需要核实的事项."""

    title: str
    intro: str
    groups: tuple[Group, ...]


@dataclass(frozen=True)
class Notice:
    """A notice. ``left_out``: violations that a decision keeps from being sent."""

    number: Line
    title: str
    salutation: Line
    opening: str
    parts: tuple[Part, ...]
    demands_title: str
    demands: tuple[Line, ...]
    signature: tuple[Line, ...]
    notes_title: str
    notes: tuple[str, ...]
    left_out: int = 0


def notice_of(output: Path, filings: Sequence[Record], decisions: Decisions | None = None) -> Notice | None:
    """Return the notice on some filings of one organization (rows of ``filings``); None where nothing is to be sent.

    Violated rules of severity error and warning are to be put right, infos to be noted; what is undecided stands
    apart. Raises ``UsageError`` where the messages of the run are not in Chinese.
    """
    decisions = decisions or Decisions()
    ids = {f["filing_id"] for f in filings}
    whole = select(output, "violations", "filing_id", ids)
    if any(not _HAN.search(v["message"]) for v in whole):
        raise UsageError(
            f"the messages of {output} are not in Chinese, as a notice is: run it again with --lang zh"
        )
    of = {key: decisions.sent(v for v in whole if v["filing_id"] == key) for key in ids}
    forms = load_forms()
    parts = tuple(
        part
        for part in (
            _part("violated", filings, of, forms, lambda v: _is(v, "error", "warning")),
            _part("undecided", filings, of, forms, lambda v: v["outcome"] == "undecided"),
            _part("remarks", filings, of, forms, lambda v: _is(v, "info")),
        )
        if part is not None
    )
    if not parts:
        return None
    told = [f for f in filings if of[f["filing_id"]]]
    left_out = len(whole) - sum(map(len, of.values()))
    return _letter(told, parts, of, select(output, "corrections", "filing_id", ids), forms, left_out)


def _is(violation: Record, *severities: str) -> bool:
    return violation["outcome"] == "violated" and violation["severity"] in severities


def _part(
    name: str,
    filings: Sequence[Record],
    of: dict[str, list[Record]],
    forms: Forms,
    wanted: Callable[[Record], bool],
) -> Part | None:
    p = phrases()["parts"]
    groups: list[Group] = []
    found: list[Record] = []
    for filing in filings:
        # the gravest first, else in the order of the form
        mine = sorted(filter(wanted, of[filing["filing_id"]]), key=lambda v: _SEVERITIES.index(v["severity"]))
        items = tuple(_item(len(found) + n, v, forms) for n, v in enumerate(mine, 1))
        found += mine
        if items:
            # of what is undecided at most one side has a number, and the message says what lacks
            sums = name != "undecided" and any(i.expected and i.actual for i in items)
            groups.append(Group(_report(filing) if len(filings) > 1 else "", items, sums))
    if not found:
        return None
    errors = sum(v["severity"] == "error" for v in found)
    kind = f"{name}_intro"
    if name == "violated" and errors in (0, len(found)):
        kind += "_errors" if errors else "_warnings"
    intro = p[kind].format(n=len(found), errors=errors, warnings=len(found) - errors)
    return Part(p[name], intro, tuple(groups))


def _item(number: int, violation: Record, forms: Forms) -> Item:
    p, v = phrases()["place"], violation
    rule = forms.rulebook.by_code.get(v["rule"])
    asked = p["asked"].format(rule=rule.holds_when["zh"]) if rule else ""
    if rule and rule.basis["zh"] not in _NO_BASIS:
        asked += p["basis"].format(basis=rule.basis["zh"])
    form = [words("zh")["short_table"][v["table"]] if v["table"] else p["whole"]]
    for name in ("row", "column"):
        label = v[f"{name}_label"].replace("/", " ")
        if label:
            form.append(printable(p[name].format(label=label)))
    return Item(
        number,
        tuple(form),
        printable(place_in_words(v["location"])),
        printable(v["message"]),
        asked,
        v["expected"],
        v["actual"],
        v["difference"],
    )


def _letter(
    filings: Sequence[Record],
    parts: tuple[Part, ...],
    of: dict[str, list[Record]],
    corrections: Iterable[Record],
    forms: Forms,
    left_out: int,
) -> Notice:
    p = phrases()
    sent = [v for key in (f["filing_id"] for f in filings) for v in of[key]]
    undecided = sum(v["outcome"] == "undecided" for v in sent)
    violated = sum(_is(v, "error", "warning") for v in sent)
    body = printable(next((f["organization"] for f in reversed(filings) if f["organization"]), ""))
    notices = dict.fromkeys(forms.forms[f["template"]].notice for f in filings if f["template"])
    opening = p["letter"]["opening" if notices else "opening_plain"].format(
        reports=_reports(filings),
        finding=_finding(violated, undecided, len(sent)),
        notices="、".join(notices),
    )
    asked = ["deadline", "report", *(["undecided"] if undecided else []), "unfounded"]
    demands = (asked if violated or undecided else []) or ["report"]
    return Notice(
        line(p["letter"]["number"]),
        p["letter"]["title"].format(body=body, years=_years(filings)),
        line(p["letter"]["salutation"], recipient=body),
        opening,
        parts,
        p["parts"]["demands"],
        tuple(line(p["demands"][name]) for name in demands),
        (line("{office}"), line("{date}")),
        p["parts"]["notes"],
        _notes(filings, parts, corrections, forms),
        left_out,
    )


def _finding(violated: int, undecided: int, sent: int) -> str:
    p = phrases()["letter"]
    if violated:
        also = p["finding_also"].format(undecided=undecided) if undecided else ""
        return p["finding"].format(violated=violated) + also
    if undecided:
        return p["finding_only"].format(undecided=undecided)
    return p["finding_remarks"].format(remarks=sent)


def _reports(filings: Sequence[Record]) -> str:
    """Return what the opening calls the reports: up to two by their titles."""
    if len(filings) <= 2:
        return "、".join(map(_report, filings))
    return phrases()["letter"]["reports"].format(years=_years(filings), n=len(filings))


def _report(filing: Record) -> str:
    return f"《{printable(filing['title']) or _years([filing]) + '政府信息公开工作年度报告'}》"


def _years(filings: Sequence[Record]) -> str:
    years = sorted({int(f["year"]) for f in filings if f["year"]})
    if len(years) > 2 and years[-1] - years[0] == len(years) - 1:
        return f"{years[0]}至{years[-1]}年"
    return f"{'、'.join(map(str, years))}年" if years else ""


def _notes(
    filings: Sequence[Record], parts: tuple[Part, ...], corrections: Iterable[Record], forms: Forms
) -> tuple[str, ...]:
    p = phrases()["notes"]
    files = (
        p["file"].format(source=printable(f["source"]), sha256=f["sha256"]) for f in filings if f["sha256"]
    )
    notes = [p["source"].format(files="；".join(files)), p["places"]]
    if any(group.sums for part in parts for group in part.groups):
        notes.append(p["arithmetic"])
    templates = {f["filing_id"]: f["template"] for f in filings}
    applied = [c for c in corrections if c["outcome"] == "applied" and c["filing_id"] in templates]
    if applied:
        cells = (_corrected(c, templates[c["filing_id"]], forms) for c in applied)
        notes.append(p["corrected"].format(cells="；".join(cells)))
    return tuple(notes)


def _corrected(correction: Record, template: str, forms: Forms) -> str:
    form = next(
        f
        for f in (forms.forms.get(template), *forms.forms.values())
        if f is not None and correction["table"] in f.tables
    )
    table, c = form.tables[correction["table"]], correction
    names = [words("zh")["short_table"][c["table"]]]
    names += [table.rows[c["row"]].path[-1]] if c["row"] in table.rows else []
    names += [table.columns[c["column"]].path[-1]] if c["column"] in table.columns else []
    printed = printable(c["printed"]) or words("zh")["correction"]["nothing"]
    return phrases()["notes"]["corrected_cell"].format(
        cell=" ".join(names), printed=printed, value=c["value"]
    )
