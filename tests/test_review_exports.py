"""What is taken along from the workbench: notices, the list of faults, and exports that the other verbs take back."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest

from extractor.review.notice_files import attached
from extractor.writers.rows import filing_id
from tests.conftest import ROOT, run_program
from tests.desk import a_desk, a_run, served
from tests.scoring import rows

if TYPE_CHECKING:
    from pathlib import Path

    from extractor.review.desk import Desk
    from tests.desk import Client

NAME = "北桥/2024.html"
ID = filing_id(NAME)
SHANGWU = (ROOT / "fixtures/archive/beiqiao-zhuyuan-shangwu/2024.html").read_text("utf-8")
"""Two columns of its applications do not balance: 法律服务机构 and 总计."""
NEW = "新收政府信息公开申请数量<td>0<td>0<td>0<td>0<td>1<td>0<td>1"


@pytest.fixture
def run(tmp_path: Path) -> tuple[Path, Path]:
    return a_run(tmp_path, {NAME: SHANGWU})


def decide(desk: Desk, client: Client, column: str, verdict: str, **more: str) -> None:
    opened = desk.open(ID)
    assert opened is not None
    (nth,) = [i for i, f in enumerate(opened.found) if f.key.column == column]
    fields = {"nth": str(nth), "verdict": verdict, "note": "已核实", "who": "核对员甲", **more}
    assert client.post(f"/filing/{ID}/decide", fields).status == 303


def word_text(data: bytes) -> str:
    docx = pytest.importorskip("docx", reason="the extra review is not installed")
    return "\n".join(docx.Document(io.BytesIO(data)).element.itertext())


def sheets(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(data))
    return {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}


BALANCE = ("法律服务机构列：新收", "总计列：新收")


def test_the_notice_of_a_filing_leaves_out_what_is_accepted_or_misread(run: tuple[Path, Path]) -> None:
    desk = a_desk(*run)
    with served(desk) as client:
        text = client.enter().get(f"/filing/{ID}").text
        assert f'href="/filing/{ID}/notice.docx"' in text
        whole = client.get(f"/filing/{ID}/notice.html")
        assert whole.status == 200
        assert all(words in whole.text for words in BALANCE)
        decide(desk, client, "legal_service", "accepted")
        for kind in ("html", "docx"):
            answer = client.get(f"/filing/{ID}/notice.{kind}")
            shown = answer.text if kind == "html" else word_text(answer.data)
            assert [words in shown for words in BALANCE] == [False, True]
        decide(desk, client, "total", "reading")
        nothing = client.get(f"/filing/{ID}/notice.html")
        assert (nothing.status, "没有需要发送的问题" in nothing.text) == (404, True)
        decide(desk, client, "total", "filing")
        assert client.get(f"/filing/{ID}/notice.html").status == 200
        for path in (f"/filing/{ID}/notice.exe", "/filing/0000000000000000/notice.html"):
            assert client.get(path).status == 404


def test_a_decision_whose_numbers_changed_keeps_nothing_from_being_sent(run: tuple[Path, Path]) -> None:
    desk = a_desk(*run)
    with served(desk) as client:
        decide(desk, client.enter(), "legal_service", "accepted")
    source, output = run
    (source / NAME).write_text(SHANGWU.replace(NEW, NEW.replace("1<td>0<td>1", "2<td>0<td>1")), "utf-8")
    assert run_program("run", source, "--output", output, "--engine", "inline").exit_code == 0
    with served(a_desk(*run)) as client:
        assert BALANCE[0] in client.enter().get(f"/filing/{ID}/notice.html").text


def test_the_notice_of_an_organization(run: tuple[Path, Path]) -> None:
    desk = a_desk(*run)
    (filing,) = rows(run[1] / "filings.csv")
    path = f"/series/{filing['organization_id']}"
    with served(desk) as client:
        assert f'href="{path}/notice.html"' in client.enter().get(path).text
        decide(desk, client, "legal_service", "accepted")
        shown = client.get(f"{path}/notice.html")
        assert [words in shown.text for words in BALANCE] == [False, True]
        assert BALANCE[1] in word_text(client.get(f"{path}/notice.docx").data)
        told = shown.headers["content-disposition"].rpartition("''")[2]
        assert unquote(told) == f"整改意见-{filing['organization']}.html"
        assert client.get("/series/none/notice.html").status == 404


def test_the_list_of_faults(run: tuple[Path, Path]) -> None:
    desk = a_desk(*run)
    with served(desk) as client:
        assert 'href="/faults.xlsx"' in client.enter().get("/overview").text
        filings, faults = sheets(client.get("/faults.xlsx").data).values()
        assert (len(filings), len(faults)) == (1, 2)
        decide(desk, client, "legal_service", "accepted")
        _, faults = sheets(client.get("/faults.xlsx").data).values()
        assert len(faults) == 1
        decide(desk, client, "total", "reading")
        assert [len(sheet) for sheet in sheets(client.get("/faults.xlsx").data).values()] == [0, 0]


def test_a_run_whose_messages_are_english_has_no_notice_and_it_is_said(tmp_path: Path) -> None:
    desk = a_desk(*a_run(tmp_path, {NAME: SHANGWU}, "--lang", "en"))
    with served(desk) as client:
        answer = client.enter().get(f"/filing/{ID}/notice.html")
    assert (answer.status, "--lang zh" in answer.text) == (409, True)


@pytest.mark.parametrize(
    "name",
    [
        'a"; filename="evil.exe',
        "a\r\nset-cookie: x=1",
        "../../../etc/passwd",
        "C:\\con",
        "\u202etxt.exe",
        "\ud800",
        "\x00",
        "",
        ".",
        "名" * 500,
    ],
)
def test_a_hostile_name_is_harmless_in_a_header(name: str) -> None:
    (value,) = attached("notice-1.html", name).values()
    found = re.fullmatch(
        r"attachment; filename=\"notice-1\.html\"; filename\*=UTF-8''([A-Za-z0-9%._-]+)", value
    )
    assert found is not None
    told = unquote(found[1])
    assert re.fullmatch(r"[\w（）()-]+\.html", told)
    assert len(told) <= 70


def test_a_hostile_organization_is_harmless_in_a_download(tmp_path: Path) -> None:
    name = "北桥市竹垣县商务局"
    assert name in SHANGWU
    desk = a_desk(*a_run(tmp_path, {"a\"b;';c/2024.html": SHANGWU.replace(name, '甲"; a=<b>/../局')}))
    with served(desk) as client:
        answer = client.enter().get(f"/filing/{desk.board.ids[0]}/notice.html")
    assert answer.status == 200
    assert re.fullmatch(
        r"attachment; filename=\"notice-\w+\.html\"; filename\*=UTF-8''[\w%.-]+",
        answer.headers["content-disposition"],
    )


def test_corrections_go_back_into_a_run(run: tuple[Path, Path], tmp_path: Path) -> None:
    source, output = run
    desk = a_desk(*run)
    with served(desk) as client:
        client.enter()
        cell = {"cell": "applications.new_requests.legal_service", "value": "0"}
        decide(desk, client, "legal_service", "reading", **cell)
        total = {
            "cell": "applications.new_requests.total",
            "value": "0",
            "who": "乙",
            "note": '=1+1, "电话"\n核实',
        }
        assert client.post(f"/filing/{ID}/correct", total).status == 200
        exported = tmp_path / "corrections.csv"
        exported.write_bytes(client.get("/corrections.csv").data)
    words = ("--engine", "inline", "--corrections", exported)
    assert run_program("run", source, "--output", output, *words).exit_code == 0
    found = {(r["row"], r["column"]): r for r in rows(output / "applications.csv")}
    for column in ("legal_service", "total"):
        cell = found["new_requests", column]
        assert (cell["status"], cell["value"], cell["raw"]) == ("corrected", "0", "1")
    assert [r["rule"] for r in rows(output / "violations.csv") if r["rule"] == "applications-balance"] == []
    assert [r["outcome"] for r in rows(output / "corrections.csv")] == ["applied", "applied"]
    with served(a_desk(*run)) as client:  # the workbench opens what came of it
        assert client.enter().get(f"/filing/{ID}").status == 200


def test_decisions_go_into_a_notice(run: tuple[Path, Path], tmp_path: Path) -> None:
    desk = a_desk(*run)
    with served(desk) as client:
        decide(desk, client.enter(), "legal_service", "accepted", note='=1+1, "电话"\n核实')
        exported = tmp_path / "decisions.csv"
        exported.write_bytes(client.get("/decisions.csv").data)
    assert [r["decision"] for r in rows(exported)] == ["accepted"]
    older = tmp_path / "older.csv"
    older.write_bytes(exported.read_bytes().replace(b",decision,", b",verdict,", 1))
    for given in (exported, older):
        out = tmp_path / "notice.html"
        done = run_program("notice", run[1], "--filing", ID, "--output", out, "--decisions", given)
        assert done.exit_code == 0, done.output
        assert "按核对决定不发送 1" in done.output
        assert [words in out.read_text("utf-8") for words in BALANCE] == [False, True]
