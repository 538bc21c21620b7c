"""``extractor load``: the tables of a run into a database."""

# ruff: noqa: PLC0415 - each verb imports what it needs, so that --help answers at once

from __future__ import annotations

from pathlib import Path

import click

from extractor.cli.faults import says_what_to_do


@click.command()
@click.argument("output", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--db",
    "url",
    required=True,
    metavar="URL",
    help="duckdb:///FILE, sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME; a path alone is a DuckDB file.",
)
@says_what_to_do
def load(output: Path, url: str) -> None:
    """Put the tables of a finished run (the DIR of `extractor run`) into a database, with keys and types.

    Tables of the same names are replaced, in one transaction. DuckDB and PostgreSQL need `pip install 'extractor[db]'`.

    \b
    Examples
      extractor load output --db filings.duckdb
      extractor load output --db sqlite:///filings.sqlite
      extractor load output --db postgresql://me:secret@db.example.org/filings
    """  # noqa: D301 - \b is click's mark for lines that are kept
    from extractor.analysis.database import load_into

    for table, rows in load_into(output, url):
        click.echo(f"  {table:<16}{rows:>12,}")
