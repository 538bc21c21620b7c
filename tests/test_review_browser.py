"""The workbench as a person uses it: in a browser, by keys alone, at the width of a desk and of a tablet."""

from __future__ import annotations

import csv
import os
import re
import shutil
from typing import TYPE_CHECKING

import pytest

from extractor.writers.rows import filing_id
from tests.browser import AXE, SIZES, browser, lacking
from tests.conftest import ROOT
from tests.desk import TOKEN, a_desk, a_run, served
from tests.test_review_security import HOSTILE
from tests.test_review_security import NAME as HOSTILE_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from extractor.review.desk import Desk
    from tests.desk import Client

pytestmark = pytest.mark.browser
ARCHIVE = ROOT / "fixtures/archive"
SUM = "archive/beiqiao-zhuyuan-shangwu/2024.html"
PDF = "archive/lanting-fenglindu-tuiyi/2022.pdf"
TEXT = "archive/ruihe-tonggang-zhengfuban/2023.txt"
WORD = "archive/lanting-fenglindu-jiaoyu/2022.docx"
SERIES = "archive/anling-bailu-caizheng"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    absent = lacking()
    if absent and os.environ.get("EXTRACTOR_TEST_BROWSER"):
        pytest.fail(f"EXTRACTOR_TEST_BROWSER asks for the browser tests, and they lack {absent}")
    if absent:
        pytest.skip(f"no browser tests, for want of {absent}")
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A run over a few filings of every kind, and a hostile one."""
    files: dict[str, str | bytes] = {HOSTILE_NAME: HOSTILE}
    for name in (SUM, PDF, TEXT, WORD):
        files[name] = (ROOT / "fixtures" / name).read_bytes()
    for path in sorted((ROOT / "fixtures" / SERIES).iterdir()):
        files[f"{SERIES}/{path.name}"] = path.read_bytes()
    return a_run(tmp_path_factory.mktemp("browser"), files)


@pytest.fixture
def desk(made: tuple[Path, Path], tmp_path: Path) -> Desk:
    """A desk without any decisions yet."""
    output = tmp_path / "output"
    shutil.copytree(made[1], output)
    return a_desk(made[0], output)


@pytest.fixture(params=sorted(SIZES))
def page(desk: Desk, chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page on which nothing may go wrong unseen: no error of a script, no refusal of the policy, no other host."""
    told: list[str] = []
    with served(desk) as client:
        context = chromium.new_context(
            viewport={"width": request.param, "height": SIZES[request.param]},
            base_url=f"http://127.0.0.1:{client.port}",
            accept_downloads=True,
        )
        opened = context.new_page()
        opened.on("pageerror", lambda error: told.append(f"script: {error}"))
        opened.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
        opened.on("dialog", lambda dialog: told.append(f"dialog: {dialog.message}"))
        opened.on(
            "request",
            lambda asked: (
                None if asked.url.startswith(f"http://127.0.0.1:{client.port}/") else told.append(asked.url)
            ),
        )
        enter(opened, client)
        yield opened
        context.close()
    assert told == []


def enter(page: Page, client: Client) -> None:
    page.goto(f"http://127.0.0.1:{client.port}/?token={TOKEN}")
    page.wait_for_url("**/queue?*")
    page.wait_for_load_state()


