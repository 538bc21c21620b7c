"""Which tables a document holds, and how they fall into headers, rows and copies."""

from __future__ import annotations

import pytest

from extractor.forms import load_forms
from extractor.model.filing import CellStatus
from extractor.readers import open_document
from extractor.tables import find_tables
from tests import sheets
from tests.generator.grids import grids
from tests.generator.layouts_text import SERIALISERS

FORMS = load_forms()


def found(page: str) -> dict[str, tuple[int, int, int]]:
    """Table → number of headers, rows and further copies."""
    tables = find_tables(open_document(page.encode()).document, FORMS)
    return {t.table: (len(t.headers), len(t.rows), len(t.copies)) for t in tables}


def html(*tables: str) -> str:
    return f"<h1>{sheets.TITLE.format(year=2022)}</h1>" + "".join(tables)


def written(name: str, template: str = "2021") -> str:
    """One official table as <table>."""
    (grid,) = grids(sheets.tables(template)[name])
    return sheets.html_table(grid.lines)


def test_the_tables_of_each_form():
    for template in FORMS.forms:
        tables = found(sheets.page(sheets.tables(template)))
        assert list(tables) == list(FORMS.forms[template].tables)
        for name, (_, rows, copies) in tables.items():
            assert copies == 0
            if name != "proceedings":
                assert rows >= len(FORMS.table(template, name).rows)


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>科目</td><td>总计</td></tr><tr><td>教育</td><td>7</td></tr></table>",
        "<table><tr><td>索引号</td><td>1</td></tr><tr><td>发布机构</td><td>青禾县</td></tr></table>",
        "<table><tr><td>规章</td><td>行政许可</td></tr><tr><td>1</td><td>2</td></tr></table>",
    ],
)
def test_other_tables_are_none(table):
    assert found(html(table)) == {}


def test_prose_that_names_labels_is_no_table():
    prose = "全年收到自然人、商业企业、科研机构申请共12件，予以公开5件，部分公开2件，属于国家秘密0件。"
    assert found(html(f"<p>{prose}</p>" * 5)) == {}


def test_tables_in_one_table_are_parted():
    names = ("disclosure", "applications")
    inside = "".join(written(name).removeprefix("<table>").removesuffix("</table>") for name in names)
    assert list(found(html(f"<table>{inside}</table>"))) == ["disclosure", "applications"]


def test_a_table_cut_in_two_is_one():
    printed = {"applications": sheets.tables("2021")["applications"]}
    (grid,) = grids(printed["applications"])
    lines = grid.lines
    pieces = sheets.html_table(lines[:5]), sheets.html_table(lines[5:])
    whole = sheets.values(sheets.read(html(sheets.html_table(lines))))
    cut = sheets.values(sheets.read(html(pieces[0], "<p>- 3 -</p>", pieces[1])))
    assert cut == whole == sheets.truth(printed)


def test_a_repeated_header_is_no_copy():
    (grid,) = grids(sheets.tables("2021")["applications"])
    head, rest = grid.lines[:3], grid.lines[3:]
    page = html(sheets.html_table([*head, *rest[:2]]), sheets.html_table([*head, *rest[2:]]))
    assert found(page)["applications"][2] == 0
    assert sheets.wrong(sheets.read(page), sheets.truth(sheets.tables("2021"))) == {}


def test_a_table_printed_twice_alike_counts_once():
    filing = sheets.read(html(written("applications"), written("applications")))
    printed = {"applications": sheets.tables("2021")["applications"]}
    assert sheets.values(filing) == sheets.truth(printed)
    assert [f.rule for t in filing.tables for f in t.findings] == ["table-duplicated"]


@pytest.mark.parametrize("serialiser", ["html", "text-trailing", "text-markdown"])
def test_a_table_printed_twice_differently_keeps_what_agrees(serialiser):
    printed = {"applications": sheets.tables("2021")["applications"]}
    if serialiser == "html":
        page = html(written("applications"), written("applications").replace("<td>1030</td>", "<td>9</td>"))
    else:
        page = sheets.text(
            printed,
            lambda grid, rng: "\n\n".join(
                (SERIALISERS[serialiser](grid, rng), SERIALISERS[serialiser](grid, rng).replace("1030", "9"))
            ),
        )
    facts, true = sheets.facts(sheets.read(page)), sheets.truth(printed)
    (differing,) = [place for place, value in true.items() if value == 1030]
    fact = facts.pop(differing)
    assert (fact.status, fact.value, fact.doubtful) == (CellStatus.UNREADABLE, None, True)
    assert {"1030", "9"} == set(fact.raw.split(" | "))
    assert {p: f.value for p, f in facts.items()} == {p: v for p, v in true.items() if p != differing}


def test_blanks_nils_and_bad_texts_have_their_status():
    page = html(
        written("disclosure")
        .replace("<td>1000</td>", "<td>&nbsp;</td>")
        .replace("<td>1001</td>", "<td>—</td>")
        .replace("<td>1002</td>", "<td>见附件</td>")
        .replace("<td>1003</td>", "<td>007</td>")
    )
    facts = list(sheets.facts(sheets.read(page)).values())
    assert [(f.status, f.value, f.raw, f.doubtful) for f in facts[:4]] == [
        (CellStatus.BLANK, None, "", False),
        (CellStatus.NIL, None, "—", False),
        (CellStatus.UNREADABLE, None, "见附件", False),
        (CellStatus.UNREADABLE, None, "007", True),
    ]


def test_a_single_row_of_other_processing_makes_it_the_form_of_2019():
    (grid,) = grids(sheets.tables("2019")["applications"])
    filing = sheets.read(html(written("disclosure"), sheets.html_table(grid.lines)))
    assert [(t.table, t.template) for t in filing.tables] == [
        ("disclosure", "2021"),
        ("applications", "2019"),
    ]


def test_table_four_takes_the_form_of_the_others_else_of_the_year():
    for template in ("2019", "2021"):
        filing = sheets.read(html(written("disclosure", template), written("proceedings")))
        assert filing.tables[-1].template == template
        alone = {"proceedings": sheets.tables("2021")["proceedings"]}
        filing = sheets.read(sheets.page(alone, year=sheets.YEARS[template]))
        assert [t.template for t in filing.tables] == [template]
