"""Official tables with a number of its own in every cell: a number out of place shows at once."""

from __future__ import annotations

import random
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from extractor.pipeline import trace_bytes
from tests.generator import codes
from tests.generator.form import WORDINGS, print_tables
from tests.generator.grids import Cell, Grid, Line, grids

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from extractor.model.filing import Fact, Filing
    from tests.generator.model import Table

Place = tuple[str, str, str]
HEADINGS = {
    "disclosure": "二、主动公开政府信息情况",
    "applications": "三、收到和处理政府信息公开申请情况",
    "proceedings": "四、政府信息公开行政复议、行政诉讼情况",
    "statistics": "六、政府信息公开情况统计表",
}
TITLE = "青禾县水利局{year}年政府信息公开工作年度报告"
YEARS = {"2014": 2016, "2019": 2020, "2021": 2022}


def tables(template: str, rng: random.Random | None = None, *, low: int = 1000) -> dict[str, Table]:
    """The tables of a form; the numbers are ``low``, ``low + 1`` …, shuffled where ``rng`` is given."""
    places = [
        (name, row.code, column)
        for name in codes.tables(template)
        for row in codes.rows(template, name)
        for column in row.columns
    ]
    numbers = list(range(low, low + len(places)))
    if rng:
        rng.shuffle(numbers)
    figures: dict[str, dict[tuple[str, str], Decimal]] = {}
    for (name, row, column), number in zip(places, numbers, strict=True):
        figures.setdefault(name, {})[row, column] = Decimal(number)
    return print_tables(figures, template, WORDINGS[0])


def truth(printed: dict[str, Table]) -> dict[Place, Decimal | None]:
    """What every cell of the tables prints."""
    return {
        (name, row.code, column): cell.value
        for name, table in printed.items()
        for block in table.blocks
        for row in block.rows
        for column, cell in row.cells.items()
    }


def plain(cell: Cell) -> str:
    """One <td>."""
    spans = (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "") + (
        f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
    )
    return f"<td{spans}>{escape(cell.text)}</td>"


def html_table(lines: Iterable[Line], write: Callable[[Cell], str] = plain) -> str:
    """One <table>."""
    rows = "".join(f"<tr>{''.join(map(write, line.cells))}</tr>" for line in lines)
    return f"<table>{rows}</table>"


def page(
    printed: dict[str, Table],
    *,
    year: int = 2022,
    change: Callable[[Grid], Grid] = lambda grid: grid,
    write: Callable[[Cell], str] = plain,
) -> str:
    """A page with a title, a heading over each table, and the tables."""
    parts = [f"<h1>{TITLE.format(year=year)}</h1>", "<p>一、总体情况</p><p>按要求公开了信息。</p>"]
    for name, table in printed.items():
        parts.append(f"<p>{HEADINGS[name]}</p>")
        parts += [html_table(change(grid).lines, write) for grid in grids(table)]
    return f"<html><head><meta charset='utf-8'></head><body>{''.join(parts)}</body></html>"


def text(
    printed: dict[str, Table],
    serialise: Callable[[Grid, random.Random], str],
    *,
    year: int = 2022,
    change: Callable[[Grid], Grid] = lambda grid: grid,
    rng: random.Random | None = None,
) -> str:
    """The same as plain text, the tables written by ``serialise``."""
    rng = rng or random.Random(0)
    parts = [TITLE.format(year=year), "一、总体情况", "按要求公开了信息。"]
    for name, table in printed.items():
        parts.append(HEADINGS[name])
        parts += [serialise(change(grid), rng) for grid in grids(table)]
    return "\n\n".join([*parts, "五、存在的主要问题及改进情况", "有待改进。", ""])


def read(document: str | bytes) -> Filing:
    """The filing in a page or text."""
    data = document.encode() if isinstance(document, str) else document
    return trace_bytes(data, "sample").filing


def facts(filing: Filing) -> dict[Place, Fact]:
    """The facts of a filing by table, row and column."""
    return {(t.table, f.row, f.column): f for t in filing.tables for f in t.facts}


def values(filing: Filing) -> dict[Place, Decimal | None]:
    """The numbers of a filing by table, row and column."""
    return {place: fact.value for place, fact in facts(filing).items()}


def wrong(filing: Filing, true: dict[Place, Decimal | None]) -> dict[Place, tuple[object, object]]:
    """The cells with a number that is not theirs."""
    return {
        place: (fact.value, true.get(place))
        for place, fact in facts(filing).items()
        if fact.value is not None and fact.value != true.get(place)
    }
