"""`extractor run`: an archive into tables, reports and index.html."""

# ruff: noqa: PLC0415 - a verb imports what it needs when it runs, so that --help answers at once

from __future__ import annotations

import os
import signal
import sys
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from extractor.cli.faults import says_what_to_do
from extractor.cli.options import (
    aliases_option,
    cores,
    jobs_option,
    kind_option,
    language,
    reports_option,
    spreadsheet_option,
)
from extractor.cli.places import place, written_to_a_place
from extractor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extractor.batch.engines import EngineName
    from extractor.cli.places import Place
    from extractor.inputs.sources import Selection, Source
    from extractor.readers.ocr import OcrMode
    from extractor.writers.report_paths import Reports
    from extractor.writers.tableset import TableFormat
    from extractor.writers.words import Language

UNREADABLE = 1


@click.command()
@click.argument("inputs", nargs=-1, type=click.UNPROCESSED, callback=place, metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.UNPROCESSED,
    callback=place,
    metavar="DIR|URL",
    help="Folder for the tables, the reports and index.html; made if it is not there.",
)
@jobs_option
@kind_option
@spreadsheet_option
@language
@reports_option
@click.option(
    "--ocr",
    type=click.Choice(["auto", "off", "always"]),
    default="auto",
    show_default=True,
    help="Recognise scans and pictures: where there is no text to read, never (they are then unreadable), "
    "or every page of a PDF. Needs the extra: pip install 'extractor[ocr]'.",
)
@click.option(
    "--files-from",
    type=click.File("rb"),
    metavar="FILE|-",
    help="Also read the files and folders listed in FILE, one a line (- for standard input). "
    "Each keeps the path it is listed with as its source.",
)
@click.option(
    "--include", multiple=True, metavar="GLOB", help="Only files that match; may be given several times."
)
@click.option(
    "--exclude",
    multiple=True,
    metavar="GLOB",
    help="No files that match. A pattern with a / is held against the whole source, any other "
    "against the name.",
)
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Only the first N files.")
@click.option("--dry-run", is_flag=True, help="Say what would be read, and write nothing.")
@click.option("--profile", is_flag=True, help="Print the time that each stage took.")
@click.option(
    "--resume/--no-resume",
    default=True,
    show_default=True,
    help="Keep what an earlier run has read, where neither the file nor the program has changed; "
    "or read everything anew.",
)
@click.option(
    "--hierarchy",
    default="",
    metavar="CSV|regions",
    help="Which body is below which (columns subordinate, superior), or regions for the hierarchy of the region "
    "codes: consolidated figures are then held against those of the direct subordinates.",
)
@aliases_option
@click.option(
    "--corrections",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="CSV",
    help="Numbers that you give for cells, each with what the cell prints (columns filing_id, source, table, row, column, "
    "printed, value, who, when, note): the cell is then corrected, its raw text stays, and rules look at the "
    "number. One that no longer fits what is printed is not applied, and is said (corrections.csv).",
)
@click.option("--add", is_flag=True, help="Keep in the output what it holds already, beside these inputs.")
@click.option(
    "--retry",
    type=click.Choice(["failed"]),
    default=None,
    help="Read again what could not be read the last time.",
)
@click.option(
    "--timeout",
    "timeouts",
    multiple=True,
    metavar="SECONDS",
    help="Most seconds for one file; KIND=SECONDS for one kind (page, word, pdf, picture, container). "
    "A file that takes longer is unreadable, and the others go on.",
)
@click.option(
    "--memory",
    "memories",
    multiple=True,
    metavar="MB",
    help="Most memory for one file, in the same way.",
)
@click.option(
    "--engine",
    type=click.Choice(["local", "ray", "inline"]),
    default="local",
    show_default=True,
    help="local: processes of this machine, each under supervision; ray: a Ray cluster (RAY_ADDRESS names it) whose "
    "nodes see the inputs at the same paths; inline: this process alone and without "
    "limits, for looking for a fault.",
)
@says_what_to_do
@written_to_a_place
def run(  # noqa: PLR0913, PLR0917 - one parameter for each option
    inputs: tuple[Place, ...],
    output: Path,
    jobs: int | None,
    kind: TableFormat,
    spreadsheet: bool,
    lang: Language,
    reports: Reports,
    ocr: OcrMode,
    files_from: Any,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    limit: int | None,
    dry_run: bool,
    profile: bool,
    resume: bool,
    add: bool,
    retry: str | None,
    timeouts: tuple[str, ...],
    memories: tuple[str, ...],
    engine: EngineName,
    hierarchy: str,
    aliases: Path | None,
    corrections: Path | None,
) -> None:
    """Read every filing under INPUT (files and folders) and write tables, reports and index.html.

    \b
    Examples
      extractor run archive --output output
      extractor run 2022 2023 extra.html --output output --jobs 4
      extractor run archive --output output --include '*.html' --exclude 'drafts/*'
      find archive -newer last | extractor run --files-from - --output output
      extractor run archive --output output --format parquet --reports flagged
      extractor run archive --output output --corrections corrections.csv
      extractor run s3://crawl/2024 --output s3://results/2024 --engine ray

    INPUT and DIR may be URLs of anything that fsspec reaches (s3://, hdfs://, gs:// …; needs the extra remote
    and the store's own package); attachments are found there as well.

    Folders are read with everything in them; links are not followed out of them. A file that cannot be
    read is a row with its error, and the others are not harmed. The output folder afterwards holds
    exactly the filings of this command; files in it that are not ours stay.

    \b
    Exit codes
      0  all files processed, whatever the rules found
      1  at least one file is unreadable (all others are there)
      2  wrong usage
    """  # noqa: D301 - \b is click's mark for lines that are kept
    from extractor.corrections import read_corrections
    from extractor.inputs.sources import Selection

    given = read_corrections(corrections) if corrections else ()
    selection = Selection(include, exclude, limit, output)
    sources = _sources(inputs, files_from, selection)
    if dry_run:
        from extractor.batch.preview import preview

        for line in preview(sources, output, kind, reports, lang):
            click.echo(line)
        return
    from extractor.archive.side_files import aliases_of, options_of
    from extractor.batch.limits import limits
    from extractor.batch.order import Order
    from extractor.batch.run import run as run_batch
    from extractor.batch.summary import closing
    from extractor.batch.summary import profile as stages
    from extractor.forms import load_forms

    signal.signal(signal.SIGTERM, signal.default_int_handler)
    renamed, labels = aliases_of(aliases, load_forms())
    order = Order(
        output,
        lang,
        kind,
        reports,
        jobs or cores(),
        engine,
        limits(timeouts, memories),
        resume,
        add,
        retry is not None,
        archive=options_of(hierarchy, renamed),
        aliases=labels,
        roots=selection.roots,
        ocr=ocr,
        spreadsheet=spreadsheet,
        corrections=given,
    )
    outcome = run_batch(sources, order, selection.skipped)
    for line in closing(outcome, output, order.jobs, selection.skipped, lang):
        click.echo(line)
    for line in stages(outcome, lang) if profile else ():
        click.echo(line)
    if outcome.tally.statuses["unreadable"]:
        sys.exit(UNREADABLE)


def _sources(inputs: tuple[Place, ...], files_from: Any, selection: Selection) -> Iterator[Source]:
    """Return the files to read as they are found; what is wrong with the inputs is raised at once."""
    from extractor.inputs.sources import find_sources

    listed = (
        [Path(os.fsdecode(line)) for line in files_from.read().splitlines() if line] if files_from else []
    )
    if not inputs and files_from is None:
        raise UsageError("name at least one INPUT (a file or a folder), or give --files-from")
    sources = find_sources(inputs, listed, selection)
    first = next(sources, None)
    if first is None and selection.filtered:
        raise UsageError(
            f"none of the {selection.filtered} files is asked for: look at --include and --exclude "
            "(quote patterns, so that the shell leaves them alone)"
        )
    return chain([first], sources) if first is not None else iter(())
