"""The reader of PDFs: what is seen on a page, where it stands, and what is too much."""

from __future__ import annotations

from contextlib import suppress
from itertools import pairwise

import pytest

from extractor.errors import UnreadableError
from extractor.model.document import Paragraph
from extractor.pipeline import trace_bytes
from extractor.readers import pdf, pdf_second
from extractor.readers.pdf_nesting import drawn_through_forms
from tests.generator import layouts_pdf
from tests.generator.hostile_pdf import bomb, page_of
from tests.generator.pdf_canvas import Canvas
from tests.generator.pdf_write import Pdf, form, song
from tests.pdf_sheets import HEIGHT, LABELS, WIDTH, XS, YS, cells, page, table, texts

WHOLE = [[list(LABELS[:3]), list(LABELS[3:6]), list(LABELS[6:])]]
READERS = pytest.mark.parametrize("read", [pdf.read, pdf_second.read], ids=["first", "second"])
UNKNOWN = "\ufffd"


def paragraphs(data: bytes) -> list[str]:
    return [b.text for b in pdf.read(data).blocks if isinstance(b, Paragraph)]


@READERS
@pytest.mark.parametrize(
    ("options", "place"),
    [
        ({}, "p1 [150.0,230.0,250.0,260.0]"),
        ({"extra": "/CropBox [100 400 500 700]"}, "p1 [50.0,130.0,150.0,160.0]"),
        ({"extra": "/CropBox [500 700 100 400]"}, "p1 [50.0,130.0,150.0,160.0]"),
        ({"extra": "/CropBox [-100 -100 900 900]"}, "p1 [150.0,230.0,250.0,260.0]"),
        ({"box": (-50.0, -100.0, 650.0, 900.0)}, "p1 [200.0,330.0,300.0,360.0]"),
    ],
    ids=["plain", "cropped", "cropped from the other corner", "cropped beyond the paper", "begins elsewhere"],
)
def test_places_count_from_the_top_left_of_what_is_shown(read, options, place):
    assert cells(read(page(table, **options)))["10"] == place


@READERS
@pytest.mark.parametrize(
    ("rotate", "place"),
    [
        (90, "p1 [540.0,150.0,570.0,250.0]"),
        (180, "p1 [350.0,540.0,450.0,570.0]"),
        (270, "p1 [230.0,350.0,260.0,450.0]"),
    ],
)
def test_places_on_turned_pages_are_as_displayed(read, rotate, place):
    assert place in cells(read(page(table, rotate=rotate))).values()


def covered(canvas):
    """Number 10 is written over another that a white patch hides."""
    canvas.text(189, 250, "47", 10)
    canvas.box(151, 231, 249, 259, fill=1)
    table(canvas)


def test_a_number_under_a_patch_is_not_read_where_another_is_written_over_it():
    assert texts(pdf.read(page(covered))) == WHOLE


@READERS
def test_a_number_under_a_patch_with_nothing_over_it_cannot_be_told(read):
    def hidden(canvas):
        table(canvas)
        canvas.box(151, 231, 249, 259, fill=1)

    [[_, (first, *_), _]] = texts(read(page(hidden)))
    assert UNKNOWN in first


@READERS
def test_a_patch_under_the_text_hides_nothing(read):
    def shaded(canvas):
        canvas.box(150, 200, 450, 230, fill=0.8)
        table(canvas)

    assert texts(read(page(shaded))) == WHOLE


@pytest.mark.parametrize("x", [187.5, 190.0, 192.5])
def test_two_numbers_in_one_place_are_no_third(x):
    def twice(canvas):
        table(canvas)
        canvas.text(x, 250, "5", 10)

    [[_, (first, *_), _]] = texts(pdf.read(page(twice)))
    assert UNKNOWN in first


@READERS
@pytest.mark.parametrize(
    "options", [{"mode": 3}, {"grey": 1.0}, {"turn": 30}], ids=["invisible", "white", "askew"]
)
def test_what_is_not_part_of_the_text_as_seen_is_left_out(read, options):
    def ghost(canvas):
        table(canvas)
        canvas.text(205, 250, "7", 10, **options)

    assert texts(read(page(ghost))) == WHOLE


@READERS
def test_a_stroke_that_is_missing_between_two_numbers_does_not_join_them(read):
    def gap(canvas):
        table(canvas)
        canvas.out.remove("0.5 w 250.00 600.00 m 250.00 510.00 l S")
        canvas.line(250, 200, 250, 230)
        canvas.line(250, 260, 250, 290)

    assert texts(read(page(gap))) == WHOLE


