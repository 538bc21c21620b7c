"""A fault: what it changes in a filing, and the kinds of faults there are."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.filing import CellStatus, Finding

if TYPE_CHECKING:
    from extractor.model.filing import Fact, Filing, TableReading


class Kind(NamedTuple):
    """A kind of fault: the function that picks its place, how often it is put into one filing, its words."""

    name: str
    make: str
    times: int
    words: dict[str, str]


class Change(NamedTuple):
    """A cell that prints another text: its place among the facts of the table; empty for a cell left blank."""

    fact: int
    text: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with the table at ``table`` of a filing: cells that print other texts, or a ``lost`` row."""

    kind: str
    table: int
    changes: tuple[Change, ...] = ()
    lost: str = ""

    def touched(self, reading: TableReading) -> list[Fact]:
        """Return the facts of the cells that the fault is about."""
        if self.lost:
            return [fact for fact in reading.facts if fact.row == self.lost]
        return [reading.facts[change.fact] for change in self.changes]


@cache
def kinds() -> tuple[Kind, ...]:
    """Return the kinds of faults, in the order of their file."""
    raw = tomllib.loads((files("extractor.selftest") / "data" / "faults.toml").read_text("utf-8"))
    return tuple(Kind(name, k["make"], k["times"], {"zh": k["zh"], "en": k["en"]}) for name, k in raw.items())


def with_fault(filing: Filing, fault: Fault) -> Filing:
    """Return the filing as a perfect reader would read it with the fault in it.

    Nothing is read here: numbers are put in the place of numbers.
    """
    tables = list(filing.tables)
    tables[fault.table] = _faulty(tables[fault.table], fault)
    return replace(filing, tables=tuple(tables))


def _faulty(reading: TableReading, fault: Fault) -> TableReading:
    if fault.lost:
        facts = tuple(
            f if f.row != fault.lost else type(f)(f.row, f.column, CellStatus.ABSENT) for f in reading.facts
        )
        lost = Finding("row-missing", fault.lost, "", "", reading.location)
        return replace(reading, facts=facts, findings=(*reading.findings, lost))
    changed = list(reading.facts)
    for at, text in fault.changes:
        status = CellStatus.REPORTED if text else CellStatus.BLANK
        changed[at] = changed[at]._replace(status=status, value=Decimal(text) if text else None, raw=text)
    return replace(reading, facts=tuple(changed))
