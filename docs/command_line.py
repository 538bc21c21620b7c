"""The page of the command line: what ``--help`` says, verb by verb."""

from __future__ import annotations

import click

from extractor.cli import main

HEAD = """# Command line

What `extractor --help` and `extractor VERB --help` print. In a checkout the program is `.venv/bin/extractor`.
Exit codes that all verbs share: 74, the output cannot be written; 130, interrupted.
"""
_WIDTH = 100


def command_line() -> str:
    """Return the page."""
    parts = [HEAD, _block("extractor", main)]
    for name, command in sorted(main.commands.items()):
        parts.append(f"## {name}\n\n{_block(f'extractor {name}', command)}")
    return "\n".join(parts)


def _block(path: str, command: click.Command) -> str:
    context = click.Context(command, info_name=path, terminal_width=_WIDTH, max_content_width=_WIDTH)
    context.help_option_names = ["-h", "--help"]
    return f"```text\n{command.get_help(context)}\n```\n"
