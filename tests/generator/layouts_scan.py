"""Scans: filings drawn as pictures, worn, and put into PNG, JPEG, TIFF or PDF, with their truth."""

from __future__ import annotations

import io
import random
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PIL import Image

from tests.generator import oracle
from tests.generator.build import make_document
from tests.generator.layouts_pdf import _shorten
from tests.generator.model import Document, GeneratedFiling
from tests.generator.names import organization
from tests.generator.pdf_draw import Drawing, Look
from tests.generator.pdf_write import Pdf, song
from tests.generator.scan_paper import Paper
from tests.generator.scan_wear import Wear, worn

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Scan:
    """One way to scan. ``kind``: png, jpeg, tiff, pdf; ``digital``: pages of a PDF that are not scanned."""

    kind: str = "pdf"
    dpi: int = 200
    font: str = "song"
    digits: str = "song"
    look: Look = field(default_factory=Look)
    wear: Wear = field(default_factory=Wear)
    stamp: tuple[tuple[int, float, float, str], ...] = ()  # page, middle, colour
    digital: int = 0
    layer: str = ""  # a text layer under the pages of a PDF: "poor"
    quality: int = 60


class ScanDrawing(Drawing):
    """Draws a document on paper."""

    def __init__(self, document: Document, scan: Scan, rng: random.Random) -> None:
        super().__init__(document, scan.look, rng)
        self.scan = scan
        self.papers: list[Paper] = []

    def new_page(self) -> None:
        """Begin a page."""
        paper = Paper(self.width, self.height, self.scan.dpi, self.scan.font, self.scan.digits)
        self.papers.append(paper)
        self.pages.append(paper)  # type: ignore[arg-type]
        self.y = 60.0

    def pages_drawn(self) -> list[Paper]:
        """Draw everything and return the pages."""
        self.data()
        return self.papers

    def _file(self) -> bytes:
        for number, paper in enumerate(self.papers, 1):
            self._around(paper, number)  # type: ignore[arg-type]
        return b""


_LIGHT_NOISE = Wear(skew=0.5, noise=1.5)
SCANS: dict[str, Scan] = {
    "scan-200": Scan(look=Look(foot="- # -", size=10), wear=_LIGHT_NOISE, quality=24),
    "scan-150": Scan(
        dpi=150, look=Look(size=10), font="serif", digits="times", wear=Wear(skew=-0.8, noise=1.5), quality=28
    ),
    "scan-300-mono": Scan(
        kind="tiff", dpi=300, look=Look(rulings="frames"), wear=Wear(skew=1.1, bits=1, specks=120)
    ),
    "scan-200-mono": Scan(
        kind="tiff",
        look=Look(size=10.5),
        font="serif",
        digits="serif",
        wear=Wear(skew=-1.6, bits=1, specks=60),
    ),
    "scan-jpeg": Scan(
        kind="jpeg", look=Look(size=9), digits="arial", font="hei", wear=Wear(skew=2.0, noise=1.5, quality=35)
    ),
    "scan-png": Scan(
        kind="png", look=Look(size=10), font="sans", digits="sans", wear=Wear(skew=-0.3, bits=1)
    ),
    "scan-noisy": Scan(dpi=200, look=Look(size=10), wear=Wear(skew=1.2, noise=13, blur=0.7), quality=22),
    "scan-stamp": Scan(
        look=Look(size=10),
        digits="times",
        wear=Wear(skew=0.6, noise=2),
        stamp=((1, 0.76, 0.62, "red"),),
        quality=26,
    ),
    "scan-landscape": Scan(
        look=Look(landscape=True, size=10),
        font="serif",
        digits="times",
        wear=Wear(skew=-0.9, noise=1.5),
        quality=24,
    ),
    "scan-mixed": Scan(
        look=Look(size=10, foot="- # -"), wear=Wear(skew=0.7, noise=1.5), digital=1, quality=24
    ),
    "scan-layer": Scan(look=Look(size=10), wear=Wear(skew=-0.4, noise=2), layer="poor", quality=24),
    "scan-light": Scan(
        kind="jpeg",
        look=Look(size=10),
        digits="times",
        wear=Wear(skew=1.4, noise=1.5, light=0.45, blur=0.5),
        quality=32,
    ),
    "scan-turned": Scan(
        look=Look(size=10), digits="arial", wear=Wear(skew=0.4, noise=2, turn=90), quality=24
    ),
    "scan-vertical": Scan(
        look=Look(size=10, vertical="chars"),
        font="sans",
        digits="arial",
        wear=Wear(skew=-1.0, noise=2),
        quality=24,
    ),
}


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
    scan: Scan | None = None,
) -> GeneratedFiling:
    """One filing as a scan, with its truth; without ``drawn`` the truth alone, for what is made once and kept."""
    rng = random.Random(f"scan {seed} {template} {layout}")
    faults = tuple(faults)
    scan = scan or SCANS[layout]
    document = make_document(organization(org), year, template, faults, rng=rng, layout=layout)
    _shorten(document)
    cells = oracle.cells(document)
    name = source or f"{seed:04d}-{layout}-{year}.{ending(scan)}"
    filing = {"source": name, **oracle.filing(document, cells), "kind": layout, "unscored_rules": ""}
    data = render(document, scan, rng, seed) if drawn else b""
    return GeneratedFiling(name, data, oracle.facts(cells), filing, oracle.violations(document, cells))


def ending(scan: Scan) -> str:
    """The file's ending for a kind of scan."""
    return {"jpeg": "jpg", "tiff": "tif"}.get(scan.kind, scan.kind)


