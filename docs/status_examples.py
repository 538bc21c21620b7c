"""The page of the statuses: what each means, and one that the fixtures show."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from docs.tables import label, table, texts
from extractor.model.filing import CellStatus, FilingStatus
from extractor.writers.schema import FACT_TABLES
from extractor.writers.words import words

if TYPE_CHECKING:
    from pathlib import Path

    from docs.runs import Runs
    from extractor.writers.words import Language

Row = dict[str, str]
PANEL = ("violated", "derived", "not_on_form")


def status_examples(lang: Language, runs: Runs) -> str:
    """Return the page."""
    w = texts("statuses", lang)
    told = words(lang)
    found = _first_cells(runs.corrected) | _first_cells(runs.archive)
    cells = [
        (
            f"`{s}`",
            told["codebook"][s],
            w["value"] if s in ("reported", "deduced", "corrected") else w["none"],
        )
        for s in CellStatus
    ]
    examples = [
        (f"`{s}`", _raw(c["raw"]), c["value"], _where(c, lang), f"`{c['source']}` {c['location']}")
        for s in CellStatus
        for c in [found[s]]
    ]
    filings = [
        (f"`{s}`", told["status_meaning"][s], f"`{f['source']}`", f["error"])
        for s in FilingStatus
        for f in [_first_filing(runs, s)]
    ]
    head = [w[k] for k in ("status", "printed", "value", "where", "place")]
    return "\n".join(
        (
            f"# {w['title']}\n",
            f"## {w['cells']}\n",
            w["cells_intro"] + "\n",
            table([w["status"], w["meaning"], "`value`"], cells),
            w["examples"] + "\n",
            table(head, examples),
            f"## {w['filings']}\n",
            w["filings_intro"] + "\n",
            table([w["status"], w["meaning"], w["source"], w["error"]], filings),
            f"## {w['outcomes']}\n",
            w["outcomes_text"] + "\n",
            f"## {w['panel']}\n",
            w["panel_intro"] + "\n",
            table([w["status"], w["meaning"]], ((f"`{s}`", told["codebook"][s]) for s in PANEL)),
        )
    )


def _first_cells(output: Path) -> dict[str, Row]:
    """Return one cell of each status, the first whose text is short enough to show."""
    sources = {r["filing_id"]: r["source"] for r in _rows(output / "filings.csv")}
    found: dict[str, Row] = {}
    for name in FACT_TABLES:
        for r in _rows(output / f"{name}.csv"):
            telling = (
                r["value"].strip("0")
                or r["status"] == "corrected"
                or (r["status"] in ("nil", "unreadable") and r["raw"])
            )
            if (
                r["status"] not in found
                and len(r["raw"]) < 30
                and (telling or r["status"] in ("blank", "absent"))
            ):
                found[r["status"]] = r | {"table": name, "source": sources[r["filing_id"]]}
    return found


def _first_filing(runs: Runs, status: str) -> Row:
    of_all = [*_rows(runs.archive / "filings.csv"), *_rows(runs.odd / "filings.csv")]
    return next(r for r in of_all if r["status"] == status and not r["attachment_of"])


def _where(c: Row, lang: Language) -> str:
    row = label(c["table"], "row", c["row"], lang, c["template"])
    column = label(c["table"], "column", c["column"], lang, c["template"])
    return f"{words(lang)['short_table'][c['table']]} · {row} · {column}"


def _raw(text: str) -> str:
    return f"`{text}`" if text else ""


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
