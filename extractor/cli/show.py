"""`extractor show`: what the program saw in one file."""

# ruff: noqa: PLC0415 - a verb imports what it needs when it runs, so that --help answers at once

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.faults import says_what_to_do
from extractor.cli.options import language
from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.writers.words import Language


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="PAGE.html",
    help="The page to write.",
)
@language
@says_what_to_do
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
