"""The output's tables, data package, pages and paths, from filings made by hand."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from urllib.parse import unquote

import frictionless
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from extractor.forms import load_forms
from extractor.model.acceptance import Judged, Verdict
from extractor.model.document import Cell, Document, Grid, Paragraph
from extractor.model.filing import CellStatus, Filing, Violation
from extractor.writers.console import catalogue, describe
from extractor.writers.csvs import csv_bytes, csv_rows
from extractor.writers.datapackage import write_datapackage
from extractor.writers.filing_json import filing_json
from extractor.writers.frames import to_frames
from extractor.writers.index import index_page
from extractor.writers.kept import keep, kept
from extractor.writers.layout import lay_out
from extractor.writers.parcel import TABLES, lines_of, pack
from extractor.writers.printing import clean, plain
from extractor.writers.report import report_page
from extractor.writers.report_paths import link, report_stem, way_up
from extractor.writers.rows import FilingRows, RowMaker, filing_id
from extractor.writers.schema import ARCHIVE_SCHEMAS, FACT_TABLES, SCHEMAS
from extractor.writers.show import show_page
from extractor.writers.tableset import TableSet
from extractor.writers.tally import LISTED, Tally
from extractor.writers.words import LANGUAGES, words
from tests.filings_by_hand import HOSTILE, cell, failed_filing, marked_filing, plain_filing, reading

FORMS = load_forms()
MAKER = RowMaker(FORMS)
FILINGS = [failed_filing("a.bin"), marked_filing(), plain_filing()]

CONTRACT = {
    "filings": "filing_id source sha256 media_type reader title organization year template published status "
    "error errors warnings organization_id attachments attachment_of",
    "disclosure": "filing_id organization year template row column value unit status raw location",
    "sections": "filing_id section level number heading text",
    "narrative": "filing_id quantity column value unit standing scope period section text location",
    "violations": "filing_id source organization year rule severity outcome template table row column "
    "row_label column_label expected actual difference message location second_reading",
    "coverage": "filing_id reader site status tables cells "
    "reported blank nil unreadable absent deduced corrected",
    "audit": "filing_id template table kind text row_label column_label candidate score location",
}
CONTRACT["corrections"] = "filing_id source table row column printed value who when note outcome found"
CONTRACT["suggestions"] = "filing_id table kind cells printed suggested explains alternatives confirmed"
CONTRACT |= dict.fromkeys(("applications", "proceedings", "statistics"), CONTRACT["disclosure"])


@pytest.fixture
def output(tmp_path):
    write_tables(tmp_path, FILINGS)
    return tmp_path


def write_tables(folder, filings, kind="csv"):
    with TableSet(folder, kind) as tables:
        for filing in filings:
            tables.add(lines_of(pack(MAKER.rows(filing))))
        files = tables.close()
    write_datapackage(folder, files, "1.2.3")


def read(path):
    return pd.read_csv(path, dtype=str, keep_default_na=False)


# rows and CSV


@pytest.mark.parametrize("name", CONTRACT)
def test_columns_are_those_of_the_contract(output, name):
    assert (output / f"{name}.csv").read_text("utf-8").split("\n", 1)[0].split(",") == CONTRACT[name].split()


def test_csv_has_no_bom_and_ends_lines_with_lf(output):
    for path in output.glob("*.csv"):
        data = path.read_bytes()
        assert not data.startswith(b"\xef\xbb\xbf")
        assert b"\r" not in data
        assert data.endswith(b"\n")


@pytest.mark.parametrize("name", CONTRACT)
def test_every_text_comes_back_from_csv(output, name):
    rows = [list(r) for f in FILINGS for r in getattr(MAKER.rows(f), name)]
    assert read(output / f"{name}.csv").to_numpy().tolist() == rows
    with (output / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1:] == rows


def test_text_that_a_file_cannot_hold_is_replaced_and_the_rest_kept(output):
    sections = read(output / "sections.csv")
    assert sections.text.iloc[3] == '第一行\n第二行\ufffd\ufffd ，“引”,"x"'
    assert sections.heading.iloc[3].startswith('带,逗号 "引号"<script>')


def test_quotes_only_where_they_are_needed(tmp_path):
    filing = replace(plain_filing("a"), tables=(), sections=plain_filing().sections[1:2])
    write_tables(tmp_path, [filing])
    assert (tmp_path / "sections.csv").read_text("utf-8").splitlines()[1] == (
        f"{filing_id('a')},,2,（一）,主动公开,通过网站公开。"
    )


def test_facts_have_their_units_values_and_statuses():
    rows = MAKER.rows(marked_filing())
    facts = {
        (r[4], r[5]): dict(zip(SCHEMAS["applications"].columns, r, strict=True)) for r in rows.applications
    }
    assert len(facts) == 175
    assert facts["granted", "other_organization"]["value"] == "12"
    assert facts["granted", "other_organization"]["status"] == "deduced"
    assert facts["granted", "social"] | {"filing_id": ""} == {
        "filing_id": "", "organization": clean(marked_filing().identity.organization), "year": "2023",
        "template": "2021", "row": "granted", "column": "social", "value": "", "unit": "count",
        "status": "nil", "raw": "/", "location": "2/9/9",
    }  # fmt: skip
    (fee,) = [r for r in rows.disclosure if r[5] == "fee_amount"]
    assert fee[6:9] == ("25.10005", "万元", "reported")


def test_errors_and_warnings_count_what_is_violated():
    (row,) = MAKER.rows(marked_filing()).filings
    assert row[-5:] == ("3", "1", "", "", "")


def test_violations_come_in_template_order():
    rules = [r[4] for r in MAKER.rows(marked_filing()).violations]
    assert rules == [
        "fee-statement", "section-missing", "applications-row-total", "cell-blank", "cell-not-a-number",
        "table-missing",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("number", "printed"),
    [
        ("1.0", "1.0"),
        ("1E+3", "1000"),
        ("0E-7", "0.0000000"),
        ("-1", "-1"),
        ("4068.208", "4068.208"),
        ("0", "0"),
    ],
)
def test_numbers_are_printed_without_exponent(number, printed):
    assert plain(Decimal(number)) == printed


def test_filing_id_is_of_the_source_alone():
    assert filing_id("a/b.html") == filing_id("a/b.html") != filing_id("a/b.htm")
    assert MAKER.rows(plain_filing("x")).filings[0][0] == MAKER.rows(failed_filing("x")).filings[0][0]
    assert len(filing_id("\udcff")) == 16


def test_parcels_hold_rows_and_say_when_they_are_damaged():
    rows = MAKER.rows(marked_filing())
    parcel = pack(rows)
    assert [csv_rows(lines) for lines in lines_of(parcel)] == [list(some) for some in rows]
    assert lines_of(parcel, (TABLES.index("violations"),)) == [csv_bytes(rows.violations)]
    assert len(parcel) < sum(len(csv_bytes(some)) for some in rows) / 3
    for damaged in (b"", parcel[:-1], parcel[:9]):
        with pytest.raises(ValueError, match="cut short"):
            lines_of(damaged)


@pytest.mark.parametrize("filing", FILINGS)
def test_a_filing_that_is_kept_comes_back_whole(filing):
    pictures = {(2, (0.0, 1.5, 2.0, 3.0)): b"\x89PNG"}
    back = kept(keep(filing, pictures))
    assert back.filing == filing
    assert type(back.filing.status) is type(filing.status)
    assert back.draw(2, (0.0, 1.5, 2.0, 3.0)) == b"\x89PNG"
    assert back.draw(1, (0.0, 1.5, 2.0, 3.0)) == b""
    with pytest.raises(ValueError, match="damaged"):
        kept(keep(filing, {})[:40])


# frames and Parquet


def test_frames_have_types():
    frames = to_frames(MAKER.rows(f) for f in FILINGS)
    assert list(frames) == list(SCHEMAS)
    filings = frames["filings"]
    assert list(filings.year.isna()) == [True, False, False]
    assert str(filings.year.dtype) == "Int64"
    assert str(filings.organization.dtype) == "string"
    assert filings.published.dt.year.tolist()[2] == 2024
    applications = frames["applications"]
    assert str(applications.value.dtype) == "Int64"
    assert applications.value.isna().sum() == 5
    assert frames["violations"].difference.sum() == 1
    assert frames["statistics"].empty


def test_frames_of_nothing_have_all_columns():
    frames = to_frames([])
    assert {name: " ".join(frame.columns) for name, frame in frames.items()} == CONTRACT


def test_parquet_holds_the_same_rows(tmp_path):
    write_tables(tmp_path, FILINGS, "parquet")
    frames = to_frames(MAKER.rows(f) for f in FILINGS)
    for name, frame in frames.items():
        table = pq.read_table(tmp_path / f"{name}.parquet")
        assert table.num_rows == len(frame)
        assert table.column_names == list(frame.columns)
        assert not any(p.name.startswith("_") for p in (tmp_path / f"{name}.parquet").iterdir())
    table = pq.read_table(tmp_path / "applications.parquet")
    assert table["value"].to_pylist() == [
        None if pd.isna(v) else int(v) for v in frames["applications"].value
    ]
    assert pa.types.is_dictionary(table.schema.field("row").type)
    resources = json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["resources"]
    named = {p for r in resources for p in (r["path"], *r.get("extrapaths", ()))}
    assert named == {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.parquet") if p.is_file()}


def test_large_tables_are_parted_and_stay_in_order(tmp_path, monkeypatch):
    monkeypatch.setattr("extractor.writers.parquet.BLOCK", 1)
    monkeypatch.setattr("extractor.writers.parquet.FILE_ROWS", 2)
    write_tables(tmp_path, [plain_filing(f"{i}.html") for i in range(5)], "parquet")
    names = sorted(p.name for p in (tmp_path / "filings.parquet").iterdir())
    assert names == [f"part-{i:05}.parquet" for i in range(3)]
    sources = pq.read_table(tmp_path / "filings.parquet")["source"].to_pylist()
    assert sources == [f"{i}.html" for i in range(5)]


# data package


def test_frictionless_accepts_the_package(output):
    report = frictionless.validate(str(output / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note", "rowNumber"])
    assert {t.name for t in report.tasks} == {*SCHEMAS, *ARCHIVE_SCHEMAS}


def test_frictionless_accepts_parquet(tmp_path):
    write_tables(tmp_path, FILINGS, "parquet")
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["title", "note", "rowNumber"])


@pytest.mark.parametrize("table", FACT_TABLES)
def test_the_package_says_what_every_code_means(output, table):
    package = json.loads((output / "datapackage.json").read_text("utf-8"))
    fields = next(r for r in package["resources"] if r["name"] == table)["schema"]["fields"]
    of = {f["name"]: {c["value"]: c for c in f["categories"]} for f in fields if "categories" in f}
    assert set(of) == {"template", "row", "column", "status"}
    for form in (f for f in FORMS.forms.values() if table in f.tables):
        printed = form.tables[table]
        for row, column in printed.cells:
            assert of["row"][row]["label"]
            assert form.code in of["row"][row]["templates"]
            assert form.code in of["column"][column]["templates"]
            assert of["column"][column]["description"].isascii()
        newest = next(reversed([f for f in FORMS.forms.values() if table in f.tables]))
        for code, row in newest.tables[table].rows.items():
            assert of["row"][code]["label"].endswith(row.path[-1])
    for field in fields:
        if "categories" in field:
            assert [c["value"] for c in field["categories"]] == field["constraints"]["enum"]
    assert "空白" in of["status"]["blank"]["label"]


def test_every_rule_of_the_catalogue_is_in_the_package(output):
    package = json.loads((output / "datapackage.json").read_text("utf-8"))
    fields = next(r for r in package["resources"] if r["name"] == "violations")["schema"]["fields"]
    rules = next(f for f in fields if f["name"] == "rule")
    assert rules["constraints"]["enum"] == [r.code for r in FORMS.rulebook.rules]


def test_frictionless_refuses_a_changed_table(output):
    path = output / "applications.csv"
    path.write_text(path.read_text("utf-8").replace(",reported,", ",invented,", 1), encoding="utf-8")
    assert not frictionless.validate(str(output / "datapackage.json")).valid


def test_the_package_describes_every_table_and_key(output):
    package = json.loads((output / "datapackage.json").read_text("utf-8"))
    by_name = {r["name"]: r for r in package["resources"]}
    assert {r["path"] for r in package["resources"]} == {p.name for p in output.glob("*.csv")}
    status = next(f for f in by_name["disclosure"]["schema"]["fields"] if f["name"] == "status")
    assert status["constraints"]["enum"] == [s.value for s in CellStatus]
    assert by_name["disclosure"]["schema"]["primaryKey"] == ["filing_id", "row", "column"]
    assert by_name["violations"]["schema"]["foreignKeys"][0]["reference"]["resource"] == "filings"
    assert all(f["description"] and f["title"] for r in by_name.values() for f in r["schema"]["fields"])


# JSON and pages


def test_json_holds_the_whole_filing():
    filing = marked_filing()
    content = json.loads(filing_json(filing, list(filing.violations), FORMS))
    cells = {(c["row"], c["column"]): c for t in content["tables"] for c in t["cells"]}
    assert cells["fees", "fee_amount"]["value"] == 25.10005
    assert cells["new_requests", "total"]["value"] == 13
    assert cells["carried_in", "business"]["value"] is None
    assert len(cells) == 185
    assert content["violations"][0]["cells"][0] == "new_requests.natural_person"
    assert content["sections"][-1]["text"] == filing.sections[-1].text
    assert content["tables"][1]["findings"][0]["rule"] == "row-unexpected"


class Tags(HTMLParser):
    """Collects tags, ids and links of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.fetched: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        """Take what a tag says."""
        self.tags.append(tag)
        values = dict(attrs)
        self.ids += [values["id"]] if "id" in values else []
        self.links += [values["href"]] if tag == "a" and "href" in values else []
        self.handlers += [name for name in values if name.startswith("on")]
        self.fetched += [name for name in ("src", "srcset", "data") if name in values]


