"""Options that several verbs have."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

if TYPE_CHECKING:
    from collections.abc import Callable

language = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="Language of messages and pages.",
)

output_option = click.option(
    "-o",
    "--output",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Folder for the tables, the reports and index.html; made if it is not there.",
)

jobs_option = click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    default=None,
    metavar="N",
    help="Processes to use; all cores unless given. The output is the same, whatever it is.",
)

kind_option = click.option(
    "--format",
    "kind",
    type=click.Choice(["csv", "parquet"]),
    default="csv",
    show_default=True,
    help="Format of the tables.",
)

spreadsheet_option = click.option(
    "--spreadsheet",
    is_flag=True,
    help="CSVs for Excel and its like: a byte order mark, and an apostrophe before each text that would be run as "
    "a formula. extractor.load and extractor load take both away again. Reads no document anew.",
)

reports_option = click.option(
    "--reports",
    type=click.Choice(["all", "flagged", "none"]),
    default="all",
    show_default=True,
    help="Which filings get a report page: all, only those with something to look at, or none.",
)


aliases_option = click.option(
    "--aliases",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="CSV",
    help="What the program cannot know, by columns: name, now for bodies that were renamed (their filings are then those "
    "of one organization); label, code and table for another printing of a label of the forms (see labels.csv).",
)


def cores() -> int:
    """Return how many processors this process may use."""
    affinity = cast("Callable[[int], set[int]] | None", getattr(os, "sched_getaffinity", None))
    return len(affinity(0)) if affinity else os.cpu_count() or 1
