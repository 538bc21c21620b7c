"""The report on one filing as an HTML page: what was read, from where, and every violation."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.filing import VALUED, CellStatus
from extractor.version import VERSION
from extractor.writers.corrected import correction_view
from extractor.writers.evidence import pictures_of
from extractor.writers.layout import lay_out
from extractor.writers.pages import render
from extractor.writers.printing import plain
from extractor.writers.report_paths import way_up
from extractor.writers.suggested import suggestion_view
from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.forms import Forms, Table
    from extractor.forms.form import CellKey
    from extractor.model.filing import Fact, Filing, Match, Section, Statement, TableReading, Violation
    from extractor.writers.evidence import Draw, Picture
    from extractor.writers.layout import Layout
    from extractor.writers.words import Language

CELLS_NAMED = 8
"""A violation names so many of its cells; the rest are counted."""


class CellView(NamedTuple):
    """A number cell on the page. ``notes`` are the numbers of the violations that name it."""

    anchor: str
    label: str
    css: str
    text: str
    mark: str
    raw: str
    tip: str
    notes: tuple[tuple[int, str], ...]


class LinkView(NamedTuple):
    """A link to a cell: its anchor on the page, and the label to show."""

    anchor: str
    label: str


class ViolationView(NamedTuple):
    """A violation with its number on the page and links to its cells; ``along`` is what they all share."""

    number: int
    css: str
    violation: Violation
    along: str
    links: tuple[LinkView, ...]
    more: int
    anchors: str


@dataclass(frozen=True)
class TableView:
    """An official table as the page lays it out. ``reading`` is None where the document lacks it."""

    code: str
    title: str
    layout: Layout
    cells: dict[CellKey, CellView]
    reading: TableReading | None
    counts: list[tuple[str, int]]
    rows: list[tuple[Match, str, str]]
    columns: list[tuple[Match, str, str]]
    anchors: dict[str, str]
    pictures: list[Picture] = field(default_factory=list)


class FilingView(NamedTuple):
    """A filing as a page draws it: its violations, the gravest first, and its tables."""

    violations: list[ViolationView]
    tables: list[TableView]
    faults: dict[str, dict[CellKey, str]]


class _Flag(NamedTuple):
    number: int
    css: str
    named: bool


def report_page(
    filing: Filing,
    violations: list[Violation],
    forms: Forms,
    language: Language,
    stem: str,
    draw: Draw | None = None,
) -> str:
    """Return the page. ``violations`` in template order; ``stem``: the report's path (``report_paths``).

    ``draw`` gives pictures of a document's pages, where it has pages.

    What is certain and grave is shown first: errors, warnings, infos, then what could not be decided.
    """
    seen = filing_view(filing, violations, forms, language)
    for view in seen.tables:
        if draw is not None and view.reading is not None:
            view.pictures.extend(pictures_of(view.reading, seen.faults[view.code], draw))
    return render(
        "report.html",
        language,
        version=VERSION,
        filing=filing,
        who=filing.identity,
        violations=seen.violations,
        counts=_counts(violations),
        tables=seen.tables,
        suggestions=[suggestion_view(s, forms) for s in filing.suggestions],
        corrections=[correction_view(c, filing, forms, language) for c in filing.corrections],
        sections=filing.sections,
        statements=_statements(filing, forms, language),
        six=_six(filing, forms),
        up=way_up(stem),
        json_link=stem.rpartition("/")[2] + ".json",
    )


def filing_fragment(filing: Filing, violations: list[Violation], forms: Forms, language: Language) -> str:
    """Return a filing as a piece of a page, as a notebook shows it: violations and tables, nothing else."""
    seen = filing_view(filing, violations, forms, language)
    return render(
        "fragment.html",
        language,
        filing=filing,
        who=filing.identity,
        violations=seen.violations,
        counts=_counts(violations),
        tables=[t for t in seen.tables if t.reading is not None],
    )


def filing_view(filing: Filing, violations: list[Violation], forms: Forms, language: Language) -> FilingView:
    """Return a filing as a page draws it; ``faults`` are the classes of the cells at fault of each table."""
    views, flags = _flagged(filing, violations, forms)
    tables = [_table(code, reading, forms, flags, language) for code, reading in _tables_due(filing, forms)]
    shown = [t for t in tables if t is not None]
    return FilingView(views, shown, {t.code: _at_fault(t.code, flags) for t in shown})


def _flagged(
    filing: Filing, violations: list[Violation], forms: Forms
) -> tuple[list[ViolationView], dict[tuple[str, CellKey], list[_Flag]]]:
    """Return the violations as the page lists them, the gravest first, and the cells that they flag."""
    flags: dict[tuple[str, CellKey], list[_Flag]] = {}
    views = []
    for number, violation in enumerate(sorted(violations, key=lambda v: _GRAVITY.index(_css(v))), 1):
        table = _table_of(violation, filing, forms)
        css = _css(violation)
        views.append(_violation(number, css, violation, table))
        if table is not None:
            named = set(_named(violation, table))
            for key in {*violation.cells, *named}:
                flags.setdefault((table.code, key), []).append(_Flag(number, css, key in named))
    return views, flags


def _at_fault(table: str, flags: dict[tuple[str, CellKey], list[_Flag]]) -> dict[CellKey, str]:
    """Return the classes of each cell of a table that a violation names."""
    return {
        key: min((f.css for f in found if f.named), key=_GRAVITY.index)
        for (code, key), found in flags.items()
        if code == table and any(f.named for f in found)
    }


def _counts(violations: Iterable[Violation]) -> list[tuple[str, int]]:
    kinds = [v.kind for v in violations]
    return [(kind, kinds.count(kind)) for kind in ("error", "warning", "info", "undecided")]


def _table_of(violation: Violation, filing: Filing, forms: Forms) -> Table | None:
    """Return the form's table that a violation speaks of, if the filing has it."""
    reading = filing.table(violation.table) if violation.table else None
    return forms.table(reading.template, reading.table) if reading else None


