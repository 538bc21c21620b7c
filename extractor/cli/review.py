"""`extractor review`: a finished run to look at in a browser, and the decisions on what it found."""

# ruff: noqa: PLC0415 - a verb imports what it needs when it runs, so that --help answers at once

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.faults import says_what_to_do
from extractor.cli.options import language
from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.writers.words import Language

PACKAGES = ("starlette", "uvicorn", "python_multipart")
PORT = 8737
INDEXING = {"zh": "正在为这次运行编索引……", "en": "indexing the run ..."}


@click.command()
@click.argument("output", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--source",
    "sources",
    multiple=True,
    type=click.Path(path_type=Path, exists=True),
    metavar="INPUT",
    help="What the run read, to show each document beside its numbers; again for each INPUT of the run.",
)
@click.option(
    "--decisions",
    metavar="FILE|URL",
    help="Where the decisions are kept; decisions.sqlite in OUTPUT unless given. No run ever writes it. For a team: "
    "postgresql://USER:PASSWORD@HOST/NAME, with pip install 'extractor[db]'.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True, help="0: any that is free."
)
@click.option(
    "--host",
    default="127.0.0.1",
    show_default=True,
    help="Address to listen on. Any other than this machine's own lets others in, who need the token.",
)
@click.option("--no-browser", is_flag=True, help="Print the address only.")
@language
@says_what_to_do
def review(
    output: Path,
    sources: tuple[Path, ...],
    decisions: str | None,
    port: int,
    host: str,
    no_browser: bool,
    lang: Language,
) -> None:
    """Open a finished run in a browser: the queue of flagged filings, each beside its document.

    Decide for each violation whether the filing is at fault or the reading is; decisions and corrections are
    kept, with who and when, and stand over new runs as long as the numbers under them do. Ctrl-C ends it.

    \b
    Example
      extractor run FOLDER --output output
      extractor review output --source FOLDER
    """  # noqa: D301 - \b is click's mark for lines that are kept
    lacking = [name for name in PACKAGES if find_spec(name) is None]
    if lacking:
        raise UsageError(
            f"the workbench needs packages that are not installed ({', '.join(lacking)}): pip install 'extractor[review]'"
        )
    from extractor.review.serve import open_desk, serve

    desk = open_desk(output, sources, decisions, lambda _: click.echo(INDEXING[lang], err=True))
    serve(desk, host, port, lang, browser=not no_browser, say=click.echo)
