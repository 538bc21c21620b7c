"""`extractor selftest`: known faults put into the user's own filings, and how many are found."""

# ruff: noqa: PLC0415 - a verb imports what it needs when it runs, so that --help answers at once

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.faults import cannot_write, says_what_to_do
from extractor.cli.options import language
from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.readers.ocr import OcrMode
    from extractor.selftest.run import Outcome
    from extractor.writers.words import Language

NOTHING_CLEAN = 1
_EVERY = 10


@click.command()
@click.argument("inputs", nargs=-1, type=click.Path(path_type=Path), metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for the page and the CSV files; made if it is not there.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=200,
    show_default=True,
    metavar="N",
    help="Clean filings to take, drawn by lot from all inputs.",
)
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    help="Another seed takes other filings and other faults.",
)
@click.option(
    "--ocr",
    type=click.Choice(["auto", "off", "always"]),
    default="auto",
    show_default=True,
    help="Recognise scans and pictures, as `extractor run` does.",
)
@language
@says_what_to_do
def selftest(
    inputs: tuple[Path, ...], output: Path, limit: int, seed: int, ocr: OcrMode, lang: Language
) -> None:
    """Put known faults into clean filings of your own, read them, and say how many of them are found.

    \b
    selftest.html  the whole on one page
    rules.csv      precision and recall of each rule, in all and by layout
    kinds.csv      what became of each kind of fault, those that no rule can see among them
    layouts.csv    cells read, wrong and lost, by layout
    faults.csv     every fault, with what was found, missed and false

    Clean is a filing with every table, no cell that is lacking, and sums that all hold. Faults: a digit changed, a
    wrong total, two columns swapped, a row lost, a row shifted, a blank, a number split over two cells. Your files are
    not touched.

    \b
    Examples
      extractor selftest archive --output selftest
      extractor selftest archive --output selftest --limit 1000 --seed 7 --lang en

    \b
    Exit codes
      0  done, whatever was found
      1  no clean filing among the inputs
      2  wrong usage
    """  # noqa: D301 - \b is click's mark for lines that are kept
    from extractor.inputs.sources import Selection, find_sources
    from extractor.selftest.report import report_of
    from extractor.selftest.run import Plan, run_selftest
    from extractor.writers.selftested import selftest_lines, write_report
    from extractor.writers.words import words

    if not inputs:
        raise UsageError("name at least one INPUT (a file or a folder)")

    def tell(outcome: Outcome) -> None:
        if outcome.taken % _EVERY == 0:
            click.echo(f"  {outcome.taken}/{limit}", err=True)

    outcome = run_selftest(find_sources(inputs, [], Selection(output=output)), Plan(limit, seed, ocr), tell)
    if not outcome.taken:
        click.echo(words(lang)["selftest"]["none"].format(looked=outcome.looked_at), err=True)
        sys.exit(NOTHING_CLEAN)
    report = report_of(outcome, lang)
    for line in selftest_lines(report, lang):
        click.echo(line)
    with cannot_write(output):
        written = write_report(report, output, lang)
    for path in written:
        click.echo(f"  {path}")
