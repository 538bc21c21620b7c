"""The tables of the output folder: their columns, types and keys. Rows, frames and data package follow it."""

from __future__ import annotations

from dataclasses import replace

from extractor.model.correction import CorrectionOutcome
from extractor.model.filing import CellStatus, FilingStatus, Standing
from extractor.writers.audit_schema import AUDIT, COVERAGE, LABELS, SHARES
from extractor.writers.schema_parts import FACT_TABLES, TEMPLATES, Field, FieldType, Schema
from extractor.writers.schema_parts import ID as _ID
from extractor.writers.schema_parts import LOCATION as _LOCATION
from extractor.writers.schema_parts import TEMPLATE as _TEMPLATE

__all__ = [
    "ARCHIVE_SCHEMAS",
    "FACT_TABLES",
    "OUTCOMES",
    "SCHEMAS",
    "SEVERITIES",
    "SUGGESTION_KINDS",
    "TEMPLATES",
    "Field",
    "FieldType",
    "Schema",
]

DIGITS, PLACES = 38, 22
"""What holds every number that a cell can hold (``text.values`` says how many digits), divided by 10,000 too:
so many digits, so many of them behind the point."""
SEVERITIES = ("error", "warning", "info")
OUTCOMES = ("violated", "undecided")
SUGGESTION_KINDS = (
    "one-cell",
    "digit-doubled",
    "digit-lost",
    "digits-transposed",
    "cell-not-filled",
    "total-not-filled",
    "swapped",
    "shifted",
    "digits-split",
    "two-cells",
)


_SOURCE = Field("source", "来源", "Path of the document below the INPUT it was found under.", required=True)
_ORGANIZATION = Field(
    "organization", "行政机关", "The reporting organization; empty where it cannot be told."
)
_YEAR = Field("year", "报告年度", "The year reported on; empty where it cannot be told.", "integer")


def _facts(name: str, title: str, what: str) -> Schema:
    return Schema(
        name,
        title,
        f"One row for each cell of {what}, also for cells that the document lacks.",
        (
            _ID,
            _ORGANIZATION,
            _YEAR,
            _TEMPLATE,
            Field("row", "行", "Code of the row.", required=True),
            Field("column", "列", "Code of the column.", required=True),
            Field("value", "数值", "The number as printed; empty where none is printed.", "number"),
            Field("unit", "单位", "What is counted: count, signed count, 万元, or the form's own unit."),
            Field("status", "状态", "What the cell is.", required=True, choices=tuple(CellStatus)),
            Field("raw", "原文", "The text of the cell as printed."),
            _LOCATION,
        ),
        ("filing_id", "row", "column"),
    )


_FILINGS = Schema(
    "filings",
    "报告",
    "One row for each input document.",
    (
        _ID,
        _SOURCE,
        Field("sha256", "SHA-256", "Hash of the document's bytes."),
        Field("media_type", "媒体类型", "What the bytes are, whatever the name says."),
        Field("reader", "读取器", "The reader that was used."),
        Field("title", "标题", "Title of the report."),
        _ORGANIZATION,
        _YEAR,
        _TEMPLATE,
        Field("published", "公布日期", "Publication date, where one is printed.", "date"),
        Field("status", "状态", "What became of the document.", required=True, choices=tuple(FilingStatus)),
        Field("error", "错误", "Why the document could not be read."),
        Field(
            "errors",
            "错误数",
            "Violations of severity error with outcome violated.",
            "integer",
            required=True,
        ),
        Field(
            "warnings",
            "警告数",
            "Violations of severity warning with outcome violated.",
            "integer",
            required=True,
        ),
        Field("organization_id", "机关编号", "Which organization it is: the id in organizations."),
        Field(
            "attachments",
            "附件",
            "Sources of the files that the page links to and that its tables were read from, joined by |.",
        ),
        Field(
            "attachment_of",
            "所属网页",
            "Source of the page under which the tables of this document stand; it has no other rows itself.",
        ),
    ),
    ("filing_id",),
)