def faults_of(page: Page) -> list[str]:
    """What axe-core finds serious or critical on a page."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("axe.run(document, { iframes: false })")
    return [
        f"{v['id']}: {node['html'][:160]} {node.get('failureSummary', '')}"
        for v in found["violations"]
        if v["impact"] in ("serious", "critical")
        for node in v["nodes"][:4]
    ]


def test_from_the_queue_to_the_export_by_keys_alone(page: Page, desk: Desk) -> None:
    keys = page.keyboard
    keys.press("/")
    keys.type("竹垣县商务局 shangwu")
    keys.press("Enter")
    page.wait_for_url(re.compile("q="))
    keys.press("j")
    assert page.evaluate("document.activeElement.closest('tr').classList.contains('at')")
    keys.press("Enter")
    page.wait_for_url("**/filing/*")
    page.wait_for_selector(".fault.at")
    # the first violation: the filing is at fault; who decides is asked for once
    keys.press("1")
    assert page.evaluate("document.activeElement.name") == "who"
    keys.type("核对员甲")
    keys.press("Escape")
    with page.expect_navigation():
        keys.press("1")
    page.wait_for_selector(".fault.d-filing")
    assert page.locator("input[name=who]:visible").count() == 0
    # the next one that is open is at hand; its reading is at fault, with the right value and a note
    page.wait_for_selector(".fault.at.d-open")
    keys.press("e")
    keys.type("原件为 1")
    keys.press("Escape")
    keys.press("2")
    assert page.evaluate("document.activeElement.name") == "value"
    keys.type("1")
    keys.press("Enter")
    page.wait_for_selector(".fault.d-reading")
    with page.expect_download() as caught:
        keys.press("x")
    with caught.value.path().open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["source"], row["table"], row["row"], row["column"]) == (
        SUM, "applications", "handled_total", "total",
    )  # fmt: skip
    assert (row["printed"], row["value"], row["who"], row["note"]) == ("0", "1", "核对员甲", "原件为 1")
    assert [(d.verdict, d.who) for d in desk.decisions.in_force()] == [
        ("filing", "核对员甲"),
        ("reading", "核对员甲"),
    ]
    keys.press("u")
    page.wait_for_url("**/queue*")


def test_the_next_filing_is_that_of_the_queue(page: Page) -> None:
    page.goto("/queue?kind=error")
    links = [link.get_attribute("href") for link in page.locator(".org a").all()]
    assert len(links) >= 4
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    for link in links[1:]:
        page.wait_for_selector(".fault")
        page.keyboard.press("n")
        page.wait_for_url(f"**{link}")


@pytest.mark.parametrize(
    ("source", "cell"), [(SUM, "2/27/6"), (TEXT, "57:21"), (WORD, "2/12/8")], ids=["html", "text", "word"]
)
def test_the_document_goes_to_the_cell(page: Page, source: str, cell: str) -> None:
    page.goto(f"/filing/{filing_id(source)}")
    frame = page.frame_locator(".document iframe")
    marked = frame.locator(f'[id="{cell}"]')
    marked.wait_for()
    assert marked.evaluate("e => e === document.querySelector(':target')")
    box = marked.bounding_box()
    around = page.locator(".document iframe").bounding_box()
    assert box is not None
    assert around is not None
    assert around["y"] <= box["y"] <= around["y"] + around["height"]


def test_a_page_picture_shows_the_box_of_the_cell(page: Page) -> None:
    page.goto(f"/filing/{filing_id(PDF)}")
    box = page.locator(".boxes rect")
    box.wait_for()
    page.wait_for_function("document.querySelector('.page[data-number=\"2\"] image').getAttribute('href')")
    seen, around = box.bounding_box(), page.locator(".document .pages").bounding_box()
    assert seen is not None
    assert around is not None
    assert around["y"] <= seen["y"] <= around["y"] + around["height"]
    assert seen["height"] > 5


def test_a_cell_is_told_in_full_by_keys(page: Page) -> None:
    page.goto(f"/filing/{filing_id(SUM)}")
    page.locator("td[data-cell='applications.new_requests.legal_service']").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    told = page.locator("#cell")
    told.locator(".cellview").wait_for()
    text = told.inner_text()
    assert "上年结转" in text
    assert "2/5/7" in text
    page.keyboard.press("Escape")
    assert told.is_hidden()
    assert (
        page.evaluate("document.activeElement.dataset.cell") == "applications.carried_in.other_organization"
    )


def test_a_hostile_filing_does_nothing(page: Page) -> None:
    identity = filing_id(HOSTILE_NAME)
    for path in (
        f"/filing/{identity}",
        "/queue",
        f"/filing/{identity}/original",
        "/series",
        "/overview",
        "/decisions",
    ):
        page.goto(path)
        page.wait_for_timeout(150)
        assert "owned" not in page.title()
    page.goto(f"/filing/{identity}")
    frame = page.locator(".document iframe")
    assert frame.get_attribute("sandbox") == ""


def test_the_language_is_switched_and_stays(page: Page) -> None:
    page.get_by_role("link", name="English").click()
    page.wait_for_selector("html[lang=en]")
    assert "Filings to look at" in page.content()
    page.goto("/overview")
    assert page.locator("html").get_attribute("lang") == "en"


@pytest.mark.parametrize(
    "view",
    [
        "queue",
        "filing",
        "pdf",
        "text",
        "cell",
        "overview",
        "series",
        "organizations",
        "decisions",
        "english",
        "help",
    ],
)
def test_nothing_keeps_anybody_out(page: Page, desk: Desk, view: str) -> None:
    organization = desk.entry(filing_id(f"{SERIES}/2019.html"))
    assert organization is not None
    paths = {
        "queue": "/queue", "filing": f"/filing/{filing_id(SUM)}", "pdf": f"/filing/{filing_id(PDF)}",
        "text": f"/filing/{filing_id(TEXT)}", "cell": f"/filing/{filing_id(SUM)}", "overview": "/overview",
        "series": f"/series/{organization.organization_id}", "organizations": "/series", "decisions": "/decisions",
        "english": f"/filing/{filing_id(SUM)}?lang=en", "help": "/queue",
    }  # fmt: skip
    page.goto(paths[view])
    if view == "cell":
        page.locator("td[data-cell='applications.new_requests.total']").click()
        page.locator("#cell .cellview").wait_for()
    if view == "help":
        page.keyboard.press("?")
        page.locator("#help[open]").wait_for()
    assert faults_of(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, "the page is wider than the window"
