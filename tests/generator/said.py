"""What a report says in words about its numbers, in many wordings: true, false, or true of something else."""

# ruff: noqa: ARG001 -- every fault has one signature

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING

from tests.generator import oracle
from tests.generator.model import Document, Section, Violation

if TYPE_CHECKING:
    import random

Fault = Callable[[Document, "random.Random"], None]

# Wordings of a number, by what it is a number of; {n} is the number, {c} the same in Chinese numerals.
WORDINGS: dict[str, tuple[str, ...]] = {
    "new_requests": (
        "本年度共收到政府信息公开申请{n}件。",
        "全年受理依申请公开事项{n}件，均登记在册。",
        "{y}年，我局新收政府信息公开申请{n}件。",
        "年内收到{n}件政府信息公开申请。",
        "公民、法人和其他组织提出的政府信息公开申请共{n}件。",
        "政府信息公开申请受理数量为{n}件，比上年有所增加。",
        "全年共接收信息公开申请{c}件。",
        "当年收到的政府信息公开申请（{n}件）逐件编号。",
    ),
    "carried_in": (
        "上年结转的政府信息公开申请{n}件。",
        "{x}年结转的政府信息公开申请有{n}件。",
        "本年度办理上年度结转政府信息公开申请{n}件。",
    ),
    "handled_total": (
        "全年办结政府信息公开申请{n}件。",
        "本年度共办理政府信息公开申请{n}件（包括上年结转的在内）。",
        "年内已办结的政府信息公开申请为{n}件。",
        "政府信息公开申请办理结果总计{n}件。",
    ),
    "carried_out": (
        "政府信息公开申请中有{n}件结转下年度继续办理。",
        "另有{n}件政府信息公开申请因未到期转入{z}年办理。",
        "政府信息公开申请结转下年度{n}件。",
    ),
    "granted": ("政府信息公开申请中，予以公开{n}件。", "对政府信息公开申请，予以公开的有{n}件。"),
    "refused": ("政府信息公开申请中，不予公开{n}件。", "政府信息公开申请决定不予公开的共{n}件。"),
    "unavailable": ("政府信息公开申请中，无法提供的{n}件。",),
    "unprocessed": ("政府信息公开申请中，不予处理{n}件。",),
}
FORMER = {
    "requests_received": ("{y}年共收到政府信息公开申请{n}件。", "全年受理政府信息公开申请{n}件。"),
    "requests_concluded": ("全年办结政府信息公开申请{n}件。",),
    "replies_total": ("全年答复政府信息公开申请{n}件。",),
}
DENIALS = (
    "本年度未收到政府信息公开申请。",
    "{y}年，我局没有收到公民、法人或者其他组织提出的政府信息公开申请。",
    "全年无依申请公开件。",
    "截至{y}年12月31日，尚未接到政府信息公开申请。",
    "本年度收到政府信息公开申请0件。",
    "全年政府信息公开申请数量为零。",
    "年内没有申请人通过当面、信函、网络等方式提出政府信息公开申请。",
)
REVIEWS = ("因政府信息公开工作被申请行政复议{n}件。", "全年发生信息公开类行政复议{n}起。")
LAWSUITS = ("因政府信息公开被提起行政诉讼{n}件。", "涉政府信息公开的行政诉讼案件{n}件。")
OF_OTHERS = (
    "局属各单位共收到政府信息公开申请{n}件。",
    "各乡镇共收到政府信息公开申请{n}件。",
    "代表县政府受理政府信息公开申请{n}件。",
)
# True whatever the tables say: another year, another thing, a part, about so many.
HARMLESS = (
    "{x}年收到政府信息公开申请{m}件。",
    "与上年的{m}件相比，政府信息公开申请有所增减。",
    "申请量同比减少{m}件。",
    "自2008年以来，累计收到政府信息公开申请{m}件。",
    "全年接听咨询电话{m}次，受理热线工单{m}件，办结{m}件。",
    "承办人大建议和政协提案{m}件，全部办复。",
    "收到信访件{m}件，均已转办。",
    "受理行政许可申请{m}件，办结{m}件。",
    "其中涉及征地补偿的政府信息公开申请近{m}件。",
    "通过网络收到政府信息公开申请{m}件。",
    "没有收到对政府信息公开申请答复的投诉。",
    "没有发生超期答复申请的情形。",
    "{z}年将争取办结政府信息公开申请{m}件以上。",
    "自收到申请之日起20个工作日内答复。",
    "收到政府信息公开申请{m}余件。",
)
_SENTENCE = re.compile(r"[^。]*(?:申请|办结|办理完毕|结转)[^。]*。")
_DIGITS = "零一二三四五六七八九"


def chinese(n: int) -> str:
    """A number under 10,000 in Chinese numerals."""
    if n < 10:
        return _DIGITS[n]
    out, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = n // unit % 10
        if digit:
            out += ("零" if zero and out else "") + _DIGITS[digit] + name
        zero = not digit
    return out.removeprefix("一") if out.startswith("一十") else out


def _fill(document: Document, sentence: str, n: int = 0, m: int = 0) -> str:
    y = document.year or 2023
    return sentence.format(n=n, c=chinese(n), m=m, x=y - 1, y=y, z=y + 1)


def _place(document: Document) -> Section:
    """The section that speaks of applications."""
    names = ("overview", "")
    return next(
        s
        for s in document.sections
        if s.name == names[0] or (not document_has_six(document) and "申请" in s.heading)
    )


def document_has_six(document: Document) -> bool:
    """Whether the document follows a form with six sections."""
    return any(s.name for s in document.sections)


def _say(document: Document, sentence: str) -> None:
    _place(document).items.append(sentence)