def _named(violation: Violation, table: Table) -> list[CellKey]:
    """Return the cells that a violation names by row and column, as against those that only take part."""
    known = set(table.cells)
    return [key for column in violation.column.split(" ") if (key := (violation.row, column)) in known]


def _css(violation: Violation) -> str:
    return violation.severity if violation.outcome == "violated" else f"{violation.severity} undecided"


_GRAVITY = [f"{s}{u}" for u in ("", " undecided") for s in ("error", "warning", "info")]


def _violation(number: int, css: str, violation: Violation, table: Table | None) -> ViolationView:
    if table is None:
        return ViolationView(number, css, violation, "", (), 0, "")
    named = _named(violation, table)
    keys = [*named, *(k for k in violation.cells if k not in named)]
    if not keys and violation.row in table.rows:
        row = LinkView(_row_anchor(table, violation.row), table.rows[violation.row].path[-1])
        return ViolationView(number, css, violation, "", (row,), 0, row.anchor)
    anchors = [table.short_name(*key) for key in keys]
    along, labels = _labels(table, keys)
    links = [LinkView(a, label) for a, label in zip(anchors[:CELLS_NAMED], labels, strict=False)]
    return ViolationView(
        number, css, violation, along, tuple(links), len(anchors) - len(links), " ".join(anchors)
    )


def _labels(table: Table, keys: list[CellKey]) -> tuple[str, list[str]]:
    """Return what cells are called: the row or column that they share, and the rest of each name."""
    rows = [table.rows[row].path[-1] for row, _ in keys]
    columns = [table.columns[column].path[-1] for _, column in keys]
    if table.layout == "list":
        return "", rows
    if len({row for row, _ in keys}) == 1:
        return rows[0], columns
    if len({column for _, column in keys}) == 1:
        return columns[0], rows
    return "", [f"{row} · {column}" for row, column in zip(rows, columns, strict=True)]


def _row_anchor(table: Table, row: str) -> str:
    return f"row_{table.short}_{table.rows[row].short}"