def report(filing: Filing, language="zh") -> str:
    return report_page(filing, MAKER.in_order(filing.violations), FORMS, language, report_stem(filing.source))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("filing", FILINGS, ids=("failed", "marked", "plain"))
def test_a_report_runs_nothing_but_its_own_script(filing, language):
    page = report(filing, language)
    tags = Tags(page)
    assert tags.tags.count("script") == 1
    assert "img" not in tags.tags
    assert not tags.handlers
    assert not tags.fetched
    assert "http" not in "".join(tags.links)
    assert "script-src 'sha256-" in page
    page.encode("utf-8")
    assert "\x00" not in page


def test_a_report_shows_what_tried_to_break_out():
    assert "&lt;script&gt;document.title=&#39;owned&#39;&lt;/script&gt;" in report(marked_filing())


@pytest.mark.parametrize("filing", FILINGS, ids=("failed", "marked", "plain"))
def test_every_link_in_a_report_leads_somewhere_and_ids_are_unique(filing):
    tags = Tags(report(filing))
    assert len(tags.ids) == len(set(tags.ids))
    assert {x[1:] for x in tags.links if x.startswith("#")} <= set(tags.ids)


def test_a_report_draws_every_cell_once_and_marks_those_at_fault():
    filing = plain_filing()
    page = report(filing)
    expected = {
        FORMS.table(t.template, t.table).short_name(f.row, f.column) for t in filing.tables for f in t.facts
    }
    assert expected <= set(Tags(page).ids)
    page = report(marked_filing())
    assert 'id="a_new_tot" class="cell reported error named"' in page
    assert 'id="a_new_np" class="cell reported zero error part"' in page
    assert 'id="a_cin_bus" class="cell blank warning named"' in page
    assert 'id="a_grant_law" class="cell unreadable error undecided named"' in page
    assert "<i>缺</i>" in page
    assert "<i>空</i>" in page


