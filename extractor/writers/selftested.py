"""A finished self-test on the screen, as a page and as CSV files."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from extractor.version import VERSION
from extractor.writers.csvs import csv_bytes
from extractor.writers.pages import render
from extractor.writers.printing import clean
from extractor.writers.spreadsheet import inert
from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from extractor.writers.words import Language


class RuleLine(NamedTuple):
    """A rule in a layout (empty: in all): violations that were due, found, missed, and found without being due."""

    rule: str
    group: str
    layout: str
    due: int
    found: int
    missed: int
    false: int
    precision: float | None
    recall: float | None


class KindLine(NamedTuple):
    """A kind of fault in a layout.

    ``put``: how many were put in; ``unseen``: of these, that no rule can see; ``told``: of which all that was due
    was found; ``false``: after which something was found that was not due; ``not_put``: places at which none could
    be put.
    """

    kind: str
    meaning: str
    layout: str
    put: int
    unseen: int
    told: int
    false: int
    not_put: int


class LayoutLine(NamedTuple):
    """A layout: tables and faults in it, where they were put (``source``, ``grid``), and its cells one by one.

    ``wrong``: cells that are given as a number that is not printed there; ``lost``: whose number is not given.
    """

    layout: str
    tables: int
    faults: int
    source: int
    grid: int
    cells: int
    wrong: int
    lost: int


class FaultLine(NamedTuple):
    """One fault, and what became of it; lists are joined by blanks."""

    source: str
    layout: str
    table: str
    kind: str
    where: str
    row: str
    column: str
    printed: str
    instead: str
    found: str
    missed: str
    false: str
    wrong: int
    lost: int


class Report(NamedTuple):
    """All that a self-test says."""

    looked_at: int
    taken: int
    seed: int
    rules: list[RuleLine]
    kinds: list[KindLine]
    layouts: list[LayoutLine]
    faults: list[FaultLine]


def write_report(report: Report, folder: Path, language: Language) -> list[Path]:
    """Write the page and the CSV files into ``folder``, which is made; return what was written."""
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / "selftest.html"]
    written[0].write_text(selftest_page(report, language), encoding="utf-8", newline="\n")
    tables: tuple[tuple[str, type[NamedTuple], Sequence[tuple[object, ...]]], ...] = (
        ("rules.csv", RuleLine, report.rules),
        ("kinds.csv", KindLine, report.kinds),
        ("layouts.csv", LayoutLine, report.layouts),
        ("faults.csv", FaultLine, report.faults),
    )
    for name, kind, lines in tables:
        path = folder / name
        path.write_bytes(csv_bytes([kind._fields, *(tuple(map(_cell, line)) for line in lines)]))
        written.append(path)
    return written


def selftest_page(report: Report, language: Language) -> str:
    """Return the page of a self-test."""
    open_faults = [f for f in report.faults if f.missed or f.false or f.wrong]
    return render(
        "selftest.html",
        language,
        version=VERSION,
        report=report,
        rules=[line for line in report.rules if not line.layout],
        by_layout=[line for line in report.rules if line.layout],
        kinds=[line for line in report.kinds if not line.layout],
        open_faults=open_faults[:500],
        open_total=len(open_faults),
        rate=rate,
    )


def selftest_lines(report: Report, language: Language) -> list[str]:
    """Return what the screen shows: rules, layouts, and faults that no rule can see."""
    w = words(language)["selftest"]
    rates = "due missed false precision recall"
    total = [r for r in report.rules if not r.layout]
    below = [r for r in report.rules if r.layout and (r.missed or r.false)]
    less = [(r.rule, r.layout, *_rates(r)) for r in below]
    kinds = [(k.meaning, k.put, k.unseen, k.told, k.false, k.not_put) for k in report.kinds if not k.layout]
    return [
        w["taken"].format(taken=report.taken, looked=report.looked_at, faults=len(report.faults)),
        "",
        *_table(_head(w, f"rule {rates}"), [(r.rule, *_rates(r)) for r in total], 1),
        "",
        *(_table(_head(w, f"where_less layout {rates}"), less, 2) if less else [w["nowhere_less"]]),
        "",
        *_table(_head(w, "layout tables faults in_source in_grid cells wrong lost"), report.layouts, 1),
        "",
        *_table(_head(w, "kind put unseen told false_after not_put"), kinds, 1),
        "",
        w["unseen_hint"],
        w["grid_hint"],
    ]


def _head(w: dict[str, str], names: str) -> list[str]:
    return [w[name] for name in names.split()]


def _rates(line: RuleLine) -> tuple[object, ...]:
    return line.due, line.missed, line.false, rate(line.precision), rate(line.recall)


def rate(share: float | None) -> str:
    """Return a share as text, never rounded up to 1; a dash where there is nothing to divide by."""
    return "–" if share is None else f"{int(share * 1000) / 1000:.3f}"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.4f}"
    return "" if value is None else inert(clean(str(value)))


def _table(head: Sequence[str], rows: Iterable[Sequence[object]], texts: int) -> list[str]:
    """Return rows as lines in columns: the first ``texts`` to the left, numbers to the right."""
    cells = [tuple(head), *(tuple(clean(str(v)) for v in row) for row in rows)]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    lines = []
    for row in cells:
        gaps = [" " * (width - _width(text)) for text, width in zip(row, widths, strict=True)]
        parts = [
            f"{t}{g}" if i < texts else f"{g}{t}" for i, (t, g) in enumerate(zip(row, gaps, strict=True))
        ]
        lines.append("  ".join(parts).rstrip())
    return lines


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
