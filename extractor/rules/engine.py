"""The rules over one filing, in their order."""

from __future__ import annotations

from dataclasses import replace
from decimal import Context, localcontext
from typing import TYPE_CHECKING

from extractor.model.filing import FilingStatus
from extractor.rules.arithmetic import arithmetic
from extractor.rules.cells import cells
from extractor.rules.filing_rules import filing_rules
from extractor.rules.narrative import narrative
from extractor.rules.plan import TABLES, plans
from extractor.rules.scene import Scene
from extractor.rules.structure import missing_table, owed_form, structure
from extractor.rules.voice import voice_of

if TYPE_CHECKING:
    from extractor.forms import Forms
    from extractor.model.filing import Filing, TableReading, Violation
    from extractor.rules.plan import Plan
    from extractor.rules.voice import Voice

OUTSIDE = (FilingStatus.NOT_A_REPORT, FilingStatus.UNREADABLE)
EXACT = Context(prec=10_000)
"""Sums are exact however long the numbers are: a rounded sum could hold wrongly."""


def check(filing: Filing, forms: Forms, lang: str = "zh") -> list[Violation]:
    """Return the violations of a filing; one that is no report, or could not be read, has none.

    Those of the filing as a whole come first, then table by table, each in the order of the catalogue and
    then of the form. ``lang`` is the language of the messages, ``zh`` or ``en``. The filing's own
    ``violations`` are not looked at. Raises ``ValueError`` where a table's facts are not those of its form.
    """
    voice = voice_of(forms, lang)
    if filing.status in OUTSIDE:
        return []
    form = forms.in_force(filing.identity.year) if filing.identity.year else None
    template = filing.template or (form.code if form else "")
    found = [*filing_rules(filing, template, voice), *narrative(filing, template, voice)]
    owed = owed_form(filing, form)
    expected = forms.forms[owed].tables if owed else {}
    of_forms = plans(forms)
    with localcontext(EXACT):
        for code in TABLES:
            readings = [t for t in filing.tables if t.table == code]
            if code in expected and not readings:
                found.append(missing_table(expected[code], owed, voice))
            for reading in readings:
                scene = _scene(reading, of_forms[reading.template, code], voice)
                in_table = [*arithmetic(scene), *structure(scene, form, filing.identity.year), *cells(scene)]
                found += _second_reading(in_table, reading) if reading.reread else in_table
    return found


def _second_reading(violations: list[Violation], reading: TableReading) -> list[Violation]:
    """Say of each violation in a table that was read twice whether the readings agree on all its cells.

    One with a cell that only the first could read has no second reading.
    """
    differing = {(d.row, d.column) for d in reading.differences}
    once = frozenset(reading.read_once)
    return [
        replace(
            v,
            second_reading="differs"
            if differing.intersection(v.cells)
            else "none"
            if once.intersection(v.cells)
            else "agrees",
        )
        for v in violations
    ]


def _scene(reading: TableReading, plan: Plan, voice: Voice) -> Scene:
    rows, columns, _, values, *_ = zip(*reading.facts, strict=True)
    if (rows, columns) != plan.columns:
        msg = f"the facts of {reading.table} are not the cells of form {reading.template} in their order"
        raise ValueError(msg)
    return Scene(reading, plan, voice, list(values), [i for i, value in enumerate(values) if value is None])
