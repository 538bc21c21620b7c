"""An identity in words and numbers: what stands on each side, what is lacking, what that would have to be."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from extractor.model.filing import CellStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extractor.forms import Instance
    from extractor.rules.scene import Scene

LACKING = (CellStatus.BLANK, CellStatus.ABSENT, CellStatus.UNREADABLE)
GAP = "□"
FEW = 3


class Term(NamedTuple):
    """A cell of an identity: what it is called, what became of it, its number (0 where it has none)."""

    name: str
    status: CellStatus
    value: Decimal

    @property
    def lacks(self) -> bool:
        """Whether the cell has no number that the identity can count on."""
        return self.status in LACKING


class Side(NamedTuple):
    """One side of an identity."""

    terms: tuple[Term, ...]

    @property
    def lacking(self) -> tuple[Term, ...]:
        """The terms without a number."""
        return tuple(t for t in self.terms if t.lacks)

    @property
    def sum(self) -> Decimal:
        """What the terms with a number add up to."""
        return sum((t.value for t in self.terms), Decimal(0))

    @property
    def shown(self) -> tuple[Term, ...]:
        """The terms whose numbers a reader needs: of more than two, those that are not 0."""
        return self.terms if len(self.terms) <= 2 else tuple(t for t in self.terms if t.value)


class Equation:
    """One identity in one row or column of a table as read.

    ``expected`` and ``actual`` are as the contract says for the relation, and None where a cell of that
    side is lacking: nothing is computed from what is not there.
    """

    def __init__(self, scene: Scene, instance: Instance) -> None:
        self.scene = scene
        self.identity = instance.identity
        self.fixed = instance.fixed
        self.parts = Side(tuple(self._term(i) for i in instance.parts))
        self.totals = Side(tuple(self._term(i) for i in instance.totals))
        self.bound = self.identity.relation == "at_most"
        left = None if self.parts.lacking else self.parts.sum
        right = None if self.totals.lacking else self.totals.sum
        self.expected, self.actual = (right, left) if self.bound else (left, right)

    @property
    def difference(self) -> Decimal | None:
        """Actual less expected."""
        return None if self.expected is None or self.actual is None else self.actual - self.expected

    def slots(self, outcome: str) -> dict[str, str]:
        """Return what the message of the rule says."""
        voice, table = self.scene.voice, self.scene.table
        by_row = self.identity.along == "row"
        where = voice.line(table, row=self.fixed) if by_row else voice.line(table, column=self.fixed)
        if outcome == "undecided":
            return {"where": where, "lacking": self._lacking(), "need": self._need()}
        gap = abs(self.difference or Decimal(0))
        return {
            "where": where,
            "left": self._words(self.parts),
            "right": self._words(self.totals),
            "gap": voice.number(gap),
        }

    def formula(self, outcome: str) -> str:
        """Return the numbers alone: ``12 ＋ 3 ＝ 15；13 ＋ 1 ＝ 14``; □ stands for what is lacking."""
        left, right = self._numbers(self.parts), self._numbers(self.totals)
        if self.bound:
            return f"{left} {'≤' if outcome == 'undecided' else '＞'} {right}"
        if outcome == "undecided":
            return f"{left} ＝ {right}"
        number = self.scene.voice.number
        if "＋" in left:
            left += f" ＝ {number(self.parts.sum)}"
        return f"{left}；{right} ＝ {number(self.totals.sum)}" if "＋" in right else f"{left} ≠ {right}"

    def _term(self, index: int) -> Term:
        fact = self.scene.reading.facts[index]
        code = fact.column if self.identity.along == "row" else fact.row
        name = self.scene.voice.name(self.scene.table, code)
        return Term(name, fact.status, Decimal(0) if fact.value is None else fact.value)

    def _words(self, side: Side) -> str:
        voice, shown = self.scene.voice, side.shown
        total = voice.number(side.sum)
        terms = voice.join("plus", (f"{t.name} {voice.number(t.value)}" for t in shown))
        if not shown:
            return voice.phrase("all_zero", sum=total)
        if len(shown) > 1:
            return f"{terms}{voice.phrase('equals')}{total}"
        return terms if len(side.terms) == 1 else voice.phrase("only", sum=total, term=terms)

    def _numbers(self, side: Side) -> str:
        number = self.scene.voice.number
        gaps = len(side.lacking)
        texts = [number(t.value) for t in side.shown if not t.lacks]
        texts += [GAP] * gaps if gaps <= FEW else [f"{GAP}×{gaps}"]
        return " ＋ ".join(texts) or "0"

    def _lacking(self) -> str:
        voice = self.scene.voice
        terms = (*self.parts.lacking, *self.totals.lacking)
        return voice.join(
            "comma",
            (
                voice.phrase(status.value, cells=self._names(t for t in terms if t.status is status))
                for status in LACKING
                if any(t.status is status for t in terms)
            ),
        )

    def _need(self) -> str:
        voice, parts, totals = self.scene.voice, self.parts.lacking, self.totals.lacking
        if self.bound:
            return self._need_bound()
        value = self.parts.sum - self.totals.sum if totals else self.totals.sum - self.parts.sum
        if parts and totals:
            cells = voice.phrase("minus", totals=self._group(totals), parts=self._group(parts))
            return voice.phrase("need_difference", cells=cells, value=voice.number(value))
        lacking = parts or totals
        key = "need_one" if len(lacking) == 1 else "need_many"
        need = voice.phrase(key, cells=self._names(lacking), value=voice.number(value))
        return need + voice.phrase("impossible") if value < 0 else need

    def _need_bound(self) -> str:
        voice, part, total = self.scene.voice, self.parts, self.totals
        if part.lacking:
            bound = self._names(total.terms) if total.lacking else voice.number(total.sum)
            return voice.phrase("need_at_most", cells=self._names(part.terms), value=bound)
        return voice.phrase("need_at_least", cells=self._names(total.terms), value=voice.number(part.sum))

    def _group(self, terms: tuple[Term, ...]) -> str:
        return (
            self._names(terms)
            if len(terms) == 1
            else f"（{self.scene.voice.join('plus', (t.name for t in terms))}）"
        )

    def _names(self, terms: Iterable[Term]) -> str:
        return self.scene.voice.join("and", (t.name for t in terms))
