"""The findings of the archive as violations, in words that cite both filings and both places."""

from __future__ import annotations

from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from extractor.archive.evidence import Cell
from extractor.archive.grids import ABSENT, BLANK, UNREADABLE
from extractor.model.filing import Violation
from extractor.rules.voice import column_label, row_label

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from extractor.archive.copies import Copy
    from extractor.archive.flows import Break, Flow, Term
    from extractor.archive.grids import Grid, Key
    from extractor.archive.index import Index
    from extractor.archive.outliers import Jump, WrongUnit
    from extractor.archive.presence import Crowd, Gap
    from extractor.archive.repeated import Repeated
    from extractor.archive.rollup import Short
    from extractor.rules.voice import Voice

FEW = 5
LONGEST_PASSAGE = 40
STATES = {BLANK: "state_blank", ABSENT: "state_absent", UNREADABLE: "state_unreadable"}


def exact(value: float) -> Decimal:
    """Return the number as it was printed: a float's shortest text is the digits it was read from."""
    return Decimal(int(value)) if value.is_integer() else Decimal(repr(value))


def _cell_of(found: Jump | WrongUnit | Short) -> Cell:
    return Cell(found.filing, found.table, found.row, found.column)


class Teller:
    """Tells findings in one language. ``places``: the cells that are cited, with their locations."""

    def __init__(
        self, voice: Voice, index: Index, grids: Mapping[Key, Grid], places: Mapping[Cell, str]
    ) -> None:
        self._voice = voice
        self._index = index
        self._grids = grids
        self._places = places
        self._agreeing: dict[tuple[Flow, int], dict[Term, bool]] = {}

    def flow(self, found: Break) -> Violation:
        """Return the violation of carry-over, stock-flow or items-flow."""
        flow, voice = found.flow, self._voice
        template = self._template(found.filing, flow.table)
        table = voice.forms.table(template, flow.table)
        total, state = self._cell(found.filing, flow.table, flow.row, flow.column)
        terms = [(t, *self._cell(found.before[0] if t.last else found.filing, flow.table, t.row, t.column))
                 for t in flow.terms]  # fmt: skip
        conflict = self._conflicts(found)
        lacking = [i for i, (t, _, s) in enumerate(terms) if s in STATES or (t.last and conflict[t])]
        expected = None if lacking else sum((exact(v) * t.sign for t, v, _ in terms), Decimal(0))
        actual = None if state in STATES else exact(total)
        name = self._name(flow.table, template, flow.row, flow.column)
        slots = {"where": voice.cell(table, flow.row, flow.column)}
        if found.outcome == "undecided":
            told = [self._lacks(found, *terms[i]) for i in lacking]
            if state in STATES:
                told.append(voice.phrase("flow_lacks_this", name=name, state=voice.phrase(STATES[state])))
            if state in STATES and not lacking and expected is not None:
                told.append(voice.phrase("flow_need", name=name, value=voice.number(expected)))
            slots["lacking"] = voice.join("comma", told)
        else:
            left = self._sum(found, [(t, v) for t, v, _ in terms], expected)
            slots["left"] = left
            slots["right"] = voice.phrase("flow_this", name=name, value=voice.number(exact(total)))
            slots["gap"] = voice.number(abs(exact(total) - (expected or Decimal(0))))
        others = ((t.row, t.column) for t in flow.terms if not t.last)
        cell = Cell(found.filing, flow.table, flow.row, flow.column)
        return self._at(
            flow.rule, cell, slots, outcome=found.outcome, expected=expected, actual=actual, others=others
        )

    def _conflicts(self, found: Break) -> dict[Term, bool]:
        """Tell the cells on which the filings of the year before do not agree: once for all that follow them."""
        key = (found.flow, found.before[0])
        if key not in self._agreeing:
            each = [
                {t: self._cell(b, found.flow.table, t.row, t.column) for t in found.flow.terms if t.last}
                for b in found.before
            ]
            self._agreeing[key] = {t: any(other[t] != each[0][t] for other in each) for t in each[0]}
        return self._agreeing[key]

    def _sum(self, found: Break, terms: list[tuple[Term, float]], expected: Decimal | None) -> str:
        voice, texts = self._voice, ""
        for term, value in terms:
            name = self._term(found, term)
            number = voice.number(exact(value))
            text = (
                voice.phrase("flow_last", year=self._year(found.before[0]), name=name, value=number,
                             place=self._place(found.before[0], found.flow.table, term.row, term.column))
                if term.last
                else voice.phrase("flow_this", name=name, value=number)
            )  # fmt: skip
            texts += (voice.phrase("plus" if term.sign > 0 else "minus_sign") if texts else "") + text
        if len(terms) > 1 and expected is not None:
            texts += voice.phrase("equals") + voice.number(expected)
        return texts

    def _lacks(self, found: Break, term: Term, _value: float, state: int) -> str:
        voice = self._voice
        words = voice.phrase(STATES.get(state, "state_unreadable"))
        name = self._term(found, term)
        if not term.last:
            return voice.phrase("flow_lacks_this", name=name, state=words)
        before = found.before[0]
        place = self._place(before, found.flow.table, term.row, term.column)
        return voice.phrase("flow_lacks_last", year=self._year(before), name=name, state=words, place=place)

    def _term(self, found: Break, term: Term) -> str:
        of = found.before[0] if term.last else found.filing
        return self._name(found.flow.table, self._template(of, found.flow.table), term.row, term.column)

    def _name(self, table: str, template: str, row: str, column: str) -> str:
        """Return what a cell is called beside others of its line: the row of 表三, the column of 表二."""
        form = self._voice.forms.table(template, table)
        return self._voice.name(form, row if table == "applications" else column)

    def gap(self, found: Gap) -> Violation:
        """Return the violation of series-gap."""
        last = f"{self._year(found.last)} ({self._index.sources[found.last]})"
        return self._on("series-gap", found.filing, {"missing": str(found.year), "last": last})

    def crowd(self, found: Crowd, filing: int) -> Violation:
        """Return the violation of filing-duplicated for one filing of a group."""
        voice = self._voice
        # where nothing tells bodies apart, thousands may be of one name and year
        others = self._some(
            [f for f in islice(found.filings, FEW + 1) if f != filing], len(found.filings) - 1
        )
        reasons = []
        if found.differing:
            named = [
                voice.cell(voice.forms.table(t, table), *cell) for t, table, cell in found.differing[:FEW]
            ]
            more = (
                voice.phrase("others", count=str(len(found.differing))) if len(found.differing) > FEW else ""
            )
            cells = voice.join("and", named) + more
            reasons.append(voice.phrase("conflict_cells", count=str(len(found.differing)), cells=cells))
        for key, tables in (("conflict_lacking", found.lacking), ("conflict_forms", found.other_forms)):
            if tables:
                reasons.append(voice.phrase(key, tables=voice.join("and", map(voice.title, tables))))
        told = (
            voice.phrase("conflict", what=voice.join("semicolon", reasons))
            if reasons
            else voice.phrase("duplicate")
        )
        return self._on(
            "filing-duplicated", filing, {"year": self._year(filing), "others": others, "told": told}
        )

    def _some(self, filings: Sequence[int], count: int) -> str:
        """Return the sources of the first filings, and how many there are in all where that is more."""
        text = self._voice.join("and", (self._index.sources[f] for f in filings[:FEW]))
        return text + (self._voice.phrase("others", count=str(count)) if count > FEW else "")

    def jump(self, found: Jump) -> Violation:
        """Return the violation of outlier."""
        voice = self._voice
        table = voice.forms.table(found.template, found.table)
        slots = {
            "where": voice.cell(table, found.row, found.column),
            "value": voice.number(exact(found.value)),
            "usual": voice.number(exact(round(found.usual, 1))),
            "years": str(found.years),
            "score": f"{found.score:.1f}".replace("-", "−"),
        }
        return self._at("outlier", _cell_of(found), slots, actual=exact(found.value))

    def wrong_unit(self, found: WrongUnit) -> Violation:
        """Return the violation of amount-unit against the other years."""
        voice = self._voice
        table = voice.forms.table(found.template, found.table)
        numbers = {
            "value": voice.number(exact(found.value)),
            "usual": voice.number(exact(round(found.usual, 6))),
        }
        slots = {
            "where": voice.cell(table, found.row, found.column),
            "reasons": voice.phrase("unit_years", **numbers),
        }
        return self._at(
            "amount-unit",
            _cell_of(found),
            slots,
            actual=exact(found.value),
        )

    def short(self, found: Short) -> Violation:
        """Return the violation of rollup."""
        voice = self._voice
        table = voice.forms.table(found.template, found.table)
        slots = {
            "where": voice.cell(table, found.row, found.column),
            "value": voice.number(exact(found.value)),
            "total": voice.number(exact(found.total)),
            "count": str(len(found.parts)),
            "parts": self._some(found.parts, len(found.parts)),
        }
        return self._at("rollup", _cell_of(found), slots,
            expected=exact(found.total), actual=exact(found.value),
        )  # fmt: skip

    def copied(self, found: Sequence[Copy], filing: int) -> Violation:
        """Return the violation of narrative-copied for one section: its nearest copy, the others counted."""
        voice = self._voice
        nearest = max(found, key=lambda c: c.similarity)
        other = nearest.other if nearest.filing == filing else nearest.filing
        passage = nearest.passage.replace("\n", "")
        if len(passage) > LONGEST_PASSAGE:
            passage = passage[:LONGEST_PASSAGE] + "…"
        number = nearest.section
        heading = voice.forms.sections[int(number)][0] if number.isdigit() else number
        told = voice.phrase(
            "copied_text", heading=heading, other=self._filing(other),
            share=f"{100 * nearest.similarity:.0f}", passage=passage,
        )  # fmt: skip
        if len(found) > 1:
            told += voice.phrase("copied_more", count=str(len(found) - 1))
        return self._on("narrative-copied", filing, {"told": told})

    def repeated(self, found: Repeated) -> Violation:
        """Return the violation of narrative-copied for a table that is identical to the last one."""
        voice = self._voice
        told = voice.phrase(
            "copied_table",
            table=voice.title(found.table),
            other=self._filing(found.last),
            count=str(found.cells),
        )
        rule = voice.rule("narrative-copied")
        message = voice.message(rule, "violated", {"told": told})
        return Violation(
            rule.code, rule.severity, "violated", found.table, message=message, template=found.template
        )

    def _filing(self, filing: int) -> str:
        index = self._index
        return f"{index.organizations[index.of[filing]].name} {self._year(filing)} ({index.sources[filing]})"

    def _year(self, filing: int) -> str:
        return str(self._index.years[filing])

    def _place(self, filing: int, table: str, row: str, column: str) -> str:
        place = self._places.get(Cell(filing, table, row, column), "")
        return self._voice.join("comma", [t for t in (self._index.sources[filing], place) if t])

    def _template(self, filing: int, table: str) -> str:
        return next(t for (t, of), grid in self._grids.items() if of == table and grid.line_of[filing] >= 0)

    def _cell(self, filing: int, table: str, row: str, column: str) -> tuple[float, int]:
        grid = self._grids[self._template(filing, table), table]
        line, at = int(grid.line_of[filing]), grid.at(row, column)
        return float(grid.lines.values[line, at]), int(grid.lines.states[line, at])

    def _on(self, code: str, filing: int, slots: dict[str, str]) -> Violation:
        rule = self._voice.rule(code)
        message = self._voice.message(rule, "violated", slots)
        template = self._index.templates[filing]
        return Violation(code, rule.severity, "violated", message=message, template=template)

    def _at(
        self,
        code: str,
        cell: Cell,
        slots: dict[str, str],
        *,
        outcome: str = "violated",
        expected: Decimal | None = None,
        actual: Decimal | None = None,
        others: Iterable[tuple[str, str]] = (),
    ) -> Violation:
        """Return a violation that names a cell; ``others``: those of the same filing that take part."""
        template = self._template(cell.filing, cell.table)
        form, rule = self._voice.forms.table(template, cell.table), self._voice.rule(code)
        return Violation(
            code,
            rule.severity,
            outcome,
            cell.table,
            cell.row,
            cell.column,
            row_label=row_label(form, cell.row),
            column_label=column_label(form, cell.row, cell.column),
            expected=expected,
            actual=actual,
            difference=None if expected is None or actual is None else actual - expected,
            message=self._voice.message(rule, outcome, slots),
            location=self._places.get(cell, ""),
            template=template,
            cells=((cell.row, cell.column), *others),
        )
