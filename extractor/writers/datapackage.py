"""``datapackage.json``: the output folder as a Frictionless Data Package, every table with its schema."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from extractor.writers.schema import SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from extractor.writers.schema import Field, Schema

NAME = "datapackage.json"
_TYPE_OF = {".csv": ("csv", "text/csv"), ".parquet": ("parquet", "application/vnd.apache.parquet")}


def write_datapackage(folder: Path, names: Mapping[str, str], version: str) -> None:
    """Write the package for the tables in ``folder``; ``names`` maps each table to its file.

    Size and hash of each file are in it, so that a table changed afterwards no longer validates.
    """
    package = {
        "profile": "data-package",
        "name": "government-information-disclosure-reports",
        "title": "政府信息公开工作年度报告",
        "description": "Every cell of the official tables, the sections, and the violations of the rules.",
        "version": version,
        "resources": [_resource(folder / file, SCHEMAS[name]) for name, file in names.items()],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")


def _resource(path: Path, schema: Schema) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    kind, media_type = _TYPE_OF[path.suffix]
    return {
        "name": schema.name,
        "type": "table",
        "path": path.name,
        "title": schema.title,
        "description": schema.description,
        "format": kind,
        "mediatype": media_type,
        **({"encoding": "utf-8"} if kind == "csv" else {}),
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": _schema(schema),
    }


def _schema(schema: Schema) -> dict[str, Any]:
    out: dict[str, Any] = {"fields": [_field(f) for f in schema.fields], "missingValues": [""]}
    if schema.key:
        out["primaryKey"] = list(schema.key)
    if schema.name != "filings":
        out["foreignKeys"] = [
            {"fields": ["filing_id"], "reference": {"resource": "filings", "fields": ["filing_id"]}}
        ]
    return out


def _field(field: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if field.choices:
        constraints["enum"] = [str(c) for c in field.choices]
    if field.name == "filing_id":
        constraints["pattern"] = "[0-9a-f]{16}"
    if field.name == "year":
        constraints["minimum"] = 1900
    out = {"name": field.name, "type": field.type, "title": field.title, "description": field.description}
    return {**out, "constraints": constraints} if constraints else out
