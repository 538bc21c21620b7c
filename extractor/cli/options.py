"""Options that several verbs have."""

from __future__ import annotations

import click

language = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of messages and pages.",
)
