"""`extractor codebook`: what every variable means."""

# ruff: noqa: PLC0415 - a verb imports what it needs when it runs, so that --help answers at once

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.faults import cannot_write, says_what_to_do
from extractor.cli.options import language

if TYPE_CHECKING:
    from extractor.writers.words import Language


@click.command()
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for the files; made if it is not there.",
)
@language
@says_what_to_do
def codebook(output: Path, lang: Language) -> None:
    """Write what every cell, status and rate means, and what compares across the forms.

    \b
    codebook.md, codebook.html  to read
    codebook.csv                one line for each variable of the panel
    crosswalk.csv               the three generations of the form, quantity by quantity

    \b
    Example
      extractor codebook --output codebook
    """  # noqa: D301 - \b is click's mark for lines that are kept
    from extractor.analysis.codebook import write_codebook

    with cannot_write(output):
        written = write_codebook(output, lang)
    for path in written:
        click.echo(str(path))
