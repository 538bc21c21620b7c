"""Notices of faults: what is in them and what not, as a page, a Word file and a list; hostile names do nothing."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from decimal import Decimal
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

import docx
import openpyxl
import pytest

from extractor.analysis.select import records, select
from extractor.corrections import apply
from extractor.errors import UsageError
from extractor.model.correction import Correction
from extractor.notices import (
    Decisions,
    filing_of,
    filings_of,
    notice_docx,
    notice_html,
    notice_of,
    read_decisions,
    workbook,
    write_list,
)
from extractor.notices.places import place_in_words
from extractor.rules import check
from extractor.writers.parcel import lines_of, pack
from extractor.writers.printing import clean
from extractor.writers.rows import RowMaker, filing_id
from extractor.writers.tableset import TableSet
from tests.conftest import ROOT, run_program
from tests.filings_by_hand import HOSTILE
from tests.handmade import FORMS, whole
from tests.test_writers import write_tables

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.model.filing import Filing
    from extractor.notices import Notice

BODY = "示例县人民政府"
WORDS = {
    "applications.new_requests.total": "7",
    "applications.granted.natural_person": "2",
    "applications.partly_granted.total": "blank",
    "applications.partly_granted.business": "3",
    "proceedings.review.upheld": "doubtful",
}
W_TAG = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def made(
    source: str,
    words: dict[str, str] | None = None,
    *,
    body: str = BODY,
    year: int = 2022,
    lang: str = "zh",
    corrections: tuple[Correction, ...] = (),
) -> Filing:
    """A checked filing of an output."""
    filing = replace(whole(words=words, year=year), source=source, sha256="ab" * 32)
    title = f"{body}{year}年政府信息公开工作年度报告"
    filing = replace(filing, identity=replace(filing.identity, organization=body, title=title))
    filing = apply(filing, corrections, FORMS)
    return replace(filing, violations=tuple(check(filing, FORMS, lang)))


def output(folder: Path, *filings: Filing, kind: str = "csv") -> Path:
    folder.mkdir(exist_ok=True)
    write_tables(folder, sorted(filings, key=lambda f: f.source), kind)
    return folder


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A run with a faulty filing, another of the year before, and a clean one of another body."""
    return output(
        tmp_path,
        made("a/2022.html", WORDS),
        made("a/2021.html", {"applications.new_requests.total": "1"}, year=2021),
        made("b/2022.html", body="清白县人民政府"),
    )


def of(out: Path, source: str = "a/2022.html", decisions: Decisions | None = None) -> Notice | None:
    return notice_of(out, [filing_of(out, source)], decisions)


def told(notice: Notice) -> dict[str, list[str]]:
    """The messages of each part by its title."""
    return {p.title: [i.message for g in p.groups for i in g.items] for p in notice.parts}


def messages(out: Path, source: str, outcome: str, *severities: str) -> list[str]:
    return [
        v["message"]
        for v in select(out, "violations", "filing_id", {filing_id(source)})
        if v["outcome"] == outcome and v["severity"] in severities
    ]


# what is in a notice


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_what_is_violated_and_what_is_undecided_stand_apart(tmp_path: Path, kind: str) -> None:
    out = output(tmp_path, made("a/2022.html", WORDS), made("b.html"), kind=kind)
    notice = of(out)
    parts = told(notice)
    assert list(parts) == ["需要整改的问题", "需要核实的事项"]
    assert sorted(parts["需要整改的问题"]) == sorted(
        messages(out, "a/2022.html", "violated", "error", "warning")
    )
    assert parts["需要核实的事项"] == messages(out, "a/2022.html", "undecided", "error", "warning")
    assert parts["需要核实的事项"]
    errors = len(messages(out, "a/2022.html", "violated", "error"))
    assert f"应当更正的{errors}处" in notice.parts[0].intro
    assert notice.title == "关于示例县人民政府2022年政府信息公开工作年度报告有关问题的整改意见"
    assert "国办公开办函〔2021〕30号" in notice.opening
    assert f"存在需要整改的问题{len(parts['需要整改的问题'])}处" in notice.opening


