"""`extractor panel`: the analysis-ready wide table of a finished run."""

# ruff: noqa: PLC0415 - a verb imports what it needs when it runs, so that --help answers at once

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.faults import cannot_write, says_what_to_do
from extractor.cli.options import language

if TYPE_CHECKING:
    from extractor.writers.words import Language

FORMATS = ("csv", "parquet", "dta", "xlsx")


@click.command()
@click.argument("run", metavar="OUTPUT", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for the panel; made if it is not there.",
)
@click.option(
    "--format",
    "formats",
    type=click.Choice(FORMATS),
    multiple=True,
    default=FORMATS,
    help="Only this format; may be given several times. All four unless given.",
)
@click.option(
    "--prefer",
    multiple=True,
    metavar="GLOB",
    help="Of several differing filings of one body and year, take the one whose source matches; may be "
    "given several times, the first that fits exactly one decides.",
)
@click.option("--strict", is_flag=True, help="Leave out every value that rests on an identity that fails.")
@click.option("--bom", is_flag=True, help="Begin the CSVs with a byte order mark, as Excel likes it.")
@language
@says_what_to_do
def panel(
    run: Path,
    output: Path,
    formats: tuple[str, ...],
    prefer: tuple[str, ...],
    strict: bool,
    bom: bool,
    lang: Language,
) -> None:
    """Make the wide table of a finished run: a line for each body and year, a column for each variable.

    \b
    panel.csv .parquet .dta .xlsx   the numbers, under the short names of the codebook, and the rates
    panel_status.*                  what stands behind each: reported, blank, violated, derived …
    left_out.csv                    the filings that speak for no line, and why

    Nothing is made from a blank: a rate or sum in which a cell lacks is empty, and its status says why.
    Filings of one body and year that differ make a line marked conflict, without numbers (see --prefer).

    \b
    Examples
      extractor panel output --output panel
      extractor panel output --output panel --strict --format dta
      extractor panel output --output panel --prefer '*.html'
    """  # noqa: D301 - \b is click's mark for lines that are kept
    from extractor.analysis.load import load
    from extractor.analysis.panel import make_panel
    from extractor.analysis.panel_files import write_panel
    from extractor.writers.words import words

    made = make_panel(load(run), prefer=prefer, strict=strict)
    with cannot_write(output):
        written = write_panel(made, output, tuple(dict.fromkeys(formats)), bom=bom)
    conflicts = int(made.numbers["conflict"].sum())
    w = words(lang)["console"]
    click.echo(
        w["panel"].format(
            n=f"{len(made.numbers):,}", conflicts=f"{conflicts:,}", left=f"{len(made.left_out):,}"
        )
    )
    for path in written:
        click.echo(f"  {path}")
