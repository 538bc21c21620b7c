"""Small PDFs for single cases: a ruled table of three by three, and whatever a case changes in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.model.document import Grid
from tests.generator.pdf_canvas import Canvas
from tests.generator.pdf_write import Pdf, song

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from extractor.model.document import Document

XS, YS = (150.0, 250.0, 350.0, 450.0), (200.0, 230.0, 260.0, 290.0)
WIDTH, HEIGHT = 600.0, 800.0
LABELS = ("项目甲", "项目乙", "项目丙", "10", "20", "30", "1", "2", "3")


def table(canvas: Canvas, texts: Sequence[str] = LABELS, *, down: float = 0.0) -> None:
    """Draw a ruled table with a text in the middle of each cell."""
    for y in YS:
        canvas.line(XS[0], y + down, XS[-1], y + down)
    for x in XS:
        canvas.line(x, YS[0] + down, x, YS[-1] + down)
    for i, text in enumerate(texts):
        row, column = divmod(i, 3)
        canvas.text(XS[column] + 40, YS[row] + 20 + down, text, 10)


def page(*draw: Callable[[Canvas], object], **options: object) -> bytes:
    """A PDF of a page for each function that draws one; ``options`` as for ``Pdf.page``."""
    pdf = Pdf(compress=False)
    font = song(pdf)
    for one in draw:
        canvas = Canvas(WIDTH, HEIGHT)
        one(canvas)
        pdf.page(WIDTH, HEIGHT, canvas.content(), {"F1": font}, **options)  # type: ignore[arg-type]
    return pdf.data()


def texts(document: Document) -> list[list[list[str]]]:
    """The texts of the tables of a document, row by row."""
    return [[[c.text for c in row] for row in b.rows] for b in document.blocks if isinstance(b, Grid)]


def cells(document: Document) -> dict[str, str]:
    """The place of each text in the tables of a document."""
    return {c.text: c.location for b in document.blocks if isinstance(b, Grid) for row in b.rows for c in row}
