"""What must hold for any filing: no number in a cell that is not its own, whatever happens to the page."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.forms import load_forms
from extractor.mapping import settle
from extractor.mapping.cell_facts import AMOUNT
from extractor.mapping.layouts import TableReader
from extractor.mapping.matching import match_columns, match_rows
from extractor.model.document import Document
from extractor.model.document import Grid as Block
from extractor.model.filing import CellStatus
from extractor.model.shape import ShapedRows
from extractor.pipeline import forget_layouts, trace_bytes
from extractor.readers import open_document
from extractor.tables import DataRow
from extractor.text.normal import compact
from extractor.text.values import read_value
from tests import sheets
from tests.generator import LAYOUTS, codes, generate
from tests.generator.grids import Cell, Grid, Line
from tests.generator.layouts_text import SERIALISERS
from tests.generator.suited import fits, pick_faults

FORMS = load_forms()
SEEDS = st.integers(0, 10**9)
WHOLE = tuple(name for name in SERIALISERS if "run" not in name and "ragged" not in name)
PRINTINGS = ("{}", "{}", "{}", " {} ", "{}件", "{}①", "{}*", "{}（注1）")
MARKS = ("", "/", "—", "无", "见附件", "约5", "O", "007", "12（含3件）")


def as_printed(rng: random.Random, printed: dict) -> None:
    """Write some numbers in other ways, and put marks and bad texts in a few cells."""
    for table in printed.values():
        for block in table.blocks:
            for row in block.rows:
                for code, cell in row.cells.items():
                    if rng.random() < 0.1:
                        text = rng.choice(PRINTINGS).format(cell.text)
                        row.cells[code] = replace(cell, text=text)
                    elif rng.random() < 0.02:
                        row.cells[code] = replace(cell, text=rng.choice(MARKS), value=None)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.sampled_from(codes.TEMPLATES))
def test_any_table_comes_back_from_html_as_printed(seed, template):
    rng = random.Random(seed)
    printed = sheets.tables(template, rng)
    as_printed(rng, printed)
    filing = sheets.read(sheets.page(printed, year=sheets.YEARS[template]))
    assert (filing.template, sheets.values(filing)) == (template, sheets.truth(printed))


@settings(max_examples=80, deadline=None)
@given(SEEDS, st.sampled_from(codes.TEMPLATES), st.sampled_from(WHOLE))
def test_any_table_comes_back_from_text_or_not_at_all(seed, template, serialiser):
    rng = random.Random(seed)
    printed = sheets.tables(template, rng, low=rng.choice([0, 1000]))
    text = sheets.text(printed, SERIALISERS[serialiser], year=sheets.YEARS[template], rng=rng)
    filing = sheets.read(text)
    assert (filing.template, sheets.values(filing)) == (template, sheets.truth(printed))


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.sampled_from(LAYOUTS), st.sampled_from(codes.TEMPLATES))
def test_every_raw_stands_in_the_document_and_every_value_is_its_raw_parsed(seed, layout, template):
    if not fits(layout, template):
        return
    rng = random.Random(seed)
    data = generate(seed % 1000, template, layout, faults=pick_faults(rng, layout, template)).data
    trace = trace_bytes(data, "x")
    shown = compact(
        "\n".join(
            "\n".join(c.text for row in b.rows for c in row) if isinstance(b, Block) else b.text
            for b in trace.document.blocks
        )
    )
    for table in trace.filing.tables:
        form = FORMS.table(table.template, table.table)
        for fact in table.facts:
            doubled = fact.status is CellStatus.UNREADABLE and fact.doubtful
            assert doubled or compact(fact.raw) in shown
            if fact.status is CellStatus.REPORTED:
                parsed = read_value(fact.raw).value
                tenth = form.unit(fact.row, fact.column) == AMOUNT and fact.unit_printed == "元"
                assert fact.value == (parsed / 10_000 if tenth else parsed)
            elif fact.status is not CellStatus.DEDUCED:
                assert fact.value is None


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.sampled_from(codes.TEMPLATES))
def test_noise_around_and_inside_tables_changes_no_fact(seed, template):
    rng = random.Random(seed)
    printed = sheets.tables(template, rng)
    plain = sheets.page(printed, year=sheets.YEARS[template])

    def write(cell: Cell) -> str:
        inside = cell.text
        way = rng.randrange(6)
        if way == 0:
            inside = "".join(f"<span style='color:#000'>{c}</span>" for c in inside)
        elif way == 1:
            inside = f"<p class=MsoNormal align=center><font>{inside}</font></p>"
        elif way == 2 and not inside.isdigit():
            inside = f"{inside}<span style='display:none'>9</span>"
        elif way == 3:
            inside = f"\n  <!-- 8 -->{inside}&nbsp;"
        return (
            sheets.plain(replace(cell, text="@"))
            .replace("@", inside)
            .replace("<td", "<td nowrap bgcolor=red")
        )

    noisy = sheets.page(printed, year=sheets.YEARS[template], write=write)
    rows = ("<td>科目</td><td>本年预算</td><td>总计</td>", "<td>教育</td><td>5</td><td>7</td>")
    other = f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
    noisy = noisy.replace("<table>", "<div class=c><div><table border=1>").replace(
        "</table>", "</table></div></div>"
    )
    noisy = noisy.replace("</h1>", f"</h1>{other}<ul><li>首页<li>公开</ul>").replace(
        "</body>", f"{other}</body>"
    )
    assert sheets.values(sheets.read(noisy)) == sheets.values(sheets.read(plain)) == sheets.truth(printed)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.sampled_from(codes.TEMPLATES), st.sampled_from(("html", *WHOLE)))
def test_one_number_changed_changes_its_fact_and_no_other(seed, template, layout):
    rng = random.Random(seed)
    printed = sheets.tables(template, rng)
    before = sheets.truth(printed)
    table, row, column = place = rng.choice(list(before))
    cell = printed[table].cell(row, column)

    def document() -> str:
        year = sheets.YEARS[template]
        if layout == "html":
            return sheets.page(printed, year=year)
        return sheets.text(printed, SERIALISERS[layout], year=year, rng=random.Random(seed))

    first = sheets.values(sheets.read(document()))
    printed[table].row(row).cells[column] = replace(cell, text="7", value=Decimal(7))
    second = sheets.values(sheets.read(document()))
    assert {p for p in first if first[p] != second[p]} == {place}
    assert second[place] == 7


def lose(grid: Grid, rng: random.Random) -> tuple[Grid, str]:
    """Take a row, a cell or a label's text away, double or exchange rows, or put a cell in."""
    lines = [Line(list(line.cells), line.row, line.kind) for line in grid.lines]
    y = rng.randrange(len(lines))
    while not lines[y].cells:
        y = rng.randrange(len(lines))
    x = rng.randrange(len(lines[y].cells))
    if lines[y].cells[x].text == "法人或其他组织":
        return grid, ""  # without the band the header is another one, and whole
    what = rng.choice(["row", "cell", "cell", "text", "twice", "exchange", "blank"])
    if what == "row":
        del lines[y]
    elif what == "cell":
        del lines[y].cells[x]
    elif what == "text" and lines[y].cells[x].role != "value":
        lines[y].cells[x] = replace(lines[y].cells[x], text="")
    elif what == "twice":
        lines.insert(y, lines[y])
    elif what == "exchange" and y and lines[y].row and lines[y - 1].row:
        lines[y - 1], lines[y] = lines[y], lines[y - 1]
    elif what == "blank" and lines[y].cells[x].role == "value":
        lines[y].cells.insert(x, Cell(""))
    return Grid(grid.name, grid.width, lines), what


