"""What stands around an article on a site: navigation, metadata, scripts, related links."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

    from tests.generator.model import Document

MENU = (
    "首页",
    "机构概况",
    "新闻动态",
    "信息公开",
    "办事服务",
    "互动交流",
    "专题专栏",
    "政策文件",
    "通知公告",
    "规划计划",
    "人事信息",
    "财政资金",
    "重点项目",
    "招标采购",
    "统计数据",
    "联系我们",
)
SCRIPT = (
    "var _hit = _hit || [];\n(function(){ var s = document.createElement('script');"
    " s.src = '/js/hit.js?d=2018'; document.body.appendChild(s); })();\n"
    "if (a < b && c > d) { document.write('<table><tr><td>总计</td><td>999</td></tr></table>'); }"
)
STYLE = (
    ".nav li{float:left;padding:0 12px}\n.article p{text-indent:2em;line-height:2}\n"
    ".article table{border-collapse:collapse;margin:0 auto}\n/* 总计 2017 */"
)


def metadata_table(document: Document) -> str:
    """索引号, 发布机构 and 公开日期 in a table above the article."""
    pairs = list(document.metadata.items())
    rows = []
    for i in range(0, len(pairs), 2):
        cells = "".join(f"<td><b>{escape(k)}：</b></td><td>{escape(v)}</td>" for k, v in pairs[i : i + 2])
        rows.append(f"<tr>{cells}</tr>")
    return f'<table class="xxgk-head" width="100%">{"".join(rows)}</table>' if rows else ""


def before(rng: random.Random, document: Document, kilobytes: int = 0) -> str:
    """The page down to the article."""
    links = "".join(f'<li><a href="/c{i}/index.html">{m}</a></li>' for i, m in enumerate(MENU))
    ballast = "".join(
        f'<li class="sub lv{i % 4}"><a href="/c{i % 16}/p{rng.randint(1000, 9999)}.html" '
        f'target="_blank" style="color:#333;font-size:14px">{MENU[i % len(MENU)]}</a></li>\n'
        for i in range(kilobytes * 6)
    )
    side = "".join(f"<tr><td>{t}</td></tr>" for t in ("信息公开指南", "法定主动公开内容", "依申请公开"))
    return (
        f'<div class="top"><ul class="nav">{links}</ul></div>\n'
        f'<script type="text/javascript">{SCRIPT}</script>\n'
        f'<style>{STYLE}</style>\n<ul class="map">{ballast}</ul>\n'
        '<table width="1000" align="center" border="0"><tr><td width="220" valign="top">'
        f'<table>{side}</table></td><td valign="top">\n'
        '<div class="crumb">当前位置：<a href="/">首页</a> &gt; 信息公开 &gt; 年度报告</div>\n'
        f'{metadata_table(document)}\n<div class="article" id="zoom">\n'
    )


def after(rng: random.Random, document: Document, org: str) -> str:
    """The page from the end of the article: links that name other reports and other years."""
    base = document.year or 2020
    links = (
        "".join(
            f'<li><a href="/art/{y}/{rng.randint(100, 999)}.html">{escape(org)}{y}年'
            "政府信息公开工作年度报告</a></li>"
            for y in (base - 2, base - 1, base + 1)
        )
        if document.year and document.organization
        else ""
    )
    return (
        '\n</div>\n<div class="pager">上一篇：<a href="#">关于节假日办公安排的通知</a><br>'
        "下一篇：没有了</div>\n"
        f'<div class="related"><h3>相关信息</h3><ul>{links}</ul></div></td></tr></table>\n'
        '<div class="footer">主办：网站编辑部&nbsp;&nbsp;技术支持：信息中心<br>网站标识码：0000000000</div>\n'
    )
