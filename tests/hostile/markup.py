"""Pages and texts: spans, depth, breadth, entities, bytes, encodings, and text that looks like a table for ever."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from extractor.inputs.encoding import decode
from tests.generator.build import generate
from tests.hostile.case import ANY, NEITHER, NOT, PARTLY, READ, UNREADABLE, Case, of

if TYPE_CHECKING:
    from collections.abc import Iterator

MANY = 100_000
MEGABYTE = 1 << 20
NUMERALS = "一二三四五六七八九十"
NESTED = ("div", "span", "b", "ul", "blockquote", "table", "font", "p", "section", "select", "svg", "x-y")


@cache
def report(layout: str = "html-bare") -> str:
    """A sound filing to build on."""
    return decode(generate(9400, "2021", layout, org=260, year=2022).data).text


def around(before: str, behind: str = "") -> str:
    """The filing with something at the start and the end of its body."""
    page = report()
    start, end = page.index("<body>") + 6, page.index("</body>")
    return page[:start] + before + page[start:end] + behind + page[end:]


def cells(count: int, text: str = "0") -> str:
    return f"<td>{text}" * count


def cases() -> Iterator[Case]:
    """Yield all of them."""
    yield from _texts()
    yield from _spans()
    yield from _depth()
    yield from _breadth()
    yield from _syntax()
    yield from _bytes()


def _spans() -> Iterator[Case]:
    page = report()
    for name, old, new in (
        ("colspan-huge", 'colspan="4"', 'colspan="999999999999999999999"'),
        ("colspan-0", 'colspan="4"', 'colspan="0"'),
        ("colspan-words", 'colspan="4"', 'colspan="four"'),
        ("colspan-arabic", 'colspan="4"', 'colspan="٤"'),
        ("rowspan-0", 'rowspan="8"', 'rowspan="0"'),
        ("rowspan-huge", 'rowspan="8"', f'rowspan="{"9" * 5000}"'),
    ):
        assert old in page, old
        yield Case(f"{name}.html", of(page.replace(old, new, 1)), f"{PARTLY}|{UNREADABLE}")
    every = re.sub(r"<td>", '<td colspan="1000" rowspan="65534">', page)
    yield Case("every-cell-spans.html", of(every), ANY, seconds=20)
    stairs = "".join(f'<tr><td rowspan="{n}">{n}</td></tr>' for n in range(5000, 0, -1))
    yield Case("stairs.html", of(f"<table>{stairs}</table>"), NEITHER, seconds=20)
    wide = "<tr>" + '<td colspan="1000">1' * 1000 + "</tr>"
    yield Case("wide-rows.html", of(f"<table>{wide * 40}</table>"), NEITHER, seconds=20, megabytes=800)


def _depth() -> Iterator[Case]:
    for tag in NESTED:
        page = around(f"<{tag}>" * MANY, f"</{tag}>" * MANY)
        yield Case(f"deep-{tag}.html", of(page), ANY, seconds=10)
        yield Case(f"unclosed-{tag}.html", of(around(f"<{tag}>" * MANY)), ANY, seconds=10)
    yield Case("deep-rows.html", of("<table><tr>" * MANY + "总计"), NEITHER, seconds=10)


def _breadth() -> Iterator[Case]:
    million = "<tr></tr>" * 1_000_000
    yield Case("million-rows.html", of(f"<table>{million}</table>"), NEITHER, seconds=20, megabytes=1200)
    yield Case(
        "rows-in-filing.html", of(around(f"<table>{million}</table>")), ANY, seconds=20, megabytes=1200
    )
    yield Case(
        "long-row.html", of(f"<table><tr>{cells(200_000)}</table>"), NEITHER, seconds=20, megabytes=900
    )
    yield Case(
        "tall-table.html", of(f"<table>{'<tr><td>总计<td>1' * MANY}</table>"), ANY, seconds=60, megabytes=900
    )
    yield Case("many-tables.html", of(around("<table><tr><td>a<td>1</table>" * 20_000)), PARTLY, seconds=20)
    yield Case("many-headings.html", of(around("<h2>一、概述</h2>" * 16_000)), ANY, seconds=10)
    marked = "".join(f"<p>（{NUMERALS[n % 10]}）某某工作</p>" for n in range(30_000))
    yield Case("many-markers.html", of(around(marked)), ANY, seconds=20)
    yield Case("many-paragraphs.html", of(around("<p>收到申请3件。</p>" * 30_000)), ANY, seconds=40)
    yield Case("long-paragraph.html", of(around(f"<p>{'本年收到申请3件，' * MANY}</p>")), ANY, seconds=40)
    yield Case("long-word.html", of(around(f"<p>{'公' * 2_000_000}</p>")), ANY, seconds=20, megabytes=700)
    yield Case("long-cell.html", of(report().replace("<td>", f"<td>{'9' * 3_000_000}", 1)), ANY, seconds=10)
    yield Case("long-attribute.html", of(around(f'<div title="{"x" * 20_000_000}">')), ANY, megabytes=700)
    attributes = " ".join(f"a{n}=1" for n in range(30_000))  # the parser compares each with each
    yield Case("many-attributes.html", of(around(f"<div {attributes}>")), ANY, seconds=20)
    yield Case("long-tag.html", of(around(f"<{'x' * 5_000_000}>")), ANY)
    links = "".join(f'<a href="f{n}.pdf">附件{n}</a>' for n in range(30_000))
    yield Case("many-links.html", of(around(links)), ANY, seconds=20)
    style = "".join(f".c{n}{{display:none}}" for n in range(20_000))
    yield Case("many-styles.html", of(around(f"<style>{style}</style>")), ANY, seconds=20)
    hidden = "".join(f'<p class="c{n}">x</p>' for n in range(20_000))
    yield Case("many-hidden.html", of(around(f"<style>{style}</style>{hidden}")), ANY, seconds=30)


def _syntax() -> Iterator[Case]:
    entities = '<!DOCTYPE html [<!ENTITY a "十十十十十十十十"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    entities += "".join(f'<!ENTITY {chr(99 + n)} "{f"&{chr(98 + n)};" * 8}">' for n in range(8)) + "]>"
    yield Case("entities.html", of(entities + report().replace("<td>0", "<td>&j;", 1)), ANY)
    yield Case(
        "external-entity.html",
        of('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><p>&e;</p>'),
        NEITHER,
    )
    yield Case(
        "entity-names.html", of(around(f"&{'a' * 1_000_000};" + "&#x110000;&#0;&#xD800;&#99999999999;")), ANY
    )
    yield Case("comments.html", of(around("<!--" * MANY)), ANY)
    yield Case("cdata.html", of(around("<![CDATA[" * MANY)), ANY)
    yield Case("brackets.html", of(around("<" * 1_000_000)), ANY, seconds=10)
    yield Case("instructions.html", of(around("<?x" * MANY)), ANY, seconds=10)
    yield Case("quotes.html", of(around("<a href='" * MANY)), ANY, seconds=10)
    yield Case("framesets.html", of("<frameset>" * 10_000 + "<frame src=a>"), NEITHER)
    yield Case("two-pages.html", of(report() + report()), ANY)
    yield Case("hundred-pages.html", of(report() * 100), ANY, seconds=40)
    yield Case("no-end-tags.html", of(re.sub(r"</(?!title|style|script|table)\w+>", "", report())), PARTLY)
    yield Case("unclosed-title.html", of(f"<title>{report()[:3000]}"), ANY)
    yield Case("unclosed-script.html", of(around("<script>")), ANY)
    yield Case("upper-case.html", of(re.sub(r"</?\w+", lambda m: m[0].upper(), report())), READ)
    yield Case("svg.html", of(around("<svg><desc><table><tr><td>1</table></desc></svg>")), PARTLY)
    yield Case("template.html", of(around("<template>", "</template>")), ANY)
    yield Case("brs.html", of(around("<br>" * 500_000)), ANY, seconds=20)
    yield Case("raised.html", of(report().replace("<td>0", "<td>0" + "<sup>1" * 200, 1)), ANY)


def _bytes() -> Iterator[Case]:
    page = report()
    data = page.encode()
    half = len(data) // 2
    yield Case("controls.html", of(page.replace("<td>", "<td>\x01\x02\x1b\x7f\x85")), ANY)
    yield Case("nul-tags.html", of(data.replace(b"td>", b"t\0d>")), ANY)
    yield Case("all-bytes.html", of(bytes(range(256)) * 4000), NEITHER)
    yield Case("nul-head.html", of(bytes(5000) + data), ANY)
    yield Case("mixed.html", of(data[:half] + page[len(page) // 2 :].encode("gb18030")), ANY)
    yield Case("claims-utf-7.html", of(page.replace("utf-8", "utf-7")), READ)
    yield Case("claims-nothing.html", of(page.replace("utf-8", "no-such-encoding")), READ)
    yield Case("utf-32.html", of(page.encode("utf-32")), ANY)
    yield Case("bom-bom.html", of(b"\xef\xbb\xbf" * 1000 + data), ANY)
    yield Case("surrogates.html", of(page.replace("<td>", "<td>\ud800\udfff", 3)), ANY)
    yield Case("directions.html", of(page.replace("<td>", "<td>\u202e\u2066\u200f")), ANY)
    yield Case("combining.html", of(page.replace("<td>", "<td>" + "\u0301" * 2000, 2)), ANY)
    yield Case("tags-of-language.html", of(page.replace("<td>", "<td>\U000e0031", 5)), ANY)
    yield Case("other-digits.html", of(page.replace("<td>0", "<td>٠", 5)), ANY)
    yield Case("mathematical-digits.html", of(page.replace("<td>0", "<td>\U0001d7d8", 5)), ANY)
    yield Case("spaces.html", lambda: b" " * (200 * MEGABYTE), UNREADABLE, seconds=20, megabytes=1200)
    yield Case(
        "spaces-in-page.html", lambda: around(" " * (60 * MEGABYTE)).encode(), ANY, seconds=30, megabytes=1500
    )
    yield Case("lines.txt", lambda: b"\n" * (20 * MEGABYTE), UNREADABLE, seconds=20, megabytes=1200)
    yield Case("too-large.html", lambda: b"<p>x" * (65 * MEGABYTE), UNREADABLE, megabytes=700)


def _texts() -> Iterator[Case]:
    text = report("text-markdown")
    yield Case("pipes.txt", of("|" * 1_000_000), NEITHER, seconds=30, megabytes=900)
    yield Case("pipe-lines.txt", of("|\n" * 200_000), NEITHER, seconds=30, megabytes=700)
    yield Case("pipe-cells.txt", of("总计\n|\n0\n|\n" * 30_000), ANY, seconds=60, megabytes=900)
    yield Case("tabs.txt", of("1\t" * 500_000), NEITHER, seconds=20, megabytes=900)
    yield Case("gaps.txt", of("总计  1  2\n" * 50_000), ANY, seconds=60, megabytes=900)
    yield Case("commas.txt", of("总计,1,2\n" * 50_000), ANY, seconds=60, megabytes=900)
    yield Case("quotes.txt", of('"1\t' * 20_000 + "\n" + '"\n' * 20_000), NEITHER, seconds=20)
    yield Case("borders.txt", of("+---" * 50_000 + "\n" + "┌─┬" * 50_000), NEITHER, seconds=20)
    yield Case("run-together.txt", of(text + "三、本年度办理结果" + "0" * 20_000), ANY, seconds=20)
    yield Case("for-ever.txt", of(text * 60), ANY, seconds=60, megabytes=700)
    yield Case("one-line.txt", of(text.replace("\n", " ")), ANY, seconds=20)
    yield Case("words-a-line.txt", of("\n".join(text)), ANY, seconds=60)
    yield Case("digits.txt", of("1" * 2_000_000), NEITHER, seconds=10)
    yield Case("numerals.txt", of(f"本年收到申请{'一百二十三万' * 20_000}件。"), NEITHER, seconds=20)
    yield Case("brackets.txt", of("（" * 200_000), NEITHER, seconds=20)
    yield Case("headers.txt", of("标题：x\n" * 100_000), NEITHER, seconds=20)
    yield Case("not-lines.txt", of("\u2028\x85\x0b\x0c" * 50_000), NEITHER, seconds=20)
    yield Case("script.txt", of(text.replace("0", "<script>alert(1)</script>", 3)), ANY)
    yield Case("formulas.txt", of(text.replace("| 0", '| =cmd|" /C calc"!A0', 3)), ANY)
    yield Case(
        "sections.txt",
        of("".join(f"{n}、总体情况\n" for n in NUMERALS * 3000)),
        NOT + "|no_tables",
        seconds=20,
    )
