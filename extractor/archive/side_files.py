"""What the user says about the archive: which bodies are below which, and which were renamed."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import TYPE_CHECKING

from extractor.archive.rollup import REGIONS
from extractor.archive.survey import Options
from extractor.errors import UsageError
from extractor.forms.added import read_aliases
from extractor.organizations.resolve import read_renamed
from extractor.text.user_csv import decoded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.forms import Forms, LabelAlias


ALIAS_COLUMNS = ("name", "now", "label", "code", "table")


def options_of(hierarchy: str, renamed: Iterable[tuple[str, str]], scratch: Path | None = None) -> Options:
    """Return the options of the archive's rules.

    ``hierarchy``: a CSV file of pairs (subordinate, superior) behind a header, the word ``regions`` for the hierarchy
    of the region codes, or empty. ``renamed``: pairs (a name, the name that the body has now). Raises ``UsageError``
    for a file that cannot be read so.
    """
    pairs: tuple[tuple[str, str], ...] | str = ()
    if hierarchy:
        pairs = REGIONS if hierarchy == REGIONS else _pairs(hierarchy, "subordinate,superior")
    return Options(read_renamed(renamed), pairs, scratch)


def aliases_of(path: Path | None, forms: Forms) -> tuple[list[tuple[str, str]], tuple[LabelAlias, ...]]:
    """Return what a file of aliases says: bodies that were renamed, and further printings of labels.

    A CSV file whose header names its columns. A row fills ``name`` and ``now`` for a body, or ``label`` and ``code``
    (and ``table``, where several tables have the code) for a label. Raises ``UsageError`` for any other file.
    """
    if path is None:
        return [], ()
    header, *rows = _rows(str(path)) or [[]]
    columns = [cell.strip() for cell in header]
    if "label" not in columns:
        return list(_pairs(str(path), "name,now")), ()
    unknown = [column for column in columns if column not in ALIAS_COLUMNS]
    if unknown or "code" not in columns:
        raise UsageError(f"{path}: the columns are {', '.join(ALIAS_COLUMNS)}, not {', '.join(columns)}")
    renamed: list[tuple[str, str]] = []
    labels: list[tuple[str, str, str]] = []
    for number, row in enumerate(rows, 2):
        given = dict.fromkeys(ALIAS_COLUMNS, "") | dict(zip(columns, (c.strip() for c in row), strict=False))
        body, label = (given["name"], given["now"]), (given["label"], given["code"])
        if len(row) > len(columns) or all(body) == all(label) or any(body if all(label) else label):
            raise UsageError(
                f"{path}, row {number}: either name and now are due, or label and code, not {','.join(row)!r}"
            )
        if all(body):
            renamed.append(body)
        else:
            labels.append((*label, given["table"]))
    return renamed, read_aliases(labels, str(path), forms)


def digest(options: Options) -> str:
    """Return what tells one set of options from another."""
    told = repr((sorted(options.renamed.items()), options.hierarchy))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _rows(path: str) -> list[list[str]]:
    try:
        text = decoded(Path(path).read_bytes(), path)
        return [row for row in csv.reader(io.StringIO(text, newline="")) if any(cell.strip() for cell in row)]
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    except csv.Error as error:
        raise UsageError(f"{path} is no CSV: {error}") from error


def _pairs(path: str, columns: str) -> tuple[tuple[str, str], ...]:
    rows = _rows(path)
    for number, row in enumerate(rows, 1):
        if len(row) != 2 or not all(cell.strip() for cell in row):
            raise UsageError(f"{path}, row {number}: two names are due ({columns}), not {','.join(row)!r}")
    return tuple((a.strip(), b.strip()) for a, b in rows[1:])
