"""`extractor notice`: a notice of faults to send to those who filed, or the list of all filings with faults."""

# ruff: noqa: PLC0415 - a verb imports what it needs when it runs, so that --help answers at once

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from extractor.cli.faults import says_what_to_do
from extractor.errors import UsageError

if TYPE_CHECKING:
    from extractor.notices import Decisions

SUFFIXES = (".html", ".docx")


@click.command()
@click.argument("run", metavar="OUTPUT", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--filing", default="", metavar="ID", help="A notice on this filing (filing_id or source).")
@click.option(
    "--organization",
    default="",
    metavar="NAME|ID",
    help="One notice on all filings of this organization (a name that it has, or its organization_id).",
)
@click.option(
    "--list",
    "workbook",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.xlsx",
    help="The list of all filings with faults, and of all faults, as a workbook.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.html|.docx",
    help="The file of the notice; notice-ID.html unless given. Word files need pip install 'extractor[review]'.",
)
@click.option(
    "--decisions",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    metavar="CSV",
    help="Decisions on violations, as the workbench exports them (columns filing_id, rule, table, row, column, decision, "
    "note, who, when): what is accepted, or where the reading is at fault (reading), is not sent.",
)
@says_what_to_do
def notice(
    run: Path,
    filing: str,
    organization: str,
    workbook: Path | None,
    output: Path | None,
    decisions: Path | None,
) -> None:
    """Write a notice of the faults of a filing or an organization (整改意见), or list all filings with faults.

    A notice says where each fault stands and how the numbers do not add up. What is violated is to be put right; what
    could not be decided stands apart, to be looked into (需核实). Who sends it, its number, the day by which and to
    whom one answers are left to be filled in. It is in Chinese.

    \b
    Examples
      extractor notice output --filing 94a3b03bb13e9945 --output notice.docx
      extractor notice output --organization 北桥市竹垣县商务局 --output notice.html
      extractor notice output --list faults.xlsx --decisions decisions.csv
    """  # noqa: D301 - \b is click's mark for lines that are kept
    from extractor.notices import Decisions, read_decisions, write_list

    if sum(map(bool, (filing, organization, workbook))) != 1:
        raise UsageError("give one of --filing, --organization and --list")
    known = read_decisions(decisions) if decisions else Decisions()
    if workbook:
        if output or workbook.suffix.lower() != ".xlsx":
            raise UsageError("the list is a workbook: give it as --list FILE.xlsx, without --output")
        filings, faults = write_list(run, workbook, known)
        click.echo(f"{workbook}  ({filings:,} 份报告，{faults:,} 处问题)")
    else:
        _write_notice(run, filing, organization, output, known)
    for one in known.unclear:
        click.echo(
            f"row {one.number} of {decisions} fits several violations of {one.key[0]}, and does not say which "
            "(columns nth, from 0, or message): none of them is left out",
            err=True,
        )


def _write_notice(
    run: Path, filing: str, organization: str, output: Path | None, decisions: Decisions
) -> None:
    from extractor.notices import filing_of, filings_of, notice_docx, notice_html, notice_of

    filings = [filing_of(run, filing)] if filing else filings_of(run, organization)
    path = output or Path(f"notice-{filings[0]['filing_id' if filing else 'organization_id']}.html")
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"--output {path}: a notice is written as {' or '.join(SUFFIXES)}")
    made = notice_of(run, filings, decisions)
    if made is None:
        click.echo("没有需要发送的问题，未生成文件 (nothing to send: no file is written)")
        return
    data = notice_docx(made) if path.suffix.lower() == ".docx" else notice_html(made).encode()
    try:
        path.write_bytes(data)
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror or error}") from error
    told = "，".join(f"{p.title} {sum(len(g.items) for g in p.groups)}" for p in made.parts)
    left = f"；按核对决定不发送 {made.left_out}" if made.left_out else ""
    click.echo(f"{path}  ({told}{left})")
