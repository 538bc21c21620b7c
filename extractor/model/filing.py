"""A filing as read: facts, sections, where they stand, and the violations of the rules.

Facts are tuples, not dataclasses: a filing has about two hundred, an archive hundreds of millions.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal  # noqa: TC003 - a value of the package, for those who ask its types
from enum import StrEnum
from typing import NamedTuple

from extractor.model.correction import Correction  # noqa: TC001 - as above
from extractor.model.display import html_of


class CellStatus(StrEnum):
    """The seven things a template cell can be (the contract, "Cells")."""

    REPORTED = "reported"
    BLANK = "blank"
    NIL = "nil"
    UNREADABLE = "unreadable"
    ABSENT = "absent"
    DEDUCED = "deduced"
    CORRECTED = "corrected"


VALUED = frozenset({CellStatus.REPORTED, CellStatus.DEDUCED, CellStatus.CORRECTED})


class FilingStatus(StrEnum):
    """What became of an input document."""

    OK = "ok"
    PARTIAL = "partial"
    NO_TABLES = "no_tables"
    NOT_A_REPORT = "not_a_report"
    UNREADABLE = "unreadable"


class Fact(NamedTuple):
    """One template cell. ``value`` is set exactly where ``status`` is one of ``VALUED``.

    ``raw`` is the cell's text as printed, ``location`` its place. ``doubtful``: the text itself could
    not be read for certain (as against text that was read and is no number). ``unit_printed`` is the
    unit that the document prints for an amount: ``万元``, ``元`` or empty.
    """

    row: str
    column: str
    status: CellStatus
    value: Decimal | None = None
    raw: str = ""
    location: str = ""
    doubtful: bool = False
    unit_printed: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """How one printed label was told: the trace of a mapping decision.

    ``code`` is empty where nothing matched well enough; ``method`` is ``exact``, ``alias``,
    ``tokens``, ``misprint`` or ``none``; scores run from 0 to 1.
    """

    printed: str
    code: str
    method: str
    score: float
    runner_up: str = ""
    runner_up_score: float = 0.0
    location: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the mapping noticed about the shape of a table; a structure rule reports it.

    ``rule`` is a code of the catalogue (row-missing, row-short, row-unexpected, column-missing,
    table-duplicated); ``row`` and ``column`` as the contract says; ``printed`` is the text on the page.
    """

    rule: str
    row: str = ""
    column: str = ""
    printed: str = ""
    location: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that two readings of the document read differently, with what each found.

    ``suggested`` is the text under which the table's identities hold, where one of the two makes them.
    """

    row: str
    column: str
    first: str
    second: str
    suggested: str = ""


class Stray(NamedTuple):
    """A number printed in an official table that no cell of the form took, with the labels of its row and column."""

    text: str
    row_label: str
    column_label: str
    location: str


@dataclass(frozen=True, slots=True)
class TableReading:
    """One official table as found: every template cell has one fact, in template order.

    ``strays``: numbers of it that are in none of them.
    ``reread``: a second, independent reader has read it too; ``differences`` are the cells on which the
    two do not agree, ``read_once`` those of which the second could say nothing.
    """

    template: str
    table: str
    facts: tuple[Fact, ...]
    findings: tuple[Finding, ...] = ()
    row_matches: tuple[Match, ...] = ()
    column_matches: tuple[Match, ...] = ()
    location: str = ""
    score: float = 1.0
    runner_up: str = ""
    runner_up_score: float = 0.0
    reread: bool = False
    differences: tuple[Difference, ...] = ()
    read_once: tuple[tuple[str, str], ...] = ()
    strays: tuple[Stray, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading. ``section`` is 1 to 6 for the six of the form, 0 otherwise; ``level`` from 1.

    ``number`` is the marker as printed (``一、``, ``（二）``), ``ordinal`` its number and ``family`` its
    kind (see ``outline.markers``). ``text`` is what stands under it, tables left out; ``has_table``
    says whether a table stands under it.
    """

    section: int
    level: int
    number: str
    heading: str
    text: str
    location: str
    family: str = ""
    ordinal: int = 0
    has_table: bool = False


