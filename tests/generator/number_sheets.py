"""`python -m tests.generator.number_sheets`: pictures of tables of numbers that are easily misread, with their truth."""

from __future__ import annotations

import random
from pathlib import Path

from tests.generator.scan_paper import Paper
from tests.generator.scan_wear import Wear, worn
from tests.generator.truth import csv_text

ROOT = Path(__file__).parents[2] / "fixtures" / "numbers"
ROWS, COLUMNS = 22, 8
LOOKS = {
    "song": ("song", "song", 200, Wear(skew=0.7, bits=1, specks=150)),
    "times": ("serif", "times", 150, Wear(skew=-1.1, bits=1)),
    "arial": ("hei", "arial", 200, Wear(skew=0.3, bits=1, blur=0.6)),
    "serif": ("serif", "serif", 300, Wear(skew=-0.5, bits=1, specks=200)),
}
# Pairs that recognisers confuse, a digit that is lost before others, a point that may be a comma.
KINDS = ("17", "38", "56", "068", "0", "1", "11", "leading", "amount", "thousands", "nil", "blank", "sign")


def number(rng: random.Random) -> str:
    """One text of a cell."""
    kind = rng.choice(KINDS)
    made = {
        "leading": f"1{rng.randint(0, 999):03d}",
        "amount": f"{rng.randint(1, 9999)}.{rng.randint(1, 99):02d}",
        "thousands": f"{rng.randint(1, 99)},{rng.randint(0, 999):03d}",
        "nil": rng.choice("/-—"),
        "blank": "",
        "sign": f"-{rng.randint(1, 30)}",
    }
    if kind in made or len(set(kind)) == 1:
        return made.get(kind, kind)
    return rng.choice(kind.replace("0", "")) + "".join(rng.choice(kind) for _ in range(rng.randint(0, 3)))


def main() -> None:
    """Write a picture and its truth for each look."""
    ROOT.mkdir(exist_ok=True)
    for name, (font, digits, dpi, wear) in LOOKS.items():
        rng = random.Random(f"numbers {name}")
        paper = Paper(595, 842, dpi, font, digits)
        rows = []
        for r in range(ROWS):
            y = 60 + 30 * r
            texts = [f"第{r + 1}行指标", *(number(rng) for _ in range(COLUMNS))]
            rows.append(texts)
            for c, text in enumerate(texts):
                x0, x1 = (50, 110) if c == 0 else (110 + 54 * (c - 1), 110 + 54 * c)
                for side in (
                    (x0, y, x1, y),
                    (x0, y + 30, x1, y + 30),
                    (x0, y, x0, y + 30),
                    (x1, y, x1, y + 30),
                ):
                    paper.line(*side)
                wide = sum(10 if ord(k) > 0x2000 else 5 for k in text)
                paper.text((x0 + x1 - wide) / 2, y + 19, text, 10)
        worn(paper.image(), wear, 7).save(ROOT / f"{name}.png", optimize=True)
        (ROOT / f"{name}.csv").write_text(csv_text(rows[0], rows[1:]), encoding="utf-8", newline="")


if __name__ == "__main__":
    main()
