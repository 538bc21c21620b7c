"""Word files: what is printed is read, in its order, once; what is not printed is not."""

from __future__ import annotations

import io
import zipfile

import docx as python_docx
import pytest

from extractor.errors import UnreadableError
from extractor.inputs.media import sniff
from extractor.model.document import Document, Grid, Paragraph
from extractor.readers.docx import MEDIA_TYPE, read
from extractor.readers.docx_numerals import printed
from tests.generator import pack
from tests.generator import word_xml as w


def made(body: str, parts: w.Parts | None = None) -> Document:
    return read(w.package(body, parts))


def lines(body: str, parts: w.Parts | None = None) -> list[str]:
    return [b.text for b in made(body, parts).blocks if isinstance(b, Paragraph)]


def grid(body: str, parts: w.Parts | None = None) -> Grid:
    (found,) = (b for b in made(body, parts).blocks if isinstance(b, Grid))
    return found


def texts(of: Grid) -> list[list[str]]:
    return [[c.text for c in row] for row in of.rows]


def one_cell(content: str, parts: w.Parts | None = None) -> str:
    body = w.table(w.row(w.cell(w.said("甲")) + w.cell(content)) + w.row(w.cell("") * 2), 2)
    return texts(grid(body, parts))[0][1]


def value_of(content: str) -> str:
    return one_cell(w.paragraph(content))


def test_blocks_in_document_order_with_their_places() -> None:
    body = w.said("一") + w.table(w.row(w.cell(w.said("1")) + w.cell(w.said("2"))) * 2, 2) + w.said("二\n")
    document = made(body)
    assert [type(b) for b in document.blocks] == [Paragraph, Grid, Paragraph]
    assert [b.location for b in document.blocks] == ["¶1", "1", "¶2"]
    assert [c.location for row in document.blocks[1].rows for c in row] == [
        "1/1/1",
        "1/1/2",
        "1/2/1",
        "1/2/2",
    ]
    assert (document.media_type, document.reader, document.title) == (MEDIA_TYPE, "docx", "")


def test_merged_cells() -> None:
    rows = (
        w.row(w.cell(w.said("a"), merge="restart") + w.cell(w.said("b"), colspan=2))
        + w.row(
            w.cell(w.said("lost"), merge="continue")
            + w.cell(w.said("c"))
            + w.cell(w.said("d"), merge="restart")
        )
        + w.row(w.cell("", merge="continue") + w.cell(w.said("e")) + w.cell("", merge="continue"))
    )
    assert [
        [(c.text, c.location, c.row, c.column, c.rowspan, c.colspan) for c in row]
        for row in grid(w.table(rows, 3)).rows
    ] == [
        [("a", "1/1/1", 0, 0, 3, 1), ("b", "1/1/2", 0, 1, 1, 2)],
        [("c", "1/2/1", 1, 1, 1, 1), ("d", "1/2/2", 1, 2, 2, 1)],
        [("e", "1/3/1", 2, 1, 1, 1)],
    ]


def test_a_merge_that_begins_nowhere_is_a_cell_of_its_own() -> None:
    rows = w.row(w.cell(w.said("a")) * 2) + w.row(w.cell(w.said("b"), merge="continue") + w.cell(w.said("c")))
    assert texts(grid(w.table(rows, 2))) == [["a", "a"], ["b", "c"]]


def test_rows_that_begin_and_end_inside_the_grid() -> None:
    rows = w.row(w.cell(w.said("a")) * 3) + w.row(
        w.cell(w.said("b")), '<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'
    )
    found = grid(w.table(rows, 3))
    assert (found.width, found.rows[1][0].column) == (3, 1)


def test_cells_merged_the_old_way() -> None:
    old = '<w:tc><w:tcPr><w:hMerge w:val="{}"/></w:tcPr><w:p/></w:tc>'
    rows = w.row(old.format("restart") + old.format("continue") + w.cell(w.said("c"))) + w.row(w.cell("") * 3)
    assert [(c.column, c.colspan) for c in grid(w.table(rows, 3)).rows[0]] == [(0, 2), (2, 1)]


