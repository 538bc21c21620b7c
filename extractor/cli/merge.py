"""``extractor merge``: runs of several machines into one."""

# ruff: noqa: PLC0415 - each verb imports what it needs, so that --help answers at once

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.faults import says_what_to_do
from extractor.cli.options import (
    aliases_option,
    cores,
    jobs_option,
    kind_option,
    language,
    output_option,
    reports_option,
    spreadsheet_option,
)

if TYPE_CHECKING:
    from extractor.writers.report_paths import Reports
    from extractor.writers.tableset import TableFormat
    from extractor.writers.words import Language

UNREADABLE = 1


@click.command()
@click.argument(
    "outputs",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    metavar="OUTPUT...",
)
@output_option
@jobs_option
@kind_option
@spreadsheet_option
@language
@reports_option
@aliases_option
@says_what_to_do
def merge(  # noqa: PLR0913, PLR0917 - one parameter for each option
    outputs: tuple[Path, ...],
    output: Path,
    jobs: int | None,
    kind: TableFormat,
    spreadsheet: bool,
    lang: Language,
    reports: Reports,
    aliases: Path | None,
) -> None:
    """Join the output folders of several runs into one, as if one run had read all of their files.

    Rules between filings are asked anew over all of them. No document is read. The runs must be finished, and made by
    the same version of the program with the same options; the output folder is written anew.

    \b
    Example
      extractor merge machine1/output machine2/output --output output

    \b
    Exit codes
      0  all files processed, whatever the rules found
      1  at least one file is unreadable (all others are there)
      2  wrong usage
    """  # noqa: D301 - \b is click's mark for lines that are kept
    from extractor.archive.side_files import aliases_of, options_of
    from extractor.batch.merge import merge as join
    from extractor.batch.order import Order
    from extractor.batch.summary import closing
    from extractor.forms import load_forms

    renamed, labels = aliases_of(aliases, load_forms())
    order = Order(
        output,
        lang,
        kind,
        reports,
        jobs or cores(),
        archive=options_of("", renamed),
        aliases=labels,
        spreadsheet=spreadsheet,
    )
    outcome = join(outputs, order)
    for line in closing(outcome, output, order.jobs, [], lang):
        click.echo(line)
    if outcome.tally.statuses["unreadable"]:
        sys.exit(UNREADABLE)