def _hush(document: Document) -> None:
    """Take out of the words every number of applications."""
    for section in document.sections:
        if section.name not in ("", "overview"):
            continue
        section.items = [_SENTENCE.sub("", i) if isinstance(i, str) else i for i in section.items]
        section.items = [i for i in section.items if i] or ["有关情况照常。"]


def counts(document: Document) -> dict[str, int]:
    """What the tables count of each quantity that the words may state, where it stands for certain."""
    cells = oracle.cells(document)
    statistics = any(table == "statistics" for table, _, _ in cells)
    got: dict[str, int] = {}
    for quantity in FORMER if statistics else WORDINGS:
        rows = [
            c
            for (table, row, column), c in cells.items()
            if table == ("statistics" if statistics else "applications")
            and column in ("total", "count")
            and (row == quantity or (not statistics and row.startswith(f"{quantity}_")))
        ]
        if rows and all(c.status in oracle.VALUED and c.value == int(c.value or 0) for c in rows):
            got[quantity] = int(sum((c.value or Decimal(0) for c in rows), Decimal(0)))
    return got


def _wordings(quantity: str) -> tuple[str, ...]:
    return WORDINGS.get(quantity) or FORMER[quantity]


def _due(document: Document, rule: str, table: str = "", row: str = "") -> None:
    document.said.append(Violation(rule, table, row))


def _table_of(quantity: str) -> str:
    return "statistics" if quantity in FORMER else "applications"


def said_right(document: Document, rng: random.Random) -> None:
    """Every number said once more as the tables have it, with much else that is true of other things."""
    for quantity, n in counts(document).items():
        _say(document, _fill(document, rng.choice(_wordings(quantity)), n))
    for sentence in rng.sample(HARMLESS, 6):
        _say(document, _fill(document, sentence, m=rng.randint(11, 400)))


def said_wrong(document: Document, rng: random.Random) -> None:
    """Two numbers that are not the tables', among others that are."""
    known = counts(document)
    wrong = set(rng.sample(sorted(known), 2))
    _hush(document)
    for quantity, n in known.items():
        told = n + rng.choice((1, 3, 10, 40)) if quantity in wrong else n
        _say(document, _fill(document, rng.choice(_wordings(quantity)), told))
        if quantity in wrong:
            _due(document, "narrative-applications", _table_of(quantity), quantity)


def said_none(document: Document, rng: random.Random) -> None:
    """None were received, say the words; where the table has some, that is wrong."""
    _hush(document)
    _say(document, _fill(document, rng.choice(DENIALS)))
    received = next(iter(counts(document).items()))
    if received[1]:
        _due(document, "narrative-none", _table_of(received[0]), received[0])


def said_of_others(document: Document, rng: random.Random) -> None:
    """The only number received is one of other bodies: reported as an information, with its scope."""
    received, n = next(iter(counts(document).items()))
    _hush(document)
    _say(document, _fill(document, rng.choice(OF_OTHERS), n + rng.randint(2, 30)))
    _due(document, "narrative-applications", _table_of(received), received)


def said_wrong_of_proceedings(document: Document, rng: random.Random) -> None:
    """Other numbers of reviews and lawsuits than the table's."""
    cells = oracle.cells(document)
    reviews = int(cells["proceedings", "review", "total"].value or 0)
    suits = sum(
        int(cells["proceedings", row, "total"].value or 0)
        for row in ("litigation_direct", "litigation_after_review")
    )
    _say(document, _fill(document, rng.choice(REVIEWS), reviews + 2))
    _say(document, _fill(document, rng.choice(LAWSUITS), suits))
    _due(document, "narrative-proceedings", "proceedings", "review")


def period_of_another_year(document: Document, rng: random.Random) -> None:
    """The stated period is last year's."""
    year = document.year or 0
    document.preamble = [p.replace(str(year), str(year - 1)) for p in document.preamble]
    _due(document, "narrative-year")


def overview_of_another_year(document: Document, rng: random.Random) -> None:
    """The overview begins with last year: a text that was taken over."""
    year = document.year or 0
    _place(document).items.insert(0, f"{year - 1}年，我单位公开工作平稳推进。")
    _due(document, "narrative-year")


def overview_of_history(document: Document, rng: random.Random) -> None:
    """Other years are spoken of, and the report's own too: nothing is wrong."""
    year = document.year or 0
    place = _place(document)
    place.items.insert(0, f"{year}年，我单位公开工作平稳推进。{year - 1}年的遗留事项已经办完。")
    place.items.append(
        f"2019年修订的条例施行以来，流程更加规范。{year + 1}年，将继续改进。截至{year + 1}年1月，网站已经改版。"
    )


def overview_topics_missing(document: Document, rng: random.Random) -> None:
    """The overview speaks of one thing alone."""
    section = next(s for s in document.sections if s.name == "overview")
    section.items = ["过去一年，主动公开的栏目按期更新，网站改版完成。"]
    at = document.sections.index(section) + 1
    while not document.sections[at].name:
        del document.sections[at]
    _due(document, "overview-topics")


def fee_unstated(document: Document, rng: random.Random) -> None:
    """The last section says nothing of the information-processing fee, only of another."""
    section = next(s for s in document.sections if s.name == "other_matters")
    section.items = ["行政事业性收费的标准已在网站公布。没有其他需要报告的事项。"]
    _due(document, "fee-statement")


SAID_FAULTS: dict[str, Fault] = {
    f.__name__.replace("_", "-"): f
    for f in (
        said_right,
        said_wrong,
        said_none,
        said_of_others,
        said_wrong_of_proceedings,
        period_of_another_year,
        overview_of_another_year,
        overview_of_history,
        overview_topics_missing,
        fee_unstated,
    )
}
