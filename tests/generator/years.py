"""Organizations over the years, with breaks of every rule between filings: what is seeded, and its truth."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.generator import codes
from tests.generator.build import finish, make_document
from tests.generator.model import Printed, Table, Violation
from tests.generator.names import organization
from tests.generator.series import between

if TYPE_CHECKING:
    from tests.generator.model import Document, GeneratedFiling

Tables = dict[str, Table]
Change = Callable[[Tables], None]
LOCAL = "云泽市东篱区"


@dataclass(frozen=True)
class Member:
    """One filing of the archive of years. `who`: whose it is in truth, whatever its name prints."""

    who: str
    org: int
    year: int
    layout: str
    name: str
    change: str = ""
    faults: str = ""
    words: str = ""
    stem: str = ""
    due: tuple[Violation, ...] = ()
    like: int = 0

    @property
    def source(self) -> str:
        """The file below the archive's folder."""
        ending = "html" if self.layout.startswith("html") else "txt"
        return f"{self.who}/{self.stem or self.year}.{ending}"

    def make(self) -> GeneratedFiling:
        """The filing with the truth of it alone."""
        body = replace(organization(self.org), name=self.name)
        rng = random.Random(f"years {self.who} {self.like or self.year} {self.change} {self.words}")
        template = codes.in_force(self.year) or "2021"
        document = make_document(
            body, self.year, template, tuple(self.faults.split()), rng=rng, layout=self.layout,
            change=CHANGES.get(self.change),
        )  # fmt: skip
        if self.words:
            _say(document, self.words)
        made = finish(document, self.layout, rng, source=self.source, slug=body.slug)
        return replace(made, violations=[*made.violations, *self.due])


def _say(document: Document, words: str) -> None:
    """Give a section other words: `section text` of the texts below."""
    section, text = words.split()
    next(s for s in document.sections if s.name == section).items = [TEXTS[text]]


TEXTS = {
    "diligent": "".join(
        f"{season}组织业务骨干逐条核对已经上网的材料，错字漏字即查即改，附件打不开的当日补传，核对台账由专人保管备查。"
        for season in ("年初", "春季", "入夏", "秋后", "年末")
    )
    + "窗口人员轮流坐班，群众当面提出的疑问能答则答，不能答的记在本子上，三日之内回电说明去处。",
    "problems": "".join(
        f"{where}的材料归集偏慢，往往隔了一两周才送到，下一步拟每周五下午集中收取，逾期未送的由分管同志上门催办。"
        for where in ("河东片", "河西片", "湖滨片", "老街片", "新区片")
    )
    + "此外个别材料格式不一，准备印发样张，照样张填写，不合样张的退回重做。",
}


def _cell(table: Table, row: str, column: str, n: int | Decimal) -> None:
    table.row(row).cells[column] = Printed.number(n)


def _value(table: Table, row: str, column: str) -> Decimal:
    return table.cell(row, column).value or Decimal(0)


def carried_over_wrongly(tables: Tables) -> None:
    """Two more carried in than last year left, and granted: every sum of the table holds."""
    table = tables["applications"]
    for row in ("carried_in", "granted", "handled_total"):
        for column in ("business", "total"):
            _cell(table, row, column, _value(table, row, column) + 2)


def stock_out_of_nothing(tables: Tables) -> None:
    """Five more in force than there were, were issued and were not repealed."""
    table = tables["disclosure"]
    _cell(table, "normative_documents", "in_force", _value(table, "normative_documents", "in_force") + 5)


def items_out_of_nothing(tables: Tables) -> None:
    """Three more items last year than last year's filing says."""
    table = tables["disclosure"]
    _cell(table, "penalties", "items_last_year", _value(table, "penalties", "items_last_year") + 3)


def jump(tables: Tables) -> None:
    """Thousands of applications in one year, all granted."""
    table = tables["applications"]
    for row in ("new_requests", "granted", "handled_total"):
        for column in ("natural_person", "total"):
            _cell(table, row, column, _value(table, row, column) + 64_000)