def test_columns_by_the_widths_of_cells_that_say_no_spans() -> None:
    rows = w.row(w.cell(w.said("a"), width=1000) + w.cell(w.said("b"), width=2010)) + w.row(
        "".join(w.cell(w.said(t), width=n) for t, n in (("c", 1005), ("d", 990), ("e", 1000)))
    )
    assert [[(c.column, c.colspan) for c in r] for r in grid(w.table(rows, 3)).rows] == [
        [(0, 1), (1, 2)],
        [(0, 1), (1, 1), (2, 1)],
    ]


def test_paragraphs_of_a_cell_are_one_text() -> None:
    assert one_cell(w.said("法律") + w.said("服务")) == "法律 服务"


def test_revisions_are_read_as_accepted() -> None:
    assert value_of(w.run("1") + w.deleted("7") + w.inserted(w.run("2"))) == "12"
    moved = (
        '<w:moveFrom w:id="3">' + w.run("9") + '</w:moveFrom><w:moveTo w:id="4">' + w.run("3") + "</w:moveTo>"
    )
    assert value_of(moved) == "3"


def test_deleted_rows_and_cells_are_gone() -> None:
    gone = w.row(w.cell(w.said("x")) * 2, '<w:del w:id="1"/>') + w.row(w.cell(w.said("x")) * 2, "<w:hidden/>")
    cut = w.cell(w.said("y")).replace("<w:tc>", '<w:tc><w:tcPr><w:cellDel w:id="1"/></w:tcPr>')
    rows = w.row(w.cell(w.said("a")) * 2) + gone + w.row(cut + w.cell(w.said("b")) * 2)
    assert texts(grid(w.table(rows, 2))) == [["a", "a"], ["b", "b"]]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next() -> None:
    mark = '<w:rPr><w:del w:id="1"/></w:rPr>'
    assert lines(w.said("一、总体", mark) + w.said("情况") + w.paragraph(w.deleted("没了"), mark)) == [
        "一、总体情况"
    ]


def test_hidden_and_struck_text_is_left_out() -> None:
    hidden = "<w:vanish/>"
    for properties in (hidden, "<w:strike/>", "<w:dstrike/>"):
        assert value_of(w.run("5") + w.run("6", properties)) == "5"
    assert value_of(w.run("5", '<w:vanish w:val="0"/>')) == "5"
    styles = f'<w:style w:type="character" w:styleId="H"><w:rPr>{hidden}</w:rPr></w:style>'
    styles += '<w:style w:type="character" w:styleId="I"><w:basedOn w:val="H"/></w:style>'
    parts = w.Parts(styles=styles)
    assert one_cell(w.paragraph(w.run("5") + w.run("6", '<w:rStyle w:val="I"/>')), parts) == "5"


def test_raised_digits_are_notes() -> None:
    assert value_of(w.run("3") + w.run("1", '<w:vertAlign w:val="superscript"/>')) == "3¹"
    assert value_of(w.run("3") + '<w:r><w:footnoteReference w:id="1"/></w:r>') == "3"


def test_fields_show_their_results() -> None:
    assert value_of(w.field_of("=SUM(ABOVE) 77", w.run("4"))) == "4"
    inner = w.field_of(f"IF 1 = {'x'}", w.run("8"))
    assert value_of(w.field_of("QUOTE 5", inner + w.run("1"))) == "81"
    nested = w.field_of("IF", w.run("6")).replace(
        "<w:instrText", w.field_of("PAGE", w.run("9")) + "<w:instrText", 1
    )
    assert "6" in value_of(w.field_of("A", w.run("6")))
    assert nested
    assert value_of(f'<w:fldSimple w:instr="DATE">{w.run("2")}</w:fldSimple>') == "2"


def test_what_stands_in_an_instruction_is_not_shown() -> None:
    begin, separate, end = (
        f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end")
    )
    told = begin + "<w:r><w:instrText>IF</w:instrText></w:r>" + w.field_of("PAGE", w.run("9")) + separate
    assert value_of(told + w.run("6") + end) == "6"


def test_a_field_without_an_end_hides_nothing() -> None:
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert lines(w.paragraph(begin + w.run("一")) + w.said("二")) == ["一", "二"]


