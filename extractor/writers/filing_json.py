"""The report on one filing for machines: everything that was read and found, as JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from extractor.writers.rows import filing_id

if TYPE_CHECKING:
    from decimal import Decimal

    from extractor.forms import Forms
    from extractor.model.correction import Correction
    from extractor.model.filing import (
        Difference,
        Fact,
        Filing,
        Finding,
        Match,
        Statement,
        Suggestion,
        TableReading,
        Violation,
    )

_encode = json.JSONEncoder(ensure_ascii=False, separators=(", ", ": ")).encode


def filing_json(filing: Filing, violations: list[Violation], forms: Forms) -> bytes:
    """Return the JSON text of a filing, one cell, section or violation a line.

    Numbers are JSON numbers in plain digits. A lone surrogate, which UTF-8 cannot hold, is written as
    the escape that JSON has for it.
    """
    who = filing.identity
    content: dict[str, Any] = {
        "filing_id": filing_id(filing.source),
        "source": filing.source,
        "sha256": filing.sha256,
        "media_type": filing.media_type,
        "reader": filing.reader,
        "status": filing.status,
        "error": filing.error,
        "title": who.title,
        "organization": who.organization,
        "organization_from": who.organization_from,
        "year": who.year or None,
        "year_from": who.year_from,
        "published": who.published or None,
        "template": filing.template,
        "tables": [_table(t, forms) for t in filing.tables],
        "sections": [
            {
                "section": s.section or None,
                "level": s.level,
                "number": s.number,
                "heading": s.heading,
                "location": s.location,
                "has_table": s.has_table,
                "text": s.text,
            }
            for s in filing.sections
        ],
        "narrative": [_statement(s) for s in filing.statements],
        "violations": [violation_json(v) for v in violations],
        "suggestions": [suggestion_json(s) for s in filing.suggestions],
        "corrections": [_correction(c) for c in filing.corrections],
    }
    return ("".join(_lines(content, 0)) + "\n").encode("utf-8", "backslashreplace")


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "quantity": statement.quantity,
        "column": statement.column or None,
        "value": _number(statement.value),
        "unit": statement.unit,
        "standing": statement.standing,
        "scope": statement.scope,
        "period": statement.period,
        "section": statement.section or None,
        "text": statement.text,
        "location": statement.location,
    }


def _lines(value: Any, depth: int) -> list[str]:
    """Lay out: lists of objects, and the objects that hold them, are opened; the rest is one line."""
    if isinstance(value, dict) and (depth == 0 or any(_opened(v) for v in value.values())):
        pad = " " * (depth + 1)
        out = ["{\n"]
        for i, (key, item) in enumerate(value.items()):
            out += [",\n" if i else "", pad, _encode(key), ": ", *_lines(item, depth + 1)]
        return [*out, "\n", " " * depth, "}"]
    if _opened(value):
        pad = " " * (depth + 1)
        out = ["[\n"]
        for i, item in enumerate(value):
            out += [",\n" if i else "", pad, *_lines(item, depth + 1)]
        return [*out, "\n", " " * depth, "]"]
    return [_encode(value)]


def _opened(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _table(table: TableReading, forms: Forms) -> dict[str, Any]:
    form = forms.table(table.template, table.table)
    return {
        "table": table.table,
        "template": table.template,
        "location": table.location,
        "score": round(table.score, 4),
        "runner_up": table.runner_up,
        "runner_up_score": round(table.runner_up_score, 4),
        "reread": table.reread,
        "differences": [_difference(d) for d in table.differences],
        "cells": [_fact(f, form.unit(f.row, f.column)) for f in table.facts],
        "findings": [_finding(f) for f in table.findings],
        "row_matches": [_match(m) for m in table.row_matches],
        "column_matches": [_match(m) for m in table.column_matches],
    }


def _fact(fact: Fact, unit: str) -> dict[str, Any]:
    return {
        "row": fact.row,
        "column": fact.column,
        "status": fact.status,
        "value": _number(fact.value),
        "unit": unit,
        "raw": fact.raw,
        "location": fact.location,
    }


def _difference(difference: Difference) -> dict[str, Any]:
    return {
        "row": difference.row,
        "column": difference.column,
        "first": difference.first,
        "second": difference.second,
        "suggested": difference.suggested,
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "row": finding.row,
        "column": finding.column,
        "printed": finding.printed,
        "location": finding.location,
        "detail": finding.detail,
    }


def _match(match: Match) -> dict[str, Any]:
    return {
        "printed": match.printed,
        "code": match.code,
        "method": match.method,
        "score": round(match.score, 4),
        "runner_up": match.runner_up,
        "runner_up_score": round(match.runner_up_score, 4),
        "location": match.location,
    }


def violation_json(violation: Violation) -> dict[str, Any]:
    """Return a violation as plain values."""
    return {
        "rule": violation.rule,
        "severity": violation.severity,
        "outcome": violation.outcome,
        "template": violation.template,
        "table": violation.table,
        "row": violation.row,
        "column": violation.column,
        "row_label": violation.row_label,
        "column_label": violation.column_label,
        "expected": _number(violation.expected),
        "actual": _number(violation.actual),
        "difference": _number(violation.difference),
        "message": violation.message,
        "formula": violation.formula,
        "location": violation.location,
        "second_reading": violation.second_reading,
        "cells": [f"{row}.{column}" for row, column in violation.cells],
    }


def suggestion_json(suggestion: Suggestion) -> dict[str, Any]:
    """Return a suggestion as plain values."""
    return {
        "kind": suggestion.kind,
        "template": suggestion.template,
        "table": suggestion.table,
        "cells": [f"{row}.{column}" for row, column in suggestion.cells],
        "printed": list(suggestion.printed),
        "suggested": [int(n) for n in suggestion.suggested],
        "explains": list(suggestion.explains),
        "alternatives": suggestion.alternatives,
        "confirmed": suggestion.confirmed,
    }


def _correction(correction: Correction) -> dict[str, Any]:
    return {
        "table": correction.table,
        "row": correction.row,
        "column": correction.column,
        "printed": correction.printed,
        "value": _number(correction.value),
        "who": correction.who,
        "when": correction.when,
        "note": correction.note,
        "outcome": correction.outcome,
        "found": correction.found,
    }


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