@settings(max_examples=150, deadline=None)
@given(SEEDS, st.sampled_from(codes.TEMPLATES), st.booleans())
def test_what_is_lost_from_a_table_is_never_made_up(seed, template, text):
    """A wrong number stands only in a row that a finding or a blank cell names."""
    rng = random.Random(seed)
    printed = sheets.tables(template, rng)
    hit = rng.choice(list(printed))
    lost: list[str] = []

    def change(grid: Grid) -> Grid:
        if grid.name != hit:
            return grid
        grid, what = lose(grid, rng)
        lost.append(what)
        return grid

    year = sheets.YEARS[template]
    try:
        if text:
            layout = rng.choice(WHOLE)
            document = sheets.text(printed, SERIALISERS[layout], year=year, change=change, rng=rng)
        else:
            document = sheets.page(printed, year=year, change=change)
    except (IndexError, ValueError):
        return  # the serialiser needs a whole grid
    filing = sheets.read(document)
    told = {(t.table, f.row) for t in filing.tables for f in t.findings}
    told |= {p[:2] for p, f in sheets.facts(filing).items() if f.status is CellStatus.BLANK}
    wrong = {p: v for p, v in sheets.wrong(filing, sheets.truth(printed)).items() if p[:2] not in told}
    assert wrong == {}, lost


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.sampled_from(("2019", "2021")), st.sampled_from(("html", *WHOLE)))
def test_columns_exchanged_with_their_labels_keep_their_facts(seed, template, layout):
    if layout == "text-broken-header":
        return  # labels broken into characters do not tell their order
    rng = random.Random(seed)
    printed = sheets.tables(template, rng)
    for table in printed.values():
        for block in table.blocks:
            # The party columns 1 to 5 stand under one band.
            low, high = (1, 6) if table.name == "applications" else (0, len(block.columns))
            moved = block.columns[low:high]
            rng.shuffle(moved)
            block.columns[low:high] = moved
    if layout == "html":
        assert sheets.values(sheets.read(sheets.page(printed))) == sheets.truth(printed)
    else:
        filing = sheets.read(sheets.text(printed, SERIALISERS[layout], rng=rng))
        assert len(sheets.facts(filing)) == len(sheets.truth(printed))
        assert sheets.wrong(filing, sheets.truth(printed)) == {}