def test_each_fault_has_its_places_and_its_sum(out: Path) -> None:
    (group,) = of(out).parts[0].groups
    item = next(i for i in group.items if "总计列：新收 7" in i.message)
    assert item.form == ("表三", "行：三、本年度办理结果 （七）总计", "列：总计")
    assert (item.expected, item.actual, item.difference) == ("7", "0", "-7")
    assert item.asked.startswith("要求：本年新收 ＋ 上年结转")
    assert group.sums
    assert [i.number for i in group.items] == list(range(1, len(group.items) + 1))


def test_an_organization_has_one_notice_by_year(out: Path) -> None:
    filings = filings_of(out, BODY)
    assert [f["year"] for f in filings] == ["2021", "2022"]
    notice = notice_of(out, filings)
    assert notice.title.startswith("关于示例县人民政府2021、2022年政府信息公开")
    first = notice.parts[0]
    assert [re.search(r"(\d{4})年", g.title)[1] for g in first.groups] == ["2021", "2022"]
    numbers = [i.number for g in first.groups for i in g.items]
    assert numbers == list(range(1, len(numbers) + 1))


def test_nothing_to_send_is_no_notice(out: Path) -> None:
    assert of(out, "b/2022.html") is None


def test_infos_ask_for_nothing(tmp_path: Path) -> None:
    filing = made("a.html", {"applications.new_requests.total": "7"})
    infos = tuple(replace(v, severity="info") for v in filing.violations)
    notice = of(output(tmp_path, replace(filing, violations=infos)), "a.html")
    assert list(told(notice)) == ["提请注意的事项"]
    assert len(notice.demands) == 1


def test_faults_of_one_severity_are_told_so(tmp_path: Path) -> None:
    for severity, says in (("error", "均应当更正"), ("warning", "均应当核对")):
        filing = made("a.html", {"applications.new_requests.total": "7"})
        only = tuple(replace(v, severity=severity) for v in filing.violations)
        out = output(tmp_path / severity, replace(filing, violations=only))
        assert says in of(out, "a.html").parts[0].intro


def test_corrections_are_cited(tmp_path: Path) -> None:
    words = {"applications.new_requests.total": "7"}
    cell = ("applications", "new_requests", "total")
    given = Correction(filing_id("a.html"), "a.html", *cell, "7", Decimal(8), "王五")
    notice = of(output(tmp_path, made("a.html", words, corrections=(given,))), "a.html")
    assert any("读取为7，更正为8" in note and "表三" in note for note in notice.notes)


def test_a_run_in_english_is_refused(tmp_path: Path) -> None:
    out = output(tmp_path, made("a.html", WORDS, lang="en"))
    with pytest.raises(UsageError, match="--lang zh"):
        of(out, "a.html")


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("2/27/6", "第2个表格第27行第6格"),
        ("12:5", "第12行第5字"),
        ("p3 [1.5,2,3,4]", "第3页"),
        ("¶7", "第7段"),
        ("2", "第2个表格"),
        ("附 件.docx 2/3/4", "附件附 件.docx，第2个表格第3行第4格"),
        ("a b.pdf p3 [1,2,3,4]", "附件a b.pdf，第3页"),
        ("", ""),
        ("somewhere else", "somewhere else"),
    ],
)
def test_places_in_words(location: str, words: str) -> None:
    assert place_in_words(location) == words


def test_a_run_for_spreadsheets_gives_the_same_notice(tmp_path: Path) -> None:
    name = "=示例县人民政府"
    folders = [tmp_path / "plain", tmp_path / "sheets"]
    for folder, spreadsheet in zip(folders, (False, True), strict=True):
        folder.mkdir()
        with TableSet(folder, "csv", spreadsheet=spreadsheet) as tables:
            tables.add(lines_of(pack(RowMaker(FORMS).rows(made("=a.html", WORDS, body=name)))))
            tables.close()
    assert "'=a.html" in (folders[1] / "filings.csv").read_text("utf-8-sig")
    plain, sheets = (of(folder, "=a.html") for folder in folders)
    assert plain == sheets
    assert filings_of(folders[1], name) == filings_of(folders[0], name)


# decisions


