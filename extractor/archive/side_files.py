"""What the user says about the archive: which bodies are below which, and which were renamed."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

from extractor.archive.rollup import REGIONS
from extractor.archive.survey import Options
from extractor.errors import UsageError
from extractor.organizations.resolve import read_renamed
from extractor.text.user_csv import decoded


def options_of(hierarchy: str, aliases: Path | None, scratch: Path | None = None) -> Options:
    """Return the options of the archive's rules.

    ``hierarchy``: a CSV file of pairs (subordinate, superior), the word ``regions`` for the hierarchy of the
    region codes, or empty. ``aliases``: a CSV file of pairs (a name, the name that the body has now). The first
    line of each file is its header. Raises ``UsageError`` for a file that cannot be read so.
    """
    pairs: tuple[tuple[str, str], ...] | str = ()
    if hierarchy:
        pairs = REGIONS if hierarchy == REGIONS else _pairs(hierarchy, "subordinate,superior")
    renamed = read_renamed(_pairs(str(aliases), "name,now")) if aliases else {}
    return Options(renamed, pairs, scratch)


def digest(options: Options) -> str:
    """Return what tells one set of options from another."""
    told = repr((sorted(options.renamed.items()), options.hierarchy))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _pairs(path: str, columns: str) -> tuple[tuple[str, str], ...]:
    try:
        text = decoded(Path(path).read_bytes(), path)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    rows = [row for row in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in row)]
    for number, row in enumerate(rows, 1):
        if len(row) != 2 or not all(cell.strip() for cell in row):
            raise UsageError(f"{path}, row {number}: two names are due ({columns}), not {','.join(row)!r}")
    return tuple((a.strip(), b.strip()) for a, b in rows[1:])
