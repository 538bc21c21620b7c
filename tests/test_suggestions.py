"""Which cell may be wrong: the smallest changes under which all sums hold, and never a change of a table."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from extractor.model.filing import CellStatus, Filing, Suggestion, TableReading
from extractor.rules import check
from extractor.suggestions import suggest
from extractor.suggestions.digits import digits_kind
from tests.generator.names import organization
from tests.generator.values import figures
from tests.handmade import FORMS, filing, reading

TABLE = FORMS.table("2021", "applications")


def table_of(number: int, code: str = "applications", year: int = 2022) -> TableReading:
    """A table whose sums all hold, of a made organization."""
    grid = figures(organization(number), year, "2021")[code]
    form = FORMS.table("2021", code)
    return reading("2021", code, {f"{r}.{c}": str(grid.get((r, c), Decimal(0))) for r, c in form.cells})


def numbers(table: TableReading) -> dict[tuple[str, str], int]:
    return {(f.row, f.column): int(f.value or 0) for f in table.facts}


def spoilt(table: TableReading, changed: dict[tuple[str, str], int | None]) -> TableReading:
    """The table with other numbers printed; None for a blank."""
    facts = []
    for f in table.facts:
        if (f.row, f.column) in changed:
            n = changed[f.row, f.column]
            value = None if n is None else Decimal(n)
            status = CellStatus.BLANK if n is None else CellStatus.REPORTED
            f = f._replace(value=value, raw="" if n is None else str(n), status=status)  # noqa: PLW2901
        facts.append(f)
    return replace(table, facts=tuple(facts))


def suggested(table: TableReading) -> tuple[Suggestion, ...]:
    made: Filing = filing(table, year=2022)
    return suggest(made, tuple(check(made, FORMS)), FORMS)


def fits(suggestion: Suggestion, right: dict[tuple[str, str], int]) -> bool:
    return all(right[c] == int(n) for c, n in zip(suggestion.cells, suggestion.suggested, strict=True))


BUSY = table_of(7)  # an organization with many applications
RIGHT = numbers(BUSY)


def test_a_table_that_holds_gives_none() -> None:
    assert suggested(BUSY) == ()


@pytest.mark.parametrize(
    ("printed", "right", "kind"),
    [
        (33, 3, "digit-doubled"), (122, 12, "digit-doubled"), (1, 12, "digit-lost"), (21, 12, "digits-transposed"),
        (12, 21, "digits-transposed"), (5, 9, ""), (0, 4, ""), (131, 31, ""), (321, 123, ""),
    ],
)  # fmt: skip
def test_what_became_of_the_digits(printed: int, right: int, kind: str) -> None:
    assert digits_kind(printed, right) == kind


@pytest.mark.parametrize(
    "cell", [("granted", "natural_person"), ("handled_total", "total"), ("new_requests", "business")]
)
def test_one_wrong_cell_is_named_with_what_it_would_be(cell: tuple[str, str]) -> None:
    table = spoilt(BUSY, {cell: RIGHT[cell] + 7})
    (found,) = suggested(table)
    assert (found.cells, found.suggested, found.alternatives) == ((cell,), (str(RIGHT[cell]),), 0)
    assert found.printed == (str(RIGHT[cell] + 7),)
    assert len(found.explains) == len([v for v in check(filing(table, year=2022), FORMS) if v.formula])


def test_every_single_wrong_cell_of_a_busy_table_is_found() -> None:
    rng = random.Random(1)
    for cell in TABLE.cells:
        table = spoilt(BUSY, {cell: RIGHT[cell] + rng.randint(1, 9)})
        found = suggested(table)
        assert any(fits(s, RIGHT) for s in found), cell
        assert found[0].alternatives == len(found) - 1 or len(found) == 5


def test_two_cells_of_a_row_in_each_others_place() -> None:
    row = next(r for r in TABLE.rows if RIGHT[r, "natural_person"] != RIGHT[r, "business"])
    a, b = (row, "natural_person"), (row, "business")
    found = suggested(spoilt(BUSY, {a: RIGHT[b], b: RIGHT[a]}))
    assert any(s.kind == "swapped" and set(s.cells) == {a, b} and fits(s, RIGHT) for s in found)


def test_a_row_shifted_by_one() -> None:
    columns = list(TABLE.columns)
    moved = {
        ("new_requests", c): RIGHT["new_requests", before]
        for c, before in zip(columns[1:], columns, strict=False)
    }
    moved["new_requests", columns[0]] = 0
    found = suggested(spoilt(BUSY, moved))
    assert [(s.kind, s.alternatives) for s in found] == [("shifted", 0)]
    assert fits(found[0], RIGHT)


def test_a_number_split_over_two_cells() -> None:
    row = [int(n) for n in ["12", "3", "0", "0", "0", "0", "15"]]
    zero = dict.fromkeys(TABLE.cells, 0)
    parties = list(TABLE.columns)
    right = zero | {
        (r, c): n
        for r in ("new_requests", "granted", "handled_total")
        for c, n in zip(parties, row, strict=True)
    }
    table = spoilt(
        BUSY, right | {("granted", c): n for c, n in zip(parties, [1, 2, 3, 0, 0, 0, 0], strict=True)}
    )
    found = suggested(table)
    assert any(s.kind == "digits-split" and fits(s, right) for s in found)


@pytest.mark.parametrize("row", ["new_requests", "granted", "carried_in"])
def test_numbers_below_zero_are_no_digits_of_one_that_was_split(row: str) -> None:
    cells = [cell for cell in RIGHT if cell[0] == row]
    assert not any(s.kind == "digits-split" for s in suggested(spoilt(BUSY, dict.fromkeys(cells[1::2], -3))))
    assert not any(
        s.kind == "digits-split"
        for s in suggested(spoilt(BUSY, {c: 1 - 4 * (i % 2) for i, c in enumerate(cells)}))
    )


def test_a_total_that_is_not_filled_in() -> None:
    cell = next(
        (r, "total") for r in TABLE.rows if RIGHT[r, "total"] and r not in ("handled_total", "carried_in")
    )
    (found,) = suggested(spoilt(BUSY, {cell: None}))
    assert (found.kind, found.cells, found.printed, found.suggested) == (
        "total-not-filled", (cell,), ("",), (str(RIGHT[cell]),)
    )  # fmt: skip


def test_every_total_that_is_not_filled_in_at_once() -> None:
    blank = [(r, "total") for r in TABLE.rows if RIGHT[r, "total"]]
    (found,) = suggested(spoilt(BUSY, dict.fromkeys(blank)))
    assert found.kind == "total-not-filled"
    assert set(found.cells) == set(blank)
    assert fits(found, RIGHT)


def test_two_wrong_cells_far_apart() -> None:
    wrong = {("granted", "natural_person"): 5, ("new_requests", "business"): 9}
    table = spoilt(BUSY, {c: RIGHT[c] + n for c, n in wrong.items()})
    found = suggested(table)
    assert any(s.kind == "two-cells" and fits(s, RIGHT) for s in found)


def test_what_is_not_the_only_one_says_so() -> None:
    table = spoilt(table_of(7, "proceedings"), {("review", "total"): 99})
    found = suggested(table)
    assert len(found) > 1
    assert {s.alternatives for s in found} == {4}  # any of the five cells
    assert len(found) == 5


def test_a_sum_that_no_other_confirms_says_so() -> None:
    table = table_of(7, "proceedings")
    (row, column), n = next((c, n) for c, n in numbers(table).items() if c[1] == "total" and n)
    found = suggested(spoilt(table, {(row, column): n + 1}))
    assert found
    assert not any(s.confirmed for s in found)
    (other,) = suggested(spoilt(BUSY, {("new_requests", "total"): RIGHT["new_requests", "total"] + 1}))
    assert other.confirmed


def test_three_wrong_cells_are_too_many_to_say() -> None:
    wrong = {
        ("granted", "natural_person"): 5,
        ("new_requests", "business"): 9,
        ("other_remaining", "research"): 31,
    }
    assert suggested(spoilt(BUSY, {c: RIGHT[c] + n for c, n in wrong.items()})) == ()


def test_a_cell_that_could_not_be_read_takes_no_part() -> None:
    facts = tuple(
        f._replace(status=CellStatus.UNREADABLE, value=None)
        if (f.row, f.column) == ("granted", "business")
        else f
        for f in spoilt(BUSY, {("new_requests", "research"): RIGHT["new_requests", "research"] + 4}).facts
    )
    (found,) = suggested(replace(BUSY, facts=facts))
    assert found.cells == (("new_requests", "research"),)


def test_the_statistics_of_2014_too() -> None:
    table = reading(
        "2014",
        "statistics",
        {"reviews_total.count": "3", "reviews_upheld.count": "1", "reviews_other.count": "1"},
    )
    made = filing(table, year=2015)
    found = suggest(made, tuple(check(made, FORMS)), FORMS)
    assert (("reviews_total", "count"),) in [s.cells for s in found]


def test_the_tables_are_as_they_were() -> None:
    table = spoilt(BUSY, {("granted", "total"): RIGHT["granted", "total"] + 1})
    before = table.facts
    suggested(table)
    assert table.facts == before


def broken(rng: random.Random, right: dict[tuple[str, str], int]) -> dict[tuple[str, str], int | None]:
    """One slip, or two: what is printed in place of some cells."""
    cells = list(right)
    kind = rng.choice(("one", "doubled", "swapped", "shifted", "blank", "two"))
    busy = rng.choice([c for c in cells if right[c]])
    line = [c for c in cells if c[0] == busy[0]]
    if kind in ("one", "two"):
        return {c: right[c] + rng.choice((1, 2, 9, 10)) for c in rng.sample(cells, 1 + (kind == "two"))}
    if kind == "doubled":
        return {busy: int(f"{right[busy]}{right[busy] % 10}")}
    if kind == "swapped":
        a, b = rng.sample(line, 2)
        return {a: right[b], b: right[a]}
    if kind == "shifted":
        return dict(zip(line, [0, *(right[c] for c in line[:-1])], strict=True))
    return {(busy[0], "total"): None}


def test_of_what_breaks_the_right_change_is_among_those_said_and_no_wrong_one_is_sure():
    rng = random.Random(7)
    said = 0
    for n in range(150):
        table = table_of(n % 40, ("applications", "applications", "proceedings")[n % 3])
        right = numbers(table)
        if not any(right.values()):
            continue
        printed = {c: v for c, v in broken(rng, right).items() if v is None or v != right[c]}
        found = suggested(spoilt(table, printed))
        said += bool(found)
        sure = [s for s in found if s.confirmed and not s.alternatives]
        assert all(fits(s, right) for s in sure), (n, printed, found)
        if found and table.table == "applications":
            assert any(fits(s, right) and set(printed) <= set(s.cells) for s in found), (n, printed, found)
    assert said > 100
