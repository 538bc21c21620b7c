"""PDFs: cut short, looped, inflating, with too much on a page, boxes that no paper has, and encrypted ones."""

from __future__ import annotations

import random
import re
import zlib
from functools import cache
from typing import TYPE_CHECKING

from tests.generator.hostile_pdf import NEITHER, bomb, filing, page_of
from tests.generator.pdf_write import Pdf, form, song
from tests.hostile.case import ANY, PARTLY, READ, UNREADABLE, Case, of

if TYPE_CHECKING:
    from collections.abc import Iterator

KILOBYTE = 1024
_TEXT = b"BT /F1 9 Tf 10 10 Td <00310032> Tj ET "
_NOTHING = f"{NEITHER}|no_tables"


@cache
def sound() -> bytes:
    """A filing to build on."""
    return filing(0)


def one_page(
    content: bytes, box: tuple[float, float, float, float] = (0, 0, 600, 800), **more: object
) -> bytes:
    pdf = Pdf(compress=bool(more.pop("compress", True)))
    pdf.page(600, 800, content, {"F1": song(pdf)}, box=box, **more)  # type: ignore[arg-type]
    return pdf.data()


def cases() -> Iterator[Case]:
    """Yield all of them; the filing cut at every kilobyte is not among them (``truncated``)."""
    yield from _structure()
    yield from _streams()
    yield from _pages()
    yield from _guarded()


def truncated() -> Iterator[Case]:
    """Yield the filing cut at every kilobyte."""
    for size in range(KILOBYTE, len(sound()), KILOBYTE):
        yield Case(f"cut-{size // KILOBYTE:03d}.pdf", of(sound()[:size]), ANY, seconds=20)


def _structure() -> Iterator[Case]:
    data = sound()
    start = int(re.findall(rb"startxref\n(\d+)", data)[0])
    yield Case("xref-loop.pdf", of(data.replace(b"/Root", b"/Prev %d /Root" % start)), ANY, seconds=20)
    yield Case("xref-negative.pdf", of(data.replace(b"startxref\n", b"startxref\n-")), ANY, seconds=20)
    yield Case("xref-huge.pdf", of(re.sub(rb"xref\n0 \d+", b"xref\n0 999999999", data)), ANY, seconds=20)
    yield Case("size-huge.pdf", of(re.sub(rb"/Size \d+", b"/Size 2147483647", data)), ANY, seconds=20)
    yield Case("count-huge.pdf", of(re.sub(rb"/Count \d+", b"/Count 2147483647", data)), ANY, seconds=60)
    yield Case("count-negative.pdf", of(re.sub(rb"/Count \d+", b"/Count -5", data)), ANY, seconds=20)
    yield Case("no-root.pdf", of(re.sub(rb"/Root \d+ 0 R", b"", data)), ANY, seconds=20)
    yield Case("root-loop.pdf", of(re.sub(rb"/Pages (\d+) 0 R", rb"/Pages 1 0 R", data)), ANY, seconds=20)
    yield Case("length-loop.pdf", of(re.sub(rb"/Length \d+", b"/Length 1 0 R", data)), ANY, seconds=20)
    yield Case("length-huge.pdf", of(re.sub(rb"/Length \d+", b"/Length 999999999", data)), ANY, seconds=20)
    yield Case("length-negative.pdf", of(re.sub(rb"/Length \d+", b"/Length -1", data)), ANY, seconds=20)
    yield Case(
        "deep-arrays.pdf",
        of(data.replace(b"/Rotate", b"/X " + b"[" * 50_000, 1) + b"[" * 50_000),
        ANY,
        seconds=20,
    )
    yield Case("deep-tree.pdf", of(_deep_tree(5000)), ANY, seconds=20)
    yield Case("wide-tree.pdf", of(_wide_tree(3000)), _NOTHING, seconds=60)
    yield Case("eof-first.pdf", of(b"%PDF-1.4\n%%EOF\n" + data[9:]), ANY, seconds=20)
    yield Case("twice.pdf", of(data + data), ANY, seconds=30)
    yield Case("versions.pdf", of(data.replace(b"%PDF-1.5", b"%PDF-9.9")), ANY, seconds=20)
    rng = random.Random(5)
    for number in range(12):
        broken = bytearray(data)
        for _ in range(40):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        yield Case(f"broken-{number:02d}.pdf", of(bytes(broken)), ANY, seconds=30)


