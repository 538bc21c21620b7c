"""What the titles of the six sections look like in print, and what only looks like a heading."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz, process

from extractor.text.normal import label_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.forms import Forms

THRESHOLD = 80.0
"""How alike (of 100) a title and a known one must be to count as the same title misprinted."""

_SHORTEST_FUZZY = 6  # shorter titles are too close to each other to be told by likeness
_LONGEST = 60
_START = 3  # characters that rule out most labels at no cost
_BRACKETED_END = re.compile(r"[（(【\[][^（()）]*[)）】\]]\s*$")
_NOT_A_WORD = re.compile(r"[\W_]+")
_YEAR = re.compile(r"^(?:20\d\d|二[〇○零0]..)年度?")
# What may follow a title in the same line without being part of it.
_AFTER_TITLE = re.compile(
    r"[\s:：。.，,;；]|[(（【\[]|\d|第二十条|信息内容|本列数据|申请人情况|行政复议行政|无|暂无|没有|本年"
)
_SENTENCE = re.compile(r"[，。；：！]")
# A table label may have its numbers, or the next cells, behind it.
_BEHIND_LABEL = re.compile(r"[\d\s|｜+\-.]+$|[|｜].*$")


@lru_cache(maxsize=16384)
def plain(title: str) -> str:
    """Return a title for comparison: NFKC, no marks or spaces, no year before it, no bracket behind it."""
    text = _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", _BRACKETED_END.sub("", title) or title))
    return _YEAR.sub("", text) or text


class Titles:
    """The titles of the six sections, with the labels that are none, made ready for fast tests."""

    def __init__(self, forms: Forms) -> None:
        self.known = {plain(t): n for n, titles in forms.sections.items() for t in titles}
        self._official = frozenset(plain(titles[0]) for titles in forms.sections.values())
        last = frozenset(t.rstrip("）)")[-1] for t in self.known)
        self.endings = (
            last | frozenset("）)：:*】。") | frozenset(filter(str.isspace, map(chr, range(0x3001))))
        )
        """The characters that a line can end with if all of it is a known title."""
        self.with_table = frozenset(t.section for f in forms.forms.values() for t in f.tables.values()) - {0}
        self._fuzzy = [t for t in self.known if len(t) >= _SHORTEST_FUZZY]
        self._labels = _labels(forms)
        self._groups = _groups(forms)
        self._label_starts = frozenset(c[:_START] for cores in self._labels.values() for c in cores)
        printed = sorted((t for titles in forms.sections.values() for t in titles), key=len, reverse=True)
        alternatives = "|".join(map(_spaced, printed))
        self._opening = re.compile(rf"\s*({alternatives})")
        self._beyond = forms.phrases.get("beyond_form", ())
        self.inline = re.compile(
            r"(?<![一二三四五六七八九十第（(“《〈「『\"'])"
            r"(?:第\s*[一二三四五六七八]\s*(?:部分|章|节)|[一二三四五六七八]\s*[、．.︑])\s*"
            rf"(?P<title>{alternatives})(?![”》〉」』\"'])"
        )
        """A marker and a known title, anywhere in running text."""

    def section(self, title: str) -> int:
        """Return the section that has exactly this title or one of its other printings; 0 where none has."""
        return self.known.get(plain(title), 0) if len(title) <= _LONGEST else 0

    def is_official(self, title: str) -> bool:
        """Tell whether a title has the official words."""
        return plain(title) in self._official

    def opening(self, text: str) -> int:
        """Return where the known title ends that ``text`` begins with; 0 where it begins with none.

        What follows must not look like more of the title: a filer's longer title is left whole.
        """
        found = self._opening.match(text)
        if found is None:
            return 0
        end = found.end()
        runs_on = len(text) > _LONGEST or _SENTENCE.search(text, end)
        return end if runs_on or end == len(text) or _AFTER_TITLE.match(text, end) else 0

    @lru_cache(maxsize=4096)  # noqa: B019 — one instance per set of forms, and those live as long as the process
    def similar(self, title: str) -> tuple[int, float]:
        """Return the section whose titles are most like ``title``, and how alike (0 to 1).

        (0, 0.0) where none is alike enough, or where two sections are equally alike.
        """
        text = plain(title)
        if len(text) < _SHORTEST_FUZZY:
            return 0, 0.0
        best = process.extract(text, self._fuzzy, scorer=fuzz.ratio, score_cutoff=THRESHOLD, limit=8)
        if not best:
            return self._ends_as(text)
        section, score = self.known[best[0][0]], best[0][1]
        if any(self.known[t] != section and s == score for t, s, _ in best):
            return 0, 0.0
        return section, score / 100

    def _ends_as(self, text: str) -> tuple[int, float]:
        """A known title with words before it (``某局关于……存在的主要问题及改进情况``)."""
        fits = {n for t, n in self.known.items() if len(t) > _SHORTEST_FUZZY and text.endswith(t)}
        return (fits.pop(), 0.9) if len(fits) == 1 else (0, 0.0)

    def is_label(self, title: str, line: str) -> bool:
        """Tell whether a line with a marker is, or begins with, a numbered label of an official table.

        Behind the label may stand its numbers, or more of its row: ``三、本年度办理结果（一）予以公开``.
        """
        start = plain(title)[:_START]
        if start not in self._label_starts and start[:2] not in self._label_starts:
            return False
        key = label_key(_BEHIND_LABEL.sub("", line))
        return any(
            key.core == core or (len(core) >= _SHORTEST_FUZZY and key.core.startswith(core))
            for core in self._labels.get((key.enumerator, key.family), ())
        )

    def is_group(self, line: str, following: Iterable[str]) -> bool:
        """Tell whether a line is a group of the 统计表 (``一、主动公开情况``): one of its own labels comes next.

        ``following`` is what the next row or line holds.
        """
        key = label_key(line)
        members = tuple(self._groups.get((key.enumerator, key.family, key.core), ()))
        if not members:
            return False
        return any(label_key(_BEHIND_LABEL.sub("", text)).core.startswith(members) for text in following)

    def beyond_form(self, title: str) -> bool:
        """Tell whether a title is that of a part which the form of 2019 and after does not have."""
        text = plain(title)
        return any(phrase in text for phrase in self._beyond)


def _spaced(title: str) -> str:
    """Return a pattern for a title as it is printed: with blanks in places, and other marks."""
    return r"\s*".join("[、，,和及与]?" if c in "、，" else re.escape(c) for c in title)


def _labels(forms: Forms) -> dict[tuple[int, str], set[str]]:
    """Return the numbered labels of the forms' tables by number, an alias with that of its label.

    The groups of the 统计表 are left out: they have the names of sections.
    """
    out: dict[tuple[int, str], set[str]] = {}
    for form in forms.forms.values():
        for table in form.tables.values():
            aliases = forms.aliases.get(table.code, {})
            for row in table.rows.values():
                groups = row.path[:-1] if table.section else ()
                named = [(g, aliases.get("groups", {}).get(g, ())) for g in groups]
                for label, others in (*named, (row.path[-1], aliases.get("rows", {}).get(row.code, ()))):
                    key = label_key(label)
                    if key.enumerator:
                        cores = out.setdefault((key.enumerator, key.family), set())
                        cores.update({key.core, *(label_key(other).core for other in others)})
    return out


def _groups(forms: Forms) -> dict[tuple[int, str, str], set[str]]:
    """Return the groups of the 统计表, each with what the labels right below it begin with."""
    out: dict[tuple[int, str, str], set[str]] = {}
    for form in forms.forms.values():
        for table in form.tables.values():
            for row in table.rows.values() if not table.section else ():
                for group, member in pairwise(row.path):
                    key = label_key(group)
                    out.setdefault((key.enumerator, key.family, key.core), set()).add(label_key(member).core)
    return out


@lru_cache(maxsize=8)
def titles_of(forms: Forms) -> Titles:
    """Return the titles of a set of forms, made once."""
    return Titles(forms)
