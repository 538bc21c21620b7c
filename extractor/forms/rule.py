"""What a rule of the catalogue is, and the words in which a violation is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

Words = dict[str, str]
"""One text in each language: ``zh``, ``en``."""


@dataclass(frozen=True)
class Example:
    """A filing that a rule holds on or breaks on, told by what sets it apart from one that breaks none.

    That one is of form ``template``: every table there and every cell 0, amounts printed in 万元, the six
    sections each with text. ``cells``: ``table.row.column`` → a number, a number with 元, or ``blank``,
    ``nil``, ``absent``, ``unreadable``, ``doubtful``. ``findings``: ``rule table row column printed``
    (``-`` for none). ``ordinals``: the numbers that the headings bear, where not 1 to 6; ``outcome``: that
    of the violation; ``published`` and ``organization``: where they matter;
    ``texts``: number of a section → what stands there.
    """

    template: str
    cells: dict[str, str] = field(default_factory=dict)
    findings: tuple[str, ...] = ()
    without_tables: tuple[str, ...] = ()
    without_sections: tuple[int, ...] = ()
    empty_sections: tuple[int, ...] = ()
    ordinals: tuple[int, ...] = ()
    unknown: tuple[str, ...] = ()
    year: int = 0
    outcome: str = ""
    published: str = ""
    organization: str = ""
    texts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule:
    """A rule of the contract's catalogue.

    ``templates`` are the forms it is for (all of them where the contract says ``all``: ``every_form``).
    ``message`` tells a violation, ``undecided`` a case that cannot be decided, each with named slots;
    both are empty, and there are no examples, where the rule is not ``implemented``. A rule between filings
    has no examples either: tests show it on archives.
    """

    code: str
    group: str
    severity: str
    templates: tuple[str, ...]
    every_form: bool
    implemented: bool
    applies_to: Words
    holds_when: Words
    on: Words
    basis: Words
    message: Words
    undecided: Words
    holds: Example | None
    breaks: Example | None


@dataclass(frozen=True)
class Rulebook:
    """The catalogue, in its order, and the words of the messages.

    ``names``: table → ``title`` or a row or column code → what messages call it, where that is not its
    printed label (zh) or its code (en). ``phrases``: parts of messages by key.
    """

    rules: tuple[Rule, ...] = ()
    names: dict[str, dict[str, Words]] = field(default_factory=dict)
    phrases: dict[str, Words] = field(default_factory=dict)

    @cached_property
    def by_code(self) -> dict[str, Rule]:
        """The rules by code."""
        return {r.code: r for r in self.rules}

    @cached_property
    def order(self) -> dict[str, int]:
        """The place of each rule in the catalogue."""
        return {r.code: i for i, r in enumerate(self.rules)}
