"""Puts a filing together: figures, tables, faults, narrative, layout, truth."""

from __future__ import annotations

import random
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.generator import codes, layouts_html, layouts_text, narrative, oracle
from tests.generator.document_faults import DOCUMENT_FAULTS
from tests.generator.encode import encode
from tests.generator.faults import TABLE_FAULTS
from tests.generator.form import WORDINGS, Wording, print_tables
from tests.generator.model import Column, Document, GeneratedFiling, Printed, Table
from tests.generator.names import Organization, organization
from tests.generator.said import SAID_FAULTS
from tests.generator.values import figures

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LAYOUTS: tuple[str, ...] = (*layouts_html.LOOKS, *layouts_text.LAYOUTS)
# Kangxi radicals and compatibility ideographs, as some fonts leave in copied text.
COMPATIBILITY = str.maketrans("一二人文行自大用生立非示方日金不", "⼀⼆⼈⽂⾏⾃⼤⽤⽣⽴⾮⽰⽅⽇⾦\uf967")
TITLES = (
    "{org}{y}年政府信息公开工作年度报告",
    "{org}{y}年政府信息公开工作年度报告",
    "{y}年{org}政府信息公开工作年度报告",
    "{org}{y}年度政府信息公开工作年度报告",
    "{org}\n{y}年政府信息公开工作年度报告",
    "{org} {y} 年政府信息公开工作年度报告",
    "{org}{y}年政府信息公开年度报告",
    "{org}{y}年政府信息公开工作 年度报告",
)


def generate(
    seed: int,
    template: str = "2021",
    layout: str = "html-bare",
    *,
    year: int | None = None,
    org: int | None = None,
    faults: Iterable[str] = (),
    page_kb: int = 0,
    source: str = "",
    site: int | None = None,
) -> GeneratedFiling:
    """One filing with its truth: the same arguments, the same bytes.

    ``site``: filings of one site are written alike, with the same labels and the same menus around them.
    """
    rng = random.Random(f"filing {seed} {template} {layout}")
    looks = rng if site is None else random.Random(f"site {site} {layout}")
    report_year = year if year is not None else _year(rng, template)
    body = organization(org if org is not None else seed)
    faults = tuple(faults)
    wording = looks.choice(WORDINGS) if site is not None else None
    document = make_document(body, report_year, template, faults, rng=rng, layout=layout, wording=wording)
    return finish(document, layout, looks, page_kb=page_kb, source=source, slug=body.slug, faults=faults)


def _year(rng: random.Random, template: str) -> int:
    return rng.choice({"2014": range(2014, 2019), "2019": (2019, 2020), "2021": range(2021, 2025)}[template])


def make_document(
    org: Organization,
    year: int,
    template: str,
    faults: tuple[str, ...],
    *,
    rng: random.Random,
    layout: str,
    wording: Wording | None = None,
    change: Callable[[dict[str, Table]], None] | None = None,
) -> Document:
    """The document as printed, faults and all; ``change`` is made to the figures before them."""
    tables = print_tables(figures(org, year, template), template, wording or rng.choice(WORDINGS))
    if change is not None:
        change(tables)
    for name in faults:
        if name in TABLE_FAULTS:
            TABLE_FAULTS[name](tables, rng)
    if layout == "html-subtotal" and "applications" in tables:
        _add_subtotal(tables["applications"])
    layouts_text.prepare(tables, layout, rng)
    document = _frame(org, year, rng)
    document.run_together = layout in layouts_text.RUN_TOGETHER
    _attach(document, tables, template)
    cells = oracle.cells(document)
    undated = any(
        f in faults for f in ("year-unknown", "year-in-file-name", "year-in-metadata", "year-in-period")
    )
    document.preamble = narrative.preamble(rng, org, None if undated else year)
    if template == "2014":
        document.sections = narrative.former(rng, cells, tables)
    else:
        inner = "inner-numbering" in faults
        document.sections = narrative.six(
            rng, cells, tables, fees=template == "2021" or year > 2020, inner=inner
        )
    for name in faults:
        if name in DOCUMENT_FAULTS:
            DOCUMENT_FAULTS[name](document, rng)
        if name in SAID_FAULTS:
            SAID_FAULTS[name](document, rng)
    return document


def _attach(document: Document, tables: dict[str, Table], template: str) -> None:
    """Sections with nothing but the tables, enough for the oracle to read the cells."""
    document.sections = narrative.six(random.Random(0), {}, tables, fees=False, inner=False)
    if template == "2014":
        document.sections = narrative.former(random.Random(0), {}, tables)


def _frame(org: Organization, year: int, rng: random.Random) -> Document:
    title = rng.choice(TITLES).format(org=org.name, y=year)
    published = f"{year + 1}-01-{rng.randint(4, 28):02d}" if rng.random() < 0.6 else ""
    document = Document(year, org.name, title.split("\n"), [], [], published=published)
    document.page_title = title.replace("\n", "")
    if rng.random() < 0.3:
        document.signature = [org.name]
        if published:
            y, m, d = published.split("-")
            document.signature.append(f"{y}年{int(m)}月{int(d)}日")
    return document


def _add_subtotal(table: Table) -> None:
    """An eighth column: 小计 of the five kinds of organization."""
    block = table.blocks[0]
    at = next(i for i, c in enumerate(block.columns) if c.code == "total")
    block.columns.insert(at, Column("subtotal", "小计"))
    for row in block.rows:
        parts = [row.cells[p].value or Decimal(0) for p in codes.PARTIES[1:] if p in row.cells]
        row.cells["subtotal"] = Printed.number(sum(parts, Decimal(0)))


def finish(
    document: Document,
    layout: str,
    rng: random.Random,
    *,
    page_kb: int = 0,
    source: str = "",
    slug: str = "",
    faults: tuple[str, ...] = (),
) -> GeneratedFiling:
    """Render a document and state its truth."""
    html = layout in layouts_html.LOOKS
    if html and layouts_html.LOOKS[layout].page == "cms" and not document.metadata:
        document.metadata = _metadata(document, rng)
    if document.published and document.metadata:
        document.metadata.setdefault("公开日期", document.published)
    if not html and document.published and not document.metadata and rng.random() < 0.25:
        # The head that crawlers put before a page's text.
        title = "".join(document.title)
        when = f"{document.published} 09:30"
        document.metadata = {"标题": title, "发布时间": when, "发布机构": "", "栏目": "年度报告"}
    if html:
        text, encoding = layouts_html.render(document, layout, rng, page_kb)
    else:
        text, encoding = layouts_text.render(document, layout, rng)
    if "compatibility-forms" in faults:
        text = text.translate(COMPATIBILITY)
    cells = oracle.cells(document)
    stem = document.stem or f"{slug}-{document.year}"
    name = source or f"{stem}-{layout}.{'html' if html else 'txt'}"
    filing = {"source": name, **oracle.filing(document, cells), "kind": layout, "unscored_rules": ""}
    return GeneratedFiling(
        name, encode(text, encoding), oracle.facts(cells), filing, oracle.violations(document, cells)
    )


def _metadata(document: Document, rng: random.Random) -> dict[str, str]:
    """What a CMS page says of itself; silent where the document is to be."""
    if document.year is None or not document.published:
        return {}
    return {
        "索引号": f"0{rng.randint(10000000, 99999999)}/{document.year + 1}-00{rng.randint(100, 999)}",
        "发布机构": document.organization,
        "公开日期": document.published,
        "名称": "".join(document.title),
        "主题分类": "政务公开",
        "有效性": "有效",
    }
