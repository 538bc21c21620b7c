"""The targets: each a function of bytes that must end without an error but its own, and what it then has to hold."""

from __future__ import annotations

import io
import struct
import tempfile
from decimal import Decimal
from functools import cache
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from extractor import narrative
from extractor.errors import FormsError, UnreadableError
from extractor.forms import load_forms
from extractor.forms.loader import read_forms
from extractor.inputs.containers import container_type, members
from extractor.inputs.encoding import decode
from extractor.inputs.members import Limits
from extractor.mapping.labels import labeller
from extractor.model.document import Document, Grid
from extractor.model.filing import VALUED, CellStatus, Filing
from extractor.pipeline import trace_bytes
from extractor.readers import docx, html, open_document, text
from extractor.readers.spans import MAX_COLSPAN, MAX_ROWSPAN, resolve, span
from extractor.rules import check
from extractor.text import fields, marks, numerals
from extractor.text.normal import compact, fold, label_key, squeeze
from extractor.text.values import read_value
from extractor.writers.rows import RowMaker
from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FIXTURES = ROOT / "fixtures"
CORPUS = Path(__file__).parent / "corpus"
LARGEST = 4096
"""Bytes of a seed: small ones are tried far more often."""
_SMALL = Limits(member=1_000_000, depth=3, ratio=100, spared=100_000)


class Target(NamedTuple):
    """``native``: it ends in a library whose faults end the process, and is only run in children."""

    name: str
    run: Callable[[bytes], None]
    seeds: Callable[[], Iterator[bytes]]
    native: bool = False


def _files(*patterns: str, count: int = 12) -> Iterator[bytes]:
    for pattern in patterns:
        for path in islice(sorted(FIXTURES.glob(pattern)), count):
            yield path.read_bytes()


def _sound(document: Document) -> None:
    """What holds of any document: places tell cells of exact grids apart, and cells do not lie over each other."""
    for block in document.blocks:
        if isinstance(block, Grid) and block.exact:
            places = [cell.location for row in block.rows for cell in row]
            assert len(set(places)) == len(places)
            for row in block.rows:
                for before, cell in pairwise(row):
                    assert before.column + before.colspan <= cell.column
            assert all(cell.column + cell.colspan <= block.width for row in block.rows for cell in row)


def _true(filing: Filing) -> None:
    """What holds of any filing: every number is printed in its cell, and its rows and violations can be made."""
    for table in filing.tables:
        for fact in table.facts:
            assert (fact.value is not None) == (fact.status in VALUED)
            if fact.status is CellStatus.REPORTED:
                read = read_value(fact.raw).value
                assert read is not None
                assert fact.value in (read, read / 10_000)
    check(filing, load_forms())
    _maker().rows(filing)


@cache
def _maker() -> RowMaker:
    return RowMaker(load_forms())


def _html(data: bytes) -> None:
    try:
        _sound(html.read(decode(data).text))
    except UnreadableError:
        return


def _text(data: bytes) -> None:
    _sound(text.read(decode(data).text))


def _docx(data: bytes) -> None:
    try:
        _sound(docx.read(data))
    except UnreadableError:
        return


