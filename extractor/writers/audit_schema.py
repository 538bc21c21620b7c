"""The tables in which a run looks at its own reading: what was read, what is left over, and how groups compare."""

from __future__ import annotations

from extractor.model.filing import CellStatus, FilingStatus
from extractor.writers.schema_parts import FACT_TABLES, ID, LOCATION, TEMPLATE, Field, Schema

_STATUS_COUNTS = tuple(
    Field(status, f"{status} 格数", f"Cells of status {status}.", "integer", required=True)
    for status in CellStatus
)

COVERAGE = Schema(
    "coverage",
    "读取情况",
    "One row for each input document: how many cells of its tables are of each status.",
    (
        ID,
        Field("reader", "读取器", "The reader that was used."),
        Field(
            "site",
            "来源站点",
            "Host of its address where the source has one, else its first folder, or a full stop.",
        ),
        Field("status", "状态", "What became of the document.", required=True, choices=tuple(FilingStatus)),
        Field("tables", "表数", "Official tables that were found.", "integer", required=True),
        Field("cells", "格数", "Cells of these tables.", "integer", required=True),
        *_STATUS_COUNTS,
    ),
    ("filing_id",),
)

AUDIT = Schema(
    "audit",
    "未归入的数与标签",
    "One row for each number in an official table that no cell took, and each label there that matched nothing.",
    (
        ID,
        TEMPLATE,
        Field("table", "表", "Official table.", required=True, choices=FACT_TABLES),
        Field("kind", "类别", "What it is.", required=True, choices=("number", "row", "column")),
        Field("text", "原文", "The number, or the label with those above it, joined by /.", required=True),
        Field("row_label", "行标签", "What is printed before the number."),
        Field("column_label", "列标签", "What is printed over the number; empty where that cannot be told."),
        Field("candidate", "最接近", "Code of the row or column of the form that the label is nearest to."),
        Field("score", "得分", "How near, 0 to 1; too little to be believed.", "number"),
        LOCATION,
    ),
)

LABELS = Schema(
    "labels",
    "未识别的标签",
    "One row for each label in official tables that matched nothing, the most frequent first.",
    (
        Field("table", "表", "Official table.", required=True, choices=FACT_TABLES),
        Field("kind", "类别", "A row's or a column's.", required=True, choices=("row", "column")),
        Field("label", "标签", "The label as printed.", required=True),
        Field("times", "次数", "How often it is printed.", "integer", required=True),
        Field("filings", "报告数", "In how many filings.", "integer", required=True),
        Field("candidate", "最接近", "Code of the row or column of the form that it is nearest to."),
        Field("score", "得分", "How near, 0 to 1.", "number"),
        Field("example", "例", "filing_id of the first filing that prints it.", required=True),
        Field("alias", "添加别名", "The line for a file given with --aliases (columns label,code,table)."),
    ),
    ("table", "kind", "label"),
)

SHARES = Schema(
    "shares",
    "读取率",
    "One row for each reader and each site: what was read of its reports, against all others.",
    (
        Field("by", "分组", "What its documents have in common.", required=True, choices=("reader", "site")),
        Field("group", "组", "The reader, or the site.", required=True),
        Field("reports", "报告数", "Documents that are reports.", "integer", required=True),
        Field("with_tables", "有表的报告数", "Of these, with an official table.", "integer", required=True),
        Field("cells", "格数", "Cells of their tables.", "integer", required=True),
        *_STATUS_COUNTS,
        Field("read", "读出比例", "Share of the cells that are neither unreadable nor absent.", "number"),
        Field("read_elsewhere", "其余的读出比例", "The same of all other reports.", "number"),
        Field("tabled", "有表比例", "Share of the reports with an official table.", "number"),
        Field("tabled_elsewhere", "其余的有表比例", "The same of all other reports.", "number"),
        Field("warning", "提醒", "Which of the two is far below the others'.", choices=("read", "tabled")),
    ),
    ("by", "group"),
)