def misprints(label: str, rng: random.Random) -> list[str]:
    """A label with a character changed, dropped, doubled or exchanged with the next."""
    i = rng.randrange(len(label))
    return [
        label[:i] + rng.choice("政府信息公开申请数量其他行不的一二三人法处理") + label[i + 1 :],
        label[:i] + label[i + 1 :],
        label[: i + 1] + label[i:],
        label[:i] + label[i : i + 2][::-1] + label[i + 2 :],
    ]


@settings(max_examples=100, deadline=None)
@given(SEEDS, st.booleans())
def test_a_misprinted_row_label_is_its_row_or_none(seed, broken):
    rng = random.Random(seed)
    template = rng.choice(list(FORMS.forms))
    table = rng.choice(list(FORMS.forms[template].tables.values()))
    rows = list(table.rows.values())
    i = rng.randrange(len(rows))
    for printed in misprints(rows[i].path[-1], rng):
        paths = tuple((*row.path[:-1], printed) if row is rows[i] else row.path for row in rows)
        told = [
            match.code
            for match in match_rows(
                FORMS, template, table, [DataRow(path, ()) for path in paths], broken=broken
            )
        ]
        assert told[i] in ("", rows[i].code), printed
        assert told[:i] + told[i + 1 :] == [row.code for row in rows if row is not rows[i]], printed


@settings(max_examples=100, deadline=None)
@given(SEEDS)
def test_a_misprinted_column_label_is_its_column_or_none(seed):
    rng = random.Random(seed)
    template = rng.choice(("2019", "2021"))
    table = rng.choice(list(FORMS.forms[template].tables.values()))
    columns = rng.choice(table.blocks).columns
    i = rng.randrange(len(columns))
    for printed in misprints(columns[i].path[-1], rng):
        paths = tuple((printed,) if c is columns[i] else c.path for c in columns)
        told = [match.code for match in match_columns(FORMS, template, table, paths)]
        assert told[i] in ("", columns[i].code), printed
        assert told[:i] + told[i + 1 :] == [c.code for c in columns if c is not columns[i]], printed


