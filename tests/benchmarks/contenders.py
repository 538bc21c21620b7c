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


CONTENDERS = {"limit": limit, "read_html": read_html, "ours": ours, "unseen": ours}
BEFORE_EACH = {"unseen": forget}
