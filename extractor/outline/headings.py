"""Which lines are headings: a short line with a marker, the run-in head of a paragraph, a known title."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from extractor.outline.markers import CHINESE_COMMA, FIRST, PART, Marker, read_marker

if TYPE_CHECKING:
    from extractor.model.document import Paragraph
    from extractor.outline.titles import Titles

_LONGEST_LINE = 40  # characters of a heading on a line of its own
_LONGEST_RUN_IN = 30  # characters of a heading that its paragraph goes on behind
_LONGEST_KEPT = 80  # characters of a line that is remembered
_LONGEST_TITLE = 60  # no title of a section is longer
_FRAME = " \t\u3000\xa0|｜*#_"
_STOP = re.compile(r"[。：:；;！!？?]")
_WORDS = re.compile(r"[\u3400-\u9fff]{2}")
_COUNTED = re.compile(r"\d\s*(?:余|多)?\s*[件条次个人项份篇期场批部家类元万亿%％]")
_COMMA = re.compile(r"[，,]")
_ENUMERATION = re.compile(r"[一二三四五六七八九十]{1,2}(?:[、,，是]|季度|月)")
_UNFINISHED = re.compile(r"[，,、；;]$")
_DIGIT_FIRST = re.compile(r"[0-9０-９](?!\d{3}\s*年)")
_LEADERS = re.compile(r"[.．。·…\s]{2,}\d{0,3}$|[\s.…·]+\d{1,3}$")
_TOP = (CHINESE_COMMA, PART)
_NO_MARKER = Marker("", 0, "", 0, 0)
_BARE = 2  # a title this short says nothing without a marker or a mark of the format


@dataclass(slots=True)
class Heading:
    """A heading as it stands in the document.

    ``line``: the number of its line, ``lines``: on how many it stands; ``title``: as printed, without the
    marker; ``rest``: what the line holds behind it. ``known``: the section that the title is of, by
    ``score`` (1: a title in the list). ``set_off``: the format marks it as a heading, or as bold. ``listed``:
    leaders or a page number stand behind it, as in a table of contents.
    """

    line: int
    family: str
    ordinal: int
    number: str
    start: int
    title: str
    known: int
    score: float
    set_off: bool
    rest: str = ""
    listed: bool = False
    lines: int = 1


def read_headings(text: list[Paragraph], titles: Titles) -> list[Heading]:
    """Return the headings among the lines, in order."""
    out = []
    endings = titles.endings
    # Most lines of a page are no heading by their first and last character.
    likely = [
        number
        for number, block in enumerate(text)
        if (line := block[0]) and (line[0] in FIRST or line[-1] in endings or block[2])
    ]
    after = 0
    for number in likely:
        if number < after:
            continue
        block = text[number]
        line = block.text
        heading = None
        if line[0] in FIRST and not line[:3].isdigit():  # 2021年 begins many a line
            heading = _marked(line, number, block, titles)
            if len(line) < _LONGEST_RUN_IN and (heading is None or _may_go_on(heading)):
                heading = _over_two_lines(line, number, text, titles) or heading
        if heading is None and (block.level or (len(line) <= _LONGEST_TITLE and line[-1] in endings)):
            heading = _unmarked(line, number, block, titles)
        if heading is not None:
            out.append(heading)
            after = number + heading.lines
    return out


def _may_go_on(heading: Heading) -> bool:
    return not heading.known and not heading.rest and heading.family in _TOP


class _Marked(NamedTuple):
    """What a line with a marker says, wherever it stands."""

    marker: Marker
    title: str
    rest: str
    known: int
    listed: bool


def _marked(line: str, number: int, block: Paragraph, titles: Titles) -> Heading | None:
    read = _read_marked if len(line) <= _LONGEST_KEPT else _read_marked.__wrapped__
    found = read(line, titles)
    if found is None:
        return None
    heading = _heading(number, found.marker, found.title, found.known, block)
    heading.rest, heading.listed = found.rest, found.listed
    return heading


@lru_cache(maxsize=16384)
def _read_marked(line: str, titles: Titles) -> _Marked | None:
    """Read a line with a marker; every filing has the same few."""
    marker = read_marker(line)
    if marker is None:
        return None
    body = line[marker.end :].strip(_FRAME)
    bare = body
    if body and len(body) <= _LONGEST_TITLE and (body[-1].isdigit() or body[-1] in ".…·"):
        bare = _LEADERS.sub("", body)
    known = titles.section(bare)
    if known:
        parts: tuple[str, str] | None = (bare.rstrip("：:。 "), "")
    elif end := titles.opening(bare):
        known = titles.section(bare[:end])
        parts = bare[:end], bare[end:].lstrip(" \u3000：:。.")
    else:
        parts = _parted(bare, marker.family)
        if parts is not None and parts[1]:
            known = titles.section(parts[0])
    if parts is None or (not known and titles.is_label(parts[0], line[marker.start :])):
        return None
    return _Marked(marker, *parts, known, bare != body)


def _parted(body: str, family: str) -> tuple[str, str] | None:
    """Part any other heading from the text that runs on behind it; None where it is text throughout."""
    stop = _STOP.search(body)
    title = (body[: stop.start()] if stop else body).rstrip()
    rest = body[stop.end() :].lstrip() if stop else ""
    if (stop and stop.group() in "；;") or not _WORDS.search(title) or _COUNTED.search(title):
        return None
    if _ENUMERATION.match(title) or _UNFINISHED.search(title):
        return None
    if family not in _TOP and _DIGIT_FIRST.match(title):
        return None
    commas = len(_COMMA.findall(title))
    if stop is None:
        return (title, "") if len(title) <= _LONGEST_LINE and commas <= 1 else None
    if not rest and stop.group() not in "：:" and commas:
        return None  # one sentence that ends the paragraph: an item of a list
    return (title, rest) if len(title) <= _LONGEST_RUN_IN and commas <= 1 else None


def _over_two_lines(line: str, number: int, text: list[Paragraph], titles: Titles) -> Heading | None:
    """Read a marker whose title stands on the next line, or goes on there."""
    marker = read_marker(line)
    following = text[number + 1].text if number + 1 < len(text) else ""
    if marker is None or marker.family not in _TOP or not 0 < len(following) <= _LONGEST_TITLE:
        return None
    title = line[marker.end :].strip(_FRAME) + following.strip(_FRAME)
    known = titles.section(title)
    if not known:
        return None
    heading = _heading(number, marker, title, known, text[number])
    heading.lines = 2
    return heading


def _unmarked(line: str, number: int, block: Paragraph, titles: Titles) -> Heading | None:
    """Read a line without a marker: all of it is a known title, or the format says it is a heading."""
    read = _read_unmarked if len(line) <= _LONGEST_KEPT else _read_unmarked.__wrapped__
    title, known = read(line, titles)
    if not title or (not known and not block.level):
        return None
    heading = _heading(number, _NO_MARKER, title, known, block)
    return heading if len(title) > _BARE or heading.set_off else None


@lru_cache(maxsize=16384)
def _read_unmarked(line: str, titles: Titles) -> tuple[str, int]:
    """Return a line as a title, and the section that has it; an empty title for what is none."""
    title = line.strip(_FRAME).rstrip("：:。")
    if len(title) > _LONGEST_TITLE or not _WORDS.search(title):
        return "", 0
    return title, titles.section(title)


def _heading(number: int, marker: Marker, title: str, known: int, block: Paragraph) -> Heading:
    return Heading(
        number,
        marker.family,
        marker.ordinal,
        marker.printed,
        marker.start,
        title,
        known,
        float(bool(known)),
        bool(block.level or block.strong or block.text.startswith(("#", "**"))),
    )
