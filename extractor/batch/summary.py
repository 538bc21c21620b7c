"""The closing words of a run: files by status, violations by rule, where to look; and time by stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.batch.order import STATE
from extractor.batch.progress import duration
from extractor.batch.runlog import NAME as LOG
from extractor.model.filing import FilingStatus
from extractor.writers.console import pad, printable
from extractor.writers.corrected import correction_lines
from extractor.writers.words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from extractor.archive.audit import Fall
    from extractor.batch.order import Outcome
    from extractor.inputs.sources import Skipped
    from extractor.writers.words import Language

SKIPPED_NAMED = 3


def closing(
    outcome: Outcome, output: Path, jobs: int, skipped: list[Skipped], language: Language
) -> Iterator[str]:
    """Yield the lines to print at the end of a run."""
    w = words(language)
    c, tally = w["console"], outcome.tally
    rate = f"{outcome.read / outcome.elapsed:.0f}" if outcome.elapsed else "-"
    if not tally.filings:
        yield c["none"]
    yield c["read"].format(n=f"{outcome.read:,}", time=duration(outcome.elapsed), rate=rate, jobs=jobs)
    if kept := tally.filings - outcome.read:
        yield c["unchanged"].format(n=f"{tally.filings:,}", kept=f"{kept:,}")
    if skipped:
        named = "; ".join(f"{s.path} ({s.reason})" for s in skipped[:SKIPPED_NAMED])
        more = f" … ({output / STATE / LOG})" if len(skipped) > SKIPPED_NAMED else ""
        yield c["skipped"].format(n=len(skipped), what=named + more)
    yield from correction_lines(
        tally.corrected, tally.not_corrected, str(output / outcome.tables["corrections"]), language
    )
    yield from ("", c["statuses"])
    for status in FilingStatus:
        if tally.statuses[status]:
            yield f"  {pad(status, 14)}{tally.statuses[status]:>9,}  {w['status_meaning'][status]}"
    yield ""
    if tally.rules:
        yield c["rules"]
    else:
        yield c["rules_none"]
    for code, count in tally.by_severity():
        told = c["rule_line"].format(
            violated=f"{count.violated:,}", undecided=f"{count.undecided:,}", filings=f"{count.filings:,}"
        )
        yield f"  {pad(w['severity'][count.severity], 8)}{pad(code, 28)}{told}"
    yield from fallen_lines(outcome.falls, language)
    yield from ("", c["look"])
    yield f"  {output / 'index.html'}  ({c['start']})"
    first, *others = outcome.tables.values()
    yield f"  {output / first}, {', '.join(others)}"
    if outcome.pages:
        yield f"  {output / 'reports'}  ({c['reports']}: {outcome.pages:,})"
    if outcome.faults:
        yield c["faults"].format(n=outcome.faults, log=output / STATE / LOG)


def fallen_lines(falls: Sequence[Fall], language: Language) -> list[str]:
    """Return a line for each reader or site of which much less is read than of the others, behind what they are."""
    c = words(language)["console"]
    lines = [c["falls"]] if falls else []
    return lines + [
        c[f"fallen_{fall.what}"].format(
            by=c[f"fallen_{fall.by}"],
            group=printable(fall.group) or "-",
            share=f"{100 * fall.share:.1f}",
            elsewhere=f"{100 * fall.elsewhere:.1f}",
        )
        for fall in falls
    ]


def profile(outcome: Outcome, language: Language) -> Iterator[str]:
    """Yield the time of each stage over all processes, the longest first, with its share and per file."""
    c = words(language)["console"]
    total = sum(outcome.seconds.values()) or 1.0
    files = outcome.read or 1
    yield from ("", c["stages"])
    for stage, seconds in sorted(outcome.seconds.items(), key=lambda s: -s[1]):
        each = c["each"].format(ms=f"{1000 * seconds / files:.3f}")
        yield f"  {pad(stage, 18)}{seconds:>9.2f} s {100 * seconds / total:>5.1f} %  {each}"
