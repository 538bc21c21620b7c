"""Which form each table follows, where its own labels leave that open."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractor.forms import Forms
    from extractor.mapping.facts import Candidate
    from extractor.model.filing import TableReading


def settle(tables: tuple[tuple[Candidate, ...], ...], year: int, forms: Forms) -> tuple[TableReading, ...]:
    """Return one reading for each table; the candidates of each stand best first.

    A table whose labels fit two forms alike (表四 always) takes the form of the filing's other tables, or
    where they differ, or there are none, that in force in the year; with no year known, the latest.
    """
    best = [[c for c in candidates if c.score == candidates[0].score] for candidates in tables]
    decided = {ties[0].template for ties in best if len(ties) == 1}
    in_force = forms.in_force(year) if year else None
    default = in_force.code if in_force else max(forms.forms)
    wanted = decided.pop() if len(decided) == 1 else default
    out = []
    for ties in best:
        chosen = next((c for c in ties if c.template == wanted), ties[-1])
        out.append((ties[0] if len(ties) == 1 else chosen).read())
    return tuple(out)
