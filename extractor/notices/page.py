"""A notice as an HTML page that prints on A4: one file, without scripts; the blanks can be written into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.notices.phrases import phrases
from extractor.text.numerals import counted
from extractor.writers.pages import render

if TYPE_CHECKING:
    from extractor.notices.letter import Notice


def notice_html(notice: Notice) -> str:
    """Return the page. Everything in it is escaped, and it may fetch and run nothing."""
    return render(
        "notice.html",
        "zh",
        notice=notice,
        numeral=counted,
        heads=phrases()["heads"],
        attention=phrases()["letter"]["attention"],
    )
