"""``extractor status``: a run under way or past."""

# ruff: noqa: PLC0415 - each verb imports what it needs, so that --help answers at once

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.faults import says_what_to_do
from extractor.cli.options import language

if TYPE_CHECKING:
    from extractor.writers.words import Language


@click.command()
@click.argument("output", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON, for machines.")
@language
@says_what_to_do
def status(output: Path, as_json: bool, lang: Language) -> None:
    """Tell how far the run that writes to OUTPUT is, or what the last one came to.

    Files by status and by reader, why files could not be read, time by stage, the slowest files. A run that is
    under way is not disturbed.

    \b
    Examples
      extractor status output
      extractor status output --json
    """  # noqa: D301 - \b is click's mark for lines that are kept
    from extractor.batch.status import status as find
    from extractor.batch.status import told

    found = find(output)
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in told(found, lang):
        click.echo(line)
