"""One filing in every serialisation: the same facts and violations, and after a number changed the same of both."""

from __future__ import annotations

import random
from decimal import Decimal
from functools import cache

import pytest

from extractor.forms import load_forms
from extractor.model.filing import CellStatus, Filing
from extractor.pipeline import trace_bytes
from extractor.rules import check
from tests.generator import codes, layouts_html, layouts_pdf, layouts_text, layouts_word
from tests.generator.build import make_document
from tests.generator.encode import encode
from tests.generator.model import Document, Printed
from tests.generator.names import organization

YEARS = {"2014": 2016, "2019": 2020, "2021": 2023}
# Word and PDF, pipes, tabs, spaces and columns of a page: whatever loses no cell.
SERIALISATIONS = (
    "html-bare",
    "html-word",
    "html-nested",
    "html-one-table",
    "text-markdown",
    "text-padded",
    "text-bars",
    "text-tabs",
    "text-columns",
    "word-plain",
    "word-fields",
    "word-nested",
    "pdf-lines",
    "pdf-frames",
    "pdf-rotate-90",
)
_GROUPS = ("arithmetic", "cell", "narrative")
Facts = dict[tuple[str, str, str], tuple[CellStatus, Decimal | None]]
Keys = set[tuple[str, str, str, str, str, str]]


def made(template: str, seed: int, change: tuple[str, str, str, int] | None = None) -> Document:
    """A filing; ``change``: table, row, column and the number that is printed there instead."""

    def instead(tables: dict[str, object]) -> None:
        if change is not None:
            table, row, column, number = change
            tables[table].row(row).cells[column] = Printed.number(number)  # type: ignore[attr-defined]

    rng = random.Random(f"metamorphic {template} {seed}")
    return make_document(
        organization(300 + seed), YEARS[template], template, (), rng=rng, layout="html-bare", change=instead
    )


def written(document: Document, layout: str) -> bytes:
    rng = random.Random(layout)
    if layout.startswith("html"):
        return encode(*layouts_html.render(document, layout, rng))
    if layout.startswith("text"):
        return encode(*layouts_text.render(document, layout, rng))
    if layout.startswith("word"):
        return layouts_word.Writer(document, layouts_word.LOOKS[layout], rng).data()
    return layouts_pdf.render(document, layout, rng)


def facts(filing: Filing) -> Facts:
    return {(t.table, f.row, f.column): (f.status, f.value) for t in filing.tables for f in t.facts}


def keys(filing: Filing) -> Keys:
    by_code = load_forms().rulebook.by_code
    return {
        (v.rule, v.outcome, v.table, v.row, v.column, str(v.difference))
        for v in check(filing, load_forms())
        if by_code[v.rule].group in _GROUPS
    }


@cache
def read(template: str, seed: int, layout: str, change: tuple[str, str, str, int] | None = None) -> Filing:
    return trace_bytes(written(made(template, seed, change), layout), f"a.{layout[:4]}", ocr="off").filing


@pytest.mark.parametrize("template", codes.TEMPLATES)
@pytest.mark.parametrize("layout", SERIALISATIONS[1:])
@pytest.mark.parametrize("seed", range(1))
def test_every_serialisation_gives_the_same_facts_and_violations(
    template: str, layout: str, seed: int
) -> None:
    plain, other = read(template, seed, SERIALISATIONS[0]), read(template, seed, layout)
    assert len(facts(plain)) > 50
    assert all(status is CellStatus.REPORTED for status, _ in facts(plain).values())
    assert facts(other) == facts(plain)
    assert keys(other) == keys(plain)


@pytest.mark.parametrize("template", codes.TEMPLATES)
@pytest.mark.parametrize("layout", SERIALISATIONS)
def test_a_number_changed_changes_that_fact_and_what_rests_on_it_alone(template: str, layout: str) -> None:
    rng = random.Random(f"{template} {layout}")
    before = read(template, 0, layout)
    counts = [p for p, (_, value) in facts(before).items() if value is not None and value == int(value)]
    place = rng.choice([p for p in counts if p[1] not in ("budget", "fees_charged")])
    after = read(template, 0, layout, (*place, 80_808))
    old, new = facts(before), facts(after)
    assert {p for p in old if old[p] != new[p]} == {place}
    assert new[place] == (CellStatus.REPORTED, Decimal(80_808))
    # What is due is the same as in the plainest page: the layout has no part in it.
    plain = read(template, 0, SERIALISATIONS[0], (*place, 80_808))
    assert keys(after) == keys(plain)
    rest = {k for k in keys(after) ^ keys(before) if k[0] != "narrative-applications"}
    assert all(k[2] == place[0] for k in rest)
