"""`python -m tests.generator.pdf_archive`: the PDFs of the fixtures' archive, made once and kept.

Their truth is made anew with that of the other fixtures. The printed ones need Chromium, LibreOffice and the
font WenQuanYi Micro Hei (Debian: chromium, libreoffice-writer-nogui, fonts-wqy-microhei), and come out a little
different every time: so a PDF that is there is only made again where its source is named.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.generator import codes
from tests.generator.layouts_pdf import generate
from tests.generator.names import organization

if TYPE_CHECKING:
    from tests.generator.model import GeneratedFiling

FIRST = 60
ARCHIVE = Path(__file__).parents[2] / "fixtures/archive"


@dataclass(frozen=True)
class PdfSpec:
    """One PDF. The template is that of its year."""

    org: int
    year: int
    layout: str
    faults: str = ""

    @property
    def source(self) -> str:
        """Its path in the archive."""
        return f"{organization(self.org).slug}/{self.year}.pdf"

    def make(self, *, drawn: bool = False) -> GeneratedFiling:
        """The filing's truth; with its bytes where they are asked for (``drawn``)."""
        return generate(
            self.org * 100 + self.year % 100,
            codes.in_force(self.year) or "2014",
            self.layout,
            year=self.year,
            org=self.org,
            faults=self.faults.split(),
            source=self.source,
            drawn=drawn,
        )


_LAYOUTS = (
    (2022, "pdf-lines", "row-total"),
    (2021, "pdf-rects", ""),
    (2020, "pdf-frames", ""),
    (2023, "pdf-fills", ""),
    (2022, "pdf-tiles", ""),
    (2021, "pdf-double", ""),
    (2019, "pdf-pieces", ""),
    (2023, "pdf-missing", ""),
    (2022, "pdf-narrow", "big-numbers"),
    (2021, "pdf-row-cut", ""),
    (2020, "pdf-row-cut-open", ""),
    (2023, "pdf-row-cut-top", ""),
    (2022, "pdf-label-first", ""),
    (2021, "pdf-label-cut", ""),
    (2020, "pdf-caption", ""),
    (2023, "pdf-caption-head", ""),
    (2022, "pdf-landscape", ""),
    (2021, "pdf-rotate-90", ""),
    (2019, "pdf-rotate-270", ""),
    (2023, "pdf-rotate-180", ""),
    (2022, "pdf-vertical", ""),
    (2021, "pdf-clockwise", ""),
    (2020, "pdf-anticlockwise", ""),
    (2022, "pdf-horizontal", ""),
    (2016, "pdf-framed", ""),
    (2021, "pdf-borderless", ""),
    (2019, "pdf-borderless-left", ""),
    (2023, "pdf-bold", ""),
    (2022, "pdf-layer", ""),
    (2021, "pdf-white", ""),
    (2023, "pdf-dark", ""),
    (2020, "pdf-outside", ""),
    (2022, "pdf-watermark", ""),
    (2021, "pdf-unmapped", ""),
    (2023, "pdf-private", ""),
    (2022, "pdf-apart", ""),
    (2022, "pdf-chromium", ""),
    (2020, "pdf-chromium-head", ""),
    (2023, "pdf-chromium-tiles", ""),
    (2021, "pdf-chromium-landscape", ""),
    (2022, "pdf-chromium-lines", ""),
    (2022, "pdf-chromium-shadow", "compatibility-forms"),
    (2022, "pdf-chromium-watermark", ""),
    (2021, "pdf-writer", ""),
    (2019, "pdf-writer-head", ""),
    (2023, "pdf-writer-collapsed", ""),
    (2020, "pdf-chromium-double", "blank-zeros"),
    (2022, "pdf-chromium-spaced", "row-total column-total"),
    (2017, "pdf-chromium-fills", ""),
    (2021, "pdf-glyphs", ""),
    (2019, "pdf-scaled", ""),
    (2023, "pdf-forms", "balance"),
    (2022, "pdf-offset", ""),
    (2020, "pdf-offset-turned", "proceedings-total"),
    (2021, "pdf-touching", "big-numbers"),
    (2019, "pdf-radicals", ""),
    (2023, "pdf-type3", ""),
    (2022, "pdf-type3-unmapped", ""),
    (2018, "pdf-shaded", "statistics-sum"),
    (2022, "pdf-covered", ""),
)


def pdf_specs() -> tuple[PdfSpec, ...]:
    """Every PDF of the archive."""
    return tuple(PdfSpec(FIRST + i, *layout) for i, layout in enumerate(_LAYOUTS))


def main() -> None:
    """Make the PDFs that are not there, and those whose sources are given."""
    for spec in pdf_specs():
        path = ARCHIVE / spec.source
        if spec.source in sys.argv[1:] or not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(spec.make(drawn=True).data)
            print(spec.source)


if __name__ == "__main__":
    main()
