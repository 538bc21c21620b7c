"""Which templates and faults a layout can show without doubt about the truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.generator.document_faults import DOCUMENT_FAULTS
from tests.generator.faults import TABLE_FAULTS

if TYPE_CHECKING:
    import random

TWO_FORMS = frozenset(
    {
        "html-misaligned",
        "html-subtotal",
        "html-three",
        "html-cut",
        "html-cut-header",
        "html-cut-blank",
        "text-ragged",
        "text-ragged-anchored",
        "text-broken-header",
    }
)
ONLY_2021 = frozenset({"text-run-rows", "text-run-all"})
ONLY_2014 = frozenset({"statistics-sum", "statistics-part"})
ANY_FORM = frozenset(
    {
        "blank-cells",
        "nil-marks",
        "unfit-text",
        "negative",
        "not-whole",
        "amount-in-yuan",
        "amount-no-unit",
        "amount-with-unit",
        "written-numbers",
        "row-missing",
        "all-tables-missing",
        *ONLY_2014,
        "organization-in-metadata",
        "organization-in-signature",
        "organization-in-sentence",
        "organization-unknown",
        "year-in-period",
        "year-in-metadata",
        "year-in-file-name",
        "year-unknown",
    }
)
# What leaves a trace only where each cell has a place of its own.
NEEDS_CELLS = frozenset(
    {
        "blank-cells",
        "blank-total",
        "blank-result-cells",
        "column-missing",
        "block-column-missing",
        "amount-no-unit",
    }
)
# In text, a blank can be told from a lost cell only beside full rows of the same kind.
NEEDS_SPANS = frozenset({"blank-zeros", "blank-result-totals"})
# Text that spaces or digits beside it would change.
NEEDS_BORDERS = frozenset(
    {"written-numbers", "unfit-text", "nil-marks", "aliases", "misprints", "row-unexpected"}
)
NO_CELLS = frozenset(
    {
        "text-bar-lines",
        "text-paragraphs",
        "text-spaces",
        "text-broken-header",
        "text-columns",
        "text-ragged",
        "text-ragged-anchored",
    }
)
NO_BORDERS = frozenset(
    {"text-spaces", "text-broken-header", "text-columns", "text-ragged", "text-ragged-anchored"}
)
SIMPLE = ("html-bare", "html-h2", "text-markdown", "text-tabs")
OUTLINE_ONLY = frozenset(
    {
        "section-misnumbered",
        "sections-swapped",
        "sections-exchanged",
        "inner-numbering",
        "last-section-missing",
    }
)


def fits(layout: str, template: str) -> bool:
    """Whether a layout can show a template."""
    if layout in ONLY_2021:
        return template == "2021"
    return layout not in TWO_FORMS or template != "2014"


def suits(fault: str, layout: str, template: str) -> bool:
    """Whether a fault's truth is beyond doubt in a layout."""
    if layout in ONLY_2021 or layout.startswith("text-ragged"):
        return fault in OUTLINE_ONLY or (fault == "balance" and layout in ONLY_2021)
    return _suits_form(fault, template) and not (
        (fault in NEEDS_CELLS and layout in NO_CELLS)
        or (fault in NEEDS_SPANS and layout.startswith("text"))
        or (fault == "blank-cells" and layout.startswith("text") and template != "2014")
        or (fault in NEEDS_BORDERS and layout in NO_BORDERS)
        or (fault in ("column-missing", "block-column-missing") and layout not in SIMPLE)
        or (fault == "row-missing" and layout.startswith("html-cut"))
        or (fault.startswith("table-twice") and layout.startswith(("html-cut", "html-one")))
    )


def _suits_form(fault: str, template: str) -> bool:
    if template == "2014":
        return fault in ANY_FORM
    only = {"published-total": "2019", "single-other": "2021"}
    return fault not in ONLY_2014 and only.get(fault, template) == template


def pick_faults(rng: random.Random, layout: str, template: str) -> tuple[str, ...]:
    """None or a few faults that suit, at most one of them in the document's outline."""
    table = [f for f in TABLE_FAULTS if suits(f, layout, template)]
    outline = [f for f in (*DOCUMENT_FAULTS, "inner-numbering") if suits(f, layout, template)]
    picked = []
    if table and rng.random() < 0.6:
        picked.append(rng.choice(table))
    if outline and rng.random() < 0.3 and not any("missing" in f for f in picked):
        picked.append(rng.choice(outline))
    return tuple(picked)
