"""The filings of a run that a notice is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.analysis.select import records, select
from extractor.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.analysis.select import Record

NAMED = 5


def filing_of(output: Path, named: str) -> Record:
    """Return the row of a filing by its id, or by its source. ``UsageError`` where the run has none."""
    for column in ("filing_id", "source"):
        found = select(output, "filings", column, {named})
        if found:
            return found[0]
    near = [f["source"] for f in records(output, "filings") if f["source"].endswith(named)][:NAMED]
    raise UsageError(
        f"the run has no filing {named}: give a filing_id or source of filings.csv{_perhaps(near)}"
    )


def filings_of(output: Path, named: str) -> list[Record]:
    """Return the rows of an organization's filings by its id, or by a name that it has; the earliest year first.

    Raises ``UsageError`` where there is none, and where several organizations have the name.
    """
    of_run = list(records(output, "organizations"))
    ids = {o["organization_id"] for o in of_run if named == o["organization_id"]}
    ids = ids or {o["organization_id"] for o in of_run if named in (o["name"], *_names(o))}
    if len(ids) > 1:
        raise UsageError(
            f"{len(ids)} organizations are called {named}: give one of their ids, {', '.join(sorted(ids))}"
        )
    found = select(output, "filings", "organization_id", ids) if ids else []
    found = found or select(output, "filings", "organization", {named})
    if not found:
        near = [o["name"] for o in of_run if named in o["name"]][:NAMED]
        raise UsageError(
            f"the run has no organization {named}: give an organization_id or name of organizations.csv"
            f"{_perhaps(near)}"
        )
    return sorted(found, key=lambda f: (f["year"], f["source"]))


def _names(organization: Record) -> list[str]:
    return [name.strip() for name in organization["names"].split(";")]


def _perhaps(near: list[str]) -> str:
    return f" (perhaps {'; '.join(near)})" if near else ""