def decided(
    path: Path, *rows: str, head: str = "filing_id,rule,table,row,column,decision,note,who,when"
) -> Decisions:
    path.write_text(f"{head}\n" + "".join(f"{row}\n" for row in rows), "utf-8-sig")
    return read_decisions(path)


@pytest.mark.parametrize(("word", "left_out"), [("accepted", 1), ("reading", 1), ("filing", 0), ("open", 0)])
def test_what_is_accepted_is_not_sent(out: Path, word: str, left_out: int) -> None:
    key = f"{filing_id('a/2022.html')},applications-balance,applications,handled_total,total"
    decisions = decided(out / "d.csv", f"{key},{word},{HOSTILE.replace(',', '')},张三,2026-01-01")
    notice = of(out, decisions=decisions)
    balance = [m for m in told(notice)["需要整改的问题"] if "总计列：新收 7" in m]
    assert len(balance) == 1 - left_out
    assert notice.left_out == left_out
    assert of(out, "a/2021.html", decisions).left_out == 0


def test_the_workbenchs_own_export_is_understood(out: Path) -> None:
    head = "filing_id,source,rule,table,row,column,nth,verdict,standing,who,when,note,message"
    key = f"{filing_id('a/2022.html')},a/2022.html,applications-balance,applications,handled_total,total"
    assert (
        of(out, decisions=decided(out / "d.csv", f"{key},0,accepted,accepted,a,b,c,d", head=head)).left_out
        == 1
    )
    assert (
        of(out, decisions=decided(out / "d.csv", f"{key},1,accepted,accepted,a,b,c,d", head=head)).left_out
        == 0
    )
    assert (
        of(out, decisions=decided(out / "d.csv", f"{key},0,accepted,changed,a,b,c,d", head=head)).left_out
        == 0
    )


def test_a_decision_that_fits_several_leaves_out_none_of_them(tmp_path: Path) -> None:
    filing = made("a.html")
    filing = replace(filing, sections=tuple(s for s in filing.sections if s.section not in (2, 5)))
    filing = replace(filing, violations=tuple(check(filing, FORMS)))
    out = output(tmp_path, filing)
    missing = [m for m in messages(out, "a.html", "violated", "error") if "第" in m or "部分" in m]
    key = f"{filing_id('a.html')},section-missing,,,"
    decisions = decided(out / "d.csv", f"{key},accepted,,,")
    assert of(out, "a.html", decisions).left_out == 0
    assert [d.number for d in decisions.unclear] == [2]
    result = run_program(
        "notice", out, "--filing", "a.html", "-o", out / "n.html", "--decisions", out / "d.csv"
    )
    assert "fits several violations" in result.output
    head = "filing_id,rule,table,row,column,decision,nth,message"
    second = of(out, "a.html", decided(out / "d.csv", f"{key},accepted,1,", head=head))
    assert second.left_out == 1
    by_words = of(out, "a.html", decided(out / "d.csv", f"{key},accepted,,{missing[0]}", head=head))
    assert by_words.left_out == 1
    assert missing[0] not in told(by_words)["需要整改的问题"]


def test_the_last_decision_holds_and_a_wrong_one_is_told(out: Path) -> None:
    key = f"{filing_id('a/2022.html')},applications-balance,applications,handled_total,total"
    taken_back = decided(out / "d.csv", f"{key},accepted,,,", f"{key},open,,,")
    assert of(out, decisions=taken_back).left_out == 0
    with pytest.raises(UsageError, match="row 2: decision is 'perhaps'"):
        decided(out / "d.csv", f"{key},perhaps,,,")
    with pytest.raises(UsageError, match="row 2: filing_id or rule is empty"):
        decided(out / "d.csv", ",x,,,,open,,,")


# how it looks


class Tags(HTMLParser):
    """Every tag of a page with its attributes, and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        """Take a tag."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Take text."""
        self.text += data


HOSTILE_NAMES = [HOSTILE, "甲\x00\x0b\u202e\ud800\ufffe]]></w:t>县", "=cmd|' /C calc'!A0", "县\r\n人民政府"]


