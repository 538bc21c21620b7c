"""Rules about one cell: filled in, a number, not negative, whole, its unit."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from extractor.model.filing import CellStatus
from extractor.rules.plan import AMOUNT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.model.filing import Fact, Violation
    from extractor.rules.scene import Scene

ONE = Decimal(1)
LARGEST_AMOUNT = Decimal(100_000_000)


def cells(scene: Scene) -> Iterator[Violation]:
    """Yield the violations of the cell rules in the order of the catalogue."""
    if scene.gaps:
        yield from _blanks(scene)
        yield from _not_numbers(scene)
    numbers = [value for value in scene.values if value is not None]
    if numbers and min(numbers) < 0:
        yield from _negatives(scene)
    yield from _fractions(scene)
    for i in scene.plan.amounts:
        yield from _amount(scene, scene.reading.facts[i])


def _blanks(scene: Scene) -> Iterator[Violation]:
    """One violation for a row, with its blank columns in the order of the form."""
    blank = (f for f in scene.reading.facts if f.status is CellStatus.BLANK)
    for row, of_row in groupby(blank, key=lambda f: f.row):
        facts = list(of_row)
        names = (scene.voice.name(scene.table, f.column) for f in facts)
        slots = {
            "where": scene.voice.line(scene.table, row=row),
            "count": str(len(facts)),
            "columns": scene.voice.join("and", names),
        }
        yield scene.violation(
            "cell-blank",
            slots,
            row=row,
            column=" ".join(f.column for f in facts),
            location=facts[0].location,
            cells=tuple((f.row, f.column) for f in facts),
        )


def _not_numbers(scene: Scene) -> Iterator[Violation]:
    for fact in scene.reading.facts:
        if fact.status is CellStatus.UNREADABLE:
            outcome = "undecided" if fact.doubtful else "violated"
            yield scene.at_cell("cell-not-a-number", fact, {"printed": fact.raw}, outcome)


def _negatives(scene: Scene) -> Iterator[Violation]:
    for i in scene.plan.unsigned:
        value = scene.values[i]
        if value is not None and value < 0:
            yield scene.at_cell("cell-negative", scene.reading.facts[i], {"value": scene.voice.number(value)})


def _fractions(scene: Scene) -> Iterator[Violation]:
    # a sum has as many decimals as its longest term: without any, every count is whole
    numbers = [v for i in scene.plan.counts if (v := scene.values[i]) is not None]
    if sum(numbers, Decimal(0)).same_quantum(ONE):
        return
    for i in scene.plan.counts:
        value = scene.values[i]
        if value is not None and value != value.to_integral_value():
            yield scene.at_cell(
                "cell-not-whole", scene.reading.facts[i], {"value": scene.voice.number(value)}
            )


def _amount(scene: Scene, fact: Fact) -> Iterator[Violation]:
    """One violation for an amount, with every reason; a cell without a number owes no unit of its own."""
    if fact.unit_printed == AMOUNT and (fact.value is None or fact.value < LARGEST_AMOUNT):
        return  # nearly all
    voice, reasons = scene.voice, []
    number = "" if fact.value is None else voice.number(fact.value)
    if fact.unit_printed == "元" and fact.status is not CellStatus.ABSENT:
        reasons.append(voice.phrase("unit_yuan", value=number) if number else voice.phrase("unit_yuan_empty"))
    if fact.value is not None:
        if not fact.unit_printed:
            reasons.append(voice.phrase("unit_none", value=number))
        if fact.value >= LARGEST_AMOUNT:
            reasons.append(voice.phrase("unit_large", value=number))
    if reasons:
        yield scene.at_cell("amount-unit", fact, {"reasons": voice.join("semicolon", reasons)})