def test_an_undecided_violation_does_not_hide_a_violated_one():
    filing = marked_filing()
    both = replace(
        filing.violations[2], column="total", row="new_requests", cells=(("new_requests", "total"),)
    )
    page = report(replace(filing, violations=(both, filing.violations[0])))
    assert 'id="a_new_tot" class="cell reported error named"' in page


@pytest.mark.parametrize(("template", "table"), [(f.code, t) for f in FORMS.forms.values() for t in f.tables])
def test_layout_covers_a_rectangle_and_every_cell(template, table):
    form = FORMS.table(template, table)
    layout = lay_out(form)
    lines = [*layout.head, *layout.body]
    taken: dict[tuple[int, int], str] = {}
    keys = []
    for r, line in enumerate(lines):
        c = 0
        for slot in line:
            while (r, c) in taken:
                c += 1
            for spot in ((r + i, c + j) for i in range(slot.rowspan) for j in range(slot.colspan)):
                assert spot not in taken
                taken[spot] = slot.text
            keys += [slot.key] if slot.key else []
    assert sorted(keys) == sorted(form.cells)
    assert set(taken) == {(r, c) for r in range(len(lines)) for c in range(layout.width)}


def test_index_links_to_reports_and_lists_flagged_first():
    tally = Tally()
    for filing in (plain_filing("a 1#?.html"), marked_filing("b.html"), failed_filing("c")):
        tally.add(MAKER.rows(filing), report_stem(filing.source))
    page = index_page(tally, {n: f"{n}.csv" for n in SCHEMAS}, FORMS, "zh")
    assert [e.source for e in tally.entries] == ["b.html", "c", "a 1#?.html"]
    tags = Tags(page)
    assert "img" not in tags.tags
    assert tags.tags.count("script") == 1
    assert "reports/a%201%23_.html~" in page
    assert tally.rules["cell-blank"].violated == 1
    assert tally.rules["cell-not-a-number"].undecided == 1
    assert tally.statuses == {"ok": 1, "partial": 1, "unreadable": 1}


