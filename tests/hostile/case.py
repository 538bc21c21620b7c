"""One hostile input: its name, how it is made, and what it may come to and cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

NOT = "not_a_report"
UNREADABLE = "unreadable"
NEITHER = f"{NOT}|{UNREADABLE}"
READ = "ok"
PARTLY = "ok|partial"
ANY = f"{PARTLY}|no_tables|{NEITHER}"
"""For what may well be read or not, as long as it ends and says so."""

SECONDS = 5.0
MEGABYTES = 400
"""Of processor time and of memory, with the program itself (some 150 MB). What takes more says so."""


class Case(NamedTuple):
    """``statuses``: those that are right for every document in it, joined by ``|``.

    ``documents``: how many there are (None: any number). Limits are several times what a slow machine takes.
    """

    name: str
    make: Callable[[], bytes]
    statuses: str
    seconds: float = SECONDS
    megabytes: int = MEGABYTES
    documents: int | None = 1


def of(data: bytes | str) -> Callable[[], bytes]:
    """Return what makes ``data``, for what is small."""
    return lambda: data if isinstance(data, bytes) else data.encode("utf-8", "surrogatepass")