@READERS
def test_a_number_that_runs_over_a_column_is_not_parted(read):
    """Other rows have a line where this one has none: its number stands for both columns."""

    def wide(canvas):
        table(canvas, ("项目甲", "项目乙", "项目丙", "", "", "30", "1", "2", "3"))
        canvas.out.remove("0.5 w 250.00 600.00 m 250.00 510.00 l S")
        canvas.line(250, 200, 250, 230)
        canvas.line(250, 260, 250, 290)
        canvas.text(235, 250, "123456", 10)

    assert texts(read(page(wide)))[0][1] == ["123456", "30"]


def filled_form() -> bytes:
    """A form with 77 in a field and 88 written on it, in cells that the page itself leaves empty."""
    pdf_ = Pdf(compress=False)
    font = song(pdf_)
    field = form(pdf_, b"BT /F1 10 Tf 30 10 Td <00370037> Tj ET", {"F1": font}, (100, 30), "1 0 0 1 0 0")
    note = form(pdf_, b"BT /F1 10 Tf 30 10 Td <00380038> Tj ET", {"F1": font}, (100, 30), "1 0 0 1 0 0")
    marks = [
        pdf_.add(
            f"<< /Type /Annot /Subtype /{kind} /FT /Tx /F 4 /T (a) /V (77) /DA (/F1 9 Tf 0 g)"
            f" /Rect [{rect}] /AP << /N {shape} 0 R >> >>"
        )
        for kind, rect, shape in (("Widget", "250 540 350 570", field), ("FreeText", "350 510 450 540", note))
    ]
    pdf_.catalogue = f"/AcroForm << /Fields [{marks[0]} 0 R] >>"
    canvas = Canvas(WIDTH, HEIGHT)
    table(canvas, ("项目甲", "项目乙", "项目丙", "10", "", "30", "1", "2", ""))
    extra = f"/Annots [{marks[0]} 0 R {marks[1]} 0 R]"
    pdf_.page(WIDTH, HEIGHT, canvas.content(), {"F1": font}, extra=extra)
    return pdf_.data()


def test_what_is_filled_into_a_form_is_part_of_its_page():
    assert texts(pdf.read(filled_form())) == [
        [["项目甲", "项目乙", "项目丙"], ["10", "77", "30"], ["1", "2", "88"]]
    ]


def test_the_second_reading_does_not_call_a_filled_field_blank():
    assert [row[1:] for row in texts(pdf_second.read(filled_form()))[0][1:]] == [
        [UNKNOWN, "30"],
        ["2", UNKNOWN],
    ]


def test_a_blank_set_by_itself_is_no_character_that_cannot_be_told():
    def apart(canvas):
        table(canvas)
        canvas.text(200, 250, " ", 10)

    assert texts(pdf.read(page(apart))) == WHOLE


def test_a_page_without_text_is_noted():
    document = pdf.read(page(table, lambda canvas: canvas.box(100, 100, 300, 300, fill=0.5)))
    assert document.notes == ("p2: no text (a scan, a picture, or empty)",)


def test_a_table_whose_first_row_is_printed_again_is_printed_twice():
    twice = page(lambda c: table(c, down=450), lambda c: table(c, down=-150))
    assert texts(pdf.read(twice)) == WHOLE * 2


def test_a_table_that_goes_on_under_its_header_is_one():
    rest = (*LABELS[:3], "4", "5", "6", "7", "8", "9")
    whole = page(lambda c: table(c, down=450), lambda c: table(c, rest, down=-150))
    assert texts(pdf.read(whole)) == [[*WHOLE[0], ["4", "5", "6"], ["7", "8", "9"]]]


def test_paragraphs_are_joined_over_lines_and_pages():
    def first(canvas):
        canvas.text(70, 700, "　　本机关全年主动公开政府信息若干条，".strip("　"), 12)
        canvas.text(50, 720, "其中规范性文件若干件，办理依申请公开若干件并在期限内", 12)

    def second(canvas):
        canvas.text(50, 60, "全部答复，没有因此被提起行政复议。", 12)
        canvas.text(74, 80, "二、下一段另起一行。", 12)

    joined = paragraphs(page(first, second))
    assert joined[-1] == "二、下一段另起一行。"
    assert joined[-2].endswith("并在期限内全部答复，没有因此被提起行政复议。")


def test_a_word_that_had_no_room_left_in_the_line_before_goes_on():
    def draw(canvas):
        canvas.text(50, 100, "详见本机关门户网站的政府信息公开专栏内容一", 12)
        canvas.text(50, 116, "详见本机关门户网站的政府信息，", 12)
        canvas.text(50, 132, "www.example.com的有关栏目。", 12)

    assert paragraphs(page(draw))[-1].endswith("信息，www.example.com的有关栏目。")


