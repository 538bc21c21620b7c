"""The fixtures' archive: which filings it holds, and what each is there to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.generator import codes
from tests.generator.build import generate
from tests.generator.names import organization

if TYPE_CHECKING:
    from tests.generator.model import GeneratedFiling


@dataclass(frozen=True)
class Spec:
    """One fixture. The template is that of its year, where no other is given."""

    org: int
    year: int
    layout: str
    faults: str = ""
    template: str = ""
    stem: str = ""

    def make(self) -> GeneratedFiling:
        """The filing and its truth."""
        ending = "html" if self.layout.startswith("html") else "txt"
        source = f"{organization(self.org).slug}/{self.stem or self.year}.{ending}"
        return generate(
            self.org * 100 + self.year % 100,
            self.template or codes.in_force(self.year) or "2014",
            self.layout,
            year=self.year,
            org=self.org,
            faults=self.faults.split(),
            source=source,
        )


# Organizations over several years. What is lost of 上年结转 or 结转下年度 would make the rules
# between years undecidable, so such filings stand alone or last.
SERIES = (
    Spec(0, 2016, "html-bare", "written-numbers"),
    Spec(0, 2017, "text-padded", "statistics-sum"),
    Spec(0, 2018, "html-cms", "statistics-part amount-in-yuan"),
    Spec(0, 2019, "html-bare"),
    Spec(0, 2020, "text-markdown", "aliases"),
    Spec(0, 2021, "html-cms"),
    Spec(0, 2022, "html-spans", "misprints"),
    Spec(0, 2023, "text-bars"),
    Spec(3, 2019, "html-misaligned", "written-numbers"),
    Spec(3, 2020, "html-cut", "published-total"),
    Spec(3, 2021, "html-word", "big-numbers"),
    Spec(3, 2022, "html-one-table"),
    Spec(3, 2023, "text-columns"),
    Spec(6, 2019, "text-trailing", "blank-total"),
    Spec(6, 2020, "html-breaks", "amount-in-yuan"),
    Spec(6, 2021, "html-hidden", "row-total"),
    Spec(6, 2022, "html-nested", "column-total"),
    Spec(6, 2023, "html-three", "proceedings-total"),
    Spec(6, 2024, "html-utf16"),
    Spec(9, 2020, "html-text-headings"),
    Spec(9, 2021, "html-strong", template="2019"),
    Spec(9, 2022, "html-h2", "single-other"),
    Spec(9, 2023, "text-paragraphs"),
    Spec(14, 2019, "html-gbk", "nil-marks"),
    Spec(14, 2020, "html-gb18030-undeclared", "section-misnumbered"),
    Spec(14, 2021, "html-gb18030-misdeclared", "sections-swapped"),
    Spec(14, 2022, "html-utf8-misdeclared", "inner-numbering"),
    Spec(14, 2023, "html-utf8-undeclared", "sections-exchanged"),
    Spec(17, 2020, "text-leading-empty"),
    Spec(17, 2021, "text-spaced-pipes", "blank-result-cells"),
    Spec(17, 2022, "text-bar-lines"),
    Spec(17, 2023, "text-mixed", "table-twice"),
    Spec(20, 2021, "html-cut-header"),
    Spec(20, 2022, "html-cut-blank"),
    Spec(20, 2023, "html-subtotal"),
    Spec(20, 2024, "html-unclosed", "balance"),
    Spec(21, 2015, "text-spaces"),
    Spec(21, 2016, "text-columns", "amount-no-unit"),
    Spec(21, 2017, "text-bars", "nil-marks"),
    Spec(21, 2018, "text-tabs", "row-missing"),
)
ALONE = (
    Spec(10, 2021, "text-run-rows"),
    Spec(11, 2022, "text-run-all"),
    Spec(12, 2023, "text-tabs", "negative not-whole"),
    Spec(23, 2021, "text-ragged"),
    Spec(24, 2020, "text-ragged", "all-zero inner-numbering"),
    Spec(25, 2022, "text-ragged-anchored"),
    Spec(26, 2019, "html-misaligned", "blank-zeros blank-result-totals amount-in-yuan"),
    Spec(27, 2022, "html-inner-table", "table-missing"),
    Spec(28, 2022, "html-bare", "all-tables-missing"),
    Spec(29, 2022, "html-bom", "row-missing block-missing"),
    Spec(30, 2019, "html-h2", "column-missing block-column-missing"),
    Spec(31, 2023, "html-cms", "table-twice-differing"),
    Spec(32, 2022, "text-markdown", "unfit-text"),
    Spec(33, 2023, "html-cms", "section-empty"),
    Spec(34, 2022, "html-strong", "section-missing"),
    Spec(35, 2022, "text-padded", "last-section-missing"),
    Spec(36, 2021, "html-cms", "row-unexpected"),
    Spec(37, 2020, "text-markdown", "row-unexpected"),
    Spec(38, 2022, "html-cms", "organization-in-metadata"),
    Spec(39, 2023, "text-trailing", "organization-in-signature"),
    Spec(40, 2021, "html-bare", "organization-in-sentence"),
    Spec(41, 2022, "html-strong", "organization-unknown"),
    Spec(42, 2022, "html-text-headings", "year-in-period", stem="report"),
    Spec(43, 2021, "html-bare", "year-in-metadata", stem="report"),
    Spec(44, 2022, "text-tabs", "year-in-file-name"),
    Spec(45, 2022, "text-bars", "year-unknown", stem="report"),
    Spec(46, 2019, "html-cms", "amount-no-unit"),
    Spec(47, 2012, "html-bare", "all-tables-missing", template="2014"),
    Spec(48, 2023, "text-broken-header"),
    Spec(49, 2021, "html-nested", "amount-with-unit written-numbers"),
    Spec(50, 2016, "text-padded", "all-tables-missing"),
    Spec(51, 2020, "html-breaks", "blank-zeros"),
    Spec(53, 2022, "html-upper", "row-total"),
    Spec(54, 2023, "text-columns", "compatibility-forms"),
    Spec(55, 2022, "text-run-rows", "balance"),
    Spec(56, 2021, "html-cms", "compatibility-forms misprints"),
    Spec(57, 2023, "html-cms", "published-late"),
    Spec(52, 2017, "html-nested", "blank-cells unfit-text"),
    Spec(310, 2021, "html-cms", "said-right"),
    Spec(311, 2022, "text-padded", "said-wrong"),
    Spec(312, 2019, "html-spans", "said-wrong"),
    Spec(313, 2023, "html-strong", "said-none"),
    Spec(314, 2020, "html-bare", "all-zero said-none"),
    Spec(315, 2024, "text-markdown", "said-of-others"),
    Spec(316, 2021, "html-h2", "said-wrong-of-proceedings"),
    Spec(317, 2022, "html-cms", "period-of-another-year"),
    Spec(318, 2019, "html-text-headings", "overview-of-another-year"),
    Spec(319, 2023, "html-cms", "overview-of-history said-right"),
    Spec(320, 2020, "text-markdown", "overview-topics-missing"),
    Spec(321, 2024, "html-nested", "fee-unstated"),
    Spec(322, 2016, "html-bare", "said-wrong"),
    Spec(323, 2018, "text-padded", "said-right"),
    Spec(324, 2017, "html-cms", "said-none"),
    Spec(300, 2022, "text-commas", "row-total"),
    Spec(301, 2020, "text-quoted-tabs"),
    Spec(302, 2023, "text-wide-pipes", "column-total"),
    Spec(303, 2019, "text-drawn", "published-total"),
    Spec(304, 2021, "text-tagged", "row-missing"),
)


def specs() -> tuple[Spec, ...]:
    """Every fixture of the archive."""
    return (*SERIES, *ALONE)
