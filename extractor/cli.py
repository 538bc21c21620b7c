"""The command line: verbs and their words. Every verb is a thin face of the library."""

# ruff: noqa: PLC0415 - each verb imports what it needs, so that --help answers at once

from __future__ import annotations

import os
import sys
from collections import Counter
from dataclasses import fields
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from extractor.errors import ExtractorError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from extractor.batch.work import Reports
    from extractor.inputs.sources import Selection, Source
    from extractor.writers.tableset import TableFormat
    from extractor.writers.words import Language

UNREADABLE = 1
VIOLATED = 1
NOT_A_REPORT = 3
CANNOT_WRITE = 74
INTERRUPTED = 130

_lang = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of messages and pages.",
)


def _says_what_to_do(verb: Callable[..., None]) -> Callable[..., None]:
    """Turn our errors into one line on standard error and the exit code that the contract has for it."""

    @wraps(verb)
    def run_verb(*args: Any, **kwargs: Any) -> None:
        try:
            verb(*args, **kwargs)
        except UsageError as error:
            raise click.UsageError(str(error)) from error
        except ExtractorError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(CANNOT_WRITE)
        except KeyboardInterrupt:
            click.echo("Interrupted: the tables of an earlier run are as they were.", err=True)
            sys.exit(INTERRUPTED)

    return run_verb


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="extractor")
def main() -> None:
    """Read 政府信息公开工作年度报告 filings into tables, and report every rule that a filing breaks.

    \b
    Start with
      extractor run FOLDER --output output     all filings of a folder
      extractor check draft.html               one filing, before it is published
    and open output/index.html.

    Nothing is guessed: a number that cannot be read for certain is left out and marked, and every number
    says where in the document it stands.
    """  # noqa: D301 - \b is click's mark for lines that are kept


@main.command()
@click.argument("inputs", nargs=-1, type=click.Path(path_type=Path), metavar="INPUT...")
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for the tables, the reports and index.html; made if it is not there.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    metavar="N",
    help="Processes to use; all cores unless given. The output is the same, whatever it is.",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help="Format of the tables.",
)
@_lang
@click.option(
    "--reports",
    type=click.Choice(["all", "flagged", "none"]),
    default="all",
    show_default=True,
    help="Which filings get a report page: all, only those with something to look at, or none.",
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
@_says_what_to_do
def run(  # noqa: PLR0913, PLR0917 - one parameter for each option
    inputs: tuple[Path, ...],
    output: Path,
    jobs: int | None,
    kind: TableFormat,
    lang: Language,
    reports: Reports,
    files_from: Any,
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    limit: int | None,
    dry_run: bool,
    profile: bool,
) -> None:
    """Read every filing under INPUT (files and folders) and write tables, reports and index.html.

    \b
    Examples
      extractor run archive --output output
      extractor run 2022 2023 extra.html --output output --jobs 4
      extractor run archive --output output --include '*.html' --exclude 'drafts/*'
      find archive -newer last | extractor run --files-from - --output output
      extractor run archive --output output --format parquet --reports flagged

    Folders are read with everything in them; links are not followed out of them. A file that cannot be
    read is a row with its error, and the others are not harmed. The output folder afterwards holds
    exactly the filings of this command; files in it that are not ours stay.

    \b
    Exit codes
      0  all files processed, whatever the rules found
      1  at least one file is unreadable (all others are there)
      2  wrong usage
    """  # noqa: D301 - \b is click's mark for lines that are kept
    from extractor.inputs.sources import Selection

    selection = Selection(include, exclude, limit, output)
    sources = _sources(inputs, files_from, selection)
    if dry_run:
        for line in _planned(sources, lang):
            click.echo(line)
        return
    from extractor.batch.run import run as run_batch
    from extractor.batch.summary import closing
    from extractor.batch.summary import profile as stages
    from extractor.batch.work import Settings

    jobs = jobs or _cores()
    outcome = run_batch(sources, Settings(output, lang, reports, profile), jobs, kind)
    for line in closing(outcome, output, jobs, selection.skipped, lang):
        click.echo(line)
    for line in stages(outcome, lang) if profile else ():
        click.echo(line)
    if outcome.tally.statuses["unreadable"]:
        sys.exit(UNREADABLE)


def _sources(inputs: tuple[Path, ...], files_from: Any, selection: Selection) -> list[Source]:
    from extractor.inputs.sources import find_sources

    listed = (
        [Path(os.fsdecode(line)) for line in files_from.read().splitlines() if line] if files_from else []
    )
    if not inputs and files_from is None:
        raise UsageError("name at least one INPUT (a file or a folder), or give --files-from")
    sources = list(find_sources(inputs, listed, selection))
    if not sources and selection.filtered:
        raise UsageError(
            f"none of the {selection.filtered} files is asked for: look at --include and --exclude "
            "(quote patterns, so that the shell leaves them alone)"
        )
    return sources


def _planned(sources: list[Source], lang: Language) -> Iterator[str]:
    from extractor.writers.words import words

    sizes: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for source in sources:
        suffix = source.problem or source.path.suffix.lower() or "-"
        counts[suffix] += 1
        sizes[suffix] += source.path.stat().st_size if not source.problem else 0
    size = f"{sizes.total() / 1e6:,.1f} MB"
    yield words(lang)["console"]["planned"].format(n=f"{len(sources):,}", size=size)
    for suffix, count in counts.most_common():
        yield f"  {suffix:<12}{count:>10,}{sizes[suffix] / 1e6:>12,.1f} MB"


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@_lang
@_says_what_to_do
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


@main.command()
@_lang
@_says_what_to_do
def rules(lang: Language) -> None:
    """Print the rule catalogue: code, severity, forms, where each rule applies and when it holds."""
    from extractor.forms import load_forms
    from extractor.writers.console import catalogue

    for line in catalogue(load_forms().rulebook, lang):
        click.echo(line)


@main.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="PAGE.html",
    help="The page to write.",
)
@_lang
@_says_what_to_do
def show(file: Path, output: Path, lang: Language) -> None:
    """Write a page with all that the program saw in one file, for finding out why it read what it did.

    The blocks in order, every grid with its cells and their places, each label with its match, score
    and runner-up, the numbers and the violations.

    \b
    Example
      extractor show report.html --output seen.html
    """  # noqa: D301 - \b is click's mark for lines that are kept
    from extractor import api
    from extractor.forms import load_forms
    from extractor.inputs.containers import container_type
    from extractor.inputs.sources import printable
    from extractor.pipeline import trace_container, trace_file
    from extractor.writers.rows import RowMaker
    from extractor.writers.show import show_page

    trace = (trace_container if container_type(file) else trace_file)(file, printable(file.name))
    forms = load_forms()
    details = [
        (f.name, str(getattr(trace, f.name))) for f in fields(trace) if f.name not in ("document", "filing")
    ]
    violations = RowMaker(forms).in_order(tuple(api.check(trace.filing, lang)))
    page = show_page(trace.document, trace.filing, violations, details=details, forms=forms, language=lang)
    try:
        output.write_text(page, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error.strerror or error}") from error
    click.echo(str(output))


def _cores() -> int:
    affinity = cast("Callable[[int], set[int]] | None", getattr(os, "sched_getaffinity", None))
    return len(affinity(0)) if affinity else os.cpu_count() or 1