def pages(count: int) -> list[bytes]:
    """Pages of many layouts and faults; of some a cell is lost, of some a table is plain text."""
    rng = random.Random(5)
    out = []
    for seed in range(count):
        layout = rng.choice([x for x in LAYOUTS if x.startswith("html") and not re.search("utf16|gb", x)])
        template = rng.choice([t for t in codes.TEMPLATES if fits(layout, t)])
        page = generate(seed % 9, template, layout, faults=pick_faults(rng, layout, template)).data.decode()
        if rng.random() < 0.3:
            a, b = rng.choice([m.span() for m in re.finditer(r"<td[^>]*>[^<]*(</td>)?", page)] or [(0, 0)])
            page = page[:a] + page[b:]
        parts = re.split(r"(<table.*?</table>)", page, flags=re.DOTALL)
        if rng.random() < 0.3 and len(parts) > 2:
            i = rng.randrange(1, len(parts), 2)
            rows = re.findall(r"<tr.*?(?=<tr|</table)", parts[i], re.DOTALL)
            fields = [[re.sub("<[^>]+>", "", c) for c in re.split(r"<t[dh][^>]*>", r)[1:]] for r in rows]
            parts[i] = "<pre>" + "\n".join(" | ".join(f) for f in fields) + "</pre>"
        out.append("".join(parts).encode())
    return out


def test_remembered_layouts_give_what_a_fresh_look_gives():
    documents = [open_document(data).document for data in pages(150)]
    years = (0, 2016, 2020, 2022)

    def readings(reader: TableReader, number: int) -> object:
        read = reader.read(documents[number])
        return [settle(read.candidates, year, FORMS) for year in years], read.taken

    fresh = [readings(TableReader(FORMS), n) for n in range(len(documents))]
    for seed in range(3):
        shared = TableReader(FORMS)
        order = list(range(len(documents)))
        random.Random(seed).shuffle(order)
        assert [readings(shared, n) == fresh[n] for n in order] == [True] * len(order)
        assert shared._kept


def test_a_page_is_read_alike_at_first_sight_and_after_others():
    data = pages(120)
    fresh = []
    for page in data:
        forget_layouts()
        fresh.append(open_document(page).document)
    forget_layouts()
    order = [n for n in range(len(data)) for _ in range(3)]
    random.Random(7).shuffle(order)
    assert [open_document(data[n]).document == fresh[n] for n in order] == [True] * len(order)
    assert recalled(fresh[0]) == 0 < sum(recalled(open_document(page).document) for page in data)


def recalled(document: Document) -> int:
    """How many grids of a document were not laid out anew."""
    return sum(isinstance(block, Block) and isinstance(block.rows, ShapedRows) for block in document.blocks)


def in_paragraphs(cell: Cell) -> str:
    """One <td> with its text in a paragraph, and blanks around."""
    return sheets.plain(cell).replace(">", "><p class=x> ", 1).replace("</td>", "\n</p></td>")


@pytest.mark.parametrize("template", codes.TEMPLATES)
@pytest.mark.parametrize("write", [sheets.plain, in_paragraphs])
def test_each_page_of_a_site_has_its_own_numbers(template, write):
    forget_layouts()
    for seed in range(6):
        printed = sheets.tables(template, random.Random(seed), low=10**seed)
        filing = sheets.read(sheets.page(printed, year=sheets.YEARS[template], write=write))
        assert sheets.values(filing) == sheets.truth(printed)


def test_a_table_in_the_text_is_seen_though_the_grids_are_known():
    """The same two grids, with and without 表四 in the text below them."""
    printed = sheets.tables("2021")
    two = {name: table for name, table in printed.items() if name != "proceedings"}
    text = sheets.text({"proceedings": printed["proceedings"]}, SERIALISERS["text-trailing"])
    page = sheets.page(two)
    longer = page.replace("</body>", f"<pre>{text}</pre></body>")
    reader = TableReader(FORMS)
    tables = [
        [c[0].table for c in reader.read(open_document(p.encode()).document).candidates]
        for p in (page, longer, page, longer)
    ]
    assert tables == [["disclosure", "applications"], ["disclosure", "applications", "proceedings"]] * 2


def test_the_parts_of_a_cut_table_far_from_each_other_are_not_what_they_are_side_by_side():
    page = sheets.page(sheets.tables("2021"))
    end = page.index("<tr>", page.index("不予处理"))
    prose = f"<p>{'此处另有说明' * 20}</p>"
    pages = [f"{page[:end]}</table>{between}<table>{page[end:]}" for between in ("<p>续表</p>", prose)]

    def lacking(reader: TableReader, text: str) -> int:
        tables = settle(reader.read(open_document(text.encode()).document).candidates, 2022, FORMS)
        return sum(fact.status is CellStatus.ABSENT for table in tables for fact in table.facts)

    fresh = [lacking(TableReader(FORMS), text) for text in pages]
    assert fresh[0] == 0 < fresh[1]
    reader = TableReader(FORMS)
    assert [lacking(reader, text) for text in (*pages, *pages)] == [*fresh, *fresh]