def yuan_for_ten_thousand(tables: Tables) -> None:
    """The amount of fees in 元 under a header that says 万元."""
    table = tables["disclosure"]
    _cell(table, "fees", "fee_amount", _value(table, "fees", "fee_amount") * 10_000)


def one_cell_other(tables: Tables) -> None:
    """Another number of decisions than the filing's other version has."""
    table = tables["disclosure"]
    _cell(table, "licensing", "decisions", _value(table, "licensing", "decisions") + 8)


def nothing_carried(tables: Tables) -> None:
    """A busy 表三 with nothing carried in or out: another year may print the very same."""
    table = tables["applications"]
    for i, column in enumerate(codes.PARTIES):
        for row in codes.results(table.template):
            _cell(table, row, column, 3 + i if row in ("granted", "partly_granted") else 0)
        for row in ("new_requests", "handled_total"):
            _cell(table, row, column, 2 * (3 + i))
        for row in ("carried_in", "carried_out"):
            _cell(table, row, column, 0)
    for row in (*codes.results(table.template), *codes.ENDS):
        _cell(table, row, "total", sum((_value(table, row, c) for c in codes.PARTIES), Decimal(0)))


def all_of_the_district(tables: Tables) -> None:
    """A government's consolidated figures: far above any department's."""
    for name, table in tables.items():
        for block in table.blocks:
            for row in block.rows:
                for column, cell in row.cells.items():
                    if cell.value is not None and not (name == "disclosure" and column == "fee_amount"):
                        row.cells[column] = Printed.number(cell.value * 9)


def less_than_its_department(tables: Tables) -> None:
    """A consolidated figure of none, where a department has some."""
    all_of_the_district(tables)
    _cell(tables["disclosure"], "penalties", "decisions", 0)


CHANGES: dict[str, Change] = {
    f.__name__.replace("_", "-"): f
    for f in (
        carried_over_wrongly, stock_out_of_nothing, items_out_of_nothing, jump, yuan_for_ten_thousand,
        one_cell_other, nothing_carried, all_of_the_district, less_than_its_department,
    )
}  # fmt: skip

COPIED = Violation("narrative-copied")
TOPICS = Violation("overview-topics")
FULL, SHORT = "临溪市青禾区统计局", "青禾区统计局"
BUREAU, BUREAU_SHORT = f"{LOCAL}市场监督管理局", f"{LOCAL}市监局"
FORMER, LATER = f"{LOCAL}工业局", f"{LOCAL}工业和信息化局"
JUMPED = tuple(
    Violation("outlier", "applications", row, column)
    for row in ("new_requests", "granted", "handled_total")
    for column in ("natural_person", "total")
)

