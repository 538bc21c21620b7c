"""`extractor rules`: the catalogue."""

# ruff: noqa: PLC0415 - a verb imports what it needs when it runs, so that --help answers at once

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from extractor.cli.faults import says_what_to_do
from extractor.cli.options import language

if TYPE_CHECKING:
    from extractor.writers.words import Language


@click.command()
@language
@says_what_to_do
def rules(lang: Language) -> None:
    """Print the rule catalogue: code, severity, forms, where each rule applies and when it holds."""
    from extractor.forms import load_forms
    from extractor.writers.console import catalogue

    for line in catalogue(load_forms().rulebook, lang):
        click.echo(line)