def _streams() -> Iterator[Case]:
    zeros = zlib.compress(bytes(80_000_000), 9)
    twice = zlib.compress(zeros, 9)
    yield Case(
        "inflates.pdf", lambda: _with_stream(zeros, "/FlateDecode"), _NOTHING, seconds=60, megabytes=1500
    )
    yield Case(
        "inflates-twice.pdf", lambda: _with_stream(twice, "[/FlateDecode /FlateDecode]"), _NOTHING, 60, 1500
    )
    yield Case("filters.pdf", lambda: _with_stream(b"x", f"[{'/FlateDecode ' * 5000}]"), _NOTHING, seconds=20)
    yield Case("no-filter.pdf", lambda: _with_stream(b"x", "/NoSuchDecode"), _NOTHING, seconds=20)
    yield Case(
        "lzw.pdf",
        lambda: _with_stream(random.Random(3).randbytes(50_000), "/LZWDecode"),
        _NOTHING,
        seconds=20,
    )
    yield Case("objects-inflate.pdf", lambda: _object_stream(zeros), _NOTHING, seconds=60, megabytes=1500)
    yield Case(
        "object-stream-loop.pdf",
        lambda: _object_stream(zlib.compress(b"1 0 2 5 << >>")),
        _NOTHING,
        seconds=20,
    )
    yield Case(
        "predictor.pdf",
        lambda: _with_stream(
            zlib.compress(bytes(1000)), "/FlateDecode /DecodeParms << /Predictor 12 /Columns 2147483647 >>"
        ),
        _NOTHING,
        seconds=20,
    )


def _pages() -> Iterator[Case]:
    yield Case("million-segments.pdf", lambda: one_page(b"1 1 m 2 2 l S " * 1_000_000), _NOTHING, 120, 1800)
    yield Case(
        "long-path.pdf", lambda: one_page(b"1 1 m " + b"3 4 l " * 1_000_000 + b"S"), _NOTHING, 120, 1800
    )
    yield Case("rulings.pdf", lambda: one_page(_rulings(400)), _NOTHING, 120, 1500)
    yield Case("many-texts.pdf", lambda: page_of(60_000), _NOTHING, 60, 900)
    yield Case("many-pages.pdf", lambda: page_of(20, pages=1500), _NOTHING, 120, 900)
    yield Case("saves.pdf", lambda: one_page(b"q " * 500_000 + _TEXT), _NOTHING, 60, 900)
    yield Case("restores.pdf", lambda: one_page(b"Q " * 500_000 + _TEXT), _NOTHING, 60, 900)
    yield Case("form-bomb-small.pdf", lambda: bomb(4, 6), _NOTHING, 60, 900)
    yield Case("form-bomb-large.pdf", lambda: bomb(12, 12), UNREADABLE, 60, 900)
    yield Case("form-itself.pdf", _form_in_itself, _NOTHING, 60, 900)
    for name, box in (
        ("negative", (0.0, 0.0, -600.0, -800.0)),
        ("nothing", (0.0, 0.0, 0.0, 0.0)),
        ("huge", (0.0, 0.0, 1e12, 1e12)),
        ("far", (1e9, 1e9, 1e9 + 600, 1e9 + 800)),
        ("upside-down", (600.0, 800.0, 0.0, 0.0)),
        ("line", (0.0, 0.0, 600.0, 1e-9)),
    ):
        yield Case(f"box-{name}.pdf", of(one_page(_TEXT, box)), _NOTHING, seconds=30, megabytes=900)
    yield Case(
        "box-words.pdf", of(re.sub(rb"/MediaBox \[[^]]*\]", b"/MediaBox [a b c d]", sound())), ANY, seconds=30
    )
    yield Case(
        "box-filing.pdf",
        of(re.sub(rb"/MediaBox \[[^]]*\]", b"/MediaBox [0 0 -9 1e30]", sound())),
        ANY,
        seconds=30,
    )
    yield Case("turned.pdf", of(one_page(_TEXT, rotate=37)), _NOTHING, seconds=30)
    yield Case("unmapped.pdf", of(re.sub(rb"/ToUnicode \d+ 0 R", b"", sound())), ANY, seconds=30)
    yield Case("no-fonts.pdf", of(re.sub(rb"/Font <<[^>]*>>", b"/Font << >>", sound())), ANY, seconds=30)
    yield Case(
        "font-loop.pdf",
        of(re.sub(rb"/DescendantFonts \[\d+ 0 R\]", b"/DescendantFonts [1 0 R]", sound())),
        ANY,
        30,
    )
    yield Case("user-unit.pdf", of(one_page(_TEXT, extra="/UserUnit 1e9")), _NOTHING, seconds=30)
    yield Case(
        "sizes.pdf", of(one_page(b"BT /F1 1e20 Tf 1e20 0 0 1e20 0 0 Tm <0031> Tj ET")), _NOTHING, seconds=30
    )
    yield Case(
        "not-numbers.pdf", of(one_page(b"BT /F1 nan Tf inf 0 Td <0031> Tj ET 1 2 3 re")), _NOTHING, seconds=30
    )
    image = "/XObject << /I << /Type /XObject /Subtype /Image /Width 100000 /Height 100000 >> >>"
    yield Case(
        "image-huge.pdf", of(one_page(b"600 0 0 800 0 0 cm /I Do", resources=image)), _NOTHING, 60, 1500
    )


