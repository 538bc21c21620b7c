"""The workbench in a real browser: Debian's Chromium, driven by Playwright and looked at by axe-core.

``npm ci --prefix tests/browser`` brings axe-core; no browser is fetched.
"""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
AXE = Path(os.environ.get("EXTRACTOR_TEST_AXE", Path(__file__).parent / "node_modules/axe-core/axe.min.js"))
SIZES = {1280: 860, 768: 1024}
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-sync",
    "--no-first-run",
)


def lacking() -> str:
    """Return what is not here that the tests need; empty where all is."""
    absent = [
        what
        for what, there in (
            ("the package playwright", find_spec("playwright")),
            ("chromium (apt-get install chromium)", CHROMIUM),
            ("axe-core (npm ci --prefix tests/browser)", AXE.is_file()),
        )
        if not there
    ]
    return ", ".join(absent)


@contextmanager
def browser() -> Iterator[Browser]:
    """Open the browser that is installed on this machine."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - it may not be here

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=list(_QUIET))
        try:
            yield opened
        finally:
            opened.close()