def test_a_table_printed_twice_is_compared_each_time():
    page = sheets.page(sheets.tables("2021"))
    applications = page.split("<table>")[2].split("</table>")[0]
    twice = f"{page}<table>{applications}</table>"
    reader = TableReader(FORMS)
    unreadable = []
    for again in (twice, twice[: len(page)] + twice[len(page) :].replace("<td>1030</td>", "<td>9</td>")):
        tables = settle(reader.read(open_document(again.encode()).document).candidates, 2022, FORMS)
        unreadable.append([f.raw for t in tables for f in t.facts if f.status is CellStatus.UNREADABLE])
    assert unreadable == [[], ["1030 | 9"]]


def test_what_a_row_that_the_form_lacks_prints_is_its_own():
    printed = sheets.tables("2021")
    page = sheets.page(printed)
    extra = "<tr><td colspan=3>（八）补充</td>" + "<td>{0}</td>" * 7 + "</tr></table>"
    reader = TableReader(FORMS)
    for number in ("41", "42"):
        parts = page.split("</table>")
        document = open_document(
            "</table>".join([*parts[:1], parts[1] + extra.format(number)[:-8], *parts[2:]]).encode()
        )
        tables = settle(reader.read(document.document).candidates, 2022, FORMS)
        shown = [f.printed for t in tables for f in t.findings if f.rule == "row-unexpected"]
        assert [number in text for text in shown] == [True]


SNIPPETS = (
    b"<table>", b"</table>", b"<tr>", b"<td colspan=999999999>", b"<td rowspan=0>", b"|", b"\t", b"\n",
    b"\x00", b"\xff\xfe", b"\x81", b"<!--", b"-->", b"<script>", b"  ", b"<div hidden>", b"<pre>", b"<form>",
    b"</html>", b"<sup>1</sup>", b"&#0;", b"<select><option>1", b"<input value=3>", b"0" * 50,
    "总计".encode(), "规章".encode(),
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(SEEDS, st.sampled_from(LAYOUTS))
def test_a_filing_torn_to_pieces_is_read_or_refused_soon(seed, layout):
    rng = random.Random(seed)
    data = bytearray(generate(seed % 5, "2021", layout).data)
    for _ in range(rng.choice([1, 3, 20])):
        at, other = rng.randrange(len(data) + 1), rng.randrange(len(data) + 1)
        match rng.randrange(5):
            case 0:
                del data[at : at + rng.choice([1, 2, 5, 100, 3000])]
            case 1:
                data[at:at] = rng.choice(SNIPPETS) * rng.choice([1, 5, 100])
            case 2:
                data[at : at + 1] = bytes([rng.randrange(256)])
            case 3:
                data[at:at] = data[other : other + rng.choice([10, 200, 4000])]
            case _:
                data[at:at] = rng.randbytes(rng.choice([1, 4, 40]))
    filing = trace_bytes(bytes(data), "x.html").filing
    assert bool(filing.error) == (filing.status in ("unreadable", "not_a_report"))


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(SNIPPETS))
def test_any_bytes_are_read_or_refused(data, snippet):
    for bad in (data, snippet * 20 + data, data + snippet):
        assert set(sheets.values(trace_bytes(bad, "x").filing).values()) <= {None}


@pytest.mark.parametrize("template", codes.TEMPLATES)
def test_a_changed_label_of_every_row_keeps_its_numbers_or_claims_none(template):
    for name in sheets.tables(template):
        printed = sheets.tables(template)
        for number, row in enumerate(r for b in printed[name].blocks for r in b.rows):
            row.labels = (*row.labels[:-1], misprints(row.labels[-1], random.Random(number))[number % 4])
        filing = sheets.read(sheets.page(printed, year=sheets.YEARS[template]))
        assert sheets.wrong(filing, sheets.truth(printed)) == {}
