"""The command line: verbs and their words. Every verb is a module here, and a thin face of the library."""

from __future__ import annotations

import click

from extractor.cli.check import check
from extractor.cli.codebook import codebook
from extractor.cli.load import load
from extractor.cli.merge import merge
from extractor.cli.notice import notice
from extractor.cli.panel import panel
from extractor.cli.review import review
from extractor.cli.rules import rules
from extractor.cli.run import run
from extractor.cli.selftest import selftest
from extractor.cli.show import show
from extractor.cli.status import status


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="extractor")
def main() -> None:
    """Read 政府信息公开工作年度报告 filings into tables, and report every rule that a filing breaks.

    \b
    Start with
      extractor run FOLDER --output output     all filings of a folder
      extractor check draft.html               one filing, before it is published
    and open output/index.html.

    Nothing is guessed: a number that cannot be read for certain is left out and marked, and every number
    says where in the document it stands.
    """  # noqa: D301 - \b is click's mark for lines that are kept


for verb in (run, check, rules, show, status, merge, load, panel, codebook, selftest, notice, review):
    main.add_command(verb)
