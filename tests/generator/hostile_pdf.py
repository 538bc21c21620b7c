"""PDFs that are no filings, or that are made to break a reader; none of them compressed, so that bytes stay equal."""

from __future__ import annotations

import re

from tests.generator import layouts_pdf
from tests.generator.model import Hostile
from tests.generator.pdf_write import Pdf, form, song

READ = "ok"
PARTLY = "ok|partial|unreadable"
NEITHER = "not_a_report|unreadable"
UNREADABLE = "unreadable"
_PASSWORD = "a word"  # noqa: S105 - it keeps nothing secret
_ONE = b"BT /F1 9 Tf 10 10 Td <00310032> Tj ET "


def filing(number: int, *, password: str | None = None, catalogue: str = "") -> bytes:
    """A sound filing to build on."""
    return layouts_pdf.plain(9100 + number, password=password, catalogue=catalogue)


def bomb(levels: int, width: int) -> bytes:
    """A page that draws ``width`` to the power of ``levels`` texts, by forms that draw forms."""
    pdf = Pdf(compress=False)
    font = song(pdf)
    inner = form(pdf, _ONE, {"F1": font}, (600, 800), "1 0 0 1 0 0")
    for _ in range(levels):
        inner = form(pdf, b"/X0 Do " * width, {}, (600, 800), "1 0 0 1 0 0", inner)
    pdf.page(600, 800, b"/X0 Do", {"F1": font}, resources=f"/XObject << /X0 {inner} 0 R >>")
    return pdf.data()


def page_of(texts: int, *, compress: bool = True, pages: int = 1) -> bytes:
    """Pages of so many texts each, one character a text."""
    pdf = Pdf(compress=compress)
    font = song(pdf)
    places = b"".join(b"1 0 0 1 %d %d Tm <0031> Tj " % (i % 120 * 5, 795 - i // 120) for i in range(texts))
    content = b"BT /F1 4 Tf " + places + b"ET"
    for _ in range(pages):
        pdf.page(600, 800, content, {"F1": font})
    return pdf.data()


def _no_pages() -> bytes:
    return Pdf(compress=False).data()


def _empty_page() -> bytes:
    pdf = Pdf(compress=False)
    pdf.page(600, 800, b"", {})
    return pdf.data()


def _endless_tree() -> bytes:
    """A tree of pages that is its own child."""
    pdf = Pdf(compress=False)
    pdf.page(600, 800, _ONE, {"F1": song(pdf)})
    return re.sub(rb"/Type /Pages /Kids \[\d+ 0 R\]", b"/Type /Pages /Kids [@]", pdf.data()).replace(
        b"[@]", b"[%d 0 R]" % (len(pdf.objects) + 1)
    )


def _odd_numbers() -> bytes:
    """Sizes, places and matrices that no paper has."""
    pdf = Pdf(compress=False)
    font = song(pdf)
    content = (
        b"BT /F1 0 Tf 10 10 Td <0031> Tj /F1 9e30 Tf <0032> Tj 0 0 0 0 0 0 Tm <0033> Tj"
        b" 1e38 0 0 1e38 -1e38 1e38 Tm <0034> Tj ET 1e30 0 m -1e30 1e30 l S 0 0 1e37 -1e37 re f"
    )
    pdf.page(1e9, 1e9, content, {"F1": font})
    pdf.page(0, 0, content, {"F1": font})
    return pdf.data()


def hostile_pdfs() -> list[Hostile]:
    """All of them."""
    sound = filing(0)
    script = (
        "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\);) >>"
        " /Names << /EmbeddedFiles << /Names [(a.pdf) << /Type /Filespec /F (a.pdf) >>] >> >>"
    )
    middle = len(sound) * 2 // 3
    return [
        Hostile(
            "script.pdf", filing(1, catalogue=script), READ, "a filing with a script and an embedded file"
        ),
        Hostile("no-password.pdf", filing(2, password=""), READ, "a filing encrypted with an empty password"),
        Hostile("password.pdf", filing(3, password=_PASSWORD), UNREADABLE, "a filing that needs a password"),
        Hostile("cut.pdf", sound[:middle], PARTLY, "a PDF that ends in the middle"),
        Hostile(
            "no-xref.pdf",
            sound[: sound.rindex(b"xref\n0 ")] + sound[sound.rindex(b"trailer") :],
            READ,
            "a PDF without its index",
        ),
        Hostile(
            "wrong-xref.pdf",
            re.sub(rb"startxref\n\d+", b"startxref\n17", sound),
            READ,
            "a PDF whose index is elsewhere",
        ),
        Hostile(
            "behind-junk.pdf", b"\r\n<!-- a server's greeting -->\r\n" + sound, READ, "text before a PDF"
        ),
        Hostile("pdf.html", sound, READ, "a PDF named as a page"),
        Hostile("no-pages.pdf", _no_pages(), UNREADABLE, "a PDF without a page"),
        Hostile("empty-page.pdf", _empty_page(), UNREADABLE, "a PDF of one empty page"),
        Hostile("endless-tree.pdf", _endless_tree(), NEITHER, "a tree of pages that is its own child"),
        Hostile("odd-numbers.pdf", _odd_numbers(), NEITHER, "sizes and places that no paper has"),
        Hostile("form-bomb.pdf", bomb(9, 10), UNREADABLE, "a thousand million texts in three kilobytes"),
    ]