def _word_body(data: bytes) -> None:
    """The body of a Word file: what is inside the zip is out of reach of one that changes its bytes."""
    from tests.generator import pack  # noqa: PLC0415 - for this alone

    _docx(pack.zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": data}))


def _any(data: bytes) -> None:
    try:
        _sound(open_document(data).document)
    except UnreadableError:
        return


def _filing(data: bytes) -> None:
    _true(trace_bytes(data, "a", ocr="off").filing)


def _pdf(data: bytes) -> None:
    _filing(data if data.startswith(b"%PDF-") else b"%PDF-1.5\n" + data)


def _picture(data: bytes) -> None:
    from extractor.readers.ocr_pictures import open_pictures  # noqa: PLC0415 - of an extra

    try:
        for picture in open_pictures(data):
            assert picture.image.size
    except UnreadableError:
        return


def _spans(data: bytes) -> None:
    """Any rows of any spans: no cell is lost but beyond the width, and none lies over another of its row."""
    rows: list[list[tuple[str, int, int]]] = [[]]
    for colspan, rowspan in struct.iter_unpack("<HH", data[: len(data) // 4 * 4]):
        if colspan % 7 == 0:
            rows.append([])
        rows[-1].append(("x", span(str(colspan % 1100), MAX_COLSPAN), span(str(rowspan % 70), MAX_ROWSPAN)))
    laid, width = resolve([rows], 1)
    assert len(laid) == len(rows)
    taken: set[tuple[int, int]] = set()
    for row in laid:
        for before, cell in pairwise(row):
            assert before.column + before.colspan <= cell.column
        for cell in row:
            assert cell.column + cell.colspan <= width
            assert cell.row + cell.rowspan <= len(rows)
            assert (cell.row, cell.column) not in taken
            taken.add((cell.row, cell.column))


def _numbers(data: bytes) -> None:
    printed = decode(data).text
    reading = read_value(printed)
    assert (reading.value is not None) == (reading.status is CellStatus.REPORTED)
    if reading.value is not None:
        assert isinstance(reading.value, Decimal)
        assert reading.value.is_finite()
        assert any(c.isdigit() for c in fold(printed))
        plain = read_value(f"{abs(reading.value):f}")
        assert plain.value == abs(reading.value)
    for function in (numerals.number, numerals.year):
        found = function(printed)
        assert found is None or isinstance(found, int)


def _labels(data: bytes) -> None:
    printed = decode(data).text
    key = label_key(printed)
    assert label_key(key.core).core == key.core
    assert compact(compact(printed)) == compact(printed)
    assert squeeze(squeeze(printed)) == squeeze(printed)
    forms = load_forms()
    for template, table in (("2021", "applications"), ("2014", "statistics")):
        for kind in ("row", "column"):
            lines = labeller(forms, template, forms.table(template, table), kind)
            for scored in (*lines.scores_of((key,)), *lines.scores((printed,), ("甲",))):
                assert 0 <= scored.score <= 1.1


def _lines(data: bytes) -> None:
    for line in decode(data).text.splitlines():
        plain = marks.plain(line)
        marks.is_border(plain)
        marks.is_rule(plain)
        for field in (*fields.split_piped(marks.with_pipes(plain)), *fields.split_quoted(plain, ",")):
            assert 0 <= field.offset <= len(plain)


def _words(data: bytes) -> None:
    """Any words as a section: what is stated stands in them."""
    said = decode(data).text
    page = f"<h1>云泽市水利局2022年政府信息公开工作年度报告</h1><h2>一、总体情况</h2><p>{said}</p>"
    filing = trace_bytes(page.encode("utf-8", "replace"), "a", ocr="off").filing
    for statement in filing.statements:
        assert statement.value >= 0
        assert statement.text
    assert narrative is not None
    _true(filing)


class _Folder:
    """The forms' data files with one of them other than it is."""

    def __init__(self, name: str, data: bytes) -> None:
        self._name = name
        self._data = data
        self._real = ROOT / "extractor/forms/data"

    def __truediv__(self, name: str) -> _File:
        return _File(self._data if name == self._name else (self._real / name).read_bytes())


class _File:
    def __init__(self, data: bytes) -> None:
        self._data = data

    def read_bytes(self) -> bytes:
        return self._data

    def read_text(self, encoding: str) -> str:
        return self._data.decode(encoding)


def _forms(data: bytes) -> None:
    """Data files that are anything: read, or refused with what is wrong with them."""
    names = ("aliases.toml", "sections.toml", "phrases.toml", "form-2014.toml")
    name = names[data[0] % len(names)] if data else names[0]
    try:
        read_forms(_Folder(name, data[1:]))  # type: ignore[arg-type]
    except FormsError:
        return


def _containers(data: bytes) -> None:
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        path = Path(file.name)
        if container_type(path):
            found = list(islice(members(path, "c", _SMALL), 200))
            assert len({m.name for m in found}) == len(found)
            assert all(m.name == "c" or m.name.startswith("c!") for m in found)
            assert all(not (m.problem and m.data) for m in found)


def _form_seeds() -> Iterator[bytes]:
    for number, name in enumerate(("aliases", "sections", "phrases", "form-2014")):
        yield bytes([number]) + (ROOT / f"extractor/forms/data/{name}.toml").read_bytes()


def _container_seeds() -> Iterator[bytes]:
    from tests.generator import pack  # noqa: PLC0415 - for this alone

    page = {"a/b.html": b"<p>x", "c.txt": b"y" * 50}
    yield from (pack.zipped(page), pack.tarred(page), pack.gzipped(b"<p>x"), pack.xzed(pack.tarred(page)))
    yield pack.zipped({"in.zip": pack.zipped(page), "in.tar.gz": pack.gzipped(pack.tarred(page))})
    yield pack.seven_zipped(page)
    yield pack.warc_record("resource", "http://a/", b"<p>x", "text/html")
    yield b'{"url": "http://a/", "html": "<p>x"}\n' * 2
    yield from _files("hostile/*.eml", "archive/containers/*.eml", "archive/containers/*.mhtml", count=2)


def _bodies() -> Iterator[bytes]:
    import zipfile  # noqa: PLC0415 - for this alone

    for data in _files("archive/*/*.docx", count=8):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            yield package.read("word/document.xml")


def _picture_seeds() -> Iterator[bytes]:
    from tests.hostile import pictures  # noqa: PLC0415 - for this alone

    return (data for case in pictures.cases() if len(data := case.make()) < 100_000)


def _printed(*texts: str) -> Callable[[], Iterator[bytes]]:
    return lambda: (t.encode() for t in texts)


def _all_pages() -> Iterator[bytes]:
    return _files("archive/*/*.html", "years/archive/*/*.html", count=20)


def _all_texts() -> Iterator[bytes]:
    return _files("archive/*/*.txt", count=40)


_LABELS = (
    "三、本年度办理结果",
    "（七）总计",
    "1.属于国家秘密",
    "法人或其他组织/商业企业",
    "其他",
    "第二十条第（一）项",
)
_SENTENCES = (
    "本年收到政府信息公开申请12件，上年结转3件，办结15件。",
    "未收到行政复议、行政诉讼。",
    "全年共受理申请十二件，其中予以公开5件、不予公开2件。",
)
TARGETS = {
    target.name: target
    for target in (
        Target("html", _html, _all_pages),
        Target("text", _text, _all_texts),
        Target("docx", _docx, lambda: _files("archive/*/*.docx", "hostile/*.docx", count=8)),
        Target("word-body", _word_body, _bodies),
        Target("filing-html", _filing, _all_pages),
        Target("filing-text", _filing, _all_texts),
        Target("spans", _spans, _printed("abcdefgh" * 8, "\x00\x01" * 40)),
        Target(
            "numbers", _numbers, _printed("1,234.5万元", "-12", "十二", "3（注1）", "２０２２年", "0", "/")
        ),
        Target("labels", _labels, _printed(*_LABELS)),
        Target("lines", _lines, _all_texts),
        Target("words", _words, _printed(*_SENTENCES)),
        Target("forms", _forms, _form_seeds),
        Target("containers", _containers, _container_seeds),
        Target("any", _any, lambda: _files("hostile/*.html", "hostile/*.txt", "hostile/*.doc*", count=12)),
        Target("pdf", _pdf, lambda: _files("hostile/*.pdf", "archive/*/*.pdf", count=8), native=True),
        Target("pictures", _picture, _picture_seeds, native=True),
    )
}


def kept(name: str) -> list[Path]:
    """Return the inputs that are kept for a target: those that once broke it, and small ones that reach far."""
    return sorted(p for p in (CORPUS / name).glob("*") if p.is_file())
