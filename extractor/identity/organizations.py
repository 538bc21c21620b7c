"""The reporting organization where the title does not name it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from extractor.identity.dates import is_date, read_date
from extractor.identity.report_title import clean_name

if TYPE_CHECKING:
    from extractor.forms import Forms
    from extractor.identity.parts import Parts

_LONGEST_NAME = 30
_ENDS_VALUE = re.compile(r"[|｜,，;；【\[(（]")
_NAME = re.compile(r"[^\s，。；：:、？！（）()]{2,30}")
_SIGNED = re.compile(r"(\S{2,30}?)\s*((?:20\d\d|二[〇○零0])\S*\s*[年.\-/].*日?)")
_COMPILED = re.compile(
    r"本(?:年度|年)?报告由([^，。；]{2,40}?)(?:根据|按照|依据|依照|遵照|负责|组织|汇总|编制|编写|编撰|起草|（以下|\(以下)"
)


def organization_of_metadata(named: dict[str, list[str]], forms: Forms) -> str:
    """Return the publisher that the page names, empty where it names none."""
    nobody = {n.casefold() for n in forms.phrases.get("not_organization", ())}
    for key in forms.phrases.get("organization_keys", ()):
        for value in named.get(key.casefold(), ()):
            name = clean_name(_ENDS_VALUE.split(value, maxsplit=1)[0])
            if name and name.casefold() not in nobody and not read_date(name)[1] and "." not in name:
                return name
    return ""


def signature(parts: Parts, forms: Forms) -> tuple[str, str]:
    """Return the name and the date (ISO) that end the report; empty where it is not signed."""
    ends = forms.phrases.get("after_report", ())
    endings = forms.phrases.get("organization_endings", ())
    signed = ("", "")
    before = ""
    for block in parts.tail:
        text = block.text.strip()
        if block.scope and _outside(block.scope, parts.scope):
            break
        if text.startswith(ends) and "。" not in text:
            break
        if len(text) <= _LONGEST_NAME * 2:
            if is_date(text):
                signed = (before if before.endswith(endings) else "", read_date(text)[0])
            elif (found := _SIGNED.fullmatch(text)) and is_date(found[2]) and found[1].endswith(endings):
                signed = (found[1], read_date(found[2])[0])
        before = text if _NAME.fullmatch(text.replace(" ", "")) else ""
    return clean_name(signed[0]), signed[1]


def _outside(scope: tuple[int, ...], article: tuple[int, ...]) -> bool:
    """Tell whether a place shares less than the article's own container with its first heading."""
    inner = article[:-1]  # the heading's own element is the last
    return scope[: len(inner) - 1] != inner[: len(inner) - 1] if len(inner) > 1 else False


def organization_of_sentence(parts: Parts) -> str:
    """Return who the report says has compiled it (``本报告由…编制``)."""
    for block in parts.front:
        if "报告由" in block.text.replace(" ", ""):
            found = _COMPILED.search(block.text.replace(" ", ""))
            if found:
                return clean_name(found[1])
    return ""
