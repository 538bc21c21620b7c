"""The index of a finished run: an SQLite file of what every page asks for, made once for each state of the run.

Cells are not copied: the index says where in the tables those of each filing stand. Whether it is still that of the
run is told by the sizes and times of the tables; any other is made anew, beside the old one, and takes its place.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from contextlib import closing
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.analysis.rows import table_path, table_rows
from extractor.errors import UsageError
from extractor.organizations.names import read_name
from extractor.organizations.regions import gazetteer
from extractor.review.stretches import stretches
from extractor.writers.schema import ARCHIVE_SCHEMAS, FACT_TABLES, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LAYOUT = "2"
"""Another one wherever the tables below change."""
NAME = "review.sqlite"
STRETCHED = (*FACT_TABLES, "sections", "narrative", "suggestions", "similar")
"""The tables whose rows stay where they are."""
_TABLES = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE filing (
  n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, sha256 TEXT, media_type TEXT, reader TEXT,
  title TEXT, organization TEXT, year INTEGER, template TEXT, published TEXT, status TEXT NOT NULL, error TEXT,
  errors INTEGER NOT NULL, warnings INTEGER NOT NULL, organization_id TEXT, attachments TEXT, attachment_of TEXT,
  region TEXT NOT NULL
);
CREATE TABLE violation (
  v INTEGER PRIMARY KEY, n INTEGER NOT NULL, nth INTEGER NOT NULL, rule TEXT NOT NULL, severity TEXT NOT NULL,
  outcome TEXT NOT NULL, template TEXT, tbl TEXT, row TEXT, col TEXT, row_label TEXT, column_label TEXT,
  expected TEXT, actual TEXT, difference TEXT, message TEXT, location TEXT, second_reading TEXT
);
CREATE TABLE stretch (
  tbl TEXT NOT NULL, n INTEGER NOT NULL, part INTEGER NOT NULL, start INTEGER NOT NULL, size INTEGER NOT NULL,
  PRIMARY KEY (tbl, n)
) WITHOUT ROWID;
CREATE TABLE organization (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, names TEXT, region_code TEXT, level TEXT, kind TEXT,
  filings INTEGER, first_year INTEGER, last_year INTEGER, candidates TEXT, region TEXT NOT NULL
);
"""
_AFTER = """
CREATE INDEX violation_of_filing ON violation (n);
CREATE INDEX filing_of_organization ON filing (organization_id, year);
CREATE INDEX organization_by_name ON organization (name, id);
CREATE INDEX organization_by_region ON organization (region, name, id);
"""


def open_index(output: Path, say: Callable[[str], object]) -> Path:
    """Return the index of a run, made if it is not there or is that of another state of the run.

    ``say`` is called with a line where it has to be made. Raises ``UsageError`` for a folder that holds no run.
    """
    if table_path(output, "filings") is None or not (output / "run.json").is_file():
        raise UsageError(
            f"{output} is not the output of a finished run (no filings.csv or filings.parquet with run.json): "
            "give the DIR of `extractor run --output DIR`"
        )
    state = output / ".extractor"
    path = state / NAME
    stamp = stamp_of(output)
    if _stamp_in(path) != stamp:
        say("indexing")
        try:
            state.mkdir(exist_ok=True)
            part = path.with_name(NAME + ".part")
            part.unlink(missing_ok=True)
            build(output, part, stamp)
            part.replace(path)
        except OSError as error:
            raise UsageError(f"the index cannot be written to {state}: {error.strerror or error}") from error
    return path


def stamp_of(output: Path) -> str:
    """Return what tells one state of a run from another: the tables by size and time, and what run.json lists."""
    told: list[object] = [LAYOUT, (output / "run.json").read_text("utf-8")]
    for name in (*SCHEMAS, *ARCHIVE_SCHEMAS):
        path = table_path(output, name)
        if path is not None:
            files = sorted(path.glob("*.parquet")) if path.is_dir() else [path]
            told.append([name, *((f.name, f.stat().st_size, f.stat().st_mtime_ns) for f in files)])
    return json.dumps(told)


def _stamp_in(path: Path) -> str:
    if not path.is_file():
        return ""
    try:
        with closing(sqlite3.connect(path)) as db:
            found = db.execute("SELECT value FROM facts WHERE name = 'stamp'").fetchone()
    except sqlite3.DatabaseError:
        return ""
    return str(found[0]) if found else ""


