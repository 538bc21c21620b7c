"""Decisions on violations, as the workbench exports them: what is not to be sent."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import UsageError
from extractor.text.user_csv import lines_of, refuse

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from extractor.analysis.select import Record

COLUMNS = ("filing_id", "rule", "table", "row", "column", "decision", "note", "who", "when")
_KEY = ("filing_id", "rule", "table", "row", "column")
WORDS = ("filing", "reading", "accepted", "open")
"""The filing is at fault, the reading is, it is accepted as it stands, nothing is decided."""
NOT_SENT = frozenset({"reading", "accepted"})
_STALE = frozenset({"changed", "gone"})
"""What the workbench says of a decision whose numbers have changed, or whose violation is no more."""


class Decision(NamedTuple):
    """A decision. ``nth``: of violations with the same key, from 0; ``message``: that of the violation (empty: any)."""

    number: int
    key: tuple[str, ...]
    decision: str
    nth: str = ""
    message: str = ""


class Decisions:
    """Decisions by the violations that they are on."""

    def __init__(self, given: Iterable[Decision] = ()) -> None:
        self._of: dict[tuple[str, ...], list[Decision]] = defaultdict(list)
        for decision in given:
            self._of[decision.key].append(decision)
        self.unclear: list[Decision] = []
        """Those that name one of several violations and do not say which: nothing is left out for them."""

    def sent(self, violations: Iterable[Record]) -> list[Record]:
        """Return the violations of a filing (all of them, in their order) that are to be sent."""
        of: dict[tuple[str, ...], list[Record]] = defaultdict(list)
        whole = list(violations)
        for violation in whole:
            of[tuple(violation[c] for c in _KEY)].append(violation)
        left_out = {
            id(violation)
            for key, alike in of.items()
            for decision in self._of.get(key, ())
            if decision.decision in NOT_SENT
            for violation in self._meant(decision, alike)
        }
        return [v for v in whole if id(v) not in left_out]

    def _meant(self, decision: Decision, alike: list[Record]) -> list[Record]:
        if decision.nth:
            return [v for n, v in enumerate(alike) if decision.nth == str(n)]
        if decision.message:
            alike = [v for v in alike if v["message"] == decision.message]
        if len(alike) > 1:
            self.unclear.append(decision)
            return []
        return alike


def read_decisions(path: Path) -> Decisions:
    """Return the decisions in a CSV file with ``COLUMNS``; ``note``, ``who`` and ``when`` may lack.

    ``decision`` may be called ``verdict``. Where ``nth`` or ``message`` are there they tell violations apart that
    have the same key; where ``standing`` says that the numbers have changed since, the decision no longer holds.
    Of several on one violation the last holds. Raises ``UsageError`` for a file that cannot be used, with every
    row that is wrong.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror or error}") from error
    optional = ("decision", "verdict", "nth", "message", "standing")
    lines = lines_of(data, str(path), _KEY, optional)
    found: dict[tuple[str, ...], Decision] = {}
    problems: list[str] = []
    for number, cells in lines:
        word = cells["decision"] or cells["verdict"]
        if word not in WORDS:
            problems.append(f"row {number}: decision is {word!r}, and one of {', '.join(WORDS)} is due")
        elif not (cells["filing_id"] and cells["rule"]):
            problems.append(f"row {number}: filing_id or rule is empty")
        elif cells["standing"] not in _STALE:
            key = tuple(cells[c] for c in _KEY)
            one = Decision(number, key, word, cells["nth"], cells["message"])
            found[*key, one.nth, one.message] = one
    refuse(str(path), problems)
    return Decisions(found.values())
