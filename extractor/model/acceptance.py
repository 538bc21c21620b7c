"""A violation that somebody has accepted, with the reason, and until when."""

from __future__ import annotations

from typing import NamedTuple

from extractor.model.filing import Violation  # noqa: TC001 - a value of the package, for those who ask its types


class Acceptance(NamedTuple):
    """An entry of a baseline. ``evidence``: the numbers it was accepted with (or, without any, the words).

    ``file``: the name of the file it is for, empty for any; ``expires``: its last day (ISO), empty for none.
    """

    file: str
    rule: str
    table: str
    row: str
    column: str
    evidence: str
    reason: str = ""
    expires: str = ""
    message: str = ""


class Judged(NamedTuple):
    """A violation, its evidence, and the entry that accepts it, if one does."""

    violation: Violation
    evidence: str
    acceptance: Acceptance | None = None

    @property
    def fails(self) -> bool:
        """Whether it is an error that nobody has accepted."""
        v = self.violation
        return self.acceptance is None and v.severity == "error" and v.outcome == "violated"


class Verdict(NamedTuple):
    """The violations of a filing against a baseline.

    ``expired``: entries that would accept one, had they not run out; ``unused``: those that accept nothing.
    """

    judged: tuple[Judged, ...]
    expired: tuple[Acceptance, ...] = ()
    unused: tuple[Acceptance, ...] = ()
