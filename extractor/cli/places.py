"""Inputs and outputs that may be URLs, on the command line."""

# ruff: noqa: PLC0415 - what URLs need is loaded where there is one, so that --help answers at once

from __future__ import annotations

import sys
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from collections.abc import Callable


Place = Path | str
"""A path, or a URL as text."""


def place(
    ctx: click.Context,  # noqa: ARG001 - click's signature
    param: click.Parameter,  # noqa: ARG001
    value: str | tuple[str, ...],
) -> Place | tuple[Place, ...]:
    """Return what is given as paths, and what is a URL as it stands."""
    return tuple(map(_place, value)) if isinstance(value, tuple) else _place(value)


def _place(value: str) -> Place:
    from extractor.inputs.remote import is_url

    return value if is_url(value) else Path(value)


def written_to_a_place(verb: Callable[..., None]) -> Callable[..., None]:
    """Give a verb whose ``output`` is a URL the folder that stands for it, and have that mirrored when it ends."""

    @wraps(verb)
    def with_folder(**given: Any) -> None:
        target, dry = given["output"], given["dry_run"]
        if isinstance(target, Path):
            verb(**given)
            return
        from extractor.batch.staging import staged, stands_for

        if dry:
            verb(**given | {"output": stands_for(target)})
            return
        code: str | int | None = 0
        with staged(target) as folder:
            try:
                verb(**given | {"output": folder})
            except SystemExit as ended:
                code = ended.code
        click.echo(f"  {folder} → {target}")
        sys.exit(code)

    return with_folder
