"""A filing as the rows of the output tables: tuples of text, in the order that the contract asks for."""

from __future__ import annotations

import hashlib
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from extractor.writers.audited import audit_rows, coverage_row
from extractor.writers.printing import clean, plain
from extractor.writers.schema import FACT_TABLES, SCHEMAS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.forms import Forms
    from extractor.model.correction import Correction
    from extractor.model.filing import Filing, TableReading, Violation

Row = tuple[str, ...]


class FilingRows(NamedTuple):
    """The rows of one filing (or of several, one after the other), by table."""

    filings: list[Row]
    disclosure: list[Row]
    applications: list[Row]
    proceedings: list[Row]
    statistics: list[Row]
    sections: list[Row]
    narrative: list[Row]
    violations: list[Row]
    suggestions: list[Row]
    corrections: list[Row]
    coverage: list[Row]
    audit: list[Row]


def filing_id(source: str) -> str:
    """Return the id of a filing: the first 16 hexadecimal digits of the SHA-256 of its source.

    The source is taken as it is (UTF-8, not normalised): two names that differ in a run differ here.
    """
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]


_PLACED = tuple(
    SCHEMAS["violations"].columns.index(c) for c in ("template", "table", "row", "column", "rule")
)


def violation_row(key: str, source: str, organization: str, year: str, violation: Violation) -> Row:
    """Return the row of a violation of the filing ``key``, whose texts are clean already."""
    v = violation
    return (
        key,
        source,
        organization,
        year,
        v.rule,
        v.severity,
        v.outcome,
        v.template,
        v.table,
        v.row,
        v.column,
        clean(v.row_label),
        clean(v.column_label),
        plain(v.expected),
        plain(v.actual),
        plain(v.difference),
        clean(v.message),
        v.location,
        v.second_reading,
    )


def correction_row(correction: Correction) -> Row:
    """Return the row of a correction."""
    c = correction
    texts = (c.filing_id, c.source, c.table, c.row, c.column, c.printed)
    said = (c.who, c.when, c.note, c.outcome, c.found)
    return (*map(clean, texts), plain(c.value), *map(clean, said))


class RowMaker:
    """Makes rows of filings. Pure: the same filing gives the same rows."""

    def __init__(self, forms: Forms) -> None:
        self._forms = forms
        self._columns: dict[tuple[str, str], tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]] = {}
        self._places: dict[tuple[str, str], dict[str, int]] = {}
        for template, form in forms.forms.items():
            for code, table in form.tables.items():
                rows, columns = zip(*table.cells, strict=True)
                self._columns[template, code] = rows, columns, tuple(table.unit(*key) for key in table.cells)
                codes = (*table.rows, *table.columns)
                self._places[template, code] = {c: i for i, c in enumerate(codes)}

    def rows(self, filing: Filing) -> FilingRows:
        """Return the rows of ``filing`` with the violations that it holds."""
        who = filing.identity
        year = str(who.year) if who.year else ""
        organization = clean(who.organization)
        key = filing_id(filing.source)
        source = clean(filing.source)
        violated = [v.severity for v in filing.violations if v.outcome == "violated"]
        facts: dict[str, list[Row]] = {name: [] for name in FACT_TABLES}
        for table in filing.tables:
            facts[table.table] += self._facts(table, key, organization, year)
        return FilingRows(
            [
                (
                    key,
                    source,
                    filing.sha256,
                    filing.media_type,
                    filing.reader,
                    clean(who.title),
                    organization,
                    year,
                    filing.template,
                    who.published,
                    filing.status,
                    clean(filing.error),
                    str(violated.count("error")),
                    str(violated.count("warning")),
                    "",
                    clean(" | ".join(filing.attachments)),
                    "",
                )
            ],
            **facts,
            sections=[
                (key, str(s.section or ""), str(s.level), clean(s.number), clean(s.heading), clean(s.text))
                for s in filing.sections
            ],
            narrative=[
                (
                    key,
                    s.quantity,
                    s.column,
                    plain(s.value),
                    s.unit,
                    s.standing,
                    s.scope,
                    s.period,
                    str(s.section or ""),
                    clean(s.text),
                    s.location,
                )
                for s in filing.statements
            ],
            violations=[
                violation_row(key, source, organization, year, v) for v in self.in_order(filing.violations)
            ],
            suggestions=[
                (
                    key,
                    s.table,
                    s.kind,
                    " ".join(f"{row}.{column}" for row, column in s.cells),
                    clean("; ".join(s.printed)),
                    "; ".join(s.suggested),
                    "; ".join(s.explains),
                    str(s.alternatives),
                    str(int(s.confirmed)),
                )
                for s in filing.suggestions
            ],
            corrections=[correction_row(c) for c in filing.corrections],
            coverage=[coverage_row(filing, key, source)],
            audit=audit_rows(filing, key, self._forms),
        )

    def merged(self, own: list[Row], added: Iterable[Row]) -> list[Row]:
        """Return rows of ``violations`` of one filing, with others added to them, in template order."""
        return sorted([*own, *added], key=lambda row: self._place(*(row[i] for i in _PLACED)))

    def in_order(self, violations: tuple[Violation, ...]) -> list[Violation]:
        """Return violations in template order: of the filing first, then by table, row and column."""
        return sorted(violations, key=lambda v: self._place(v.template, v.table, v.row, v.column, v.rule))

    def _place(
        self, template: str, table: str, row: str, column: str, rule: str
    ) -> tuple[int, int, int, str]:
        number = FACT_TABLES.index(table) if table in FACT_TABLES else -1
        at = self._places.get((template, table), {})
        return number, at.get(row, -1), at.get(column.split(" ", 1)[0], -1), rule

    def _facts(self, table: TableReading, key: str, organization: str, year: str) -> Iterable[Row]:
        """Return the rows of a table, put together from its columns: facts are by far the most rows of a run."""
        rows, columns, statuses, values, raws, locations, _, _ = zip(*table.facts, strict=True)
        of_form = self._columns[table.template, table.table]
        if (rows, columns) != of_form[:2]:
            msg = f"the facts of {table.table} are not the cells of form {table.template} in their order"
            raise ValueError(msg)
        return zip(
            repeat(key),
            repeat(organization),
            repeat(year),
            repeat(table.template),
            rows,
            columns,
            map(plain, values),
            of_form[2],
            statuses,
            raws if "".join(raws).isprintable() else map(clean, raws),
            locations,
        )
