"""Filings made by hand: one that breaks no rule, and what sets an example apart from it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from extractor import narrative
from extractor.forms import Example, Form, load_forms
from extractor.model.document import Document, Paragraph
from extractor.model.filing import (
    CellStatus,
    Fact,
    Filing,
    FilingStatus,
    Finding,
    Identity,
    Section,
    Standing,
    Statement,
    TableReading,
)

FORMS = load_forms()
NO_FEE = Statement(
    "fee_collected",
    Decimal(0),
    "元",
    Standing.TABLE,
    "",
    "",
    "本年度没有收取信息处理费。",
    "66:1",
    6,
    denied=True,
)
# What the notices ask the first and the last section to say.
TEXTS = {
    1: "主动公开、依申请公开、政府信息管理、公开平台建设、监督保障都有内容。",
    6: "本年度没有收取信息处理费。",
}
NUMERALS = "一二三四五六七八九十"


def heading(
    number: int, ordinal: int = 0, *, text: str | None = None, level: int = 1, table: bool = False
) -> Section:
    """A heading of the 一、 family; `number` is its place among the six sections, 0 for none."""
    ordinal = ordinal or number
    title = FORMS.sections[number][0] if number else "其他标题"
    text = TEXTS.get(number, "有内容。") if text is None else text
    place = f"{10 * number + ordinal}:1"
    return Section(
        number, level, f"{NUMERALS[ordinal - 1]}、", title, text, place, "chinese-comma", ordinal, table
    )


def content(word: str, row: str, column: str, unit: str) -> Fact:
    """The fact of a cell that holds `word`: a number, a number with 元, or a status."""
    place = f"{row}:{column}"
    amount = unit if unit == "万元" else ""
    if word == "doubtful":
        return Fact(row, column, CellStatus.UNREADABLE, None, "O1", place, doubtful=True)
    if word == "unreadable":
        return Fact(row, column, CellStatus.UNREADABLE, None, "见附件", place)
    if word == "absent":
        return Fact(row, column, CellStatus.ABSENT)
    if word in ("blank", "nil"):
        return Fact(
            row, column, CellStatus(word), None, "/" if word == "nil" else "", place, unit_printed=amount
        )
    if word.endswith("元"):
        value = Decimal(word.removesuffix("元")) / 10_000
        return Fact(row, column, CellStatus.REPORTED, value, word, place, unit_printed="元")
    return Fact(row, column, CellStatus.REPORTED, Decimal(word), word, place, unit_printed=amount)


def reading(template: str, code: str, words: dict[str, str] | None = None) -> TableReading:
    """A table of a form, every cell 0 but those of `words` (`row.column` → content)."""
    table, words = FORMS.table(template, code), words or {}
    facts = tuple(content(words.get(f"{r}.{c}", "0"), r, c, table.unit(r, c)) for r, c in table.cells)
    return TableReading(template, code, facts, location=f"{code} of {template}")


def filing(*tables: TableReading, year: int = 0, sections: tuple[Section, ...] | None = None) -> Filing:
    """A filing of these tables, whole otherwise; the year is the first of its form's, unless given."""
    template = tables[0].template if tables else ""
    known = FORMS.forms[template].first_year if template else 0
    return Filing(
        source="example.html",
        sha256="",
        media_type="text/html",
        reader="html",
        status=FilingStatus.OK if tables else FilingStatus.NO_TABLES,
        identity=Identity(
            "示例县2021年政府信息公开工作年度报告", "示例县人民政府", "title", year or known, "title"
        ),
        template=template,
        tables=tables,
        sections=tuple(heading(n) for n in range(1, 7)) if sections is None else sections,
        statements=(NO_FEE,) if sections is None else (),
    )


def whole(template: str = "2021", words: dict[str, str] | None = None, *, year: int = 0) -> Filing:
    """A filing with every table of its form; `words` is `table.row.column` → content."""
    return filing(*_tables(FORMS.forms[template], words or {}), year=year)


def _tables(form: Form, words: dict[str, str]) -> list[TableReading]:
    return [
        reading(form.code, t, {k.removeprefix(f"{t}."): w for k, w in words.items() if k.startswith(f"{t}.")})
        for t in form.tables
    ]


def example_filing(example: Example) -> Filing:
    """The filing that an example of the rulebook stands for."""
    tables = [
        replace(t, findings=tuple(_finding(f) for f in example.findings if f.split(maxsplit=2)[1] == t.table))
        for t in _tables(FORMS.forms[example.template], dict(example.cells))
        if t.table not in example.without_tables
    ]
    numbers = [n for n in range(1, 7) if n not in example.without_sections]
    sections = tuple(
        heading(n, ordinal, text="" if n in example.empty_sections else example.texts.get(str(n)))
        for n, ordinal in zip(numbers, example.ordinals or numbers, strict=True)
    )
    made = filing(*tables, year=example.year, sections=sections)
    identity = made.identity
    if "organization" in example.unknown:
        identity = replace(identity, organization="")
    if "year" in example.unknown:
        identity = replace(identity, year=0)
    if example.organization:
        identity = replace(identity, organization=example.organization)
    return told(replace(made, identity=replace(identity, published=example.published)))


def told(filing: Filing) -> Filing:
    """The filing with what its sections state in words, as if each were a paragraph of its document."""
    blocks = tuple(Paragraph(s.text, s.location) for s in filing.sections)
    document = Document(blocks, "", (), "text/html", "html")
    template = filing.template
    return replace(
        filing, statements=narrative.build(document, filing.sections, filing.identity, template, FORMS)
    )


def _finding(text: str) -> Finding:
    rule, _, row, column, printed = (w if w != "-" else "" for w in text.split(maxsplit=4))
    return Finding(rule, row, column, printed, "9:1")
