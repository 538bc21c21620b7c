"""A filing as a page to be printed: what a browser or an office suite makes a PDF of."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from tests.generator.grids import grids
from tests.generator.model import Document, Table
from tests.generator.oracle import heading

if TYPE_CHECKING:
    from tests.generator.grids import Cell, Grid, Line

BODY = "body{font:10.5pt 'WenQuanYi Micro Hei';line-height:1.5}p{text-indent:2em;margin:0}"
CELLS = "table{width:100%;margin:6pt 0}td{text-align:center;font-size:9pt;padding:2pt}h1,h2{font:normal 12pt 'WenQuanYi Micro Hei'}"


@dataclass(frozen=True)
class Print:
    """How a page is printed: by which program, with which style, and with what around it."""

    program: str = "chromium"
    css: str = "table{border-collapse:collapse}td{border:1px solid #000}"
    page: str = "size:A4;margin:20mm 18mm"
    repeat: bool = False
    attributes: str = ""
    before: str = ""
    vertical: str = ""


PRINTS: dict[str, Print] = {
    "pdf-chromium": Print(
        page="size:A4;margin:22mm 18mm;@bottom-center{content:'- ' counter(page) ' -';font:9pt 'WenQuanYi Micro Hei'}"
    ),
    "pdf-chromium-head": Print(
        repeat=True,
        css="table{border-collapse:collapse}td{border:.5pt solid #333}tr{break-inside:avoid}",
        page="size:A4;margin:25mm 20mm;"
        "@top-left{content:'政府信息公开工作年度报告';font:8pt 'WenQuanYi Micro Hei'}"
        "@bottom-right{content:'第 ' counter(page) ' 页 共 ' counter(pages) ' 页';font:8pt 'WenQuanYi Micro Hei'}",
    ),
    "pdf-chromium-double": Print(css="table{border-collapse:collapse}td{border:3px double #000}"),
    "pdf-chromium-spaced": Print(
        css="table{border-collapse:separate;border-spacing:1.5px;border:1px solid #000}td{border:1px solid #000}"
    ),
    "pdf-chromium-tiles": Print(
        css="table{border-collapse:separate;border-spacing:1px;background:#000}td{background:#fff}"
    ),
    "pdf-chromium-fills": Print(
        css="table{border-collapse:separate;border-spacing:2px}td{background:#e3ebf5}", repeat=True
    ),
    "pdf-chromium-landscape": Print(
        page="size:A4 landscape;margin:15mm", vertical="writing-mode:vertical-rl"
    ),
    "pdf-chromium-lines": Print(
        css="table{border-collapse:collapse}td{border-top:.5pt solid #000;border-bottom:.5pt solid #000}"
    ),
    "pdf-chromium-watermark": Print(
        css="table{border-collapse:collapse}td{border:1px solid #000}"
        ".w{position:fixed;top:90mm;left:20mm;font-size:60pt;color:rgba(120,120,120,.3);transform:rotate(-35deg)}"
        ".x{position:absolute;left:-900px;top:10px}.y{color:#fff}",
        before='<div class="w">仅供内部参考12</div><div class="x">列外文字 5 6 7</div><div class="y">白色文字 8 9 10</div>',
    ),
    "pdf-chromium-shadow": Print(
        css="table{border-collapse:collapse}td{border:1px solid #000;text-shadow:.3px 0 0 #000}"
        "td:first-child{background:#d9e2f3}h1,h2{text-shadow:.4px 0 0 #000}"
    ),
    "pdf-writer": Print(
        "soffice", attributes='border="1" cellspacing="0"', css="", page="size:A4;margin:2cm"
    ),
    "pdf-writer-head": Print(
        "soffice", attributes='border="1" cellspacing="0"', css="", page="size:A4;margin:2.2cm", repeat=True
    ),
    "pdf-writer-collapsed": Print(
        "soffice",
        attributes='border="1" cellspacing="0" style="border-collapse:collapse"',
        css="td{border:0.5pt solid #000000}",
        page="size:A4 landscape;margin:2cm",
    ),
}


class Page:
    """Writes one document as a page to print."""

    def __init__(self, document: Document, look: Print) -> None:
        self.document = document
        self.look = look

    def html(self) -> str:
        """Return the page."""
        document, look = self.document, self.look
        parts = [f'<h1 style="text-align:center;font-size:18pt">{escape(t)}</h1>' for t in document.title]
        if document.published:
            parts.append(f"<p>发布日期：{document.published}</p>")
        parts += [f"<p>{escape(text)}</p>" for text in document.preamble]
        for section in document.sections:
            parts.append(f'<h2 style="font-size:12pt;margin:6pt 0">{escape(heading(section))}</h2>')
            for item in section.items:
                if isinstance(item, Table):
                    parts += [self._table(grid) for grid in grids(item)]
                else:
                    parts.append(f"<p>{escape(item)}</p>")
        parts += [f'<p style="text-align:right">{escape(text)}</p>' for text in document.signature]
        vertical = f".v{{{look.vertical}}}" if look.vertical else ""
        style = f"@page{{{look.page}}}{BODY}{CELLS}{look.css}{vertical}"
        return (
            f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><style>{style}</style></head>'
            f"<body>{look.before}{''.join(parts)}</body></html>\n"
        )

    def _table(self, grid: Grid) -> str:
        widths = ""
        if grid.name == "applications":
            rest = 62 / (grid.width - 3)
            widths = "".join(f'<col style="width:{w:.1f}%">' for w in (6, 10, 22, *[rest] * (grid.width - 3)))
        first = next((i for i, line in enumerate(grid.lines) if line.kind == "data"), 0)
        head, body = grid.lines[:first], grid.lines[first:]
        if not self.look.repeat or grid.name == "disclosure":
            head, body = [], grid.lines
        top = f"<thead>{''.join(map(self._row, head))}</thead>" if head else ""
        return f"<table {self.look.attributes}><colgroup>{widths}</colgroup>{top}<tbody>{''.join(map(self._row, body))}</tbody></table>"

    def _row(self, line: Line) -> str:
        return f"<tr>{''.join(map(self._cell, line.cells))}</tr>"

    def _cell(self, cell: Cell) -> str:
        spans = (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "") + (
            f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else ""
        )
        text = escape(cell.text)
        if self.look.vertical and cell.rowspan > 2 and cell.role == "label":
            text = f'<span class="v">{text}</span>'
        return f"<td{spans}>{text}</td>"
