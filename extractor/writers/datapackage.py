"""``datapackage.json``: the output folder as a Frictionless Data Package, every table with its schema."""

from __future__ import annotations

import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from extractor.writers.categories import categories
from extractor.writers.schema import ARCHIVE_SCHEMAS, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from extractor.writers.categories import Category
    from extractor.writers.schema import Field, Schema
    from extractor.writers.written import Written

NAME = "datapackage.json"
SPREADSHEET = (
    "These CSVs are made for spreadsheets: they begin with a byte order mark, and in columns of texts a value "
    "that would be run as a formula stands behind one apostrophe more than the document prints."
)
_TYPE_OF = {".csv": ("csv", "text/csv"), ".parquet": ("parquet", "application/vnd.apache.parquet")}


def write_datapackage(
    folder: Path, tables: Mapping[str, Sequence[Written]], version: str, *, spreadsheet: bool = False
) -> None:
    """Write the package into ``folder``; ``tables`` maps each table to its files.

    Size and hash of each file are in it, so that a table changed afterwards no longer validates. What a code
    means is in the ``categories`` of its field. ``spreadsheet``: the CSVs are made for one (``CsvTable``).
    """
    schemas = {**SCHEMAS, **ARCHIVE_SCHEMAS}
    package = {
        "profile": "data-package",
        "name": "government-information-disclosure-reports",
        "title": "政府信息公开工作年度报告",
        "description": "Every cell of the official tables, the sections, and the violations of the rules.",
        "version": version,
        **({"spreadsheet": SPREADSHEET} if spreadsheet else {}),
        "resources": [_resource(schemas[name], files, spreadsheet) for name, files in tables.items()],
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / NAME).write_text(text, encoding="utf-8", newline="\n")


def _resource(schema: Schema, files: Sequence[Written], spreadsheet: bool) -> dict[str, Any]:
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
        **({"encoding": "utf-8-sig" if spreadsheet else "utf-8"} if kind == "csv" else {}),
        # What validates a package counts the bytes of a CSV as it reads them; Parquet is not read so.
        **({"bytes": first.size, "hash": f"sha256:{first.sha256}"} if kind == "csv" else {}),
        **({"files": [f._asdict() for f in files]} if kind != "csv" else {}),
        "schema": _schema(schema, kind),
    }


def _schema(schema: Schema, kind: str) -> dict[str, Any]:
    out: dict[str, Any] = {"fields": [_field(schema, f, kind) for f in schema.fields], "missingValues": [""]}
    if schema.key:
        out["primaryKey"] = list(schema.key)
    if schema.refers:
        out["foreignKeys"] = [
            {"fields": ["filing_id"], "reference": {"resource": "filings", "fields": ["filing_id"]}}
        ]
    return out


def _field(schema: Schema, field: Field, kind: str) -> dict[str, Any]:
    meanings = categories(schema, field)
    constraints: dict[str, Any] = {}
    if field.required:
        constraints["required"] = True
    if values := [str(c) for c in field.choices] or [m.value for m in meanings]:
        constraints["enum"] = values
    if field.name == "filing_id":
        constraints["pattern"] = "[0-9a-f]{16}"
    if field.name == "year":
        constraints["minimum"] = 1900
    out: dict[str, Any] = {
        "name": field.name,
        "type": field.type,
        "title": field.title,
        "description": field.description,
    }
    if field.type == "integer" and kind == "parquet":
        # Readers whose integers cannot be missing make a NaN of a null.
        out["missingValues"] = ["", "nan"]
    if constraints:
        out["constraints"] = constraints
    if meanings:
        out["categories"] = [_category(m) for m in meanings]
    return out


def _category(meaning: Category) -> dict[str, Any]:
    templates = {"templates": list(meaning.templates)} if meaning.templates else {}
    return {"value": meaning.value, "label": meaning.zh, "description": meaning.en, **templates}
