"""A filing from its report for machines (``reports/….json``): what the run read, and how, without the document."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from extractor.model.correction import Correction, CorrectionOutcome
from extractor.model.filing import (
    CellStatus,
    Difference,
    Fact,
    Filing,
    FilingStatus,
    Finding,
    Identity,
    Match,
    Section,
    Standing,
    Statement,
    Suggestion,
    TableReading,
    Violation,
)


def filing_told(data: bytes) -> Filing:
    """Return the filing with its violations and suggestions. ``ValueError`` where the bytes are no such report."""
    try:
        return _filing(json.loads(data, parse_float=Decimal))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"this is no report of a filing ({error})") from error


def _filing(told: dict[str, Any]) -> Filing:
    return Filing(
        told["source"],
        told["sha256"],
        told["media_type"],
        told["reader"],
        FilingStatus(told["status"]),
        told["error"],
        Identity(
            told["title"],
            told["organization"],
            told["organization_from"],
            told["year"] or 0,
            told["year_from"],
            told["published"] or "",
        ),
        told["template"],
        tuple(_table(t) for t in told["tables"]),
        tuple(
            Section(
                s["section"] or 0, s["level"], s["number"], s["heading"], s["text"], s["location"],
                has_table=s["has_table"],
            )
            for s in told["sections"]
        ),
        tuple(
            Statement(
                s["quantity"], Decimal(s["value"]), s["unit"], Standing(s["standing"]), s["scope"], s["period"],
                s["text"], s["location"], s["section"] or 0, column=s.get("column") or "",
            )
            for s in told["narrative"]
        ),
        tuple(_violation(v) for v in told["violations"]),
        tuple(
            Suggestion(
                s["kind"], s["template"], s["table"], _cells(s["cells"]), tuple(s["printed"]),
                tuple(map(str, s["suggested"])), tuple(s["explains"]), s["alternatives"],
                confirmed=s.get("confirmed", True),
            )
            for s in told["suggestions"]
        ),
        corrections=tuple(_correction(c, told) for c in told.get("corrections", ())),
    )  # fmt: skip


def _table(told: dict[str, Any]) -> TableReading:
    return TableReading(
        told["template"],
        told["table"],
        tuple(
            Fact(f["row"], f["column"], CellStatus(f["status"]), _number(f["value"]), f["raw"], f["location"])
            for f in told["cells"]
        ),
        tuple(
            Finding(f["rule"], f["row"], f["column"], f["printed"], f["location"], f["detail"])
            for f in told["findings"]
        ),
        _matches(told["row_matches"]),
        _matches(told["column_matches"]),
        told["location"],
        float(told["score"]),
        told["runner_up"],
        float(told["runner_up_score"]),
        told["reread"],
        tuple(
            Difference(d["row"], d["column"], d["first"], d["second"], d["suggested"])
            for d in told["differences"]
        ),
    )


def _correction(told: dict[str, Any], filing: dict[str, Any]) -> Correction:
    names = ("table", "row", "column", "printed", "who", "when", "note", "found")
    values: dict[str, Any] = {name: told[name] for name in names}
    values |= {"value": Decimal(told["value"]), "outcome": CorrectionOutcome(told["outcome"])}
    return Correction(filing_id=filing["filing_id"], source=filing["source"], **values)


def _matches(told: list[dict[str, Any]]) -> tuple[Match, ...]:
    return tuple(
        Match(
            m["printed"],
            m["code"],
            m["method"],
            float(m["score"]),
            m["runner_up"],
            float(m["runner_up_score"]),
            m["location"],
        )
        for m in told
    )


def _violation(told: dict[str, Any]) -> Violation:
    names: tuple[str, ...] = (
        *("rule", "severity", "outcome", "table", "row", "column", "row_label", "column_label"),
        *("message", "formula", "location", "second_reading", "template"),
    )
    values: dict[str, Any] = {name: told[name] for name in names}
    numbers = {name: _number(told[name]) for name in ("expected", "actual", "difference")}
    return Violation(**values | numbers, cells=_cells(told["cells"]))


def _cells(told: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple((row, column) for row, _, column in (cell.partition(".") for cell in told))


def _number(told: int | Decimal | None) -> Decimal | None:
    return None if told is None else Decimal(told)
