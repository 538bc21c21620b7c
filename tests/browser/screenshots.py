"""Take the pictures of the workbench that the README shows: ``python -m tests.browser.screenshots``."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from extractor.review.serve import open_desk
from extractor.writers.rows import filing_id
from tests.browser import browser, lacking
from tests.conftest import ROOT, run_program
from tests.desk import TOKEN, served

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = ROOT / "docs/screenshots"
SIZE = {"width": 1280, "height": 800}
COLOURS = 128
PDF = filing_id("lanting-fenglindu-tuiyi/2022.pdf")
PAGE = filing_id("ruihe-meiwu-zhujian/2022.html")
SERIES = filing_id("linxi-qinghe-tongji/2022.html")


def main() -> None:
    """Run the program over the fixtures, decide a few things, and take a picture of each view."""
    if lacking():
        sys.exit(f"no pictures, for want of {lacking()}")
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        output = Path(folder) / "output"
        run_program("run", ROOT / "fixtures/archive", "--output", output, "--engine", "inline")
        desk = open_desk(output, [ROOT / "fixtures/archive"], None, lambda _: None)
        organization = desk.entry(SERIES)
        with served(desk) as client, browser() as opened:
            context = opened.new_context(viewport=SIZE, base_url=f"http://127.0.0.1:{client.port}")
            page = context.new_page()
            page.goto(f"/?token={TOKEN}")
            page.wait_for_url("**/queue?*")
            decide(page)
            page.goto("/queue?decision=open&decision=changed")
            keep(page, "queue")
            page.goto(f"/filing/{PAGE}?kind=error")
            page.frame_locator(".document iframe").locator(":target").wait_for()
            page.wait_for_timeout(400)
            keep(page, "filing")
            page.goto(f"/filing/{PDF}?kind=error")
            page.locator("td[data-cell='applications.handled_total.total']").click()
            page.locator(".boxes rect").wait_for()
            page.wait_for_timeout(1500)
            keep(page, "cell")
            page.goto(f"/series/{organization.organization_id if organization else ''}")
            keep(page, "series")
            page.goto("/overview")
            keep(page, "overview")


def decide(page: Page) -> None:
    """Decide on the violations of two filings."""
    page.goto(f"/filing/{PAGE}")
    page.locator(".fault.at input[name=who]").fill("核对员甲")
    page.locator(".fault.at input[name=note]").fill("已电话核实，下周更正")
    with page.expect_navigation():
        page.locator(".fault.at button[value=filing]").click()
    page.locator(".fault.d-filing").first.wait_for()
    page.goto(f"/filing/{PDF}")
    for verdict in ("filing", "accepted"):
        page.locator(f".fault.at button[value={verdict}]").click()
        page.locator(f".fault.d-{verdict}").first.wait_for()


def keep(page: Page, name: str) -> None:
    """Keep what is to be seen as a small PNG."""
    picture = Image.open(io.BytesIO(page.screenshot()))
    picture.convert("RGB").quantize(COLOURS).save(FOLDER / f"{name}.png", optimize=True)
    print(FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
