"""What is told of a picture before anything is recognised: its light, its lines, its ink."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from extractor.errors import UnreadableError
from extractor.model.document import Recognised
from extractor.readers.ocr import LACKING, available
from extractor.readers.ocr_pictures import open_pictures
from tests.conftest import ROOT

if TYPE_CHECKING:
    from extractor.readers.ocr_blobs import Ink
    from extractor.readers.ocr_engine import Text

pytestmark = [pytest.mark.ocr, pytest.mark.skipif(not available(), reason=LACKING)]


def table(*, gap: bool = False) -> np.ndarray:
    """A sheet of A4 at 200 dpi with a table of three rows; in the first, two cells are one."""
    page = np.full((2339, 1654), 255, np.uint8)
    for y in (400, 480, 560, 640):
        page[y : y + 3, 200:1403] = 0
    for x in (200, 600, 1400):
        page[400:643, x : x + 3] = 0
    page[480:643, 1000:1003] = 0
    if gap:
        page[:, 700:706] = 255
    return page


def grids_of(page: np.ndarray) -> list[tuple[int, int, int]]:
    from extractor.readers.ocr_rulings import find_rulings  # noqa: PLC0415 - needs the extra
    from extractor.readers.ocr_sheet import prepare, straightened  # noqa: PLC0415
    from extractor.readers.pdf_grid import ruled_grids  # noqa: PLC0415

    ruled = find_rulings(straightened(prepare(page, 200.0)))
    return [(len(g.boxes), len(g.xs) - 1, len(g.ys) - 1) for g in ruled_grids(ruled.rulings)]


@pytest.mark.parametrize("gap", [False, True])
def test_a_table_is_found_with_its_merged_cell(gap: bool) -> None:
    assert grids_of(table(gap=gap)) == [(8, 3, 3)]


@pytest.mark.parametrize("degrees", [-2.4, -0.7, 0.3, 1.9])
def test_a_skewed_table_is_straightened(degrees: float) -> None:
    from extractor.readers.ocr_sheet import prepare, skew  # noqa: PLC0415

    page = np.asarray(
        Image.fromarray(table()).rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255), np.uint8
    )
    assert skew(prepare(page, 200.0)) == pytest.approx(-degrees, abs=0.06)
    assert grids_of(page) == [(8, 3, 3)]


def test_uneven_light_is_evened() -> None:
    shade = np.linspace(1.0, 0.5, 1654)[None, :]
    assert grids_of((table() * shade).astype(np.uint8)) == [(8, 3, 3)]


def test_a_place_of_a_turned_sheet_is_found_again() -> None:
    from extractor.readers.ocr_sheet import prepare, straightened, turned  # noqa: PLC0415

    page = np.full((1000, 1600), 255, np.uint8)
    page[300:306, 400:410] = 0
    sheet = prepare(page, 200.0)
    for quarters in range(4):
        again = turned(sheet, quarters)
        y, x = (float(v.mean()) for v in np.nonzero(again.grey < 100))
        where = again.back @ np.array([x, y, 1.0])
        assert where[:2] == pytest.approx([404.5, 302.5], abs=1.0)
    assert straightened(sheet).size == (1600, 1000)


def test_a_red_seal_is_taken_off_and_remembered() -> None:
    from extractor.readers.ocr_sheet import prepare  # noqa: PLC0415

    page = np.full((1200, 1200, 3), 255, np.uint8)
    page[300:500, 300:500] = (205, 40, 40)
    page[390:400, 100:700] = 0
    sheet = prepare(page, 200.0)
    assert sheet.seal[310:380, 310:490].all()
    assert not sheet.ink[310:380, 310:490].any()
    assert sheet.ink[394, 110:690].all(), "black is black under a seal"


def test_a_stroke_is_told_from_a_one_by_its_slant() -> None:
    from extractor.readers.ocr_blobs import without_rulings  # noqa: PLC0415
    from extractor.readers.ocr_pieces import is_stroke, pieces_of, slant  # noqa: PLC0415
    from extractor.readers.ocr_rulings import Ruled  # noqa: PLC0415
    from extractor.readers.ocr_sheet import prepare  # noqa: PLC0415

    page = np.full((400, 600), 255, np.uint8)
    for y in range(100, 128):
        page[y, 200:203] = 0  # upright
        x = 300 + (128 - y) // 3
        page[y, x : x + 3] = 0
    none = np.zeros_like(page)
    ink = without_rulings(prepare(page, 200.0), Ruled([], none, none))
    upright, leaning = pieces_of(ink.blobs)
    assert is_stroke(ink, upright)
    assert is_stroke(ink, leaning)
    assert abs(slant(ink, upright)) < 0.05
    assert slant(ink, leaning) == pytest.approx(1 / 3, abs=0.05)


def test_digits_that_look_like_another_are_told() -> None:
    from extractor.readers.ocr_likeness import Digit, strangers  # noqa: PLC0415

    rng = np.random.default_rng(1)
    shapes = {c: rng.normal(size=560) for c in "38"}

    def seen(cell: int, read: str, is_: str) -> Digit:
        picture = shapes[is_] + rng.normal(scale=0.2, size=560)
        return Digit(cell, read, (picture / np.linalg.norm(picture)).astype(np.float32))

    digits = [seen(i, c, c) for i, c in enumerate("3333388888")]
    assert strangers(digits) == set()
    assert strangers([*digits, seen(10, "3", "8")]) == {10}


def pictured(image: Image.Image, kind: str, **more: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "TIFF", "BMP", "GIF", "WEBP"])
def test_kinds_of_pictures(kind: str) -> None:
    (page,) = open_pictures(pictured(Image.fromarray(table()), kind))
    assert page.pixels.shape[:2] == (2339, 1654)
    assert page.dpi == pytest.approx(200, abs=1)


def test_a_picture_held_sideways_is_turned_as_its_mark_says() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    (page,) = open_pictures(pictured(Image.fromarray(table()).rotate(90, expand=True), "JPEG", exif=exif))
    assert page.pixels.shape[:2] == (2339, 1654)
    assert page.pixels[401, 300] < 60


def test_the_pages_of_a_tiff_are_all_there() -> None:
    assert len(list(open_pictures((ROOT / "fixtures/scans/300-mono-2023.tif").read_bytes()))) == 2


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"x" * 50, "damaged"),
        (pictured(Image.new("L", (40, 40)), "PNG"), "too small"),
        (pictured(Image.new("1", (20_000, 9_000)), "PNG"), "too large"),
    ],
)
def test_pictures_that_cannot_be_read_say_why(data: bytes, said: str) -> None:
    with pytest.raises(UnreadableError, match=said):
        list(open_pictures(data))


def inked(page: np.ndarray) -> Ink:
    """The ink of a page of 200 dpi without rulings."""
    from extractor.readers.ocr_blobs import without_rulings  # noqa: PLC0415
    from extractor.readers.ocr_rulings import Ruled  # noqa: PLC0415
    from extractor.readers.ocr_sheet import prepare  # noqa: PLC0415

    none = np.zeros_like(page)
    return without_rulings(prepare(page, 200.0), Ruled([], none, none))._replace(em=30.0)


@pytest.mark.parametrize(("arms", "is_one"), [(4, False), (5, True), (6, True)])
def test_a_star_is_told_by_its_arms(arms: int, is_one: bool) -> None:
    import cv2  # noqa: PLC0415

    from extractor.readers.ocr_marks import is_star  # noqa: PLC0415

    page = np.full((400, 600), 255, np.uint8)
    for arm in range(arms):
        turn = 2 * np.pi * arm / arms - np.pi / 2
        tip = round(300 + 8 * np.cos(turn)), round(200 + 8 * np.sin(turn))
        cv2.line(page, (300, 200), tip, 0, 2)
    ink = inked(page)
    assert is_star(ink, ink.blobs) is is_one
    assert not is_star(ink._replace(em=12.0), ink.blobs), "a character of this size is no star"


def test_few_noisy_digits_are_not_strange_beside_many_of_another_kind() -> None:
    from extractor.readers.ocr_likeness import Digit, strangers  # noqa: PLC0415

    rng = np.random.default_rng(2)
    common = rng.normal(size=560)
    shapes = {c: common + rng.normal(scale=0.45, size=560) for c in "38"}

    def seen(cell: int, read: str) -> Digit:
        picture = shapes[read] + rng.normal(scale=0.5, size=560)
        return Digit(cell, read, (picture / np.linalg.norm(picture)).astype(np.float32))

    assert strangers([seen(i, c) for i, c in enumerate("33" + "8" * 60)]) == set()


def test_what_is_in_the_ring_of_a_seal_is_of_the_seal() -> None:
    import cv2  # noqa: PLC0415

    from extractor.readers.ocr_sheet import prepare  # noqa: PLC0415

    page = np.full((1200, 1200, 3), 255, np.uint8)
    cv2.circle(page, (600, 600), 160, (205, 40, 40), 8)
    page[580:620, 580:620] = (205, 40, 40)  # smaller than a seal, and apart from the ring
    page[100:130, 100:1100] = (205, 40, 40)  # the line at the head of a document
    sheet = prepare(page, 200.0)
    assert sheet.seal[590:610, 590:610].all()
    assert not sheet.ink[400:800, 400:800].any()
    assert not sheet.seal[100:130].any()


def test_paper_around_a_number_stays_as_it_is_and_other_ink_goes() -> None:
    from extractor.readers.ocr_crops import number_crops  # noqa: PLC0415

    page = np.full((400, 600), 236, np.uint8)
    page[200:220, 300:306] = 0
    page[206:212, 312:316] = 0  # a speck beside it
    ink = inked(page)
    own = [b for b in ink.blobs if b.height > 15]
    as_it_is, _ = number_crops(ink, own)
    assert np.count_nonzero((as_it_is < 128).any(axis=0)) == 6


def test_digits_that_touch_are_parted_on_a_page_with_few_digits() -> None:
    import cv2  # noqa: PLC0415

    from extractor.readers.ocr_pieces import Usual, parted, pieces_of  # noqa: PLC0415

    page = np.full((400, 600), 255, np.uint8)
    for i in range(3):
        cv2.ellipse(page, (300 + 14 * i, 200), (7, 10), 0, 0, 360, 0, 2)
    ink = inked(page)
    widths = [piece.width for piece in parted(ink, pieces_of(ink.blobs), Usual())]
    assert len(widths) == 3
    assert max(widths) - min(widths) <= 4


def test_dirt_beside_a_dash_is_left_out() -> None:
    from extractor.readers.ocr_pieces import without_dirt  # noqa: PLC0415

    page = np.full((400, 600), 255, np.uint8)
    page[200:202, 300:322] = 0
    page[203:206, 285:288] = 0
    assert [b.width for b in without_dirt(inked(page).blobs, 30.0)] == [22]


def test_sheets_one_below_the_other_held_sideways_have_the_resolution_of_a_sheet() -> None:
    tall = Image.fromarray(np.full((2339 * 2, 1654), 255, np.uint8))
    for image in (tall, tall.rotate(90, expand=True)):
        (page,) = open_pictures(pictured(image, "PNG"))
        assert page.dpi == pytest.approx(200, abs=1)


def read(text: str, *each: float) -> Text:
    from extractor.readers.ocr_engine import Text  # noqa: PLC0415

    sure = each or (1.0,) * len(text)
    return Text(text, min(sure), sure)


@pytest.mark.parametrize(
    ("one", "two", "sure"),
    [
        (read("青禾区"), read("青禾区"), "青禾区"),
        (read("青不区"), read("青禾区"), "青\ufffd区"),
        (read("月浦沙", 1.0, 1.0, 0.91), read("月浦沙"), "月浦\ufffd"),
        (read("月浦沙"), read("月浦沙", 1.0, 1.0, 0.85), "月浦\ufffd"),
        (read("青禾区"), read("1青禾区"), "青禾区"),
        (read("青 禾区"), read("青禾区"), "青禾区"),
    ],
)
def test_a_character_is_sure_that_both_preparations_read_alike_and_clearly(
    one: Text, two: Text, sure: str
) -> None:
    from extractor.readers.ocr_sure import surely  # noqa: PLC0415

    found = surely(one, two)
    assert found.sure == sure
    assert found.said == one.text.replace(" ", "")


def title_page(text: str, *, blurred: float = 0.0) -> np.ndarray:
    """A sheet with one line of type so large that its strokes are as long as short rulings, in a font of the system."""
    font = next(iter(sorted(Path("/usr/share/fonts").rglob("*CJK-Bold.ttc"))), None)
    if font is None:
        pytest.skip("no Chinese font")
    image = Image.new("L", (1654, 700), 255)
    ImageDraw.Draw(image).text((150, 300), text, 0, ImageFont.truetype(str(font), 44))
    return np.asarray(image.filter(ImageFilter.GaussianBlur(blurred)), np.uint8)


def test_of_a_clear_line_all_is_sure_and_of_a_blurred_one_not() -> None:
    from extractor.readers.ocr_read import read_picture  # noqa: PLC0415

    text = "云泽市东篱区民政局"
    clear, blurred = (
        read_picture(pictured(Image.fromarray(title_page(text, blurred=b)), "PNG"), "image/png").recognised
        for b in (0.0, 9.0)
    )
    assert clear == Recognised(text, text)
    assert blurred.sure != text
