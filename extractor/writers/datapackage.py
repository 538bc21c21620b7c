"""``datapackage.json``: the output folder as a Frictionless Data Package, every table with its schema."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from extractor.writers.schema import ARCHIVE_SCHEMAS, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from extractor.writers.schema import Field, Schema
    from extractor.writers.written import Written

NAME = "datapackage.json"
_TYPE_OF = {".csv": ("csv", "text/csv"), ".parquet": ("parquet", "application/vnd.apache.parquet")}


def write_datapackage(folder: Path, tables: Mapping[str, Sequence[Written]], version: str) -> None:
    """Write the package into ``folder``; ``tables`` maps each table to its files.

    Size and hash of each file are in it, so that a table changed afterwards no longer validates.
    """
    schemas = {**SCHEMAS, **ARCHIVE_SCHEMAS}
    package = {
        "profile": "data-package",
        "name": "government-information-disclosure-reports",
        "title": "政府信息公开工作年度报告",
        "description": "Every cell of the official tables, the sections, and the violations of the rules.",
        "version": version,
        "resources": [_resource(schemas[name], files) for name, files in tables.items()],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")


def _resource(schema: Schema, files: Sequence[Written]) -> dict[str, Any]:
    first, *others = files
    kind, media_type = _TYPE_OF[PurePosixPath(first.path).suffix]
    return {
        "name": schema.name,
        "type": "table",
        "path": first.path,
        # What is in several files is one table; their hashes stand in the order of the files.
        **({"extrapaths": [f.path for f in others]} if others else {}),
        "title": schema.title,
        "description": schema.description,
        "format": kind,
        "mediatype": media_type,
        **({"encoding": "utf-8"} if kind == "csv" else {}),
        **({} if others else {"bytes": first.size, "hash": f"sha256:{first.sha256}"}),
        **({"files": [f._asdict() for f in files]} if others else {}),
        "schema": _schema(schema),
    }


def _schema(schema: Schema) -> dict[str, Any]:
    out: dict[str, Any] = {"fields": [_field(f) for f in schema.fields], "missingValues": [""]}
    if schema.key:
        out["primaryKey"] = list(schema.key)
    if schema.name != "filings" and "filing_id" in schema.columns:
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
