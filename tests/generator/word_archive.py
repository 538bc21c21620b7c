"""The Word files of the fixtures' archive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.generator import codes
from tests.generator.layouts_word import LOOKS, generate
from tests.generator.names import organization

if TYPE_CHECKING:
    from tests.generator.model import GeneratedFiling


@dataclass(frozen=True)
class WordSpec:
    """One Word file. The template is that of its year."""

    org: int
    year: int
    layout: str
    faults: str = ""

    def make(self) -> GeneratedFiling:
        """The filing and its truth."""
        return generate(
            self.org * 100 + self.year % 100,
            codes.in_force(self.year) or "2014",
            self.layout,
            year=self.year,
            org=self.org,
            faults=self.faults.split(),
            source=f"{organization(self.org).slug}/{self.year}.{LOOKS[self.layout].ending}",
        )


def word_specs() -> tuple[WordSpec, ...]:
    """Every Word file of the archive."""
    return (
        WordSpec(200, 2022, "word-plain", "row-total"),
        WordSpec(201, 2021, "word-numbered"),
        WordSpec(202, 2023, "word-revised", "balance"),
        WordSpec(203, 2020, "word-boxes"),
        WordSpec(204, 2022, "word-nested", "blank-result-cells"),
        WordSpec(205, 2019, "word-fields", "amount-in-yuan"),
        WordSpec(206, 2023, "word-strict"),
        WordSpec(207, 2016, "word-macros"),
        WordSpec(208, 2021, "word-python-docx", "misprints"),
    )
