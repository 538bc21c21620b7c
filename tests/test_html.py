"""Pages → blocks: what a browser shows, and nothing lost without a word."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import UnreadableError
from extractor.model.document import Grid, Paragraph
from extractor.readers import html
from tests.steps import calls_of

ROWS = "<tr><td>甲</td><td>1</td></tr><tr><td>乙</td><td>2</td></tr>"
READ = [["甲", "1"], ["乙", "2"]]


def blocks(page: str) -> list[object]:
    """The blocks of a page: a text for a paragraph, rows of texts for a grid."""
    return [
        [[c.text for c in row] for row in b.rows if row] if isinstance(b, Grid) else b.text
        for b in html.read(page).blocks
    ]


def cell(inside: str) -> str:
    """What is read of a cell that holds ``inside``."""
    (grid,) = blocks(f"<table><tr><td>甲</td><td>{inside}</td></tr></table>")
    return grid[0][1]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("1<br>2", "1 2"),
        ("行政<br/>许可", "行政 许可"),
        ("&nbsp;", ""),
        ("\u3000", ""),
        ("&#49;&ensp;", "1"),
        ("<p>1</p>", "1"),
        ("<span>1</span><span>2</span>", "12"),
        ("<o:p>1</o:p>", "1"),
        ("1<script>var a='<td>9</td>'</script>", "1"),
        ("1<style>.a{width:9px}</style>", "1"),
        ("1<!-- 9 -->", "1"),
        ("1<!--[if mso]>7<![endif]-->", "1"),
        ("<![if !supportEmptyParas]>1<![endif]>", "1"),
        ("1<span style='display:none'>7</span>", "1"),
        ("1<span style='DISPLAY : NONE'>7</span>", "1"),
        ("1<span style='color:red;Display:None!important'>7</span>", "1"),
        ("1<i style='visibility: hidden'>7</i>2", "12"),
        ("1<b hidden>7</b>2", "12"),
        ("1<b HIDDEN>7</b>", "1"),
        ("1<i style='font-size:0'>7</i>", "1"),
        ("1<i style='FONT-SIZE: 0.0pt'>7<b>8</b></i>", "1"),
        ("1<i style='font-size:0.8em'>7</i>", "17"),
        ("1<i style='font-size:0'>7<b style='font-size:12px'>8</b><b class=x>9</b></i>", "189"),
        ("<div style='font-size:0'><p>1</p></div>", "1"),
        ("1<i style='position:absolute;left:-9999px'>7</i>", "1"),
        ("1<i style='text-indent:-9999px'>7</i>", "1"),
        ("<i style='text-indent:-21.0pt'>7</i>", "7"),
        ("<i style='margin-left:-1000px'>7</i>", "7"),
        ("1<i style='mso-hide:all'>7</i>", "1"),
        ("1<i style='font-size:;color:red'>7</i>", "17"),
        ("1<ruby>件<rp>(</rp><rt>7</rt><rp>)</rp></ruby>", "1件"),
        ("<input value=5>", "5"),
        ("<INPUT TYPE=TEXT VALUE=6>", "6"),
        ("<input type=hidden value=7>8", "8"),
        ("<textarea>5</textarea>", "5"),
        ("<select><option>1<option selected>2</select>", "2"),
        ("<select><option>1<option>2</select>", "1"),
        ("3<sup>1</sup>", "3¹"),
        ("3<SUP>[1]</SUP>", "3[¹]"),
        ("3<sub>2</sub>", "3₂"),
        ("3<a href='#fn1'>1</a>", "3¹"),
        ("3<a href='#_ftn1' name='_ftnref1'><span>[1]</span></a>", "3[¹]"),
        ("3<a href='http://x/y.html#note1'>1</a>", "3¹"),
        ("<span>3</span> <span><a href='#a'>1</a></span>", "3 ¹"),
        ("3<a name='x'></a><a href='#a'>1</a><a href='#b'>[2]</a><a href='#c'>3</a>", "3¹[²]³"),
        ("3<a id='cite_ref-1'>1</a>", "3¹"),
        ("3<sup><a href='#a'>1</a></sup>", "3¹"),
        ("<a href='#a'>31</a>", "31"),
        ("3<a href='#'>1</a>", "31"),
        ("3<a href='x.html'>1</a>", "31"),
        ("3<a name='x'>1</a>", "31"),
        ("共<a href='#a'>1</a>", "共1"),
        ("<a href='#a'></a>3<a href='#a'></a>1", "31"),
        ("3<span style='vertical-align: super'>1</span>", "3¹"),
        ("<span style='vertical-align: middle'>31</span>", "31"),
        ("<del>3</del>4", "4"),
        ("<s>3</s>4<strike>5</strike>", "4"),
        ("<span style='text-decoration: line-through'>3</span>4", "4"),
        ("3<ins>4</ins>", "34"),
        ("3<wbr>4", "34"),
        ("3\u200b4", "34"),
        ("1\x002", "12"),
        ("甲<ul><li>乙<li>丙</ul>", "甲乙丙"),
        ("<![CDATA[1]]>2", "2"),
    ],
)
def test_what_a_cell_shows(inside, text):
    assert cell(inside) == text


@pytest.mark.parametrize(
    "table",
    [
        f"<table>{ROWS}</table>",
        f"<TABLE BORDER=1>{ROWS.upper()}</TABLE>",
        f"<table><colgroup><col><col></colgroup><thead></thead><tbody>{ROWS}</tbody></table>",
        "<table><tr><td>甲<td>1<tr><td>乙<td>2</table>",
        "<table><tr><th>甲</th><td>1</td></tr><tr><th>乙</th><td>2</td></tr></table>",
        f"<table><form>{ROWS}</form></table>",
        f"<table><tbody><form>{ROWS}</form></tbody></table>",
        f"<table><div><center>{ROWS}</center></div></table>",
        f"<table><x-rows>{ROWS}</x-rows></table>",
        "<table><tr><form><td>甲</td><td>1</td></form></tr><tr><td>乙</td><td>2</td></tr></table>",
        "<table><tr><div><td>甲</td></div><td>1</td></tr><tr><td>乙</td><td>2</td></tr></table>",
        "<table><td>甲</td><td>1</td><tr><td>乙</td><td>2</td></tr></table>",
        "<table><tr><td>甲</td></td></td><td>1</td></tr></tr><tr><td>乙</td><td>2</td></tr></table>",
        f"<table><tbody>{ROWS[: len(ROWS) // 2]}</tbody><tbody>{ROWS[len(ROWS) // 2 :]}</tbody></table>",
        f"<table title='a>b'>{ROWS}</table>",
        f"<table>{ROWS}",
        f"<table><tr style='display:none'><td>丙</td><td>9</td></tr>{ROWS}</table>",
        f"<table>{ROWS}<tr hidden><td>丁</td><td>9</td></tr></table>",
        f"<table><tr style='visibility:collapse'><td>丙</td><td>9</td></tr>{ROWS}</table>",
    ],
)
def test_a_table_is_read_whole_however_it_is_written(table):
    assert blocks(table) == [READ]
    assert blocks(f"<html><body><div><div>{table}") == [READ]


def test_what_stands_between_cells_comes_before_the_table():
    page = f"<p>前</p><table>甲说明<p>段落</p>{ROWS}<tr>乙说明<td>丙</td><td>3</td></tr></table><p>后</p>"
    read = blocks(page)
    assert (read[0], read[-1]) == ("前", "后")
    assert [*READ, ["丙", "3"]] in read
    assert {"甲说明", "段落", "乙说明"} <= {b for b in read if isinstance(b, str)}


def test_a_table_between_the_cells_of_another_keeps_its_rows():
    page = f"<table><tr><td>丙</td><td>3</td><div><table>{ROWS}</table></div></tr></table>"
    assert sorted(blocks(page)) == sorted([READ, [["丙", "3"]]])


def test_a_hidden_table_is_not_there():
    assert blocks(f"<div hidden><table>{ROWS}</table></div>文<table style='display:none'>{ROWS}</table>") == [
        "文"
    ]


@pytest.mark.parametrize(
    ("sheet", "text"),
    [
        (".x{display:none}", "1"),
        ("<!-- .x { DISPLAY : NONE } -->", "1"),
        ("p{color:red} p, .x , b{display:none!important}", "1"),
        ("#y{visibility:hidden}", "1"),
        ("i{display:none}", "1"),
        ("i.x{display:none}", "1"),
        ("I.x.z{mso-hide:all}", "1"),
        (".x{position:absolute;left:-9999px}", "1"),
        (".x{text-decoration:line-through}", "1"),
        ("@import url(a.css);.x{display:none}", "1"),
        ("@media screen{.x{display:none}}", "1"),
        ("@media screen{.a{color:red}} .x{display:none}", "1"),
        (".x{display:block}.x{display:none}", "1"),
        (".x:hover{display:block}.x{display:none}", "1"),
        ("/* .x{display:block} */.x{display:none}", "1"),
        ("/* .x{display:none} */", "17"),
        (".x{display:none}.x{display:block}", "17"),
        (".x{display:none}i.x{display:inline}", "17"),
        ("i.x{display:inline}.x{display:none}", "17"),
        (".x{display:none}.on .x{display:block}", "17"),
        (".x{display:none}@media (min-width:9px){.x{display:block}}", "17"),
        ("@media print{.x{display:none}}", "17"),
        ("@media (max-width:9px){.x{display:none}}", "17"),
        (".on .x{display:none}", "17"),
        (".x.q{display:none}", "17"),
        (".xy{display:none}", "17"),
        (".x:before{display:none}", "17"),
        ("b.x{display:none}", "17"),
        ("@font-face{font-family:x}", "17"),
        (".x{display:none", "17"),
        ("}}.x{display:none}{", "1"),
    ],
)
def test_what_a_style_sheet_hides(sheet, text):
    page = "<table><tr><td>甲</td><td>1<i class='x z' id=y>7</i></td></tr></table>"
    assert blocks(f"<style>{sheet}</style>{page}") == [[["甲", text]]]
    assert blocks(f"<html><head><style>{sheet}</style></head><body>{page}") == [[["甲", text]]]


def test_a_style_sheet_for_print_hides_nothing_and_a_style_of_its_own_shows():
    page = "<table><tr><td>甲</td><td>1<i class=x{}>7</i></td></tr></table>"
    assert blocks("<style media=print>.x{display:none}</style>" + page.format("")) == [[["甲", "17"]]]
    shown = page.format(" style='display:inline'")
    assert blocks(f"<style>.x{{display:none}}</style>{shown}") == [[["甲", "17"]]]
    assert blocks(f"<style>.x{{display:none!important}}</style>{shown}") == [[["甲", "1"]]]


def test_a_page_that_hides_all_is_shown_by_its_script():
    for sheet in ("body{display:none}", "html{visibility:hidden}", "#c{display:none}", "table{display:none}"):
        page = (
            f"<style>{sheet} .x{{display:none}}</style><div id=c>前<table>{ROWS}</table><p class=x>后</div>"
        )
        assert blocks(page) == ["前", READ]
    assert blocks(f"<body style='display:none'><table>{ROWS}</table></body>") == [READ]


def test_an_old_copy_hidden_by_the_style_sheet_is_not_there():
    page = "<style>.x{display:none}</style><div class=x><table><tr><td>旧</td><td>1</td></tr></table></div>"
    assert blocks(page + f"<table>{ROWS}</table>") == [READ]


def test_a_cell_without_display_is_gone_and_one_only_not_seen_keeps_its_place():
    page = "<style>td.g{{display:none}}</style><table><tr><td>甲</td><td{}>7</td><td>1</td></tr></table>"
    assert blocks(page.format(" class=g")) == [[["甲", "1"]]]
    for style in ("visibility:hidden", "font-size:0", "text-decoration:line-through", "text-indent:-9999px"):
        assert blocks(page.format(f" style='{style}'")) == [[["甲", "", "1"]]]


def test_layout_tables_are_walked():
    page = f"<table><tr><td>导航</td><td><table>{ROWS}{ROWS}</table><p>文字</p></td></tr></table>"
    assert blocks(page) == ["导航", READ + READ, "文字"]


def test_a_table_of_one_column_is_text():
    assert blocks("<table><tr><td>一、总体情况</td></tr><tr><td>文字</td></tr></table>") == [
        "一、总体情况",
        "文字",
    ]


def test_a_small_table_in_a_cell_is_part_of_the_cell():
    inner = "<table><tr><td>5</td></tr></table>"
    page = f"<table><tr><td>行政规范性文件</td><td>{inner}</td></tr></table>"
    assert blocks(page)[0] == [["行政规范性文件", "5"]]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<table><tr><td>3</td><td>5</td></tr></table>", "3 | 5"),
        ("<table><tr><td>3</td></tr><tr><td>5</td></tr></table>", "3 | 5"),
        ("<p>3</p><table><tr><td>5</td></tr></table>", "3 | 5"),
        ("<table><tr><td>3</td></tr></table>5", "3 | 5"),
        ("<table><tr><td> </td><td><p>3</p></td></tr></table>", "3"),
        ("<table><tr><td></td></tr></table>", ""),
    ],
)
def test_the_cells_of_a_table_in_a_cell_are_never_one_number(inside, text):
    label = "行政规范性文件制发件数"
    page = f"<table><tr><td>{label}</td><td>{inside}</td><td>4</td></tr></table>"
    assert blocks(page)[0] == [[label, text, "4"]]


def test_the_nested_table_is_read_too():
    inner = "<table><tr><td>3</td><td>5</td></tr></table>"
    page = f"<table><tr><td>行政规范性文件制发件数</td><td>{inner}</td></tr></table>"
    assert blocks(page) == [[["行政规范性文件制发件数", "3 | 5"]], [["3", "5"]]]


def test_paragraphs_headings_and_breaks():
    page = "<h2>一、<span>总</span>体</h2><p><strong>二</strong></p><p>三<br>四</p>五<div>六</div>七"
    read = html.read(page).blocks
    assert [(b.text, b.level, b.strong) for b in read if isinstance(b, Paragraph)] == [
        ("一、总体", 2, False), ("二", 0, True), ("三", 0, False), ("四", 0, False), ("五", 0, False),
        ("六", 0, False), ("七", 0, False),
    ]  # fmt: skip


def test_title_and_metadata():
    head = "<title>甲 县\n年报</title><meta name=PubDate content='2022-01-05'><meta name=x>"
    document = html.read(f"<html><head>{head}</head><p>文")
    assert (document.title, document.metadata) == ("甲 县 年报", (("PubDate", "2022-01-05"),))


def test_preformatted_text_keeps_its_lines():
    (grid,) = html.read("<pre>规章 | 1 | 2 |\n行政许可 | 3 | 4 |</pre>").blocks
    assert isinstance(grid, Grid)
    assert [[c.text for c in row] for row in grid.rows] == [["规章", "1", "2"], ["行政许可", "3", "4"]]


def test_a_second_document_inside_or_behind_the_page_is_read_too():
    inner = f"<html><head><title>x</title></head><body><table>{ROWS}</table></body></html>"
    assert READ in blocks(f"<html><body><div>前{inner}</div><p>后</p></body></html>")
    assert "后" in blocks(f"<html><body><div>前{inner}</div><p>后</p></body></html>")
    assert READ in blocks(f"<html><body><p>前</p></body></html>{inner}")
    assert blocks(f"<html><body><p>前</p></body></html><table>{ROWS}</table>\n") == ["前", READ]
    assert blocks(f"<HTML><BODY><p>前</p></BODY><table>{ROWS}</table></HTML>") == ["前", READ]


@pytest.mark.parametrize("wrapper", ["div", "span", "font", "section", "blockquote", "ul"])
@pytest.mark.parametrize("depth", [100, 240, 300, 10_000])
def test_a_table_deep_in_the_page_is_read_or_refused(wrapper, depth):
    start, end = f"<{wrapper}>" * depth, f"</{wrapper}>" * depth
    page = f"<html><body><p>前</p>{start}<table>{ROWS}</table>{end}<p>后</p>"
    try:
        read = blocks(page)
    except UnreadableError:
        assert depth > 200
    else:
        assert (read[0], read[1], read[-1]) == ("前", READ, "后")


def test_a_deep_page_with_hidden_wrappers_is_refused():
    page = "<div>" * 300 + "<table><tr><td>甲</td><td>3<span style='display:none'>7</span></td></tr></table>"
    with pytest.raises(UnreadableError):
        html.read(page)


def test_a_page_of_ten_thousand_nested_tables_is_refused():
    with pytest.raises(UnreadableError, match="255"):
        html.read("<table><tr><td>" * 10_000 + "总计" + "</table>" * 10_000)


def test_twice_as_many_links_are_twice_the_work():
    def work(links: int) -> int:
        return calls_of(lambda: html.read("<div>" + "<a href='#a'>1</a>" * links))

    assert work(4_000) < 2.5 * work(2_000)


def test_a_page_without_content_is_refused():
    with pytest.raises(UnreadableError):
        html.read("<!-- nothing -->")


def test_a_page_cut_short_keeps_what_is_before_the_cut():
    page = f"<html><body><p>前</p><table>{ROWS}<tr><td>丙</td><td rowsp"
    assert blocks(page)[0] == "前"
    assert blocks(page)[1][:2] == READ


def test_places_count_tables_rows_and_cells_from_one():
    (grid,) = html.read(f"<table>{ROWS}</table>").blocks
    assert isinstance(grid, Grid)
    assert [[c.location for c in row] for row in grid.rows] == [["1/1/1", "1/1/2"], ["1/2/1", "1/2/2"]]


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_tags_thrown_in_never_lose_or_join_a_number(seed):
    """Tags that a browser takes no notice of, anywhere between the cells and their texts."""
    rng = random.Random(seed)
    noise = [
        "",
        "",
        "",
        "<!-- 9 -->",
        "<o:p></o:p>",
        "<a name=x></a>",
        "<span></span>",
        "<script>9</script>",
        "\n",
    ]
    wraps = ["{}", "{}", "<p>{}</p>", "<div><b>{}</b></div>", "<font color=red>{}</font>", "<span>{}</span>"]
    between = ["", "", "\n ", "<!-- 8 -->", "<script>8</script>"]
    numbers = [[str(rng.randint(0, 99999)) for _ in range(4)] for _ in range(4)]
    page = "<table>"
    for row in numbers:
        page += rng.choice(between) + "<tr>" + rng.choice(between)
        for text in row:
            inside = "".join(rng.choice(noise) + rng.choice(wraps).format(text) + rng.choice(noise))
            page += f"<td>{inside}{rng.choice(['</td>', ''])}" + rng.choice(between)
        page += rng.choice(["</tr>", ""])
    assert blocks(page + "</table>") == [numbers]


@settings(max_examples=200, deadline=None)
@given(st.text("<>/=\"' \n!-td甲1&;#", max_size=80) | st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        document = html.read(text)
    except UnreadableError:
        return
    assert document.reader == "html"


@pytest.mark.parametrize("bad", ["\x01", "&#1;", "\x0b", "\ufffe", "&#xd800;"])
@pytest.mark.parametrize(
    "around",
    [
        "<table>{}<form>{}<tr><td>甲</td><td>3</td></tr></form>{}</table>",
        "<table><tr><td>甲</td><td>3<i hidden>{}</i>{}</td></tr>{}</table>",
        "<table><tr><td>甲</td><td>3<sup>{}</sup></td>{}</tr></table>{}",
        "<table><tr><td>甲</td><td>3<input value='{}'>{}</td></tr></table>{}",
    ],
)
def test_characters_that_no_tree_may_hold_do_no_harm(around, bad):
    assert any(isinstance(b, list) and b[0][0] == "甲" for b in blocks(around.format(bad, bad, bad)))
