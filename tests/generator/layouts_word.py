"""Word layouts: each is there for something that Word files have and pages do not."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import docx

from tests.generator import oracle
from tests.generator import word_xml as w
from tests.generator.build import make_document
from tests.generator.grids import grids, origins
from tests.generator.model import Document, GeneratedFiling, Table
from tests.generator.names import organization
from tests.generator.pack import zipped

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.generator.grids import Cell, Grid


@dataclass(frozen=True)
class Look:
    """What makes one Word file differ from another.

    ``numbers``: headings are numbered by lists. ``cells``: how their content is written. ``around``: what
    tables stand in. ``indent``: rows begin inside the grid.
    """

    numbers: bool = False
    cells: str = "plain"
    around: str = ""
    strict: bool = False
    indent: bool = False
    rows_deleted: bool = False
    ending: str = "docx"
    main_type: str = ""


LOOKS: dict[str, Look] = {
    "word-plain": Look(),
    "word-numbered": Look(numbers=True),
    "word-revised": Look(cells="revised", rows_deleted=True),
    "word-edited": Look(cells="revised", numbers=True),
    "word-boxes": Look(around="box"),
    "word-nested": Look(around="table", cells="controls"),
    "word-fields": Look(cells="fields"),
    "word-strict": Look(strict=True, indent=True, numbers=True),
    "word-macros": Look(
        ending="doc",
        cells="runs",
        main_type="application/vnd.ms-word.document.macroEnabled.main+xml",
    ),
    "word-python-docx": Look(),
}
_LISTS = [w.Level("chineseCountingThousand", "%1、"), w.Level("chineseCounting", "（%2）")]
_STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="a"/>'
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/>'
    '<w:pPr><w:outlineLvl w:val="0"/>{list}</w:pPr><w:rPr><w:b/></w:rPr></w:style>'
)


def generate(
    seed: int,
    template: str,
    layout: str,
    *,
    year: int,
    org: int,
    faults: Iterable[str] = (),
    source: str = "",
) -> GeneratedFiling:
    """One filing as a Word file, with its truth."""
    rng = random.Random(f"word {seed} {template} {layout}")
    document = make_document(organization(org), year, template, tuple(faults), rng=rng, layout=layout)
    cells = oracle.cells(document)
    look = LOOKS[layout]
    name = source or f"{seed:04d}-{layout}-{year}.{look.ending}"
    filing = {"source": name, **oracle.filing(document, cells), "kind": layout, "unscored_rules": ""}
    data = _by_python_docx(document) if layout == "word-python-docx" else Writer(document, look, rng).data()
    return GeneratedFiling(name, data, oracle.facts(cells), filing, oracle.violations(document, cells))


class Writer:
    """Writes one document."""

    def __init__(self, document: Document, look: Look, rng: random.Random) -> None:
        self.document = document
        self.look = look
        self.rng = rng

    def data(self) -> bytes:
        """The Word file."""
        listed = '<w:numPr><w:numId w:val="1"/></w:numPr>' if self.look.numbers else ""
        parts = w.Parts(
            numbering=w.numbering({1: _LISTS}) if self.look.numbers else "",
            styles=_STYLES.format(list=listed),
            strict=self.look.strict,
        )
        if self.look.main_type:
            parts = replace(parts, main_type=self.look.main_type)
        if self.look.cells == "revised":
            parts = replace(parts, others=_beside(), relationships=_BESIDE_LINKS)
        return w.package("".join(self.body()), parts)

    def body(self) -> Iterable[str]:
        """The blocks of the body."""
        title = [w.said(t, '<w:jc w:val="center"/>') for t in self.document.title]
        yield w.paragraph(w.text_box("".join(title))) if self.look.around == "box" else "".join(title)
        if self.document.published:
            yield w.said(f"发布日期：{self.document.published}")
        yield from (self.said(text) for text in self.document.preamble)
        for section in self.document.sections:
            number = "" if self.look.numbers else f"{section.number}、"
            yield w.said(f"{number}{section.heading}", '<w:pStyle w:val="1"/>')
            for item in section.items:
                if isinstance(item, Table):
                    for grid in grids(item):
                        yield self.around(self.table(grid))
                        yield "<w:p/>"  # else Word joins tables that follow each other
                else:
                    yield self.said(item)
        yield from (w.said(text, '<w:jc w:val="right"/>') for text in self.document.signature)

    def said(self, text: str) -> str:
        """A paragraph of the narrative."""
        if self.look.cells == "revised":
            note = '<w:r><w:footnoteReference w:id="1"/></w:r><w:r><w:commentReference w:id="1"/></w:r>'
            return w.paragraph(
                w.deleted("原稿数字999件。") + w.run(text) + w.run("内部备注88", "<w:vanish/>") + note
            )
        half = len(text) // 2
        if self.look.cells == "fields":
            link = f"<w:hyperlink>{w.run(text[half:])}</w:hyperlink>"
            return w.paragraph(w.run(text[:half]) + f"<w:smartTag>{link}</w:smartTag>")
        return w.paragraph(w.run(text[:half]) + w.run(text[half:]))

    def around(self, table: str) -> str:
        """A table in what it stands in."""
        if self.look.around == "box":
            return w.paragraph(w.text_box(table + "<w:p/>"))
        if self.look.around == "table":
            return w.table(w.row(w.cell(table + "<w:p/>")))
        return table

    def table(self, grid: Grid) -> str:
        """One table."""
        rows = "".join(self.row(line) for line in self.merged(grid))
        if self.look.rows_deleted:
            rows += w.row("".join(w.cell(w.said("77")) for _ in range(grid.width)), '<w:del w:id="9"/>')
        return w.table(rows, grid.width + 2 * self.look.indent)

    @staticmethod
    def merged(grid: Grid) -> list[list[tuple[Cell, str]]]:
        """The rows with cells that go on from the row above, as Word has them."""
        matrix = origins(grid)
        open_cells: dict[int, tuple[Cell, int]] = {}
        rows = []
        for line in matrix:
            row: list[tuple[Cell, str]] = []
            x = 0
            while x < grid.width:
                cell = line[x]
                if cell is None and x in open_cells:
                    cell, left = open_cells[x]
                    row.append((cell, "continue"))
                    open_cells[x] = (cell, left - 1)
                elif cell is not None:
                    row.append((cell, "restart" if cell.rowspan > 1 else ""))
                    open_cells[x] = (cell, cell.rowspan - 1)
                else:
                    break  # the row ends before the grid does
                if not open_cells[x][1]:
                    del open_cells[x]
                x += cell.colspan
            rows.append(row)
        return rows

    def row(self, cells: list[tuple[Cell, str]]) -> str:
        """One row."""
        inside = "".join(
            w.cell(
                "" if merge == "continue" else self.content(cell.text, value=cell.role == "value"),
                colspan=cell.colspan,
                merge=merge,
            )
            for cell, merge in cells
        )
        gaps = '<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>' if self.look.indent else ""
        return w.row(inside, gaps)

    def content(self, text: str, *, value: bool) -> str:
        """What a cell holds."""
        how = self.look.cells
        if how == "revised" and value and text.isdigit():
            cut = self.rng.randrange(len(text))
            return w.paragraph(
                w.deleted("5") + w.run(text[:cut]) + w.inserted(w.run(text[cut:])) + w.deleted("0")
            )
        if how == "controls":
            return w.paragraph(w.control(w.run(text or "单击此处输入数字1"), prompt=not text))
        if how == "fields" and value and text:
            shown = w.run(text)
            kinds = (
                w.field_of("=SUM(LEFT) 12", shown),
                f'<w:fldSimple w:instr="FORMTEXT 3">{shown}</w:fldSimple>',
                f"<w:hyperlink>{shown}</w:hyperlink>",
                w.field_of("IF", w.field_of("REF 4", shown)),
            )
            return w.paragraph(self.rng.choice(kinds))
        if how == "runs":
            # As it is typed: every few letters a run of their own, labels in several paragraphs.
            if value or len(text) < 4:
                return w.paragraph("".join(w.run(letter, "<w:lang/>") for letter in text))
            return w.said(text[:3]) + w.said(text[3:])
        return w.said(text)


_BESIDE_LINKS = "".join(
    f'<Relationship Id="{kind}" Type="{w.RELATIONSHIPS}/{kind}" Target="{kind}.xml"/>'
    for kind in ("header", "footer", "footnotes", "comments")
)


def _beside() -> dict[str, bytes]:
    """Parts with numbers in them that are none of the report's."""
    inside = w.said("内部资料 共33页")
    spaces = f'xmlns:w="{w.TRANSITIONAL}"'
    return {
        "word/header.xml": f"<w:hdr {spaces}>{inside}</w:hdr>".encode(),
        "word/footer.xml": f"<w:ftr {spaces}>{inside}</w:ftr>".encode(),
        "word/footnotes.xml": f'<w:footnotes {spaces}><w:footnote w:id="1">{inside}</w:footnote></w:footnotes>'.encode(),
        "word/comments.xml": f'<w:comments {spaces}><w:comment w:id="1">{inside}</w:comment></w:comments>'.encode(),
    }


