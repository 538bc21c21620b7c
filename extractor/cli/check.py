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
@click.option(
    "--previous",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="LAST",
    help="The same organization's filing of the year before: what it left is checked against it.",
)
@language
@says_what_to_do
def check(file: Path, previous: Path | None, lang: Language) -> None:
    """Check one filing (a draft, say) and print what is wrong with it, and where.

    \b
    Examples
      extractor check draft.html
      extractor check draft.html --lang en
      extractor check draft.html --previous 2023.pdf

    \b
    Exit codes
      0  no rule of severity error is violated
      1  at least one is
      2  wrong usage
      3  the file cannot be read, or is no such report
    """  # noqa: D301 - \b is click's mark for lines that are kept
    from extractor import api
    from extractor.forms import load_forms
    from extractor.writers.console import describe, printable
    from extractor.writers.suggested import suggestion_lines
    from extractor.writers.words import words

    filings = [api.read(path) for path in (file, previous) if path is not None]
    for path, filing in zip((file, previous), filings, strict=False):
        if filing.status in ("unreadable", "not_a_report"):
            w = words(lang)
            reason = filing.error or w["status_meaning"][filing.status]
            click.echo(printable(f"{path}  {w['console']['cannot']} ({filing.status}): {reason}"), err=True)
            sys.exit(NOT_A_REPORT)
    filing, last = filings[0], filings[1] if len(filings) > 1 else None
    violations = api.check(filing, lang, previous=last)
    for line in describe(filing, violations, lang):
        click.echo(line)
    for line in suggestion_lines(api.suggest(filing, violations), load_forms(), lang):
        click.echo(printable(line))
    if any(v.severity == "error" and v.outcome == "violated" for v in violations):
        sys.exit(VIOLATED)