_SECTIONS = Schema(
    "sections",
    "章节",
    "One row for each heading of a report, in reading order.",
    (
        _ID,
        Field(
            "section", "章", "1 to 6 for the sections of the form; empty for every other heading.", "integer"
        ),
        Field("level", "层级", "1 for the top level.", "integer", required=True),
        Field("number", "序号", "The number as printed."),
        Field("heading", "标题", "The heading without its number."),
        Field("text", "正文", "What stands under it up to the next heading, tables left out."),
    ),
)

_NARRATIVE = Schema(
    "narrative",
    "正文所述数字",
    "One row for each number that the words of a report state about its tables, its fee or its year.",
    (
        _ID,
        Field(
            "quantity",
            "量",
            "Code of the row, group of rows (refused …), part of the fee, report_period or report_year.",
            required=True,
        ),
        Field(
            "column",
            "列",
            "Column of the table, several joined by +, where the number is of one kind of applicant; else empty.",
        ),
        Field("value", "数值", "The number as stated; 0 where none is said to be.", "number", required=True),
        Field("unit", "单位", "件, 元 or 年.", required=True),
        Field(
            "standing",
            "可比性",
            "Of the table's own scope and period, of another scope or period, of a part of the year, or rounded.",
            required=True,
            choices=tuple(Standing),
        ),
        Field("scope", "口径", "The words that say whose; empty where none do."),
        Field("period", "期间", "The words that say of when; empty where none do."),
        Field("section", "章", "1 to 6 for the sections of the form; empty elsewhere.", "integer"),
        Field("text", "原文", "The sentence as printed.", required=True),
        _LOCATION,
    ),
)

_VIOLATIONS = Schema(
    "violations",
    "问题",
    "One row for each rule that fails, or that could not be decided.",
    (
        _ID,
        _SOURCE,
        _ORGANIZATION,
        _YEAR,
        Field("rule", "规则", "Code of the rule.", required=True),
        Field("severity", "级别", "How grave it is.", required=True, choices=SEVERITIES),
        Field("outcome", "结果", "The rule fails, or cannot be decided.", required=True, choices=OUTCOMES),
        _TEMPLATE,
        Field("table", "表", "Official table.", choices=FACT_TABLES),
        Field("row", "行", "Code of the row, or the quantity of the narrative."),
        Field("column", "列", "Code of the column; several are separated by spaces."),
        Field("row_label", "行标签", "The row as the form prints it."),
        Field("column_label", "列标签", "The column as the form prints it."),
        Field("expected", "应为", "What the rule asks for.", "number"),
        Field("actual", "实为", "What the document prints.", "number"),
        Field("difference", "差额", "actual − expected.", "number"),
        Field("message", "说明", "The fault in words, with its numbers."),
        _LOCATION,
        Field(
            "second_reading",
            "复读",
            "What an independent second reading says.",
            choices=("agrees", "differs", "none"),
        ),
    ),
)

_SUGGESTIONS = Schema(
    "suggestions",
    "可能的更正",
    "One row for each smallest change under which the sums of a table hold. No table is changed by it.",
    (
        _ID,
        Field("table", "表", "Official table.", required=True, choices=FACT_TABLES),
        Field("kind", "类别", "What may have happened.", required=True, choices=SUGGESTION_KINDS),
        Field("cells", "单元格", "row.column of each cell, parted by spaces.", required=True),
        Field("printed", "原文", "What the cells print, parted by semicolons; nothing for a blank."),
        Field("suggested", "可能应为", "What they would have to be, parted by semicolons.", required=True),
        Field("explains", "可解释的问题", "The violations explained: rule row column, parted by semicolons."),
        Field(
            "alternatives",
            "其他可能",
            "How many other changes are as small; at most five of all are listed.",
            "integer",
            required=True,
        ),
        Field(
            "confirmed",
            "有印证",
            "1 where each of the cells stands in more than one sum; 0 where nothing but the sum that fails speaks for it.",
            "integer",
            required=True,
        ),
    ),
)

