"""`python -m tests.generator`: any number of filings, with their truth."""

from __future__ import annotations

import argparse
import random
from collections import Counter
from pathlib import Path

from tests.generator import codes, generate, layouts_pdf
from tests.generator.build import LAYOUTS
from tests.generator.suited import fits, pick_faults
from tests.generator.truth import write_truth


def main() -> None:
    """Write filings, and their truth where a folder is given for it."""
    parser = argparse.ArgumentParser(prog="python -m tests.generator", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=20, help="how many filings")
    parser.add_argument(
        "--layout",
        default="all",
        choices=("all", "html", "text", "pdf", *LAYOUTS, *layouts_pdf.LAYOUTS),
        help="one layout, or all of a kind; all but PDFs where none is given",
    )
    parser.add_argument("--template", default="all", choices=("all", *codes.TEMPLATES))
    parser.add_argument("--page-kb", type=int, default=0, help="make HTML pages at least this heavy")
    parser.add_argument("--faults", action="store_true", help="inject faults that suit the layout")
    parser.add_argument("--output", type=Path, required=True)
    parser.add_argument("--truth", type=Path)
    given = parser.parse_args()
    layouts = [x for x in LAYOUTS if given.layout in ("all", x) or x.startswith(f"{given.layout}-")]
    layouts += [x for x in layouts_pdf.LAYOUTS if given.layout in (x, "pdf")]
    years = [y for y in range(2014, 2024) if given.template in ("all", codes.in_force(y))]
    years = [y for y in years if any(fits(x, codes.in_force(y)) for x in layouts)]
    given.output.mkdir(parents=True, exist_ok=True)
    made = []
    shown: Counter[str] = Counter()
    rng = random.Random(given.seed)
    for i in range(given.size):
        year = years[i % len(years)]
        template = codes.in_force(year)
        # Each form goes round its layouts by itself, so that every layout meets every form.
        able = [x for x in layouts if fits(x, template)]
        layout = able[shown[template] % len(able)]
        shown[template] += 1
        faults = pick_faults(rng, layout, template) if given.faults else ()
        seed, org = given.seed * 1_000_003 + i, i // len(years) + given.seed * 97
        source = _source(i, layout, year if "year-in-file-name" in faults else None)
        if layout in layouts_pdf.LAYOUTS:
            filing = layouts_pdf.generate(
                seed, template, layout, year=year, org=org, faults=faults, source=source
            )
        else:
            filing = generate(
                seed,
                template,
                layout,
                org=org,
                year=year,
                page_kb=given.page_kb,
                source=source,
                faults=faults,
            )
        (given.output / filing.source).write_bytes(filing.data)
        made.append(filing)
    if given.truth:
        write_truth(given.truth, made)


def _source(number: int, layout: str, year: int | None) -> str:
    """The file's name, with the year where nothing else says it."""
    ending = {"html": "html", "text": "txt", "pdf": "pdf"}[layout.partition("-")[0]]
    return f"{number:06d}-{layout}{f'-{year}' if year else ''}.{ending}"


if __name__ == "__main__":
    main()
