"""Which form each table follows, where its own labels leave that open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.forms import Forms
    from extractor.mapping.facts import TableCandidates
    from extractor.model.filing import TableReading


def settle(candidates: Iterable[TableCandidates], year: int, forms: Forms) -> tuple[TableReading, ...]:
    """Return one reading for each table.

    A table whose labels fit two forms alike (表四 always) takes the form of the filing's other tables, or
    where they differ, or there are none, that in force in the year; with no year known, the latest.
    """
    all_tables = list(candidates)
    decided = {c.readings[0].template for c in all_tables if not c.tied}
    in_force = forms.in_force(year) if year else None
    default = in_force.code if in_force else max(forms.forms)
    wanted = decided.pop() if len(decided) == 1 else default
    out = []
    for candidate in all_tables:
        best = candidate.readings[0]
        if candidate.tied:
            ties = [r for r in candidate.readings if r.score == best.score]
            best = next((r for r in ties if r.template == wanted), ties[-1])
        out.append(best)
    return tuple(out)