_CORRECTIONS = Schema(
    "corrections",
    "更正",
    "One row for each correction that the user gave, applied or not; those for a filing that is not there stand last.",
    (
        replace(_ID, required=False),
        replace(_SOURCE, description="The filing that it is for, as the user gave it."),
        Field("table", "表", "Official table.", required=True),
        Field("row", "行", "Code of the row.", required=True),
        Field("column", "列", "Code of the column.", required=True),
        Field("printed", "更正前原文", "What the cell printed when the correction was made."),
        Field("value", "更正为", "The number that the user gives.", "number", required=True),
        Field("who", "更正人", "Who says so."),
        Field("when", "更正时间", "When it was said."),
        Field("note", "说明", "Why."),
        Field(
            "outcome",
            "结果",
            "Whether it was applied; if not, why: nothing has been changed by it then.",
            required=True,
            choices=tuple(CorrectionOutcome),
        ),
        Field("found", "现印原文", "What the cell prints now, where that is something else."),
    ),
    of_filings=False,
)

SCHEMAS: dict[str, Schema] = {
    s.name: s
    for s in (
        _FILINGS,
        _facts("disclosure", "主动公开政府信息情况", "表二"),
        _facts("applications", "收到和处理政府信息公开申请情况", "表三"),
        _facts("proceedings", "政府信息公开行政复议、行政诉讼情况", "表四"),
        _facts("statistics", "政府信息公开情况统计表", "the 统计表 of 2014 to 2018"),
        _SECTIONS,
        _NARRATIVE,
        _VIOLATIONS,
        _SUGGESTIONS,
        _CORRECTIONS,
        COVERAGE,
        AUDIT,
    )
}
"""Every table of the output folder by name, in the order in which they are listed."""

_ORGANIZATIONS = Schema(
    "organizations",
    "机关",
    "One row for each organization of the archive, whatever names its filings print.",
    (
        Field(
            "organization_id",
            "机关编号",
            "Twelve hexadecimal digits made from place and body.",
            required=True,
        ),
        Field("name", "规范名称", "Canonical name.", required=True),
        Field("names", "所见名称", "The names that the filings print, parted by semicolons."),
        Field("region_code", "行政区划代码", "GB/T 2260 code of its place, where that is certain."),
        Field("level", "层级", "Level of its place.", choices=("province", "city", "county", "township")),
        Field(
            "kind",
            "类别",
            "What it is; empty where its name does not tell.",
            choices=("government", "department", "street or town", "other"),
        ),
        Field("filings", "报告数", "How many filings it has.", "integer", required=True),
        Field("first_year", "首个年度", "Earliest report year.", "integer"),
        Field("last_year", "末个年度", "Latest report year.", "integer"),
        Field(
            "candidates",
            "可能是",
            "Other organizations that it may be, where its name does not tell: it stays apart from them.",
        ),
    ),
    ("organization_id",),
)

_SIMILAR = Schema(
    "similar",
    "雷同",
    "One row for each pair of sections whose texts are near copies.",
    (
        _ID,
        Field(
            "other_id", "另一报告编号", "The other filing, of an earlier or of the same year.", required=True
        ),
        Field("section", "部分", "1 to 6 for the sections of the form, else the heading.", required=True),
        Field("similarity", "相似度", "Share of the characters of both that are the same, 0 to 1.", "number"),
        Field(
            "characters",
            "字数",
            "Characters of the section, sentences that very many print left out.",
            "integer",
        ),
        Field("passage", "相同文字", "The longest passage that both have; # stands for a number."),
    ),
)

ARCHIVE_SCHEMAS: dict[str, Schema] = {s.name: s for s in (_ORGANIZATIONS, _SIMILAR, LABELS, SHARES)}
"""The tables that are made of the whole archive, after all filings (``batch/archive.py``)."""
