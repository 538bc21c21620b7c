"""`extractor check`: one filing, and what is wrong with it."""

# ruff: noqa: PLC0415 - a verb imports what it needs when it runs, so that --help answers at once

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.faults import says_what_to_do
from extractor.cli.options import language

if TYPE_CHECKING:
    from extractor.writers.words import Language

VIOLATED = 1
NOT_A_REPORT = 3


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@language
@says_what_to_do
def check(file: Path, lang: Language) -> None:
    """Check one filing (a draft, say) and print what is wrong with it, and where.

    \b
    Examples
      extractor check draft.html
      extractor check draft.html --lang en

    \b
    Exit codes
      0  no rule of severity error is violated
      1  at least one is
      2  wrong usage
      3  the file cannot be read, or is no such report
    """  # noqa: D301 - \b is click's mark for lines that are kept
    from extractor import api
    from extractor.writers.console import describe, printable
    from extractor.writers.words import words

    filing = api.read(file)
    if filing.status in ("unreadable", "not_a_report"):
        w = words(lang)
        reason = filing.error or w["status_meaning"][filing.status]
        click.echo(printable(f"{file}  {w['console']['cannot']} ({filing.status}): {reason}"), err=True)
        sys.exit(NOT_A_REPORT)
    violations = api.check(filing, lang)
    for line in describe(filing, violations, lang):
        click.echo(line)
    if any(v.severity == "error" and v.outcome == "violated" for v in violations):
        sys.exit(VIOLATED)
