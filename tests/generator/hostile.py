"""Inputs that are no filings, or that are made to break a reader."""

from __future__ import annotations

import io
import random
import re
import zipfile

from tests.generator.build import generate
from tests.generator.hostile_files import hostile_files
from tests.generator.hostile_pdf import hostile_pdfs
from tests.generator.model import Hostile

EXPECTED_HEADER = ("source", "expected_status", "note")
NOT = "not_a_report"
UNREADABLE = "unreadable"
NEITHER = "not_a_report|unreadable"
DEPTH = 10_000


def _page(body: str, title: str = "") -> bytes:
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body>{body}</body></html>"
    ).encode()


def _report(number: int) -> str:
    """A sound filing to build on."""
    return generate(9000 + number, "2021", "html-bare", org=200 + number, year=2022).data.decode()


def _list_page() -> bytes:
    items = "".join(
        f'<li><a href="/{y}.html">松原湖市青禾区水利局{y}年政府信息公开工作年度报告</a>'
        f"<span>{y + 1}-01-20</span></li>"
        for y in range(2012, 2024)
    )
    return _page(
        f"<h1>政府信息公开年报</h1><ul>{items}</ul><div>共12条 首页 上一页 下一页 末页</div>",
        "政府信息公开年报",
    )


def _budget() -> bytes:
    rows = "".join(
        f"<tr><td>{name}</td><td>{n}</td><td>{n + 12}</td></tr>"
        for name, n in (("一般公共服务", 812), ("教育支出", 1930), ("卫生健康支出", 455), ("总计", 3197))
    )
    return _page(
        "<h1>柳川市梅坞县财政局2022年部门预算说明</h1><p>一、总体情况</p><p>收支按项目列示，单位为万元。</p>"
        f"<table><tr><td>科目</td><td>本年预算</td><td>上年执行</td></tr>{rows}</table>"
        "<p>二、其他需要说明的事项</p><p>三公经费另表公布。</p>",
        "2022年部门预算",
    )


def _notice() -> bytes:
    return (
        "关于开展政府信息公开业务培训的通知\n\n各乡镇、街道办事处：\n\n定于三月十二日上午在县会议中心举办培训，请各单位派一名工作人员参加。"
        "培训内容为年度报告的填报和常见错误。\n\n安岭市石埠县司法局办公室\n"
    ).encode()


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        member = zipfile.ZipInfo("readme.txt", date_time=(2020, 1, 1, 0, 0, 0))
        archive.writestr(member, "没有报告的压缩包。")
    return out.getvalue()


def _binary() -> list[Hostile]:
    rng = random.Random(7)
    report = _report(0)
    return [
        Hostile("empty.html", b"", UNREADABLE + "|" + NOT, "no bytes at all"),
        Hostile("spaces.txt", b" \n\t\r\n" * 40, UNREADABLE + "|" + NOT, "nothing but white space"),
        Hostile("junk.html", rng.randbytes(4096), NEITHER, "random bytes"),
        Hostile("nul.txt", b"\x00" * 3000, NEITHER, "nothing but NUL bytes"),
        Hostile("junk.pdf", b"%PDF-1.4\n" + rng.randbytes(2000), NEITHER, "a PDF header before junk"),
        Hostile("archive.zip", _zip(), NEITHER, "a ZIP with no report in it"),
        Hostile("image.html", b"\x89PNG\r\n\x1a\n" + rng.randbytes(500), NEITHER, "an image named as a page"),
        Hostile(
            "odd-utf16.html",
            b"\xff\xfe" + report.replace("utf-8", "utf-16").encode("utf-16-le") + b"<",
            "ok|partial|unreadable",
            "UTF-16 with half a character at its end",
        ),
        Hostile(
            "nul-inside.html",
            report.replace("<td>", "<td>\x00").encode(),
            "ok|partial|unreadable",
            "a filing with a NUL byte in every cell",
        ),
        Hostile(
            "bad-byte.html",
            report.encode()[:400] + b"\xff\xfe\xff" + report.encode()[400:],
            "ok|partial|unreadable",
            "a filing in UTF-8 with bytes that are none",
        ),
    ]


def _others() -> list[Hostile]:
    missing = "<h1>404 Not Found</h1><p>您访问的页面不存在或已被删除。</p><hr><a href='/'>返回首页</a>"
    report = _report(1)
    cut = report.index("（三）不予公开")
    return [
        Hostile("404.html", _page(missing, "404"), NOT, "an error page"),
        Hostile("list.html", _list_page(), NOT, "a list of many years' reports"),
        Hostile("budget.html", _budget(), NOT, "a budget with tables and the same headings"),
        Hostile("notice.txt", _notice(), NOT, "a notice about annual reports"),
        Hostile(
            "tags-only.html",
            b"<html><body><table><tr><td></td></tr></table></body></html>",
            NEITHER,
            "an empty table",
        ),
        Hostile(
            "truncated.html",
            report[:cut].encode(),
            "partial",
            "a page that ends in the middle of its second table",
        ),
        Hostile(
            "truncated-tag.html",
            (report[:cut] + '<td rowspan="').encode(),
            "partial",
            "a page that ends in a tag",
        ),
    ]


def _spans() -> list[Hostile]:
    report = _report(2)
    wide = re.sub(r'colspan="4"', 'colspan="1000000000"', report, count=1)
    tall = re.sub(r'rowspan="25?\d"', 'rowspan="1000000000"', report, count=1)
    odd = report.replace('colspan="4"', 'colspan="-4"', 1).replace('rowspan="8"', 'rowspan="8px;"', 1)
    return [
        Hostile("wide.html", wide.encode(), "ok|partial", "a caption a billion columns wide"),
        Hostile("tall.html", tall.encode(), "ok|partial", "a label a billion rows tall"),
        Hostile("odd-spans.html", odd.encode(), "ok|partial", "spans that are no numbers"),
    ]


def _deep() -> list[Hostile]:
    report = _report(3)
    start, end = report.index("<body>") + 6, report.index("</body>")
    deep = report[:start] + "<div>" * DEPTH + report[start:end] + "</div>" * DEPTH + report[end:]
    fonts = report.replace("<td>", "<td>" + "<b>" * 300, 3)
    tables = "<table><tr><td>" * DEPTH + "总计" + "</table>" * DEPTH
    return [
        Hostile(
            "deep-divs.html", deep.encode(), "ok|partial|unreadable", "a filing under ten thousand elements"
        ),
        Hostile(
            "deep-cells.html", fonts.encode(), "ok|partial|unreadable", "cells under three hundred elements"
        ),
        Hostile("deep-tables.html", _page(tables), NEITHER, "ten thousand tables, each in the last"),
        Hostile(
            "many-cells.html",
            _page("<table><tr>" + "<td>0" * 12_000 + "</table>"),
            NEITHER,
            "one row of twelve thousand cells",
        ),
    ]


def hostile() -> list[Hostile]:
    """All of them, by name."""
    files = (Hostile(*file) for file in hostile_files())
    return sorted(
        [*_binary(), *_others(), *_spans(), *_deep(), *hostile_pdfs(), *files], key=lambda h: h.source
    )
