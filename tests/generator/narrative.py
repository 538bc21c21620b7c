"""The text of a filing, which agrees with its tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.generator import phrases
from tests.generator.model import Item, Section, Table
from tests.generator.oracle import VALUED, Cells

if TYPE_CHECKING:
    import random
    from decimal import Decimal

    from tests.generator.names import Organization

HEADINGS: dict[str, tuple[str, ...]] = {
    "overview": ("总体情况", "总体情况", "概述", "总体工作情况"),
    "disclosure": ("主动公开政府信息情况", "主动公开政府信息情况", "主动公开政府信息的情况"),
    "applications": ("收到和处理政府信息公开申请情况",),
    "proceedings": (
        "政府信息公开行政复议、行政诉讼情况",
        "因政府信息公开工作被申请行政复议、提起行政诉讼情况",
        "政府信息公开行政复议和行政诉讼情况",
    ),
    "problems": (
        "存在的主要问题及改进情况",
        "政府信息公开工作存在的主要问题及改进情况",
        "存在的问题及改进措施",
        "存在的主要问题及整改措施",
    ),
    "other_matters": ("其他需要报告的事项",),
}
NUMBERS = "一二三四五六七八九十"
SUBHEADS = ("（{}）{}情况", "（{}）{}", "({}){}方面", "{}{}情况", "{}.{}", "{}．{}")
SPOKEN = "{topic}方面，"


def _fill(rng: random.Random, sentence: str) -> str:
    return sentence.format(n=rng.randint(21, 940), m=rng.randint(2, 19))


def _count(cells: Cells, row: str) -> Decimal | None:
    """The 总计 of a row of 表三, where it stands for certain."""
    cell = cells.get(("applications", row, "total"))
    return cell.value if cell and cell.status in VALUED else None


def _applied(rng: random.Random, cells: Cells) -> str:
    """What the overview says of applications: only numbers that the table prints too."""
    new, done, left = (_count(cells, r) for r in ("new_requests", "handled_total", "carried_out"))
    whole = all(n is not None and n >= 0 and n == n.to_integral_value() for n in (new, done, left))
    if not whole or new is None:
        return rng.choice(phrases.APPLY_GENERAL)
    if new == 0 and _count(cells, "carried_in") != 0:
        # Nothing new but something left over: too fine a point for one sentence.
        return rng.choice(phrases.APPLY_GENERAL)
    said = [rng.choice(phrases.APPLY_NONE if new == 0 else phrases.APPLY_NEW).format(new=new)]
    if new and rng.random() < 0.6:
        said.append(rng.choice(phrases.APPLY_DONE).format(done=done, left=left))
    said.append(rng.choice(phrases.APPLY_GENERAL))
    return "".join(said)


def _topic(rng: random.Random, topic: str, cells: Cells) -> str:
    bank = {
        "主动公开": phrases.ACTIVE,
        "政府信息管理": phrases.MANAGE,
        "公开平台建设": phrases.PLATFORM,
        "监督保障": phrases.SUPERVISE,
    }
    if topic == "依申请公开":
        return _applied(rng, cells)
    return "".join(_fill(rng, s) for s in rng.sample(bank[topic], k=rng.randint(1, 3)))


def overview(rng: random.Random, cells: Cells) -> list[Item]:
    """总体情况, with the five topics as sub-headings or inside the sentences."""
    items: list[Item] = [rng.choice(phrases.OPENINGS)]
    style = rng.choice((*SUBHEADS, SPOKEN, SPOKEN))
    for i, topic in enumerate(phrases.TOPICS):
        text = _topic(rng, topic, cells)
        if style == SPOKEN:
            items.append(SPOKEN.format(topic=topic) + text)
        elif rng.random() < 0.5:
            items.append(f"{style.format(_number(style, i), topic)}。{text}")
        else:
            items += [style.format(_number(style, i), topic), text]
    return items


def _number(style: str, at: int) -> str:
    """The marker of a sub-heading: 一, 1, １, or ㈠ in one character."""
    if style == "{}{}情况":
        return chr(0x3220 + at)
    if style == "{}.{}":
        return str(at + 1)
    return chr(0xFF11 + at) if style == "{}．{}" else NUMBERS[at]


def inner_sections(rng: random.Random, cells: Cells) -> list[Section]:
    """The five topics under headings that use the report's own numbering again."""
    got = []
    for i, (heading, topic) in enumerate(zip(phrases.INNER, phrases.TOPICS, strict=True)):
        got.append(Section(NUMBERS[i], heading, [f"{topic}方面，{_topic(rng, topic, cells)}"]))
    return got[: rng.randint(3, 5)] if rng.random() < 0.3 else got


def preamble(rng: random.Random, org: Organization, year: int | None) -> list[str]:
    """What stands between the title and the first section; without a year where none is to be said."""
    said = [rng.choice(phrases.PREAMBLES).format(org=org.name)]
    if year is not None:
        said.append(rng.choice(phrases.PERIODS).format(y=year))
    said.append(
        rng.choice(phrases.CONTACTS).format(
            who=rng.choice(phrases.PEOPLE),
            phone=f"0{rng.randint(300, 899)}-{rng.randint(2000000, 8999999)}",
            place=org.place,
            n=rng.randint(1, 300),
        )
    )
    return ["".join(said)] if rng.random() < 0.6 else said


def six(
    rng: random.Random, cells: Cells, tables: dict[str, Table], *, fees: bool, inner: bool
) -> list[Section]:
    """The six sections of the 2019 and 2021 forms, tables in place."""
    got = []
    for i, (name, headings) in enumerate(HEADINGS.items()):
        items: list[Item] = []
        if name == "overview":
            items = overview(rng, cells) if not inner else [rng.choice(phrases.OPENINGS)]
        elif name in tables:
            items = [tables[name]]
            if rng.random() < 0.2:
                items.insert(0, rng.choice(phrases.TABLE_NOTES))
        elif name == "problems":
            items = [rng.choice(phrases.PROBLEMS), rng.choice(phrases.MEASURES)]
            if rng.random() < 0.4:
                items = ["（一）存在的主要问题", items[0], "（二）改进情况", items[1]]
        elif name == "other_matters":
            items = [rng.choice(phrases.FEES) if fees else "", rng.choice(phrases.OTHERS)]
            items = ["".join(str(x) for x in items)]
        else:
            items = [rng.choice(phrases.NO_TABLE)]
        title = rng.choice(headings)
        got.append(Section(NUMBERS[i], f" {title}" if rng.random() < 0.1 else title, items, name))
        if name == "overview" and inner:
            got += inner_sections(rng, cells)
    return got


def former(rng: random.Random, cells: Cells, tables: dict[str, Table]) -> list[Section]:
    """The sections of a report before 2019, the 统计表 at its end."""
    got = []
    known = {row: c.value for (t, row, _), c in cells.items() if t == "statistics" and c.status in VALUED}
    for i, (heading, text) in enumerate(phrases.FORMER):
        try:
            said = text.format(**known)
        except KeyError:
            said = "有关情况见后附材料。"
        said += _fill(rng, rng.choice((phrases.MANAGE, phrases.PLATFORM, phrases.SUPERVISE)[i % 3]))
        got.append(Section(NUMBERS[i], heading, [said]))
    if "statistics" in tables:
        heading = rng.choice(("政府信息公开情况统计表", "附表：政府信息公开情况统计表"))
        got.append(Section(NUMBERS[len(got)] if heading[0] == "政" else "", heading, [tables["statistics"]]))
    return got
