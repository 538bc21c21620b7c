"""The truth of many filings as the three files that the scorer reads."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from tests.generator.model import GeneratedFiling

FILING_COLUMNS = (
    "source",
    "organization",
    "year",
    "template",
    "published",
    "kind",
    "expected_status",
    "unscored_rules",
)


def csv_text(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A CSV with LF line ends."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()


def truth_files(filings: Sequence[GeneratedFiling]) -> dict[str, str]:
    """facts.csv, filings.csv and violations.csv, by name."""
    ordered = sorted(filings, key=lambda f: f.source)
    facts = [
        (
            f.source,
            x.table,
            x.row,
            x.column,
            "" if x.value is None else f"{x.value.normalize():f}",
            x.status,
            int(x.debatable),
        )
        for f in ordered
        for x in f.facts
    ]
    due = [
        (f.source, v.rule, v.table, v.row, v.column, v.outcome, int(v.debatable))
        for f in ordered
        for v in f.violations
    ]
    return {
        "facts.csv": csv_text(("source", "table", "row", "column", "value", "status", "debatable"), facts),
        "filings.csv": csv_text(FILING_COLUMNS, [[f.filing[c] for c in FILING_COLUMNS] for f in ordered]),
        "violations.csv": csv_text(("source", "rule", "table", "row", "column", "outcome", "debatable"), due),
    }


def write_truth(folder: Path, filings: Sequence[GeneratedFiling]) -> None:
    """Write the truth into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in truth_files(filings).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
