"""Rules about the shape of one table: rows, columns, copies, and the form that it follows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.filing import Violation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.forms import Form, Table
    from extractor.forms.form import CellKey
    from extractor.model.filing import Filing, Finding
    from extractor.rules.scene import Scene
    from extractor.rules.voice import Voice

SAME_IN_BOTH = "proceedings"
"""表四 did not change in 2021, so that its form cannot be told (the contract, "Templates")."""


def structure(scene: Scene, form: Form | None, year: int) -> Iterator[Violation]:
    """Yield what the mapping noticed, in the order of the catalogue.

    ``form`` is the one in force for ``year``, None where the year is unknown or before the first form.
    """
    order = scene.voice.book.order
    if scene.reading.findings:
        places = {row: i for i, row in enumerate(scene.table.rows)}
        for finding in sorted(scene.reading.findings, key=lambda f: (order[f.rule], places.get(f.row, -1))):
            yield _finding(scene, finding)
    if form and form.code != scene.reading.template and scene.table.code != SAME_IN_BOTH:
        yield _mismatch(scene, form, year)


def missing_table(table: Table, template: str, voice: Voice) -> Violation:
    """Return the one violation of a table that the filing lacks."""
    rule = voice.rule("table-missing")
    slots = {"table": voice.title(table.code), "title": voice.heading(table)}
    message = voice.message(rule, "violated", slots)
    return Violation(rule.code, rule.severity, "violated", table.code, message=message, template=template)


def owed_form(filing: Filing, form: Form | None) -> str:
    """Return the code of the form whose tables the filing owes: its template, else the form in force.

    The template of 表四 alone is a guess, and only stands where nothing else says more.
    """
    return filing.template or (form.code if form else "") or next((t.template for t in filing.tables), "")


def _finding(scene: Scene, finding: Finding) -> Violation:
    table, voice = scene.table, scene.voice
    slots = {
        "where": voice.place(table, finding.row),
        "table": voice.title(table.code),
        "title": voice.heading(table),
        "row": voice.name(table, finding.row) if finding.row else "",
        "column": voice.name(table, finding.column) if finding.column else "",
        "printed": finding.printed,
    }
    return scene.violation(
        finding.rule,
        slots,
        row=finding.row,
        column=finding.column,
        location=finding.location or scene.reading.location,
        cells=_cells(table, finding),
    )


def _cells(table: Table, finding: Finding) -> tuple[CellKey, ...]:
    """The cells that a finding is about: a row, or a column (in 表二, of the row's block)."""
    if finding.column:
        rows = {r.code for r in table.block_of[finding.row].rows} if finding.row else set(table.rows)
        return tuple(c for c in table.cells if c[1] == finding.column and c[0] in rows)
    return tuple(c for c in table.cells if c[0] == finding.row)


def _mismatch(scene: Scene, form: Form, year: int) -> Violation:
    slots = {
        "table": scene.voice.title(scene.table.code),
        "used": scene.reading.template,
        "due": form.code,
        "year": str(year),
        "notice": form.notice,
    }
    return scene.violation("template-mismatch", slots, location=scene.reading.location)