def build(output: Path, path: Path, stamp: str) -> None:
    """Write the index of the run in ``output`` to ``path``, which is not there yet."""
    with closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA journal_mode = OFF")
        db.execute("PRAGMA synchronous = OFF")
        db.executescript(_TABLES)
        regions = _organizations(db, output)
        numbers = _filings(db, output, regions)
        _violations(db, output, numbers)
        _stretches(db, output, numbers)
        db.executescript(_AFTER)
        db.execute("INSERT INTO facts VALUES ('stamp', ?)", (stamp,))
        db.commit()


def _rows(output: Path, name: str) -> Iterator[tuple[str | None, ...]]:
    path = table_path(output, name)
    if path is not None:
        yield from table_rows(path, (SCHEMAS | ARCHIVE_SCHEMAS)[name])


def _organizations(db: sqlite3.Connection, output: Path) -> dict[str, str]:
    """Take the organizations; return the region of each."""
    regions: dict[str, str] = {}
    for row in _rows(output, "organizations"):
        regions[row[0] or ""] = region = region_of(row[1] or "", row[3] or "")
        db.execute(f"INSERT INTO organization VALUES ({', '.join('?' * 11)})", (*row, region))  # noqa: S608
    return regions


def region_of(name: str, code: str) -> str:
    """Return the city (or province, for what is of none) that an organization stands in; empty where unknown.

    By its region code where it has one, else by the first place that its name prints.
    """
    if code:
        known = gazetteer().by_code
        province = known.get(code[:2] + "0000")
        region = known.get(code[:4] + "00") or province
        if region is not None:
            above = province.name if province is not None else ""
            return region.name if region.name.startswith(above) else above + region.name
    places = read_name(name).places
    return places[0].text if places else ""


def _filings(db: sqlite3.Connection, output: Path, regions: dict[str, str]) -> dict[str, int]:
    """Take the filings, in their order; return the number of each by its id."""
    numbers: dict[str, int] = {}
    names = SCHEMAS["filings"].columns
    organization, own = names.index("organization_id"), names.index("organization")
    marks = ", ".join("?" * (len(names) + 2))
    for n, row in enumerate(_rows(output, "filings")):
        numbers[row[0] or ""] = n
        region = regions.get(row[organization] or "")
        if region is None:
            region = region_of(row[own] or "", "")
        db.execute(f"INSERT INTO filing VALUES ({marks})", (n, *row, region))  # noqa: S608
    return numbers


def _violations(db: sqlite3.Connection, output: Path, numbers: dict[str, int]) -> None:
    """Take the violations; ``nth`` tells those apart that name the same rule and cell of a filing."""
    place = {name: i for i, name in enumerate(SCHEMAS["violations"].columns)}
    wanted = [
        place[name]
        for name in (
            *(
                "rule",
                "severity",
                "outcome",
                "template",
                "table",
                "row",
                "column",
                "row_label",
                "column_label",
            ),
            *("expected", "actual", "difference", "message", "location", "second_reading"),
        )
    ]
    seen: Counter[tuple[str | None, ...]] = Counter()
    before = -1
    for v, row in enumerate(_rows(output, "violations")):
        n = numbers[row[0] or ""]
        if n != before:
            seen.clear()
            before = n
        key = tuple(row[place[name]] for name in ("rule", "table", "row", "column"))
        values = (
            tuple(row[i] or "" for i in wanted[:9])
            + tuple(_digits(row[i]) for i in wanted[9:12])
            + tuple(row[i] or "" for i in wanted[12:])
        )
        db.execute(f"INSERT INTO violation VALUES ({', '.join('?' * 18)})", (v, n, seen[key], *values))  # noqa: S608
        seen[key] += 1


def _digits(text: str | None) -> str:
    """Return a number in the same digits whatever the format of the tables: no zeros at its end."""
    return format(Decimal(text).normalize(), "f") if text else ""


def _stretches(db: sqlite3.Connection, output: Path, numbers: dict[str, int]) -> None:
    for name in STRETCHED:
        path = table_path(output, name)
        if path is None:
            continue
        db.executemany(
            "INSERT OR IGNORE INTO stretch VALUES (?, ?, ?, ?, ?)",
            (
                (name, numbers[s.filing_id], s.part, s.start, s.size)
                for s in stretches(path)
                if s.filing_id in numbers
            ),
        )
