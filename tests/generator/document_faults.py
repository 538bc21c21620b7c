"""Faults in the outline, and filings whose name or year stands elsewhere than in the title."""

# ruff: noqa: ARG001 -- every fault has one signature

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from decimal import Decimal

from tests.generator.model import Document, Printed, Section, Table

Fault = Callable[[Document, random.Random], None]


def _six(document: Document) -> list[Section]:
    return [s for s in document.sections if s.name]


def section_missing(document: Document, rng: random.Random) -> None:
    """A section left out; its number is left out with it, so that numbers skip."""
    gone = next(s for s in document.sections if s.name == "problems")
    document.sections.remove(gone)


def last_section_missing(document: Document, rng: random.Random) -> None:
    """The last section left out: nothing skips."""
    document.sections.remove(next(s for s in document.sections if s.name == "other_matters"))


def section_misnumbered(document: Document, rng: random.Random) -> None:
    """A number printed twice, or one that is ahead of its turn."""
    section = rng.choice(_six(document)[3:5])
    section.number = "三" if section.name == "proceedings" else "七"


def sections_swapped(document: Document, rng: random.Random) -> None:
    """五 and 六 change places with their numbers."""
    document.sections[-2:] = document.sections[:-3:-1]


def sections_exchanged(document: Document, rng: random.Random) -> None:
    """五 and 六 change places, the numbers in order: no rule is against it."""
    document.sections[-2:] = document.sections[:-3:-1]
    document.sections[-2].number, document.sections[-1].number = "五", "六"


def section_empty(document: Document, rng: random.Random) -> None:
    """The last section with nothing under its heading."""
    document.sections[-1].items = []


def _tables(document: Document, name: str) -> tuple[Section, Table]:
    return next((s, i) for s in document.sections for i in s.items if isinstance(i, Table) and i.name == name)


def table_twice(document: Document, rng: random.Random) -> None:
    """A table printed twice, both alike."""
    section, table = _tables(document, rng.choice(("disclosure", "applications", "proceedings")))
    section.items.append(copy.deepcopy(table))


def table_twice_differing(document: Document, rng: random.Random) -> None:
    """A table printed twice, with other numbers in two cells of the second."""
    section, table = _tables(document, "applications")
    second = copy.deepcopy(table)
    for code in rng.sample(
        ("granted", "partly_granted", "unprocessed_petition", "unavailable_not_held"), k=2
    ):
        row = second.row(code)
        row.cells["business"] = Printed.number((row.cells["business"].value or Decimal(0)) + 3)
    section.items.append(second)


def organization_in_metadata(document: Document, rng: random.Random) -> None:
    """A title without a name; the metadata table has it."""
    document.title = [f"{document.year}年政府信息公开工作年度报告"]
    document.page_title = document.title[0]
    document.preamble = [_nameless(p, document.organization) for p in document.preamble]
    document.signature = []
    document.metadata = {
        "索引号": f"0{rng.randint(10000000, 99999999)}/{document.year}-00{rng.randint(100, 999)}",
        "发布机构": document.organization,
        "名称": document.title[0],
        **document.metadata,
    }


def organization_in_signature(document: Document, rng: random.Random) -> None:
    """A title without a name; the signature has it."""
    document.title = [f"{document.year}年政府信息公开工作年度报告"]
    document.page_title = document.title[0]
    document.preamble = [_nameless(p, document.organization) for p in document.preamble]
    document.metadata = {}
    # Dated as it is published, so that there is one date to find.
    year = (document.year or 0) + 1
    document.published = f"{year}-01-18"
    document.signature = [document.organization, f"{year}年1月18日"]


def organization_in_sentence(document: Document, rng: random.Random) -> None:
    """A title without a name; the sentence that says who compiled the report has it."""
    document.title = [f"{document.year}年政府信息公开工作年度报告"]
    document.page_title = document.title[0]
    period = f"统计期限自{document.year}年1月1日起至{document.year}年12月31日止。"
    document.preamble = [f"本报告由{document.organization}编制，{period}"]
    document.metadata, document.signature, document.published = {}, [], ""


def organization_unknown(document: Document, rng: random.Random) -> None:
    """A name nowhere."""
    organization_in_sentence(document, rng)
    document.preamble = ["根据政府信息公开条例的规定编写本报告。" + document.preamble[0].split("，")[1]]
    document.organization = ""


def _nameless(text: str, organization: str) -> str:
    return text.replace(organization, "本机关")


def year_in_period(document: Document, rng: random.Random) -> None:
    """A title without a year; the stated period has it."""
    document.title = [f"{document.organization}政府信息公开工作年度报告"]
    document.page_title = document.title[0]
    document.metadata, document.published, document.signature = {}, "", []
    period = f"本报告数据的统计期限为{document.year}年1月1日至{document.year}年12月31日。"
    document.preamble = [*[_undated(p) for p in document.preamble], period]


def year_in_metadata(document: Document, rng: random.Random) -> None:
    """A title without a year; the metadata table names the report with its year."""
    full = f"{document.organization}{document.year}年政府信息公开工作年度报告"
    _undate(document)
    document.metadata = {"名称": full, "发布机构": document.organization}
    document.page_title = full


def year_in_file_name(document: Document, rng: random.Random) -> None:
    """A year in the file name and nowhere else."""
    _undate(document)
    document.stem = f"{document.stem or 'report'}-{document.year}"


def year_unknown(document: Document, rng: random.Random) -> None:
    """A year nowhere."""
    _undate(document)
    document.year = None
    document.stem = document.stem or "report"


def _undated(text: str) -> str:
    """The text without the sentence that states the period."""
    return "。".join(s for s in text.split("。") if "统计期限" not in s)


def _undate(document: Document) -> None:
    document.title = [f"{document.organization}政府信息公开工作年度报告"]
    document.page_title = document.title[0]
    document.metadata, document.published, document.signature = {}, "", []
    document.preamble = [t for p in document.preamble if (t := _undated(p))]


def published_late(document: Document, rng: random.Random) -> None:
    """Published a few days after the last of January, which is late for a department."""
    if document.year is None:
        return
    day = rng.randint(3, 26)
    document.published = f"{document.year + 1}-02-{day:02d}"
    document.signature = [document.organization, f"{document.year + 1}年2月{day}日"]


DOCUMENT_FAULTS: dict[str, Fault] = {
    f.__name__.replace("_", "-"): f
    for f in (
        section_missing,
        last_section_missing,
        section_misnumbered,
        sections_swapped,
        sections_exchanged,
        section_empty,
        table_twice,
        table_twice_differing,
        organization_in_metadata,
        organization_in_signature,
        organization_in_sentence,
        organization_unknown,
        year_in_period,
        year_in_metadata,
        year_in_file_name,
        year_unknown,
        published_late,
    )
}