def render(document: Document, scan: Scan, rng: random.Random, seed: int) -> bytes:
    """The bytes of a document as a scan; what holds but one picture gets the pages one below the other."""
    drawing = ScanDrawing(document, scan, rng)
    papers = drawing.pages_drawn()
    pages = [paper.image() for paper in papers]
    if scan.kind in ("png", "jpeg") and len(pages) > 1:
        pages = [_stacked(pages)]
    images = []
    for number, page in enumerate(pages, 1):
        stamps = [(x, y, colour) for at, x, y, colour in scan.stamp if at == number]
        images.append(worn(page, scan.wear, seed * 31 + number, stamps))
    if scan.kind == "pdf":
        return _pdf(document, scan, images, rng)
    out = io.BytesIO()
    if scan.kind == "tiff":
        compression = "group4" if scan.wear.bits == 1 else "tiff_lzw"
        images[0].save(
            out,
            "TIFF",
            save_all=True,
            append_images=images[1:],
            compression=compression,
            dpi=(scan.dpi, scan.dpi),
        )
    elif scan.kind == "png":
        images[0].save(out, "PNG", optimize=True, dpi=(scan.dpi, scan.dpi))
    else:
        images[0].save(out, "JPEG", quality=scan.quality, dpi=(scan.dpi, scan.dpi))
    return out.getvalue()


def _stacked(pages: list[Image.Image]) -> Image.Image:
    whole = Image.new("L", (pages[0].width, sum(p.height for p in pages)), 255)
    top = 0
    for page in pages:
        whole.paste(page, (0, top))
        top += page.height
    return whole


def _pdf(document: Document, scan: Scan, images: list[Image.Image], rng: random.Random) -> bytes:
    """A PDF with a picture on each page; the first ``scan.digital`` pages as drawn."""
    drawing = Drawing(document, scan.look, rng)
    drawing.data()
    pdf = Pdf()
    fonts = {"F1": song(pdf)}
    for number, image in enumerate(images):
        width, height = image.width * 72 / scan.dpi, image.height * 72 / scan.dpi
        if number < scan.digital:
            page = drawing.pages[number]
            pdf.page(page.width, page.height, page.content(), fonts)
            continue
        content = f"q {width:.2f} 0 0 {height:.2f} 0 0 cm /Im Do Q".encode()
        if scan.layer:
            content += b"\n" + _poor_layer(drawing.pages[number], rng)
        picture = _embedded(pdf, image, scan)
        pdf.page(width, height, content, fonts, resources=f"/XObject << /Im {picture} 0 R >>")
    return pdf.data()


def _embedded(pdf: Pdf, image: Image.Image, scan: Scan) -> int:
    space = "/DeviceRGB" if image.mode == "RGB" else "/DeviceGray"
    out = io.BytesIO()
    image.convert("RGB" if image.mode == "RGB" else "L").save(out, "JPEG", quality=scan.quality)
    compress, pdf.compress = pdf.compress, False
    number = pdf.add(
        f"<< /Type /XObject /Subtype /Image /Width {image.width} /Height {image.height}"
        f" /ColorSpace {space} /BitsPerComponent 8 /Filter /DCTDecode >>",
        out.getvalue(),
    )
    pdf.compress = compress
    return number


def _poor_layer(page: object, rng: random.Random) -> bytes:
    """The text of a page, invisible, with every third number misread."""
    lines = []
    for line in page.out:  # type: ignore[attr-defined]
        if not line.startswith("BT"):
            continue
        head, _, rest = line.partition("<")
        code, _, tail = rest.partition(">")
        text = bytes.fromhex(code).decode("utf-16-be")
        if text.isdigit() and rng.random() < 0.35:
            text = str(rng.randint(0, 99))
        lines.append(f"{head.replace('BT ', 'BT 3 Tr ')}<{text.encode('utf-16-be').hex()}>{tail}")
    return "\n".join(lines).encode("latin-1")


def harder(rng: random.Random) -> tuple[str, Scan]:
    """A scan of chance, worse than those that are kept: for trials by the hundred."""
    font, digits = rng.choice(
        [
            ("song", "song"),
            ("serif", "times"),
            ("sans", "arial"),
            ("hei", "hei"),
            ("serif", "serif"),
            ("song", "times"),
        ]
    )
    dpi = rng.choice((150, 150, 200, 200, 300))
    mono = rng.random() < 0.3
    wear = Wear(
        skew=rng.uniform(-2.2, 2.2),
        noise=0 if mono else rng.uniform(0, 22),
        blur=rng.uniform(0, 0.9) * dpi / 200,
        specks=rng.choice((0, 0, 100, 300)),
        bits=1 if mono else 8,
        light=0 if mono else rng.choice((0, 0, 0.3, 0.5)),
        fade=rng.choice((0, 0, 0.3)),
        quality=rng.choice((0, 35, 50, 70)),
        turn=rng.choice((0, 0, 0, 0, 90, 180, 270)),
    )
    stamp = ()
    if not mono and rng.random() < 0.35:
        stamp = tuple(
            (page, rng.uniform(0.3, 0.85), rng.uniform(0.25, 0.8), rng.choice(("red", "red", "blue")))
            for page in (1, 2, 3)
        )
    look = Look(
        rulings=rng.choice(("lines", "lines", "frames", "rects", "pieces", "double")),
        size=rng.choice((8.5, 9, 10, 10.5, 12)),
        align=rng.choice(("center", "center", "left", "right")),
        vertical=rng.choice(("", "chars", "")),
        foot=rng.choice(("", "- # -")),
        repeat=rng.random() < 0.3,
        landscape=rng.random() < 0.2,
        tight=rng.choice((0, 60, 140)),
    )
    kind = rng.choice(("pdf", "pdf", "tiff", "jpeg", "png"))
    scan = Scan(kind, dpi, font, digits, look, wear, stamp, quality=rng.choice((35, 50, 75)))
    return f"harder-{kind}-{dpi}", replace(scan)
