"""``extractor check --format json``: one filing, its violations and suggestions, for machines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from extractor.version import VERSION
from extractor.writers.filing_json import suggestion_json, violation_json

if TYPE_CHECKING:
    from extractor.model.acceptance import Acceptance, Verdict
    from extractor.model.filing import Filing, Suggestion


def check_json(filing: Filing, verdict: Verdict, suggestions: tuple[Suggestion, ...], path: str) -> str:
    """Return the JSON text; ``accepted`` of a violation is null or the entry of the baseline that accepts it."""
    who = filing.identity
    kinds = [j.violation.kind for j in verdict.judged if j.acceptance is None]
    content: dict[str, Any] = {
        "version": VERSION,
        "file": path,
        "source": filing.source,
        "sha256": filing.sha256,
        "status": filing.status,
        "error": filing.error,
        "title": who.title,
        "organization": who.organization,
        "year": who.year or None,
        "template": filing.template,
        "counts": {
            **{kind: kinds.count(kind) for kind in ("error", "warning", "info", "undecided")},
            "accepted": sum(j.acceptance is not None for j in verdict.judged),
        },
        "passes": bool(filing.status not in ("unreadable", "not_a_report"))
        and not any(j.fails for j in verdict.judged),
        "violations": [
            {
                **violation_json(j.violation),
                "evidence": j.evidence,
                "accepted": _entry(j.acceptance) if j.acceptance else None,
            }
            for j in verdict.judged
        ],
        "suggestions": [suggestion_json(s) for s in suggestions],
        "baseline": {
            "expired": [_entry(e) for e in verdict.expired],
            "unused": [_entry(e) for e in verdict.unused],
        },
    }
    text = json.dumps(content, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace").decode() + "\n"


def _entry(entry: Acceptance) -> dict[str, str]:
    return {name: value for name, value in entry._asdict().items() if name != "message"}
