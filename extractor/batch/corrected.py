"""The user's corrections by the file on the disk that they are for: only what they concern is read again."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING

from extractor.model.codec import encode
from extractor.model.correction import Correction, CorrectionOutcome
from extractor.writers.rows import filing_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extractor.batch.ledger import Ledger

ASTRAY = "corrections astray"
"""The fact of a ledger that holds the corrections for which the run has no document."""


def rows_astray(ledger: Ledger) -> list[Correction]:
    """Return the corrections for which the run of a ledger had no document, as it has told them."""
    return [
        Correction._make(
            (*texts[:6], Decimal(texts[6]), *texts[7:10], CorrectionOutcome(texts[10]), texts[11])
        )
        for texts in ledger.told(ASTRAY) or ()
    ]


class Corrected:
    """The corrections of a run. ``settle`` has to be asked before the files are."""

    def __init__(self, given: Iterable[Correction] = ()) -> None:
        self._given = tuple(given)
        self._of: dict[str, tuple[Correction, ...]] = {}

    def settle(self, ledger: Ledger) -> None:
        """Find the file of the plan that each correction is for: itself, or the container that it stands in."""
        of: dict[str, list[Correction]] = defaultdict(list)
        for correction in self._given:
            unit = _unit(ledger, correction.source)
            if unit is not None:
                of[unit].append(correction)
        self._of = {unit: tuple(sorted(some)) for unit, some in of.items()}
        ledger.do("CREATE TEMP TABLE IF NOT EXISTS corrected (unit TEXT PRIMARY KEY, suffix TEXT NOT NULL)")
        ledger.do("DELETE FROM corrected")
        ledger.do_all("INSERT INTO corrected VALUES (?, ?)", ((u, self.suffix(u)) for u in self._of))

    def of(self, unit: str) -> tuple[Correction, ...]:
        """Return the corrections for the documents of a file."""
        return self._of.get(unit, ())

    def suffix(self, unit: str) -> str:
        """Return what stands behind the recipe of a file: a digest of its own corrections, empty without any."""
        mine = self._of.get(unit)
        return f"-{hashlib.sha256(encode(mine)).hexdigest()[:16]}" if mine else ""

    def digest(self) -> str:
        """Return what tells these corrections from others, in whatever order they were given."""
        return hashlib.sha256(encode(tuple(sorted(self._given)))).hexdigest()[:16] if self._given else ""

    def astray(self, ledger: Ledger) -> list[Correction]:
        """Return those for which no document of the plan was read, with that as their outcome."""
        return sorted(
            c._replace(outcome=CorrectionOutcome.NO_FILING)
            for c in self._given
            if c.filing_id != filing_id(c.source)
            or not ledger.rows(
                "SELECT 1 FROM documents d JOIN plan p USING (unit) WHERE d.source = ?", c.source
            )
        )


def _unit(ledger: Ledger, source: str) -> str | None:
    """Return the file of the plan whose document a source is; None where there is none."""
    for name in _containers(source):
        if ledger.rows("SELECT 1 FROM plan WHERE unit = ?", name):
            return name
    return None


def _containers(source: str) -> Iterator[str]:
    """Yield the source and every container that it may stand in, the innermost first."""
    while source:
        yield source
        source, mark, _ = source.rpartition("!")
        if not mark:
            return