def test_index_stays_small_and_says_so():
    tally = Tally()
    clean_rows, bad_rows = MAKER.rows(plain_filing()), MAKER.rows(failed_filing())
    for i in range(LISTED + 10):
        tally.add(bad_rows if i > LISTED else clean_rows, "")
    assert len(tally.entries) == LISTED
    assert [e.status for e in tally.entries[:10]] == ["unreadable"] * 9 + ["ok"]
    page = index_page(tally, {n: f"{n}.csv" for n in SCHEMAS}, FORMS, "en")
    assert f"{LISTED:,} of {LISTED + 10:,} are listed" in page


def test_show_page_draws_blocks_and_says_what_cells_were_told_to_be():
    grid = Grid(
        ((Cell(f"规章{HOSTILE}", "2/1/1", 0, 0), Cell("7", "2/3/2", 0, 1, 1, 2)), ()),
        3,
        exact=True,
        location="2",
    )
    document = Document(
        (Paragraph("一、总体情况", "1:1", 2), grid), "标题", (("发布机构", HOSTILE),), "text/html", "html"
    )
    filing = marked_filing()
    page = show_page(
        document,
        filing,
        list(filing.violations),
        details=[("encoding", "gb18030")],
        forms=FORMS,
        language="zh",
    )
    tags = Tags(page)
    assert "img" not in tags.tags
    assert tags.tags.count("script") == 1
    assert 'colspan="2" class="number"' in page
    assert "gb18030" in page