@pytest.mark.parametrize("name", HOSTILE_NAMES)
def test_hostile_names_are_only_text(tmp_path: Path, name: str) -> None:
    filing = made("a.html", WORDS, body=name)
    violations = tuple(
        replace(v, row_label=name, column_label=name, location=clean(name), message=f"{v.message}{name}")
        for v in filing.violations
    )
    out = output(tmp_path, replace(filing, source=f"{name}.html", violations=violations))
    (row,) = records(out, "filings")
    notice = notice_of(out, [row])
    page = notice_html(notice)
    page.encode("utf-8")
    seen = Tags(page)
    assert not {t for t, _ in seen.tags} & {"script", "img", "iframe", "object", "link", "form", "a"}
    assert not any(key.startswith("on") or key in ("src", "href", "style") for _, a in seen.tags for key in a)
    assert "default-src 'none'" in page
    text = docx_text(notice_docx(notice))
    assert notice.title in text
    assert "\x00" not in text
    write_list(out, tmp_path / "l.xlsx")
    for sheet in openpyxl.load_workbook(tmp_path / "l.xlsx"):
        for line in sheet.iter_rows():
            for cell in line:
                assert cell.data_type in ("n", "s")
                assert cell.hyperlink is None
                assert not (
                    cell.data_type == "s" and str(cell.value)[:1] in "=@+" and len(str(cell.value)) > 1
                )


def docx_text(data: bytes) -> str:
    document = docx.Document(io.BytesIO(data))
    return "\n".join(t.text or "" for t in document.element.iter(f"{W_TAG}t"))


def test_a_page_has_blanks_to_write_into_and_all_faults(out: Path) -> None:
    notice = of(out)
    page = notice_html(notice)
    seen = Tags(page)
    blanks = [a["aria-label"] for t, a in seen.tags if "contenteditable" in a]
    for due in ("〔发文字号〕", BODY, "〔年 月 日〕", "〔发文单位〕", "〔联系人〕", "〔电话〕"):
        assert due in blanks
    for lines in told(notice).values():
        for line in lines:
            assert line in seen.text
    assert "三、整改要求" in seen.text
    assert "没有发生的，填写“0”" in seen.text


def test_a_word_file_has_the_same_and_its_blanks_are_content_controls(out: Path) -> None:
    notice = of(out)
    data = notice_docx(notice)
    text = docx_text(data)
    for lines in told(notice).values():
        for line in lines:
            assert line in text
    document = docx.Document(io.BytesIO(data))
    controls = list(document.element.iter(f"{W_TAG}sdt"))
    tags = [c.find(f".//{W_TAG}tag").get(f"{W_TAG}val") for c in controls]
    assert tags == ["number", "recipient", "deadline", "office", "contact", "phone", "office", "date"]
    for control, tag in zip(controls, tags, strict=True):
        waits = control.find(f".//{W_TAG}showingPlcHdr") is not None
        assert waits == (tag != "recipient")
    assert document.core_properties.title == notice.title
    assert document.core_properties.author == ""
    assert [p.text for p in document.paragraphs if p.style.name == "Heading 1"] == [
        "一、需要整改的问题", "二、需要核实的事项", "三、整改要求"
    ]  # fmt: skip
    for table in document.tables:
        assert table.rows[0]._tr.find(f".//{W_TAG}tblHeader") is not None
    assert [len(t.columns) for t in document.tables] == [6, 3]


