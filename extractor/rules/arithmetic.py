"""Sums and bounds over the cells of a table: one judgement for every identity of every form."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.model.filing import CellStatus
from extractor.rules.equation import Equation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.forms import Instance
    from extractor.model.filing import Violation
    from extractor.rules.scene import Scene

ZERO = Decimal(0)
HARD = (CellStatus.ABSENT, CellStatus.UNREADABLE)


def arithmetic(scene: Scene) -> Iterator[Violation]:
    """Yield the identities of a table that fail or cannot be decided, in the order of the plan.

    The contract, "A rule over cells that are not all reported": nil counts as 0; an absent or unreadable
    cell leaves the identity undecided (all absent: nothing to say); blanks that do not hold as 0 as well.
    """
    facts = scene.reading.facts
    values = [ZERO if v is None else v for v in scene.values]
    value_of = values.__getitem__
    hard = {i for i in scene.gaps if facts[i].status in HARD}
    for instance in scene.plan.instances:
        left = sum(map(value_of, instance.parts))
        right = sum(map(value_of, instance.totals))
        holds = left <= right if instance.identity.relation == "at_most" else left == right
        if hard and not hard.isdisjoint(instance.cells):
            if any(facts[i].status is not CellStatus.ABSENT for i in instance.cells):
                yield _violation(scene, instance, "undecided")
        elif not holds:
            blank = any(facts[i].status is CellStatus.BLANK for i in instance.cells)
            yield _violation(scene, instance, "undecided" if blank else "violated")


def _violation(scene: Scene, instance: Instance, outcome: str) -> Violation:
    equation = Equation(scene, instance)
    row, column = scene.plan.cells[instance.at]
    facts = [scene.reading.facts[i] for i in instance.cells]
    named = scene.reading.facts[instance.at]
    # a cell that the document lacks has no place: any other of the identity leads the reader there
    location = next((f.location for f in (named, *facts) if f.location), scene.reading.location)
    return scene.violation(
        instance.identity.rule,
        equation.slots(outcome),
        outcome,
        row=row,
        column=column,
        expected=equation.expected,
        actual=equation.actual,
        difference=equation.difference,
        formula=equation.formula(outcome),
        location=location,
        cells=tuple((f.row, f.column) for f in facts),
    )
