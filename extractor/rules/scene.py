"""One official table under check, and the violations that name something in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.model.filing import TableReading, Violation
from extractor.rules.voice import column_label, row_label

if TYPE_CHECKING:
    from decimal import Decimal

    from extractor.forms import Table
    from extractor.model.filing import Fact
    from extractor.rules.plan import Plan
    from extractor.rules.voice import Voice


class Scene(NamedTuple):
    """A table as read, its plan and the voice; ``values`` are those of its facts, in their order.

    ``gaps`` are the positions of the cells without a number.
    """

    reading: TableReading
    plan: Plan
    voice: Voice
    values: list[Decimal | None]
    gaps: list[int]

    @property
    def table(self) -> Table:
        """The table of the form."""
        return self.plan.table

    def violation(
        self, code: str, slots: dict[str, str], /, outcome: str = "violated", **given: Any
    ) -> Violation:
        """Return the violation of a rule in this table; labels follow from ``row`` and ``column``."""
        rule = self.voice.rule(code)
        row, column = given.get("row", ""), given.get("column", "")
        return Violation(
            rule=code,
            severity=rule.severity,
            outcome=outcome,
            table=self.table.code,
            template=self.reading.template,
            row_label=row_label(self.table, row) if row else "",
            column_label=" ".join(column_label(self.table, row, c) for c in column.split()),
            message=self.voice.message(rule, outcome, slots),
            **given,
        )

    def at_cell(self, code: str, fact: Fact, slots: dict[str, str], outcome: str = "violated") -> Violation:
        """Return the violation of a rule about one cell; the slot ``where`` is filled here."""
        where = self.voice.cell(self.table, fact.row, fact.column)
        return self.violation(
            code,
            {"where": where, **slots},
            outcome,
            row=fact.row,
            column=fact.column,
            actual=fact.value,
            location=fact.location,
            cells=((fact.row, fact.column),),
        )
