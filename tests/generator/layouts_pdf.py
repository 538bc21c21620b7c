"""PDF layouts: drawn by hand, and printed by Chromium and LibreOffice. Each is there for a trap."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.generator import oracle
from tests.generator.build import COMPATIBILITY, make_document
from tests.generator.model import Document, GeneratedFiling, Printed, Table, Violation
from tests.generator.names import organization
from tests.generator.pdf_draw import UNMAPPED, Drawing, Look
from tests.generator.pdf_html import PRINTS, Page
from tests.generator.pdf_print import print_page
from tests.generator.pdf_write import Pdf

if TYPE_CHECKING:
    from collections.abc import Iterable

DRAWN: dict[str, Look] = {
    "pdf-lines": Look(foot="- # -"),
    "pdf-rects": Look(rulings="rects", repeat=True, tight=120),
    "pdf-frames": Look(rulings="frames", tight=60, top=True, align="left"),
    "pdf-fills": Look(rulings="fills", foot="#"),
    "pdf-tiles": Look(rulings="tiles", tight=200),
    "pdf-double": Look(rulings="double", repeat=True),
    "pdf-pieces": Look(rulings="pieces", tight=30),
    "pdf-missing": Look(rulings="missing"),
    "pdf-narrow": Look(narrow=True, size=8, tight=90),
    "pdf-row-cut": Look(cut="inside", foot="- # -", tight=75, size=10),
    "pdf-row-cut-open": Look(
        cut="inside", open_foot=True, tight=50, size=10, head="政府信息公开工作年度报告"
    ),
    "pdf-row-cut-top": Look(cut="inside", top=True, tight=60, size=10.5, repeat=True, foot="第#页"),
    "pdf-label-first": Look(labels="first", tight=150, open_foot=True),
    "pdf-label-cut": Look(vertical="chars", tight=140, foot="— # —"),
    "pdf-caption": Look(caption="续表", tight=330, head="年度报告"),
    "pdf-caption-head": Look(caption="（续上表）", tight=300, repeat=True, size=10),
    "pdf-landscape": Look(landscape=True, size=10),
    "pdf-rotate-90": Look(landscape=True, rotate=90, foot="- # -"),
    "pdf-rotate-270": Look(landscape=True, rotate=270, head="年度报告", vertical="clockwise"),
    "pdf-rotate-180": Look(rotate=180, repeat=True),
    "pdf-vertical": Look(vertical="font"),
    "pdf-clockwise": Look(vertical="clockwise", rulings="rects"),
    "pdf-anticlockwise": Look(vertical="anticlockwise", tight=40),
    "pdf-horizontal": Look(rulings="horizontal", foot="- # -"),
    "pdf-framed": Look(rulings="framed", align="right"),
    "pdf-borderless": Look(rulings="none", size=10, foot="- # -", pad=4),
    "pdf-borderless-left": Look(rulings="none", size=10, align="left", pad=4),
    "pdf-bold": Look(bold=True),
    "pdf-layer": Look(ghost="layer"),
    "pdf-white": Look(ghost="white"),
    "pdf-dark": Look(dark_header=True, rulings="rects"),
    "pdf-outside": Look(ghost="outside"),
    "pdf-watermark": Look(ghost="watermark", foot="- # -"),
    "pdf-unmapped": Look(unmapped="codes"),
    "pdf-private": Look(unmapped="private"),
    "pdf-apart": Look(apart=True, size=9),
    "pdf-glyphs": Look(style="glyphs", foot="- # -"),
    "pdf-scaled": Look(style="scaled", wrap="flipped", rulings="rects"),
    "pdf-forms": Look(wrap="forms", tight=80),
    "pdf-offset": Look(offset=True, foot="- # -"),
    "pdf-offset-turned": Look(offset=True, landscape=True, rotate=90),
    "pdf-touching": Look(align="right", pad=0.2, size=9.5),
    "pdf-radicals": Look(radicals=True),
    "pdf-type3": Look(type3=True),
    "pdf-type3-unmapped": Look(unmapped="drawn"),
    "pdf-shaded": Look(shade=True, rulings="frames", repeat=True, tight=100),
    "pdf-covered": Look(covered=True),
}
LAYOUTS = (*DRAWN, *PRINTS)
_UNMAPPED_COLUMNS = {"applications": ("business", "research"), "proceedings": ("other",)}


def generate(
    seed: int,
    template: str,
    layout: str,
    *,
    year: int,
    org: int,
    faults: Iterable[str] = (),
    source: str = "",
    drawn: bool = True,
) -> GeneratedFiling:
    """One filing as a PDF, with its truth; without ``drawn`` the truth alone, for what is made once and kept."""
    rng = random.Random(f"pdf {seed} {template} {layout}")
    faults = tuple(faults)
    document = make_document(organization(org), year, template, faults, rng=rng, layout=layout)
    if layout in PRINTS:
        _shorten(document)
    lost = _unmap(document, rng) if layout in DRAWN and DRAWN[layout].unmapped else set()
    cells = oracle.cells(document)
    due = [
        replace(v, outcome="undecided")
        if v.rule == "cell-not-a-number" and (v.table, v.row, v.column) in lost
        else v
        for v in oracle.violations(document, cells)
    ]
    name = source or f"{seed:04d}-{layout}-{year}.pdf"
    filing = {"source": name, **oracle.filing(document, cells), "kind": layout, "unscored_rules": ""}
    data = render(document, layout, rng, compatibility="compatibility-forms" in faults) if drawn else b""
    return GeneratedFiling(name, data, oracle.facts(cells), filing, due)


def plain(number: int, *, password: str | None = None, catalogue: str = "") -> bytes:
    """A sound filing of 2022 in its plainest look, not compressed; ``catalogue``: more entries of the file's own."""
    rng = random.Random(f"plain {number}")
    document = make_document(organization(number), 2022, "2021", (), rng=rng, layout="pdf-lines")
    pdf = Pdf(compress=False, catalogue=catalogue)
    return Drawing(document, DRAWN["pdf-lines"], rng, pdf=pdf).data(password=password)