# paths


@pytest.mark.parametrize(
    "source",
    [
        "../../etc/passwd", "/etc/passwd", "a/../b", "a//b", ".", "..", "", "a\\..\\b", "nul\x00",
        "<x>\"'&.html",
        "长" * 200, "d/" * 600 + "x", "con|:*?", "x.html/y", "tail. /end.", "\udcff",
    ],
)  # fmt: skip
def test_a_report_never_leaves_its_folder(source, tmp_path):
    stem = report_stem(source)
    parts = stem.split("/")
    assert parts[0] == "reports"
    assert not {"", ".", ".."} & set(parts)
    assert all(len(p.encode()) <= 220 for p in parts)
    path = tmp_path / f"{stem}.html"
    assert path.resolve().is_relative_to((tmp_path / "reports").resolve())
    path.parent.mkdir(parents=True)
    path.write_text("x")
    assert unquote(link(stem, ".html")) == f"{stem}.html"
    assert (path.parent / way_up(stem) / "reports").resolve() == (tmp_path / "reports").resolve()


def test_ordinary_sources_are_mirrored_as_they_are():
    assert report_stem("某市/2023 年.html") == "reports/某市/2023 年.html"
    assert report_stem("a.zip!b/c.html") == "reports/a.zip!b/c.html"


def test_different_sources_have_different_reports():
    sources = [
        "a:b",
        "a?b",
        "a_b",
        "a.",
        "a",
        "x.html/y",
        "x.html",
        "长" * 100,
        "长" * 101,
        "..",
        "_",
        "a//b",
        "a/_/b",
    ]
    assert len({report_stem(s) for s in sources}) == len(sources)