def _tables_due(filing: Filing, forms: Forms) -> list[tuple[str, TableReading | None]]:
    """Return the tables to show: those found, and those of the filing's form that are missing."""
    found: dict[str, TableReading | None] = {t.table: t for t in filing.tables}
    if filing.template in forms.forms:
        due = forms.forms[filing.template].tables
        return [(code, found.get(code)) for code in (*due, *(c for c in found if c not in due))]
    return list(found.items())


def _table(
    code: str,
    reading: TableReading | None,
    forms: Forms,
    flags: dict[tuple[str, CellKey], list[_Flag]],
    language: Language,
) -> TableView | None:
    title = words(language)["table"][code]
    if reading is None:
        form = next(f.tables[code] for f in forms.forms.values() if code in f.tables)
        return TableView(code, title, lay_out(form), {}, None, [], [], [], {})
    form = forms.table(reading.template, code)
    cells = {
        (f.row, f.column): _cell(f, form, flags.get((code, (f.row, f.column)), []), language)
        for f in reading.facts
    }
    statuses = [f.status for f in reading.facts]
    return TableView(
        code,
        title,
        lay_out(form),
        cells,
        reading,
        [(s, n) for s in CellStatus if (n := statuses.count(s))],
        _matches(reading.row_matches, {c: r.label for c, r in form.rows.items()}),
        _matches(reading.column_matches, {c: r.label for c, r in form.columns.items()}),
        {row: _row_anchor(form, row) for row in form.rows},
    )


def _cell(fact: Fact, form: Table, flags: list[_Flag], language: Language) -> CellView:
    w = words(language)
    value = plain(fact.value)
    css = [fact.status.value]
    if fact.value is not None and not fact.value:
        css.append("zero")
    if flags:
        worst = min(flags, key=lambda f: (not f.named, _GRAVITY.index(f.css)))
        css += [worst.css, "named" if worst.named else "part"]
    raw = fact.raw.strip()
    label = f"{form.rows[fact.row].path[-1]} · {form.columns[fact.column].path[-1]}"
    lines = [
        label,
        f"{w['cell'][fact.status]}{'：' if raw else ''}{raw}",
        fact.location,
        f"{fact.row} · {fact.column}",
    ]
    return CellView(
        form.short_name(fact.row, fact.column),
        label,
        " ".join(css),
        value if fact.status in VALUED else (raw if fact.status == CellStatus.NIL else ""),
        w["mark"].get(fact.status, "") if fact.status != CellStatus.NIL or not raw else "",
        raw if raw not in (value, "") and fact.status != CellStatus.NIL else "",
        "\n".join(line for line in lines if line),
        tuple((f.number, f.css) for f in flags if f.named),
    )


def _matches(matches: Iterable[Match], labels: dict[str, str]) -> list[tuple[Match, str, str]]:
    return [(m, labels.get(m.code, m.code), labels.get(m.runner_up, m.runner_up)) for m in matches]


def _statements(filing: Filing, forms: Forms, language: Language) -> list[tuple[str, Statement]]:
    """Return what the words state, each with what its quantity is called."""
    names = forms.narration.names
    rows = {r.code: r.path[-1] for t in filing.tables for r in forms.table(t.template, t.table).rows.values()}

    columns = {
        c.code: c.label
        for t in filing.tables
        if t.table == "applications"
        for c in forms.table(t.template, t.table).columns.values()
    }

    def called(s: Statement) -> str:
        name = " + ".join(names[c][language] if c in names else rows.get(c, c) for c in s.quantity.split("+"))
        return f"{name} · {' + '.join(columns.get(c, c) for c in s.column.split('+'))}" if s.column else name

    return [(called(s), s) for s in filing.statements]


def _six(filing: Filing, forms: Forms) -> list[tuple[int, str, Section | None]]:
    """Return the six sections of the form with the heading found for each; none for the form of 2014."""
    if filing.template == "2014" or not filing.sections:
        return []
    found = {s.section: s for s in reversed(filing.sections) if s.section}
    return [(number, titles[0], found.get(number)) for number, titles in sorted(forms.sections.items())]
