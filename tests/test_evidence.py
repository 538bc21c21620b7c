"""Pictures of a table's place on its pages."""

from __future__ import annotations

from decimal import Decimal

from extractor.forms import load_forms
from extractor.model.filing import CellStatus, Fact, TableReading
from extractor.writers.evidence import pictures_of

TABLE = load_forms().forms["2021"].tables["proceedings"]


def reading(page_of_last: int = 2) -> TableReading:
    facts = [
        Fact(r, c, CellStatus.REPORTED, Decimal(0), "0", f"p1 [{300 + i},{400},{301 + i},{410}]")
        for i, (r, c) in enumerate(TABLE.cells)
    ]
    last = facts[-1]
    facts[-1] = last._replace(location=f"p{page_of_last} [310,50,320,60]")
    return TableReading("2021", "proceedings", tuple(facts), location="p1 [80,350,500,420]")


def test_a_picture_holds_the_header_the_cells_and_an_outline_for_each_fault():
    asked = []

    def draw(page, box):
        asked.append((page, box))
        return b"png"

    (picture,) = pictures_of(reading(), {("review", "total"): "error"}, draw)
    assert asked == [(1, (60.0, 336.0, 314.0 + 14, 424.0))]
    assert picture.address == "data:image/png;base64,cG5n"
    (outline,) = picture.outlines
    assert outline.key == ("review", "total")
    assert (outline.x, outline.y, outline.width, outline.height) == (304 - 60, 400 - 336, 1, 10)


def test_each_page_with_a_fault_has_its_picture():
    faults = {("review", "total"): "error", ("litigation_after_review", "total"): "warning"}
    assert [p.page for p in pictures_of(reading(), faults, lambda _p, _b: b"x")] == [1, 2]


def test_no_picture_without_a_fault_or_a_page():
    assert pictures_of(reading(), {}, lambda _p, _b: b"x") == []
    assert pictures_of(reading(), {("review", "total"): "error"}, lambda _p, _b: b"") == []