def _by_python_docx(document: Document) -> bytes:
    """The document as python-docx writes it, with the times taken out."""
    made = docx.Document()
    for text in document.title:
        made.add_heading(text, 0)
    if document.published:
        made.add_paragraph(f"发布日期：{document.published}")
    for text in document.preamble:
        made.add_paragraph(text)
    for section in document.sections:
        made.add_heading(oracle.heading(section), 1)
        for item in section.items:
            if isinstance(item, Table):
                for grid in grids(item):
                    _table(made, grid)
                    made.add_paragraph("")
            else:
                made.add_paragraph(item)
    for text in document.signature:
        made.add_paragraph(text)
    buffer = io.BytesIO()
    made.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        kept = [n for n in archive.namelist() if "thumbnail" not in n and not n.startswith("docProps/")]
        return zipped(
            {name: archive.read(name) for name in sorted(kept, key=lambda n: (n != "[Content_Types].xml", n))}
        )


def _table(made: docx.document.Document, grid: Grid) -> None:
    table = made.add_table(len(grid.lines), grid.width)
    for y, line in enumerate(origins(grid)):
        for x, cell in enumerate(line):
            if cell is None:
                continue
            held = table.cell(y, x)
            if cell.colspan > 1 or cell.rowspan > 1:
                held = held.merge(table.cell(y + cell.rowspan - 1, x + cell.colspan - 1))
            held.text = cell.text
