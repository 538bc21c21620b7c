"""The files that are measured: generated filings, by weight, no two alike; those of one layout are of one site."""

from __future__ import annotations

from itertools import cycle, islice

from tests.generator import codes, generate
from tests.generator.build import LAYOUTS
from tests.generator.suited import fits

YEARS = (2019, 2020, 2021, 2022, 2023)
LIGHT = ("html-spans", "html-breaks", "html-hidden", "html-inner-table")
WORDY = ("html-bare", "html-upper", "html-h2", "html-gbk", "html-misaligned", "html-cut")
# Layout and the weight asked of the generator: pages that are light in their cells get their weight from
# navigation, the others from Word's markup in every cell.
HTML = {
    "15 KB": [(x, 0) for x in ("html-cms", "html-nested", "html-one-table", "html-cut", "html-misaligned")],
    "40 KB": [(x, 40) for x in LIGHT],
    "120 KB": [(x, 120) for x in LIGHT] + [(x, 15) for x in WORDY],
}
TEXT = [(x, 0) for x in LAYOUTS if x.startswith("text-")]


def make(looks: list[tuple[str, int]], count: int, seed: int) -> list[tuple[str, bytes]]:
    """Make ``count`` filings as layout and bytes, going round the looks and the years."""
    made = []
    for i, (layout, kilobytes) in enumerate(islice(cycle(looks), count)):
        year = YEARS[i // len(looks) % len(YEARS)]
        template = codes.in_force(year)
        if not fits(layout, template):
            year, template = 2022, "2021"
        site = seed * 1000 + i % len(looks)
        filing = generate(seed * 100_003 + i, template, layout, year=year, page_kb=kilobytes, site=site)
        made.append((layout, filing.data))
    return made