def _shorten(document: Document) -> None:
    """Keep the first sentence of two paragraphs a section: an embedded font weighs what its characters do."""
    for section in document.sections:
        spoken = [item for item in section.items if not isinstance(item, Table)][:2]
        section.items = [
            item if isinstance(item, Table) or "。" not in item else item[: item.index("。") + 1]
            for item in section.items
            if isinstance(item, Table) or item in spoken
        ]
    if any(s.name == "overview" for s in document.sections):
        document.said.append(Violation("overview-topics"))  # two sentences cannot speak of all five


def _unmap(document: Document, rng: random.Random) -> set[tuple[str, str, str]]:
    """Print some numbers in a font without a map; no totals, which the narrative speaks of."""
    lost = set()
    for table in document.printed_tables():
        for column in _UNMAPPED_COLUMNS.get(table.name, ()):
            for block in table.blocks:
                for row in block.rows:
                    if (
                        rng.random() < 0.4
                        and row.cells[column].text.isascii()
                        and row.cells[column].text.isdigit()
                    ):
                        row.cells[column] = Printed(UNMAPPED + row.cells[column].text, None, "unreadable")
                        lost.add((table.name, row.code, column))
    return lost


def render(document: Document, layout: str, rng: random.Random, *, compatibility: bool = False) -> bytes:
    """The PDF of a document in a layout."""
    if layout in DRAWN:
        return Drawing(document, DRAWN[layout], rng).data()
    html = Page(document, PRINTS[layout]).html()
    if compatibility:
        head, _, body = html.partition("<body>")
        html = f"{head}<body>{body.translate(COMPATIBILITY)}"
    return print_page(html, PRINTS[layout].program)