def _guarded() -> Iterator[Case]:
    yield Case("empty-password.pdf", of(filing(31, password="")), READ, seconds=20)
    yield Case("user-password.pdf", of(filing(32, password="x" * 30)), UNREADABLE, seconds=20)
    data = filing(33, password="")
    yield Case("odd-cipher.pdf", of(re.sub(rb"/V 1", b"/V 9", data)), f"{PARTLY}|{UNREADABLE}", seconds=20)
    yield Case("odd-key.pdf", of(re.sub(rb"/O \([^)]*\)|/O <[^>]*>", b"/O <00>", data)), ANY, seconds=20)
    yield Case("no-id.pdf", of(data.replace(b"/ID [<00> <00>]", b"")), ANY, seconds=20)


def _with_stream(stream: bytes, filters: str) -> bytes:
    """A page whose content is ``stream`` as it is, said to be packed by ``filters``."""
    pdf = Pdf(compress=False)
    pdf.page(600, 800, b"@@", {"F1": song(pdf)})
    whole = pdf.data()
    old = re.search(rb"<< /Length 2 >>\nstream\n@@", whole) or re.search(
        rb"<<\s*/Length 2 >>\nstream\n@@", whole
    )
    assert old is not None
    new = b"<< /Length %d /Filter %s >>\nstream\n" % (len(stream), filters.encode()) + stream
    return whole[: old.start()] + new + whole[old.end() :]


def _object_stream(stream: bytes) -> bytes:
    pdf = Pdf(compress=False)
    pdf.page(600, 800, _TEXT, {"F1": song(pdf)})
    packed = (
        b"<< /Type /ObjStm /N 2 /First 8 /Filter /FlateDecode /Extends 1 0 R /Length %d >>\nstream\n"
        % len(stream)
    )
    pdf.objects.append(packed + stream + b"\nendstream")
    return pdf.data()


def _deep_tree(depth: int) -> bytes:
    """Pages under nodes under nodes, far deeper than any tree has to be."""
    pdf = Pdf(compress=False)
    page = pdf.page(600, 800, _TEXT, {"F1": song(pdf)})
    for _ in range(depth):
        page = pdf.add(f"<< /Type /Pages /Kids [{page} 0 R] /Count 1 >>")
    pdf.pages = [page]
    return pdf.data()


def _wide_tree(width: int) -> bytes:
    """The same page thousands of times."""
    pdf = Pdf(compress=False)
    page = pdf.page(600, 800, _TEXT, {"F1": song(pdf)})
    pdf.pages = [page] * width
    return pdf.data()


def _form_in_itself() -> bytes:
    pdf = Pdf(compress=False)
    font = song(pdf)
    inner = form(pdf, b"/X0 Do " + _TEXT, {"F1": font}, (600, 800), "1 0 0 1 0 0", len(pdf.objects) + 1)
    pdf.page(600, 800, b"/X0 Do", {"F1": font}, resources=f"/XObject << /X0 {inner} 0 R >>")
    return pdf.data()


def _rulings(count: int) -> bytes:
    lines = [b"%g 0 m %g 800 l S " % (n * 1.4, n * 1.4) for n in range(count)]
    lines += [b"0 %g m 600 %g l S " % (n * 1.9, n * 1.9) for n in range(count)]
    return b"".join(lines)
