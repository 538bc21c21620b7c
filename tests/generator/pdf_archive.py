"""The PDFs of the fixtures' archive: made once by their own command and kept, with their truth made anew."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.generator import codes
from tests.generator.layouts_pdf import generate
from tests.generator.names import organization

if TYPE_CHECKING:
    from tests.generator.model import GeneratedFiling

FIRST = 60


@dataclass(frozen=True)
class PdfSpec:
    """One PDF. The template is that of its year."""

    org: int
    year: int
    layout: str
    faults: str = ""

    def make(self, *, drawn: bool = False) -> GeneratedFiling:
        """The filing's truth; with its bytes where they are asked for (``drawn``)."""
        source = f"{organization(self.org).slug}/{self.year}.pdf"
        return generate(
            self.org * 100 + self.year % 100,
            codes.in_force(self.year) or "2014",
            self.layout,
            year=self.year,
            org=self.org,
            faults=self.faults.split(),
            source=source,
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
)


def pdf_specs() -> tuple[PdfSpec, ...]:
    """Every PDF of the archive."""
    return tuple(PdfSpec(FIRST + i, *layout) for i, layout in enumerate(_LAYOUTS))
