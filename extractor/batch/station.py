"""What runs in a process of the pool: chunks of items come in, answers go out, and the place is always told."""

from __future__ import annotations

import multiprocessing
import os
import select
import signal
import sys
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol

from extractor.batch.limits import KINDS, offer_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, MutableSequence
    from multiprocessing.connection import Connection

    from extractor.batch.limits import Kind

CHUNK, INDEX, PLACE, KIND, SINCE = range(5)
"""What a process tells of itself in memory that is shared, so that it can be read when it is dead or hangs.

The chunk it is at, the item in it, the part of the item, the kind of the item, and since when (0: at none).
"""
HOLD = 0.05
"""Seconds that answers may wait for others, so that few messages go a long way."""


class Job(Protocol):
    """A kind of work for the pool. It is sent to the processes; ``begin`` is called there, once."""

    def begin(self) -> Callable[[Any], Iterator[Any]]:
        """Return the function that does an item: it yields answers, the last of which has ``whole``."""

    def kind(self, item: Any) -> Kind:
        """Return which limits hold for an item."""

    def cost(self, item: Any) -> float:
        """Return about how many milliseconds an item takes."""

    def lost(self, item: Any, answered: int, reason: str, *, again: bool) -> Any:
        """Return what becomes of an item whose process ended: the item as it is to be tried again, or the answer.

        ``answered``: how many answers came. ``again``: the same may well succeed.
        """


def serve(connection: Connection, state: MutableSequence[float], job: Job) -> None:
    """Do chunks until there are no more, or the other end is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends the others
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _end_with_parent()
    offer_first()
    do = job.begin()
    try:
        while True:
            number, items = connection.recv()
            state[CHUNK] = number
            _do_chunk(connection, state, job, do, items)
    except (EOFError, BrokenPipeError, ConnectionResetError):
        return


def _do_chunk(
    connection: Connection,
    state: MutableSequence[float],
    job: Job,
    do: Callable[[Any], Iterator[Any]],
    items: list[Any],
) -> None:
    waiting: list[tuple[int, Any]] = []
    sent = monotonic()
    for index, item in enumerate(items):
        state[INDEX], state[PLACE], state[KIND] = index, 0, 0
        state[SINCE] = monotonic()
        state[KIND] = KINDS.index(job.kind(item))
        for answer in do(item):
            now = monotonic()
            state[SINCE] = 0.0
            waiting.append((index, answer))
            # What is done of a container must be known before the next of it is begun.
            if now - sent > HOLD or not getattr(answer, "whole", True):
                connection.send(waiting)
                waiting, sent = [], now
            state[PLACE] += 1
            state[SINCE] = now
        state[SINCE] = 0.0
    connection.send([*waiting, None])


def _end_with_parent() -> None:
    """Ask the system to end this process when the parent is gone, also one that hangs in native code.

    The parent holds the other end of a pipe; when that closes, the system sends SIGIO, which ends a process.
    """
    parent = multiprocessing.parent_process()
    if parent is None or sys.platform == "win32":
        return
    import fcntl  # noqa: PLC0415 - Windows has none

    pipe = parent.sentinel
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(pipe, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(pipe, fcntl.F_SETFL, fcntl.fcntl(pipe, fcntl.F_GETFL) | os.O_ASYNC)
    if select.select([pipe], [], [], 0)[0]:  # it was gone already
        os._exit(1)
