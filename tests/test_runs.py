"""Official tables in text that was run together."""

from __future__ import annotations

from extractor.forms import load_forms
from extractor.pipeline import trace_bytes
from extractor.readers import text
from extractor.tables.runs import read_runs
from extractor.tables.vocabulary import vocabulary

FORMS = load_forms()
DISCLOSURE = (
    "第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件123"
    "第二十条第（五）项信息内容本年处理决定数量行政许可2293第二十条第（六）项信息内容本年处理决定数量"
    "行政处罚1282行政强制42第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费24.31"
)


def strings(printed: str, table: str) -> dict[str, str]:
    document = text.read(printed)
    for found in read_runs(document, FORMS, vocabulary(FORMS), frozenset()):
        if found.table == table:
            return {row.labels[-1] if row.labels else "": row.cells[0].text for row in found.rows}
    return {}


def test_digits_stand_between_labels():
    assert strings(DISCLOSURE, "disclosure") == {
        "规章": "000",
        "行政规范性文件": "123",
        "行政许可": "2293",
        "行政处罚": "1282",
        "行政强制": "42",
        "行政事业性收费": "24.31",
    }


def test_the_number_of_the_next_label_is_not_a_digit_of_the_row():
    printed = (
        "申请人情况自然人法人或其他组织总计（三）不予公开1.属于国家秘密0000000"
        "2.其他法律行政法规禁止公开10000013.危及“三安全一稳定”00000004.保护第三方合法权益2000002"
    )
    assert strings(printed, "applications") == {
        "1.属于国家秘密": "0000000",
        "2.其他法律行政法规禁止公开": "1000001",
        "3.危及“三安全一稳定": "0000000",
        "4.保护第三方合法权益": "2000002",
    }


def test_a_sentence_that_names_rows_is_no_table():
    printed = (
        "全年办理行政许可2293件，较上一年有较大幅度增长，主要原因是下放了审批的权限并且简化了申报的材料；"
        "作出行政处罚1282件，其中罚款的案件占到了多数，其余为警告和没收违法所得，程序都合乎规定的要求；"
        "实施行政强制42件，全部为查封和扣押，没有发生因此引起的复议和诉讼。"
    )
    assert strings(printed, "disclosure") == {}


def test_a_list_of_figures_in_a_sentence_is_no_table():
    assert strings("全年办理行政许可5件、行政处罚3件、行政强制0件、行政事业性收费2项。", "disclosure") == {}
    assert strings("全年行政许可5、行政处罚3、行政强制0、规章1。", "disclosure") == {}


def test_the_place_of_a_string_is_its_place_in_the_line():
    document = text.read("甲乙丙\n" + DISCLOSURE)
    (found,) = read_runs(document, FORMS, vocabulary(FORMS), frozenset())
    assert found.rows[0].location == f"2:{DISCLOSURE.index('000') + 1}"


def test_a_whole_filing_run_together():
    title = "东桥市南浦区林业局2022年政府信息公开工作年度报告"
    trace = trace_bytes(
        f"{title}\n一、总体情况本年度工作平稳。二、主动公开政府信息情况{DISCLOSURE}".encode(), "a.txt"
    )
    facts = {(f.row, f.column): f for f in trace.filing.tables[0].facts}
    assert str(facts["fees", "fee_amount"].value) == "24.31"
    assert facts["licensing", "decisions"].status == "reported"
    assert facts["rules", "in_force"].status == "deduced"


def test_a_number_alone_below_a_row_may_be_the_rest_of_its_last():
    page = (
        "东桥市南浦区林业局2022年政府信息公开工作年度报告\n\n第二十条第（六）项\n信息内容   本年处理决定数量\n"
        "行政处罚   588\n行政强制   3\n第二十条第（八）项\n信息内容   本年收费金额（单位：万元）\n行政事业性收费   741.82\n29\n"
    )
    table = trace_bytes(page.encode(), "a.txt").filing.table("disclosure")
    assert table is not None
    facts = {(f.row, f.column): f for f in table.facts}
    assert facts["fees", "fee_amount"].status == "absent"
    assert ("row-short", "fees") in {(f.rule, f.row) for f in table.findings}
    assert facts["penalties", "decisions"].value == 588
