"""Pages printed to PDF by the programs that people print with. Needed to make fixtures, not to test."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

_UNTAGGED = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"false"}}'


def print_page(html: str, program: str) -> bytes:
    """Return the PDF that Chromium or LibreOffice makes of a page."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        page, made = folder / "page.html", folder / "page.pdf"
        page.write_text(html, encoding="utf-8")
        if program == "chromium":
            call = [
                "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
                "--disable-pdf-tagging",                f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={made}", page.as_uri(),
            ]  # fmt: skip
        else:
            call = [
                "soffice", "--headless", f"-env:UserInstallation={(folder / 'profile').as_uri()}",
                "--infilter=HTML (StarWriter)", "--convert-to", _UNTAGGED,
                "--outdir", str(folder), str(page),
            ]  # fmt: skip
        for _ in range(2):
            # The first start of LibreOffice with a new profile may end without a file.
            subprocess.run(
                call, check=False, capture_output=True, timeout=180, env={**os.environ, "HOME": name}
            )
            if made.exists():
                return made.read_bytes()
    msg = f"{program} made no PDF"
    raise RuntimeError(msg)
