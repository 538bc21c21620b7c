"""`extractor check`: one filing, and what is wrong with it."""

# ruff: noqa: PLC0415 - a verb imports what it needs when it runs, so that --help answers at once

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

import click

from extractor.cli.faults import says_what_to_do
from extractor.cli.options import language
from extractor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from extractor.model.acceptance import Acceptance, Verdict
    from extractor.model.filing import Filing
    from extractor.writers.words import Language

    Format = Literal["text", "json", "sarif", "junit"]

VIOLATED = 1
NOT_A_REPORT = 3
UNREAD = ("unreadable", "not_a_report")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--previous",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="LAST",
    help="The same organization's filing of the year before: what it left is checked against it.",
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["text", "json", "sarif", "junit"]),
    default="text",
    show_default=True,
    help="text for people; json; sarif (2.1.0) for code hosts and editors; junit for CI systems.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the answer to FILE (UTF-8) instead of the screen.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="CSV",
    help="Violations that somebody has accepted, with the reason and until when: they do not count. One whose numbers "
    "have changed counts again, and so does one whose day has passed.",
)
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="CSV",
    help="Accept all that is found now: write it to a baseline, which may be there already. Exit code 0.",
)
@click.option("--reason", default="", metavar="TEXT", help="The reason of the entries that are written.")
@click.option("--expires", default="", metavar="DAY", help="Their last day, such as 2026-12-31.")
@language
@says_what_to_do
def check(  # noqa: PLR0913, PLR0917 - one parameter for each option
    file: Path,
    previous: Path | None,
    kind: Format,
    output: Path | None,
    baseline: Path | None,
    write_baseline: Path | None,
    reason: str,
    expires: str,
    lang: Language,
) -> None:
    """Check one filing (a draft, say) and print what is wrong with it, and where.

    \b
    Examples
      extractor check draft.html
      extractor check draft.html --lang en
      extractor check draft.html --previous 2023.pdf
      extractor check draft.html --format sarif --output draft.sarif
      extractor check draft.html --write-baseline accepted.csv --reason 原件如此 --expires 2026-12-31
      extractor check draft.html --baseline accepted.csv --format junit > draft.xml

    \b
    Exit codes
      0  no rule of severity error is violated (but for what the baseline accepts)
      1  at least one is
      2  wrong usage
      3  the file cannot be read, or is no such report
    """  # noqa: D301 - \b is click's mark for lines that are kept
    from extractor import api
    from extractor.baseline import judge, read_baseline
    from extractor.baseline.file import iso_day
    from extractor.model.acceptance import Verdict

    if (reason or expires) and not write_baseline:
        raise UsageError("--reason and --expires are those of --write-baseline: give it too")
    expires = iso_day(expires)
    known = baseline or (write_baseline if write_baseline and write_baseline.exists() else None)
    entries = read_baseline(known) if known else ()
    filings = [api.read(path) for path in (file, previous) if path is not None]
    unread = [(p, f) for p, f in zip((file, previous), filings, strict=False) if p and f.status in UNREAD]
    if unread:
        for path, bad in unread:
            _cannot(path, bad, lang)
        if kind != "text":
            path, bad = unread[0]
            _give(_told(bad, Verdict(()), path, kind, lang), output)
        sys.exit(NOT_A_REPORT)
    filing, last = filings[0], filings[1] if len(filings) > 1 else None
    violations = api.check(filing, lang, previous=last)
    # what a baseline holds must not hang on the language of the screen
    chinese = violations if lang == "zh" else api.check(filing, "zh", previous=last)
    today = datetime.now(UTC).astimezone().date().isoformat()
    verdict = judge(filing, violations, [v.message for v in chinese], entries, today)
    _give(_told(filing, verdict, file, kind, lang, between=last is not None), output)
    if write_baseline:
        _write(write_baseline, verdict, filing, entries, reason, expires, lang)
        return
    if any(one.fails for one in verdict.judged):
        sys.exit(VIOLATED)


def _told(
    filing: Filing, verdict: Verdict, file: Path, kind: Format, lang: Language, *, between: bool = False
) -> Iterator[str]:
    """Yield the answer in a format, and on standard error what a person must know of the baseline."""
    from extractor import api
    from extractor.forms import load_forms
    from extractor.writers.check_json import check_json
    from extractor.writers.console import baseline_lines, describe, printable
    from extractor.writers.junit import junit
    from extractor.writers.sarif import sarif
    from extractor.writers.suggested import suggestion_lines

    forms = load_forms()
    notes = list(baseline_lines(verdict, lang))
    suggestions = api.suggest(filing, [j.violation for j in verdict.judged])
    if kind == "text":
        yield from (f"{line}\n" for line in describe(filing, verdict, lang))
        yield from (f"{printable(line)}\n" for line in suggestion_lines(suggestions, forms, lang))
    elif kind == "json":
        yield check_json(filing, verdict, suggestions, str(file))
    elif kind == "sarif":
        yield sarif(filing, verdict, forms, lang, _uri(file), notes)
    else:
        yield junit(filing, verdict, forms, lang, between=between, notes=notes)
    for note in notes:
        click.echo(note, err=True)


def _give(told: Iterator[str], output: Path | None) -> None:
    text = "".join(told)
    if output is None:
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error.strerror or error}") from error


def _cannot(path: Path, filing: Filing, lang: Language) -> None:
    from extractor.writers.console import printable
    from extractor.writers.words import words

    w = words(lang)
    reason = filing.error or w["status_meaning"][filing.status]
    click.echo(printable(f"{path}  {w['console']['cannot']} ({filing.status}): {reason}"), err=True)


def _uri(file: Path) -> str:
    """Return the address of a file: below the folder of the call relative to it, elsewhere whole."""
    path = Path(os.path.abspath(file))  # noqa: PTH100 - links stay as they are called
    here = Path.cwd()
    return quote(path.relative_to(here).as_posix()) if path.is_relative_to(here) else path.as_uri()


def _write(
    path: Path,
    verdict: Verdict,
    filing: Filing,
    entries: Sequence[Acceptance],
    reason: str,
    expires: str,
    lang: Language,
) -> None:
    from extractor.baseline import renewed, write_baseline
    from extractor.writers.words import words

    written = renewed(verdict, filing.source, entries, reason, expires)
    write_baseline(path, written)
    new = len(set(written) - set(entries))
    w = words(lang)["console"]
    click.echo(w["baseline_written"].format(file=path, n=len(written), new=new), err=True)
