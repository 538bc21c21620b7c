"""``extractor check --format sarif``: violations as SARIF 2.1.0, as code hosts and editors show them."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from extractor.version import VERSION
from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from extractor.forms import Forms, Rule
    from extractor.model.acceptance import Acceptance, Judged, Verdict
    from extractor.model.filing import Fact, Filing, Violation
    from extractor.writers.words import Language

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_REGION = re.compile(r"^(\d+):(\d+)$")
_TAGS = {"zh": "zh-CN", "en": "en-US"}


def sarif(
    filing: Filing, verdict: Verdict, forms: Forms, language: Language, uri: str, notes: Iterable[str] = ()
) -> str:
    """Return the SARIF text of one filing. ``uri``: its address, relative to where the program was called.

    An undecided violation is of kind ``review``; one that a baseline accepts is suppressed, with its reason.
    ``notes``: what the user must know beside the violations. A filing that could not be checked is a run that
    did not succeed, and says why.
    """
    rules = [rule for rule in forms.rulebook.rules if rule.implemented]
    at = {rule.code: i for i, rule in enumerate(rules)}
    unread = filing.status in ("unreadable", "not_a_report")
    told = [("warning", note) for note in notes]
    if unread:
        reason = filing.error or words(language)["status_meaning"][filing.status]
        told.append(("error", f"{words(language)['console']['cannot']} ({filing.status}): {reason}"))
    run = {
        "tool": {
            "driver": {
                "name": "extractor",
                "version": VERSION,
                "semanticVersion": VERSION,
                "language": _TAGS[language],
                "shortDescription": {"text": "政府信息公开工作年度报告 (government openness reports)"},
                "rules": [_rule(rule, language) for rule in rules],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not unread,
                "toolExecutionNotifications": [
                    {"level": level, "message": {"text": text}, "locations": [_file(uri)]}
                    for level, text in told
                ],
            }
        ],
        "artifacts": [
            {
                "location": {"uri": uri},
                "roles": ["analysisTarget"],
                **({"mimeType": filing.media_type} if filing.media_type else {}),
                **({"hashes": {"sha-256": filing.sha256}} if filing.sha256 else {}),
            }
        ],
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, at, filing, forms, uri) for one in verdict.judged],
    }
    text = json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace").decode() + "\n"


def _rule(rule: Rule, language: Language) -> dict[str, Any]:
    w = words(language)["sarif"]
    facts = [
        (w["applies_to"], rule.applies_to[language]),
        (w["holds_when"], rule.holds_when[language]),
        (w["basis"], rule.basis[language]),
        (w["on"], rule.on[language]),
    ]
    mark = "：" if language == "zh" else ": "
    lines = [f"{name}{mark}{text}" for name, text in facts if text and text != "-"]
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.code.split("-")),
        "shortDescription": {"text": rule.holds_when[language]},
        "fullDescription": {"text": f"{rule.applies_to[language]}{mark}{rule.holds_when[language]}"},
        "help": {"text": "\n".join(lines), "markdown": "\n".join(f"- {line}" for line in lines)},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "tags": [rule.group],
            "templates": ["all"] if rule.every_form else list(rule.templates),
        },
    }


def _result(one: Judged, at: dict[str, int], filing: Filing, forms: Forms, uri: str) -> dict[str, Any]:
    v = one.violation
    certain = v.outcome == "violated"
    key = f"{filing.source}|{v.rule}|{v.table}|{v.row}|{v.column}|{one.evidence}"
    named, others = _cells(v, filing)
    location = _file(uri, v.location)
    location["logicalLocations"] = [_logical(v, filing, forms, named)]
    related = [
        {
            **_file(uri, fact.location),
            "id": number,
            "message": {"text": f"{_label(v, filing, forms, fact)}: {_held(fact)}"},
            "logicalLocations": [_logical(v, filing, forms, fact)],
        }
        for number, fact in enumerate(others, 1)
    ]
    text = v.message if not v.formula or v.formula in v.message else f"{v.message}\n{v.formula}"
    return {
        "ruleId": v.rule,
        "ruleIndex": at[v.rule],
        "kind": "fail" if certain else "review",
        "level": LEVELS[v.severity] if certain else "none",
        "message": {"text": text or v.rule},
        "locations": [location],
        **({"relatedLocations": related} if related else {}),
        "partialFingerprints": {"violation/v1": hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()},
        # all results of a run have the list, or none
        "suppressions": [_suppression(one.acceptance)] if one.acceptance else [],
        "properties": {
            "outcome": v.outcome,
            "severity": v.severity,
            "expected": _number(v.expected),
            "actual": _number(v.actual),
            "difference": _number(v.difference),
            "location": v.location,
            "evidence": one.evidence,
        },
    }


def _suppression(acceptance: Acceptance) -> dict[str, Any]:
    until = f" (until {acceptance.expires})" if acceptance.expires else ""
    return {
        "kind": "external",
        "status": "accepted",
        "justification": f"{acceptance.reason or '—'}{until}",
    }


def _file(uri: str, location: str = "") -> dict[str, Any]:
    """Return where something stands: in a text by line and column, else in the file."""
    place: dict[str, Any] = {"artifactLocation": {"uri": uri, "index": 0}}
    found = _REGION.match(location)
    if found and int(found[1]) and int(found[2]):
        place["region"] = {"startLine": int(found[1]), "startColumn": int(found[2])}
    return {"physicalLocation": place}


def _cells(violation: Violation, filing: Filing) -> tuple[Fact | None, list[Fact]]:
    """Return the cell that a violation names, and the others that take part."""
    reading = filing.table(violation.table) if violation.table else None
    facts = {(f.row, f.column): f for f in reading.facts} if reading else {}
    found = [facts[key] for key in violation.cells if key in facts]
    named = next(
        (f for f in found if f.row == violation.row and f.column in violation.column.split()),
        None,
    )
    return named, [f for f in found if f is not named]


def _logical(violation: Violation, filing: Filing, forms: Forms, fact: Fact | None) -> dict[str, Any]:
    """Return what a place is called: a cell, or the row, column, table or filing that the violation names."""
    row, column = (fact.row, fact.column) if fact else (violation.row, violation.column)
    path = [part for part in (violation.table, row, column) if part]
    place = fact.location if fact else violation.location
    label = _label(violation, filing, forms, fact) if fact else ""
    return {
        "name": path[-1] if path else filing.source,
        "fullyQualifiedName": "/".join(path) if path else filing.source,
        **({"decoratedName": label} if label else {}),
        "kind": "cell" if fact else "table" if violation.table else "document",
        **({"properties": {"location": place}} if place else {}),
    }


def _label(violation: Violation, filing: Filing, forms: Forms, fact: Fact) -> str:
    reading = filing.table(violation.table)
    if reading is None:
        return f"{fact.row} · {fact.column}"
    table = forms.table(reading.template, reading.table)
    return f"{table.rows[fact.row].path[-1]} · {table.columns[fact.column].path[-1]}"


def _held(fact: Fact) -> str:
    return f"{fact.value:f}" if fact.value is not None else fact.raw.strip() or fact.status.value


def _number(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
