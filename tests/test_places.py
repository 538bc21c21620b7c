"""Each place leads back to the document, and what it is the place of stands there."""

from __future__ import annotations

import re

import pytest
from lxml import html

from extractor.inputs.encoding import decode
from extractor.pipeline import trace_bytes
from tests.generator import LAYOUTS, codes, generate
from tests.generator.suited import fits

ENDS = re.compile(r"\r\n|\n|\r|\x0b|\x85|\u2028|\u2029|\f")


def bare(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name.startswith("text")])
@pytest.mark.parametrize("template", codes.TEMPLATES)
def test_a_place_in_a_text_is_line_and_column(layout, template):
    if not fits(layout, template):
        pytest.skip("the layout does not show this form")
    made = generate(1, template, layout)
    filing = trace_bytes(made.data, made.source).filing
    lines = ENDS.split(decode(made.data).text)

    def stands_at(location: str) -> str:
        line, column = map(int, location.split(":"))
        return bare(lines[line - 1][column - 1 :])

    placed = [fact for table in filing.tables for fact in table.facts if fact.raw]
    assert len(placed) > 30
    for fact in placed:
        assert stands_at(fact.location).startswith(bare(fact.raw).partition("\n")[0]), fact
    for section in filing.sections:
        assert stands_at(section.location).startswith(bare(section.number or section.heading)[:1]), section


@pytest.mark.parametrize("layout", ["html-bare", "html-h2", "html-spans", "html-strong", "html-three"])
@pytest.mark.parametrize("template", ["2019", "2021"])
def test_a_place_in_a_page_is_table_row_and_cell(layout, template):
    made = generate(1, template, layout)
    filing = trace_bytes(made.data, made.source).filing
    tables = html.fromstring(decode(made.data).text).findall(".//table")
    placed = [fact for table in filing.tables for fact in table.facts if fact.raw]
    assert len(placed) > 100
    for fact in placed:
        table, row, cell = map(int, fact.location.split("/"))
        found = tables[table - 1].findall(".//tr")[row - 1][cell - 1]
        assert bare(found.text_content()) == bare(fact.raw), fact
