"""What a verb does with a fault: one line that says what to do, and the exit code that the contract has for it."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from extractor.errors import ExtractorError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

CANNOT_WRITE = 74
INTERRUPTED = 130


def says_what_to_do(verb: Callable[..., None]) -> Callable[..., None]:
    """Turn our errors into one line on standard error and the exit code that the contract has for it."""

    @wraps(verb)
    def run_verb(*args: Any, **kwargs: Any) -> None:
        try:
            verb(*args, **kwargs)
        except UsageError as error:
            raise click.UsageError(str(error)) from error
        except ExtractorError as error:
            click.echo(f"Error: {error}", err=True)
            sys.exit(CANNOT_WRITE)
        except KeyboardInterrupt:
            click.echo(
                "Interrupted: the tables of an earlier run are as they were, and what was read is kept; "
                "the same command goes on from here.",
                err=True,
            )
            sys.exit(INTERRUPTED)

    return run_verb


@contextmanager
def cannot_write(target: Path) -> Iterator[None]:
    """Turn a failure to write ``target`` into an error of ours that names it."""
    try:
        yield
    except OSError as error:
        raise ExtractorError(f"cannot write {target}: {error.strerror or error}") from error