class Standing(StrEnum):
    """How a number in the words stands to the table of the filing.

    ``table``: it speaks of what the table counts; ``other_scope``, ``other_period``: it says that it does
    not; ``part_of_period``: it says that it counts a part of the year; ``rounded``: it is no exact number (近百件).
    """

    TABLE = "table"
    OTHER_SCOPE = "other_scope"
    OTHER_PERIOD = "other_period"
    PART_OF_PERIOD = "part_of_period"
    ROUNDED = "rounded"


class Statement(NamedTuple):
    """A number that the words of a report state.

    ``quantity`` is a row of an official table, a group of results (``refused``), ``litigation`` for both
    rows of lawsuits, a part of the information-processing fee (``fee_collected``), or ``report_year``.
    ``value`` is the number as stated, in ``unit``; ``denied``: it is 0 because the text says that there were
    none. ``scope`` and ``period`` are the words that say whose and of when, empty where nothing does.
    ``with_carried_in``: what was carried in may be counted; ``beside``: what the same passage states beside
    it and that the table may count with it (申请 withdrawn by the applicants). ``column``: the column of the table
    that it is of, several joined by ``+`` (法人或其他组织), empty for 总计.
    """

    quantity: str
    value: Decimal
    unit: str
    standing: Standing
    scope: str
    period: str
    text: str
    location: str
    section: int = 0
    denied: bool = False
    with_carried_in: bool = False
    beside: Decimal | None = None
    column: str = ""


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose filing it is and of which year; what could not be told is empty (``year``: 0).

    ``*_from`` names the source of each: ``title``, ``metadata``, ``period``, ``file name``,
    ``signature``, ``sentence``, ``text``.
    """

    title: str = ""
    organization: str = ""
    organization_from: str = ""
    year: int = 0
    year_from: str = ""
    published: str = ""


@dataclass(frozen=True, slots=True)
class Violation:
    """A rule that fails (``violated``) or that could not be decided (``undecided``).

    ``cells`` are the (row, column) of every cell that takes part, for links and marks. ``row`` and
    ``column`` are as the contract says for the rule; numbers are None where the rule has none.
    """

    rule: str
    severity: str
    outcome: str
    table: str = ""
    row: str = ""
    column: str = ""
    row_label: str = ""
    column_label: str = ""
    expected: Decimal | None = None
    actual: Decimal | None = None
    difference: Decimal | None = None
    message: str = ""
    formula: str = ""
    location: str = ""
    second_reading: str = "none"
    template: str = ""
    cells: tuple[tuple[str, str], ...] = ()

    @property
    def kind(self) -> str:
        """Its severity where it is certain, else ``undecided``."""
        return self.severity if self.outcome == "violated" else "undecided"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A change under which the sums of a table hold. It is only ever said: the table is not changed by it.

    ``kind``: ``one-cell``, ``digit-doubled``, ``digit-lost``, ``digits-transposed``, ``cell-not-filled``,
    ``total-not-filled``, ``swapped``, ``shifted``, ``digits-split`` or ``two-cells``. ``cells`` (row, column)
    print ``printed`` and would be ``suggested``; ``explains``: the violations, as ``rule row column``;
    ``alternatives``: how many other changes are as small. ``confirmed``: each of the cells stands in more than one
    sum that could be looked at; where not, nothing but the sum that fails speaks for the change.
    """

    kind: str
    template: str
    table: str
    cells: tuple[tuple[str, str], ...]
    printed: tuple[str, ...]
    suggested: tuple[str, ...]
    explains: tuple[str, ...]
    alternatives: int
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Filing:
    """One input document, read. ``violations`` is filled by ``extractor.check``, and so are ``suggestions``.

    ``attachments``: the sources of the files that it links to and that some of its tables were read from;
    ``corrections``: those that the user gave for it, applied or not.
    """

    source: str
    sha256: str
    media_type: str
    reader: str
    status: FilingStatus
    error: str = ""
    identity: Identity = Identity()
    template: str = ""
    tables: tuple[TableReading, ...] = ()
    sections: tuple[Section, ...] = ()
    statements: tuple[Statement, ...] = ()
    violations: tuple[Violation, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    attachments: tuple[str, ...] = ()
    corrections: tuple[Correction, ...] = ()

    def _repr_html_(self) -> str | None:
        return html_of(self)

    def table(self, code: str) -> TableReading | None:
        """Return the reading of an official table (``applications``), None where it was not found."""
        return next((t for t in self.tables if t.table == code), None)
