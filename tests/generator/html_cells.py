"""How the text of one table cell or paragraph is written in HTML."""

# ruff: noqa: ARG001 -- every writer has one signature

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import random

MSO_P = (
    '<p class="MsoNormal" align="center" style="margin:0cm;margin-bottom:.0001pt;text-align:center;'
    'line-height:150%;mso-pagination:widow-orphan;mso-layout-grid-align:none">'
)
MSO_SPAN = (
    '<span style="font-size:10.5pt;line-height:150%;font-family:仿宋_GB2312;mso-hansi-font-family:宋体;'
    'mso-bidi-font-family:宋体;color:black;mso-font-kerning:0pt">'
)


def plain(text: str, rng: random.Random) -> str:
    """Bare text; an empty cell is empty or holds a space that shows as nothing."""
    return escape(text) if text else rng.choice(("", "&nbsp;", " ", "\u3000"))


def paragraphs(text: str, rng: random.Random) -> str:
    """A paragraph a cell."""
    return f'<p align="center">{escape(text) if text else "&nbsp;"}</p>'


def spans(text: str, rng: random.Random) -> str:
    """One span for each character, as some editors leave behind."""
    return "<p>" + "".join(f'<span style="font-size:14px">{escape(c)}</span>' for c in text) + "</p>"


def breaks(text: str, rng: random.Random) -> str:
    """Labels broken by <br> and &nbsp;; now and then a number on two lines, as in a narrow cell."""
    if text.isdigit() and len(text) > 2 and rng.random() < 0.3:
        return f"{text[:-1]}<br>{text[-1]}"
    if len(text) < 4 or text[0] in "0123456789+-−":
        return escape(text) if text else "&nbsp;"
    at = rng.randint(2, len(text) - 2)
    mark = rng.choice(("<br>", "<br/>", "&nbsp;", "<br />&nbsp;", "</p><p>"))
    return f"<p>{escape(text[:at])}{mark}{escape(text[at:])}</p>"


def word(text: str, rng: random.Random) -> str:
    """As Word exports it."""
    inner = escape(text) if text else "<o:p>&nbsp;</o:p>"
    lang = ' lang="EN-US"' if text.isascii() else ""
    return f'{MSO_P}{MSO_SPAN}<span{lang}>{inner}</span></span><span lang="EN-US"><o:p></o:p></span></p>'


def hidden(text: str, rng: random.Random) -> str:
    """The text with something beside it that no browser shows."""
    ghost = rng.choice(
        ('<span style="display:none">77</span>', '<span style="DISPLAY: none;">0</span>', "<i hidden>5</i>")
    )
    return f"{escape(text) if text else '&nbsp;'}{ghost if rng.random() < 0.3 else ''}"


def inner_table(text: str, rng: random.Random) -> str:
    """A small table inside the cell."""
    if text.isascii() and text and rng.random() < 0.3:
        return f'<table border="0"><tr><td>{escape(text)}</td></tr></table>'
    return plain(text, rng)


WRITERS = {
    "plain": plain,
    "p": paragraphs,
    "spans": spans,
    "breaks": breaks,
    "word": word,
    "hidden": hidden,
    "inner": inner_table,
}
