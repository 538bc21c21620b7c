"""The sections of a report as paragraphs of sentences, those alone that may state a number of ours."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from extractor.narrative.drafts import Passage
from extractor.narrative.points import APPLICATIONS, PROCEEDINGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.model.filing import Section
    from extractor.narrative.points import Point

FEES = "fees"
_TOPIC_OF_SECTION = {3: APPLICATIONS, 4: PROCEEDINGS, 6: FEES}
_PROBLEMS = 5  # what is to be mended, and next year's plans
_HEADINGS = (
    (re.compile(r"复议|诉讼"), PROCEEDINGS),
    (re.compile(r"申请"), APPLICATIONS),
    (re.compile(r"收费|减免|费用"), FEES),
)
_TOLD = re.compile(r"申请|复议|诉讼|处理费|收费通知|收取")
_STATES = re.compile(r"[\d０-９一二三四五六七八九十百零两壹贰叁肆伍陆柒捌玖拾无未没]")
_COUNTS = re.compile(
    r"\d\s*[多余几]?\s*万?\s*[余多]?\s*[)）】]?\s*[件宗起份例条封元个项]|[一二三四五六七八九十百千两零壹贰叁肆伍陆柒捌玖拾]\s*[多余几]?\s*[件宗起份例]"
    r"|[:：为是]\s*[“\"]?[\d零]|分别"
)
_DENIES = re.compile(r"没|未|无|零|不")
_DENIED = re.compile(r"申\s*请|公\s*开|复\s*议|诉\s*讼|费|收到|受理")
_NAMES = re.compile(r"公开申请|申请公开|依申请")
_LONGEST = 600
_SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]?")
_SPACE = re.compile(r"\s+")
_BRACKETS = str.maketrans("【】〖〗[]", "()()()")
_NUMBERED = re.compile(
    r"^(?:\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十\d]{1,2}[、.](?!\d)|[一二三四五六七八九]是)"
)
_QUOTED = re.compile(r"[“\"]([\d零]+)[”\"]")
_KINDS_OF_PLACE = re.compile(r"\([省市县区旗镇乡村街道社居、及和办事处]+\)")  # 各县（市、区）局
_WHOLE_LINE = 20
_BROKEN_OFF = re.compile(r"^(?![\s（(]*[一二三四五六七八九十\d]{1,2}[）)、.．])(?:.*[，,、（(]|.*[\d０-９])")
"""A short line that is no heading: it has a comma or a number, and no enumerator."""
_ENDS_LINE = tuple("。！？!?：:；;")


class Sentence(NamedTuple):
    """A sentence: ``raw`` as printed, ``text`` in NFKC without white space."""

    raw: str
    text: str


def paragraphs(sections: tuple[Section, ...], year: int) -> Iterator[tuple[Passage, list[str]]]:
    """Yield each paragraph that may state a number, with what it stands under."""
    number = 0
    for section in sections:
        number = section.section or (number if section.level > 1 else 0)
        if number == _PROBLEMS:
            continue
        topic = _topic(section.heading, number, has_own=bool(section.section))
        if not topic and not _TOLD.search(section.text):
            continue
        for paragraph in _joined(section.text):
            if (topic or _TOLD.search(paragraph)) and _STATES.search(paragraph):
                yield Passage(number, topic, year), sentences(paragraph)


def sentences(paragraph: str) -> list[str]:
    """Return the sentences of a paragraph as printed."""
    return [s for s in map(str.strip, _SENTENCE.findall(paragraph)) if s]


def as_sentence(raw: str) -> Sentence:
    """Return a sentence ready to be cut."""
    text = _SPACE.sub("", unicodedata.normalize("NFKC", raw)).translate(_BRACKETS)
    text = _QUOTED.sub(r"\1", _NUMBERED.sub("", text))
    return Sentence(raw, _KINDS_OF_PLACE.sub("", text) if "(" in text else text)


def tells(raw: str) -> bool:
    """Whether a sentence can state a number of ours at all: asked of every sentence, so that few are cut."""
    if len(raw) > _LONGEST:
        return False  # cells run together
    return bool(_COUNTS.search(raw)) or bool(_DENIES.search(raw) and _DENIED.search(raw))


def mentions(now: Point, raw: str) -> Point:
    """Return what holds behind a sentence that states nothing: it may still name what is spoken of."""
    return now._replace(focus=APPLICATIONS, known=True) if _NAMES.search(raw) else now


def _topic(heading: str, number: int, *, has_own: bool) -> str:
    if not has_own:
        for pattern, topic in _HEADINGS:
            if pattern.search(heading):
                return topic
    return _TOPIC_OF_SECTION.get(number, "")


def _joined(text: str) -> Iterator[str]:
    """Yield the paragraphs of a text, lines that were broken in mid-sentence put together again."""
    kept = ""
    for line in text.split("\n"):
        kept += line
        if line.rstrip().endswith(_ENDS_LINE) or (len(line) < _WHOLE_LINE and not _BROKEN_OFF.search(line)):
            yield kept
            kept = ""
    if kept:
        yield kept
