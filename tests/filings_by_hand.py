"""Filings made by hand from the forms: for the tests of what comes after reading."""

from __future__ import annotations

from decimal import Decimal

from extractor.forms import load_forms
from extractor.model.filing import (
    CellStatus,
    Fact,
    Filing,
    FilingStatus,
    Finding,
    Identity,
    Match,
    Section,
    TableReading,
    Violation,
)

SCRIPT = "<script>document.title='owned'</script>"
HOSTILE = f"{SCRIPT}\"'><img src=x onerror=alert(1)>"


def reading(template: str, table: str, changes: dict[tuple[str, str], Fact] | None = None) -> TableReading:
    """A table in which every cell prints a small number, but for the changes."""
    form = load_forms().table(template, table)
    facts = []
    for i, (row, column) in enumerate(form.cells):
        number = Decimal(i % 4 * (i % 3))
        fact = Fact(row, column, CellStatus.REPORTED, number, str(number), f"2/{i // 7 + 3}/{i % 7 + 2}")
        facts.append((changes or {}).get((row, column), fact))
    return TableReading(
        template,
        table,
        tuple(facts),
        row_matches=tuple(
            Match(
                r.path[-1],
                r.code,
                "exact" if i % 5 else "tokens",
                1.0 if i % 5 else 0.82,
                "",
                0.0,
                f"2/{i + 3}/1",
            )
            for i, r in enumerate(form.rows.values())
        ),
        column_matches=(Match("自然入", "natural_person", "misprint", 0.71, "total", 0.2, "2/1/2"),)
        if table == "applications"
        else (),
        location="2",
        score=0.97,
        runner_up="proceedings",
        runner_up_score=0.31,
    )


def cell(
    row: str, column: str, status: CellStatus, raw: str = "", value: str = "", location: str = "2/9/9"
) -> Fact:
    """One fact."""
    return Fact(row, column, status, Decimal(value) if value else None, raw, location)


def plain_filing(source: str = "某市/2023.html") -> Filing:
    """A filing of 2023 with its three tables and nothing wrong."""
    return Filing(
        source,
        "ab" * 32,
        "text/html",
        "html",
        FilingStatus.OK,
        identity=Identity(
            "某市人民政府2023年政府信息公开工作年度报告", "某市人民政府", "title", 2023, "title", "2024-01-26"
        ),
        template="2021",
        tables=tuple(reading("2021", t) for t in ("disclosure", "applications", "proceedings")),
        sections=(
            Section(
                1, 1, "一、", "总体情况", "2023年，我市认真贯彻落实条例。\n全年主动公开信息1,234条。", "1:1"
            ),
            Section(0, 2, "（一）", "主动公开", "通过网站公开。", "2:1"),
            Section(2, 1, "二、", "主动公开政府信息情况", "", "9:1", has_table=True),
        ),
    )


def marked_filing(source: str = "某市/问题 #1.html") -> Filing:
    """One with every cell status, violations of every severity, and text that tries to break out."""
    changes = {
        ("new_requests", "total"): cell("new_requests", "total", CellStatus.REPORTED, "13件", "13"),
        ("carried_in", "business"): cell("carried_in", "business", CellStatus.BLANK),
        ("carried_in", "research"): cell("carried_in", "research", CellStatus.BLANK),
        ("granted", "social"): cell("granted", "social", CellStatus.NIL, "/"),
        ("granted", "research"): cell("granted", "research", CellStatus.ABSENT, location=""),
        ("granted", "legal_service"): cell("granted", "legal_service", CellStatus.UNREADABLE, f"三{HOSTILE}"),
        ("granted", "other_organization"): cell(
            "granted", "other_organization", CellStatus.DEDUCED, "00120", "12"
        ),
        ("partly_granted", "total"): cell("partly_granted", "total", CellStatus.CORRECTED, "l7", "17"),
    }
    fee = {("fees", "fee_amount"): cell("fees", "fee_amount", CellStatus.REPORTED, "251,000.5元", "25.10005")}
    row = load_forms().table("2021", "applications").rows["new_requests"].label
    parts = (
        "natural_person",
        "business",
        "research",
        "social",
        "legal_service",
        "other_organization",
        "total",
    )
    violations = (
        Violation(
            "applications-row-total", "error", "violated", "applications", "new_requests", "total",
            row, "总计", Decimal(12), Decimal(13), Decimal(1),
            "表三 一、本年新收：各列之和 12，总计 13，相差 1",
            "natural_person + … = total", "2/5/9", template="2021",
            cells=tuple(("new_requests", p) for p in parts),
        ),
        Violation(
            "cell-blank", "warning", "violated", "applications", "carried_in", "business research", "", "",
            message="表三 二、上年结转：2 格空白", location="2/6/3", template="2021",
            cells=(("carried_in", "business"), ("carried_in", "research")),
        ),
        Violation(
            "cell-not-a-number", "error", "undecided", "applications", "granted", "legal_service", "", "",
            message=f"读作“三{HOSTILE}”，不是数字", location="2/9/9", template="2021",
            cells=(("granted", "legal_service"),),
        ),
        Violation("section-missing", "error", "violated", message="缺少第五部分", template="2021"),
        Violation(
            "table-missing", "error", "violated", "proceedings", message="缺少表四", template="2021",
        ),
        Violation("fee-statement", "info", "violated", message="第六部分没有说明信息处理费", template="2021"),
    )  # fmt: skip
    filing = plain_filing(source)
    applications = reading("2021", "applications", changes)
    finding = Finding("row-unexpected", printed=f"（八）补充{HOSTILE}", location="2/28/1", detail="")
    return Filing(
        source,
        filing.sha256,
        "text/html",
        "html",
        FilingStatus.PARTIAL,
        identity=Identity(f"某市2023年年度报告{HOSTILE}", f"某市{SCRIPT}", "signature", 2023, "period", ""),
        template="2021",
        tables=(
            reading("2021", "disclosure", fee),
            TableReading(
                "2021", "applications", applications.facts, (finding,), applications.row_matches,
                applications.column_matches, "2", 0.93, "disclosure", 0.4,
            ),
        ),
        sections=(
            *filing.sections,
            Section(0, 1, "七、", f'带,逗号 "引号"{SCRIPT}', '第一行\r\n第二行\x00\ud800 ，“引”,"x"', "40:1"),
        ),
        violations=violations,
    )  # fmt: skip


def failed_filing(source: str = "坏.bin") -> Filing:
    """A document that could not be read."""
    return Filing(
        source, "cd" * 32, "application/octet-stream", "", FilingStatus.UNREADABLE, "空文件\n没有内容"
    )