def test_without_the_package_it_is_said_what_to_install(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    result = run_program("notice", out, "--filing", "a/2022.html", "--output", out / "n.docx")
    assert result.exit_code == 2
    assert "pip install 'extractor[review]'" in result.output
    assert not (out / "n.docx").exists()
    assert run_program("notice", out, "--filing", "a/2022.html", "--output", out / "n.html").exit_code == 0


# the list


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    head, *lines = ([c.value for c in line] for line in sheet.iter_rows())
    return [dict(zip(head, line, strict=True)) for line in lines]


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_the_list_has_every_filing_with_faults_and_every_fault(tmp_path: Path, kind: str) -> None:
    filings = [made(f"{i}.html", WORDS if i % 2 else None) for i in range(5)]
    out = output(tmp_path, *filings, kind=kind)
    told = sum(len(f.violations) for f in filings)
    assert write_list(out, tmp_path / "l.xlsx") == (2, told)
    book = openpyxl.load_workbook(tmp_path / "l.xlsx")
    assert book.sheetnames == ["报告清单", "问题明细"]
    for sheet in book:
        assert sheet.freeze_panes == "D2"
        assert sheet.auto_filter.ref == f"A1:{sheet.dimensions.split(':')[1]}"
    first = rows_of(book["报告清单"])
    assert [r["来源"] for r in first] == ["1.html", "3.html"]
    found = filings[1].violations
    assert first[0]["错误"] == sum(v.kind == "error" for v in found)
    assert first[0]["待核实"] == sum(v.kind == "undecided" for v in found)
    detail = rows_of(book["问题明细"])
    assert len(detail) == told
    wrong = next(r for r in detail if "总计列：新收 7" in r["说明"])
    assert (wrong["应为"], wrong["实为"], wrong["相差"], wrong["表"]) == (7, 0, -7, "表三")


def test_a_list_longer_than_a_sheet_goes_on_in_the_next(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    _, faults = write_list(out, tmp_path / "l.xlsx")
    book = openpyxl.load_workbook(tmp_path / "l.xlsx")
    sheets = [s for s in book.sheetnames if s.startswith("问题明细")]
    assert len(sheets) == -(-faults // 3)
    assert sum(len(rows_of(book[s])) for s in sheets) == faults


def test_decisions_hold_for_the_list(out: Path) -> None:
    every = list(records(out, "violations"))
    keys = [",".join((v["filing_id"], v["rule"], v["table"], v["row"], v["column"])) for v in every]
    before = write_list(out, out / "l.xlsx")
    decisions = decided(out / "d.csv", *(f"{k},accepted,,," for k in keys if filing_id("a/2021.html") in k))
    gone = sum(filing_id("a/2021.html") in k for k in keys)
    assert write_list(out, out / "l.xlsx", decisions) == (before[0] - 1, before[1] - gone)


# the command line


def test_the_command_line(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key = filing_id("a/2022.html")
    monkeypatch.chdir(out)
    result = run_program("notice", out, "--filing", key)
    assert result.exit_code == 0
    assert (out / f"notice-{key}.html").is_file()
    assert "需要整改的问题" in result.output
    assert run_program("notice", out, "--organization", BODY, "--output", out / "n.docx").exit_code == 0
    assert run_program("notice", out, "--list", out / "l.xlsx").exit_code == 0
    clean = run_program("notice", out, "--filing", "b/2022.html", "--output", out / "none.html")
    assert "没有需要发送的问题" in clean.output
    assert not (out / "none.html").exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ((), "give one of"),
        (("--filing", "x", "--organization", "y"), "give one of"),
        (("--filing", "2022.html"), "perhaps a/2022.html; b/2022.html"),
        (("--organization", "无名"), "the run has no organization"),
        (("--filing", "a/2022.html", "--output", "n.pdf"), "a notice is written as"),
        (("--list", "l.csv"), "is a workbook"),
        (("--list", "no/l.xlsx"), "cannot write"),
        (("--filing", "a/2022.html", "--output", "no/n.html"), "cannot write"),
    ],
)
def test_wrong_use_is_told(
    out: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], says: str
) -> None:
    monkeypatch.chdir(out)
    result = run_program("notice", out, *words)
    assert result.exit_code == 2
    assert says in result.output


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    for words in (("--filing", "x"), ("--list", tmp_path / "l.xlsx")):
        assert "is not the output of a run" in run_program("notice", tmp_path, *words).output


def test_an_organization_of_a_whole_run(years_run: Path, tmp_path: Path) -> None:
    body = next(o for o in records(years_run, "organizations") if int(o["filings"]) > 2)
    by_id, by_name = filings_of(years_run, body["organization_id"]), filings_of(years_run, body["name"])
    assert by_id == by_name
    assert len(by_id) == int(body["filings"])
    filings, faults = write_list(years_run, tmp_path / "l.xlsx")
    assert faults == len(list(records(years_run, "violations")))
    assert filings == len({v["filing_id"] for v in records(years_run, "violations")})


def test_the_words_are_part_of_the_package() -> None:
    assert (ROOT / "extractor/notices/data/letter.toml").is_file()
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    assert '"extractor.notices" = ["data/*"]' in pyproject
