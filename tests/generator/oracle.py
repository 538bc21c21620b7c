"""What is true of a printed filing: its cells, its status, and every rule of its own that is due."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.generator import codes, partings
from tests.generator.model import Block, Document, Fact, Place, Printed, Row, Section, Table, Violation
from tests.generator.values import PARTS, SUMS

if TYPE_CHECKING:
    from collections.abc import Iterable

SECTIONS = ("overview", "disclosure", "applications", "proceedings", "problems", "other_matters")
NUMERALS = "一二三四五六"
VALUED = ("reported", "deduced")
PROCEEDING_PARTS = ("upheld", "corrected", "other", "pending")
ABSENT = Printed("", None, "absent")
Cells = dict[Place, Printed]


def cells(document: Document) -> Cells:
    """The truth of every cell of every recognised table."""
    got: Cells = {}
    for name in codes.TABLE_NAMES:
        copies = [t for t in document.printed_tables() if t.name == name]
        if copies:
            first = _table_cells(copies[0], run_together=document.run_together)
            for copy in copies[1:]:
                _agree(first, _table_cells(copy, run_together=document.run_together))
            got.update(first)
    return got


def _agree(first: Cells, other: Cells) -> None:
    """Keep of two copies what they agree on."""
    for place, cell in first.items():
        mate = other[place]
        if (cell.value, cell.status) != (mate.value, mate.status):
            first[place] = Printed(f"{cell.text} {mate.text}", None, "unreadable")


def _table_cells(table: Table, *, run_together: bool) -> Cells:
    got: Cells = {
        (table.name, row.code, column): ABSENT
        for row in codes.rows(table.template, table.name)
        for column in row.columns
    }
    for block in table.blocks:
        for row in block.rows:
            if row.code:
                for column, cell in _row_cells(block, row).items():
                    if (table.name, row.code, column) in got:
                        got[table.name, row.code, column] = cell
    if run_together:
        got.update(_run_together(table, got))
    return got


def _row_cells(block: Block, row: Row) -> dict[str, Printed]:
    printed = {c.code: row.cells[c.code] for c in block.columns if c.code in row.cells}
    if not row.lost:
        return printed
    return place(block, row)


def place(block: Block, row: Row) -> dict[str, Printed]:
    """A row with fewer numbers than the table has columns: placed as the contract says."""
    order = [c.code for c in block.columns]
    numbers = [row.cells[c] for c in order if c != row.lost]
    kind = [r for r in block.rows if _kind(r) == _kind(row) and not r.lost]
    starts = Counter(r.start for r in kind)
    # Two full rows say where this kind of row begins: each number then stands in its own column.
    begins = [start for start, n in starts.most_common() if n >= 2 and 0 <= row.start - start <= 1]
    if begins:
        ahead = [Printed.blank()] * (row.start - begins[0])
        full = [*ahead, *numbers, Printed.blank()]
        return dict(zip(order, full[: len(order)], strict=True))
    spare = len(order) - len(numbers)
    got = {}
    for i, column in enumerate(order):
        texts = {numbers[i - s].text if 0 <= i - s < len(numbers) else None for s in range(spare + 1)}
        got[column] = ABSENT if None in texts or len(texts) > 1 else numbers[min(i, len(numbers) - 1)]
    return got


def is_short(block: Block, row: Row) -> bool:
    """Whether it cannot be told which of its columns a row lacks."""
    return bool(row.lost) and any(c.status == "absent" for c in place(block, row).values())


def _kind(row: Row) -> str:
    if row.code in ("new_requests", "carried_in", "carried_out"):
        return "plain"
    return f"{len(row.labels)} labels"


def _run_together(table: Table, printed: Cells) -> Cells:
    """Cells of a table whose digits stand with nothing between them."""
    got: Cells = {}

    def settle(places: list[Place], ways: list[partings.Way]) -> None:
        for i, number in enumerate(partings.settled(ways, len(places))):
            text = printed[places[i]].text
            known = number is not None
            got[places[i]] = Printed(
                text, Decimal(number) if number is not None else None, "deduced" if known else "unreadable"
            )

    def digits(places: Iterable[Place]) -> str:
        return "".join(printed[p].text for p in places)

    rows = {
        r.code: [(table.name, r.code, c) for c in r.columns] for r in codes.rows(table.template, table.name)
    }
    if table.name == "applications":
        found = partings.applications({k: digits(v) for k, v in rows.items()}, codes.results(table.template))
        for code, ways in found.items():
            # Where nothing satisfies all identities, each row is left with its own.
            own = [] if all(found.values()) else partings.summing(digits(rows[code]), len(rows[code]))
            settle(rows[code], ways or own)
    elif table.name == "proceedings":
        places = [p for v in rows.values() for p in v]
        settle(places, partings.proceedings(digits(places)))
    else:
        for places in rows.values():
            if len(places) > 1:
                settle(places, list(partings.partings(digits(places), len(places))))
    return got


def facts(got: Cells) -> list[Fact]:
    """The cells as rows of the truth."""
    return [
        Fact(*place_, cell.value if cell.status in VALUED else None, cell.status)
        for place_, cell in got.items()
    ]


def _identity(got: Cells, left: list[Place], right: list[Place], *, at_most: bool = False) -> str:
    """Outcome of left = right (or left <= right): empty where it holds or says nothing."""
    terms = [got[p] for p in (*left, *right)]
    statuses = {c.status for c in terms}
    if statuses == {"absent"}:
        return ""
    if statuses & {"absent", "unreadable"}:
        return "undecided"
    a, b = (sum((got[p].value or Decimal(0) for p in side), Decimal(0)) for side in (left, right))
    if (a <= b) if at_most else (a == b):
        return ""
    return "undecided" if "blank" in statuses else "violated"


def _arithmetic(got: Cells, templates: dict[str, str]) -> Iterable[Violation]:
    for rule, named, left, right, at_most in _identities(templates):
        outcome = _identity(got, left, right, at_most=at_most)
        if outcome:
            yield Violation(rule, *named, outcome)


Identity = tuple[str, Place, list[Place], list[Place], bool]


def _identities(templates: dict[str, str]) -> Iterable[Identity]:
    """Each identity of the tables: its rule, the cell that it is named by, its two sides."""
    if "applications" in templates:
        yield from _party_identities(templates["applications"])
    if "proceedings" in templates:
        for row in codes.rows(templates["proceedings"], "proceedings"):
            total, parts = _places("proceedings", row.code, "total", PROCEEDING_PARTS)
            yield "proceedings-total", total, [total], parts, False
    if templates.get("disclosure") == "2019":
        for code in ("rules", "normative_documents"):
            part, whole = _places("disclosure", code, "published_this_year", ("published_total",))
            yield "disclosure-published-total", part, [part], whole, True
    if "statistics" in templates:
        for code, names in SUMS.items():
            total, parts = ("statistics", code, "count"), [("statistics", n, "count") for n in names]
            yield "statistics-sum", total, [total], parts, False
        for name, whole_name in PARTS.items():
            part, bound = ("statistics", name, "count"), ("statistics", whole_name, "count")
            yield "statistics-part", part, [part], [bound], True


def _party_identities(template: str) -> Iterable[Identity]:
    for row in codes.rows(template, "applications"):
        total, parts = _places("applications", row.code, "total", codes.PARTIES)
        yield "applications-row-total", total, [total], parts, False
    for column in (*codes.PARTIES, "total"):
        new, came, handled, left = (("applications", e, column) for e in codes.ENDS)
        parts = [("applications", r, column) for r in codes.results(template)]
        yield "applications-handled-total", handled, [handled], parts, False
        yield "applications-balance", handled, [handled, left], [new, came], False


def _places(table: str, row: str, total: str, parts: Iterable[str]) -> tuple[Place, list[Place]]:
    return (table, row, total), [(table, row, p) for p in parts]


def _cell_rules(document: Document, got: Cells, templates: dict[str, str]) -> Iterable[Violation]:
    twice = {n for n in templates if sum(t.name == n for t in document.printed_tables()) > 1}
    blanks: dict[tuple[str, str], list[str]] = {}
    for (table, row, column), cell in got.items():
        if cell.status == "blank":
            blanks.setdefault((table, row), []).append(column)
        unit = codes.unit(templates[table], table, row, column)
        amount = unit == codes.AMOUNT_UNIT
        if cell.status == "unreadable":
            sure = not document.run_together and (table not in twice or " " not in cell.text)
            yield Violation("cell-not-a-number", table, row, column, "violated" if sure else "undecided")
        if cell.value is None or cell.status not in VALUED:
            continue
        if cell.value < 0 and column != "change_this_year":
            yield Violation("cell-negative", table, row, column)
        if cell.value != cell.value.to_integral_value() and not amount:
            yield Violation("cell-not-whole", table, row, column)
        if amount and (cell.unit or cell.value >= 100_000_000):
            yield Violation("amount-unit", table, row, column)
    for (table, row), columns in blanks.items():
        yield Violation("cell-blank", table, row, " ".join(columns))


def _table_rules(document: Document, templates: dict[str, str]) -> Iterable[Violation]:
    year = document.year
    form = codes.in_force(year) if year is not None else ""
    wanted = _form_of(templates) or form
    for name in codes.tables(wanted) if wanted else ():
        if name not in templates:
            yield Violation("table-missing", name)
    seen: set[str] = set()
    for table in document.printed_tables():
        if table.name in seen:
            yield Violation("table-duplicated", table.name)
            continue
        seen.add(table.name)
        if form not in ("", "2014") and table.name != "proceedings" and table.template != form:
            yield Violation("template-mismatch", table.name)
        yield from _row_rules(table)


def _row_rules(table: Table) -> Iterable[Violation]:
    printed = {r.code: b for b in table.blocks for r in b.rows}
    first_rows: dict[int, str] = {}
    for row in codes.rows(table.template, table.name):
        if row.code not in printed:
            yield Violation("row-missing", table.name, row.code)
            continue
        block = printed[row.code]
        if id(block) in first_rows:
            continue
        first_rows[id(block)] = row.code
        have = {c.code for c in block.columns}
        for column in row.columns:
            if column not in have:
                head = row.code if table.name == "disclosure" else ""
                yield Violation("column-missing", table.name, head, column)
    for block in table.blocks:
        for printed_row in block.rows:
            if not printed_row.code:
                yield Violation("row-unexpected", table.name)
            elif is_short(block, printed_row):
                yield Violation("row-short", table.name, printed_row.code)


def _form_of(templates: dict[str, str]) -> str:
    return next((templates[n] for n in ("disclosure", "applications", "statistics") if n in templates), "")


def _section_rules(document: Document, form: str) -> Iterable[Violation]:
    top = document.sections
    for i, section in enumerate(top):
        inner = i + 1 < len(top) and section.name and not top[i + 1].name
        if not section.items and not inner:
            yield Violation("section-empty")
    if form not in ("2019", "2021"):
        return
    for name in SECTIONS:
        if not any(s.name == name for s in top):
            yield Violation("section-missing")
    numbers = [s.number for s in top if s.level == 1]
    if numbers != list(NUMERALS[: len(numbers)]) or len(numbers) > len(NUMERALS):
        yield Violation("section-numbering")


def violations(document: Document, got: Cells) -> list[Violation]:
    """Every rule of the filing alone that is due; those about its words are said by what spoilt them."""
    templates: dict[str, str] = {}
    for table in document.printed_tables():
        templates.setdefault(table.name, table.template)
    form = _form_of(templates) or (codes.in_force(document.year) if document.year else "")
    found: list[Violation] = [
        *_arithmetic(got, templates),
        *_cell_rules(document, got, templates),
        *_table_rules(document, templates),
        *_section_rules(document, form),
        *document.said,
    ]
    if not document.organization:
        found.append(Violation("organization-unknown"))
    if document.year is None:
        found.append(Violation("year-unknown"))
    if document.year and document.organization and form != "2014":
        found += _late(document, document.year + 1)
    return sorted(found, key=lambda v: (v.rule, v.table, v.row, v.column))


def _late(document: Document, due: int) -> Iterable[Violation]:
    """`published-late`: an office of a government may be speaking for it, which has until the end of March."""
    if document.published > f"{due}-03-31":
        yield Violation("published-late")
    elif document.published > f"{due}-01-31" and not document.organization.endswith("人民政府"):
        office = document.organization.endswith("人民政府办公室")
        yield Violation("published-late", outcome="undecided" if office else "violated")


def filing(document: Document, got: Cells) -> dict[str, str]:
    """The filing's own row of the truth, but its source and kind."""
    templates = {t.name: t.template for t in reversed(document.printed_tables())}
    form = _form_of(templates)
    complete = form and all(n in templates for n in codes.tables(form))
    whole = not any(c.status in ("absent", "unreadable") for c in got.values())
    status = "no_tables" if not templates else "ok" if complete and whole else "partial"
    return {
        "organization": document.organization,
        "year": str(document.year or ""),
        "template": form,
        "published": document.published,
        "expected_status": status,
    }


def heading(section: Section) -> str:
    """A section's heading as one line."""
    return f"{section.number}、{section.heading}" if section.number else section.heading
