"""`python -m tests.generator.scan_archive`: makes the scans of the fixtures that are not there, and those named.

Made once and kept, since another release of a picture library may compress otherwise; their truth is made anew.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.generator import codes
from tests.generator.layouts_scan import SCANS, ending, generate

if TYPE_CHECKING:
    from tests.generator.model import GeneratedFiling

ROOT = Path(__file__).parents[2] / "fixtures"
FIRST = 140


@dataclass(frozen=True)
class ScanSpec:
    """One scan. The template is that of its year."""

    org: int
    year: int
    layout: str
    faults: str = ""

    def make(self, *, drawn: bool = False) -> GeneratedFiling:
        """The filing's truth; with its bytes where they are asked for (``drawn``)."""
        return generate(
            self.org * 100 + self.year % 100,
            codes.in_force(self.year) or "2014",
            self.layout,
            year=self.year,
            org=self.org,
            faults=self.faults.split(),
            source=f"{self.layout.removeprefix('scan-')}-{self.year}.{ending(SCANS[self.layout])}",
            drawn=drawn,
        )


_LAYOUTS = (
    (2022, "scan-200", ""),
    (2020, "scan-150", ""),
    (2023, "scan-300-mono", "big-numbers"),
    (2019, "scan-200-mono", "nil-marks"),
    (2021, "scan-jpeg", "blank-cells"),
    (2016, "scan-png", "nil-marks"),
    (2017, "scan-noisy", ""),
    (2020, "scan-stamp", ""),
    (2022, "scan-landscape", "row-total"),
    (2020, "scan-mixed", ""),
    (2021, "scan-layer", "balance"),
    (2016, "scan-light", ""),
    (2018, "scan-turned", "amount-in-yuan"),
    (2023, "scan-vertical", "blank-zeros"),
)


def scan_specs() -> tuple[ScanSpec, ...]:
    """Every scan of the fixtures."""
    return tuple(ScanSpec(FIRST + i, *layout) for i, layout in enumerate(_LAYOUTS))


def main() -> None:
    """Make the scans that are not there, and those whose layouts are named."""
    folder = ROOT / "scans"
    folder.mkdir(exist_ok=True)
    for spec in scan_specs():
        path = folder / spec.make().source
        if not path.exists() or spec.layout in sys.argv[1:]:
            path.write_bytes(spec.make(drawn=True).data)


if __name__ == "__main__":
    main()
