"""Title, organization, year, date of publication, and whether a document is a report at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from extractor.forms import load_forms
from extractor.identity import identify, is_report
from extractor.identity.dates import is_date, read_date
from extractor.identity.report_title import read_page_title, read_title
from extractor.model.document import Cell, Document, Grid, Paragraph, Recognised
from extractor.model.filing import FilingStatus
from extractor.outline import build
from extractor.pipeline import trace_bytes

if TYPE_CHECKING:
    from extractor.model.filing import Identity

FORMS = load_forms()
TITLES = (
    "总体情况",
    "主动公开政府信息情况",
    "收到和处理政府信息公开申请情况",
    "政府信息公开行政复议、行政诉讼情况",
)
TITLES += ("存在的主要问题及改进情况", "其他需要报告的事项")
BODY = [
    x
    for n, t in zip("一二三四五六", TITLES, strict=True)
    for x in (f"{n}、{t}", "各科室按分工办理，没有积压。")
]
PLAIN = "2021年政府信息公开工作年度报告"


def identity(*lines, title: str = "", metadata=(), source: str = "a.html", body=BODY) -> Identity:
    blocks = []
    for n, line in enumerate((*lines, *body), 1):
        blocks.append(Paragraph(line, f"{n}:1", line=n, column=1) if isinstance(line, str) else line)
    document = Document(tuple(blocks), title, tuple(metadata), "text/html", "html")
    return identify(document, build(document, frozenset(), FORMS), source, FORMS)


def judged(*lines, title: str = "", has_tables: bool = False) -> tuple[bool, str]:
    blocks = [
        Paragraph(x, f"{n}:1", line=n, column=1) if isinstance(x, str) else x for n, x in enumerate(lines, 1)
    ]
    document = Document(tuple(blocks), title, (), "text/html", "html")
    return is_report(document, build(document, frozenset(), FORMS), has_tables, FORMS)


@pytest.mark.parametrize(
    ("title", "organization", "year"),
    [
        ("2022年云泽市政府信息公开工作年度报告", "云泽市", 2022),
        ("桂花路街道2022年政府信息公开工作年度报告", "桂花路街道", 2022),
        ("柳川市青禾区槐荫街道办事处2022年政府信息公开工作年度报告", "柳川市青禾区槐荫街道办事处", 2022),
        ("2023年竹园镇政府信息公开年度报告", "竹园镇", 2023),
        ("云泽市东篱县枫林镇2023年政府信息公开年度报告(2024年3 月 26日)", "云泽市东篱县枫林镇", 2023),
        ("云泽市民政局2020年政府信息公开工作情况", "云泽市民政局", 2020),
        ("东篱县审计局2022年度政府信息公开工作年度报告", "东篱县审计局", 2022),
        ("松原湖综合实验区管委会2014年度政府信息公开工作年度报告", "松原湖综合实验区管委会", 2014),
        ("市审计局2022年政府信息公开工作年度报告", "市审计局", 2022),
        ("青禾区统计局2019年政府信息公开工作 年度报告", "青禾区统计局", 2019),
        ("郊区统计局2019年度政府信息公开年度报告", "郊区统计局", 2019),
        ("云泽市市场监督管理局2016年政务信息公开年度报告", "云泽市市场监督管理局", 2016),
        ("2009年云泽市青禾区政府信息公开年报", "云泽市青禾区", 2009),
        ("松原湖综合实验区税务局2013年 信息公开年度报告", "松原湖综合实验区税务局", 2013),
        ("云泽市人民政府2023 年政府信息公开工作年度报告", "云泽市人民政府", 2023),
        ("2019年云泽市人民政府办公厅政府信息公开工作年度报告", "云泽市人民政府办公厅", 2019),
        ("云泽市人民政府政府信息公开年度报告（2020年）", "云泽市人民政府", 2020),
        ("云泽市政府信息公开办公室2021年政府信息公开工作年度报告", "云泽市政府信息公开办公室", 2021),
        ("云泽市水利局政府信息公开2018年度报告", "云泽市水利局", 2018),
        ("云泽市水利局关于2018年政府信息公开工作的年度报告", "云泽市水利局", 2018),
        ("云泽市水利局二〇二一年政府信息公开工作年度报告", "云泽市水利局", 2021),
        ("云泽市水利局２０２１年度政府信息公开工作年度报告", "云泽市水利局", 2021),
        ("二○二二年云泽市水利局政府信息公开工作年度报告", "云泽市水利局", 2022),
        ("《云泽市水利局2021年政府信息公开工作年度报告》", "云泽市水利局", 2021),
        ("标题：云泽市水利局2021年政府信息公开工作年度报告", "云泽市水利局", 2021),
        ("云泽市水利局2021政府信息公开工作年度报告", "云泽市水利局", 2021),
        ("2021年政府信息公开工作年度报告", "", 2021),
        ("我局2021年政府信息公开工作年度报告", "", 2021),
        ("云泽市水利局政府信息公开工作年度报告", "云泽市水利局", 0),
        ("云泽市水利局2019年至2020年政府信息公开工作年度报告", "云泽市水利局", 0),
        ("云泽市水利局1998年政府信息公开工作年度报告", "云泽市水利局1998年", 0),
        ("【年报】云泽市水利局政府信息公开2022年度工作报告", "云泽市水利局", 2022),
        ("[公告]云泽市水利局2022年政府信息公开工作年度报告", "云泽市水利局", 2022),
        ("（公开）云泽市水利局2022年政府信息公开年度报告", "云泽市水利局", 2022),
        ("【公开】2022年云泽市水利局政府信息公开年度报告", "云泽市水利局", 2022),
        ("【水利局】2022年政府信息公开工作年度报告", "水利局", 2022),
        ("2022年政府信息公开工作年度报告（云泽市水利局）", "云泽市水利局", 2022),
        ("云泽市（本级）2022年政府信息公开工作年度报告", "云泽市(本级)", 2022),
        ("（云泽市）水利局2022年政府信息公开工作年度报告", "(云泽市)水利局", 2022),
        ("云泽市水利局（2022年度）政府信息公开工作年度报告", "云泽市水利局", 2022),
        ("（二〇二二年度）云泽市水利局政府信息公开年度报告", "云泽市水利局", 2022),
        ("云泽市水利局政府信息公开年度报告（2022年度）", "云泽市水利局", 2022),
        ("云泽市水利局2022年度《政府信息公开工作年度报告》", "云泽市水利局", 2022),
        ("《云泽市水利局2022年政府信息公开工作年度报告》（2023年1月20日）", "云泽市水利局", 2022),
        ("云泽市水利局—2022年政府信息公开工作年度报告", "云泽市水利局", 2022),
        ("政府信息公开年报—2022年政府信息公开工作年度报告", "", 2022),
        ("水利局：云泽市水利局2022年政府信息公开工作年度报告", "云泽市水利局", 2022),
        ("Title: 云泽市水利局2022年政府信息公开工作年度报告", "云泽市水利局", 2022),
        ('title: "云泽市水利局2022年政府信息公开工作年度报告"', "云泽市水利局", 2022),
        ("1.云泽市水利局2022年政府信息公开工作年度报告.pdf", "云泽市水利局", 2022),
        ("2023-01-20 云泽市水利局2022年政府信息公开工作年度报告", "云泽市水利局", 2022),
        ("云泽市水利局2022年政府信息公开工作年度报告[2023-01-20]", "云泽市水利局", 2022),
        ("云 泽 市 水 利 局 2 0 2 2 年 政 府 信 息 公 开 工 作 年 度 报 告", "云泽市水利局", 2022),
        ("中共云泽市委机构编制委员会办公室2022年政府信息公开工作年度报告", "中共云泽市委机构编制委员会办公室", 2022),
        ("云泽市水利集团有限公司2022年度信息公开工作年度报告", "云泽市水利集团有限公司", 2022),
        ("云泽市水利局2022年度政府信息公开年度工作报告", "云泽市水利局", 2022),
    ],
)  # fmt: skip
def test_titles(title, organization, year):
    read = read_title(title, FORMS)
    assert read is not None
    assert (read.organization, read.year) == (organization, year)


@pytest.mark.parametrize(
    "text",
    [
        "关于做好2021年政府信息公开工作年度报告编制工作的通知", "云泽市2021年政府工作报告",
        "政府信息公开指南",
        "云泽市水利局召开2021年政府信息公开工作年度报告", "根据要求，现公布2021年政府信息公开工作年度报告",
        "",
        "云泽市水利局2021年政府信息公开工作年度报告解读", "关于印发《2021年政府信息公开工作年度报告",
        "一图读懂云泽市水利局2021年政府信息公开工作年度报告", "图解：云泽市水利局2021年政府信息公开工作年度报告",
        "关于云泽市水利局2021年政府信息公开工作年度报告的公示",
    ],
)  # fmt: skip
def test_no_titles(text):
    assert read_title(text, FORMS) is None


@pytest.mark.parametrize(
    ("text", "organization"),
    [
        ("东篱县发改局2023年政府信息公开工作年度报告-东篱县发改局", "东篱县发改局"),
        ("2023年政府信息公开工作年度报告-东篱县发改局", ""),
        ("政府信息公开年报_云泽市水利局2023年政府信息公开工作年度报告_云泽市人民政府网", "云泽市水利局"),
        ("首页 > 年报 > 云泽市水利局2023年政府信息公开工作年度报告", "云泽市水利局"),
    ],
)
def test_page_titles(text, organization):
    read = read_page_title(text, FORMS)
    assert read is not None
    assert (read.organization, read.year) == (organization, 2023)


@pytest.mark.parametrize(
    "lines",
    [
        ("云泽市水利局", "2021年政府信息公开工作年度报告"),
        ("云泽市水利局", "2021年", "政府信息公开工作年度报告"),
        ("云泽市水利局2021年", "政府信息公开工作年度报告"),
        ("云泽市水利局", "2021 年政府信息公开工作年度报告", "2021年概述"),
        ("云泽市水利局2021年政府信息公开", "工作年度报告"),
        ("首页", "云泽市水利局2021年政府信息公开工作年度报告"),
        ("云泽市水利局", PLAIN, PLAIN),
        ("云泽市水利局", "2021年政府信息公开工作", "年度报告"),
        ("云泽市水利局", "2021年政府信息公开", "工作年度报告"),
        ("云泽市水利局", "2021年度", "政府信息公开工作", "年度报告"),
        ("2021年度", "云泽市水利局", "政府信息公开工作年度报告"),
        ("二〇二一年度", "云泽市水利局", "政府信息公开工作年度报告"),
        ("云泽市水利局", "政府信息公开工作年度报告", "（2021年度）"),
        ("云泽市水利局", "（2021年度）", "政府信息公开工作年度报告"),
        ("云泽市水利局政府信息公开工作年度报告", "二〇二一年"),
        ("云 泽 市 水 利 局", "2 0 2 1 年 政 府 信 息 公 开", "工 作 年 度 报 告"),
        ("政府信息公开", "云泽市水利局2021年政府信息公开工作年度报告"),
    ],
)  # fmt: skip
def test_titles_on_several_lines(lines):
    read = identity(*lines)
    assert (read.organization, read.organization_from) == ("云泽市水利局", "title")
    assert (read.year, read.year_from) == (2021, "title")


@pytest.mark.parametrize(
    "lines",
    [
        ("云泽市人民政府", "政务公开", PLAIN),
        ("云泽市人民政府", "政府信息公开", "年度报告", PLAIN),
        ("云泽市人民政府", "工作", PLAIN),
    ],
)
def test_the_menu_of_a_site_is_no_part_of_the_title(lines):
    read = identity(*lines)
    assert (read.title, read.organization, read.year) == (PLAIN, "", 2021)


def test_a_menu_of_years_is_no_year_of_the_title():
    read = identity("政府信息公开年报", "2023年", "2022年", "2021年", title="云泽市水利局" + PLAIN)
    assert (read.organization, read.year) == ("云泽市水利局", 2021)


def test_the_title_in_the_article_outranks_the_page():
    read = identity(
        "云泽市水利局2021年政府信息公开工作年度报告", title="云泽市水利局2020年政府信息公开工作年度报告-云泽"
    )
    assert (read.title, read.year) == ("云泽市水利局2021年政府信息公开工作年度报告", 2021)


def test_title_only_in_the_page_or_its_metadata():
    title = "云泽市水利局2021年政府信息公开工作年度报告"
    for read in (
        identity(title=f"{title}-云泽市"),
        identity(metadata=[("ArticleTitle", title)]),
        identity(f"标题: {title}"),
    ):
        assert (read.title, read.organization, read.year) == (title, "云泽市水利局", 2021)
        assert (read.organization_from, read.year_from) == ("title", "title")


def test_links_to_other_reports_are_not_the_title():
    link = [f"云泽市水利局{y}年政府信息公开工作年度报告" for y in (2018, 2019, 2020)]
    own = "云泽市水利局2021年政府信息公开工作年度报告"
    assert identity(own, body=[*BODY, "相关信息", *link]).title == own
    blocks = [Paragraph(t, f"¶{n}", scope=(1, 2, n)) for n, t in enumerate(link, 10)]
    blocks += [Paragraph(own, "¶20", scope=(1, 3, 20), strong=True)]
    blocks += [Paragraph(t, f"¶{n}", scope=(1, 3, n)) for n, t in enumerate(BODY, 30)]
    assert identity(*blocks, body=[]).title == own
    blocks.append(blocks.pop(0))
    assert identity(*blocks, body=[]).title == own


def test_title_at_the_head_of_a_page_run_together():
    text = f"云泽市水利局2021年政府信息公开工作年度报告发布时间：2022-01-20现将情况报告如下。{''.join(BODY)}"
    read = identity(text, body=[])
    assert (read.organization, read.year, read.published) == ("云泽市水利局", 2021, "2022-01-20")


def test_organization_in_the_order_of_trust():
    sentence = "本报告由云泽市法制局根据条例编制。"
    signed = [*BODY, "云泽市林业局", "2022年1月20日"]
    publisher = [("发布机构", "云泽市 水利局")]
    read = identity(PLAIN, sentence, metadata=publisher, body=signed)
    assert (read.organization, read.organization_from) == ("云泽市水利局", "metadata")
    read = identity(PLAIN, sentence, body=signed)
    assert (read.organization, read.organization_from) == ("云泽市林业局", "signature")
    read = identity(PLAIN, sentence)
    assert (read.organization, read.organization_from) == ("云泽市法制局", "sentence")
    read = identity(PLAIN, "本报告由我局编制。")
    assert (read.organization, read.organization_from) == ("", "")


@pytest.mark.parametrize(
    "line",
    [
        "发布机构：云泽市水利局 发布日期：2022-01-20",
        "【发布单位】：云泽市水利局",
        "来源：云泽市水利局 浏览次数：12",
        "索引号：1 发布机构: 云泽市水利局",
    ],
)
def test_publisher_as_the_page_prints_it(line):
    assert identity(PLAIN, line).organization == "云泽市水利局"


@pytest.mark.parametrize("value", ["", "本站", "2022-01-20", "www.example.cn", "admin"])
def test_publishers_that_name_nobody(value):
    assert identity(PLAIN, metadata=[("发布机构", value)]).organization == ""


def test_metadata_table_before_the_article():
    rows = (("索引号", "X1", "发布机构", "云泽市水利局"), ("公开日期", "2022-01-20", "名称", PLAIN))
    cells = tuple(
        tuple(Cell(t, f"1/{r}/{c}", r, c) for c, t in enumerate(row)) for r, row in enumerate(rows, 1)
    )
    read = identity(Grid(cells, 4, True, "1"), PLAIN)
    assert (read.organization, read.published, read.year) == ("云泽市水利局", "2022-01-20", 2021)


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("统计期限自2021年1月1日起至2021年12月31日止。", 2021),
        ("数据统计时限为2021年1月1日至12月31日。", 2021),
        ("统计期限：2021 年 1 月 1 日—2021 年 12 月 31 日。", 2021),
        ("统计期限自２０２１年１月１日起，至２０２１年１２月３１日止。", 2021),
        ("统计期限为20211月1日至202112月31日。", 2021), ("统计期限自201711日至20171231日。", 2017),
        ("统计数据截至2021年12月31日。", 2021), ("自2020年1月1日至2021年12月31日。", 0),
        ("2021年3月1日至2021年12月31日。", 0),
        ("统计期限自2021年1月1日至2021年12月31日，上期自2020年1月1日至2020年12月31日。", 0),
    ],
)  # fmt: skip
def test_year_of_the_stated_period(text, year):
    read = identity("云泽市水利局政府信息公开工作年度报告", text, source="年报.txt")
    assert (read.year, read.year_from) == (year, "period" if year else "")


def test_year_in_the_order_of_trust():
    title, period = "云泽市水利局政府信息公开工作年度报告", "统计期限自2020年1月1日至2020年12月31日。"
    metadata = [("名称", "云泽市水利局2019年政府信息公开工作年度报告")]
    read = identity(title, period, metadata=metadata, source="2018.html")
    assert (read.year, read.year_from, read.title) == (2019, "metadata", title)
    assert identity(title, period, metadata=[("报告年度", "2017")]).year == 2017
    assert identity(title, period, source="2018.html").year_from == "period"
    read = identity(title, source="archive/2016/2018.html")
    assert (read.year, read.year_from) == (2018, "file name")


@pytest.mark.parametrize(
    ("source", "year"),
    [
        ("a/2018.html", 2018), ("t20220208_80613.htm", 0), ("80613_某局2021年度报告.txt", 2021),
        ("2021年报2022.txt", 2021), ("2019-2020.txt", 0), ("年报.zip!2017/某局2019.html", 2019),
        ("1998.html", 0), ("2017/a.html", 0),
    ],
)  # fmt: skip
def test_year_of_the_file_name(source, year):
    assert identity("云泽市水利局政府信息公开工作年度报告", source=source).year == year


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2022-02-08 16:34", "2022-02-08"), ("2022年2月8日", "2022-02-08"), ("2022/2/8", "2022-02-08"),
        ("2022.02.08", "2022-02-08"), ("２０２２年２月８日", "2022-02-08"),
        ("二〇二二年二月八日", "2022-02-08"),
        ("二○二二年十二月三十一日", "2022-12-31"), ("2022-02-31", ""), ("2022-13-01", ""), ("12-31", ""),
        ("20220208", ""),
    ],
)  # fmt: skip
def test_dates(text, day):
    assert read_date(text)[0] == day


def test_a_run_of_digits_is_a_date_only_in_metadata():
    assert read_date("20220208093000", run=True) == ("", False)
    assert read_date("20220208", run=True) == ("2022-02-08", True)


def test_a_date_and_nothing_else():
    assert is_date("（2022年2月8日）")
    assert is_date(" 二〇二二年二月八日 ")
    assert not is_date("2022年2月8日，我局")


@pytest.mark.parametrize(
    ("lines", "day"),
    [
        (["发布日期：2022-01-31"], "2022-01-31"), (["时间：2022-02-08 16:34"], "2022-02-08"),
        (["（2022年3月26日）"], "2022-03-26"), (["发布时间：2022-02-31"], ""), (["统计时间：2022-01-01"], ""),
        (["统计期限自2021年1月1日至2021年12月31日。"], ""), (["发布日期： 来源：云泽市"], ""),
        (["Published Time: 2022-01-31T08:00:00"], "2022-01-31"), (["date: 2022-01-31"], "2022-01-31"),
    ],
)  # fmt: skip
def test_published(lines, day):
    assert identity("云泽市水利局" + PLAIN, *lines).published == day


def test_published_in_the_order_of_trust():
    title, signed = "云泽市水利局" + PLAIN, [*BODY, "云泽市水利局", "2022年1月22日"]
    assert (
        identity(title, "（2022年1月21日）", metadata=[("PubDate", "2022-01-20")], body=signed).published
        == "2022-01-20"
    )
    assert identity(title + "（2022年1月21日）", body=signed).published == "2022-01-21"
    assert identity(title, body=signed).published == "2022-01-22"
    assert identity(title, "发布日期：2022-02-30", body=signed).published == ""
    assert identity(title, body=[*BODY, "上一篇", "2022年1月25日"]).published == ""


def test_title_is_told_without_sections():
    prose = "全年公开信息若干条，各科室按月更新目录，群众来信均在期限内答复，没有积压的事项。" * 6
    read = identity("云泽市水利局" + PLAIN, prose, body=[])
    assert (read.organization, read.year) == ("云泽市水利局", 2021)
    assert judged("云泽市水利局" + PLAIN, prose) == (True, "")


@pytest.mark.parametrize(
    ("title", "organization"),
    [
        ("关于云泽市水利局2021年政府信息公开工作年度报告的公示", "云泽市水利局"),
        ("关于《云泽市水利局2021年政府信息公开工作年度报告》的公告", "云泽市水利局"),
        ("云泽市水利局关于2021年政府信息公开工作年度报告的公示", "云泽市水利局"),
        ("云泽市水利局关于发布2021年政府信息公开工作年度报告的通告", "云泽市水利局"),
        ("云泽市水利局关于公布《2021年政府信息公开工作年度报告》的通知", "云泽市水利局"),
        ("云泽市政务公开办公室关于公开2021年政府信息公开年度报告的公告", "云泽市政务公开办公室"),
        ("云泽市水利局2021年政府信息公开年度报告公示", "云泽市水利局"),
        ("关于公布2021年政府信息公开工作年度报告的通知", ""),
        ("云泽市机构编制委员会关于2021年政府信息公开工作年度报告的公告", "云泽市机构编制委员会"),
    ],
)  # fmt: skip
def test_a_notice_with_the_report_below_is_the_report(title, organization):
    head = Paragraph(title, "¶1", level=1)
    for lines in (["首页", head], [title]):
        read = identity(*lines)
        assert (read.title, read.organization, read.year) == (title, organization, 2021)
        assert judged(*lines, *BODY) == (True, "")
    assert judged(head, *BODY, title=title) == (True, "")
    assert judged(head, "各表见下。", title=title, has_tables=True) == (True, "")
    assert not judged(head, "报告见附件。" * 9, title=title)[0]


def test_a_column_of_the_site_in_the_page_title_does_not_outrank_the_tables():
    assert judged("云泽市水利局", title="政府信息公开目录 > 年度报告", has_tables=True) == (True, "")
    assert judged(*BODY, title="信息公开公示栏_年度报告") == (True, "")


@pytest.mark.parametrize(
    "title",
    [
        "云泽市水利局2021年政府信息公开工作年度报告解读",
        "一图读懂2021年政府信息公开年度报告",
        "关于印发政府信息公开工作年度报告格式的通知",
        "关于报送2021年政府信息公开年度报告的通知",
    ],
)
def test_what_is_said_about_reports_is_none_even_with_tables(title):
    assert not judged(*BODY, title=title, has_tables=True)[0]


def test_reports():
    assert judged("云泽市水利局" + PLAIN, *BODY) == (True, "")
    assert judged(*BODY) == (True, "")
    assert judged("没有标题", has_tables=True) == (True, "")
    assert judged(title="政府信息公开目录-云泽市水利局" + PLAIN, has_tables=True) == (True, "")


@pytest.mark.parametrize(
    ("lines", "title", "reason"),
    [
        (["404 Not Found"], "404", "网页不存在"), (["您访问的页面不存在"], "", "网页不存在"),
        ([], "", "没有文字"),
        ([f"云泽市水利局{y}年政府信息公开年报" for y in range(2015, 2022)], "政府信息公开年报", "列表页"),
        (["关于做好" + PLAIN + "编制工作的通知", *BODY], "", "通知"),
        (BODY, "关于编制" + PLAIN + "的通知", "通知"),
        (["各科室按分工办理。"] * 9, "云泽市水利局" + PLAIN + "解读", "通知"),
        (["2021年部门预算公开", "一、基本情况", "二、收支情况"], "2021年部门预算", "没有年度报告"),
    ],
)  # fmt: skip
def test_other_documents(lines, title, reason):
    report, said = judged(*lines, title=title)
    assert not report
    assert reason in said


def test_a_page_with_the_title_of_one_report_and_no_more_says_so():
    page = "<html><h1>青禾县水利局2022年政府信息公开工作年度报告</h1><p>附件：报告.pdf</p><img src='1.jpg'></html>"
    filing = trace_bytes(page.encode(), "a.html").filing
    assert filing.status is FilingStatus.NOT_A_REPORT
    assert filing.error.startswith("只有报告的标题")


RIGHT, WRONG = "云泽市东篱区民政局", "云泽市东离区民政局"
TITLE = "2021年政府信息公开工作年度报告"


def pictured(*lines: str, doubtful: str = "") -> Identity:
    """The identity of a scan that was recognised as these lines; ``doubtful``: characters of the first."""
    said = "".join(lines)
    first = "".join("\ufffd" if c in doubtful else c for c in lines[0])
    blocks = tuple(Paragraph(x, f"p1 [{n}]") for n, x in enumerate((*lines[:1], *BODY, *lines[1:]), 1))
    sure = Recognised(said, first + said[len(first) :])
    document = Document(blocks, "", (), "image/png", "ocr", recognised=sure)
    return identify(document, build(document, frozenset(), FORMS), "a.png", FORMS)


@pytest.mark.parametrize(
    ("lines", "doubtful", "organization", "told_by"),
    [
        ((RIGHT + TITLE,), "", RIGHT, "title"),
        ((WRONG + TITLE,), "离", "", ""),
        ((WRONG + TITLE, RIGHT, "2022年1月5日"), "离", RIGHT, "signature"),
        ((RIGHT + TITLE, RIGHT, "2022年1月5日"), "篱", RIGHT, "title"),
        ((RIGHT + TITLE,), "作", RIGHT, "title"),  # of the words of the title, not of the name
        ((WRONG + TITLE, f"{RIGHT}对数据负责。"), "", "", ""),  # two printings, and no telling which
        ((RIGHT + TITLE, f"{RIGHT}会同云泽市东川区民政局办理。", RIGHT), "", RIGHT, "title"),
    ],
)
def test_a_name_from_a_picture_is_told_only_where_all_of_it_is_sure(
    lines: tuple[str, ...], doubtful: str, organization: str, told_by: str
) -> None:
    found = pictured(*lines, doubtful=doubtful)
    assert (found.organization, found.organization_from) == (organization, told_by)
    assert found.year == 2021
    assert ("\ufffd" in found.title) == (organization != RIGHT or told_by != "title")
