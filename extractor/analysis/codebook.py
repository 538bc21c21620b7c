"""The codebook: what each variable, status and rate means, where it is printed, and what it compares with."""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.forms import load_forms
from extractor.forms.crosswalk import load_crosswalk
from extractor.forms.variables import load_variables
from extractor.version import VERSION
from extractor.writers.pages import render, render_text

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.forms.crosswalk import Crosswalk
    from extractor.writers.words import Language

SAME, SUM, ONLY, NEAR = "same", "sum", "only", "near"


class Entry(NamedTuple):
    """A variable or rate in the codebook. ``templates`` and ``notices`` are joined by blanks.

    ``comparable``: ``same`` in all generations named, ``sum`` (made comparable by adding up), ``only`` one
    generation has it, or ``rate``. ``note`` says what it must not be mixed up with.
    """

    short: str
    table: str
    row: str
    column: str
    label: str
    gloss: str
    unit: str
    templates: str
    notices: str
    comparable: str
    note: str


class Crossing(NamedTuple):
    """A line of ``crosswalk.csv``: a quantity, and the cells that stand for it in each generation."""

    quantity: str
    comparable: str
    form_2014: str
    form_2019: str
    form_2021: str
    note_zh: str
    note_en: str


@lru_cache(maxsize=2)
def entries(lang: Language = "zh") -> tuple[Entry, ...]:
    """Return every variable in the order of the forms, then every rate; notes in ``lang``."""
    walk = load_crosswalk()
    notices = {code: form.notice for code, form in load_forms().forms.items()}
    notes = _notes(walk, lang)
    sums = {name for link in walk.sums for names in link.cells.values() for name in (link.name, *names)}
    out = []
    for variable in load_variables().values():
        newest = variable.places[-1]
        kind = SUM if variable.short in sums else SAME if len(variable.places) > 1 else ONLY
        out.append(
            Entry(
                variable.short,
                newest.table,
                newest.row,
                newest.column,
                variable.label,
                variable.gloss,
                variable.unit,
                " ".join(variable.templates),
                " ".join(notices[t] for t in variable.templates),
                kind,
                "; ".join(notes.get(variable.short, ())),
            )
        )
    for rate in walk.rates:
        formula = f"({' + '.join(rate.numerator)}) / ({' + '.join(rate.denominator)})"
        out.append(Entry(rate.name, "", "", "", rate.zh, rate.en, "share", "", "", "rate", formula))
    return tuple(out)


def crossings() -> tuple[Crossing, ...]:
    """Return the crosswalk of the three generations: every variable, then every pair that is only near."""
    walk = load_crosswalk()
    added = {link.name: link for link in walk.sums}
    parts = {name for link in walk.sums for names in link.cells.values() for name in names}
    out = []
    for variable in load_variables().values():
        if variable.short in added:
            link = added[variable.short]
            out.append(_crossing(variable.short, SUM, link.cells, link.zh, link.en))
        elif variable.short not in parts:
            kind = SAME if len(variable.places) > 1 else ONLY
            out.append(
                _crossing(variable.short, kind, dict.fromkeys(variable.templates, (variable.short,)), "", "")
            )
    out += [_crossing(n.name, NEAR, n.cells, n.zh, n.en) for n in walk.links if n.kind == "near"]
    return tuple(out)


def _crossing(name: str, kind: str, cells: dict[str, tuple[str, ...]], zh: str, en: str) -> Crossing:
    sign = " + " if kind == SUM else " "
    of = [sign.join(cells.get(t, ())) for t in ("2014", "2019", "2021")]
    return Crossing(name, kind, of[0], of[1], of[2], zh, en)


def _notes(walk: Crosswalk, lang: Language) -> dict[str, tuple[str, ...]]:
    out: dict[str, tuple[str, ...]] = {}
    for link in walk.links:
        for name in {n for names in link.cells.values() for n in names}:
            out[name] = (*out.get(name, ()), link.zh if lang == "zh" else link.en)
    return out


def write_codebook(folder: Path, lang: Language = "zh") -> list[Path]:
    """Write ``codebook.md``, ``codebook.html``, ``codebook.csv`` and ``crosswalk.csv``; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    values = {
        "version": VERSION,
        "forms": load_forms(),
        "entries": entries(lang),
        "crossings": crossings(),
        "rates": load_crosswalk().rates,
    }
    page, text = folder / "codebook.html", folder / "codebook.md"
    page.write_text(render("codebook.html", lang, **values), encoding="utf-8", newline="\n")
    text.write_text(render_text("codebook.md", lang, **values), encoding="utf-8", newline="\n")
    return [
        text,
        page,
        _table(folder / "codebook.csv", Entry, entries(lang)),
        _table(folder / "crosswalk.csv", Crossing, crossings()),
    ]


def _table(path: Path, kind: type[Entry | Crossing], rows: tuple[Entry | Crossing, ...]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(kind._fields)
        writer.writerows(rows)
    return path
