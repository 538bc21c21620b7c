"""Spans → positions, as the HTML standard's table model forms a table."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.readers.html import read
from extractor.readers.spans import MAX_COLSPAN, MAX_ROWSPAN, MAX_WIDTH, resolve, span


@pytest.mark.parametrize(
    ("value", "columns", "rows"),
    [
        (None, 1, 1), ("", 1, 1), ("1", 1, 1), ("3", 3, 3), (" 2 ", 2, 2), ("2.9", 2, 2), ("8px;", 8, 8),
        ("-4", 1, 1), ("x", 1, 1), ("０", 1, 1), ("0", 1, 0), ("1000", 1000, 1000), ("1001", 1000, 1001),
        ("65534", 1000, 65534), ("65535", 1000, 65534), ("1000000000", 1000, 65534), ("9" * 400, 1000, 65534),
    ],
)  # fmt: skip
def test_a_span_is_read_as_the_standard_reads_it(value, columns, rows):
    assert span(value, MAX_COLSPAN) == columns
    assert span(value, MAX_ROWSPAN) == rows


def places(groups):
    """Text → (row, column, rowspan, colspan) of cells given as (text, colspan, rowspan)."""
    rows, width = resolve(groups, 1)
    return {c.text: (c.row, c.column, c.rowspan, c.colspan) for row in rows for c in row}, width


def test_a_cell_that_reaches_down_moves_the_cells_below():
    found, width = places([[[("a", 1, 2), ("b", 1, 1)], [("c", 1, 1), ("d", 1, 1)]]])
    assert found == {"a": (0, 0, 2, 1), "b": (0, 1, 1, 1), "c": (1, 1, 1, 1), "d": (1, 2, 1, 1)}
    assert width == 3


def test_cells_fill_the_gaps_between_those_that_reach_down():
    found, _ = places([[[("a", 1, 2), ("b", 1, 1), ("c", 2, 3)], [("d", 1, 1), ("e", 1, 1)], [("f", 2, 1)]]])
    assert found["d"] == (1, 1, 1, 1)
    assert found["e"] == (1, 4, 1, 1)
    assert found["f"] == (2, 0, 1, 2)


def test_overlapping_cells_stand_where_the_standard_puts_them():
    # A wide cell does not look whether all of its columns are free: it overlaps what reaches down.
    found, width = places([[[("a", 1, 1), ("b", 1, 2)], [("c", 2, 1), ("d", 1, 1)]]])
    assert (found["c"], found["d"], width) == ((1, 0, 1, 2), (1, 2, 1, 1), 3)


def test_a_shorter_cell_over_a_longer_one_does_not_free_its_column():
    found, _ = places([[[("a", 1, 1), ("b", 1, 4)], [("c", 2, 2)], [], [("d", 1, 1), ("e", 1, 1)]]])
    assert (found["c"], found["d"], found["e"]) == ((1, 0, 2, 2), (3, 0, 1, 1), (3, 2, 1, 1))


def test_rowspan_zero_reaches_to_the_end_of_its_group_only():
    found, _ = places([[[("a", 1, 0), ("b", 1, 1)], [("c", 1, 1)]], [[("d", 1, 1)]]])
    assert (found["a"], found["c"], found["d"]) == ((0, 0, 2, 1), (1, 1, 1, 1), (2, 0, 1, 1))


def test_a_rowspan_never_reaches_beyond_its_group():
    found, _ = places([[[("a", 1, 65534), ("b", 1, 1)]], [[("c", 1, 1)], [("d", 1, 1)]]])
    assert (found["a"], found["c"], found["d"]) == ((0, 0, 1, 1), (1, 0, 1, 1), (2, 0, 1, 1))


def test_an_empty_row_keeps_its_place():
    found, _ = places([[[("a", 1, 3), ("b", 1, 1)], [], [("c", 1, 1)]]])
    assert found["c"] == (2, 1, 1, 1)


def test_a_bomb_of_spans_is_bounded():
    row = [("a", 1000, 65534)] * 100
    rows, width = resolve([[row] * 30], 1)
    assert width <= MAX_WIDTH
    assert sum(map(len, rows)) <= MAX_WIDTH // 1000


def test_what_is_beyond_the_bound_is_told():
    wide = "<td colspan=1000>a</td>" * 25
    document = read(f"<table><tr>{wide}</tr><tr><td>b</td><td>c</td></tr></table>")
    assert document.notes == ("table 1: columns beyond 20000 were not read",)


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.lists(
            st.lists(st.tuples(st.just(""), st.integers(1, 3), st.integers(0, 4)), max_size=4), max_size=4
        ),
        max_size=3,
    )
)
def test_it_is_the_algorithm_of_the_standard(groups):
    assert [[(c.row, c.column, c.rowspan, c.colspan) for c in row] for row in resolve(groups, 1)[0]] == list(
        standard(groups)
    )


def standard(groups):
    """Form a table step by step: every slot that a cell covers is marked."""
    top = 0
    for group in groups:
        slots: set[tuple[int, int]] = set()
        for y, row in enumerate(group):
            x, out = 0, []
            for _, colspan, rowspan in row:
                while (x, y) in slots:
                    x += 1
                height = min(rowspan or len(group), len(group) - y)
                slots |= {(x + i, y + j) for i in range(colspan) for j in range(height)}
                out.append((top + y, x, height, colspan))
                x += colspan
            yield out
        top += len(group)