@pytest.mark.parametrize("mark", ["⼆、", "（⼀）", "①", "2."])
def test_a_number_of_its_own_begins_a_paragraph_however_it_is_set(mark):
    def draw(canvas):
        canvas.text(50, 100, "这一行一直写到右边为止的文字共有二十个字哦", 12)
        canvas.text(50, 116, f"{mark}下一段", 12)

    assert len(paragraphs(page(draw))) == 2


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (page_of(1, pages=3000), "3000 页"),
        (page_of(31_000), "第 1 页有"),
        (bomb(9, 10), "层层套用"),
        (Pdf().data(), "没有页面"),
    ],
    ids=["pages", "a page", "forms in forms", "nothing"],
)
def test_too_much_or_nothing_is_unreadable_and_says_why(data, message):
    with pytest.raises(UnreadableError, match=message):
        pdf.read(data)


def test_what_is_told_of_a_pdf_does_not_hang_on_those_before_it():
    for before in (b"%PDF-1.5 junk", page_of(1)):
        with suppress(UnreadableError):
            pdf.read(before)
        with pytest.raises(UnreadableError, match="没有页面"):
            pdf.read(Pdf().data())


def test_a_file_with_too_much_text_on_all_its_pages_is_unreadable(monkeypatch):
    monkeypatch.setattr(pdf, "MOST_CHARACTERS", 1000)
    with pytest.raises(UnreadableError, match="到第 3 页已有 1200 个字"):
        pdf.read(page_of(400, pages=4))


def test_forms_are_counted_as_often_as_they_are_drawn():
    assert drawn_through_forms(bomb(3, 10)) == 1000 + 1000 + 100 + 10
    assert drawn_through_forms(page(table)) == 0


def test_forms_that_draw_each_other_are_counted_once():
    looped = bomb(2, 2).replace(b"/X0 4 0 R", b"/X0 6 0 R")
    assert drawn_through_forms(looped) < 20


def test_a_blank_is_seen_where_the_columns_are_clear():
    wanted = layouts_pdf.generate(
        3, "2021", "pdf-borderless", year=2022, org=3, faults=("blank-result-totals",)
    )
    filing = trace_bytes(wanted.data, "a.pdf").filing
    found = {(t.table, f.row, f.column): (f.status.value, f.value) for t in filing.tables for f in t.facts}
    assert found == {(f.table, f.row, f.column): (f.status, f.value) for f in wanted.facts}
    assert "blank" in {status for status, _ in found.values()}


@pytest.mark.parametrize("sides", [(0,), (-1,), (0, -1)], ids=["left", "right", "both"])
def test_a_table_without_lines_at_its_sides_keeps_its_outer_columns(sides):
    def open_sided(canvas):
        table(canvas)
        for side in sides:
            x = f"{XS[side]:.2f}"
            canvas.out.remove(f"0.5 w {x} 600.00 m {x} 510.00 l S")

    assert texts(pdf.read(page(open_sided))) == WHOLE


def test_a_number_in_a_cell_merged_as_its_header_is_stands_for_the_whole_cell():
    def merged(canvas):
        table(canvas, ("项目甲", "", "项目丙", "10", "", "", "1", "", ""))
        canvas.out.remove("0.5 w 350.00 600.00 m 350.00 510.00 l S")
        canvas.text(385, 250, "30", 10)
        canvas.text(385, 280, "3", 10)

    assert texts(pdf.read(page(merged))) == [[["项目甲", "项目丙"], ["10", "30"], ["1", "3"]]]


def test_a_lone_number_on_one_side_of_a_merged_cell_under_a_merged_header_is_not_parted():
    def aside(canvas):
        table(canvas, ("项目甲", "", "", "10", "", "", "1", "2", "3"))
        canvas.out.remove("0.5 w 350.00 600.00 m 350.00 510.00 l S")
        canvas.line(350, 260, 350, 290)
        canvas.text(330, 220, "项目乙", 10)
        canvas.text(390, 250, "30", 10)

    assert texts(pdf.read(page(aside))) == [[["项目甲", "项目乙"], ["10", "30"], ["1", "2", "3"]]]


def test_patches_that_shade_every_other_row_are_no_cells():
    rows = [("项目甲", "项目乙", "项目丙"), *[(str(i), str(i + 10), str(i + 20)) for i in range(1, 8)]]

    def striped(canvas):
        for i, row in enumerate(rows):
            top = 100 + 20 * i
            for x, text in zip(XS[:3], row, strict=True):
                if i % 2:
                    canvas.box(x, top, x + 100, top + 20, fill=0.9)
                canvas.text(x + 40, top + 14, text, 10)

    assert texts(pdf.read(page(striped))) == [[list(row) for row in rows]]


def test_patches_that_are_all_the_cells_there_are_make_a_table():
    def tiled(canvas):
        for top, below in pairwise(YS):
            for x0, x1 in pairwise(XS):
                canvas.box(x0 + 1, top + 1, x1 - 1, below - 1, fill=0.9)
        for i, text in enumerate(LABELS):
            canvas.text(XS[i % 3] + 40, YS[i // 3] + 20, text, 10)

    document = pdf.read(page(tiled))
    assert texts(document) == WHOLE
    assert document.blocks[0].exact
