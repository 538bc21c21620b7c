"""A pool of processes that keeps the order of the files and outlives the death of a worker."""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TYPE_CHECKING

from extractor.batch.work import Done, Settings, lost, work

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from extractor.inputs.sources import Source

CHUNK = 8
"""Files sent at once: few enough that a crash makes little to do again, enough to hide the sending."""
AHEAD = 3
"""Chunks for each process that are sent before their results are taken."""
DIED = (
    "读取此文件的进程意外终止 (the process that read it died: a crash in a native library, or want of memory)"
)


def run_all(sources: Iterable[Source], settings: Settings, jobs: int) -> Iterator[Done]:
    """Yield the outcome of every source, in their order, using ``jobs`` processes (1: this one).

    A file that kills its process comes out as unreadable; the others are not harmed.
    """
    if jobs == 1:
        for source in sources:
            yield from work(settings, [source])
    else:
        yield from _Pool(settings, jobs).run(sources)


class _Pool:
    def __init__(self, settings: Settings, jobs: int) -> None:
        self._settings = settings
        self._jobs = jobs
        self._executor = _executor(jobs)

    def run(self, sources: Iterable[Source]) -> Iterator[Done]:
        """Keep a window of chunks under way; take their results in order."""
        chunks = _chunks(iter(sources), CHUNK)
        under_way: deque[tuple[list[Source], Future[list[Done]] | None]] = deque()
        try:
            while True:
                for chunk in islice(chunks, self._jobs * AHEAD - len(under_way)):
                    under_way.append((chunk, self._submit(chunk)))
                if not under_way:
                    return
                chunk, future = under_way.popleft()
                try:
                    yield from future.result() if future is not None else self._one_by_one(chunk)
                except BrokenProcessPool:
                    self._executor.shutdown(wait=False, cancel_futures=True)
                    self._executor = _executor(self._jobs)
                    # Which of them did it cannot be told: all that were under way are done apart.
                    under_way = deque((c, f if _finished(f) else None) for c, f in under_way)
                    yield from self._one_by_one(chunk)
        finally:
            self._executor.shutdown(wait=False, cancel_futures=True)

    def _submit(self, chunk: list[Source]) -> Future[list[Done]] | None:
        try:
            return self._executor.submit(work, self._settings, chunk)
        except BrokenProcessPool:  # noticed only when the results before it are taken
            return None

    def _one_by_one(self, chunk: list[Source]) -> list[Done]:
        """Do a chunk with a process that may die: the file that it died of is told by its death."""
        done = []
        executor = _executor(1)
        for source in chunk:
            try:
                done += executor.submit(work, self._settings, [source]).result()
            except BrokenProcessPool:
                done.append(lost(self._settings, source, DIED))
                executor = _executor(1)
        executor.shutdown(wait=False)
        return done


def _executor(jobs: int) -> ProcessPoolExecutor:
    # A server without threads forks the workers: they start fast, and share what it has imported.
    method = "forkserver" if sys.platform != "win32" else "spawn"
    context = multiprocessing.get_context(method)
    if method == "forkserver":
        context.set_forkserver_preload([work.__module__])
    return ProcessPoolExecutor(jobs, context, initializer=_start)


def _start() -> None:
    """Leave Ctrl-C to the parent, which ends the workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _finished(future: Future[list[Done]] | None) -> bool:
    return future is not None and future.done() and not future.cancelled() and future.exception() is None


def _chunks(sources: Iterator[Source], size: int) -> Iterator[list[Source]]:
    while chunk := list(islice(sources, size)):
        yield chunk