def test_form_fields() -> None:
    def form(inside: str) -> str:
        begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{inside}</w:ffData></w:fldChar></w:r>'
        return value_of(
            begin + "<w:r><w:instrText>X</w:instrText></w:r>" + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        )

    assert form("<w:checkBox><w:checked/></w:checkBox>") == "☑"
    assert form('<w:checkBox><w:default w:val="0"/></w:checkBox>') == "☐"
    entries = '<w:listEntry w:val="甲"/><w:listEntry w:val="乙"/>'
    assert form(f'<w:ddList><w:result w:val="1"/>{entries}</w:ddList>') == "乙"


def test_content_controls() -> None:
    assert value_of(w.control(w.run("4"))) == "4"
    assert value_of(w.control(w.run("单击此处输入"), prompt=True)) == ""
    whole = w.table(
        w.row(w.control(w.cell(w.said("提示")), prompt=True) + w.control(w.cell(w.said("2"))))
        + w.control(w.row(w.cell(w.said("3")) * 2)),
        2,
    )
    assert texts(grid(w.control(whole))) == [["", "2"], ["3", "3"]]
    assert lines(w.control(w.said("段"))) == ["段"]


def test_glyphs() -> None:
    inside = "<w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:softHyphen/><w:noBreakHyphen/><w:t>三</w:t></w:r>"
    assert value_of(inside) == "一 二-三"
    assert lines(w.paragraph('<w:r><w:t>一</w:t><w:br/><w:t>二</w:t><w:br w:type="page"/></w:r>')) == [
        "一",
        "二",
    ]
    assert value_of('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>') == "☑"
    assert value_of('<w:r><w:sym w:font="Unknown" w:char="F033"/></w:r>') == "\ufffd"


def test_wrappers_of_runs() -> None:
    for name in ("hyperlink", "smartTag", "customXml", "bdo", "dir"):
        assert value_of(f"<w:{name}>{w.run('7')}</w:{name}>") == "7"
    ruby = f"<w:r><w:ruby><w:rt>{w.run('9')}</w:rt><w:rubyBase>{w.run('7')}</w:rubyBase></w:ruby></w:r>"
    assert value_of(ruby) == "7"
    assert value_of("<m:oMath><m:r><m:t>7</m:t></m:r></m:oMath>") == "7"


def test_text_boxes_are_read_once_and_may_hold_tables() -> None:
    inner = w.said("框") + w.table(w.row(w.cell(w.said("1")) * 2) * 2, 2)
    document = made(w.paragraph(w.run("前") + w.text_box(inner)) + w.said("后"))
    assert [b.text if isinstance(b, Paragraph) else texts(b) for b in document.blocks] == [
        "前",
        "框",
        [["1", "1"], ["1", "1"]],
        "后",
    ]


def test_tables_that_arrange_the_page_are_walked() -> None:
    inner = w.table(w.row(w.cell(w.said("1")) * 2) * 2, 2)
    document = made(w.table(w.row(w.cell(w.said("标题"))) + w.row(w.cell(inner + w.said("尾"))), 1))
    assert [type(b) for b in document.blocks] == [Paragraph, Grid, Paragraph]


def test_a_table_in_a_cell_of_data_is_apart() -> None:
    inner = w.table(w.row(w.cell(w.said("3")) + w.cell(w.said("4"))), 2)
    rows = w.row(w.cell(w.said("一个很长的标签")) + w.cell(inner)) + w.row(
        w.cell(w.said("又一个很长的标签")) * 2
    )
    first, second = (b for b in made(w.table(rows, 2)).blocks if isinstance(b, Grid))
    assert texts(first)[0][1] == "3 | 4"
    assert texts(second) == [["3", "4"]]


def test_headers_footers_notes_and_comments_are_left_out() -> None:
    others = {f"word/{n}.xml": b"<x/>" for n in ("header1", "footer1", "footnotes", "comments")}
    marks = '<w:commentRangeStart w:id="1"/>' + w.run("文") + '<w:r><w:commentReference w:id="1"/></w:r>'
    assert lines(w.paragraph(marks), w.Parts(others=others)) == ["文"]


