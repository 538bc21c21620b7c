"""Further printings of labels that a user gives: as good as those of ``aliases.toml``, for one run."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from extractor.forms.form import Forms


class LabelAlias(NamedTuple):
    """Another printing of a label: ``kind`` is ``rows`` or ``columns``, ``code`` the row or column of ``table``."""

    label: str
    table: str
    kind: str
    code: str


def read_aliases(rows: Iterable[tuple[str, str, str]], where: str, forms: Forms) -> tuple[LabelAlias, ...]:
    """Return the aliases of (label, code, table) rows; the table may be left out where only one has the code.

    Raises ``UsageError`` naming every row whose code no table has, or several have.
    """
    found: list[LabelAlias] = []
    problems: list[str] = []
    for label, code, table in rows:
        homes = [home for home in _homes(code, forms) if table in ("", home[0])]
        if len(homes) == 1:
            found.append(LabelAlias(label, *homes[0], code))
        elif homes:
            problems.append(f"{code!r} is in {', '.join(h[0] for h in homes)}: name one in the column table")
        else:
            problems.append(f"{table or 'no table'} has no row or column {code!r} (see `extractor codebook`)")
    if problems:
        raise UsageError(f"{where}: {'; '.join(problems)}")
    return tuple(found)


def _homes(code: str, forms: Forms) -> list[tuple[str, str]]:
    """Return the (table, kind) in which a code stands."""
    homes: dict[tuple[str, str], None] = {}
    for form in forms.forms.values():
        for name, table in form.tables.items():
            for kind, codes in (("rows", table.rows), ("columns", table.columns)):
                if code in codes:
                    homes[name, kind] = None
    return list(homes)


def with_aliases(forms: Forms, aliases: Sequence[LabelAlias]) -> Forms:
    """Return the forms with further printings, under a version of their own; as they are where there are none."""
    if not aliases:
        return forms
    merged = {
        table: {kind: dict(codes) for kind, codes in kinds.items()} for table, kinds in forms.aliases.items()
    }
    for label, table, kind, code in aliases:
        of_kind = merged.setdefault(table, {}).setdefault(kind, {})
        of_kind[code] = (*of_kind.get(code, ()), label)
    return replace(forms, aliases=merged, version=f"{forms.version}+{digest(aliases)}")


def digest(aliases: Iterable[LabelAlias]) -> str:
    """Return what tells one set of aliases from another; empty for none."""
    told = "\n".join(sorted(_told(aliases)))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:12] if told else ""


def _told(aliases: Iterable[LabelAlias]) -> Iterator[str]:
    return ("\t".join(alias) for alias in aliases)
