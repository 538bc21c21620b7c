"""What is measured: each takes the bytes of a file. What one imports, only that one loads."""

# ruff: noqa: PLC0415 - a contender's imports are no part of another's memory

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

HTML_ENCODINGS = ("utf-8-sig", "gb18030")


def decode(data: bytes) -> str:
    """The text of a page, in the first encoding that it is sound in."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16")
    for encoding in HTML_ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def limit() -> Callable[[bytes], object]:
    """The practical limit: decode, parse with lxml, resolve the spans of each table's own rows."""
    from lxml import etree

    rows_of = etree.XPath("./tr | ./thead/tr | ./tbody/tr | ./tfoot/tr")

    def grids(data: bytes) -> list[list[list[Any]]]:
        root = etree.fromstring(decode(data), etree.HTMLParser(huge_tree=True))
        return [_resolve(rows_of(table)) for table in root.iter("table")]

    return grids


def _resolve(rows: list[Any]) -> list[list[Any]]:
    grid: list[list[Any]] = []
    reach: dict[int, tuple[int, Any]] = {}
    for row in rows:
        line: list[Any] = []
        for cell in row:
            if cell.tag not in ("td", "th"):
                continue
            while len(line) in reach:
                _continue(reach, line)
            across, down = int(cell.get("colspan") or 1), int(cell.get("rowspan") or 1)
            for _ in range(across):
                if down > 1:
                    reach[len(line)] = down - 1, cell
                line.append(cell)
        while len(line) in reach:
            _continue(reach, line)
        grid.append(line)
    return grid


def _continue(reach: dict[int, tuple[int, Any]], line: list[Any]) -> None:
    left, cell = reach.pop(len(line))
    if left > 1:
        reach[len(line)] = left - 1, cell
    line.append(cell)


def read_html() -> Callable[[bytes], object]:
    """``pandas.read_html`` on the decoded page, with its fastest parser."""
    from io import StringIO

    import pandas as pd

    return lambda data: pd.read_html(StringIO(decode(data)), flavor="lxml")


def ours() -> Callable[[bytes], object]:
    """Bytes → filing → violations → rows, as one process of a run does it."""
    from dataclasses import replace

    from extractor.batch.work import collect_seldom
    from extractor.forms import load_forms
    from extractor.pipeline import trace_bytes
    from extractor.rules import check
    from extractor.writers.rows import RowMaker

    forms = load_forms()
    maker = RowMaker(forms)
    collect_seldom()

    def work(data: bytes, clock: Callable[[str], object] | None = None) -> object:
        filing = trace_bytes(data, "page.html", clock).filing
        filing = replace(filing, violations=tuple(check(filing, forms)))
        if clock:
            clock("rules")
        rows = maker.rows(filing)
        if clock:
            clock("rows")
        return rows

    return work


def forget() -> None:
    """Make every layout a new one, as each is to a process once."""
    from extractor.pipeline import forget_layouts

    forget_layouts()


def bare() -> Callable[[bytes], object]:
    """The practical limit of PDF: the code and box of every character, the bounds of every path, by pypdfium2."""
    import pypdfium2
    from pypdfium2 import raw

    def work(data: bytes) -> object:
        document = pypdfium2.PdfDocument(data)
        found = []
        for page in document:
            text = page.get_textpage()
            found += [
                (raw.FPDFText_GetUnicode(text, i), text.get_charbox(i, loose=True))
                for i in range(text.count_chars())
            ]
            found += [path.get_bounds() for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH])]
            text.close()
            page.close()
        document.close()
        return found

    return work


def pdf() -> Callable[[bytes], object]:
    """The program's reader of PDF alone: bytes to blocks, the tables as grids with their spans."""
    from extractor.readers import pdf as reader

    return reader.read


def plumber() -> Callable[[bytes], object]:
    """``extract_tables`` of pdfplumber over every page."""
    import io
    import logging

    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)

    def work(data: bytes) -> object:
        with pdfplumber.open(io.BytesIO(data)) as document:
            found = []
            for page in document.pages:
                found.append(page.extract_tables())
                page.close()
            return found

    return work


CONTENDERS: dict[str, Callable[[], Callable[..., object]]] = {
    "limit": limit,
    "read_html": read_html,
    "ours": ours,
    "unseen": ours,
    "bare": bare,
    "plumber": plumber,
    "pdf": pdf,
}
BEFORE_EACH = {"unseen": forget}