class TestNumbers:
    """Numbers of lists."""

    SIX = (
        w.Level("chineseCounting", "%1、"),
        w.Level("chineseCounting", "（%2）"),
        w.Level("decimal", "%1.%3", "<w:isLgl/>"),
    )

    @staticmethod
    def item(text: str, level: int = 0, of: int = 1) -> str:
        """A paragraph in a list."""
        return w.said(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{of}"/></w:numPr>')

    def test_they_stand_before_the_text(self) -> None:
        """Levels count on, and start again below another."""
        parts = w.Parts(numbering=w.numbering({1: list(self.SIX)}))
        body = (
            self.item("总体")
            + self.item("甲", 1)
            + self.item("乙", 1)
            + self.item("主动")
            + self.item("丙", 1)
        )
        assert lines(body + self.item("丁", 2), parts) == [
            "一、总体",
            "（一）甲",
            "（二）乙",
            "二、主动",
            "（一）丙",
            "2.1丁",
        ]

    def test_instances_share_their_list_but_where_they_start_anew(self) -> None:
        """Two instances of one list count on; an override starts anew, once."""
        override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
        parts = w.Parts(
            numbering=w.numbering({1: list(self.SIX)}, {1: (1, ""), 2: (1, ""), 3: (1, override)})
        )
        body = self.item("a") + self.item("b", 0, 2) + self.item("c", 0, 3) + self.item("d", 0, 3)
        assert lines(body, parts) == ["一、a", "二、b", "一、c", "二、d"]

    def test_a_level_may_not_start_again(self) -> None:
        """``lvlRestart`` of 0."""
        levels = [w.Level("decimal", "%1."), w.Level("decimal", "%2)", '<w:lvlRestart w:val="0"/>')]
        parts = w.Parts(numbering=w.numbering({1: levels}))
        body = self.item("a") + self.item("b", 1) + self.item("c") + self.item("d", 1)
        assert lines(body, parts) == ["1.a", "1)b", "2.c", "2)d"]

    def test_styles_give_numbers_and_levels(self) -> None:
        """A heading style with a list of its own; ``numId`` 0 takes it away."""
        styles = (
            '<w:style w:type="paragraph" w:styleId="1"><w:pPr><w:outlineLvl w:val="0"/>'
            '<w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
            '<w:style w:type="paragraph" w:styleId="2"><w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
        )
        levels = [
            w.Level("chineseCounting", "%1、", '<w:pStyle w:val="1"/>'),
            w.Level("decimal", "%2.", '<w:pStyle w:val="2"/>'),
        ]
        parts = w.Parts(numbering=w.numbering({1: levels}), styles=styles)
        body = w.said("a", '<w:pStyle w:val="1"/>') + w.said("b", '<w:pStyle w:val="2"/>')
        body += w.said("c", '<w:pStyle w:val="1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
        found = [(b.text, b.level) for b in made(body, parts).blocks]
        assert found == [("一、a", 1), ("1.b", 2), ("c", 1)]

    def test_bullets_and_lists_that_are_not_there_print_nothing(self) -> None:
        """No number, no text before."""
        parts = w.Parts(numbering=w.numbering({1: [w.Level("bullet", "\uf06c")]}))
        assert lines(self.item("a") + self.item("b", 0, 9), parts) == ["a", "b"]

    def test_rows_numbered_by_a_list(self) -> None:
        """They count through cells."""
        parts = w.Parts(numbering=w.numbering({1: [w.Level("decimal", "%1.")]}))
        rows = "".join(w.row(w.cell(self.item(t)) + w.cell(w.said("0"))) for t in "甲乙丙")
        assert texts(grid(w.table(rows, 2), parts)) == [["1.甲", "0"], ["2.乙", "0"], ["3.丙", "0"]]

    def test_deleted_and_hidden_items_do_not_count(self) -> None:
        """Neither text nor number."""
        parts = w.Parts(numbering=w.numbering({1: list(self.SIX)}))
        listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
        gone = w.paragraph(w.deleted("b"), f'{listed}<w:rPr><w:del w:id="1"/></w:rPr>')
        hidden = w.paragraph(w.run("c", "<w:vanish/>"), f"{listed}<w:rPr><w:vanish/></w:rPr>")
        assert lines(self.item("a") + gone + hidden + self.item("d"), parts) == ["一、a", "二、d"]


@pytest.mark.parametrize(
    ("form", "number", "expected"),
    [
        ("decimal", 12, "12"),
        ("chineseCounting", 10, "十"),
        ("chineseCounting", 12, "十二"),
        ("chineseCountingThousand", 20, "二十"),
        ("japaneseCounting", 105, "一百零五"),
        ("taiwaneseCountingThousand", 1010, "一千零一十"),
        ("chineseLegalSimplified", 21, "贰拾壹"),
        ("ideographLegalTraditional", 3, "參"),
        ("ideographTraditional", 4, "丁"),
        ("ideographZodiac", 3, "寅"),
        ("ideographZodiacTraditional", 13, "丙子"),
        ("ideographDigital", 20, "二〇"),
        ("ideographEnclosedCircle", 2, "㊁"),
        ("decimalEnclosedCircleChinese", 3, "③"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 2, "⑵"),
        ("decimalEnclosedFullstop", 2, "⒉"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("lowerLetter", 28, "bb"),
        ("upperRoman", 14, "XIV"),
        ("lowerRoman", 9, "ix"),
        ("none", 3, ""),
        ("somethingNew", 3, "3"),
        ("ideographTraditional", 11, "11"),
        ("chineseCounting", 0, "零"),
    ],
)
def test_number_formats(form: str, number: int, expected: str) -> None:
    assert printed(number, form) == expected


def test_headings_are_known_by_style_and_bold() -> None:
    styles = '<w:style w:type="paragraph" w:styleId="B"><w:rPr><w:b/></w:rPr></w:style>'
    body = w.said("a", '<w:outlineLvl w:val="2"/>') + w.said("b", '<w:pStyle w:val="B"/>')
    body += w.paragraph(w.run("c", "<w:b/>") + w.run("d")) + w.said("e", '<w:outlineLvl w:val="9"/>')
    found = [(b.text, b.level, b.strong) for b in made(body, w.Parts(styles=styles)).blocks]
    assert found == [("a", 3, False), ("b", 0, True), ("cd", 0, False), ("e", 0, False)]


def test_both_namespaces() -> None:
    body = w.said("一") + w.table(w.row(w.cell(w.said("1"), colspan=2)) + w.row(w.cell(w.said("2")) * 2), 2)
    assert made(body).blocks == made(body, w.Parts(strict=True)).blocks


def test_files_put_in_as_they_are() -> None:
    page = "<html><body><p>页</p><table><tr><td>1</td><td>2</td></tr></table></body></html>".encode()
    links = "".join(
        f'<Relationship Id="c{i}" Type="{w.RELATIONSHIPS}/aFChunk" Target="{target}"{mode}/>'
        for i, (target, mode) in enumerate(
            (("a.htm", ""), ("b.docx", ""), ("c.rtf", ""), ("http://x/d.htm", ' TargetMode="External"'))
        )
    )
    others = {"word/a.htm": page, "word/b.docx": w.package(w.said("内")), "word/c.rtf": b"{\\rtf1 x}"}
    body = "".join(f'<w:altChunk r:id="c{i}"/>' for i in range(4)) + w.said("尾")
    document = made(body, w.Parts(others=others, relationships=links))
    assert [(b.text, b.location) for b in document.blocks if isinstance(b, Paragraph)] == [
        ("页", "word/a.htm!¶1"),
        ("内", "word/b.docx!¶1"),
        ("尾", "¶1"),
    ]
    (found,) = (b for b in document.blocks if isinstance(b, Grid))
    assert found.rows[0][1].location == "word/a.htm!1/1/2"
    assert len(document.notes) == 2


class TestBadInput:
    """Files made to break readers."""

    @staticmethod
    def refused(data: bytes) -> str:
        """The message."""
        with pytest.raises(UnreadableError) as told:
            read(data)
        return str(told.value)

    def test_cut_short(self) -> None:
        """A download that broke off is still known as Word."""
        data = w.package(w.said("一" * 5000))
        for part in (len(data) // 2, len(data) - 30):
            assert "cut short" in self.refused(data[:part])
        assert sniff(data[:-30]) == MEDIA_TYPE

    def test_a_bomb(self) -> None:
        """A part that unpacks to a thousand times its size."""
        bomb = pack.zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": b" " * 40_000_000})
        assert "bomb" in self.refused(bomb)

    def test_entities_and_outer_files(self) -> None:
        """A DTD is refused, whatever is in it."""
        for inside in ('<!ENTITY a "b">', '<!ENTITY a SYSTEM "file:///etc/passwd">'):
            xml = f'<!DOCTYPE x [{inside}]><w:document xmlns:w="{w.TRANSITIONAL}"><w:body><w:p/></w:body></w:document>'
            data = pack.zipped({"[Content_Types].xml": b"<x/>", "word/document.xml": xml.encode()})
            assert "DTD" in self.refused(data)

    def test_nesting(self) -> None:
        """Deeper than the parser goes."""
        deep = w.said("x")
        for _ in range(200):
            deep = w.table(w.row(w.cell(deep + "<w:p/>")), 1)
        assert "damaged" in self.refused(w.package(deep))

    def test_no_word_file(self) -> None:
        """A package of another kind."""
        assert "Word" in self.refused(
            pack.zipped({"[Content_Types].xml": b"<x/>", "xl/workbook.xml": b"<x/>"})
        )

    def test_spans_out_of_all_bounds(self) -> None:
        """They are held to what the readers allow."""
        rows = w.row(w.cell(w.said("a"), colspan=999_999_999) + w.cell(w.said("b"))) + w.row(w.cell("") * 2)
        assert grid(w.table(rows, 2)).width <= 2000
        rows = w.row(w.cell(w.said("a")) * 2, '<w:gridBefore w:val="-5"/>') + w.row(w.cell("") * 2)
        assert grid(w.table(rows, 2)).rows[0][0].column == 0


def test_what_python_docx_writes_is_read_as_it_reads_it() -> None:
    made_by_it = python_docx.Document()
    made_by_it.add_heading("一、总体情况", 1)
    table = made_by_it.add_table(4, 5)
    for i, cell in enumerate(c for row in table.rows for c in row.cells):
        cell.text = str(i)
    table.cell(0, 1).merge(table.cell(1, 2)).text = "甲"
    table.cell(2, 0).merge(table.cell(3, 0)).text = "乙"
    buffer = io.BytesIO()
    made_by_it.save(buffer)
    document = read(buffer.getvalue())
    heading, found = document.blocks
    assert (heading.text, heading.level) == ("一、总体情况", 1)
    for cell in (c for row in found.rows for c in row):
        for r in range(cell.row, cell.row + cell.rowspan):
            for c in range(cell.column, cell.column + cell.colspan):
                assert " ".join(table.cell(r, c).text.split()) == cell.text
    assert sum(c.rowspan * c.colspan for row in found.rows for c in row) == 20


def test_the_name_of_a_file_and_its_kind_do_not_matter() -> None:
    for kind in ("document.macroEnabled.main+xml", "template.main+xml"):
        data = w.package(w.said("一"), w.Parts(main_type=f"application/vnd.ms-word.{kind}"))
        assert sniff(data) == MEDIA_TYPE
        assert read(data).blocks
    assert zipfile.is_zipfile(io.BytesIO(data))


def test_columns_drawn_a_little_beside_each_other_are_one() -> None:
    # The second row's first edge is 2 mm beside the first row's: not one that anybody meant.
    widths = "".join(f'<w:gridCol w:w="{n}"/>' for n in (1000, 60, 940))
    rows = w.row(w.cell(w.said("a")) + w.cell(w.said("b"), colspan=2)) + w.row(
        w.cell(w.said("c"), colspan=2) + w.cell(w.said("d"))
    )
    found = grid(f"<w:tbl><w:tblGrid>{widths}</w:tblGrid>{rows}</w:tbl>")
    assert [[(c.column, c.colspan) for c in r] for r in found.rows] == [[(0, 1), (1, 1)]] * 2
    # A narrow cell of its own stays.
    rows = w.row("".join(w.cell(w.said(t)) for t in "abc")) * 2
    assert grid(f"<w:tbl><w:tblGrid>{widths}</w:tblGrid>{rows}</w:tbl>").width == 3
