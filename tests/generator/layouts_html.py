"""HTML layouts: from a bare article to a CMS page and a Word export."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, replace
from html import escape
from typing import TYPE_CHECKING

from tests.generator import chrome
from tests.generator.grids import Cell, Grid, Line, applications, disclosure, grids
from tests.generator.html_cells import WRITERS
from tests.generator.model import Block, Document, Section, Table
from tests.generator.oracle import heading

if TYPE_CHECKING:
    import random


@dataclass(frozen=True)
class Look:
    """What makes one HTML layout differ from another."""

    page: str = "bare"
    heading: str = "p"
    cell: str = "plain"
    tables: str = "separate"
    shape: str = "flat"
    misaligned: bool = False
    unclosed: bool = False
    hidden: bool = False
    upper: bool = False
    encoding: str = "utf-8"


LOOKS: dict[str, Look] = {
    "html-bare": Look(),
    "html-cms": Look(page="cms", cell="p"),
    "html-spans": Look(cell="spans", heading="spans"),
    "html-breaks": Look(page="cms", cell="breaks", heading="strong"),
    "html-hidden": Look(cell="hidden", hidden=True),
    "html-nested": Look(page="cms", tables="nested", cell="p", heading="h2"),
    "html-inner-table": Look(cell="inner", heading="h2"),
    "html-one-table": Look(tables="one", cell="p"),
    "html-cut": Look(tables="cut", cell="p"),
    "html-cut-header": Look(tables="cut-header", page="cms"),
    "html-cut-blank": Look(tables="cut-blank", heading="strong"),
    "html-word": Look(page="word", cell="word", heading="word"),
    "html-h2": Look(heading="h2"),
    "html-strong": Look(heading="strong", cell="p"),
    "html-upper": Look(upper=True, heading="strong"),
    "html-text-headings": Look(heading="br", cell="p"),
    "html-misaligned": Look(misaligned=True, cell="p"),
    "html-subtotal": Look(page="cms"),
    "html-three": Look(shape="three", heading="strong"),
    "html-unclosed": Look(unclosed=True, heading="h2"),
    "html-bom": Look(encoding="utf-8-bom"),
    "html-utf16": Look(encoding="utf-16", cell="p"),
    "html-utf8-undeclared": Look(encoding="utf-8-undeclared"),
    "html-utf8-misdeclared": Look(encoding="utf-8-misdeclared"),
    "html-gbk": Look(encoding="gbk", page="cms"),
    "html-gb18030-misdeclared": Look(encoding="gb18030-misdeclared", cell="p"),
    "html-gb18030-undeclared": Look(encoding="gb18030-undeclared", cell="p"),
}
DECLARED = {
    "utf-8": "utf-8",
    "utf-8-bom": "utf-8",
    "utf-16": "utf-16",
    "utf-8-undeclared": "",
    "utf-8-misdeclared": "gb2312",
    "gbk": "gbk",
    "gb18030-misdeclared": "utf-8",
    "gb18030-undeclared": "",
}
ONE_WIDTH = 60


class Writer:
    """Writes one document."""

    def __init__(self, document: Document, look: Look, rng: random.Random, kilobytes: int = 0) -> None:
        self.document = document
        self.look = look
        self.rng = rng
        self.kilobytes = kilobytes
        self.write = WRITERS[look.cell]

    def cell(self, cell: Cell) -> str:
        """One <td>."""
        spans = (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "") + (
            f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        )
        style = ""
        if self.look.page == "word":
            style = (
                f' width="{self.rng.randint(30, 90)}" valign="center" style="border:solid windowtext 1.0pt;'
                'mso-border-alt:solid windowtext .5pt;padding:0cm 5.4pt 0cm 5.4pt"'
            )
        tag = "th" if cell.role == "head" and self.look.heading == "h2" else "td"
        end = "" if self.look.unclosed else f"</{tag}>"
        return f"<{tag}{spans}{style}>{self.write(cell.text, self.rng)}{end}"

    def table(self, grid: Grid, lines: list[Line] | None = None) -> str:
        """One <table>."""
        rows = []
        for line in lines if lines is not None else grid.lines:
            end = "" if self.look.unclosed else "</tr>"
            rows.append(f"<tr>{''.join(self.cell(c) for c in line.cells)}{end}\n")
            if self.look.hidden and line.row is not None and self.rng.random() < 0.15:
                rows.append(self.ghost(line))
        extra = ' class="MsoNormalTable" cellspacing="0" cellpadding="0"' if self.look.page == "word" else ""
        inside = "".join(rows)
        if self.look.upper:
            inside = f"<colgroup><col><col></colgroup><tbody>{inside}</tbody>"
        html = f'<table border="1"{extra}>\n{inside}</table>\n'
        return re.sub(r"</?[a-z]+", lambda m: m[0].upper(), html) if self.look.upper else html

    def ghost(self, line: Line) -> str:
        """A row that no browser shows, with other numbers in it."""
        how = self.rng.choice(('style="display:none"', 'style="color:red; display : none"', "hidden"))
        cells = "".join(
            f"<td colspan='{c.colspan}'>{escape(c.text)}9</td>" for c in line.cells if c.rowspan == 1
        )
        return f"<tr {how}>{cells}</tr>\n"

    def official(self, table: Table) -> str:
        """An official table, in as many <table>s as the layout has for it."""
        mode = self.look.tables
        if mode.startswith("cut") and table.name == "applications":
            return self.cut(table.blocks[0], mode)
        if mode.startswith("cut") and table.name == "disclosure" and len(table.blocks) > 2:
            at = len(table.blocks) // 2 + 1
            parts = [Table(table.name, table.template, b) for b in (table.blocks[:at], table.blocks[at:])]
            return "<p>&nbsp;</p>".join(self.table(disclosure(p)) for p in parts)
        made = grids(table, shape=self.look.shape, misaligned=self.look.misaligned)
        html = "<p></p>".join(self.table(g) for g in made)
        if mode == "nested":
            html = (
                f'<table width="100%"><tr><td>&nbsp;</td></tr><tr><td align="center">{html}</td></tr></table>'
            )
        return html

    def cut(self, block: Block, mode: str) -> str:
        """表三 in two or three pieces, as page breaks leave it."""
        count = len(block.rows)
        cuts = sorted(self.rng.sample(range(3, count - 1), k=self.rng.choice((1, 2))))
        bounds = [0, *cuts, count]
        pieces = [
            applications(
                block, first=a, last=b, head=a == 0 or mode == "cut-header", repeat_labels=mode != "cut-blank"
            )
            for a, b in itertools.pairwise(bounds)
        ]
        return '<p style="page-break-before:always"></p>'.join(self.table(p) for p in pieces)

    def paragraph(self, text: str) -> str:
        """A paragraph of the article."""
        if self.look.page == "word":
            return self.write(text, self.rng) + "\n"
        if self.look.heading == "br":
            return f"&nbsp;&nbsp;{escape(text)}<br>\n"
        end = "" if self.look.unclosed else "</p>"
        return f"<p>{escape(text)}{end}\n"

    def heading(self, section: Section) -> str:
        """A section's heading."""
        text, kind = heading(section), self.look.heading
        if kind == "h2":
            return f"<h2>{escape(text)}</h2>\n"
        if kind == "strong":
            return f"<p><strong>{escape(text)}</strong></p>\n"
        if kind == "spans":
            return WRITERS["spans"](text, self.rng) + "\n"
        if kind == "word":
            return WRITERS["word"](text, self.rng).replace("<p ", '<p style="font-weight:bold" ', 1) + "\n"
        if kind == "br":
            return f"<br>{escape(text)}<br>\n"
        return self.paragraph(text)

    def sections(self) -> str:
        """All sections, one after the other."""
        if self.look.tables == "one":
            return self.one_table()
        got = []
        for section in self.document.sections:
            got.append(self.heading(section))
            got += [self.official(x) if isinstance(x, Table) else self.paragraph(x) for x in section.items]
        return "".join(got)

    def one_table(self) -> str:
        """The official tables in one <table>, the headings between them as rows of it."""
        sections = self.document.sections
        held = [i for i, s in enumerate(sections) if any(isinstance(x, Table) for x in s.items)]
        got, lines = [], []
        for i, section in enumerate(sections):
            if not held or not held[0] <= i <= held[-1]:
                got.append(self.heading(section))
                got += [self.paragraph(str(x)) for x in section.items]
                continue
            if i == held[0]:
                got.append("@tables@")
            lines.append(Line([Cell(heading(section), ONE_WIDTH)]))
            for item in section.items:
                if isinstance(item, Table):
                    for grid in grids(item):
                        lines += _widened(grid)
                else:
                    lines.append(Line([Cell(item, ONE_WIDTH)]))
        return "".join(got).replace("@tables@", self.table(Grid("all", ONE_WIDTH), lines))

    def article(self) -> str:
        """Title, preamble, sections, signature."""
        document = self.document
        got = []
        for line in document.title:
            if self.look.page == "word" or self.look.heading in ("h2", "strong"):
                got.append(f'<h1 align="center">{escape(line)}</h1>\n')
            else:
                got.append(f"<p style='text-align:center;font-weight:bold'>{escape(line)}</p>\n")
        if document.published and self.look.page != "cms":
            got.append(f"<p style='text-align:center'>发布日期：{document.published}</p>\n")
        got += [self.paragraph(p) for p in document.preamble]
        got.append(self.sections())
        got += [f'<p align="right">{escape(s)}</p>\n' for s in document.signature]
        return "".join(got)

    def page(self) -> str:
        """The whole page."""
        declared = DECLARED[self.look.encoding]
        meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
        title = f"<title>{escape(self.document.page_title)}</title>" if self.document.page_title else ""
        body = self.article()
        if self.look.page == "cms" or self.document.metadata:
            around = chrome.after(self.rng, self.document, self.document.organization)
            body = chrome.before(self.rng, self.document, self.kilobytes) + body + around
        if self.look.page == "word":
            return (
                '<html xmlns:o="urn:schemas-microsoft-com:office:office" '
                'xmlns:w="urn:schemas-microsoft-com:office:word">'
                f'<head>{meta}<meta name=Generator content="Microsoft Word 15">{title}<!--[if gte mso 9]>'
                "<xml><o:OfficeDocumentSettings><o:AllowPNG/></o:OfficeDocumentSettings></xml>"
                "<xml><w:WordDocument><w:View>Normal</w:View><w:Zoom>0</w:Zoom></w:WordDocument></xml>"
                "<![endif]--><style><!-- p.MsoNormal{mso-style-unhide:no;margin:0cm} --></style></head>\n"
                f'<body lang="ZH-CN" style="tab-interval:21.0pt"><div class="WordSection1">{body}</div>'
                "</body></html>"
            )
        head = f"<head>{meta}{title}</head>"
        return f'<!DOCTYPE html>\n<html lang="zh-CN">{head}\n<body>\n{body}\n</body></html>\n'


def _widened(grid: Grid) -> list[Line]:
    """The rows of a grid spread over the width of the one table that holds them all."""
    unit = ONE_WIDTH // grid.width
    over = ONE_WIDTH - unit * grid.width
    got = []
    for line in grid.lines:
        cells = []
        for i, c in enumerate(line.cells):
            # What is over goes to the first column, which only labels and captions stand in.
            first = over if i == 0 and c.role != "value" and line.cells[0] is c else 0
            cells.append(Cell(c.text, c.colspan * unit + first, c.rowspan, c.role))
        got.append(Line(cells, line.row, line.kind))
    return got


def render(document: Document, layout: str, rng: random.Random, kilobytes: int = 0) -> tuple[str, str]:
    """The page of a document in a layout, and the name of its encoding."""
    look = LOOKS[layout]
    writer = Writer(document, look, rng)
    page = writer.page()
    if len(page.encode()) < kilobytes * 1024:
        cell = "word" if look.cell in ("plain", "p") else look.cell
        heavier = Writer(document, replace(look, page="cms", cell=cell), rng)
        while len(page.encode()) < kilobytes * 1024:
            heavier.kilobytes += max(2, kilobytes - len(page.encode()) // 1024)
            page = heavier.page()
    return page, look.encoding
