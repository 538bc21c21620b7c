"""Normal forms of printed text, for comparison only: what is printed is always kept beside them."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from extractor.text.traditional import SIMPLIFIED

# Radicals that NFKC leaves alone but that PDF fonts and copied pages put in place of the ideograph.
_RADICALS = str.maketrans(
    "⺠⻚⻓⻋⻅⻉⻔⻛⻜⻢⻥⻦⻬⻮⻰⺁⺌⺟⺮⻁⻄", "民页长车见贝门风飞马鱼鸟齐齿龙厂小母竹虎西"
)
_PLAIN: dict[int, int | str] = {**_RADICALS, **SIMPLIFIED}
# Marks that carry no meaning inside a label.
_IGNORED = re.compile(
    r"[\s\u3000\u200b\u200c\u200d\ufeff\u00ad,，、。．.:：;；!！?？\"'“”‘’「」『』《》〈〉<>()（）\[\]【】〔〕{}·•…—–⸺⸻\-_/／∕\\|丨*#~]+"
)
_SPACE = re.compile(r"[\s\u200b\u200c\u200d\ufeff\u00ad]+")
_CIRCLED = {c: i for block in ("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳", "❶❷❸❹❺❻❼❽❾❿") for i, c in enumerate(block, 1)}
_NUMERALS = "一二三四五六七八九十"
_ENUMERATOR = re.compile(
    r"^(?:"
    rf"[{_NUMERALS}]{{1,3}}\s*[、.．:：,，]"
    rf"|[（(]\s*(?:[{_NUMERALS}]{{1,3}}|\d{{1,2}})\s*[）)]"
    r"|\d{1,2}\s*[、.．:：](?!\d)"
    r"|[㈠-㈩⑴-⒇①-⑳❶-❿]"
    r")\s*"
)
# Copied pages print how a character is read behind it.
_PINYIN = re.compile(r"[(（][a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]*[)）]")
_LATIN = re.compile(r"[a-z][a-z']{2,}")
_OF_WHICH = re.compile(r"^其中\s*[:：]?\s*")
_UNIT_NOTE = re.compile(
    r"[（(][^（）()]*(?:单位|万元|小数|元)[^（）()]*[）)]|[（(]?单位\s*[:：]\s*(?:万元|元)[）)]?"
)


class LabelKey(NamedTuple):
    """A label for comparison: ``core`` without marks, spaces or number; ``enumerator`` as a number, 0 if none.

    ``family`` tells the kind of enumerator: ``一``, ``（一）``, ``1`` or ``（1）``, empty without one.
    """

    core: str
    enumerator: int
    family: str


def squeeze(text: str) -> str:
    """Return the text with every run of white space (any kind) made one blank, ends stripped."""
    return _SPACE.sub(" ", text).strip()


def compact(text: str) -> str:
    """Return the text without any white space."""
    return _SPACE.sub("", text)


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return the text in NFKC with radicals as ideographs, lower case; circled numbers are kept apart.

    ``②其他`` becomes ``(2)其他``: NFKC alone would make ``2其他`` of it, and the 2 look like a value.
    """
    text = "".join(f"({_CIRCLED[c]})" if c in _CIRCLED else c for c in text) if _has_circled(text) else text
    return unicodedata.normalize("NFKC", text).translate(_PLAIN).casefold()


def _has_circled(text: str) -> bool:
    return any(c in _CIRCLED for c in text)


@lru_cache(maxsize=65536)
def letters(text: str) -> str:
    """Return what is left of a part of a label without marks and spaces; a number before it is kept."""
    return _IGNORED.sub("", fold(text))


@lru_cache(maxsize=65536)
def label_key(text: str) -> LabelKey:
    """Return what a printed label is compared by.

    A unit in brackets (``（单位：万元）``), a leading ``其中：`` and a translation are left out; brackets
    otherwise only lose their marks, since what they hold may tell one label from another.
    """
    folded = compact(fold(text)).lstrip("|丨*#")
    if "(" in folded:
        folded = _PINYIN.sub("", folded)
    enumerator, family = 0, ""
    found = _ENUMERATOR.match(folded)
    if found:
        mark = found.group()
        enumerator, family = _ordinal(mark)
        folded = folded[found.end() :]
    core = _IGNORED.sub("", _UNIT_NOTE.sub("", _OF_WHICH.sub("", folded)))
    if _LATIN.search(core) and not core.isascii():
        core = _LATIN.sub("", core)
    return LabelKey(core, enumerator, family)


def _ordinal(mark: str) -> tuple[int, str]:
    bracketed = mark.lstrip().startswith("(")
    digits = "".join(c for c in mark if c.isdigit())
    if digits:
        return int(digits), "（1）" if bracketed else "1"
    value = 0
    for c in mark:
        if c == "十":
            value = (value or 1) * 10
        elif c in _NUMERALS:
            value += _NUMERALS.index(c) + 1
    return value, "（一）" if bracketed else "一"
