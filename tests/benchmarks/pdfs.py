"""PDFs, page by page: beside pdfplumber's tables and the bare cost of what stands on a page."""

from __future__ import annotations

from contextlib import ExitStack
from itertools import cycle, islice
from statistics import mean
from typing import TYPE_CHECKING, Any

import pypdfium2

from tests.benchmarks.worker import Worker
from tests.generator import codes, layouts_pdf
from tests.generator.pdf_archive import ARCHIVE, pdf_specs

if TYPE_CHECKING:
    from pathlib import Path

# Layouts of which no cell is left in doubt: nothing is read twice.
DRAWN = ("pdf-lines", "pdf-rects", "pdf-frames", "pdf-tiles", "pdf-row-cut", "pdf-landscape", "pdf-vertical")
YEARS = (2016, 2019, 2021, 2022)
NAMES = ("bare", "plumber", "pdf", "ours")
MOST_OF_BARE, LEAST_OF_PLUMBER = 2.0, 5.0
WARM = 3


def printed() -> list[Path]:
    """What Chromium and LibreOffice print: the sound ones among the fixtures."""
    return [ARCHIVE / s.source for s in pdf_specs() if s.layout not in layouts_pdf.DRAWN and not s.faults]


def drawn(folder: Path, count: int) -> list[Path]:
    """Draw so many PDFs, no two alike."""
    paths = []
    for i, layout in enumerate(islice(cycle(DRAWN), count)):
        year = YEARS[i // len(DRAWN) % len(YEARS)]
        template = codes.in_force(year)
        filing = layouts_pdf.generate(40_000 + i, template, layout, year=year, org=i)
        paths.append(folder / f"{i:05}.pdf")
        paths[-1].write_bytes(filing.data)
    return paths


def pages_of(path: Path) -> int:
    """How many pages a file has."""
    document = pypdfium2.PdfDocument(path)
    try:
        return len(document)
    finally:
        document.close()


def measure(paths: list[Path]) -> dict[str, list[dict[str, Any]]]:
    """Let the contenders take turns over the files, each in its own process."""
    with ExitStack() as stack:
        workers = {name: stack.enter_context(Worker(name)) for name in NAMES}
        told: dict[str, list[dict[str, Any]]] = {name: [] for name in NAMES}
        for path in [*paths[:WARM], *paths]:
            for name, worker in workers.items():
                told[name] += worker.ask([path])
    return {name: of[WARM:] for name, of in told.items()}


def print_pdfs(folder: Path, count: int, most_pages: int) -> None:
    """Print the speed by page, whether the bars hold, and the memory over many pages."""
    home = folder / "pdfs"
    home.mkdir()
    print("\nPDF, one core, imports apart (processor time, ms a page; all: bytes to rows)")
    heads = ("pages", "bare", "pdfplumber", "reader", "all", "reader/bare", "pdfplumber/reader", "peak MB")
    print(f"  {'':<8}" + "".join(f"{h:>{max(9, len(h) + 2)}}" for h in heads))
    held = True
    for name, paths in (("printed", printed()), ("drawn", drawn(home, count))):
        told = measure(paths)
        pages = sum(map(pages_of, paths))
        bare, plumber, reader, ours = (sum(t["ms"] for t in told[x]) / pages for x in NAMES)
        held &= reader <= MOST_OF_BARE * bare and plumber >= LEAST_OF_PLUMBER * reader
        peaks = "/".join(f"{told[x][-1]['peak']:.0f}" for x in NAMES)
        cells = (f"{pages}", *(f"{ms:.1f}" for ms in (bare, plumber, reader, ours)))
        cells = (*cells, f"{reader / bare:.2f}", f"{plumber / reader:.1f}", peaks)
        print(
            f"  {name:<8}" + "".join(f"{c:>{max(9, len(h) + 2)}}" for c, h in zip(cells, heads, strict=True))
        )
    bars = f"reader/bare at most {MOST_OF_BARE}, pdfplumber/reader at least {LEAST_OF_PLUMBER}"
    print(f"  bars ({bars}): {'held' if held else 'MISSED'}")
    print_memory(sorted(home.glob("*.pdf")), most_pages)


def print_memory(paths: list[Path], most_pages: int) -> None:
    """Print the peak memory of one process as the pages that it has read grow in number."""
    marks = [most_pages // 10, most_pages // 2, most_pages]
    seen, shown, rates = 0, [], []
    with Worker("ours") as worker:
        for path in cycle(paths):
            told = worker.ask([path])[0]
            seen += pages_of(path)
            rates.append(told["ms"])
            if seen >= marks[len(shown)]:
                shown.append(f"{seen} pages {told['peak']:.0f}")
                if len(shown) == len(marks):
                    break
    print(f"  memory of one process (MB): {', '.join(shown)}; mean {mean(rates):.1f} ms a file")