MEMBERS = (
    # one organization, its city printed or left out, its name in full or short: no rule is broken
    Member("tongji", 0, 2019, "html-bare", FULL),
    Member("tongji", 0, 2020, "text-markdown", SHORT),
    Member("tongji", 0, 2021, "html-cms", FULL),
    Member("tongji", 0, 2022, "html-spans", SHORT),
    Member("tongji", 0, 2023, "text-bars", FULL),
    Member("tongji", 0, 2024, "html-word", FULL),
    # what last year left: carry-over and items-flow
    Member("shichang", 30, 2019, "html-h2", BUREAU),
    Member("shichang", 30, 2020, "html-bare", BUREAU_SHORT, "items-out-of-nothing"),
    Member("shichang", 30, 2021, "text-markdown", BUREAU, "carried-over-wrongly"),
    Member("shichang", 30, 2022, "html-strong", BUREAU_SHORT),
    Member("shichang", 30, 2023, "html-bare", BUREAU, faults="published-late"),
    # a year without a filing; stock-flow on the year that is wrong and on the one after it
    Member("shuili", 38, 2020, "html-cms", f"{LOCAL}水利局"),
    Member("shuili", 38, 2022, "text-tabs", f"{LOCAL}水利局"),
    Member("shuili", 38, 2023, "html-bare", f"{LOCAL}水利局", "stock-out-of-nothing"),
    Member("shuili", 38, 2024, "html-h2", f"{LOCAL}水利局"),
    # a page and its text; two filings of a year that differ
    Member("jiaoyu", 46, 2021, "html-bare", f"{LOCAL}教育局"),
    Member("jiaoyu", 46, 2022, "html-cms", f"{LOCAL}教育局"),
    Member("jiaoyu", 46, 2022, "text-markdown", f"{LOCAL}教育局", stem="2022-text"),
    Member("jiaoyu", 46, 2023, "html-bare", f"{LOCAL}教育局"),
    Member("jiaoyu", 46, 2023, "html-h2", f"{LOCAL}教育局", "one-cell-other", stem="2023-corrected"),
    # a history long enough to see a jump in it, and an amount in another unit
    Member("minzheng", 56, 2019, "html-bare", f"{LOCAL}民政局"),
    Member("minzheng", 56, 2020, "html-cms", f"{LOCAL}民政局"),
    Member("minzheng", 56, 2021, "text-bars", f"{LOCAL}民政局"),
    Member("minzheng", 56, 2022, "html-spans", f"{LOCAL}民政局", "yuan-for-ten-thousand",
           due=(Violation("amount-unit", "disclosure", "fees", "fee_amount"),)),
    Member("minzheng", 56, 2023, "html-bare", f"{LOCAL}民政局"),
    Member("minzheng", 56, 2024, "html-h2", f"{LOCAL}民政局", "jump", due=JUMPED),
    # last year's words, last year's table, and another organization's words
    Member("sifa", 61, 2022, "html-bare", f"{LOCAL}司法局", "nothing-carried", words="problems problems"),
    Member("sifa", 61, 2023, "html-cms", f"{LOCAL}司法局", "nothing-carried", words="problems problems",
           due=(COPIED, Violation("narrative-copied", "applications"))),
    Member("shangwu", 62, 2023, "html-bare", f"{LOCAL}商务局", words="overview diligent", due=(COPIED, TOPICS)),
    Member("keji", 63, 2023, "text-markdown", f"{LOCAL}科学技术局", words="overview diligent", due=(COPIED, TOPICS)),
    # a government and its departments: the hierarchy is given
    Member("zhengfu", 31, 2022, "html-bare", f"{LOCAL}人民政府", "all-of-the-district"),
    Member("zhengfu", 31, 2024, "html-bare", f"{LOCAL}人民政府", "less-than-its-department"),
    Member("caizheng", 31, 2022, "html-bare", f"{LOCAL}财政局"),
    Member("caizheng", 31, 2024, "html-cms", f"{LOCAL}财政局"),
    # renamed, as the user says
    Member("gongye", 70, 2019, "html-bare", FORMER),
    Member("gongye", 70, 2020, "html-cms", FORMER),
    Member("gongye", 70, 2021, "html-bare", LATER),
)  # fmt: skip
HIERARCHY = ((f"{LOCAL}财政局", f"{LOCAL}人民政府"),)
RENAMED = ((FORMER, LATER),)


@dataclass
class Years:
    """The archive of years with all its truth."""

    filings: list[GeneratedFiling] = field(default_factory=list)

    @classmethod
    def make(cls) -> Years:
        """Every member, and on each the violations between it and the others."""
        made = [(m, m.make()) for m in MEMBERS]
        due = between([(m.who, m.year, f) for m, f in made], {"caizheng": "zhengfu"})
        return cls([
            replace(f, violations=sorted(
                [*f.violations, *due.get(f.source, ())], key=lambda v: (v.rule, v.table, v.row, v.column)
            ))
            for _, f in made
        ])  # fmt: skip