# words


def test_a_terminal_is_not_steered_by_a_document():
    filing = replace(
        plain_filing("x\x1b[2J"), violations=(Violation("r", "error", "violated", message="a\x1b]0;b\nc"),)
    )
    verdict = Verdict(tuple(Judged(v, "") for v in filing.violations))
    text = "\n".join(describe(filing, verdict, "zh"))
    assert "\x1b" not in text
    assert "a ]0;b c" in text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_catalogue_names_every_rule(language):
    text = "\n".join(catalogue(FORMS.rulebook, language))
    assert all(f"  {rule.code} " in text for rule in FORMS.rulebook.rules)


def test_words_are_there_in_both_languages():
    zh, en = words("zh"), words("en")
    assert {g: set(k) for g, k in zh.items()} == {g: set(k) for g, k in en.items()}
    assert all(text for group in (*zh.values(), *en.values()) for text in group.values())


def test_old_form_reports_too():
    filing = replace(plain_filing(), template="2014", tables=(reading("2014", "statistics"),))
    tags = Tags(report(filing))
    assert "s_staff_total" in tags.ids
    rows = MAKER.rows(filing)
    assert isinstance(rows, FilingRows)
    assert {r[7] for r in rows.statistics} >= {"件", "万元", "人次"}


def test_a_cell_that_no_form_has_is_not_passed_on():
    bad = replace(reading("2021", "proceedings"), facts=(cell("review", "nonsense", CellStatus.BLANK),))
    with pytest.raises(ValueError, match="not the cells of form"):
        MAKER.rows(replace(plain_filing(), tables=(bad,)))


@pytest.mark.parametrize(
    "printed", ["741.8299999999999", "24252.311082", "0.123456789012345678", "98765432101234"]
)
def test_numbers_are_exact_in_frames_and_parquet(tmp_path, printed):
    cells = {("fees", "fee_amount"): cell("fees", "fee_amount", CellStatus.REPORTED, printed, printed)}
    filing = replace(plain_filing(), tables=(reading("2021", "disclosure", cells),))
    frame = to_frames([MAKER.rows(filing)])["disclosure"]
    assert Decimal(printed) in list(frame.value)
    assert Decimal(printed) + 1 in list(frame.value + 1)
    write_tables(tmp_path, [filing], "parquet")
    values = pq.read_table(tmp_path / "disclosure.parquet")["value"].to_pylist()
    assert Decimal(printed) in values
